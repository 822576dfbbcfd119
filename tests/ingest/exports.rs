//! Exports of tracing tools, eval suites and agents' harnesses in the forms that they have beside the usual one.

use super::{Gathered, fixture, read_bytes};
use gemba::domain::{Content, Part};
use gemba::ingest::Feedback;

fn text(record: &Content) -> (String, String) {
    let asked = record.messages.iter().rev().find(|turn| turn.role.as_str() == "user");
    (asked.map(gemba::domain::Message::plain).unwrap_or_default(), record.output.raw().to_owned())
}

fn read(name: &str, format: &str, expected: &[(&str, &str)]) -> Gathered {
    let all = read_bytes(&fixture(name));
    assert_eq!((all.format(), all.rejects.len()), (format, 0), "{name}");
    let read: Vec<(String, String)> = all.records.iter().map(text).collect();
    let expected: Vec<_> = expected.iter().map(|(asked, said)| ((*asked).to_owned(), (*said).to_owned())).collect();
    assert_eq!(read, expected, "{name}");
    all
}

fn id(record: &Content) -> &str {
    record.external_id.as_ref().map_or("", |id| id.raw())
}

fn model(record: &Content) -> &str {
    record.model.as_ref().map_or("", |model| model.raw())
}

/// What people and tools said of a record: a name with a number, a word or a comment.
fn said(all: &Gathered, at: usize) -> Vec<String> {
    let one = |said: &Feedback| {
        let word = said.label.as_ref().or(said.comment.as_ref()).map(|word| word.raw().to_owned());
        format!("{}: {}", said.name.raw(), said.score.map(|score| score.to_string()).or(word).unwrap_or_default())
    };
    all.feedback[at].iter().map(one).collect()
}

fn calls(record: &Content) -> Vec<String> {
    let turns = record.messages.iter().flat_map(|turn| &turn.parts).chain(&record.output_parts);
    let name = |part: &Part| match part {
        Part::ToolCall { name, .. } => Some(name.raw().to_owned()),
        _ => None,
    };
    turns.filter_map(name).collect()
}

#[test]
fn spans_of_the_ai_sdk_are_read() {
    let all = read("vercel.jsonl", "otlp", &[("Q", "A"), ("Q", ""), ("Q", "{\"a\":1}")]);
    let [whole, call, _] = all.records.as_slice() else { panic!("three records") };
    assert_eq!((model(whole), whole.tokens_in, whole.tokens_out), ("gpt-4o", Some(9), Some(1)));
    assert_eq!(whole.messages[0].plain(), "S");
    assert_eq!(calls(call), ["w"]);
    assert_eq!(call.finish_reason.as_ref().unwrap().raw(), "tool-calls");
}

#[test]
fn traces_of_langfuse_hold_texts_twice_in_json_and_comments_on_observations() {
    let all = read("langfuse-download.json", "langfuse", &[("hi", "Hello!")]);
    assert_eq!((id(&all.records[0]), model(&all.records[0])), ("t1", "gemini-2.0-flash"));
    let all = read("langfuse-comments.jsonl", "langfuse", &[("Q", "A")]);
    assert_eq!(said(&all, 0), ["comment: Bad"]);
    assert!(all.skipped.is_empty());
}

#[test]
fn what_was_said_of_a_run_may_stand_before_it() {
    let all = read("langsmith-feedback.jsonl", "langsmith", &[("Q", "A")]);
    assert_eq!(said(&all, 0), ["correctness: 0"]);
    let alone = read_bytes(b"{\"run_id\":\"r9\",\"key\":\"k\",\"score\":1}\n{\"id\":\"r1\",\"run_type\":\"llm\",\"inputs\":{\"input\":\"Q\"},\"outputs\":{\"output\":\"A\"}}\n");
    assert_eq!(
        alone.skipped.iter().map(|(_, why)| *why).collect::<Vec<_>>(),
        ["a score of a trace that is not in this file"]
    );
}

#[test]
fn a_scorers_span_gives_its_score_to_the_trace() {
    let all = read("braintrust-scorer.jsonl", "braintrust", &[("Q", "A")]);
    assert_eq!(said(&all, 0), ["Factuality: 0"]);
    let all = read("braintrust-experiment.csv", "braintrust", &[("Q", "A")]);
    assert_eq!(all.records[0].expected.as_ref().unwrap().raw(), "B");
    let all = read("arize.csv", "openinference", &[("Q", "A")]);
    assert_eq!(said(&all, 0), ["Hallucination: 0"]);
    assert_eq!(all.feedback[0][0].label.as_ref().unwrap().raw(), "hallucinated");
}

#[test]
fn traces_of_opik_and_datadog_are_read() {
    let all = read("opik.jsonl", "opik", &[("Q", "A"), ("Q", "A")]);
    let record = &all.records[0];
    assert_eq!((id(record), record.latency_ms, record.tokens_in), ("op1", Some(1500.0), Some(9)));
    assert_eq!(record.conversation.as_ref().unwrap().raw(), "z");
    assert_eq!(said(&all, 0), ["useful: 0", "comment: Bad"]);
    let all = read("datadog.jsonl", "datadog", &[("Q", "A"), ("Q", "A")]);
    for record in &all.records {
        assert_eq!((model(record), record.latency_ms, record.tokens_out), ("gpt-4o", Some(1500.0), Some(1)));
    }
}

