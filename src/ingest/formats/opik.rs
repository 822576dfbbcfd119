//! Opik (Comet): traces and spans with the feedback and comments on them, from its API or as a table.

use super::format::{Detector, Format, Reader, Strength};
use super::spans::{
    Span, SpanKind, SpanReader, Traces, comment, first, keep_others, put_first, put_seconds, score, take_first,
};
use crate::ingest::field_names::Field;
use crate::ingest::json::{Fields, Value};
use crate::ingest::record::{Records, put_request, put_response};

/// `opik`.
pub(super) const FORMAT: Format = Format {
    name: "opik",
    description: "Opik's traces and spans with their feedback and comments, as JSON or CSV.",
    detector: Detector::Entry(|fields| Strength::sure(has_shape(fields))),
    reader: Reader::File(|| SpanReader::boxed(read)),
    example: r#"{"id": "t1", "name": "chat", "project_id": "p", "start_time": "2026-03-01T10:00:00Z", "end_time": "2026-03-01T10:00:01.500Z", "input": {"messages": [{"role": "user", "content": "2+2?"}]},
"output": {"choices": [{"message": {"role": "assistant", "content": "4"}, "finish_reason": "stop"}]}, "usage": {"prompt_tokens": 9, "completion_tokens": 1}, "total_estimated_cost": 0.5, "thread_id": "th", "tags": ["a"],
"feedback_scores": [{"name": "useful", "value": 0.0, "reason": "no", "source": "ui", "created_by": "ana"}], "comments": [{"text": "Wrong.", "created_by": "ben"}]}"#,
    expected: r#"line 1
user: 2+2?
output: 4
id: t1
conversation: th
finish: stop
time: 2026-03-01T10:00:00Z
latency: 1500
cost: 0.5
tokens: 9/1
meta name: "chat"
meta tags: ["a"]
feedback useful: 0 # no by ana
feedback comment: # Wrong. by ben"#,
    source: "by hand, after the REST reference of Opik 1.9",
    ..Format::BLANK
};

fn has_shape(fields: &Fields<'_>) -> bool {
    let is_span = fields.has("trace_id") && fields.has("type") && fields.has("start_time") && !fields.has("run_type");
    let marks = ["feedback_scores", "total_estimated_cost", "span_count", "guardrails_validations"];
    let has_mark = marks.iter().any(|key| fields.has(key));
    let has_texts = fields.has("input") || fields.has("output");
    let is_plain_span = is_span && fields.has("parent_span_id") && fields.has("provider");
    fields.has("id") && has_texts && fields.has("start_time") && (has_mark || is_plain_span)
}

const DROPPED: [&str; 14] = [
    "trace_id",
    "project_id",
    "end_time",
    "created_at",
    "last_updated_at",
    "created_by",
    "last_updated_by",
    "span_count",
    "llm_span_count",
    "has_tool_spans",
    "visibility_mode",
    "duration",
    "ttft",
    "provider",
];

fn read(fields: &mut Fields<'_>, out: &mut Records<'_>, traces: &mut Traces) {
    let bytes = fields.size();
    let id = fields.get("id").map(Value::plain).unwrap_or_default();
    let trace = first(fields, &["trace_id"]).map(Value::plain);
    let parent = take_first(fields, &["parent_span_id"]).map(Value::plain).or_else(|| trace.clone());
    let kind = match (&trace, take_first(fields, &["type"]).map(Value::plain).as_deref()) {
        (None, _) => SpanKind::Trace,
        (Some(_), Some("llm")) => SpanKind::Model,
        (Some(_), Some("tool" | "guardrail")) => SpanKind::Aside,
        (Some(_), _) => SpanKind::Step,
    };
    let mut record = out.begin();
    put_first(&mut record, Field::Id, fields, &["id"]);
    put_seconds(&mut record, first(fields, &["start_time"]), first(fields, &["end_time"]));
    put_first(&mut record, Field::Time, fields, &["start_time"]);
    if let Some(millis) = first(fields, &["duration"]).and_then(Value::number) {
        record.put_latency("duration", millis);
    }
    put_first(&mut record, Field::Conversation, fields, &["thread_id"]);
    put_first(&mut record, Field::Model, fields, &["model"]);
    put_first(&mut record, Field::Cost, fields, &["total_estimated_cost"]);
    for (field, key) in [(Field::Usage, "usage"), (Field::Error, "error_info")] {
        let opened = take_first(fields, &[key]).and_then(Value::openable);
        if let Some(opened) = opened {
            record.put(field, key, Value::Json(&opened));
        }
    }
    if let Some(value) = take_first(fields, &["input"]) {
        put_request(&mut record, "input", value);
    }
    if let Some(value) = take_first(fields, &["output"]) {
        put_response(&mut record, "output", value);
    }
    let opened = take_first(fields, &["feedback_scores"]).and_then(Value::openable);
    for one in opened.as_deref().and_then(|text| Value::Json(text).elements()).unwrap_or_default() {
        let Some(one) = one.members() else { continue };
        let mut said = score(&one.get("name").map(Value::plain).unwrap_or_default(), first(&one, &["value"]));
        said.label = first(&one, &["category_name"]).and_then(Value::scalar).map(Into::into).or(said.label);
        said.comment = first(&one, &["reason"]).and_then(Value::scalar).map(Into::into);
        said.by = first(&one, &["created_by"]).and_then(Value::scalar).map(Into::into);
        said.is_human = one.get("source").map(|source| source.plain() == "ui");
        record.add_feedback(said);
    }
    let opened = take_first(fields, &["comments"]).and_then(Value::openable);
    for one in opened.as_deref().and_then(|text| Value::Json(text).elements()).unwrap_or_default() {
        let Some(one) = one.members() else { continue };
        if let Some(text) = first(&one, &["text"]) {
            record.add_feedback(comment(text, first(&one, &["created_by"])));
        }
    }
    keep_others(&mut record, fields, &DROPPED);
    let trace = trace.unwrap_or_else(|| id.clone());
    traces.add(Span { trace, id, parent, kind, record }, bytes, out);
}
