//! Calls of models and sets of them: every fixture of `formats/` is read to what its text in `read/` says.

use super::{Gathered, case, fixture, read_bytes, read_with, try_read};
use gemba::domain::{Content, Flag, Message, Part, Role};
use gemba::ingest::{ImportOptions, JoinedFile};
use std::fmt::Write as _;
use std::path::Path;

/// The fixtures with their formats; the text of one is written anew with `GEMBA_UPDATE=1`.
const FIXTURES: &[(&str, &str)] = &[
    ("openai-chat.jsonl", "openai-chat"),
    ("streams-in-rows.jsonl", ""),
    ("streams.jsonl", "streams"),
    ("openai-batch.jsonl", "openai-batch"),
    ("openai-batch-requests.jsonl", "openai-batch"),
    ("openai-responses.jsonl", "openai-responses"),
    ("anthropic-messages.jsonl", "anthropic-messages"),
    ("anthropic-batch.jsonl", "anthropic-batch"),
    ("gemini.jsonl", "gemini"),
    ("bedrock.jsonl", "bedrock"),
    ("ollama.jsonl", "ollama"),
    ("llm-logs.json", "llm-logs"),
    ("openai-dpo.jsonl", "openai-dpo"),
    ("preferences.jsonl", "preferences"),
    ("anthropic-hh.jsonl", "anthropic-hh"),
    ("arena.jsonl", "arena"),
    ("arena.csv", "arena"),
    ("alpaca-eval-annotations.json", "arena"),
    ("mt-bench-judgements.jsonl", "mt-bench-judgements"),
    ("swe-agent.json", "swe-agent"),
    ("tau-bench.json", "tau-bench"),
    ("wildchat.jsonl", "wildchat"),
];

fn print(all: &Gathered) -> String {
    let mut text = String::new();
    for record in &all.records {
        for turn in &record.messages {
            let _ = writeln!(text, "{}: {}", turn.role.as_str(), turn.plain().replace('\n', "⏎"));
        }
        let _ = writeln!(text, "output: {}", record.output.raw().replace('\n', "⏎"));
        for part in &record.output_parts {
            let _ = writeln!(text, "  {}", serde_json::to_string(part).unwrap());
        }
        print_fields(record, &mut text);
        text.push('\n');
    }
    for (line, reason) in &all.skipped {
        let _ = writeln!(text, "{line} skipped: {reason}");
    }
    for (line, _, reason, _) in &all.rejects {
        let _ = writeln!(text, "{line} rejected: {reason}");
    }
    text
}

fn print_fields(record: &Content, text: &mut String) {
    let words = [
        ("id", &record.external_id),
        ("conversation", &record.conversation),
        ("model", &record.model),
        ("finish", &record.finish_reason),
        ("expected", &record.expected),
        ("error", &record.error),
    ];
    for (name, value) in words {
        if let Some(value) = value {
            let _ = writeln!(text, "{name}: {}", value.raw());
        }
    }
    let time = record.time.map(gemba::domain::Time::rfc3339);
    let _ = writeln!(text, "{time:?} {:?} ms {:?}/{:?}", record.latency_ms, record.tokens_in, record.tokens_out);
    for (key, value) in &record.meta {
        let _ = writeln!(text, "meta {}: {}", key.raw(), value.text());
    }
    if let Some(tools) = &record.tools {
        let _ = writeln!(text, "tools: {}", tools.text());
    }
    let _ = writeln!(text, "{:?} cost {:?} raw {}", record.flags, record.cost, record.raw.is_some());
}

