//! `LangSmith`: runs with their feedback, flat or with `child_runs` within, from the API, the SDK or an export as a table;
//! examples of a data set.

use super::format::{Detector, Format, Reader, Strength};
use super::spans::{
    Span, SpanKind, SpanReader, Traces, first, keep_others, keep_trace_url, put_first, put_seconds, score, take_first,
    take_scores,
};
use crate::domain::RawJson;
use crate::ingest::field_names::Field;
use crate::ingest::json::{Fields, Value};
use crate::ingest::record::{RecordBuilder, Records, put_request, put_response};
use crate::ingest::sink::Feedback;

/// `langsmith`.
pub(super) const FORMAT: Format = Format {
    name: "langsmith",
    description: "LangSmith's runs with their feedback, and examples of its data sets.",
    detector: Detector::Entry(detect),
    reader: Reader::File(|| SpanReader::boxed(read)),
    lists: &["whole:child_runs", "whole:run_type", "traces", "runs"],
    example: r#"{"id": "r1", "trace_id": "r1", "parent_run_id": null, "name": "ChatOpenAI", "run_type": "llm", "start_time": "2026-03-01T10:00:00", "end_time": "2026-03-01T10:00:02",
"session_id": "project-1", "extra": {"metadata": {"thread_id": "th1", "ls_model_name": "gpt-4o"}}, "prompt_tokens": 9, "completion_tokens": 1,
"inputs": {"messages": [[{"lc": 1, "type": "constructor", "id": ["langchain", "schema", "messages", "HumanMessage"], "kwargs": {"content": "2+2?", "type": "human"}}]]},
"outputs": {"generations": [[{"text": "4", "message": {"lc": 1, "type": "constructor", "id": ["langchain", "schema", "messages", "AIMessage"], "kwargs": {"content": "4", "type": "ai"}}, "generation_info": {"finish_reason": "stop"}}]]},
"feedback_stats": {"correct": {"n": 1, "avg": 0.0}}}"#,
    expected: r#"line 1
user: 2+2?
output: 4
id: r1
conversation: th1
model: gpt-4o
finish: stop
time: 2026-03-01T10:00:00Z
latency: 2000
tokens: 9/1
meta name: "ChatOpenAI"
meta run_type: "llm"
feedback correct: 0"#,
    source: "by hand, after the schemas of langsmith 0.15",
};

/// What the id of a run is called.
const IDS: [&str; 2] = ["id", "run_id"];

fn is_feedback(fields: &Fields<'_>) -> bool {
    fields.has("run_id")
        && fields.has("key")
        && (fields.has("score") || fields.has("value") || fields.has("correction"))
}

fn is_run(fields: &Fields<'_>) -> bool {
    let kind = fields.get("run_type").and_then(Value::text);
    kind.is_some() && (fields.has("inputs") || fields.has("outputs") || fields.has("dotted_order"))
}

fn detect(fields: &Fields<'_>) -> Strength {
    if is_run(fields) || is_feedback(fields) {
        return Strength::Sure;
    }
    let is_object = |key: &str| fields.get(key).and_then(Value::openable).is_some_and(|text| text.starts_with('{'));
    // A row of an experiment.
    if fields.has("reference_outputs") && is_object("outputs") {
        return Strength::Sure;
    }
    if is_object("inputs") && is_object("outputs") && !fields.has("op_name") {
        return if is_example(fields) { Strength::Sure } else { Strength::Possible };
    }
    Strength::No
}

/// Returns whether an entry with inputs and outputs is an example of a data set, whose outputs are what is expected: it
/// says so, or nothing in it tells of a run.
fn is_example(fields: &Fields<'_>) -> bool {
    const OF_DATA_SET: [&str; 4] = ["dataset_id", "dataset_name", "source_run_id", "split"];
    const OF_EITHER: [&str; 9] =
        ["id", "example_id", "name", "inputs", "outputs", "metadata", "created_at", "modified_at", "attachments"];
    let has_reference = fields.has("reference_outputs") || fields.has("reference");
    let is_known = |key: &str| {
        OF_EITHER.contains(&key)
            || OF_DATA_SET.contains(&key)
            || key == "attachment_urls"
            || key.starts_with("metadata.")
    };
    !has_reference
        && (OF_DATA_SET.iter().any(|key| fields.has(key)) && !fields.has("run_id")
            || fields.keys().iter().all(|key| is_known(key)))
}

