//! Rows that are messages, cells that hold JSON, and objects that hold tables.

use super::{case, meta, read_bytes};
use gemba::domain::{Message, Role};

fn said(bytes: &[u8]) -> Vec<(String, String)> {
    let all = read_bytes(bytes);
    assert_eq!(all.rejects, []);
    all.records.iter().map(|record| (record.messages.last().unwrap().plain(), record.output.raw().to_owned())).collect()
}

fn pairs(list: &[(&str, &str)]) -> Vec<(String, String)> {
    list.iter().map(|(a, b)| ((*a).to_owned(), (*b).to_owned())).collect()
}

#[test]
fn rows_of_interleaved_sessions_are_grouped() {
    let all = read_bytes(&case("rows-interleaved.csv"));
    assert_eq!(all.format(), "chat-rows");
    let read = said(&case("rows-interleaved.csv"));
    assert_eq!(read, pairs(&[("hi from A", "hello A"), ("bye A", "bye bye A"), ("hi from B", "hello B")]));
    assert_eq!(all.records[1].messages.len(), 3, "with the history");
    assert!(all.records.iter().all(|record| record.flags.is_empty()));
    assert_eq!(all.records[2].conversation.as_ref().unwrap().raw(), "B");
}

#[test]
fn rows_are_put_in_order_of_time_where_they_have_one() {
    let rows = "conversation_id,sender,created_at,body\n1,bot,2026-03-01T10:00:03Z,two\n1,customer,2026-03-01T10:00:00Z,one?\n\
        1,customer,2026-03-01T10:00:05Z,three?\n1,bot,2026-03-01T10:00:07Z,four\n";
    assert_eq!(said(rows.as_bytes()), pairs(&[("one?", "two"), ("three?", "four")]));
    for (role, text) in
        [("sender", "text"), ("author", "message"), ("from", "content"), ("Role", "Message"), ("speaker", "utterance")]
    {
        let rows = format!("thread_id,{role},{text}\nx,user,q?\ny,user,r?\nx,assistant,a\ny,assistant,b\n");
        assert_eq!(said(rows.as_bytes()), pairs(&[("q?", "a"), ("r?", "b")]), "{role}");
        let lines = [("x", "user", "q?"), ("y", "human", "r?"), ("x", "assistant", "a"), ("y", "ai", "b")]
            .iter()
            .map(|(id, who, said)| format!("{}\n", serde_json::json!({"session": id, role: who, text: said})))
            .collect::<Vec<_>>()
            .concat();
        assert_eq!(said(lines.as_bytes()), pairs(&[("q?", "a"), ("r?", "b")]), "{role}");
    }
}

#[test]
fn a_session_without_an_answer_is_one_record() {
    let rows = "session,role,text\nA,user,one\nB,user,two\nB,assistant,three\nA,user,four\n";
    let all = read_bytes(rows.as_bytes());
    assert_eq!(all.records.len(), 2);
    assert_eq!(all.records[0].messages, [Message::text(Role::User, "one"), Message::text(Role::User, "four")]);
    assert_eq!(all.records[1].output.raw(), "three");
}

#[test]
fn a_message_in_a_cell_is_opened_as_in_a_line() {
    let all = read_bytes(&case("csv-json-cells.csv"));
    let record = &all.records[0];
    assert_eq!(
        (record.messages.last().unwrap().plain().as_str(), record.output.raw()),
        ("Do you ship to Malta?", "Yes, in four days.")
    );
    assert_eq!(record.messages[0], Message::text(Role::System, "Be brief."));
}

#[test]
fn cells_of_python_are_opened_too() {
    let rows = "input,output\n\"[{'role': 'user', 'content': \"\"Don't you?\"\"}]\",\"{'role': 'assistant', 'content': 'I do.', 'tool_calls': None}\"\n";
    assert_eq!(said(rows.as_bytes()), pairs(&[("Don't you?", "I do.")]));
    let rows = "messages,model\n\"[{'role': 'user', 'content': 'a'}, {'role': 'assistant', 'content': 'b'}]\",m\n";
    assert_eq!(said(rows.as_bytes()), pairs(&[("a", "b")]));
    let rows = "prompt,response\nq,\"[{\"\"role\"\": \"\"assistant\"\", \"\"content\"\": \"\"b\"\"}]\"\n";
    assert_eq!(said(rows.as_bytes()), pairs(&[("q", "b")]));
}

#[test]
fn an_answer_that_is_other_json_stays_as_it_is() {
    for answer in
        [r#"{"city": "Lima"}"#, r#"["role", "type"]"#, r#"{"role": "captain"}"#, "{'a': 1}", r#"[{"type": "x"}]"#]
    {
        let line = serde_json::json!({"question": "q", "answer": answer}).to_string();
        assert_eq!(said(line.as_bytes()), pairs(&[("q", answer)]));
    }
}

#[test]
fn columns_named_after_the_speakers_are_read() {
    for (user, assistant) in
        [("user", "assistant"), ("human_message", "ai_message"), ("Human", "AI"), ("user_message", "bot_message")]
    {
        let rows = format!("{user},{assistant},model\nq,a,m\n");
        assert_eq!(said(rows.as_bytes()), pairs(&[("q", "a")]), "{user}");
    }
    let all = read_bytes(b"{\"user\": \"u-17\", \"prompt\": \"q\", \"response\": \"a\"}");
    assert_eq!(all.records[0].input_text(), "q");
    assert_eq!(meta(&all.records[0], "user"), Some("\"u-17\""));
}

#[test]
fn tables_in_one_object_become_rows() {
    let wanted = pairs(&[("q", "a"), ("r", "b")]);
    for json in [
        r#"{"question":{"0":"q","1":"r"},"answer":{"0":"a","1":"b"},"n":{"0":1,"1":2}}"#,
        r#"{"columns":["question","answer"],"index":[0,1],"data":[["q","a"],["r","b"]]}"#,
        r#"{"case 1":{"question":"q","answer":"a"},"case 2":{"question":"r","answer":"b"}}"#,
        r#"{"question":["q","r"],"answer":["a","b"]}"#,
    ] {
        assert_eq!(said(json.as_bytes()), wanted, "{json}");
        let pretty = serde_json::to_string_pretty(&serde_json::from_str::<serde_json::Value>(json).unwrap()).unwrap();
        assert_eq!(said(pretty.as_bytes()), wanted, "{pretty}");
    }
    let all = read_bytes(br#"{"case 1":{"question":"q","answer":"a"},"case 2":{"question":"r","answer":"b"}}"#);
    assert_eq!(all.records[1].external_id.as_ref().unwrap().raw(), "case 2");
}