#[test]
fn every_fixture_is_detected_and_read_as_its_text_says() {
    let mut wrong = String::new();
    for (name, format) in FIXTURES {
        let all = read_bytes(&fixture(name));
        if !format.is_empty() {
            assert_eq!(all.format(), *format, "{name}");
        }
        let place = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("tests/ingest/formats/read/{name}.txt"));
        let found = print(&all);
        if std::env::var_os("GEMBA_UPDATE").is_some() {
            std::fs::write(&place, &found).unwrap();
        }
        if std::fs::read_to_string(&place).unwrap_or_default() != found {
            let _ = writeln!(wrong, "---- {name} reads to\n{found}");
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}

fn outputs(all: &Gathered) -> Vec<&str> {
    all.records.iter().map(|record| record.output.raw()).collect()
}

fn calls(record: &Content) -> Vec<String> {
    let call = |part: &Part| match part {
        Part::ToolCall { name, arguments, .. } => Some(format!("{}({})", name.raw(), arguments.raw())),
        _ => None,
    };
    record.output_parts.iter().filter_map(call).collect()
}

#[test]
fn a_streamed_answer_in_a_field_is_put_together() {
    let all = read_bytes(&case("stream-in-row.jsonl"));
    assert_eq!(outputs(&all), ["We are open.", "We are not.", ""]);
    assert_eq!(all.records[0].input_text(), "Are you open?");
    assert_eq!(calls(&all.records[2]), ["bash()"]);
    assert_eq!(all.records[0].model.as_ref().unwrap().raw(), "gpt-4o");
    assert_eq!(all.records[0].external_id.as_ref().unwrap().raw(), "r1");
}

#[test]
fn chunks_a_line_each_are_joined_by_their_id() {
    let all = read_bytes(&case("stream-chunks.jsonl"));
    assert_eq!(outputs(&all), ["It is open."]);
    let record = &all.records[0];
    assert_eq!(record.finish_reason.as_ref().unwrap().raw(), "stop");
    assert_eq!((record.tokens_in, record.tokens_out), (Some(5), Some(3)));
    assert_eq!(record.messages, []);
}

#[test]
fn an_empty_object_is_no_answer() {
    let all = read_bytes(&case("empty-object-response.jsonl"));
    assert_eq!(outputs(&all), [""]);
    assert_eq!(all.records[0].input_text(), "hey");
    assert_eq!(all.records[0].flags, [Flag::NoFinalAnswer]);
}

#[test]
fn the_output_of_a_run_is_the_last_turn_of_the_model_whoever_ends_it() {
    let bytes = case("agent-run-ends-with-user.jsonl");
    let mapped = read_with(&bytes, |order| order.map = vec![("messages".to_owned(), "traj".to_owned())]);
    for all in [mapped, read_bytes(&bytes)] {
        assert_eq!(outputs(&all), ["Booked as HAT1.", "I cannot cancel it."]);
        let (_, after) = all.records[0].around_output();
        assert_eq!(after, [Message::text(Role::User, "Thanks! ###STOP###")]);
        assert_eq!(all.records[0].flags, []);
        let in_turns = |record: &Content| record.messages.iter().any(|turn| turn.plain().contains("book_flight"));
        assert!(in_turns(&all.records[0]) && !in_turns(&all.records[1]));
    }
}

#[test]
fn a_request_without_an_answer_is_never_answered_by_an_earlier_turn() {
    let turns = r#"[{"role":"user","content":"A?"},{"role":"assistant","content":"a"},{"role":"user","content":"B?"}]"#;
    for line in [
        format!(r#"{{"request":{{"model":"m","messages":{turns}}},"response":null}}"#),
        format!(r#"{{"request":{{"model":"m","messages":{turns}}},"error":{{"message":"boom"}}}}"#),
        format!(r#"{{"request":{{"model":"m","messages":{turns}}}}}"#),
        format!(r#"{{"messages":{turns},"response":null}}"#),
        format!(r#"{{"messages":{turns},"error":"boom"}}"#),
        format!(r#"{{"custom_id":"a","method":"POST","url":"/v1","body":{{"messages":{turns}}}}}"#),
    ] {
        let all = read_bytes(line.as_bytes());
        assert_eq!((outputs(&all), all.records[0].messages.len()), (vec![""], 3), "{line}");
        assert_eq!(all.records[0].flags, [Flag::NoFinalAnswer], "{line}");
    }
}

#[test]
fn a_response_in_words_or_in_pieces_of_any_make_is_read() {
    let piece =
        |text: &str| format!(r#"{{"object":"chat.completion.chunk","choices":[{{"delta":{{"content":"{text}"}}}}]}}"#);
    let quoted = |text: &str| serde_json::to_string(text).unwrap();
    let (one, two) = (piece("Fo"), piece("ur."));
    for response in [
        r#""Four.""#.to_owned(),
        r#"{"content":"Four."}"#.to_owned(),
        r#"{"role":"assistant","content":"Four."}"#.to_owned(),
        r#"{"text":"Four.","usage":{"total_tokens":3}}"#.to_owned(),
        r#"{"content":[{"type":"text","text":"Four."}]}"#.to_owned(),
        r#"{"content":[{"type":"text","text":"Four."}],"stop_reason":"end_turn"}"#.to_owned(),
        format!("[{one},{two}]"),
        quoted(&format!("[{one},{two}]")),
        format!("[{},{}]", quoted(&one), quoted(&two)),
        format!("[{},{}]", quoted(&format!("data: {one}")), quoted(&format!("data: {two}"))),
        quoted(&format!("data: {one}\r\n\r\ndata: {two}\r\n\r\ndata: [DONE]\r\n")),
        format!(r#"{{"_streamed":true,"events":[{{"data":{}}},{{"data":{}}}]}}"#, quoted(&one), quoted(&two)),
    ] {
        for (before, after) in [("", ""), ("{\"data\":", "}")] {
            let call = r#"{"request":{"model":"m","messages":[{"role":"user","content":"2+2?"}]},"response":"#;
            let all = read_bytes(format!("{before}{call}{response}}}{after}").as_bytes());
            assert_eq!(outputs(&all), ["Four."], "{response}");
            assert_eq!(all.records[0].input_text(), "2+2?", "{response}");
        }
    }
}

#[test]
fn an_answer_in_json_stays_as_it_is() {
    for said in
        [r#"{"content":"x","sentiment":"good"}"#, r#"{"answer":{"x":1}}"#, r#"["a","b"]"#, r#"{"text":"x","n":1}"#]
    {
        let call = r#"{"request":{"model":"m","messages":[{"role":"user","content":"2+2?"}]},"response":"#;
        let all = read_bytes(format!("{call}{said}}}").as_bytes());
        assert_eq!(outputs(&all), [said]);
        assert_eq!(all.records[0].model.as_ref().unwrap().raw(), "m", "{said}");
    }
}

#[test]
fn a_set_to_tune_gemini_gives_its_last_turn_as_output() {
    let line = r#"{"systemInstruction":{"parts":[{"text":"S"}]},"contents":[{"role":"user","parts":[{"text":"Q"}]},
        {"role":"model","parts":[{"text":"A"}]}]}"#;
    let all = read_bytes(line.as_bytes());
    assert_eq!((all.format(), outputs(&all)), ("gemini", vec!["A"]));
    assert_eq!(all.records[0].messages.len(), 2);
}

#[test]
fn an_error_under_any_name_is_no_answer() {
    for response in [
        r#"{"error":"quota"}"#,
        r#"{"error":{"message":"quota"}}"#,
        r#"{"status":429,"body":{"error":{"message":"quota"}}}"#,
    ] {
        let call = r#"{"request":{"model":"m","messages":[{"role":"user","content":"2+2?"}]},"response":"#;
        let all = read_bytes(format!("{call}{response}}}").as_bytes());
        assert_eq!(outputs(&all), [""], "{response}");
        assert_eq!(all.records[0].error.as_ref().unwrap().raw(), "quota", "{response}");
    }
}

#[test]
fn lines_of_ollama_end_with_the_one_that_is_done() {
    let line = |text: &str, done: bool| {
        format!(r#"{{"model":"l","created_at":"2026-01-01T00:00:00Z","response":"{text}","done":{done}}}"#)
    };
    let lines = [line("a", false), line("b", false), line("", true), line("c", false), line("", true)].join("\n");
    assert_eq!(outputs(&read_bytes(lines.as_bytes())), ["ab", "c"]);
}

#[test]
fn an_answer_of_tool_calls_alone_is_kept() {
    let all = read_bytes(&case("tool-call-only.jsonl"));
    assert_eq!(calls(&all.records[0]), [r#"weather({"city":"Oslo"})"#]);
}

#[test]
fn batch_results_are_joined_with_their_requests_on_custom_id() {
    let folder = tempfile::tempdir().unwrap();
    let (results, requests) = (folder.path().join("results.jsonl"), folder.path().join("requests.jsonl"));
    std::fs::write(&results, fixture("openai-batch.jsonl")).unwrap();
    std::fs::write(&requests, fixture("openai-batch-requests.jsonl")).unwrap();
    let order = ImportOptions {
        path: requests,
        join: Some(JoinedFile::new(results, "custom_id".to_owned())),
        ..ImportOptions::default()
    };
    let all = try_read(&order).unwrap();
    let first = all.records.iter().find(|record| record.external_id.as_ref().unwrap().raw() == "t-1").unwrap();
    assert_eq!(first.messages.last().unwrap().plain(), "Question 1?");
    assert_eq!(first.output.raw(), "Yes.");
}

#[test]
fn mt_bench_answers_are_joined_with_their_questions_a_record_a_turn() {
    let (Some(questions), Some(answers)) =
        (super::shared("mt_bench_question.jsonl"), super::shared("mt_bench_answers_gpt4.jsonl"))
    else {
        return;
    };
    let order = ImportOptions {
        path: answers,
        join: Some(JoinedFile::new(questions, "question_id".to_owned())),
        ..ImportOptions::default()
    };
    let all = try_read(&order).unwrap();
    assert_eq!((all.format(), all.records.len()), ("mt-bench", 60));
    assert!(all.records.iter().all(|record| !record.output.is_empty() && !record.messages.is_empty()));
    assert_eq!(all.records[1].messages.len(), 3);
}
