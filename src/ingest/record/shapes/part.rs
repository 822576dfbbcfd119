//! One part of a turn: text, reasoning, a call of a tool or its result, a picture or a file, by any provider.

use crate::domain::{Part, Untrusted};
use crate::ingest::json::{Fields, Kind, Value};

/// Returns the text of a scalar, if there is one.
pub(crate) fn optional(value: Option<Value<'_>>) -> Option<Untrusted> {
    value.and_then(Value::scalar).map(Untrusted::new)
}

/// Reads a call of a tool, its name and arguments standing in it or in a `function`.
pub(crate) fn tool_call(value: Value<'_>) -> Part {
    let Some(call) = value.members() else { return Part::Other(value.kept()) };
    let function = call.get("function").and_then(Value::members);
    let first = |keys: &[&str]| {
        let within = |fields: &Fields<'_>| keys.iter().find_map(|key| fields.get(key)).map(Value::plain);
        function.as_ref().and_then(within).or_else(|| within(&call)).unwrap_or_default()
    };
    let name = match call.get("function").and_then(Value::scalar) {
        Some(name) => name,
        None => first(&["name", "toolName"]),
    };
    Part::ToolCall {
        id: optional(call.get("id").or_else(|| call.get("toolUseId")).or_else(|| call.get("toolCallId"))),
        name: name.into(),
        arguments: first(&["arguments", "args", "input"]).into(),
    }
}

/// Reads one part: its `type` says what it is, or, at Gemini and Bedrock, the only key that it has.
pub(crate) fn part(value: Value<'_>) -> Part {
    let Some(fields) = value.members() else { return Part::Text(value.plain().into()) };
    let text = |key: &str| fields.get(key).filter(|value| !value.is_null()).map(Value::plain);
    let Some(kind) = text("type") else { return untyped(value, &fields) };
    let other = || Part::Other(value.kept());
    match kind.as_str() {
        "text" | "input_text" | "output_text" => {
            // Assistants write a text with its annotations.
            let within = fields.get("text").and_then(Value::members).and_then(|text| optional(text.get("value")));
            let text = || text("text").or_else(|| text("content")).map(Untrusted::new);
            within.or_else(text).map_or_else(other, Part::Text)
        }
        "refusal" => text("refusal").map_or_else(other, |text| Part::Refusal(text.into())),
        "thinking" | "reasoning" => {
            let text = ["thinking", "text", "content", "reasoning"].iter().find_map(|key| text(key));
            text.map_or_else(other, |text| Part::Reasoning(text.into()))
        }
        "tool_use" | "server_tool_use" | "tool_call" | "tool-call" | "mcp_tool_use" => tool_call(value),
        "tool_result" | "tool_call_response" | "tool-result" | "mcp_tool_result" => {
            let result = ["content", "response", "result", "output"].iter().find_map(|key| fields.get(key));
            let text = result.map(result_text).unwrap_or_default();
            let id = optional(["tool_use_id", "toolCallId", "id"].iter().find_map(|key| fields.get(key)));
            Part::ToolResult { id, content: text.into() }
        }
        "image_url" | "input_image" | "image" => media("image", &fields, &["image_url", "url", "source", "image"]),
        "input_audio" | "audio" => media("audio", &fields, &["input_audio", "audio", "url", "source"]),
        "file" | "input_file" | "document" => media("file", &fields, &["file", "file_id", "filename", "source", "url"]),
        _ => other(),
    }
}

/// A part without a type: `{"text": …}`, `{"functionCall": {…}}`, `{"toolUse": {…}}`.
fn untyped(value: Value<'_>, fields: &Fields<'_>) -> Part {
    let get = |keys: &[&str]| keys.iter().find_map(|key| fields.get(key)).filter(|value| !value.is_null());
    if let Some(call) = get(&["functionCall", "function_call", "toolUse"]) {
        return tool_call(call);
    }
    if let Some(result) = get(&["functionResponse", "function_response", "toolResult"]) {
        let within = result.members().unwrap_or_default();
        let content = within.get("response").or_else(|| within.get("content"));
        let id = within.get("toolUseId").or_else(|| within.get("id")).or_else(|| within.get("name"));
        return Part::ToolResult { id: optional(id), content: content.map(result_text).unwrap_or_default().into() };
    }
    if let Some(thought) = get(&["reasoningContent"]).and_then(Value::members) {
        let text = thought.get("reasoningText").and_then(Value::members).and_then(|within| within.get("text"));
        return Part::Reasoning(text.or_else(|| thought.get("text")).map(Value::plain).unwrap_or_default().into());
    }
    for (kind, keys) in [
        ("image", &["image", "image_url"][..]),
        ("file", &["inlineData", "inline_data", "fileData", "file_data", "document"]),
        ("video", &["video"]),
    ] {
        if get(keys).is_some() {
            return media(kind, fields, keys);
        }
    }
    let is_thought = fields.get("thought").is_some_and(|thought| thought.source() == "true");
    match get(&["text", "content"]).filter(|text| text.kind() == Kind::String) {
        Some(text) if is_thought => Part::Reasoning(text.plain().into()),
        Some(text) => Part::Text(text.plain().into()),
        None => Part::Other(value.kept()),
    }
}

/// Returns the text of a tool's answer: a string, or the text parts of a list.
pub(crate) fn result_text(value: Value<'_>) -> String {
    let Some(list) = value.elements() else { return value.plain() };
    let piece = |element: Value<'_>| match element.members().and_then(|fields| fields.get("text")) {
        Some(text) => text.plain(),
        None => element.plain(),
    };
    list.into_iter().map(piece).collect::<Vec<_>>().join("\n")
}

/// Reads a picture, sound or file: its address, or the size of the data in the log.
fn media(kind: &str, fields: &Fields<'_>, keys: &[&str]) -> Part {
    let inner = keys.iter().find_map(|key| fields.get(key));
    let first = |value: Value<'_>, keys: &[&str]| {
        let members = value.members()?;
        keys.iter().find_map(|key| members.get(key).and_then(Value::scalar))
    };
    let text = inner.and_then(|value| match value.kind() {
        Kind::Object => {
            first(value, &["url", "file_id", "filename", "fileUri", "file_uri", "data", "file_data", "bytes"])
        }
        Kind::Null | Kind::Bool | Kind::Number | Kind::String | Kind::Array => value.scalar(),
    });
    let Some(text) = text else { return Part::Media { kind: kind.into(), bytes: None, reference: None } };
    let data = text.strip_prefix("data:").and_then(|rest| rest.split_once(',')).map(|(_, data)| data);
    let has_data = inner.is_some_and(|value| first(value, &["data", "file_data", "bytes"]).is_some());
    match data.or_else(|| has_data.then_some(text.as_str())) {
        Some(data) => Part::Media { kind: kind.into(), bytes: Some(data.len() as u64 / 4 * 3), reference: None },
        None => Part::Media { kind: kind.into(), bytes: None, reference: Some(text.into()) },
    }
}

/// Returns the text of an answer, and the rest of it.
pub(crate) fn split(parts: Vec<Part>) -> (String, Vec<Part>) {
    let mut text = String::new();
    let mut rest = Vec::new();
    for part in parts {
        match part {
            Part::Text(piece) => text.push_str(piece.raw()),
            other => rest.push(other),
        }
    }
    (text, rest)
}
