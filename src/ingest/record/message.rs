//! Turns of a conversation in every shape that logs write them: chat completions, Anthropic blocks, Responses items,
//! `ShareGPT`, `LangChain`.

use crate::domain::{Message, Part, Role, Untrusted};
use crate::ingest::json::{Fields, Kind, Value};

/// Returns the turns that a value holds, when it is a list of turns (or the text of one). `is_partial` is set when a
/// turn had fields that a message has no place for.
pub(crate) fn messages(value: Value<'_>, is_partial: &mut bool) -> Option<Vec<Message>> {
    let opened = value.openable()?;
    let list = Value::Json(&opened).elements()?;
    if list.is_empty() {
        return None;
    }
    list.into_iter().map(|element| message(element, is_partial)).collect()
}

/// Returns whether a value is a list of turns, judged by its first element.
pub(crate) fn is_list(value: Value<'_>) -> bool {
    let Some(opened) = value.openable() else { return false };
    let list = Value::Json(&opened).elements().unwrap_or_default();
    list.first().and_then(|first| first.members()).is_some_and(|turn| speaker(&turn).is_some() || item(&turn).is_some())
}

fn speaker(turn: &Fields<'_>) -> Option<Role> {
    if let Some(role) = turn.get("role").or_else(|| turn.get("from")).or_else(|| turn.get("speaker")) {
        return role.text().map(|word| Role::from_word(&word));
    }
    let kind = turn.get("type")?.text()?;
    let is_role = matches!(kind.as_ref(), "human" | "ai" | "system" | "tool");
    (is_role && turn.has("content")).then(|| Role::from_word(&kind))
}

/// An item of the Responses API that is no message.
fn item(turn: &Fields<'_>) -> Option<Message> {
    let kind = turn.get("type")?.text()?;
    let text = |key: &str| turn.get(key).map(Value::plain).unwrap_or_default();
    match kind.as_ref() {
        "function_call" => {
            let call = Part::ToolCall {
                id: optional(turn.get("call_id")),
                name: text("name").into(),
                arguments: text("arguments").into(),
            };
            Some(Message { role: Role::Assistant, parts: vec![call] })
        }
        "function_call_output" => {
            let result = Part::ToolResult { id: optional(turn.get("call_id")), content: text("output").into() };
            Some(Message { role: Role::Tool, parts: vec![result] })
        }
        "reasoning" => Some(Message { role: Role::Assistant, parts: reasoning_item(turn) }),
        _ => None,
    }
}

fn reasoning_item(turn: &Fields<'_>) -> Vec<Part> {
    let pieces = ["summary", "content"].iter().filter_map(|key| turn.get(key)?.elements()).flatten();
    let text = |piece: Value<'_>| Some(Part::Reasoning(piece.members()?.get("text")?.plain().into()));
    pieces.filter_map(text).collect()
}

fn optional(value: Option<Value<'_>>) -> Option<Untrusted> {
    value.and_then(Value::scalar).map(Untrusted::new)
}

/// One turn.
pub(crate) fn message(value: Value<'_>, is_partial: &mut bool) -> Option<Message> {
    let mut turn = value.members()?;
    let Some(role) = speaker(&turn) else {
        let known = ["type", "id", "status", "call_id", "name", "arguments", "output", "summary", "content"];
        *is_partial |= turn.iter().any(|(key, value)| !known.contains(&key) && !value.is_null());
        return item(&turn);
    };
    Some(turn_by(role, &mut turn, is_partial))
}

/// Reads the message of a response: it is the model's turn even where the log left its role out, or kept only the text.
pub(crate) fn answer(value: Value<'_>, is_partial: &mut bool) -> Vec<Part> {
    if let Some(turn) = message(value, is_partial) {
        return turn.parts;
    }
    value.members().map_or_else(|| content(value), |mut turn| turn_by(Role::Assistant, &mut turn, is_partial).parts)
}

