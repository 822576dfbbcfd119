//! What command line agents and agent frameworks print: sessions, events, results of one run.

use super::{Gathered, fixture, read_bytes};
use gemba::domain::{Content, Role};

fn only(all: &Gathered) -> &Content {
    assert_eq!((all.records.len(), all.rejects.len()), (1, 0), "{:?}", all.rejects);
    &all.records[0]
}

fn roles(record: &Content) -> Vec<&str> {
    record.messages.iter().map(|turn| turn.role.as_str()).collect()
}

#[test]
fn a_session_of_gemini_cli_is_a_record_per_prompt_whole_or_line_by_line() {
    for name in ["gemini-cli-session.json", "gemini-cli-session.jsonl"] {
        let all = read_bytes(&fixture(name));
        assert_eq!((all.format(), all.records.len(), all.rejects.len()), ("gemini-cli", 2, 0), "{name}");
        let first = &all.records[0];
        assert_eq!(
            (first.last_question().as_ref(), first.output.raw()),
            ("List the files", "There are a.txt and b.txt.")
        );
        assert_eq!(roles(first), ["user", "assistant", "tool"]);
        assert!(first.messages[2].plain().contains("a.txt\nb.txt"));
        assert_eq!((first.tokens_in, first.tokens_out), (Some(250), Some(22)));
        assert_eq!(first.conversation.as_ref().unwrap().raw(), "s-1");
        assert_eq!(all.records[1].error.as_ref().unwrap().raw(), "[API Error: quota]");
    }
}

#[test]
fn the_pieces_of_a_stream_of_gemini_cli_are_joined() {
    let all = read_bytes(&fixture("gemini-cli-stream.jsonl"));
    let record = only(&all);
    assert_eq!((record.last_question().as_ref(), record.output.raw()), ("List files", "Here are the files..."));
    assert_eq!((record.latency_ms, record.tokens_in, record.tokens_out), (Some(3000.0), Some(50), Some(200)));
}

#[test]
fn telemetry_of_gemini_cli_is_a_record_per_prompt() {
    let all = read_bytes(&fixture("gemini-cli-telemetry.log"));
    assert_eq!((all.format(), all.records.len(), all.rejects.len()), ("gemini-telemetry", 2, 0));
    let first = &all.records[0];
    assert_eq!((first.last_question().as_ref(), first.output.raw()), ("List the files", "There are two files."));
    assert!(first.messages[1].plain().contains("list_directory"), "one call, though two events tell of it");
    assert_eq!(first.messages.len(), 2);
    assert_eq!(all.records[1].error.as_ref().unwrap().raw(), "quota exceeded");
}

#[test]
fn a_run_of_codex_exec_in_both_forms() {
    let all = read_bytes(&fixture("codex-exec.jsonl"));
    let record = only(&all);
    assert_eq!((all.format(), record.output.raw()), ("codex-exec", "The repo holds docs and src."));
    assert_eq!(roles(record), ["assistant", "tool", "assistant"], "it does not hold what was asked");
    assert_eq!((record.tokens_in, record.conversation.as_ref().unwrap().raw()), (Some(24763), "0199-a"));
    let all = read_bytes(&fixture("codex-exec-older.jsonl"));
    let record = only(&all);
    assert_eq!((record.last_question().as_ref(), record.output.raw()), ("What is here?", "Only src."));
    assert_eq!(record.model.as_ref().unwrap().raw(), "gpt-5");
    let failed = "{\"type\":\"thread.started\",\"thread_id\":\"t\"}\n{\"type\":\"turn.started\"}\n\
        {\"type\":\"turn.failed\",\"error\":{\"message\":\"model not supported\"}}";
    let all = read_bytes(failed.as_bytes());
    assert_eq!(only(&all).error.as_ref().unwrap().raw(), "model not supported");
}

