//! OTLP as JSON: each line one export request with spans, or with log records that hold the messages of `GenAI` calls.

use super::format::{Detector, Format, Reader, Strength};
use super::openinference::{kind, object_of, read_attributes, read_event, read_events};
use super::spans::{Attributes, Span, SpanKind, SpanReader, Traces, any_value, first, put_seconds};
use crate::domain::RawJson;
use crate::ingest::field_names::Field;
use crate::ingest::json::{Fields, Value};
use crate::ingest::record::Records;

/// `otlp`.
pub(super) const FORMAT: Format = Format {
    name: "otlp",
    description: "OpenTelemetry's OTLP as JSON: spans, and logs with GenAI messages.",
    detector: Detector::Entry(|fields| Strength::sure(has_shape(fields))),
    reader: Reader::File(|| SpanReader::boxed(read)),
    lists: &["whole:resourceSpans", "whole:resourceLogs", "whole:resource_spans", "whole:resource_logs", "batches"],
    example: r#"{"resourceSpans": [{"resource": {"attributes": [{"key": "service.name", "value": {"stringValue": "shop"}}]}, "scopeSpans": [{"spans": [{"traceId": "t1", "spanId": "s1", "parentSpanId": "", "name": "chat gpt-4o",
"startTimeUnixNano": "1772359200000000000", "endTimeUnixNano": "1772359201250000000", "attributes": [{"key": "gen_ai.operation.name", "value": {"stringValue": "chat"}},
{"key": "gen_ai.request.model", "value": {"stringValue": "gpt-4o"}}, {"key": "gen_ai.usage.input_tokens", "value": {"intValue": "9"}}, {"key": "gen_ai.usage.output_tokens", "value": {"intValue": "1"}},
{"key": "gen_ai.input.messages", "value": {"stringValue": "[{\"role\":\"user\",\"parts\":[{\"type\":\"text\",\"content\":\"2+2?\"}]}]"}},
{"key": "gen_ai.output.messages", "value": {"stringValue": "[{\"role\":\"assistant\",\"parts\":[{\"type\":\"text\",\"content\":\"4\"}],\"finish_reason\":\"stop\"}]"}}], "status": {}}]}]}]}"#,
    expected: r#"line 1
user: 2+2?
output: 4
id: s1
model: gpt-4o
finish: stop
time: 2026-03-01T10:00:00Z
latency: 1250
tokens: 9/1
meta name: "chat gpt-4o"
meta trace_id: "t1"
meta service.name: "shop"
meta gen_ai.operation.name: "chat""#,
    source: "by hand, after the GenAI conventions of OpenTelemetry 1.40 and the file exporter",
};

fn has_shape(fields: &Fields<'_>) -> bool {
    let lists = ["resourceSpans", "resource_spans", "resourceLogs", "resource_logs"];
    let is_list = |key: &&str| fields.get(key).is_some_and(|value| value.elements().is_some());
    lists.iter().any(is_list) || fields.has("scopeSpans") || fields.has("instrumentationLibrarySpans")
}

fn list<'a>(fields: &Fields<'a>, keys: &[&str]) -> Vec<Fields<'a>> {
    let list = first(fields, keys).and_then(Value::elements).unwrap_or_default();
    list.into_iter().filter_map(Value::members).collect()
}

fn read(fields: &mut Fields<'_>, out: &mut Records<'_>, traces: &mut Traces) {
    let mut resources = list(fields, &["resourceSpans", "resource_spans", "resourceLogs", "resource_logs"]);
    if resources.is_empty() {
        resources.push(fields.clone());
    }
    for resource in resources {
        let service = resource.get("resource").and_then(Value::members).and_then(|inner| {
            let written = object_of(inner.get("attributes")?);
            Fields::parse(&written).ok()?.get("service.name").map(Value::kept)
        });
        let scopes = ["scopeSpans", "scope_spans", "instrumentationLibrarySpans"];
        for span in list(&resource, &scopes).iter().flat_map(|scope| list(scope, &["spans"])) {
            read_span(&span, service.as_ref(), out, traces);
        }
        let scopes = ["scopeLogs", "scope_logs", "instrumentationLibraryLogs"];
        for log in list(&resource, &scopes).iter().flat_map(|scope| list(scope, &["logRecords", "log_records", "logs"]))
        {
            read_log(&log, out, traces);
        }
    }
}