/// Reads a turn by this speaker.
fn turn_by(role: Role, turn: &mut Fields<'_>, is_partial: &mut bool) -> Message {
    for key in ["role", "from", "speaker"] {
        turn.take(key);
    }
    let mut parts = Vec::new();
    for key in ["reasoning_content", "reasoning", "thinking"] {
        let text = turn.get(key).filter(|value| value.kind() == Kind::String).map(Value::plain);
        if let Some(text) = text.filter(|text| !text.is_empty()) {
            turn.take(key);
            parts.push(Part::Reasoning(text.into()));
        }
    }
    let text = ["content", "value", "text", "parts", "message"].iter().find_map(|key| turn.take(key));
    if let Some(text) = text {
        parts.extend(content(text));
    }
    if let Some(refusal) = turn.take("refusal").and_then(Value::scalar) {
        parts.push(Part::Refusal(refusal.into()));
    }
    if role == Role::Tool {
        let id = optional(turn.take("tool_call_id"));
        let text = crate::domain::records::plain_text(&parts);
        if !matches!(parts.as_slice(), [Part::ToolResult { .. }]) {
            parts = vec![Part::ToolResult { id, content: text.into() }];
        }
    }
    if let Some(calls) = turn.get("tool_calls").and_then(Value::elements) {
        turn.take("tool_calls");
        parts.extend(calls.into_iter().map(tool_call));
    }
    if let Some(call) = turn.get("function_call").filter(|call| call.kind() == Kind::Object) {
        turn.take("function_call");
        parts.push(tool_call(call));
    }
    for (key, value) in turn.iter() {
        let is_known = matches!(key, "type" | "weight" | "id" | "object" | "index" | "status") || value.is_null();
        let is_empty = matches!(value.source(), "[]" | "{}" | "\"\"");
        *is_partial |= !is_known && !is_empty;
    }
    Message { role, parts }
}

fn tool_call(value: Value<'_>) -> Part {
    let Some(call) = value.members() else { return Part::Other(value.kept()) };
    let function = call.get("function").and_then(Value::members);
    let first = |keys: &[&str]| {
        let within = |fields: &Fields<'_>| keys.iter().find_map(|key| fields.get(key)).map(Value::plain);
        function.as_ref().and_then(within).or_else(|| within(&call)).unwrap_or_default()
    };
    let name = match call.get("function").and_then(Value::scalar) {
        Some(name) => name,
        None => first(&["name"]),
    };
    Part::ToolCall {
        id: optional(call.get("id")),
        name: name.into(),
        arguments: first(&["arguments", "args", "input"]).into(),
    }
}

/// Returns the parts that the content of a turn holds.
pub(crate) fn content(value: Value<'_>) -> Vec<Part> {
    match value.kind() {
        Kind::Null => Vec::new(),
        Kind::Array => match value.elements() {
            Some(list) => list.into_iter().map(part).collect(),
            None => Vec::new(),
        },
        Kind::Object if value.members().is_some_and(|fields| fields.has("type") || fields.has("text")) => {
            vec![part(value)]
        }
        Kind::String | Kind::Bool | Kind::Number | Kind::Object => vec![Part::Text(value.plain().into())],
    }
}

fn part(value: Value<'_>) -> Part {
    let Some(fields) = value.members() else { return Part::Text(value.plain().into()) };
    let text = |key: &str| fields.get(key).filter(|value| !value.is_null()).map(Value::plain);
    let kind = text("type").unwrap_or_else(|| "text".to_owned());
    let other = || Part::Other(value.kept());
    match kind.as_str() {
        "text" | "input_text" | "output_text" => {
            text("text").or_else(|| text("content")).map_or_else(other, |text| Part::Text(text.into()))
        }
        "refusal" => text("refusal").map_or_else(other, |text| Part::Refusal(text.into())),
        "thinking" | "reasoning" => {
            let text = ["thinking", "text", "content", "reasoning"].iter().find_map(|key| text(key));
            text.map_or_else(other, |text| Part::Reasoning(text.into()))
        }
        "tool_use" | "server_tool_use" | "tool_call" => tool_call(value),
        "tool_result" | "tool_call_response" => {
            let result = fields.get("content").or_else(|| fields.get("response"));
            let text = result.map(result_text).unwrap_or_default();
            let id = optional(fields.get("tool_use_id").or_else(|| fields.get("id")));
            Part::ToolResult { id, content: text.into() }
        }
        "image_url" | "input_image" | "image" => media("image", &fields, &["image_url", "url", "source", "image"]),
        "input_audio" | "audio" => media("audio", &fields, &["input_audio", "audio", "url", "source"]),
        "file" | "input_file" | "document" => media("file", &fields, &["file", "file_id", "filename", "source", "url"]),
        _ => other(),
    }
}

/// Returns the text of a tool's answer: a string, or the text parts of a list.
fn result_text(value: Value<'_>) -> String {
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
        Kind::Object => first(value, &["url", "file_id", "filename", "data", "file_data"]),
        Kind::Null | Kind::Bool | Kind::Number | Kind::String | Kind::Array => value.scalar(),
    });
    let Some(text) = text else { return Part::Media { kind: kind.into(), bytes: None, reference: None } };
    let data = text.strip_prefix("data:").and_then(|rest| rest.split_once(',')).map(|(_, data)| data);
    let has_data = inner.is_some_and(|value| first(value, &["data", "file_data"]).is_some());
    match data.or_else(|| has_data.then_some(text.as_str())) {
        Some(data) => Part::Media { kind: kind.into(), bytes: Some(data.len() as u64 / 4 * 3), reference: None },
        None => Part::Media { kind: kind.into(), bytes: None, reference: Some(text.into()) },
    }
}
