//! `MLflow`: traces of version 2 and 3 as `info` and `data`, or as rows of `search_traces`.

use super::format::{Detector, Format, Reader, Strength};
use super::openinference::read_attributes;
use super::spans::{
    Attributes, Span, SpanKind, SpanReader, Traces, first, keep_others, put_first, put_seconds, score, take_first,
    unquoted,
};
use crate::domain::RawJson;
use crate::ingest::field_names::Field;
use crate::ingest::json::{Fields, Value};
use crate::ingest::record::{RecordBuilder, Records, put_request, put_response};
use crate::ingest::sink::Feedback;

/// `mlflow`.
pub(super) const FORMAT: Format = Format {
    name: "mlflow",
    description: "MLflow's traces of version 2 and 3, with their assessments.",
    detector: Detector::Entry(|fields| Strength::sure(has_shape(fields))),
    reader: Reader::File(|| SpanReader::boxed(read)),
    example: r#"{"info": {"trace_id": "tr-1", "request_time": "2026-03-01T10:00:00Z", "state": "OK", "execution_duration_ms": 1250, "trace_metadata": {"mlflow.trace.session": "s1"}, "tags": {"mlflow.traceName": "chat"},
"assessments": [{"assessment_name": "correct", "feedback": {"value": false}, "rationale": "wrong", "source": {"source_type": "HUMAN", "source_id": "ana"}}]},
"data": {"spans": [{"trace_id": "x", "span_id": "a", "parent_span_id": null, "name": "chat", "start_time_unix_nano": 1772359200000000000, "end_time_unix_nano": 1772359201250000000,
"attributes": {"mlflow.spanType": "\"CHAT_MODEL\"", "mlflow.spanInputs": "{\"messages\": [{\"role\": \"user\", \"content\": \"2+2?\"}], \"model\": \"gpt-4o\"}",
"mlflow.spanOutputs": "{\"choices\": [{\"message\": {\"role\": \"assistant\", \"content\": \"5\"}, \"finish_reason\": \"stop\"}]}", "mlflow.chat.tokenUsage": "{\"input_tokens\": 9, \"output_tokens\": 1}"}}]}}"#,
    expected: r#"line 1 skipped: a span inside a trace
line 1
user: 2+2?
output: 5
id: tr-1
conversation: s1
model: gpt-4o
finish: stop
time: 2026-03-01T10:00:00Z
latency: 1250
tokens: 9/1
meta name: "chat"
feedback correct: 0 false # wrong by ana"#,
    source: "by hand, after traces of mlflow-tracing 3.17",
    ..Format::BLANK
};

fn opened<'a>(fields: &'a Fields<'_>, keys: &[&str]) -> Option<std::borrow::Cow<'a, str>> {
    first(fields, keys).and_then(Value::openable)
}

fn has_shape(fields: &Fields<'_>) -> bool {
    let is_info = |info: &Fields<'_>| info.has("trace_id") || info.has("request_id");
    let info = opened(fields, &["info"]);
    let has_info = info.as_deref().and_then(|text| Fields::parse(text).ok()).is_some_and(|info| is_info(&info));
    let is_row = is_info(fields)
        && (fields.has("spans") || fields.has("trace"))
        && (fields.has("request") || fields.has("response"))
        && (fields.has("tags")
            || fields.has("trace_metadata")
            || fields.has("request_metadata")
            || fields.has("state"));
    (has_info && fields.has("data")) || is_row
}

