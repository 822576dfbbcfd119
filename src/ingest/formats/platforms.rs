//! Logs of prompt platforms: `PromptLayer`'s requests, `Humanloop`'s logs, `LangWatch`'s traces, those of Cloudflare's AI
//! gateway.

use super::format::{Detector, Format, Reader, Strength};
use super::spans::{first, put_first, put_seconds, score, take_first};
use crate::ingest::field_names::Field;
use crate::ingest::json::{Fields, Value};
use crate::ingest::record::{RecordBuilder, message, put_request, put_response, read_by_names};

/// `promptlayer`.
pub(super) const PROMPTLAYER: Format = Format {
    name: "promptlayer",
    description: "Requests of PromptLayer: prompt blueprints with their answers.",
    detector: Detector::Entry(|fields| Strength::sure(is_blueprint(fields, "input") && is_blueprint(fields, "output"))),
    reader: Reader::Record(read_request),
    example: r#"{"id": 1, "engine": "gpt-4o", "input": {"type": "chat", "messages": [{"role": "user", "content": [{"type": "text", "text": "2+2?"}]}]}, "output": {"type": "chat", "messages": [{"role": "assistant", "content": [{"type": "text", "text": "4"}]}]},
"request_start_time": "2026-03-01T10:00:00Z", "request_end_time": "2026-03-01T10:00:01.500Z", "input_tokens": 9, "output_tokens": 1, "price": 0.5, "prompt_name": "sums", "prompt_version": 3}"#,
    expected: "line 1\nuser: 2+2?\noutput: 4\nid: 1\nmodel: gpt-4o\nprompt: sums@3\ntime: 2026-03-01T10:00:00Z\nlatency: 1500\ncost: 0.5\ntokens: 9/1\nmeta request_end_time: \"2026-03-01T10:00:01.500Z\"",
    source: "by hand, after the REST reference of PromptLayer",
    ..Format::BLANK
};

/// `humanloop`.
pub(super) const HUMANLOOP: Format = Format {
    name: "humanloop",
    description: "Logs of Humanloop's prompts.",
    detector: Detector::Entry(|fields| Strength::sure(is_humanloop(fields))),
    reader: Reader::Record(read_log),
    example: r#"{"id": "log_1", "prompt": {"id": "pr_1", "model": "gpt-4o", "version_id": "prv_2"}, "messages": [{"role": "user", "content": "2+2?"}], "output": "4", "output_message": {"role": "assistant", "content": "4"},
"start_time": "2026-03-01T10:00:00Z", "end_time": "2026-03-01T10:00:01.500Z", "prompt_tokens": 9, "output_tokens": 1, "prompt_cost": 0.1, "output_cost": 0.4, "evaluator_logs": [], "session_id": "z"}"#,
    expected: "line 1\nuser: 2+2?\noutput: 4\nid: log_1\nconversation: z\nmodel: gpt-4o\nprompt: prv_2\ntime: 2026-03-01T10:00:00Z\nlatency: 1500\ncost: 0.5\ntokens: 9/1\nmeta prompt_cost: 0.1\nmeta output_cost: 0.4",
    source: "by hand, after the API reference of Humanloop 5",
    ..Format::BLANK
};

/// `cloudflare-gateway`.
pub(super) const CLOUDFLARE: Format = Format {
    name: "cloudflare-gateway",
    description: "Logs of Cloudflare's AI gateway, of its API and of Logpush.",
    detector: Detector::Entry(|fields| Strength::sure(is_gateway(fields))),
    reader: Reader::Record(read_gateway),
    example: r#"{"id": "g1", "cached": false, "created_at": "2026-03-01T10:00:00Z", "model": "gpt-4o", "provider": "openai", "success": true, "tokens_in": 9, "tokens_out": 1, "duration": 812, "request_head": "{\"messages\": [{\"role\": \"user\", \"content\": \"2+2?\"}]}", "response_head": "{\"choices\": [{\"message\": {\"role\": \"assistant\", \"content\": \"4\"}}]}"}"#,
    expected: "line 1\nuser: 2+2?\noutput: 4\nid: g1\nmodel: gpt-4o\ntime: 2026-03-01T10:00:00Z\nlatency: 812\ntokens: 9/1\nmeta cached: false\nmeta provider: \"openai\"\nmeta success: true",
    source: "by hand, after the API reference of Cloudflare's AI gateway and its Logpush fields",
    ..Format::BLANK
};

