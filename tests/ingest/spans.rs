//! Logs of tracing tools: which spans become records, what a record knows from the spans below it, and what is said.

use super::{Gathered, fixture, meta, read_bytes, read_with};
use gemba::domain::{Content, Part};
use gemba::ingest::SpanView;

fn by_id<'a>(all: &'a Gathered, id: &str) -> &'a Content {
    let is_it = |record: &&Content| record.external_id.as_ref().is_some_and(|known| known.raw() == id);
    all.records.iter().find(is_it).unwrap_or_else(|| panic!("there is no record {id}"))
}

fn ids(all: &Gathered) -> Vec<&str> {
    all.records.iter().map(|record| record.external_id.as_ref().unwrap().raw()).collect()
}

fn turns(record: &Content) -> Vec<(&str, String)> {
    record.messages.iter().map(|turn| (turn.role.as_str(), turn.plain())).collect()
}

#[test]
fn a_trace_is_one_record_that_knows_what_its_calls_tell() {
    let all = read_bytes(&fixture("langsmith.jsonl"));
    assert_eq!(all.format(), "langsmith");
    assert_eq!(ids(&all), ["r0", "r7", "r8", "r9"]);
    let root = by_id(&all, "r0");
    assert_eq!(root.output.raw(), "Rainy.");
    let roles: Vec<&str> = root.messages.iter().map(|turn| turn.role.as_str()).collect();
    assert_eq!(roles, ["system", "user", "assistant", "tool"]);
    assert_eq!((root.tokens_in, root.tokens_out), (Some(14), Some(5)));
    assert_eq!(root.model.as_ref().unwrap().raw(), "gpt-4o");
    assert_eq!(root.conversation.as_ref().unwrap().raw(), "conv9");
    assert_eq!(root.latency_ms, Some(5000.0));
    assert_eq!(meta(root, "trace_url"), Some("\"/o/x/r/r0\""));
    assert_eq!(by_id(&all, "r7").output.raw(), "Hello");
    assert_eq!(turns(by_id(&all, "r8")), [("user", "A?".to_owned())]);
    assert_eq!(by_id(&all, "r8").output.raw(), "B.");
    let failed = by_id(&all, "r9");
    assert_eq!((failed.output.raw(), failed.error.as_ref().unwrap().raw()), ("", "ValueError('x')"));
    assert_eq!(all.skipped.len(), 3);
    let list = format!("[{}]", String::from_utf8(fixture("langsmith.jsonl")).unwrap().trim().replace('\n', ","));
    assert_eq!(ids(&read_bytes(list.as_bytes())), ["r0", "r7", "r8", "r9"]);
}

#[test]
fn the_user_chooses_which_spans_become_records() {
    let log = fixture("langsmith.jsonl");
    let calls = read_with(&log, |options| options.spans = SpanView::Llm);
    assert_eq!(ids(&calls), ["r1", "r3", "r7"]);
    assert!(
        matches!(by_id(&calls, "r1").output_parts.as_slice(), [Part::ToolCall { name, .. }] if name.raw() == "weather")
    );
    let roots = read_with(&log, |options| options.spans = SpanView::Root);
    assert_eq!(ids(&roots), ["r0", "r7", "r8", "r9"]);
}

#[test]
fn genai_spans_of_every_generation_are_read_and_those_without_content_counted() {
    let all = read_bytes(&fixture("otlp.jsonl"));
    assert_eq!(all.format(), "otlp");
    assert_eq!(ids(&all), ["old", "events", "current"]);
    assert_eq!(turns(by_id(&all, "old")), [("system", "S".to_owned()), ("user", "Q".to_owned())]);
    assert_eq!(by_id(&all, "old").output.raw(), "A");
    assert_eq!(by_id(&all, "old").latency_ms, Some(1250.0));
    assert_eq!((by_id(&all, "events").output.raw(), turns(by_id(&all, "events")).len()), ("A2", 1));
    let current = by_id(&all, "current");
    assert_eq!(turns(current), [("system", "SYS".to_owned()), ("user", "Q3".to_owned())]);
    assert!(matches!(current.output_parts.as_slice(), [Part::ToolCall { name, .. }] if name.raw() == "f"));
    assert_eq!(current.error.as_ref().unwrap().raw(), "bad");
    assert_eq!(all.skipped.iter().map(|(_, reason)| *reason).collect::<Vec<_>>(), ["a span without content"]);
}