fn read(fields: &mut Fields<'_>, out: &mut Records<'_>, traces: &mut Traces) {
    let bytes = fields.size();
    let info_text = opened(fields, &["info"]).map(std::borrow::Cow::into_owned);
    let data_text = opened(fields, &["data"]).map(std::borrow::Cow::into_owned);
    let row = fields.clone();
    let mut info = match info_text.as_deref().map(Fields::parse) {
        Some(Ok(info)) => info,
        Some(Err(_)) | None => row,
    };
    let data = data_text.as_deref().and_then(|text| Fields::parse(text).ok()).unwrap_or_else(|| fields.clone());
    let spans_text = opened(&data, &["spans"]).map(std::borrow::Cow::into_owned);
    let spans = spans_text.as_deref().and_then(|text| Value::Json(text).elements()).unwrap_or_default();
    let id = first(&info, &["trace_id", "request_id"]).map(Value::plain).unwrap_or_default();

    let mut whole = out.begin();
    whole.content.external_id = Some(id.clone().into());
    put_info(&mut whole, &mut info);
    let mut root: Option<RecordBuilder> = None;
    for span in spans.into_iter().filter_map(Value::members) {
        let read = read_span(&span, &id, out);
        if read.parent.is_none() && root.is_none() {
            root = Some(read.record.clone());
        }
        traces.add(read, 0, out);
    }
    match root {
        // The root span holds the texts whole; those of the trace itself may be cut.
        Some(root) if root.has_content() => {
            let name = root.content.external_id.clone();
            whole.absorb(root);
            whole.content.external_id = Some(id.clone().into()).or(name);
        }
        Some(_) | None => put_previews(&mut whole, &info, &data),
    }
    keep_tags(&mut whole, &info);
    traces.add(
        Span { trace: id.clone(), id: id.clone(), parent: None, kind: SpanKind::Trace, record: whole },
        bytes,
        out,
    );
    traces.finish(&id, out);
}

fn put_info(record: &mut RecordBuilder, info: &mut Fields<'_>) {
    put_first(record, Field::Time, info, &["request_time", "timestamp_ms"]);
    let duration = take_first(info, &["execution_duration_ms", "execution_time_ms", "execution_duration"]);
    if let Some(number) = duration.and_then(Value::number) {
        record.content.latency_ms = Some(number);
    } else if let Some(seconds) =
        duration.and_then(Value::text).and_then(|text| text.strip_suffix('s')?.parse::<f64>().ok())
    {
        record.content.latency_ms = Some(seconds * 1000.0);
    }
    let state = take_first(info, &["state", "status"]).map(Value::plain).unwrap_or_default();
    if state.ends_with("ERROR") {
        record.content.error = Some(state.into());
    }
    if let Some(text) = opened(info, &["trace_metadata", "request_metadata"])
        && let Ok(mut metadata) = Fields::parse(&text)
    {
        put_first(record, Field::Conversation, &mut metadata, &["mlflow.trace.session"]);
        for (key, value) in
            metadata.iter().filter(|(key, _)| !key.starts_with("mlflow.") || *key == "mlflow.trace.user")
        {
            record.keep(key, value.kept());
        }
    }
    if let Some(text) = opened(info, &["assessments"]) {
        for one in Value::Json(&text).elements().unwrap_or_default().into_iter().filter_map(Value::members) {
            assess(record, &one);
        }
    }
}

/// Reads an assessment: feedback, or what the output should have been.
fn assess(record: &mut RecordBuilder, one: &Fields<'_>) {
    let name = first(one, &["assessment_name", "name"]).map(Value::plain).unwrap_or_default();
    let inner = |key: &str| one.get(key).and_then(Value::members).and_then(|inner| inner.get("value"));
    if let Some(expected) = inner("expectation") {
        let is_answer = matches!(name.as_str(), "expected_response" | "expected_output" | "expected_answer");
        if is_answer && record.put(Field::Expected, "expectation", expected) {
            return;
        }
        record.keep(&format!("expectation.{name}"), expected.kept());
        return;
    }
    let source = one.get("source").and_then(Value::members).unwrap_or_default();
    let mut said: Feedback = score(&name, inner("feedback"));
    said.comment = first(one, &["rationale"]).map(|text| text.plain().into());
    said.is_human = source.get("source_type").map(|kind| kind.plain() == "HUMAN");
    said.by = source.get("source_id").and_then(Value::scalar).map(Into::into);
    record.add_feedback(said);
}

/// Reads the texts of the trace itself, where no span has them.
fn put_previews(record: &mut RecordBuilder, info: &Fields<'_>, data: &Fields<'_>) {
    let text = opened(info, &["trace_metadata", "request_metadata"]).map(std::borrow::Cow::into_owned);
    let metadata = text.as_deref().and_then(|text| Fields::parse(text).ok()).unwrap_or_default();
    let asked = first(data, &["request"]).or_else(|| first(&metadata, &["mlflow.traceInputs"]));
    if let Some(value) = asked.or_else(|| first(info, &["request_preview", "request"])) {
        let text = unquoted(value);
        put_request(record, "request", text.as_deref().map_or(value, Value::Json));
    }
    let said = first(data, &["response"]).or_else(|| first(&metadata, &["mlflow.traceOutputs"]));
    if let Some(value) = said.or_else(|| first(info, &["response_preview", "response"])) {
        let text = unquoted(value);
        put_response(record, "response", text.as_deref().map_or(value, Value::Json));
    }
}

