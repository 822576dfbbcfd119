//! Logs of the same kinds in other spellings: other names, other packings, other orders of rows.

use super::{Gathered, meta, read_bytes};
use gemba::domain::{Content, Part};

/// Returns the last turn of the user, and the output.
fn pair(record: &Content) -> (String, String) {
    let asked = record.messages.iter().rev().find(|turn| turn.role.as_str() == "user");
    (asked.map(gemba::domain::Message::plain).unwrap_or_default(), record.output.raw().to_owned())
}

fn pairs(all: &Gathered) -> Vec<(String, String)> {
    assert_eq!(all.rejects, []);
    all.records.iter().map(pair).collect()
}

fn two() -> Vec<(String, String)> {
    [("Q", "A"), ("Q2", "A2")].map(|(asked, said)| (asked.to_owned(), said.to_owned())).to_vec()
}

#[test]
fn columns_are_known_by_the_names_that_sheets_give_them() {
    for header in [
        "Customer message,AI response",
        "User Query,Bot Answer",
        "question,llm_answer",
        "query,generated_answer",
        "task_description,final_answer",
        "request.prompt,response.text",
        "inputs.question,output.answer",
        "Prompt Text,Model Prediction",
    ] {
        let all = read_bytes(format!("{header},n\nQ,A,1\nQ2,A2,2\n").as_bytes());
        assert_eq!(pairs(&all), two(), "{header}");
        assert_eq!(all.doubts, [], "{header}");
    }
}

#[test]
fn ids_models_and_expected_answers_are_known_by_more_names() {
    let log = r#"{"task_id":"t1","Question":"Q","prediction":"A","true_answer":"B","llm_model_name":"m","start_time":"2026-03-01 10:00:00","end_time":"2026-03-01 10:00:10"}"#;
    let all = read_bytes(log.as_bytes());
    let record = &all.records[0];
    assert_eq!(record.external_id.as_ref().unwrap().raw(), "t1");
    assert_eq!(record.expected.as_ref().unwrap().raw(), "B");
    assert_eq!(record.model.as_ref().unwrap().raw(), "m");
    assert_eq!(record.latency_ms, Some(10_000.0));
}