#[test]
fn a_score_of_zero_and_a_comment_come_along_from_braintrust_tables() {
    let cells = [
        r#""[{""role"":""user"",""content"":""Hi?""},{""role"":""assistant"",""content"":""Hello!""}]""#,
        "",
        r#""{""start"":1772359200.0,""end"":1772359201.5}""#,
        r#""{""model"":""gpt-4o""}""#,
    ];
    let log = format!(
        "name,input,output,expected,tags,metrics,metadata,created,span_id,comments\nchat,{},{},,,{},{},2026-03-01T10:00:00Z,s1,\n\
         chat,\"\"\"plain\"\"\",\"\"\"text\"\"\",,,{{}},{{}},2026-03-01T10:00:00Z,s2,\n",
        cells[0], cells[1], cells[2], cells[3]
    );
    let all = read_bytes(log.as_bytes());
    assert_eq!(all.format(), "braintrust");
    assert_eq!((all.records[0].output.raw(), all.records[0].messages.len()), ("Hello!", 1));
    assert_eq!(all.records[0].latency_ms, Some(1500.0));
    assert_eq!((all.records[1].output.raw(), all.records[1].messages[0].plain().as_str()), ("text", "plain"));
}

#[test]
fn keys_and_addresses_of_litellm_are_dropped() {
    let all = read_bytes(
        br#"{"request_id":"q","call_type":"acompletion","api_key":"SECRET1","spend":0.1,"startTime":"2026-03-01T10:00:00Z","model":"m",
"messages":[{"role":"user","content":"Hi"}],"response":{"choices":[{"message":{"role":"assistant","content":"Yes"}}]},
"requester_ip_address":"SECRET2","metadata":{"user_api_key_hash":"SECRET3","team":"shop","more":{"requester_ip_address":"SECRET4"}},"proxy_server_request":{"headers":{"authorization":"SECRET5"}}}"#,
    );
    assert_eq!(all.format(), "litellm");
    let stored = serde_json::to_string(&all.records[0]).unwrap();
    assert!(stored.contains("Yes") && stored.contains("shop"), "{stored}");
    assert!(!stored.contains("SECRET"), "{stored}");
    let hidden = read_bytes(
        br#"{"id":"q","call_type":"acompletion","startTime":1772359200.0,"messages":[{"role":"user","content":"redacted-by-litellm"}],"response":{"text":"redacted-by-litellm"}}
{"id":"q2","call_type":"acompletion","startTime":1772359200.0,"messages":"Hi","response":"Yes"}"#,
    );
    assert_eq!((hidden.records.len(), hidden.skipped.len()), (1, 1));
}

fn span(id: &str, parent: Option<&str>, kind: &str, tokens: u32) -> String {
    serde_json::json!({
        "name": id,
        "context": {"trace_id": "t1", "span_id": id},
        "parent_id": parent,
        "attributes": {
            "openinference.span.kind": kind,
            "input.value": "Are you open?",
            "output.value": "Yes.",
            "llm.token_count.prompt": tokens,
        },
    })
    .to_string()
}

#[test]
fn a_call_that_a_wrapper_logged_as_well_costs_its_tokens_once() {
    let root = span("root", None, "CHAIN", 0).replace(",\"llm.token_count.prompt\":0", "");
    let lines = [root, span("wrapper", Some("root"), "LLM", 10), span("client", Some("wrapper"), "LLM", 10)];
    let all = read_bytes(lines.join("\n").as_bytes());
    assert_eq!(ids(&all), ["root"]);
    assert_eq!(all.records[0].tokens_in, Some(10));
}

#[test]
fn an_evaluation_whose_columns_stand_apart_is_told_once() {
    let span = r#"{"name": "chat", "context.span_id": "s1", "context.trace_id": "t1", "start_time": "2026-03-01T10:00:00Z", "attributes.openinference.span.kind": "LLM",
"attributes.input.value": "q", "attributes.output.value": "a", "eval.right.label": "yes", "eval.short.label": "no", "eval.right.score": 1}"#;
    let all = super::read_bytes(span.replace('\n', "").as_bytes());
    assert_eq!(all.format(), "openinference");
    let names: Vec<&str> = all.feedback[0].iter().map(|said| said.name.raw()).collect();
    assert_eq!(names, ["right", "short"]);
}