/// `langwatch`.
pub(super) const LANGWATCH: Format = Format {
    name: "langwatch",
    description: "Traces of LangWatch with their evaluations.",
    detector: Detector::Entry(|fields| Strength::sure(is_langwatch(fields))),
    reader: Reader::Record(read_langwatch),
    lists: &["whole:timestamps"],
    example: r#"{"trace_id": "t1", "project_id": "p", "metadata": {"thread_id": "c1", "user_id": "u"}, "timestamps": {"started_at": 1772359200000}, "input": {"value": "2+2?"}, "output": {"value": "5"}, "metrics": {"total_time_ms": 1200, "prompt_tokens": 9, "completion_tokens": 1, "total_cost": 0.5}, "error": null, "evaluations": [{"evaluator_id": "e", "name": "Right", "status": "processed", "passed": false, "score": 0.0, "details": "Four."}, {"name": "Tone", "status": "skipped"}], "events": [{"event_type": "thumbs_up_down", "metrics": {"vote": -1}, "event_details": {"feedback": "wrong"}}]}"#,
    expected: "line 1\nuser: 2+2?\noutput: 5\nid: t1\nconversation: c1\ntime: 2026-03-01T10:00:00Z\nlatency: 1200\ncost: 0.5\ntokens: 9/1\nmeta project_id: \"p\"\nmeta user_id: \"u\"\nfeedback thumbs_up_down: -1 # wrong\nfeedback Right: 0 failed # Four.\nfeedback Tone: skipped",
    source: "by hand, after the API reference of LangWatch",
};

const REQUESTS: [&str; 3] = ["request_head", "RequestBody", "requestHead"];
const RESPONSES: [&str; 3] = ["response_head", "ResponseBody", "responseHead"];

fn is_gateway(fields: &Fields<'_>) -> bool {
    first(fields, &REQUESTS).is_some()
        && first(fields, &RESPONSES).is_some()
        && first(fields, &["provider", "Provider"]).is_some()
}

fn read_gateway(fields: &mut Fields<'_>, builder: &mut RecordBuilder) {
    let (asked, said) = (take_first(fields, &REQUESTS), take_first(fields, &RESPONSES));
    if let Some(value) = asked {
        put_request(builder, "request_head", value);
    }
    if let Some(value) = said {
        put_response(builder, "response_head", value);
    }
    put_first(builder, Field::Latency, fields, &["duration"]);
    read_by_names(fields, builder);
}

fn is_blueprint(fields: &Fields<'_>, key: &str) -> bool {
    let inner = fields.get(key).and_then(Value::members).unwrap_or_default();
    let kind = inner.get("type").and_then(Value::text).unwrap_or_default();
    kind == "chat" && inner.get("messages").is_some_and(message::is_list)
        || kind == "completion" && inner.has("content")
}

fn read_request(fields: &mut Fields<'_>, builder: &mut RecordBuilder) {
    let input = take_first(fields, &["input"]).and_then(Value::members).unwrap_or_default();
    let output = take_first(fields, &["output"]).and_then(Value::members).unwrap_or_default();
    if let Some(value) = first(&input, &["messages", "content"]) {
        put_request(builder, "input.messages", value);
    }
    if let Some(value) = first(&output, &["messages", "content"]) {
        put_response(builder, "output.messages", value);
    }
    put_first(builder, Field::Id, fields, &["id", "request_id"]);
    put_first(builder, Field::Cost, fields, &["price"]);
    read_by_names(fields, builder);
}

fn is_humanloop(fields: &Fields<'_>) -> bool {
    let prompt = fields.get("prompt").and_then(Value::members).unwrap_or_default();
    let is_log = fields.has("output_message") || fields.has("evaluator_logs") || fields.has("source_datapoint_id");
    is_log && (prompt.has("version_id") || prompt.has("model")) && fields.has("output")
}