fn read(fields: &mut Fields<'_>, out: &mut Records<'_>, traces: &mut Traces) {
    if is_feedback(fields) && !is_run(fields) {
        let run = fields.get("run_id").map(Value::plain).unwrap_or_default();
        let said = feedback(fields);
        // Without the trace's id the run is looked for in all of them.
        return match first(fields, &["trace_id"]).map(Value::plain) {
            Some(trace) => traces.say(&trace, Some(run), said, out),
            None => traces.say_of(&run, said, out),
        };
    }
    if is_run(fields) {
        let (trace, has_children) = (trace_id(fields), fields.has("child_runs"));
        run(fields, &trace, out, traces);
        if has_children {
            traces.finish(&trace, out);
        }
        return;
    }
    example(fields, out);
}

fn trace_id(fields: &Fields<'_>) -> String {
    let order = fields.get("dotted_order").and_then(Value::text);
    let named = first(fields, &["trace_id"]).map(Value::plain);
    // `20260301T100000000000Zid.20260301T…`
    let root = order.and_then(|order| Some(order.split('.').next()?.split_once('Z')?.1.to_owned()));
    named.or(root).or_else(|| first(fields, &IDS).map(Value::plain)).unwrap_or_default()
}

fn run(fields: &mut Fields<'_>, trace: &str, out: &mut Records<'_>, traces: &mut Traces) {
    let bytes = fields.size();
    let id = first(fields, &IDS).map(Value::plain).unwrap_or_default();
    let children = fields.get("child_runs").and_then(Value::elements).unwrap_or_default();
    fields.take("child_runs");
    let parent = take_first(fields, &["parent_run_id"]).map(Value::plain);
    let kind = match fields.get("run_type").map(Value::plain).as_deref() {
        Some("llm" | "chat_model") => SpanKind::Model,
        Some("tool" | "retriever" | "embedding" | "parser" | "prompt") => SpanKind::Aside,
        Some(_) | None => SpanKind::Step,
    };
    let mut record = out.begin();
    put_first(&mut record, Field::Id, fields, &IDS);
    put_seconds(&mut record, first(fields, &["start_time"]), first(fields, &["end_time"]));
    if let Some(seconds) = take_first(fields, &["duration_seconds"]).and_then(Value::number) {
        record.put_latency("duration_seconds", seconds * 1000.0);
    }
    put_first(&mut record, Field::Time, fields, &["start_time"]);
    put_first(&mut record, Field::Error, fields, &["error"]);
    put_first(&mut record, Field::TokensIn, fields, &["prompt_tokens", "input_tokens"]);
    put_first(&mut record, Field::TokensOut, fields, &["completion_tokens", "output_tokens"]);
    put_first(&mut record, Field::Cost, fields, &["total_cost"]);
    put_extra(&mut record, fields);
    put_texts(&mut record, fields);
    for said in feedback_of(fields) {
        record.add_feedback(said);
    }
    keep_trace_url(&mut record, fields, &["url", "app_path"]);
    keep_others(&mut record, fields, &DROPPED);
    traces.add(Span { trace: trace.to_owned(), id: id.clone(), parent, kind, record }, bytes, out);
    for mut child in children.into_iter().filter_map(Value::members) {
        run(&mut child, trace, out, traces);
    }
}

const DROPPED: [&str; 29] = [
    "trace_id",
    "dotted_order",
    "session_id",
    "end_time",
    "first_token_time",
    "events",
    "child_run_ids",
    "parent_run_ids",
    "serialized",
    "manifest_id",
    "manifest_s3_id",
    "inputs_preview",
    "outputs_preview",
    "inputs_s3_urls",
    "outputs_s3_urls",
    "s3_urls",
    "in_dataset",
    "last_queued_at",
    "share_token",
    "trace_tier",
    "trace_upgrade",
    "ttl_seconds",
    "thread_id",
    "trace_first_received_at",
    "trace_min_start_time",
    "trace_max_start_time",
    "execution_order",
    "total_tokens",
    "status",
];

fn put_texts(record: &mut RecordBuilder, fields: &mut Fields<'_>) {
    if let Some(value) = take_first(fields, &["inputs"]) {
        put_request(record, "inputs", value);
    }
    if let Some(value) = take_first(fields, &["outputs"]) {
        put_response(record, "outputs", value);
    }
}

