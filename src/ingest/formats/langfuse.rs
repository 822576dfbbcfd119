//! Langfuse: observations, traces, scores and comments, from its API (`camelCase`) or its exports (`snake_case`), one a
//! row or a whole trace with all of them.

use super::format::{Detector, Format, Reader, Strength};
use super::spans::{
    Span, SpanKind, SpanReader, Traces, comment, first, keep_others, keep_trace_url, put_first, put_seconds, score,
    take_first, unquoted,
};
use crate::domain::Time;
use crate::ingest::field_names::Field;
use crate::ingest::json::{Fields, Value};
use crate::ingest::record::{RecordBuilder, Records, put_request, put_response};
use crate::ingest::sink::Feedback;

/// `langfuse`.
pub(super) const FORMAT: Format = Format {
    name: "langfuse",
    description: "Langfuse's traces and observations with scores and comments, from the API or an export.",
    detector: Detector::Entry(|fields| Strength::sure(kind(fields).is_some())),
    reader: Reader::File(|| SpanReader::boxed(read)),
    lists: &["whole:observations"],
    example: r#"{"id": "t1", "timestamp": "2026-03-01T10:00:00Z", "name": "chat", "sessionId": "s1", "input": "2+2?", "output": "4", "public": false, "tags": ["a"],
"htmlPath": "/project/p/traces/t1", "observations": [{"id": "o1", "traceId": "t1", "type": "GENERATION", "startTime": "2026-03-01T10:00:00Z",
"endTime": "2026-03-01T10:00:01.5Z", "model": "gpt-4o", "input": [{"role": "system", "content": "Add."}, {"role": "user", "content": "2+2?"}],
"output": {"role": "assistant", "content": "4"}, "usageDetails": {"input": 9, "output": 1}, "calculatedTotalCost": 0.5}],
"scores": [{"id": "c1", "traceId": "t1", "name": "correct", "value": 0, "dataType": "NUMERIC", "source": "ANNOTATION", "comment": "no"}]}"#,
    expected: r#"line 1 skipped: a span inside a trace
line 1
system: Add.
user: 2+2?
output: 4
id: t1
conversation: s1
model: gpt-4o
time: 2026-03-01T10:00:00Z
cost: 0.5
tokens: 9/1
meta trace_url: "/project/p/traces/t1"
meta name: "chat"
meta public: false
meta tags: ["a"]
feedback correct: 0 # no"#,
    source: "by hand, after the API reference of Langfuse 5",
};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Row {
    Observation,
    Trace,
    /// `{trace, observations, scores}`.
    Download,
    Score,
    Comment,
}

const TYPES: [&str; 10] =
    ["GENERATION", "SPAN", "EVENT", "AGENT", "TOOL", "CHAIN", "RETRIEVER", "EVALUATOR", "EMBEDDING", "GUARDRAIL"];
const TRACE_ID: [&str; 2] = ["traceId", "trace_id"];
const START: [&str; 2] = ["startTime", "start_time"];
const END: [&str; 2] = ["endTime", "end_time"];

fn kind(fields: &Fields<'_>) -> Option<Row> {
    let has = |keys: &[&str]| keys.iter().any(|key| fields.has(key));
    let text = |key: &str| fields.get(key).and_then(Value::text).unwrap_or_default();
    let is_list = |key: &str| fields.get(key).is_some_and(|value| value.elements().is_some());
    if TYPES.contains(&text("type").as_ref()) && has(&START) && (has(&TRACE_ID) || has(&["parentObservationId"])) {
        return Some(Row::Observation);
    }
    if fields.get("trace").and_then(Value::members).is_some_and(|trace| trace.has("id")) && is_list("observations") {
        return Some(Row::Download);
    }
    let is_score = has(&["dataType", "data_type"]) || matches!(text("source").as_ref(), "API" | "EVAL" | "ANNOTATION");
    let is_about = has(&TRACE_ID) || has(&["observationId", "observation_id", "sessionId", "session_id"]);
    if is_score && is_about && fields.has("name") && has(&["value", "stringValue", "string_value"]) {
        return Some(Row::Score);
    }
    if has(&["objectType", "object_type"]) && has(&["objectId", "object_id"]) && fields.has("content") {
        return Some(Row::Comment);
    }
    let marks = [
        fields.has("htmlPath"),
        fields.has("public") && (has(&["tags", "release"])),
        fields.has("bookmarked"),
        is_list("scores") && fields.has("input") && has(&["sessionId", "session_id", "userId"]),
        is_list("observations") && (is_list("scores") || has(&["sessionId", "session_id", "userId"])),
        has(&["projectId", "project_id"]) && fields.has("tags") && has(&["sessionId", "session_id"]),
    ];
    (fields.has("id") && fields.has("timestamp") && marks.contains(&true)).then_some(Row::Trace)
}

