//! `LiteLLM`: the payload that its callbacks log, and rows of its table of spend logs. Hashes of keys and addresses are
//! dropped.

use super::format::{Detector, Format, Reader, Strength};
use super::spans::{first, put_first, put_seconds, take_first};
use crate::domain::RawJson;
use crate::ingest::field_names::Field;
use crate::ingest::json::{Fields, Value};
use crate::ingest::record::{RecordBuilder, Records, exchange, put_request, put_response};

/// `litellm`.
pub(super) const FORMAT: Format = Format {
    name: "litellm",
    description: "LiteLLM's logged payloads and rows of its spend logs.",
    detector: Detector::Entry(|fields| Strength::sure(has_shape(fields))),
    reader: Reader::Records(read),
    example: r#"{"id": "chatcmpl-1", "litellm_call_id": "l1", "call_type": "acompletion", "status": "success", "model": "gpt-4o", "startTime": 1772359200.0, "endTime": 1772359201.25, "response_cost": 0.002, "prompt_tokens": 9, "completion_tokens": 1, "total_tokens": 10,
"session_id": "s1", "messages": [{"role": "user", "content": "2+2?"}], "response": {"choices": [{"finish_reason": "stop", "message": {"role": "assistant", "content": "4"}}]}, "metadata": {"user_api_key_hash": "abc", "requester_ip_address": "10.0.0.1"}, "request_tags": ["a"]}"#,
    expected: r#"line 1
user: 2+2?
output: 4
id: chatcmpl-1
conversation: s1
model: gpt-4o
finish: stop
time: 2026-03-01T10:00:00Z
latency: 1250
cost: 0.002
tokens: 9/1
meta call_type: "acompletion"
meta request_tags: ["a"]"#,
    source: "by hand, after StandardLoggingPayload and LiteLLM_SpendLogs of litellm 1.106",
    ..Format::BLANK
};

fn has_shape(fields: &Fields<'_>) -> bool {
    let has_texts = fields.has("messages") || fields.has("response");
    let marks = [
        "litellm_call_id",
        "litellm_params",
        "standard_logging_object",
        "custom_llm_provider",
        "model_group",
        "proxy_server_request",
        "guardrail_information",
        "cost_breakdown",
    ];
    let is_spend = fields.has("spend") && fields.has("startTime");
    let is_payload = fields.has("call_type") && (fields.has("startTime") || fields.has("response_cost"));
    has_texts && (is_spend || is_payload || marks.iter().any(|key| fields.has(key)))
}

/// Who asked from where, and with which key: never kept.
fn is_private(key: &str) -> bool {
    matches!(key, "api_key" | "requester_ip_address" | "user_api_key" | "requester_ip" | "litellm_api_key")
        || (key.contains("api_key") && (key.contains("hash") || key.contains("email") || key.contains("token")))
        || key == "headers"
        || key == "authorization"
}

/// Returns a value without what is private, at any depth.
fn without_private(value: Value<'_>) -> RawJson {
    fn write(value: Value<'_>) -> String {
        if let Some(fields) = value.members() {
            let kept = fields.iter().filter(|(key, _)| !is_private(key));
            let members = kept.map(|(key, value)| format!("{}:{}", RawJson::string(key).text(), write(value)));
            return format!("{{{}}}", members.collect::<Vec<_>>().join(","));
        }
        match value.elements() {
            Some(list) => format!("[{}]", list.into_iter().map(write).collect::<Vec<_>>().join(",")),
            None => value.kept().text().to_owned(),
        }
    }
    let opened = value.openable();
    let value = opened.as_deref().map_or(value, Value::Json);
    // What is nested deeper than is ever written is not searched, so it is not kept either.
    if value.source().len() > 1024 * 1024 || crate::ingest::json::scan(value.source()).depth > 100 {
        return RawJson::string("left out: too large to take private fields out of");
    }
    RawJson::parse(&write(value)).unwrap_or_else(|_| RawJson::string(""))
}

fn is_hidden(value: Value<'_>) -> bool {
    value.source().contains("redacted-by-litellm")
}

fn read(fields: &mut Fields<'_>, out: &mut Records<'_>) {
    let whole = fields.get("standard_logging_object").and_then(Value::members);
    if let Some(mut whole) = whole {
        return read_payload(&mut whole, out);
    }
    read_payload(fields, out);
}