/// Reads `extra`: the conversation, the model, the user's own metadata.
fn put_extra(record: &mut RecordBuilder, fields: &mut Fields<'_>) {
    put_first(record, Field::Conversation, fields, &["thread_id"]);
    let Some(opened) = take_first(fields, &["extra"]).and_then(Value::openable) else { return };
    let Ok(extra) = Fields::parse(&opened) else { return };
    let settings = extra.get("invocation_params").and_then(Value::members);
    if let Some(mut metadata) = extra.get("metadata").and_then(Value::members) {
        put_first(record, Field::Conversation, &mut metadata, &["thread_id", "session_id", "conversation_id"]);
        put_first(record, Field::Model, &mut metadata, &["ls_model_name"]);
        for (key, value) in metadata.iter() {
            let is_own = key.starts_with("ls_") || key.starts_with("LANGSMITH") || key.starts_with("langgraph_");
            if !is_own && !value.is_null() && !fields.has(key) {
                record.keep(key, value.kept());
            }
        }
    }
    if let Some(mut settings) = settings {
        put_first(record, Field::Model, &mut settings, &["model", "model_name"]);
        put_first(record, Field::Tools, &mut settings, &["tools", "functions"]);
    }
}

/// Reads the feedback that stands within a run: each one, else their averages.
fn feedback_of(fields: &mut Fields<'_>) -> Vec<Feedback> {
    let opened = take_first(fields, &["feedback"]).and_then(Value::openable);
    let list = opened.as_deref().and_then(|text| Value::Json(text).elements()).unwrap_or_default();
    let mut all: Vec<Feedback> = list.into_iter().filter_map(Value::members).map(|one| feedback(&one)).collect();
    let opened = take_first(fields, &["feedback_stats"]).and_then(Value::openable);
    let stats = opened.as_deref().and_then(|text| Fields::parse(text).ok());
    if all.is_empty()
        && let Some(stats) = stats
    {
        for (name, value) in stats.iter() {
            let Some(inner) = value.members() else { continue };
            let comments = inner.get("comments").and_then(Value::elements).unwrap_or_default();
            let words = inner.get("values").and_then(Value::members).filter(|words| words.len() == 1);
            all.push(Feedback {
                name: name.into(),
                score: inner.get("avg").and_then(Value::number),
                label: words.and_then(|words| Some(words.keys().first()?.as_str().into())),
                comment: comments.first().map(|text| text.plain().into()),
                ..Feedback::default()
            });
        }
    }
    all
}

fn feedback(fields: &Fields<'_>) -> Feedback {
    let name = fields.get("key").map(Value::plain).unwrap_or_default();
    let mut said = score(&name, first(fields, &["score"]));
    if let Some(value) = first(fields, &["value"]) {
        let word = score(&name, Some(value));
        said.score = said.score.or(word.score);
        said.label = word.label.or(said.label);
    }
    let correction = first(fields, &["correction"]).map(|value| format!("correction: {}", value.plain()));
    let texts: Vec<String> = first(fields, &["comment"]).map(Value::plain).into_iter().chain(correction).collect();
    said.comment = (!texts.is_empty()).then(|| texts.join("\n").into());
    let source = first(fields, &["feedback_source"]).and_then(Value::members);
    if let Some(source) = source {
        let kind = source.get("type").map(Value::plain).unwrap_or_default();
        said.is_human = Some(kind == "app");
        said.by = source.get("user_name").or_else(|| source.get("user_id")).and_then(Value::scalar).map(Into::into);
    }
    said
}

/// Puts in what is expected: the text of an object that holds only one, the last turn of a conversation.
fn put_reference(record: &mut RecordBuilder, key: &str, fields: &mut Fields<'_>) {
    let Some(value) = fields.get(key).filter(|value| !value.is_null()) else { return };
    let mut told = RecordBuilder::default();
    put_response(&mut told, key, value);
    let answer = told.answer_text();
    if !answer.is_empty() && record.put(Field::Expected, key, Value::Json(RawJson::string(answer).text())) {
        fields.take(key);
        for (name, value) in told.content.meta {
            record.keep(name.raw(), value);
        }
    }
}

/// Reads an example of a data set: what was asked, and what is expected.
fn example(fields: &mut Fields<'_>, out: &mut Records<'_>) {
    let mut record = out.begin();
    put_first(&mut record, Field::Id, fields, &["id", "example_id"]);
    put_first(&mut record, Field::Time, fields, &["created_at"]);
    let reference = if is_example(fields) { "outputs" } else { "reference_outputs" };
    put_reference(&mut record, reference, fields);
    put_first(&mut record, Field::Expected, fields, &[reference, "reference_outputs", "reference"]);
    put_texts(&mut record, fields);
    // The table of an experiment.
    if fields.get("latency").is_some_and(|value| matches!(value, Value::Cell(_)))
        && let Some(seconds) = take_first(fields, &["latency"]).and_then(Value::number)
    {
        record.put_latency("latency", seconds * 1000.0);
    }
    take_scores(&mut record, fields);
    keep_others(&mut record, fields, &["modified_at", "dataset_id", "source_run_id"]);
    out.push(record);
}
