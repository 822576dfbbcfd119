//! Phoenix and other logs of single spans with attributes: `OpenInference` names, flat or nested, as rows of a data frame
//! (`attributes.llm.model_name`) or under `attributes`; also the `GenAI` names that a console exporter of OpenTelemetry writes.

use super::format::{Detector, Format, Reader, Strength};
use super::spans::{
    Attributes, Span, SpanKind, SpanReader, Traces, comment, event_turn, first, put_first, put_seconds, put_vercel,
    score,
};
use crate::domain::RawJson;
use crate::ingest::field_names::Field;
use crate::ingest::json::{Fields, Value};
use crate::ingest::record::{RecordBuilder, Records};
use crate::ingest::sink::Feedback;

/// `openinference`.
pub(super) const FORMAT: Format = Format {
    name: "openinference",
    description: "Spans with OpenInference or GenAI attributes, as Phoenix and console exporters write them.",
    detector: Detector::Entry(|fields| Strength::sure(has_shape(fields))),
    reader: Reader::File(|| SpanReader::boxed(read)),
    lists: &["spans"],
    example: r#"{"name": "ChatCompletion", "context": {"trace_id": "t1", "span_id": "s1"}, "parent_id": null, "span_kind": "LLM", "start_time": "2026-03-01T10:00:00Z", "end_time": "2026-03-01T10:00:01.5Z",
"attributes": {"llm.model_name": "gpt-4o", "llm.input_messages.0.message.role": "user", "llm.input_messages.0.message.content": "2+2?", "llm.output_messages.0.message.role": "assistant",
"llm.output_messages.0.message.content": "4", "llm.token_count.prompt": 9, "llm.token_count.completion": 1, "annotations.0.annotation.name": "correctness", "annotations.0.annotation.label": "incorrect"}}"#,
    expected: r#"line 1
user: 2+2?
output: 4
id: s1
model: gpt-4o
time: 2026-03-01T10:00:00Z
latency: 1500
tokens: 9/1
meta name: "ChatCompletion"
meta trace_id: "t1"
feedback correctness: incorrect"#,
    source: "by hand, after the OpenInference specification (1fe497f1d9) and Phoenix's data frames",
};

/// Attributes of a data frame that are read as feedback.
const ANNOTATIONS: [&str; 3] = ["annotations", "annotation.", "trace.annotations"];

fn has_shape(fields: &Fields<'_>) -> bool {
    let is_named = |name: &str| {
        let name = name.strip_prefix("attributes.").unwrap_or(name);
        ["llm.", "openinference.", "input.value", "output.value", "gen_ai."].iter().any(|begin| name.starts_with(begin))
    };
    let is_span = fields.has("span_kind")
        || fields.has("context")
        || fields.has("context.span_id")
        || fields.has("span_id")
        || fields.has("spanId");
    let opened = fields.get("attributes").and_then(Value::openable);
    let attributes = opened.as_deref().and_then(|text| Fields::parse(text).ok());
    let is_within = attributes.is_some_and(|attributes| {
        attributes.iter().any(|(name, value)| {
            is_named(name)
                || (matches!(name, "llm" | "openinference" | "gen_ai") && value.members().is_some())
                || (matches!(name, "input" | "output") && value.members().is_some_and(|inner| inner.has("value")))
        })
    });
    is_span && (is_within || fields.iter().any(|(name, _)| name.starts_with("attributes.") && is_named(name)))
}

fn read(fields: &mut Fields<'_>, out: &mut Records<'_>, traces: &mut Traces) {
    let bytes = fields.size();
    let mut attributes = Attributes::default();
    for (key, value) in fields.iter() {
        if key == "attributes" {
            let opened = value.openable();
            attributes.add("", opened.as_deref().map_or(value, Value::Json));
        } else if let Some(name) = key.strip_prefix("attributes.") {
            attributes.add(name, value);
        }
    }
    let context = fields.get("context").and_then(Value::members).unwrap_or_default();
    let find = |keys: &[&str]| first(&context, keys).or_else(|| first(fields, keys)).map(|value| bare(&value.plain()));
    let id = find(&["span_id", "context.span_id", "spanId", "id"]).unwrap_or_default();
    let trace = find(&["trace_id", "context.trace_id", "traceId"]).unwrap_or_else(|| id.clone());
    let parent =
        first(fields, &["parent_id", "parentId", "parent_span_id", "parentSpanId"]).map(|id| bare(&id.plain()));
    let named = first(fields, &["span_kind", "spanKind"]).and_then(Value::scalar);
    let said = attributes.text("openinference.span.kind").or(named).unwrap_or_default();
    let kind = kind(&said, &attributes);

    let mut record = out.begin();
    if !id.is_empty() {
        record.content.external_id = Some(id.clone().into());
    }
    let (start, end) = (["start_time", "startTime"], ["end_time", "endTime"]);
    put_seconds(&mut record, first(fields, &start), first(fields, &end));
    put_first(&mut record, Field::Time, fields, &start);
    read_attributes(&mut record, &attributes);
    read_events(&mut record, fields.get("events"));
    put_status(&mut record, fields, &attributes);
    for key in ["name", "trace_id"] {
        let value = if key == "name" { fields.get("name").map(Value::kept) } else { Some(RawJson::string(&trace)) };
        if let Some(value) = value.filter(|value| value.text() != "\"\"") {
            record.keep(key, value);
        }
    }
    attributes.keep_others(&mut record, &ANNOTATIONS);
    for said in annotations(fields, &attributes) {
        record.add_feedback(said);
    }
    traces.add(Span { trace, id, parent, kind, record }, bytes, out);
}

