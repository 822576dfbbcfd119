//! The events of streamed responses, provider by provider: chunks of a chat completion, events of Messages, of Responses
//! and of Converse, lines of Ollama, partial responses of Gemini.

use serde_json::Value as Json;

use super::pieces::{Choice, Pieces};
use super::shape::Shape;
use crate::domain::Part;
use crate::ingest::json::{Fields, Kind, Value};
use crate::ingest::record::message;

/// Returns whether an object is a piece of a stream and nothing else.
pub(crate) fn is_piece(fields: &Fields<'_>) -> bool {
    let piece = family(fields);
    piece.is_some_and(|shape| match shape {
        // A whole response of these looks like a piece: its last line says that it is done.
        Shape::Ollama => fields.get("done").is_some_and(|done| done.source() == "false"),
        // All but the last piece of these come without the reason to end.
        Shape::Gemini => is_open_candidate(fields),
        Shape::Chat | Shape::Completion | Shape::Responses | Shape::Anthropic | Shape::Bedrock | Shape::Error => true,
    }) || unwrapped(fields).is_some()
}

/// Returns whether an object is a response of Gemini that goes on.
fn is_open_candidate(fields: &Fields<'_>) -> bool {
    let first = fields.get("candidates").and_then(Value::elements).and_then(|list| list.first()?.members());
    let is_open = first.is_some_and(|one| one.has("content") && !one.has("finishReason") && !one.has("finish_reason"));
    let own = ["candidates", "usageMetadata", "usage_metadata", "modelVersion", "responseId", "createTime"];
    is_open && fields.iter().all(|(key, _)| own.contains(&key))
}

/// Returns the event that an object `{"event": …, "data": {…}}` holds.
fn unwrapped<'a>(fields: &Fields<'a>) -> Option<Fields<'a>> {
    ["data", "chunk", "event", "delta"].iter().find_map(|key| {
        let inner = fields.get(key)?.members()?;
        family(&inner).filter(|shape| !matches!(shape, Shape::Gemini | Shape::Ollama)).map(|_| inner)
    })
}

/// Returns whose stream an object is a piece of.
fn family(fields: &Fields<'_>) -> Option<Shape> {
    let first = fields.get("choices").and_then(Value::elements).and_then(|list| list.first()?.members());
    let is_chunk = fields.get("object").and_then(Value::text).is_some_and(|kind| kind.ends_with(".chunk"));
    if is_chunk || first.is_some_and(|choice| choice.has("delta") && !choice.has("message")) {
        return Some(Shape::Chat);
    }
    if let Some(kind) = fields.get("type").and_then(Value::text) {
        match kind.as_ref() {
            "message_start" if fields.has("message") => return Some(Shape::Anthropic),
            "content_block_start" | "content_block_delta" | "content_block_stop" if fields.has("index") => {
                return Some(Shape::Anthropic);
            }
            "message_delta" if fields.has("delta") => return Some(Shape::Anthropic),
            "message_stop" | "ping" if fields.len() <= 2 => return Some(Shape::Anthropic),
            known if known.starts_with("response.") => return Some(Shape::Responses),
            _ => {}
        }
    }
    let converse = ["contentBlockDelta", "contentBlockStart", "contentBlockStop", "messageStart", "messageStop"];
    if converse.iter().any(|key| fields.get(key).is_some_and(|value| value.kind() == Kind::Object))
        || fields.len() == 1
            && fields
                .get("metadata")
                .and_then(Value::members)
                .is_some_and(|meta| meta.has("metrics") || meta.has("usage"))
    {
        return Some(Shape::Bedrock);
    }
    Shape::of(fields).filter(|shape| matches!(shape, Shape::Gemini | Shape::Ollama))
}

/// Adds a piece. Returns whether it was one.
pub(crate) fn add(pieces: &mut Pieces, fields: &Fields<'_>) -> bool {
    let Some(shape) = family(fields) else {
        return match unwrapped(fields) {
            Some(inner) => add(pieces, &inner),
            None => add_error(pieces, fields),
        };
    };
    if *pieces.shape.get_or_insert(shape) != shape {
        return false;
    }
    match shape {
        Shape::Chat => add_chunk(pieces, fields),
        Shape::Anthropic => add_message_event(pieces, fields),
        Shape::Responses => add_response_event(pieces, fields),
        Shape::Bedrock => add_converse_event(pieces, fields),
        Shape::Gemini => add_candidates(pieces, fields),
        Shape::Ollama => add_line(pieces, fields),
        Shape::Completion | Shape::Error => {}
    }
    true
}