fn keep_tags(record: &mut RecordBuilder, info: &Fields<'_>) {
    let Some(text) = opened(info, &["tags"]) else { return };
    let Ok(mut tags) = Fields::parse(&text) else { return };
    let name = take_first(&mut tags, &["mlflow.traceName"]);
    if let Some(name) = name.filter(|_| !record.content.meta.iter().any(|(key, _)| key.raw() == "name")) {
        record.keep("name", name.kept());
    }
    let own: Vec<String> = tags.keys().into_iter().filter(|key| key.starts_with("mlflow.")).collect();
    for key in own {
        tags.take(&key);
    }
    keep_others(record, &tags, &[]);
}

fn read_span(span: &Fields<'_>, trace: &str, out: &Records<'_>) -> Span {
    let context = span.get("context").and_then(Value::members).unwrap_or_default();
    let id = first(span, &["span_id"]).or_else(|| first(&context, &["span_id"])).map(Value::plain).unwrap_or_default();
    let parent = first(span, &["parent_span_id", "parent_id"]).map(Value::plain);
    let mut record = out.begin();
    record.content.external_id = Some(format!("{trace}/{id}").into());
    let (start, end) =
        (["start_time_unix_nano", "start_time_ns", "start_time"], ["end_time_unix_nano", "end_time_ns", "end_time"]);
    put_seconds(&mut record, first(span, &start), first(span, &end));
    if let Some(time) = first(span, &start) {
        record.put(Field::Time, "start_time", time);
    }
    let text = opened(span, &["attributes"]).map(std::borrow::Cow::into_owned).unwrap_or_default();
    let attributes = Fields::parse(&text).unwrap_or_default();
    // Each value is JSON in a string.
    let value = |key: &str| -> Option<String> {
        let value = attributes.get(key)?;
        let text = value.text().map(std::borrow::Cow::into_owned);
        Some(match text {
            Some(text) if Value::parse(&text).is_ok() => text,
            Some(text) => RawJson::string(&text).text().to_owned(),
            None => value.source().to_owned(),
        })
    };
    let kind = match value("mlflow.spanType").map(|kind| kind.trim_matches('"').to_owned()).as_deref() {
        Some("LLM" | "CHAT_MODEL") => SpanKind::Model,
        Some("TOOL" | "RETRIEVER" | "EMBEDDING" | "RERANKER" | "PARSER") => SpanKind::Aside,
        Some(_) | None => SpanKind::Step,
    };
    if let Some(model) = value("mlflow.llm.model") {
        record.put(Field::Model, "mlflow.llm.model", Value::Json(&model));
    }
    if let Some(usage) = value("mlflow.chat.tokenUsage") {
        record.put(Field::Usage, "mlflow.chat.tokenUsage", Value::Json(&usage));
    }
    for (key, names) in [("inputs", "mlflow.spanInputs"), ("outputs", "mlflow.spanOutputs")] {
        let written = value(names);
        let Some(found) = written.as_deref().map(Value::Json).or_else(|| first(span, &[key])) else { continue };
        if key == "inputs" {
            put_request(&mut record, names, found);
        } else {
            put_response(&mut record, names, found);
        }
    }
    let mut others = Attributes::default();
    for (key, value) in attributes.iter().filter(|(key, _)| !key.starts_with("mlflow.")) {
        others.add(key, value);
    }
    read_attributes(&mut record, &others);
    if let Some(tools) = value("mlflow.chat.tools") {
        record.put(Field::Tools, "mlflow.chat.tools", Value::Json(&tools));
    }
    let status = span.get("status").and_then(Value::members).unwrap_or_default();
    if first(&status, &["code"]).is_some_and(|code| code.plain().contains("ERROR")) {
        let text = first(&status, &["message", "description"]).map_or_else(|| "ERROR".to_owned(), Value::plain);
        record.content.error = Some(text.into());
    }
    if let Some(name) = span.get("name") {
        record.keep("name", name.kept());
    }
    Span { trace: trace.to_owned(), id, parent, kind, record }
}