fn read(fields: &mut Fields<'_>, out: &mut Records<'_>, traces: &mut Traces) {
    match kind(fields) {
        Some(Row::Observation) => observation(fields, "", out, traces),
        Some(Row::Trace) => trace(fields, out, traces),
        Some(Row::Download) => {
            let Some(mut inner) = fields.take("trace").and_then(Value::members) else { return };
            let id = inner.get("id").map(Value::plain).unwrap_or_default();
            for list in ["observations", "scores", "comments"] {
                rows(fields, list, &id, out, traces);
            }
            trace(&mut inner, out, traces);
        }
        Some(Row::Score) => {
            let id = first(fields, &TRACE_ID).map(Value::plain).unwrap_or_default();
            said(fields, &id, out, traces);
        }
        Some(Row::Comment) => {
            let about = first(fields, &["objectId", "object_id"]).map(Value::plain).unwrap_or_default();
            let kind = first(fields, &["objectType", "object_type"]).map(Value::plain).unwrap_or_default();
            let by = first(fields, &["authorUserId", "author_user_id"]);
            match (kind.as_str(), fields.get("content").map(|text| comment(text, by))) {
                ("TRACE", Some(text)) => traces.say(&about, None, text, out),
                ("OBSERVATION", Some(text)) => traces.say_of(&about, text, out),
                _ => out.skip("a comment on something else than a trace"),
            }
        }
        None => out.reject("neither a trace, an observation nor a score of Langfuse"),
    }
}

/// Reads a list within a trace: its observations, scores or comments.
fn rows(fields: &mut Fields<'_>, key: &str, trace: &str, out: &mut Records<'_>, traces: &mut Traces) {
    let list = fields.get(key).and_then(Value::elements);
    let Some(list) = list else { return };
    fields.take(key);
    for mut inner in list.into_iter().filter_map(Value::members) {
        match key {
            "observations" => observation(&mut inner, trace, out, traces),
            "scores" => said(&inner, trace, out, traces),
            _ => {
                let is_trace = inner.get("objectType").is_none_or(|kind| kind.plain() == "TRACE");
                let about = inner.get("objectId").map(Value::plain).filter(|_| !is_trace);
                if let Some(text) = inner.get("content") {
                    traces.say(trace, about, comment(text, inner.get("authorUserId")), out);
                }
            }
        }
    }
}

fn trace(fields: &mut Fields<'_>, out: &mut Records<'_>, traces: &mut Traces) {
    let id = fields.get("id").map(Value::plain).unwrap_or_default();
    let bytes = fields.size();
    let has_observations = fields
        .get("observations")
        .and_then(Value::elements)
        .is_some_and(|list| list.first().is_some_and(|first| first.members().is_some()));
    for list in ["observations", "scores", "comments"] {
        rows(fields, list, &id, out, traces);
    }
    fields.take("observations");
    fields.take("scores");
    let mut record = out.begin();
    put_first(&mut record, Field::Id, fields, &["id"]);
    put_first(&mut record, Field::Time, fields, &["timestamp"]);
    common(&mut record, fields);
    if let Some(seconds) = take_first(fields, &["latency"]).and_then(Value::number)
        && record.content.latency_ms.is_none()
        && seconds > 0.0
    {
        record.content.latency_ms = Some(seconds * 1000.0);
    }
    keep_others(&mut record, fields, &DROPPED);
    traces.add(Span { trace: id.clone(), id: id.clone(), parent: None, kind: SpanKind::Trace, record }, bytes, out);
    if has_observations {
        traces.finish(&id, out);
    }
}

const DROPPED: [&str; 10] = [
    "createdAt",
    "updatedAt",
    "created_at",
    "updated_at",
    "bookmarked",
    "externalId",
    "unit",
    "projectId",
    "project_id",
    "is_root_observation",
];

/// Reads what traces and observations have in common.
fn common(record: &mut RecordBuilder, fields: &mut Fields<'_>) {
    put_first(record, Field::Conversation, fields, &["sessionId", "session_id"]);
    put_first(record, Field::Cost, fields, &["totalCost", "calculatedTotalCost", "total_cost"]);
    if let Some(value) = take_first(fields, &["input"]) {
        let text = unquoted(value);
        put_request(record, "input", text.as_deref().map_or(value, Value::Json));
    }
    if let Some(value) = take_first(fields, &["output"]) {
        let text = unquoted(value);
        put_response(record, "output", text.as_deref().map_or(value, Value::Json));
    }
    keep_trace_url(record, fields, &["htmlPath", "html_path", "url"]);
}

