//! Turns as tracing tools store them: those of every other shape, and `LangChain`'s: short (`type: human`), serialised
//! (`lc`, `kwargs`), with `data`, as a pair of role and text, in a list within a list.

use super::message::message;
use crate::domain::{Message, RawJson, Role};
use crate::ingest::json::{Fields, Kind, Value};

/// Returns the turns that a value holds when all its elements are turns.
pub(crate) fn turns(value: Value<'_>, is_partial: &mut bool) -> Option<Vec<Message>> {
    let opened = value.openable()?;
    let list = Value::Json(&opened).elements()?;
    if let [only] = list.as_slice()
        && only.kind() == Kind::Array
        && let Some(inner) = turns(*only, is_partial)
    {
        return Some(inner);
    }
    if list.is_empty() {
        return None;
    }
    list.into_iter().map(|element| turn(element, is_partial)).collect()
}

/// Returns the turn that a value holds.
pub(crate) fn turn(value: Value<'_>, is_partial: &mut bool) -> Option<Message> {
    if let Some(pair) = value.elements() {
        let [role, text] = pair.as_slice() else { return None };
        let word = role.text()?;
        let is_role = matches!(word.as_ref(), "human" | "user" | "ai" | "assistant" | "system" | "tool");
        return (is_role && text.kind() == Kind::String).then(|| Message::text(Role::from_word(&word), text.plain()));
    }
    let fields = value.members()?;
    if let Some(kwargs) = fields.get("kwargs").and_then(Value::members)
        && fields.has("lc")
    {
        let class = fields.get("id").and_then(Value::elements).and_then(|id| id.last()?.text()).unwrap_or_default();
        let role = kwargs.get("role").or_else(|| kwargs.get("type")).and_then(Value::text);
        return Some(written(class_role(&class).or(role.as_deref()).unwrap_or("assistant"), &kwargs, is_partial));
    }
    if let Some(data) = fields.get("data").and_then(Value::members)
        && data.has("content")
        && let Some(kind) = fields.get("type").and_then(Value::text)
    {
        return Some(written(&kind, &data, is_partial));
    }
    let is_short = !fields.has("role") && fields.has("content");
    if let Some(kind) = fields.get("type").and_then(Value::text).filter(|_| is_short)
        && matches!(
            kind.as_ref(),
            "human" | "ai" | "system" | "tool" | "function" | "AIMessageChunk" | "HumanMessage" | "AIMessage"
        )
    {
        return Some(written(class_role(&kind).unwrap_or(&kind), &fields, is_partial));
    }
    message(value, is_partial)
}

fn class_role(class: &str) -> Option<&'static str> {
    Some(match class.strip_suffix("Chunk").unwrap_or(class) {
        "HumanMessage" => "human",
        "AIMessage" => "ai",
        "SystemMessage" => "system",
        "ToolMessage" | "FunctionMessage" => "tool",
        _ => return None,
    })
}

/// Reads a message of this role by the fields that say something; the others are the library's own.
fn written(role: &str, fields: &Fields<'_>, is_partial: &mut bool) -> Message {
    let mut members = vec![format!("\"role\":{}", RawJson::string(role).text())];
    for key in ["content", "tool_calls", "tool_call_id", "reasoning_content"] {
        if let Some(value) = fields.get(key).filter(|value| !value.is_null()) {
            members.push(format!("\"{key}\":{}", value.source()));
        }
    }
    let has_calls = fields.get("tool_calls").and_then(Value::elements).is_some_and(|list| !list.is_empty());
    let more = fields.get("additional_kwargs").and_then(Value::members);
    if let Some(more) = more.filter(|_| !has_calls) {
        members.retain(|member| !member.starts_with("\"tool_calls\""));
        for key in ["tool_calls", "function_call"] {
            if let Some(value) = more.get(key).filter(|value| !value.is_null()) {
                members.push(format!("\"{key}\":{}", value.source()));
            }
        }
    }
    let text = format!("{{{}}}", members.join(","));
    let read = message(Value::Json(&text), is_partial);
    read.unwrap_or_else(|| Message { role: Role::from_word(role), parts: Vec::new() })
}
