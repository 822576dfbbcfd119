//! Datadog's LLM Observability: spans as its export API gives them, and as its SDK sends them.

use super::format::{Detector, Format, Reader, Strength};
use super::spans::{Span, SpanKind, SpanReader, Traces, first, keep_others, put_first, take_first};
use crate::ingest::field_names::Field;
use crate::ingest::json::{Fields, Value};
use crate::ingest::record::{RecordBuilder, Records, put_request, put_response};

/// `datadog`.
pub(super) const FORMAT: Format = Format {
    name: "datadog",
    description: "Spans of Datadog's LLM Observability.",
    detector: Detector::Entry(|fields| Strength::sure(has_shape(fields))),
    reader: Reader::File(|| SpanReader::boxed(read)),
    example: r#"{"id": "x", "type": "span", "attributes": {"span_id": "1", "trace_id": "t", "parent_id": "undefined", "span_kind": "llm", "name": "chat", "ml_app": "shop", "start_ns": 1772359200000000000, "duration": 1500000000, "status": "ok",
"model_name": "gpt-4o", "session_id": "z", "input": {"messages": [{"role": "user", "content": "2+2?"}]}, "output": {"messages": [{"role": "assistant", "content": "4"}]}, "metrics": {"input_tokens": 9, "output_tokens": 1}}}"#,
    expected: r#"line 1
user: 2+2?
output: 4
id: 1
conversation: z
model: gpt-4o
time: 2026-03-01T10:00:00Z
latency: 1500
tokens: 9/1
meta name: "chat"
meta ml_app: "shop"
meta status: "ok""#,
    source: "by hand, after the reference of Datadog's LLM Observability API",
    ..Format::BLANK
};

/// Returns the fields of a span, those of its `attributes` or its own.
fn span<'a>(fields: &Fields<'a>) -> Fields<'a> {
    fields.get("attributes").and_then(Value::members).unwrap_or_else(|| fields.clone())
}

fn has_shape(fields: &Fields<'_>) -> bool {
    let inner = span(fields);
    let meta = inner.get("meta").and_then(Value::members).unwrap_or_default();
    let is_timed = inner.has("start_ns") && inner.has("duration");
    is_timed && inner.has("span_id") && (inner.has("span_kind") || meta.has("span.kind") || meta.has("kind"))
}

fn read(fields: &mut Fields<'_>, out: &mut Records<'_>, traces: &mut Traces) {
    let bytes = fields.size();
    let mut inner = span(fields);
    let mut meta = inner.take("meta").and_then(Value::members).unwrap_or_default();
    let id = inner.get("span_id").map(Value::plain).unwrap_or_default();
    let trace = take_first(&mut inner, &["trace_id"]).map_or_else(|| id.clone(), Value::plain);
    let parent = take_first(&mut inner, &["parent_id"]).map(Value::plain).filter(|parent| parent != "undefined");
    let named = take_first(&mut inner, &["span_kind"]).or_else(|| take_first(&mut meta, &["span.kind", "kind"]));
    let kind =
        match named.map(|kind| kind.members().and_then(|kind| kind.get("name")).unwrap_or(kind).plain()).as_deref() {
            Some("llm") => SpanKind::Model,
            Some("tool" | "retrieval" | "embedding" | "task") => SpanKind::Aside,
            Some(_) | None => SpanKind::Step,
        };
    let mut record = out.begin();
    put_first(&mut record, Field::Id, &mut inner, &["span_id"]);
    put_first(&mut record, Field::Time, &mut inner, &["start_ns"]);
    if let Some(nanos) = take_first(&mut inner, &["duration"]).and_then(Value::number) {
        record.put_latency("duration", nanos / 1e6);
    }
    put_first(&mut record, Field::Conversation, &mut inner, &["session_id"]);
    for part in [&mut inner, &mut meta] {
        put_first(&mut record, Field::Model, part, &["model_name"]);
        put_error(&mut record, part);
        if let Some(value) = take_first(part, &["input"]) {
            put_request(&mut record, "input", only_value(value));
        }
        if let Some(value) = take_first(part, &["output"]) {
            put_response(&mut record, "output", only_value(value));
        }
    }
    if let Some(mut metrics) = take_first(&mut inner, &["metrics"]).and_then(Value::members) {
        put_first(&mut record, Field::TokensIn, &mut metrics, &["input_tokens", "prompt_tokens"]);
        put_first(&mut record, Field::TokensOut, &mut metrics, &["output_tokens", "completion_tokens"]);
        if let Some(nanos) = first(&metrics, &["estimated_total_cost"]).and_then(Value::number) {
            record.content.cost = Some(nanos / 1e9);
        }
    }
    keep_others(&mut record, &inner, &["model_provider"]);
    keep_others(&mut record, &meta, &["model_provider"]);
    traces.add(Span { trace, id, parent, kind, record }, bytes, out);
}

/// Returns what stands in `{"value": …}`.
fn only_value(value: Value<'_>) -> Value<'_> {
    value.members().filter(|fields| fields.len() == 1).and_then(|fields| fields.get("value")).unwrap_or(value)
}

fn put_error(record: &mut RecordBuilder, fields: &mut Fields<'_>) {
    if let Some(error) = take_first(fields, &["error"]) {
        record.put(Field::Error, "error", error);
    }
}
