//! What command line agents print at the end of one run without its steps: `claude -p --output-format json` and
//! `gemini --output-format json`. They do not hold what was asked.

use super::format::{Detector, Format, Reader, Strength};
use super::spans::take_first;
use crate::ingest::field_names::Field;
use crate::ingest::json::{Fields, Value};
use crate::ingest::record::{RecordBuilder, read_by_names};

/// `claude-result`.
pub(super) const CLAUDE: Format = Format {
    name: "claude-result",
    description: "What `claude -p --output-format json` prints: the answer of a run, what it took and cost.",
    detector: Detector::Entry(|fields| Strength::sure(is_claude(fields))),
    reader: Reader::Record(read_claude),
    example: r#"{"type":"result","subtype":"success","is_error":false,"duration_ms":1998,"num_turns":1,"result":"Four.","stop_reason":"end_turn","session_id":"s1","total_cost_usd":0.01,"usage":{"input_tokens":3,"output_tokens":6},"modelUsage":{"some-model-1":{"inputTokens":3,"outputTokens":6}},"permission_denials":[],"uuid":"u1"}"#,
    expected: "line 1
output: Four.
id: u1
conversation: s1
model: some-model-1
finish: end_turn
latency: 1998
cost: 0.01
tokens: 3/6
meta num_turns: 1",
    source: "by hand, after the output of Claude Code 2.0",
    ..Format::BLANK
};

/// `gemini-result`.
pub(super) const GEMINI: Format = Format {
    name: "gemini-result",
    description: "What `gemini --output-format json` prints: the answer of a run and what it took.",
    detector: Detector::Entry(|fields| Strength::sure(models(fields).is_some() || is_gemini_error(fields))),
    reader: Reader::Record(read_gemini),
    example: r#"{"session_id": "s1", "response": "Four.", "stats": {"models": {"some-model-3": {"api": {"totalRequests": 1, "totalErrors": 0, "totalLatencyMs": 812}, "tokens": {"prompt": 20, "candidates": 2, "total": 22}}}, "tools": {"totalCalls": 0}}}"#,
    expected: r#"line 1
output: Four.
conversation: s1
model: some-model-3
latency: 812
tokens: 20/2
meta stats: {"models":{"some-model-3":{"api":{"totalRequests":1,"totalErrors":0,"totalLatencyMs":812},"tokens":{"prompt":20,"candidates":2,"total":22}}},"tools":{"totalCalls":0}}"#,
    source: "by hand, after the output of Gemini CLI 0.16",
    ..Format::BLANK
};

fn is_claude(fields: &Fields<'_>) -> bool {
    let is_result = fields.get("type").and_then(Value::text).is_some_and(|kind| kind == "result");
    is_result && fields.has("subtype") && fields.has("session_id") && fields.has("num_turns")
}

fn models<'a>(fields: &Fields<'a>) -> Option<Fields<'a>> {
    let stats = fields.get("stats")?.members()?;
    let models = stats.get("models")?.members()?;
    (fields.has("response") || fields.has("error")).then_some(models)
}

fn is_gemini_error(fields: &Fields<'_>) -> bool {
    let error = fields.get("error").and_then(Value::members).unwrap_or_default();
    let is_own = ["type", "message", "code"].iter().all(|key| error.has(key));
    is_own && fields.keys().iter().all(|key| matches!(key.as_str(), "error" | "session_id" | "stats"))
}

/// Drops what says nothing: null, an empty list or object.
fn drop_empty(fields: &mut Fields<'_>) {
    for key in fields.keys() {
        if fields.get(&key).is_some_and(|value| value.is_null() || matches!(value.source(), "[]" | "{}")) {
            fields.take(&key);
        }
    }
}

fn read_claude(fields: &mut Fields<'_>, record: &mut RecordBuilder) {
    fields.take("type");
    let is_error = fields.take("is_error").is_some_and(|value| value.source() == "true");
    let (said, kind) = (fields.take("result"), fields.take("subtype"));
    if is_error || said.is_none() {
        if let Some(value) = said.or(kind) {
            record.put(Field::Error, "subtype", value);
        }
        record.put_answer("result", Vec::new());
    } else if let Some(said) = said {
        record.put(Field::Output, "result", said);
    }
    for (field, keys) in [
        (Field::Id, &["uuid"][..]),
        (Field::Conversation, &["session_id"]),
        (Field::Latency, &["duration_ms"]),
        (Field::Cost, &["total_cost_usd", "cost_usd"]),
        (Field::FinishReason, &["stop_reason"]),
        (Field::Usage, &["usage"]),
    ] {
        if let Some(value) = take_first(fields, keys) {
            record.put(field, keys.first().unwrap_or(&""), value);
        }
    }
    put_model(fields.get("modelUsage").and_then(Value::members), record);
    if record.content.model.is_some() {
        fields.take("modelUsage");
    }
    drop_empty(fields);
    read_by_names(fields, record);
}

/// Puts in the name of the model, where only one was used.
fn put_model(models: Option<Fields<'_>>, record: &mut RecordBuilder) {
    if let Some([only]) = models.map(|models| models.keys()).as_deref() {
        record.content.model = Some(only.as_str().into());
    }
}

fn read_gemini(fields: &mut Fields<'_>, record: &mut RecordBuilder) {
    let models = models(fields);
    if let Some((_, Some(only))) = models
        .as_ref()
        .filter(|models| models.len() == 1)
        .and_then(|models| models.at(0))
        .map(|(key, it)| (key, it.members()))
    {
        let within = |key: &str, name: &str| only.get(key).and_then(Value::members).and_then(|it| it.get(name));
        for (field, key, name) in [
            (Field::TokensIn, "tokens", "prompt"),
            (Field::TokensOut, "tokens", "candidates"),
            (Field::Latency, "api", "totalLatencyMs"),
        ] {
            if let Some(value) = within(key, name) {
                record.put(field, &format!("stats.models[].{key}.{name}"), value);
            }
        }
    }
    put_model(models, record);
    if fields.get("response").is_none_or(Value::is_null) {
        record.put_answer("response", Vec::new());
    }
    drop_empty(fields);
    read_by_names(fields, record);
}