#[test]
fn results_of_claude_and_gemini_say_what_was_answered_and_what_it_took() {
    let all = read_bytes(&fixture("claude-results.jsonl"));
    assert_eq!((all.format(), all.records.len(), all.rejects.len()), ("claude-result", 3, 0));
    let first = &all.records[0];
    assert_eq!((first.output.raw(), first.latency_ms, first.cost), ("Hello CLI Test", Some(1998.0), Some(0.007_982_5)));
    assert_eq!(first.model.as_ref().unwrap().raw(), "claude-sonnet-4-5-20250929");
    let last = &all.records[2];
    assert_eq!((last.output.raw(), last.error.as_ref().unwrap().raw()), ("", "error_max_turns"));
    let all = read_bytes(&fixture("gemini-cli-result.json"));
    let record = only(&all);
    assert_eq!((all.format(), record.output.raw()), ("gemini-result", "There are two files."));
    assert_eq!((record.tokens_in, record.tokens_out, record.latency_ms), (Some(24939), Some(20), Some(5053.0)));
    let all = read_bytes(&fixture("claude-stream.jsonl"));
    assert_eq!((all.format(), only(&all).output.raw()), ("claude-code", "There are a.txt and b.txt."));
}

#[test]
fn the_answer_of_a_run_of_webarena_is_what_it_stopped_with() {
    let all = read_bytes(&fixture("webarena.jsonl"));
    let outputs: Vec<&str> = all.records.iter().map(|record| record.output.raw()).collect();
    assert_eq!((all.format(), outputs), ("webarena", vec!["Quest Lumaflex Band", "click [1]"]));
    assert_eq!(all.records[0].expected.as_ref().unwrap().raw(), "Quest Lumaflex Band");
    assert_eq!(all.records[1].last_question(), "Cancel order 12");
    assert_eq!(all.feedback[1][0].score, Some(0.0));
}

#[test]
fn callbacks_of_langchain_without_ids_are_paired_in_their_order() {
    let all = read_bytes(&fixture("langchain-callbacks.jsonl"));
    let said: Vec<(String, &str)> =
        all.records.iter().map(|record| (record.last_question().into_owned(), record.output.raw())).collect();
    assert_eq!(said, [("What is 2+2?".to_owned(), "4"), ("And 3+3?".to_owned(), "6")]);
    assert_eq!((all.records[0].tokens_in, all.records[0].latency_ms), (Some(5), Some(1000.0)));
    // Two calls at once: which answer is whose cannot be known, and is not guessed.
    let start = |text: &str| format!("{{\"event\":\"on_llm_start\",\"prompts\":[\"{text}\"]}}\n");
    let end = |text: &str| {
        format!("{{\"event\":\"on_llm_end\",\"response\":{{\"generations\":[[{{\"text\":\"{text}\"}}]]}}}}\n")
    };
    let all = read_bytes([start("a"), start("b"), end("A"), end("B"), start("c"), end("C")].concat().as_bytes());
    assert_eq!((only_output(&all), all.rejects.len()), ("C", 1));
    assert!(all.rejects[0].2.contains("no id says which"), "{}", all.rejects[0].2);
}

fn only_output(all: &Gathered) -> &str {
    assert_eq!(all.records.len(), 1);
    all.records[0].output.raw()
}

#[test]
fn turns_in_a_chat_template_are_turns() {
    let all = read_bytes(&fixture("chatml.jsonl"));
    assert_eq!(all.rejects, []);
    let second = &all.records[1];
    assert_eq!(
        (second.messages[0].role.clone(), second.messages[0].plain().as_str()),
        (Role::System, "You are brief.")
    );
    assert_eq!((second.last_question().as_ref(), second.output.raw()), ("Who?", "Me."));
    let log =
        r#"{"prompt":"<|im_start|>user\nHi?<|im_end|>\n<|im_start|>assistant\n","completion":"Hello.<|im_end|>"}"#;
    let all = read_bytes(log.as_bytes());
    assert_eq!((only(&all).last_question().as_ref(), only(&all).output.raw()), ("Hi?", "Hello."));
}