fn read_log(fields: &mut Fields<'_>, builder: &mut RecordBuilder) {
    let mut prompt = take_first(fields, &["prompt"]).and_then(Value::members).unwrap_or_default();
    put_first(builder, Field::Model, &mut prompt, &["model"]);
    put_first(builder, Field::Prompt, &mut prompt, &["version_id", "id"]);
    put_seconds(builder, first(fields, &["start_time"]), first(fields, &["end_time"]));
    put_first(builder, Field::Time, fields, &["start_time", "created_at"]);
    if let Some(value) = take_first(fields, &["output_message"]) {
        put_response(builder, "output_message", value);
        fields.take("output");
    }
    let costs = ["prompt_cost", "output_cost"].map(|key| fields.get(key).and_then(Value::number));
    if costs.iter().any(Option::is_some) {
        builder.content.cost = Some(costs.into_iter().flatten().sum());
    }
    for key in ["end_time", "created_at", "provider_latency", "evaluator_logs"] {
        if fields.get(key).is_some_and(|value| key != "evaluator_logs" || value.source() == "[]") {
            fields.take(key);
        }
    }
    read_by_names(fields, builder);
}

fn is_langwatch(fields: &Fields<'_>) -> bool {
    let has = |key: &str, inner: &str| fields.get(key).and_then(Value::members).is_some_and(|it| it.has(inner));
    let is_timed = has("timestamps", "started_at") || has("timestamps", "inserted_at");
    fields.has("trace_id") && is_timed && (has("input", "value") || has("output", "value"))
}

fn read_langwatch(fields: &mut Fields<'_>, builder: &mut RecordBuilder) {
    put_first(builder, Field::Id, fields, &["trace_id"]);
    for (key, field) in [("input", Field::Input), ("output", Field::Output)] {
        let Some(mut inner) = take_first(fields, &[key]).and_then(Value::members) else { continue };
        if let Some(value) = inner.take("value").filter(|value| !value.is_null()) {
            if field == Field::Input {
                put_request(builder, "input.value", value);
            } else {
                put_response(builder, "output.value", value);
            }
        }
        keep_said(builder, key, inner);
    }
    let mut times = take_first(fields, &["timestamps"]).and_then(Value::members).unwrap_or_default();
    put_first(builder, Field::Time, &mut times, &["started_at", "inserted_at"]);
    let mut counts = take_first(fields, &["metrics"]).and_then(Value::members).unwrap_or_default();
    if let Some(millis) = counts.take("total_time_ms").and_then(Value::number) {
        builder.put_latency("metrics.total_time_ms", millis);
    }
    for (field, key) in
        [(Field::TokensIn, "prompt_tokens"), (Field::TokensOut, "completion_tokens"), (Field::Cost, "total_cost")]
    {
        put_first(builder, field, &mut counts, &[key]);
    }
    keep_said(builder, "metrics", counts);
    if let Some(error) = take_first(fields, &["error"])
        && error.members().is_none_or(|error| error.get("has_error").is_none_or(|is| is.source() != "false"))
    {
        builder.put(Field::Error, "error", error);
    }
    if let Some(spans) = fields.get("spans").and_then(Value::elements) {
        let call = spans.into_iter().filter_map(Value::members).find(|span| span.has("model"));
        if let Some(mut call) = call {
            put_first(builder, Field::Model, &mut call, &["model"]);
        }
    }
    let events = fields.get("events").and_then(Value::elements).unwrap_or_default();
    for event in events.into_iter().filter_map(Value::members) {
        let metrics = event.get("metrics").and_then(Value::members).unwrap_or_default();
        let name = first(&event, &["event_type"]).map(Value::plain).unwrap_or_default();
        let mut said = score(&name, metrics.at(0).map(|(_, value)| value));
        let details = event.get("event_details").and_then(Value::members).unwrap_or_default();
        said.comment = first(&details, &["feedback", "comment"]).and_then(Value::scalar).map(Into::into);
        if said.score.is_some() || said.comment.is_some() {
            fields.take("events");
            builder.add_feedback(said);
        }
    }
    read_by_names(fields, builder);
}

/// Keeps what an object says beside what was taken of it.
fn keep_said(builder: &mut RecordBuilder, key: &str, mut inner: Fields<'_>) {
    for name in inner.keys() {
        if inner.get(&name).is_some_and(|value| value.is_null() || matches!(value.source(), "[]" | "{}")) {
            inner.take(&name);
        }
    }
    builder.keep_rest(key, &inner);
}