#[test]
fn a_record_within_one_object_is_read() {
    let lines = |make: fn(&str, &str) -> String| [make("Q", "A"), make("Q2", "A2")].join("\n");
    for log in [
        lines(|asked, said| format!(r#"{{"payload":{{"prompt":"{asked}","completion":"{said}"}},"ts":1772359200}}"#)),
        lines(|asked, said| format!(r#"{{"row_idx":0,"row":{{"prompt":"{asked}","response":"{said}"}}}}"#)),
        lines(|asked, said| {
            let turns = format!(r#"[{{"type":"human","content":"{asked}"}},{{"type":"ai","content":"{said}"}}]"#);
            format!(r#"{{"values":{{"messages":{turns}}},"next":[]}}"#)
        }),
    ] {
        assert_eq!(pairs(&read_bytes(log.as_bytes())), two(), "{log}");
    }
}

#[test]
fn the_first_of_several_answers_is_the_output_and_the_others_are_kept() {
    let all = read_bytes(br#"{"prompt":"Q","outputs":["A","B"]}"#);
    assert_eq!(pairs(&all), [("Q".to_owned(), "A".to_owned())]);
    assert_eq!(meta(&all.records[0], "other_outputs"), Some(r#"["B"]"#));
    let all = read_bytes(br#"{"prompt":"Q","generations":[{"text":"A"},{"text":"B"}]}"#);
    assert_eq!(pairs(&all), [("Q".to_owned(), "A".to_owned())]);
    let all = read_bytes(br#"{"prompts":["Q","Q2"],"responses":["A","A2"]}"#);
    assert_eq!(pairs(&all), two());
    // A list is an answer like any other where its name does not say that it is several.
    let all = read_bytes(br#"{"prompt":"Q","output":["A","B"]}"#);
    assert_eq!(all.records[0].output.raw(), r#"["A","B"]"#);
}

#[test]
fn an_answer_of_parts_in_a_cell_is_opened() {
    let all = read_bytes(b"input,output\nQ,\"[{\"\"type\"\": \"\"text\"\", \"\"text\"\": \"\"A\"\"}]\"\n");
    assert_eq!(all.records[0].output.raw(), "A");
    let log = r#"{"ModelName":"m","RequestMessages":"[{\"role\":\"user\",\"content\":\"Q\"}]","ResponseMessages":"[{\"role\":\"assistant\",\"content\":\"A\"}]"}"#;
    assert_eq!(pairs(&read_bytes(log.as_bytes())), [("Q".to_owned(), "A".to_owned())]);
}

#[test]
fn what_mongodb_and_pandas_write_around_a_value_is_taken_off() {
    let log = r#"{"_id":{"$oid":"65a"},"prompt":"Q","response":"A","createdAt":{"$date":"2024-08-14T15:30:00Z"}}"#;
    let record = &read_bytes(log.as_bytes()).records[0];
    assert_eq!(record.external_id.as_ref().unwrap().raw(), "65a");
    assert_eq!(record.time.unwrap().0, 1_723_649_400_000);
    let all = read_bytes(b"prompt,response,model\nQ,A,nan\n");
    assert_eq!(all.records[0].model, None);
}

#[test]
fn rows_are_put_in_the_order_of_their_numbers() {
    let rows = "conversation_id,turn,role,content\nA,4,assistant,cya\nA,1,user,hi\nA,3,user,bye\nA,2,assistant,hello\n";
    let all = read_bytes(rows.as_bytes());
    assert_eq!(pairs(&all), [("hi", "hello"), ("bye", "cya")].map(|(a, b)| (a.to_owned(), b.to_owned())));
    assert_eq!(all.records[1].messages.len(), 3);
}

#[test]
fn rows_say_in_many_ways_who_speaks() {
    for (header, user, model) in [
        ("session_id,message_type,content", "human", "ai"),
        ("chat_id,is_user,text", "True", "False"),
        ("session,direction,message", "inbound", "outbound"),
        ("user_id,role,content", "user", "assistant"),
    ] {
        let all = read_bytes(format!("{header}\nA,{user},Q\nB,{user},Q2\nA,{model},A\nB,{model},A2\n").as_bytes());
        assert_eq!(all.format(), "chat-rows", "{header}");
        assert_eq!(pairs(&all), two(), "{header}");
    }
    let cell = |kind: &str, text: &str| {
        format!("\"{{\"\"type\"\": \"\"{kind}\"\", \"\"data\"\": {{\"\"content\"\": \"\"{text}\"\"}}}}\"")
    };
    let rows = format!("id,session_id,message\n1,A,{}\n2,A,{}\n", cell("human", "Q"), cell("ai", "A"));
    let all = read_bytes(rows.as_bytes());
    assert_eq!(pairs(&all), [("Q".to_owned(), "A".to_owned())]);
}

#[test]
fn steps_with_tools_belong_to_the_answer_that_they_lead_to() {
    let row = |role: &str, rest: &str| format!("{{\"session_id\":\"A\",\"role\":\"{role}\",{rest}}}\n");
    let call =
        r#""content":null,"tool_calls":[{"id":"c1","type":"function","function":{"name":"rain","arguments":"{}"}}]"#;
    let log = [
        row("user", r#""content":"Q""#),
        row("assistant", call),
        row("tool", r#""content":"R","tool_call_id":"c1""#),
        row("assistant", r#""content":"A""#),
    ]
    .concat();
    let all = read_bytes(log.as_bytes());
    assert_eq!(pairs(&all), [("Q".to_owned(), "A".to_owned())]);
    let parts = all.records[0].messages.iter().flat_map(|turn| &turn.parts);
    let calls = parts.filter(|part| matches!(part, Part::ToolCall { name, .. } if name.raw() == "rain"));
    assert_eq!(calls.count(), 1);
}

#[test]
fn the_turns_of_one_conversation_are_a_file_of_their_own() {
    let log = r#"[{"role":"user","content":"Q"},{"role":"assistant","content":"A"},{"role":"user","content":"Q2"},{"role":"assistant","content":"A2"}]"#;
    let all = read_bytes(log.as_bytes());
    assert_eq!((all.format(), pairs(&all)), ("chat-rows", two()));
    assert_eq!(all.records[1].messages.len(), 3);
    assert_eq!(all.records[0].conversation, None);
    let items = r#"[{"role":"user","content":"Q"},{"type":"function_call","call_id":"c1","name":"rain","arguments":"{}"},{"type":"function_call_output","call_id":"c1","output":"R"},
{"id":"m","type":"message","role":"assistant","status":"completed","content":[{"type":"output_text","text":"A","annotations":[]}]}]"#;
    let all = read_bytes(items.as_bytes());
    assert_eq!(pairs(&all), [("Q".to_owned(), "A".to_owned())]);
    assert_eq!(all.records[0].messages.len(), 3);
}

#[test]
fn a_role_of_any_word_is_read_with_its_calls() {
    let rows = r#"{"session_id": 1, "role": "user", "content": "q"}
{"session_id": 1, "role": "night \"shift\" \\", "content": "n", "tool_calls": [{"id": "1", "function": {"name": "f", "arguments": "{}"}}]}
{"session_id": 1, "role": "assistant", "content": "a"}"#;
    let read = super::read_bytes(rows.as_bytes());
    assert_eq!((read.format(), read.records.len(), read.rejects.len()), ("chat-rows", 1, 0));
    let said: Vec<String> = read.records[0].messages.iter().map(gemba::domain::Message::plain).collect();
    assert_eq!(said, ["q", "n\nf({})"]);
}

#[test]
fn an_event_of_any_kind_says_it_in_no_field() {
    let rows = r#"{"kind": "prompt", "request_id": "1", "prompt": "2+2?"}
{"kind": "completion", "request_id": "1", "completion": "4"}"#;
    let read = super::read_bytes(rows.as_bytes());
    assert_eq!((read.format(), read.records.len()), ("event-log", 1));
    assert_eq!(super::meta(&read.records[0], "kind"), None);
}