fn id(fields: &Fields<'_>, keys: &[&str]) -> Option<String> {
    first(fields, keys).and_then(Value::scalar).filter(|id| !id.bytes().all(|byte| byte == b'0'))
}

fn read_span(span: &Fields<'_>, service: Option<&RawJson>, out: &mut Records<'_>, traces: &mut Traces) {
    let bytes = span.size();
    let own = id(span, &["spanId", "span_id"]).unwrap_or_default();
    let trace = id(span, &["traceId", "trace_id"]).unwrap_or_else(|| own.clone());
    let parent = id(span, &["parentSpanId", "parent_span_id"]);
    let written = span.get("attributes").map(object_of).unwrap_or_default();
    let mut attributes = Attributes::default();
    if let Ok(value) = Value::parse(&written) {
        attributes.add("", value);
    }
    let said = ["openinference.span.kind", "traceloop.span.kind"].iter().find_map(|key| attributes.text(key));
    let said = said.map(|said| if said == "tool" { "TOOL".to_owned() } else { said }).unwrap_or_default();
    let mut kind = kind(&said, &attributes);
    if kind == SpanKind::Step && attributes.text("llm.request.type").is_some() {
        kind = SpanKind::Model;
    }
    let mut record = out.begin();
    record.content.external_id = (!own.is_empty()).then(|| own.clone().into());
    let (start, end) = (["startTimeUnixNano", "start_time_unix_nano"], ["endTimeUnixNano", "end_time_unix_nano"]);
    put_seconds(&mut record, first(span, &start), first(span, &end));
    if let Some(time) = first(span, &start).and_then(Value::number) {
        record.put(Field::Time, "startTimeUnixNano", Value::Json(&format!("{time}")));
    }
    read_attributes(&mut record, &attributes);
    read_events(&mut record, span.get("events"));
    let status = span.get("status").and_then(Value::members).unwrap_or_default();
    let is_error = status.get("code").is_some_and(|code| matches!(code.plain().as_str(), "2" | "STATUS_CODE_ERROR"));
    if is_error && record.content.error.is_none() {
        let text = first(&status, &["message"]).map(Value::plain).or_else(|| attributes.text("error.type"));
        record.content.error = Some(text.unwrap_or_else(|| "ERROR".to_owned()).into());
    }
    if let Some(name) = span.get("name") {
        record.keep("name", name.kept());
    }
    record.keep("trace_id", RawJson::string(&trace));
    if let Some(service) = service {
        record.keep("service.name", service.clone());
    }
    attributes.keep_others(&mut record, &[]);
    traces.add(Span { trace, id: own, parent, kind, record }, bytes, out);
}

/// Reads a log record: an event of a `GenAI` call, which belongs to the span that it names.
fn read_log(log: &Fields<'_>, out: &mut Records<'_>, traces: &mut Traces) {
    let bytes = log.size();
    let written = log.get("attributes").map(object_of).unwrap_or_default();
    let attributes = Fields::parse(&written).unwrap_or_default();
    let name = first(log, &["eventName", "event_name"]).or_else(|| attributes.get("event.name"));
    let name = name.map(Value::plain).unwrap_or_default();
    if !name.starts_with("gen_ai.") {
        return out.skip("a log record that is no event of a model call");
    }
    let own = id(log, &["spanId", "span_id"]);
    let trace = id(log, &["traceId", "trace_id"]).or_else(|| own.clone());
    let (Some(own), Some(trace)) = (own, trace) else { return out.skip("an event without a span") };
    let mut record = out.begin();
    record.content.external_id = Some(own.clone().into());
    let time = first(log, &["timeUnixNano", "time_unix_nano", "observedTimeUnixNano"]).and_then(Value::number);
    if let Some(time) = time {
        record.put(Field::Time, "timeUnixNano", Value::Json(&format!("{time}")));
    }
    let body = log.get("body").map(any_value).unwrap_or_default();
    match Fields::parse(&body) {
        Ok(body) if !body.is_empty() => read_event(&mut record, &name, &body),
        Ok(_) | Err(_) => read_event(&mut record, &name, &attributes),
    }
    if let Some(model) = first(&attributes, &["gen_ai.response.model", "gen_ai.request.model"]) {
        record.put(Field::Model, "gen_ai.request.model", model);
    }
    traces.add(Span { trace, id: own, parent: None, kind: SpanKind::Model, record }, bytes, out);
}