#[test]
fn runs_of_agents_end_in_what_the_agent_said_last() {
    let all = read("openhands.jsonl", "openhands", &[("Fix it", "I fixed it.")]);
    let run = &all.records[0];
    assert_eq!((id(run), model(run), run.cost, run.tokens_in), ("a__b-1", "claude-3-5", Some(0.4), Some(100)));
    assert_eq!(calls(run), ["run", "finish"]);
    let all = read("atif.json", "atif", &[("Create hello.txt", "Done.")]);
    assert_eq!((calls(&all.records[0]), all.records[0].cost), (vec!["bash".to_owned()], Some(0.1)));
    let all = read("agentbench.jsonl", "agentbench", &[("Find A1C", "FINISH([-1])"), ("Find B", "GET http://y")]);
    assert_eq!((id(&all.records[0]), id(&all.records[1])), ("96", "97"));
    assert_eq!(all.records[1].finish_reason.as_ref().unwrap().raw(), "task limit reached");
    let all = read("claude-export.json", "claude-export", &[("2+2?", "4")]);
    assert_eq!(all.records[0].conversation.as_ref().unwrap().raw(), "c1");
}

#[test]
fn metrics_of_suites_come_along() {
    let all = read("promptfoo-metrics.csv", "promptfoo-csv", &[("2+2?", "5")]);
    assert_eq!(said(&all, 0), ["assertions: 0", "leak: 0", "tone: 1", "comment: no"]);
    let all = read_bytes(&fixture("promptfoo-metrics.jsonl"));
    assert_eq!(said(&all, 0)[1], "leak: 0.25");
    let all = read("helm-predictions.json", "helm", &[("", " 5")]);
    assert_eq!((id(&all.records[0]), said(&all, 0)), ("id7", vec!["exact_match: 0".to_owned()]));
    let all = read("helm-scenario-state.json", "helm", &[("Q: 2+2?", " 5")]);
    assert_eq!(all.records[0].expected.as_ref().unwrap().raw(), "4");
}

#[test]
fn older_forms_of_mlflow_weave_and_helicone_are_read() {
    let all = read("mlflow2.json", "mlflow", &[("Q", "A")]);
    let record = &all.records[0];
    assert_eq!((id(record), record.latency_ms), ("tr-1", Some(1500.0)));
    assert_eq!(record.conversation.as_ref().unwrap().raw(), "z");
    let all = read("weave.jsonl", "weave", &[("Q", "A"), ("Q", "A")]);
    assert_eq!((all.records[0].tokens_in, all.records[0].latency_ms), (Some(9), Some(1500.0)));
    let all = read("helicone.jsonl", "helicone", &[("Q", "A"), ("Q", "A")]);
    assert_eq!((id(&all.records[0]), all.records[0].conversation.as_ref().unwrap().raw()), ("h1", "z"));
    assert_eq!((model(&all.records[1]), all.records[1].messages[0].plain().as_str()), ("claude-x", "S"));
}

#[test]
fn what_was_asked_and_answered_in_events_of_their_own_is_one_record() {
    let all = read("events.jsonl", "event-log", &[("Q", "A"), ("Q2", "A2"), ("Q3", "")]);
    assert_eq!((id(&all.records[0]), all.records[0].latency_ms), ("1", Some(1000.0)));
    assert_eq!((id(&all.records[1]), model(&all.records[1])), ("2", "m"));
    assert_eq!(all.records[2].error.as_ref().unwrap().raw(), "timeout");
    // Records of their own that happen to have a type and an id are none of these.
    let all = read_bytes(b"{\"type\":\"chat\",\"request_id\":\"1\",\"prompt\":\"Q\",\"completion\":\"A\"}\n");
    assert_eq!(all.format(), "records");
}

#[test]
fn logs_of_prompt_platforms_and_outputs_of_crews_are_read() {
    let all = read("promptlayer.jsonl", "promptlayer", &[("Q", "A")]);
    let record = &all.records[0];
    assert_eq!((model(record), record.cost, record.latency_ms), ("gpt-4o", Some(0.5), Some(1500.0)));
    let all = read("humanloop.jsonl", "humanloop", &[("Q", "A")]);
    let record = &all.records[0];
    assert_eq!((model(record), record.cost, record.latency_ms), ("gpt-4o", Some(0.5), Some(1500.0)));
    let all = read("openai-eval-items.jsonl", "openai-eval-items", &[("Q", "A")]);
    assert_eq!((id(&all.records[0]), said(&all, 0)), ("oi1", vec!["String check: 0".to_owned()]));
    read("crewai.json", "crewai", &[("Research AI", "AI is big"), ("Write", "Final")]);
    let all = read("swe-bench-by-instance.json", "swe-bench", &[("", "diff 1"), ("", "diff 2")]);
    assert_eq!(id(&all.records[0]), "a__b-1");
}

#[test]
fn the_requests_of_a_sample_are_taken_by_their_numbers() {
    let log = br#"{"doc_id":0,"doc":{"q":"x"},"target":1,"arguments":{"gen_args_1":{"arg_1":" b","arg_0":"Which?"},"gen_args_0":{"arg_1":" a","arg_0":"Which?"}},"resps":[[["-3.2","False"]],[["-1.0","True"]]],"filtered_resps":[["-3.2","False"],["-1.0","True"]],"doc_hash":"a","acc":1.0}"#;
    let all = read_bytes(log);
    assert_eq!((all.format(), text(&all.records[0])), ("lm-eval", ("Which?".to_owned(), "b".to_owned())));
}

#[test]
fn a_row_of_an_experiment_of_langsmith_is_read() {
    let cell = |key: &str, text: &str| format!("\"{{\"\"{key}\"\": \"\"{text}\"\"}}\"");
    let row = [cell("question", "Q"), cell("answer", "A"), cell("answer", "E"), "1".to_owned()].join(",");
    let all = read_bytes(format!("id,inputs,outputs,reference_outputs,correctness\ne1,{row}\n").as_bytes());
    assert_eq!((all.format(), text(&all.records[0])), ("langsmith", ("Q".to_owned(), "A".to_owned())));
    assert_eq!(all.records[0].expected.as_ref().unwrap().raw(), "E");
}