fn add_error(pieces: &mut Pieces, fields: &Fields<'_>) -> bool {
    let is_error = Shape::of(fields) == Some(Shape::Error);
    if is_error && pieces.shape.is_some() {
        pieces.error = fields.get("error").and_then(json);
    }
    is_error && pieces.shape.is_some()
}

fn json(value: Value<'_>) -> Option<Json> {
    serde_json::from_str(value.source()).ok()
}

fn text(fields: &Fields<'_>, key: &str) -> Option<String> {
    fields.get(key).filter(|value| value.kind() == Kind::String).map(Value::plain)
}

fn number(fields: &Fields<'_>, key: &str) -> u64 {
    fields.get(key).and_then(|value| value.source().parse().ok()).unwrap_or_default()
}

fn inner<'a>(fields: &Fields<'a>, key: &str) -> Fields<'a> {
    fields.get(key).and_then(Value::members).unwrap_or_default()
}

fn append(fields: &Fields<'_>, keys: &[&str], to: &mut String) {
    if let Some(more) = keys.iter().find_map(|key| text(fields, key)) {
        to.push_str(&more);
    }
}

fn add_head(pieces: &mut Pieces, fields: &Fields<'_>, id: &str, created: &str) {
    pieces.id = pieces.id.take().or_else(|| text(fields, id));
    pieces.model = pieces.model.take().or_else(|| text(fields, "model")).or_else(|| text(fields, "modelVersion"));
    pieces.created = pieces.created.take().or_else(|| fields.get(created).and_then(json));
}

fn add_chunk(pieces: &mut Pieces, fields: &Fields<'_>) {
    add_head(pieces, fields, "id", "created");
    pieces.add_usage(fields.get("usage"));
    pieces.error = pieces.error.take().or_else(|| fields.get("error").filter(|error| !error.is_null()).and_then(json));
    let choices = fields.get("choices").and_then(Value::elements).unwrap_or_default();
    for one in choices.into_iter().filter_map(Value::members) {
        let choice = pieces.choice(number(&one, "index"));
        choice.finish = text(&one, "finish_reason").or(choice.finish.take());
        let delta = inner(&one, "delta");
        append(&delta, &["content"], &mut choice.text);
        append(&one, &["text"], &mut choice.text);
        append(&delta, &["reasoning_content", "reasoning"], &mut choice.reasoning);
        append(&delta, &["refusal"], &mut choice.refusal);
        let calls = delta.get("tool_calls").and_then(Value::elements).unwrap_or_default();
        for (place, call) in calls.into_iter().filter_map(Value::members).enumerate() {
            let index = if call.has("index") { number(&call, "index") } else { place as u64 };
            add_call(choice, index, &call, &inner(&call, "function"));
        }
        if let Some(call) = delta.get("function_call").and_then(Value::members) {
            add_call(choice, 0, &Fields::default(), &call);
        }
    }
}

fn add_call(choice: &mut Choice, index: u64, call: &Fields<'_>, function: &Fields<'_>) {
    let known = choice.call(index);
    append(function, &["name"], &mut known.name);
    append(function, &["arguments"], &mut known.arguments);
    if known.id.is_empty() {
        append(call, &["id"], &mut known.id);
    }
}

fn add_message_event(pieces: &mut Pieces, fields: &Fields<'_>) {
    let kind = text(fields, "type").unwrap_or_default();
    let index = number(fields, "index");
    match kind.as_str() {
        "message_start" => {
            let message = inner(fields, "message");
            add_head(pieces, &message, "id", "created");
            pieces.add_usage(message.get("usage"));
            pieces.choice(0);
        }
        "content_block_start" => {
            let block = inner(fields, "content_block");
            let choice = pieces.choice(0);
            append(&block, &["text"], &mut choice.text);
            append(&block, &["thinking"], &mut choice.reasoning);
            if text(&block, "type").is_some_and(|kind| kind.ends_with("tool_use")) {
                let call = choice.call(index);
                append(&block, &["id"], &mut call.id);
                append(&block, &["name"], &mut call.name);
            }
        }
        "content_block_delta" => {
            let delta = inner(fields, "delta");
            let choice = pieces.choice(0);
            append(&delta, &["text"], &mut choice.text);
            append(&delta, &["thinking"], &mut choice.reasoning);
            if delta.has("partial_json") {
                append(&delta, &["partial_json"], &mut choice.call(index).arguments);
            }
        }
        "message_delta" => {
            let reason = text(&inner(fields, "delta"), "stop_reason");
            let choice = pieces.choice(0);
            choice.finish = reason.or(choice.finish.take());
            pieces.add_usage(fields.get("usage"));
        }
        "message_stop" => pieces.is_ended = true,
        _ => {}
    }
}