fn read_payload(fields: &mut Fields<'_>, out: &mut Records<'_>) {
    let mut record = out.begin();
    put_first(&mut record, Field::Id, fields, &["id", "request_id", "litellm_call_id"]);
    put_first(&mut record, Field::Conversation, fields, &["session_id"]);
    put_seconds(&mut record, first(fields, &["startTime", "start_time"]), first(fields, &["endTime", "end_time"]));
    if let Some(seconds) = take_first(fields, &["response_time"]).and_then(Value::number)
        && record.content.latency_ms.is_none()
    {
        record.content.latency_ms = Some(seconds * 1000.0);
    }
    put_first(&mut record, Field::Time, fields, &["startTime", "start_time"]);
    put_first(&mut record, Field::Model, fields, &["model"]);
    put_first(&mut record, Field::TokensIn, fields, &["prompt_tokens"]);
    put_first(&mut record, Field::TokensOut, fields, &["completion_tokens"]);
    put_first(&mut record, Field::Cost, fields, &["response_cost", "spend"]);
    let settings = take_first(fields, &["model_parameters", "optional_params"]).and_then(Value::openable);
    let mut settings = settings.as_deref().and_then(|text| Fields::parse(text).ok()).unwrap_or_default();
    put_first(&mut record, Field::Tools, &mut settings, &["tools", "functions"]);
    put_error(&mut record, fields);
    let is_redacted = ["messages", "response"].iter().all(|key| fields.get(key).is_none_or(is_hidden))
        && ["messages", "response"].iter().any(|key| fields.get(key).is_some_and(is_hidden));
    if is_redacted {
        return out.skip("a call whose texts were redacted");
    }
    put_texts(&mut record, fields);
    if !settings.is_empty() {
        record.keep("model_parameters", without_private(Value::Json(settings.to_json().text())));
    }
    for (key, value) in fields.iter() {
        let is_empty = value.is_null() || matches!(value.source(), "{}" | "[]" | "\"\"");
        if is_private(key) || is_empty || DROPPED.contains(&key) {
            continue;
        }
        let kept = without_private(value);
        if kept.text() != "{}" {
            record.keep(key, kept);
        }
    }
    record.is_partial = false;
    out.push(record);
}

const DROPPED: [&str; 15] = [
    "endTime",
    "end_time",
    "completionStartTime",
    "completion_start_time",
    "total_tokens",
    "hidden_params",
    "model_map_information",
    "response_cost_failure_debug_info",
    "saved_cache_cost",
    "litellm_call_id",
    "trace_id",
    "status",
    "api_base",
    "cost_breakdown",
    "model_id",
];

fn put_error(record: &mut RecordBuilder, fields: &mut Fields<'_>) {
    let opened = take_first(fields, &["error_information"]).and_then(Value::openable);
    let information = opened.as_deref().and_then(|text| Fields::parse(text).ok()).unwrap_or_default();
    put_first(record, Field::Error, fields, &["error_str", "error"]);
    if record.content.error.is_none() {
        put_first(record, Field::Error, &mut information.clone(), &["error_message", "error_class"]);
    }
    if record.content.error.is_none() && first(fields, &["status"]).is_some_and(|status| status.plain() == "failure") {
        record.content.error = Some("failure".into());
    }
}

/// Reads what was asked and answered. A spend log may hold both only in the request that the proxy got.
fn put_texts(record: &mut RecordBuilder, fields: &mut Fields<'_>) {
    for key in ["messages", "input", "prompt"] {
        if let Some(value) = fields.get(key) {
            put_request(record, key, value);
            fields.take(key);
        }
    }
    let request = take_first(fields, &["proxy_server_request"]).and_then(Value::openable);
    if let Some(mut request) = request.as_deref().and_then(|text| Fields::parse(text).ok()) {
        let body = request.get("body").and_then(Value::openable);
        let inner = body.as_deref().and_then(|text| Fields::parse(text).ok());
        let mut inner = inner.unwrap_or_else(|| std::mem::take(&mut request));
        // Nothing else of it is kept: it holds the headers and whose key it was.
        exchange::put_request_body(&mut inner, record, "proxy_server_request.body.");
    }
    if let Some(value) = take_first(fields, &["response", "output"]) {
        put_response(record, "response", value);
    }
    fields.take("response");
}
