//! Helicone: logged requests with the provider's bodies of request and response.

use super::format::{Detector, Format, Reader, Strength};
use super::spans::{first, keep_others, put_first, put_seconds, score, take_first};
use crate::ingest::field_names::Field;
use crate::ingest::json::{Fields, Value};
use crate::ingest::record::{RecordBuilder, Records, put_request, put_response};

/// `helicone`.
pub(super) const FORMAT: Format = Format {
    name: "helicone",
    description: "Requests logged by Helicone.",
    detector: Detector::Entry(|fields| Strength::sure(has_shape(fields))),
    reader: Reader::Records(read),
    example: r#"{"request_id": "q1", "request_created_at": "2026-03-01T10:00:00Z", "response_id": "a1", "response_created_at": "2026-03-01T10:00:01.25Z", "response_status": 200, "provider": "OPENAI", "request_model": "gpt-4o", "response_model": "gpt-4o-2024-08-06", "delay_ms": 1250, "prompt_tokens": 9, "completion_tokens": 1, "total_tokens": 10,
"request_properties": {"Helicone-Session-Id": "s1", "team": "shop"}, "request_body": {"model": "gpt-4o", "messages": [{"role": "user", "content": "2+2?"}]}, "response_body": {"choices": [{"finish_reason": "stop", "message": {"role": "assistant", "content": "4"}}]}, "scores": {"correct": {"value": 0, "valueType": "boolean"}}}"#,
    expected: r#"line 1
user: 2+2?
output: 4
id: q1
conversation: s1
model: gpt-4o-2024-08-06
finish: stop
time: 2026-03-01T10:00:00Z
latency: 1250
tokens: 9/1
meta team: "shop"
meta request_body: {"model":"gpt-4o"}
meta provider: "OPENAI"
feedback correct: 0"#,
    source: "by hand, after the API reference of Helicone",
    ..Format::BLANK
};

fn has_shape(fields: &Fields<'_>) -> bool {
    let has = |keys: &[&str]| keys.iter().any(|key| fields.has(key));
    has(&["request_body", "response_body", "signed_body_url"])
        && has(&["request_id", "response_id"])
        && has(&["request_created_at", "request_properties", "delay_ms", "helicone_user", "response_status"])
}

fn read(fields: &mut Fields<'_>, out: &mut Records<'_>) {
    let mut record = out.begin();
    put_first(&mut record, Field::Id, fields, &["request_id"]);
    if let Some(milliseconds) = take_first(fields, &["delay_ms"]).and_then(Value::number) {
        record.content.latency_ms = Some(milliseconds);
    }
    put_seconds(&mut record, first(fields, &["request_created_at"]), first(fields, &["response_created_at"]));
    put_first(&mut record, Field::Time, fields, &["request_created_at"]);
    put_first(&mut record, Field::TokensIn, fields, &["prompt_tokens"]);
    put_first(&mut record, Field::TokensOut, fields, &["completion_tokens"]);
    put_first(&mut record, Field::Cost, fields, &["cost", "costUSD", "cost_usd"]);
    put_first(&mut record, Field::Model, fields, &["response_model", "request_model", "model_override", "model"]);
    put_first(&mut record, Field::PromptName, fields, &["request_prompt", "prompt_id"]);
    put_properties(&mut record, fields);
    put_bodies(&mut record, fields);
    put_said(&mut record, fields);
    keep_others(&mut record, fields, &DROPPED);
    record.is_partial = false;
    if !record.has_content() && fields.has("signed_body_url") {
        return out.skip("a request whose bodies are stored elsewhere (signed_body_url)");
    }
    out.push(record);
}

const DROPPED: [&str; 22] = [
    "response_id",
    "response_created_at",
    "total_tokens",
    "request_model",
    "response_model",
    "model",
    "signed_body_url",
    "llmSchema",
    "helicone_user",
    "request_ip",
    "country_code",
    "target_url",
    "asset_ids",
    "asset_urls",
    "cache_enabled",
    "cache_reference_id",
    "cache_count",
    "request_user_id",
    "model_override",
    "response_status",
    "properties",
    "auth_hash",
];

fn put_properties(record: &mut RecordBuilder, fields: &mut Fields<'_>) {
    let Some(opened) = take_first(fields, &["request_properties", "properties"]).and_then(Value::openable) else {
        return;
    };
    let Ok(mut properties) = Fields::parse(&opened) else { return };
    put_first(record, Field::Conversation, &mut properties, &["Helicone-Session-Id", "helicone-session-id"]);
    for (key, value) in properties.iter() {
        record.keep(key, value.kept());
    }
}

fn put_bodies(record: &mut RecordBuilder, fields: &mut Fields<'_>) {
    if let Some(value) = take_first(fields, &["request_body", "request"]) {
        put_request(record, "request_body", value);
    }
    let status = first(fields, &["response_status"]).and_then(Value::number).unwrap_or(200.0);
    let Some(value) = take_first(fields, &["response_body", "response"]) else { return };
    let opened = value.openable();
    let body = opened.as_deref().and_then(|text| Fields::parse(text).ok()).unwrap_or_default();
    let is_failed = !(200.0..400.0).contains(&status) && status > 0.0;
    if let Some(error) = body.get("error").or_else(|| body.get("helicone-error")).filter(|error| !error.is_null()) {
        record.put(Field::Error, "response_body.error", error);
    } else if is_failed {
        record.content.error = Some(format!("status {status}").into());
    }
    if !body.has("error") {
        put_response(record, "response_body", value);
    }
}

fn put_said(record: &mut RecordBuilder, fields: &mut Fields<'_>) {
    if let Some(opened) = take_first(fields, &["scores"]).and_then(Value::openable)
        && let Ok(scores) = Fields::parse(&opened)
    {
        for (name, value) in scores.iter().filter(|(_, value)| !value.is_null()) {
            let inner = value.members().and_then(|inner| inner.get("value"));
            record.add_feedback(score(name, Some(inner.unwrap_or(value))));
        }
    }
    for key in ["feedback_rating", "rating"] {
        if let Some(value) = take_first(fields, &[key]) {
            let mut said = score("rating", Some(value));
            said.is_human = Some(true);
            record.add_feedback(said);
        }
    }
    let inner = fields.get("feedback").and_then(Value::members).and_then(|feedback| feedback.get("rating"));
    if let Some(value) = inner {
        let mut said = score("rating", Some(value));
        said.is_human = Some(true);
        record.add_feedback(said);
        fields.take("feedback");
    }
}
