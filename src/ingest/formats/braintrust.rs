//! Braintrust: logs and experiments, as JSON rows or as a table with JSON in its cells.

use super::format::{Detector, Format, Reader, Strength};
use super::spans::{
    Span, SpanKind, SpanReader, Traces, comment, first, keep_others, keep_trace_url, put_first, put_seconds, score,
    take_first, take_scores, unquoted,
};
use crate::ingest::field_names::Field;
use crate::ingest::json::{Fields, Value};
use crate::ingest::record::{RecordBuilder, Records, put_request, put_response};

/// `braintrust`.
pub(super) const FORMAT: Format = Format {
    name: "braintrust",
    description: "Braintrust's logs and experiments, as JSON or CSV.",
    detector: Detector::Entry(detect),
    reader: Reader::File(|| SpanReader::boxed(read)),
    lists: &["events"],
    example: r#"{"id": "e1", "span_id": "s1", "root_span_id": "s1", "span_parents": null, "is_root": true, "created": "2026-03-01T10:00:00Z", "span_attributes": {"name": "chat", "type": "llm"},
"input": [{"role": "user", "content": "2+2?"}], "output": [{"index": 0, "finish_reason": "stop", "message": {"role": "assistant", "content": "4"}}], "expected": "4",
"scores": {"correct": 0}, "metadata": {"model": "gpt-4o"}, "metrics": {"start": 1772359200.0, "end": 1772359201.25, "prompt_tokens": 9, "completion_tokens": 1}}"#,
    expected: r"line 1
user: 2+2?
output: 4
id: e1
model: gpt-4o
expected: 4
finish: stop
time: 2026-03-01T10:00:00Z
latency: 1250
tokens: 9/1
feedback correct: 0",
    source: "by hand, after the API reference of Braintrust and a CSV export of 2025",
};

fn has_shape(fields: &Fields<'_>) -> bool {
    let marks = ["root_span_id", "span_attributes", "span_parents", "_xact_id", "scores"];
    let has_texts = fields.has("input") || fields.has("output");
    (fields.has("span_id") && (marks.iter().any(|key| fields.has(key)) || fields.has("metrics")) && has_texts)
        || (fields.has("_xact_id") && has_texts)
}

/// A table of an experiment may have no spans; then its scores tell it, an object in a cell. Spans of others have a time
/// and texts too.
fn detect(fields: &Fields<'_>) -> Strength {
    let is_object = |key: &str| fields.get(key).and_then(Value::openable).is_some_and(|text| text.starts_with('{'));
    let is_table = ["id", "input", "output", "created"].iter().all(|key| fields.has(key)) && is_object("scores");
    let is_span = fields.has("span_id") && fields.has("created") && (fields.has("input") || fields.has("output"));
    match (has_shape(fields), is_table || is_span) {
        (true, _) => Strength::Sure,
        (false, true) => Strength::Possible,
        (false, false) => Strength::No,
    }
}

fn read(fields: &mut Fields<'_>, out: &mut Records<'_>, traces: &mut Traces) {
    let bytes = fields.size();
    let span = take_first(fields, &["span_id"]).or_else(|| fields.get("id")).map(Value::plain).unwrap_or_default();
    let trace = take_first(fields, &["root_span_id"]).map_or_else(|| span.clone(), Value::plain);
    let parents = take_first(fields, &["span_parents"]).and_then(Value::openable);
    let parent = parents.as_deref().and_then(|list| Some(Value::Json(list).elements()?.first()?.plain()));
    let mut record = out.begin();
    let mut kind = SpanKind::Step;
    if let Some(opened) = take_first(fields, &["span_attributes"]).and_then(Value::openable)
        && let Ok(attributes) = Fields::parse(&opened)
    {
        kind = match attributes.get("type").map(Value::plain).as_deref() {
            Some("llm") => SpanKind::Model,
            Some("tool" | "score" | "function" | "retriever" | "classifier" | "facet") => SpanKind::Aside,
            Some(_) | None => SpanKind::Step,
        };
        if let Some(name) = attributes.get("name").filter(|_| kind != SpanKind::Model) {
            record.keep("name", name.kept());
        }
    }
    put_first(&mut record, Field::Id, fields, &["id"]);
    if record.content.external_id.is_none() && !span.is_empty() {
        record.content.external_id = Some(span.clone().into());
    }
    put_first(&mut record, Field::Time, fields, &["created"]);
    put_metrics(&mut record, fields);
    put_first(&mut record, Field::Error, fields, &["error"]);
    put_metadata(&mut record, fields);
    if let Some(value) = take_first(fields, &["expected"]) {
        let text = unquoted(value);
        record.put(Field::Expected, "expected", text.as_deref().map_or(value, Value::Json));
    }
    if let Some(value) = take_first(fields, &["input"]) {
        let text = unquoted(value);
        put_request(&mut record, "input", text.as_deref().map_or(value, Value::Json));
    }
    if let Some(value) = take_first(fields, &["output"]) {
        let text = unquoted(value);
        put_response(&mut record, "output", text.as_deref().map_or(value, Value::Json));
    }
    put_said(&mut record, fields);
    if let Some(seconds) =
        fields.get("duration").filter(|value| matches!(value, Value::Cell(_))).and_then(Value::number)
        && record.put_latency("duration", seconds * 1000.0)
    {
        fields.take("duration");
    }
    take_scores(&mut record, fields);
    keep_trace_url(&mut record, fields, &["url", "permalink"]);
    keep_others(&mut record, fields, &DROPPED);
    traces.add(Span { trace, id: span, parent, kind, record }, bytes, out);
}