fn observation(fields: &mut Fields<'_>, trace: &str, out: &mut Records<'_>, traces: &mut Traces) {
    let bytes = fields.size();
    let id = fields.get("id").map(Value::plain).unwrap_or_default();
    let trace = take_first(fields, &TRACE_ID).map_or_else(|| trace.to_owned(), Value::plain);
    let parent = take_first(fields, &["parentObservationId", "parent_observation_id"]).map(Value::plain);
    let kind = match take_first(fields, &["type"]).map(Value::plain).as_deref() {
        Some("GENERATION") => SpanKind::Model,
        Some("TOOL" | "RETRIEVER" | "EVALUATOR" | "EMBEDDING" | "GUARDRAIL" | "EVENT") => SpanKind::Aside,
        Some(_) | None => SpanKind::Step,
    };
    let mut record = out.begin();
    put_first(&mut record, Field::Id, fields, &["id"]);
    put_seconds(&mut record, first(fields, &START), first(fields, &END));
    put_first(&mut record, Field::Time, fields, &START);
    let models = ["model", "providedModelName", "provided_model_name", "internalModel", "internal_model_id", "modelId"];
    put_first(&mut record, Field::Model, fields, &models);
    put_first(&mut record, Field::PromptName, fields, &["promptName", "prompt_name"]);
    put_first(&mut record, Field::Prompt, fields, &["promptVersion", "prompt_version"]);
    for key in ["usageDetails", "usage_details", "usage"] {
        if let Some(opened) = fields.get(key).and_then(Value::openable) {
            record.put(Field::Usage, key, Value::Json(&opened));
        }
        fields.take(key);
    }
    put_first(&mut record, Field::TokensIn, fields, &["promptTokens", "inputUsage", "prompt_tokens"]);
    put_first(&mut record, Field::TokensOut, fields, &["completionTokens", "outputUsage", "completion_tokens"]);
    common(&mut record, fields);
    if let Some(costs) = take_first(fields, &["costDetails", "cost_details"]).and_then(Value::openable)
        && let Ok(costs) = Fields::parse(&costs)
        && let Some(total) = costs.get("total")
    {
        record.put(Field::Cost, "costDetails.total", total);
    }
    let is_error = take_first(fields, &["level"]).is_some_and(|level| level.plain() == "ERROR");
    if is_error {
        put_first(&mut record, Field::Error, fields, &["statusMessage", "status_message"]);
        if record.content.error.is_none() {
            record.content.error = Some("ERROR".into());
        }
    }
    for key in
        START.iter().chain(&END).chain(&["latency", "completionStartTime", "completion_start_time", "totalTokens"])
    {
        fields.take(key);
    }
    keep_others(&mut record, fields, &DROPPED);
    traces.add(Span { trace: if trace.is_empty() { id.clone() } else { trace }, id, parent, kind, record }, bytes, out);
}

/// Reads a score.
fn said(fields: &Fields<'_>, trace: &str, out: &mut Records<'_>, traces: &mut Traces) {
    let trace = first(fields, &TRACE_ID).map_or_else(|| trace.to_owned(), Value::plain);
    let name = fields.get("name").map(Value::plain).unwrap_or_default();
    let word = first(fields, &["stringValue", "string_value"]).and_then(Value::scalar);
    let kind = first(fields, &["dataType", "data_type"]).map(Value::plain).unwrap_or_default();
    let value = fields.get("value").filter(|value| !value.is_null());
    let number = value.and_then(Value::number).filter(|_| kind != "CATEGORICAL");
    let plain = score(&name, value.filter(|_| word.is_none() && number.is_none()));
    let said = Feedback {
        score: number.or(plain.score),
        label: word.map(Into::into).or(plain.label),
        comment: first(fields, &["comment"]).map(|text| text.plain().into()),
        by: first(fields, &["authorUserId", "author_user_id"]).and_then(Value::scalar).map(Into::into),
        time: first(fields, &["timestamp", "createdAt"]).and_then(|time| Time::parse(&time.text()?)),
        is_human: fields.get("source").and_then(Value::text).map(|source| source == "ANNOTATION"),
        name: name.into(),
    };
    let about = first(fields, &["observationId", "observation_id"]).map(Value::plain);
    if trace.is_empty() {
        return out.skip("a score of a session");
    }
    traces.say(&trace, about, said, out);
}