/// Returns an id without the `0x` that console exporters put before it.
fn bare(id: &str) -> String {
    id.strip_prefix("0x").unwrap_or(id).to_owned()
}

/// Returns what a span is by its kind's name, else by its attributes.
pub(super) fn kind(said: &str, attributes: &Attributes) -> SpanKind {
    let operation = attributes.text("gen_ai.operation.name").unwrap_or_default();
    // The AI SDK of Vercel: a function around the calls of a model.
    if let Some(operation) = attributes.text("ai.operationId") {
        return match operation.rsplit('.').next().unwrap_or_default() {
            "doGenerate" | "doStream" => SpanKind::Model,
            "toolCall" | "embed" | "embedMany" | "doEmbed" => SpanKind::Aside,
            _ => SpanKind::Step,
        };
    }
    match (said, operation.as_str()) {
        ("LLM", _) | (_, "chat" | "text_completion" | "generate_content" | "completion") => SpanKind::Model,
        ("TOOL" | "RETRIEVER" | "RERANKER" | "EMBEDDING" | "GUARDRAIL" | "EVALUATOR" | "PROMPT", _)
        | (_, "embeddings" | "execute_tool") => SpanKind::Aside,
        _ if attributes.has_prefix("gen_ai.prompt") || attributes.has_prefix("gen_ai.input.messages") => {
            if operation.starts_with("invoke_agent") { SpanKind::Step } else { SpanKind::Model }
        }
        _ if attributes.has_prefix("gen_ai.usage") && operation.is_empty() => SpanKind::Model,
        _ => SpanKind::Step,
    }
}

/// Reads the attributes by all conventions: what one has found, the others leave.
pub(super) fn read_attributes(record: &mut RecordBuilder, attributes: &Attributes) {
    attributes.put_openinference(record);
    attributes.put_genai(record);
    put_vercel(attributes, record);
}

/// Reads the events of the older `GenAI` conventions, and exceptions. Attributes are an object, or a list of keys and values.
pub(super) fn read_events(record: &mut RecordBuilder, events: Option<Value<'_>>) {
    let opened = events.and_then(Value::openable);
    let list = opened.as_deref().and_then(|text| Value::Json(text).elements()).unwrap_or_default();
    for event in list.into_iter().filter_map(Value::members) {
        let name = first(&event, &["name", "event_name"]).map(Value::plain).unwrap_or_default();
        let written = event.get("attributes").map(object_of).unwrap_or_default();
        let Ok(body) = Fields::parse(&written) else { continue };
        read_event(record, &name, &body);
    }
}

/// Returns attributes as an object: those of OTLP are a list of keys and values.
pub(super) fn object_of(value: Value<'_>) -> String {
    let Some(list) = value.elements() else { return value.source().to_owned() };
    let member = |pair: Value<'_>| {
        let pair = pair.members()?;
        Some(format!("{}:{}", pair.get("key")?.source(), super::spans::any_value(pair.get("value")?)))
    };
    format!("{{{}}}", list.into_iter().filter_map(member).collect::<Vec<_>>().join(","))
}