const DROPPED: [&str; 14] = [
    "_xact_id",
    "_pagination_key",
    "project_id",
    "log_id",
    "org_id",
    "is_root",
    "context",
    "audit_data",
    "origin",
    "experiment_id",
    "dataset_id",
    "_async_scoring_state",
    "facets",
    "classifications",
];

fn put_metrics(record: &mut RecordBuilder, fields: &mut Fields<'_>) {
    let Some(opened) = take_first(fields, &["metrics"]).and_then(Value::openable) else { return };
    let Ok(mut metrics) = Fields::parse(&opened) else { return };
    put_seconds(record, metrics.get("start"), metrics.get("end"));
    if let Some(seconds) = first(&metrics, &["duration"]).and_then(Value::number)
        && record.content.latency_ms.is_none()
    {
        record.content.latency_ms = Some(seconds * 1000.0);
    }
    put_first(record, Field::Time, &mut metrics, &["start"]);
    put_first(record, Field::TokensIn, &mut metrics, &["prompt_tokens", "input_tokens"]);
    put_first(record, Field::TokensOut, &mut metrics, &["completion_tokens", "output_tokens"]);
    put_first(record, Field::Cost, &mut metrics, &["estimated_cost", "cost"]);
}

fn put_metadata(record: &mut RecordBuilder, fields: &mut Fields<'_>) {
    let Some(opened) = fields.get("metadata").and_then(Value::openable) else { return };
    fields.take("metadata");
    let Ok(mut metadata) = Fields::parse(&opened) else { return };
    put_first(record, Field::Model, &mut metadata, &["model", "model_name"]);
    put_first(record, Field::Conversation, &mut metadata, &["session_id", "conversation_id", "thread_id"]);
    put_first(record, Field::Tools, &mut metadata, &["tools"]);
    if let Some(prompt) = metadata.get("prompt").and_then(Value::members)
        && let Some(version) = prompt.get("version")
    {
        record.put(Field::Prompt, "metadata.prompt.version", version);
    }
    keep_others(record, &metadata, &[]);
}

/// Reads scores and comments.
fn put_said(record: &mut RecordBuilder, fields: &mut Fields<'_>) {
    if let Some(opened) = take_first(fields, &["scores"]).and_then(Value::openable)
        && let Ok(scores) = Fields::parse(&opened)
    {
        for (name, value) in scores.iter().filter(|(_, value)| !value.is_null()) {
            record.add_feedback(score(name, Some(value)));
        }
    }
    let Some(opened) = take_first(fields, &["comments"]).and_then(Value::openable) else { return };
    for said in Value::Json(&opened).elements().unwrap_or_default() {
        let Some(inner) = said.members() else {
            record.add_feedback(comment(said, None));
            continue;
        };
        let by = first(&inner, &["user", "author", "user_id", "email"]);
        let by = by.and_then(Value::members).and_then(|user| first(&user, &["email", "name", "id"])).or(by);
        let text = first(&inner, &["comment", "text", "message"]);
        let text = text.map(|text| text.members().and_then(|text| text.get("text")).unwrap_or(text));
        if let Some(text) = text {
            record.add_feedback(comment(text, by));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Fields, Strength, detect};

    #[test]
    fn a_span_with_a_time_and_texts_may_be_that_of_others() {
        let span =
            |more: &str| format!(r#"{{"span_id": "s", "created": "2026-03-01", "input": "q", "output": "a"{more}}}"#);
        let strength = |text: &str| detect(&Fields::parse(text).unwrap());
        assert!(matches!(strength(&span("")), Strength::Possible));
        assert!(matches!(strength(&span(r#", "span_parents": null"#)), Strength::Sure));
    }
}
