//! One golden case per shape of log.

use super::{Gathered, meta, read_bytes};
use gemba::domain::{Flag, Message, Part, Role, Time};

fn only(json: &str) -> (Gathered, gemba::domain::Content) {
    let all = read_bytes(json.as_bytes());
    assert_eq!(all.rejects, []);
    assert_eq!(all.records.len(), 1);
    let record = all.records[0].clone();
    (all, record)
}

#[test]
fn a_chat_completion_with_request_and_response() {
    let (all, record) = only(
        r#"{"request":{"model":"gpt-4o","temperature":0.20,"messages":[{"role":"developer","content":"Be brief."},
        {"role":"user","content":[{"type":"text","text":"Look"},{"type":"image_url","image_url":{"url":"https://x/y.png"}}]}],
        "tools":[{"type":"function","function":{"name":"f"}}]},
        "response":{"id":"chatcmpl-1","object":"chat.completion","created":1700000000,"model":"gpt-4o-2024-08-06","choices":[{"index":0,
        "message":{"role":"assistant","content":null,"refusal":null,"tool_calls":[{"id":"c1","type":"function",
        "function":{"name":"f","arguments":"{\"a\": 1}"}}]},"logprobs":null,"finish_reason":"tool_calls"}],
        "usage":{"prompt_tokens":10,"completion_tokens":5,"total_tokens":15}},"user_tier":"gold"}"#,
    );
    assert_eq!(all.format(), "openai-chat");
    assert_eq!(all.mapping("messages"), Some("request.messages"));
    assert_eq!(record.messages[0], Message::text(Role::System, "Be brief."));
    assert!(
        matches!(&record.messages[1].parts[1], Part::Media { reference: Some(url), .. } if url.raw() == "https://x/y.png")
    );
    assert_eq!(record.output.raw(), "");
    assert!(matches!(&record.output_parts[0],
        Part::ToolCall { name, arguments, .. } if name.raw() == "f" && arguments.raw() == "{\"a\": 1}"));
    assert_eq!(record.model.unwrap().raw(), "gpt-4o-2024-08-06");
    assert_eq!(record.external_id.unwrap().raw(), "chatcmpl-1");
    assert_eq!(record.time, Some(Time(1_700_000_000_000)));
    assert_eq!((record.tokens_in, record.tokens_out), (Some(10), Some(5)));
    assert_eq!(record.finish_reason.unwrap().raw(), "tool_calls");
    assert_eq!(record.tools.unwrap().text(), r#"[{"type":"function","function":{"name":"f"}}]"#);
    assert_eq!(record.raw, None);
    let (_, again) = only(
        r#"{"request":{"model":"m","temperature":0.20,"messages":[{"role":"user","content":"q"}]},
        "response":{"choices":[{"message":{"role":"assistant","content":"a"}}]},"user_tier":"gold"}"#,
    );
    assert_eq!(meta(&again, "user_tier"), Some("\"gold\""));
    assert_eq!(meta(&again, "request"), Some(r#"{"temperature":0.20}"#));
    assert_eq!(again.model.unwrap().raw(), "m");
}

#[test]
fn other_envelopes_of_a_chat_completion() {
    let answer = r#"{"choices":[{"message":{"role":"assistant","content":"Four."},"finish_reason":"stop"}]}"#;
    let asked = r#"{"messages":[{"role":"user","content":"2+2?"}]}"#;
    let quoted = |json: &str| serde_json::to_string(json).unwrap();
    for line in [
        format!(r#"{{"body":{asked},"response":{answer}}}"#),
        format!(r#"{{"input":{asked},"output":{answer}}}"#),
        format!(r#"{{"messages":[{{"role":"user","content":"2+2?"}}],"model":"m","response":{answer}}}"#),
        format!(r#"{{"request_body":{},"response_body":{}}}"#, quoted(asked), quoted(answer)),
        format!(r#"{{"custom_id":"x","body":{asked},"response":{{"status_code":200,"body":{answer}}}}}"#),
        format!(r#"{{"messages":[{{"role":"user","content":"2+2?"}}],{}"#, answer.strip_prefix('{').unwrap()),
    ] {
        let (all, record) = only(&line);
        let format = if line.contains("custom_id") { "openai-batch" } else { "openai-chat" };
        assert_eq!(all.format(), format, "{line}");
        assert_eq!(record.messages, [Message::text(Role::User, "2+2?")], "{line}");
        assert_eq!(record.output.raw(), "Four.", "{line}");
        assert_eq!(record.finish_reason.unwrap().raw(), "stop");
    }
}

#[test]
fn an_answer_whose_role_was_left_out_is_still_the_models() {
    for message in [r#"{"content":"Four."}"#, r#"{"content":"Four.","tool_calls":null}"#, r#""Four.""#] {
        let asked = r#""request":{"messages":[{"role":"user","content":"2+2?"}]}"#;
        let (all, record) = only(&format!(r#"{{{asked},"response":{{"choices":[{{"message":{message}}}]}}}}"#));
        assert_eq!(all.format(), "openai-chat", "{message}");
        assert_eq!(record.output.raw(), "Four.", "{message}");
    }
}

#[test]
fn a_refusal_an_error_and_further_choices_are_kept() {
    let (_, record) = only(
        r#"{"messages":[{"role":"user","content":"q"}],"response":{"choices":[
        {"message":{"role":"assistant","content":null,"refusal":"I cannot."}},{"message":{"role":"assistant","content":"b"}}]}}"#,
    );
    assert_eq!(record.output_parts, [Part::Refusal("I cannot.".into())]);
    assert_eq!(meta(&record, "other_choices"), Some(r#"[{"message":{"role":"assistant","content":"b"}}]"#));
    let (_, record) = only(
        r#"{"request":{"messages":[{"role":"user","content":"q"}]},"response":{"error":{"message":"too many requests","type":"rate"}}}"#,
    );
    assert_eq!(record.error.clone().unwrap().raw(), "too many requests");
    assert_eq!(record.output.raw(), "");
}

#[test]
fn anthropic_messages_and_responses_items() {
    let (_, record) = only(
        r#"{"request":{"system":"Be kind.","messages":[{"role":"user","content":"hi"}]},"response":{"id":"msg_1","type":"message",
        "role":"assistant","model":"claude","content":[{"type":"thinking","thinking":"hm"},{"type":"text","text":"Hello"}],
        "stop_reason":"end_turn","usage":{"input_tokens":3,"output_tokens":4}}}"#,
    );
    assert_eq!(record.messages[0], Message::text(Role::System, "Be kind."));
    assert_eq!(record.output.raw(), "Hello");
    assert_eq!(record.output_parts, [Part::Reasoning("hm".into())]);
    assert_eq!((record.tokens_in, record.tokens_out), (Some(3), Some(4)));
    let (_, record) = only(
        r#"{"request":{"model":"gpt-5","instructions":"Be brief.","input":"hi"},"response":{"id":"resp_1","object":"response",
        "created_at":1700000000,"output":[{"type":"reasoning","summary":[{"type":"summary_text","text":"think"}]},
        {"type":"message","role":"assistant","content":[{"type":"output_text","text":"Hello"}]}],"usage":{"input_tokens":1,"output_tokens":2}}}"#,
    );
    assert_eq!(record.messages, [Message::text(Role::System, "Be brief."), Message::text(Role::User, "hi")]);
    assert_eq!(record.output.raw(), "Hello");
    assert_eq!(record.output_parts, [Part::Reasoning("think".into())]);
}

#[test]
fn fine_tuning_messages_give_their_last_turn_as_output() {
    let (all, record) = only(
        r#"{"messages":[{"role":"system","content":"S"},{"role":"user","content":"U"},{"role":"assistant","content":"A","weight":1}]}"#,
    );
    assert_eq!(all.format(), "messages");
    assert_eq!(record.messages.len(), 2);
    assert_eq!(record.output.raw(), "A");
    assert_eq!(record.flags, []);
    assert_eq!(record.raw, None);
}

#[test]
fn the_last_answer_of_a_transcript_is_its_output_also_where_turns_come_after_it() {
    for tail in [r#"{"role":"user","content":"and?"}"#, r#"{"role":"tool","tool_call_id":"c","content":"42"}"#] {
        let line =
            format!(r#"{{"messages":[{{"role":"user","content":"U"}},{{"role":"assistant","content":"A"}},{tail}]}}"#);
        let (_, record) = only(&line);
        assert_eq!((record.messages.len(), record.after_output, record.output.raw()), (2, 1, "A"));
        assert_eq!((record.input_text(), record.flags), ("U".to_owned(), vec![]));
        // With the parameters of a request beside them they were sent, and not answered.
        let (_, record) = only(&line.replace("{\"messages\"", "{\"temperature\":0,\"messages\""));
        assert_eq!((record.messages.len(), record.output.raw()), (3, ""));
        assert_eq!(record.flags, [Flag::NoFinalAnswer]);
    }
}

#[test]
fn messages_with_an_output_beside_them() {
    let (all, record) = only(
        r#"{"id":"req_1","timestamp":"2026-01-02T03:04:05.678Z","model":"aurora","task":"sql","session_id":"s1",
        "messages":[{"role":"user","content":"U"}],"output":{"answer": "x", "n": 12345678901234567890123, "e": 1.50},
        "usage":{"prompt_tokens":5,"completion_tokens":6,"total_tokens":11},"latency_ms":12.5,"finish_reason":"stop",
        "metadata":{"user":"u1","prompt_version":"v7","trace":{"retries":2}}}"#,
    );
    assert_eq!(all.format(), "messages");
    assert_eq!(record.output.raw(), r#"{"answer":"x","n":12345678901234567890123,"e":1.50}"#);
    assert_eq!(record.conversation.clone().unwrap().raw(), "s1");
    assert_eq!(record.prompt_version.clone().unwrap().raw(), "v7");
    assert_eq!(record.latency_ms, Some(12.5));
    assert_eq!(record.time.unwrap().rfc3339(), "2026-01-02T03:04:05.678Z");
    assert_eq!(meta(&record, "task"), Some("\"sql\""));
    assert_eq!(meta(&record, "user"), Some("\"u1\""));
    assert_eq!(meta(&record, "trace"), Some(r#"{"retries":2}"#));
    assert_eq!(meta(&record, "usage"), None);
    assert_eq!(record.raw, None);
}

#[test]
fn sharegpt_conversations() {
    let all = read_bytes(
        r#"[{"id":"c1","conversations":[{"from":"human","value":"Q1"},{"from":"gpt","value":"A1"},{"from":"human","value":"Q2"},
        {"from":"gpt","value":"A2"}]},{"id":"c2","items":[{"role":"user","content":"Q"}]}]"#
            .as_bytes(),
    );
    assert_eq!(all.format(), "sharegpt");
    let first = &all.records[0];
    assert_eq!(first.messages.len(), 3);
    assert_eq!(first.messages[1], Message::text(Role::Assistant, "A1"));
    assert_eq!(first.output.raw(), "A2");
    assert_eq!(first.conversation.as_ref().unwrap().raw(), "c1");
    assert_eq!(all.records[1].flags, [Flag::NoFinalAnswer]);
}

#[test]
fn generic_records_by_the_names_of_their_fields() {
    let (all, record) = only(
        r#"{"user_query":"Q?","chatgpt_response":"A.","ID":"7","hallucination":"yes","hallucination_spans":["A"],
        "Latency":1.5,"cost":0.002,"promptName":"greet","prompt-version":3,"expected_output":"B","ts":1700000000123,"error":null}"#,
    );
    assert_eq!(all.format(), "records");
    assert_eq!(all.mapping("input"), Some("user_query"));
    assert_eq!(all.mapping("output"), Some("chatgpt_response"));
    assert_eq!(record.messages, [Message::text(Role::User, "Q?")]);
    assert_eq!(record.external_id.clone().unwrap().raw(), "7");
    assert_eq!(record.latency_ms, Some(1500.0));
    assert_eq!(record.cost, Some(0.002));
    assert_eq!(record.prompt_version.clone().unwrap().raw(), "greet@3");
    assert_eq!(record.expected.clone().unwrap().raw(), "B");
    assert_eq!(record.time, Some(Time(1_700_000_000_123)));
    assert_eq!(record.error, None);
    assert_eq!(meta(&record, "hallucination"), Some("\"yes\""));
    assert_eq!(meta(&record, "hallucination_spans"), Some(r#"["A"]"#));
}

#[test]
fn alpaca_puts_the_input_behind_the_instruction() {
    let (all, record) = only(r#"{"instruction":"Add.","input":"2, 3","output":"5","generator":"m"}"#);
    assert_eq!(all.mapping("input"), Some("instruction + input"));
    assert_eq!(record.input_text(), "Add.\n\n2, 3");
    assert_eq!(record.model.unwrap().raw(), "m");
    let (_, record) = only(r#"{"instruction":"Add.","input":"","output":"5"}"#);
    assert_eq!(record.input_text(), "Add.");
}

#[test]
fn a_prompt_that_holds_messages_as_text_is_opened_and_an_output_never_is() {
    let (_, record) = only(
        r#"{"prompt":"[{\"role\":\"user\",\"content\":\"Q\"}]","output":"[{\"role\":\"assistant\",\"content\":\"A\"}]"}"#,
    );
    assert_eq!(record.messages, [Message::text(Role::User, "Q")]);
    assert_eq!(record.output.raw(), r#"[{"role":"assistant","content":"A"}]"#);
    let (_, record) = only(r#"{"prompt":"{\"task\": \"x\"}","output":"{\"a\" : 1}"}"#);
    assert_eq!(record.input_text(), r#"{"task": "x"}"#);
    assert_eq!(record.output.raw(), r#"{"a" : 1}"#);
}

#[test]
fn an_input_with_an_empty_output_is_a_record() {
    let (_, record) = only(r#"{"input":"Q","output":""}"#);
    assert_eq!((record.output.raw(), record.flags), ("", vec![]));
}

#[test]
fn one_message_per_row_becomes_one_record_per_answer() {
    let all = read_bytes(
        b"session_id,role,message,timestamp\ns1,user,Hi,2026-01-01T00:00:00Z\ns1,assistant,Hello,2026-01-01T00:00:01Z\n\
        s1,user,Bye,2026-01-01T00:00:02Z\ns1,assistant,Goodbye,2026-01-01T00:00:03Z\ns2,user,Anyone?,2026-01-01T00:00:04Z\n\
        s3,user,X,2026-01-01T00:00:05Z\ns3,assistant,Y,2026-01-01T00:00:06Z\n",
    );
    assert_eq!(all.format(), "chat-rows");
    let outputs: Vec<&str> = all.records.iter().map(|record| record.output.raw()).collect();
    assert_eq!(outputs, ["Hello", "Goodbye", "", "Y"]);
    assert_eq!(all.records[1].messages.len(), 3);
    assert_eq!(all.records[1].conversation.as_ref().unwrap().raw(), "s1");
    assert_eq!(all.records[2].flags, [Flag::NoFinalAnswer]);
    assert_eq!(all.records[2].conversation.as_ref().unwrap().raw(), "s2");
    assert!(all.records[3].time.is_some());
}

#[test]
fn a_conversation_may_be_named_beside_its_turns_or_without_any() {
    let (_, record) = only(
        r#"{"conversation":"c1","messages":[{"role":"user","content":"Q"},{"role":"assistant","content":"A"}],"x":1}"#,
    );
    assert_eq!((record.conversation.as_ref().unwrap().raw(), meta(&record, "conversation")), ("c1", None));
    let (_, record) = only(r#"{"conversation":7,"prompt":"Q","output":"A"}"#);
    assert_eq!((record.conversation.as_ref().unwrap().raw(), meta(&record, "conversation")), ("7", None));
}

#[test]
fn what_a_message_says_beside_its_text_is_kept_in_the_raw_line() {
    let (_, record) = only(
        r#"{"conversation":[{"role":"user","content":"Q","toxic":false},{"role":"assistant","content":"A"}],"turn":1}"#,
    );
    assert_eq!(record.output.raw(), "A");
    assert!(record.raw.unwrap().raw().contains("\"toxic\":false"));
}