/// Reads one event.
pub(super) fn read_event(record: &mut RecordBuilder, name: &str, body: &Fields<'_>) {
    if let Some(turn) = event_turn(name, body) {
        let mut turns = record.take_turns();
        turns.push(turn);
        record.put_turns("events", turns);
        return;
    }
    match name {
        "gen_ai.choice" => {
            if let Some(reason) = body.get("finish_reason") {
                record.put(Field::FinishReason, "finish_reason", reason);
            }
            let opened = body.get("message").and_then(Value::openable);
            let inner = opened.as_deref().map(Value::Json);
            let is_object = inner.and_then(Value::members).is_some();
            let message = if is_object { inner } else { body.get("message") };
            let written = match message.and_then(Value::members) {
                Some(fields) if body.has("tool_calls") && !fields.has("tool_calls") => {
                    let calls = body.get("tool_calls").map_or("[]", Value::source);
                    let content = fields.get("content").map_or("null", Value::source);
                    format!("{{\"role\":\"assistant\",\"content\":{content},\"tool_calls\":{calls}}}")
                }
                Some(_) | None => String::new(),
            };
            let value = Value::parse(&written).ok().or(message).or_else(|| body.get("content"));
            if let Some(value) = value
                && !record.is_set(Field::Output)
            {
                let parts = crate::ingest::record::answer(value, &mut false);
                record.put_answer("gen_ai.choice", parts);
            }
        }
        "exception" => {
            if let Some(text) = first(body, &["exception.message", "exception.type"])
                && record.content.error.is_none()
            {
                record.content.error = Some(text.plain().into());
            }
        }
        "gen_ai.evaluation.result" => {
            let get = |key: &str| body.get(&format!("gen_ai.evaluation.{key}"));
            let mut said = score(&get("name").map(Value::plain).unwrap_or_default(), get("score.value"));
            said.label = get("score.label").and_then(Value::scalar).map(Into::into);
            said.comment = get("explanation").and_then(Value::scalar).map(Into::into);
            record.add_feedback(said);
        }
        "gen_ai.content.prompt" | "gen_ai.content.completion" | "gen_ai.client.inference.operation.details" => {
            let mut attributes = Attributes::default();
            for (key, value) in body.iter() {
                attributes.add(key, value);
            }
            attributes.put_genai(record);
        }
        _ => {}
    }
}

fn put_status(record: &mut RecordBuilder, fields: &Fields<'_>, attributes: &Attributes) {
    let status = fields.get("status").and_then(Value::members).unwrap_or_default();
    let code = first(&status, &["status_code", "code"]).or_else(|| first(fields, &["status_code", "statusCode"]));
    let message = first(&status, &["description", "message"])
        .or_else(|| first(fields, &["status_message", "statusMessage"]))
        .or_else(|| attributes.get("exception.message"))
        .or_else(|| attributes.get("error.type"));
    if code.is_some_and(|code| code.plain().to_uppercase().contains("ERROR")) && record.content.error.is_none() {
        record.content.error = Some(message.map_or_else(|| "ERROR".to_owned(), Value::plain).into());
    }
}

/// Returns the annotations: in the attributes, or beside them as Phoenix's API has them.
fn annotations(fields: &Fields<'_>, attributes: &Attributes) -> Vec<Feedback> {
    let mut all = Vec::new();
    for prefix in ["annotations", "span.annotations", "trace.annotations", "session.annotations"] {
        for one in attributes.indexed(prefix) {
            let get = |key: &str| one.get(&format!("annotation.{key}")).or_else(|| one.get(key));
            all.push(annotation(get("name"), get("score"), get("label"), get("explanation"), get("annotator_kind")));
        }
    }
    for key in ["annotations", "span_annotations", "spanAnnotations"] {
        let opened = fields.get(key).and_then(Value::openable);
        for one in opened.as_deref().and_then(|text| Value::Json(text).elements()).unwrap_or_default() {
            let Some(one) = one.members() else { continue };
            let result = one.get("result").and_then(Value::members).unwrap_or_default();
            let get = |names: &[&str]| first(&result, names).or_else(|| first(&one, names));
            let kind = get(&["annotator_kind", "annotatorKind"]);
            let said = annotation(one.get("name"), get(&["score"]), get(&["label"]), get(&["explanation"]), kind);
            all.push(said);
        }
    }
    // Evaluations as Arize's tables have them: `eval.NAME.label`, `.score`, `.explanation`.
    let evals = fields.iter().filter_map(|(key, _)| key.strip_prefix("eval.")?.rsplit_once('.').map(|(name, _)| name));
    let mut named = std::collections::HashSet::new();
    for name in evals.filter(|name| named.insert(*name)) {
        let get = |what: &str| fields.get(&format!("eval.{name}.{what}")).filter(|value| !value.is_null());
        let mut said = annotation(None, get("score"), get("label"), get("explanation"), None);
        said.name = name.into();
        if said.score.is_some() || said.label.is_some() {
            all.push(said);
        }
    }
    if let Some(note) = first(fields, &["note", "notes"]) {
        all.push(comment(note, None));
    }
    all
}

fn annotation(
    name: Option<Value<'_>>,
    number: Option<Value<'_>>,
    label: Option<Value<'_>>,
    explanation: Option<Value<'_>>,
    kind: Option<Value<'_>>,
) -> Feedback {
    let mut said = score(&name.map(Value::plain).unwrap_or_default(), number);
    said.label = label.and_then(Value::scalar).map(Into::into).or(said.label);
    said.comment = explanation.and_then(Value::scalar).map(Into::into);
    said.is_human = kind.and_then(Value::scalar).map(|kind| kind.eq_ignore_ascii_case("human"));
    said
}