fn add_response_event(pieces: &mut Pieces, fields: &Fields<'_>) {
    let kind = text(fields, "type").unwrap_or_default();
    let response = fields.get("response");
    match kind.as_str() {
        "response.completed" | "response.incomplete" | "response.failed" => {
            pieces.whole = response.map(|response| response.source().to_owned());
            pieces.is_ended = true;
        }
        "response.created" | "response.in_progress" => {
            add_head(pieces, &inner(fields, "response"), "id", "created_at");
            pieces.choice(0);
        }
        "response.output_text.delta" => append(fields, &["delta"], &mut pieces.choice(0).text),
        "response.refusal.delta" => append(fields, &["delta"], &mut pieces.choice(0).refusal),
        "response.reasoning_summary_text.delta" | "response.reasoning_text.delta" => {
            append(fields, &["delta"], &mut pieces.choice(0).reasoning);
        }
        "response.output_item.added" => {
            let item = inner(fields, "item");
            if text(&item, "type").as_deref() == Some("function_call") {
                let call = pieces.choice(0).call(number(fields, "output_index"));
                append(&item, &["name"], &mut call.name);
                append(&item, &["call_id", "id"], &mut call.id);
            }
        }
        "response.function_call_arguments.delta" => {
            let index = number(fields, "output_index");
            append(fields, &["delta"], &mut pieces.choice(0).call(index).arguments);
        }
        _ => {}
    }
}

fn add_converse_event(pieces: &mut Pieces, fields: &Fields<'_>) {
    let choice = pieces.choice(0);
    let start = inner(fields, "contentBlockStart");
    if let Some(used) = inner(&start, "start").get("toolUse").and_then(Value::members) {
        let call = choice.call(number(&start, "contentBlockIndex"));
        append(&used, &["toolUseId"], &mut call.id);
        append(&used, &["name"], &mut call.name);
    }
    let event = inner(fields, "contentBlockDelta");
    let delta = inner(&event, "delta");
    append(&delta, &["text"], &mut choice.text);
    append(&inner(&delta, "reasoningContent"), &["text"], &mut choice.reasoning);
    if let Some(used) = delta.get("toolUse").and_then(Value::members) {
        append(&used, &["input"], &mut choice.call(number(&event, "contentBlockIndex")).arguments);
    }
    choice.finish = text(&inner(fields, "messageStop"), "stopReason").or(choice.finish.take());
    let meta = inner(fields, "metadata");
    pieces.add_usage(meta.get("usage"));
    pieces.is_ended |= fields.has("metadata");
}

fn add_candidates(pieces: &mut Pieces, fields: &Fields<'_>) {
    add_head(pieces, fields, "responseId", "createTime");
    pieces.add_usage(fields.get("usageMetadata").or_else(|| fields.get("usage_metadata")));
    let candidates = fields.get("candidates").and_then(Value::elements).unwrap_or_default();
    for one in candidates.into_iter().filter_map(Value::members) {
        let choice = pieces.choice(number(&one, "index"));
        choice.finish = text(&one, "finishReason").or_else(|| text(&one, "finish_reason")).or(choice.finish.take());
        add_parts(choice, one.get("content"));
    }
    pieces.is_ended |= pieces.is_finished();
}

fn add_line(pieces: &mut Pieces, fields: &Fields<'_>) {
    add_head(pieces, fields, "id", "created_at");
    let choice = pieces.choice(0);
    append(fields, &["response"], &mut choice.text);
    append(fields, &["thinking"], &mut choice.reasoning);
    add_parts(choice, fields.get("message"));
    choice.finish = text(fields, "done_reason").or(choice.finish.take());
    for key in ["prompt_eval_count", "eval_count"] {
        let value = fields.get(key).and_then(json);
        pieces.usage.extend(value.map(|value| (key.to_owned(), value)));
    }
    pieces.is_ended |= fields.get("done").is_some_and(|done| done.source() == "true");
}

/// Adds the parts of a message that came in pieces.
fn add_parts(choice: &mut Choice, said: Option<Value<'_>>) {
    for part in said.map(|said| message::answer(said, &mut false)).unwrap_or_default() {
        match part {
            Part::Text(text) => choice.text.push_str(text.raw()),
            Part::Reasoning(text) => choice.reasoning.push_str(text.raw()),
            Part::Refusal(text) => choice.refusal.push_str(text.raw()),
            Part::ToolCall { id, name, arguments } => {
                let call = choice.call(choice.calls.len() as u64);
                call.id = id.map(crate::domain::Untrusted::into_raw).unwrap_or_default();
                call.name = name.into_raw();
                call.arguments = arguments.into_raw();
            }
            Part::ToolResult { .. } | Part::Media { .. } | Part::Other(_) => {}
        }
    }
}
