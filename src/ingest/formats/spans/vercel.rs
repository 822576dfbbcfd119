//! Attributes by the AI SDK of Vercel: `ai.prompt`, `ai.prompt.messages`, `ai.response.text` and their kin.

use super::attributes::Attributes;
use crate::domain::Part;
use crate::ingest::field_names::Field;
use crate::ingest::json::{Fields, Value};
use crate::ingest::record::{RecordBuilder, message, put_request, turns};

/// Reads what the AI SDK names; the older names of its results were `ai.result`.
pub(crate) fn put_vercel(attributes: &Attributes, builder: &mut RecordBuilder) {
    if !attributes.has_prefix("ai.") {
        return;
    }
    put_asked(attributes, builder);
    put_said(attributes, builder);
    for (field, keys) in [
        (Field::Model, &["ai.response.model", "ai.model.id"][..]),
        (Field::FinishReason, &["ai.response.finishReason", "ai.finishReason"]),
        (Field::TokensIn, &["ai.usage.inputTokens", "ai.usage.promptTokens"]),
        (Field::TokensOut, &["ai.usage.outputTokens", "ai.usage.completionTokens"]),
        (
            Field::Conversation,
            &[
                "ai.telemetry.metadata.sessionId",
                "ai.telemetry.metadata.threadId",
                "ai.telemetry.metadata.conversationId",
                "ai.telemetry.metadata.chatId",
            ],
        ),
    ] {
        attributes.put(builder, field, keys);
    }
}

fn put_asked(attributes: &Attributes, builder: &mut RecordBuilder) {
    if builder.is_set(Field::Messages) || builder.is_set(Field::Input) {
        return;
    }
    if let Some(opened) = attributes.get("ai.prompt.messages").and_then(Value::openable)
        && let Some(list) = turns(Value::Json(&opened), &mut builder.is_partial)
    {
        builder.put_turns("ai.prompt.messages", list);
        return;
    }
    let Some(value) = attributes.get("ai.prompt") else { return };
    let opened = value.openable();
    let asked = opened.as_deref().and_then(|text| Fields::parse(text).ok());
    let system = asked.as_ref().and_then(|asked| asked.get("system"));
    if let Some(system) = system.filter(|system| !system.is_null()) {
        builder.put(Field::System, "ai.prompt.system", system);
    }
    let inner = asked.as_ref().and_then(|asked| asked.get("messages").or_else(|| asked.get("prompt")));
    put_request(builder, "ai.prompt", inner.unwrap_or(value));
}

fn put_said(attributes: &Attributes, builder: &mut RecordBuilder) {
    if builder.is_set(Field::Output) {
        return;
    }
    let get = |name: &str| {
        let found = ["ai.response", "ai.result"].iter().find_map(|prefix| attributes.get(&format!("{prefix}.{name}")));
        found.filter(|value| value.source() != "\"\"")
    };
    let mut parts: Vec<Part> = Vec::new();
    parts.extend(get("reasoning").map(|text| Part::Reasoning(text.plain().into())));
    parts.extend(get("text").or_else(|| get("object")).map(|text| Part::Text(text.plain().into())));
    if let Some(opened) = get("toolCalls").and_then(Value::openable) {
        let written = format!("{{\"role\":\"assistant\",\"tool_calls\":{opened}}}");
        let turn = message::message(Value::Json(&written), &mut false);
        parts.extend(turn.map(|turn| turn.parts).unwrap_or_default());
    }
    if !parts.is_empty() {
        builder.put_answer("ai.response", parts);
    }
}
