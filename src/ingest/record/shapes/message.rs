//! Turns of a conversation in every shape that logs write them: chat completions, Anthropic blocks, Responses items,
//! `ShareGPT`, `LangChain`.

use super::part::{optional, part, result_text, tool_call};
use crate::domain::{Message, Part, Role};
use crate::ingest::json::{Fields, Kind, Value};

/// Returns the turns that a value holds, when it is a list of turns (or the text of one). `is_partial` is set when a
/// turn had fields that a message has no place for.
pub(crate) fn messages(value: Value<'_>, is_partial: &mut bool) -> Option<Vec<Message>> {
    let opened = value.openable()?;
    let list = Value::Json(&opened).objects()?;
    if list.is_empty() {
        return None;
    }
    let mut turns = Vec::with_capacity(list.len());
    let (mut has_speaker, mut is_known, mut is_dialogue) = (false, false, false);
    for (element, members) in list {
        has_speaker = has_speaker || speaker(&members).is_some();
        is_dialogue |= members.has("speaker");
        if is_silent_thought(&members) {
            continue;
        }
        let turn = message_of(members, is_partial).or_else(|| unknown_item(element))?;
        is_known |= !matches!(turn.parts.as_slice(), [Part::Other(_)]);
        turns.push(turn);
    }
    // In sets of dialogues the system is the one who answers.
    let has_answer = || turns.iter().any(|turn| turn.role == Role::Assistant);
    if is_dialogue && !has_answer() {
        turns.iter_mut().filter(|turn| turn.role == Role::System).for_each(|turn| turn.role = Role::Assistant);
    }
    // A list without a speaker and without a known part is no conversation.
    (is_known || has_speaker).then_some(turns)
}

/// An item of a kind that is not known, among turns that are.
fn unknown_item(value: Value<'_>) -> Option<Message> {
    let kind = value.members()?.get("type")?.text()?;
    let role = if kind.ends_with("output") { Role::Tool } else { Role::Assistant };
    (kind.contains('_') || kind == "compaction").then(|| Message { role, parts: vec![Part::Other(value.kept())] })
}

/// Returns whether a value is a list of turns, judged by its first element.
pub(crate) fn is_list(value: Value<'_>) -> bool {
    let Some(opened) = value.openable() else { return false };
    let first = Value::Json(&opened).first_element().and_then(Value::members);
    first.is_some_and(|turn| speaker(&turn).is_some() || item(&turn).is_some())
}

fn speaker(turn: &Fields<'_>) -> Option<Role> {
    if let Some(role) = turn.get("role").or_else(|| turn.get("from")).or_else(|| turn.get("speaker")) {
        return role.text().map(|word| Role::from_word(&word));
    }
    let kind = turn.get("type").and_then(Value::text).unwrap_or_default();
    if matches!(kind.as_ref(), "human" | "ai" | "system" | "tool") && turn.has("content") {
        return Some(Role::from_word(&kind));
    }
    sender(turn)
}

/// Returns who sent a message, where the log says it in a word for a role and not by a name.
fn sender(turn: &Fields<'_>) -> Option<Role> {
    let role = SENDERS.iter().find_map(|key| turn.get(key)?.text()).map(|word| Role::from_word(&word))?;
    let has_text = ["text", "content", "message", "utterance", "body"].iter().any(|key| turn.has(key));
    (has_text && !matches!(role, Role::Other(_))).then_some(role)
}

/// What logs of chats call the one who sent a message.
const SENDERS: [&str; 4] = ["sender", "author", "sender_type", "senderType"];

/// An item of the Responses API that is no message.
fn item(turn: &Fields<'_>) -> Option<Message> {
    let kind = turn.get("type")?.text()?;
    let text = |key: &str| turn.get(key).map(Value::plain).unwrap_or_default();
    match kind.as_ref() {
        "function_call" | "custom_tool_call" | "mcp_call" | "tool_call" => {
            let call = Part::ToolCall {
                id: optional(turn.get("call_id").or_else(|| turn.get("id"))),
                name: text("name").into(),
                arguments: turn
                    .get("arguments")
                    .or_else(|| turn.get("input"))
                    .map(Value::plain)
                    .unwrap_or_default()
                    .into(),
            };
            let result = turn.get("output").and_then(Value::scalar).filter(|_| kind == "mcp_call");
            let result = result.map(|text| Part::ToolResult { id: None, content: text.into() });
            Some(Message { role: Role::Assistant, parts: std::iter::once(call).chain(result).collect() })
        }
        "function_call_output" | "custom_tool_call_output" => {
            let output = turn.get("output").map(result_text).unwrap_or_default();
            let result = Part::ToolResult { id: optional(turn.get("call_id")), content: output.into() };
            Some(Message { role: Role::Tool, parts: vec![result] })
        }
        "reasoning" => Some(Message { role: Role::Assistant, parts: reasoning_item(turn) }),
        _ => None,
    }
}

/// Returns whether an item says only that the model thought.
fn is_silent_thought(turn: &Fields<'_>) -> bool {
    let is_thought = turn.get("type").and_then(Value::text).as_deref() == Some("reasoning");
    is_thought && !turn.has("role") && reasoning_item(turn).is_empty()
}

fn reasoning_item(turn: &Fields<'_>) -> Vec<Part> {
    let pieces = ["summary", "content"].iter().filter_map(|key| turn.get(key)?.elements()).flatten();
    let text = |piece: Value<'_>| Some(Part::Reasoning(piece.members()?.get("text")?.plain().into()));
    pieces.filter_map(text).collect()
}

/// Returns the turn that a value is.
pub(crate) fn message(value: Value<'_>, is_partial: &mut bool) -> Option<Message> {
    message_of(value.members()?, is_partial)
}

fn message_of(mut turn: Fields<'_>, is_partial: &mut bool) -> Option<Message> {
    let Some(role) = speaker(&turn) else {
        let item = item(&turn)?;
        let known = ["type", "id", "status", "call_id", "name", "arguments", "output", "summary", "content"];
        *is_partial |= turn.iter().any(|(key, value)| !known.contains(&key) && !value.is_null());
        return Some(item);
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
    let has_role = ["role", "from", "speaker"].iter().filter(|key| turn.take(key).is_some()).count() > 0;
    if !has_role && sender(turn).is_some() {
        for key in SENDERS {
            turn.take(key);
        }
    }
    let mut parts = Vec::new();
    for key in ["reasoning_content", "reasoning", "thinking"] {
        let text = turn.get(key).filter(|value| value.kind() == Kind::String).map(Value::plain);
        if let Some(text) = text.filter(|text| !text.is_empty()) {
            turn.take(key);
            parts.push(Part::Reasoning(text.into()));
        }
    }
    let text =
        ["content", "value", "text", "parts", "message", "utterance", "body"].iter().find_map(|key| turn.take(key));
    if let Some(text) = text {
        parts.extend(content(text));
    }
    if role == Role::System
        && parts.is_empty()
        && let Some(text) = turn.take("system_prompt")
    {
        parts.extend(content(text));
    }
    if let Some(refusal) = turn.take("refusal").and_then(Value::scalar) {
        parts.push(Part::Refusal(refusal.into()));
    }
    if role == Role::Tool {
        let id = optional(turn.take("tool_call_id"));
        let text = crate::domain::records::plain_text(&parts);
        if !is_results(&parts) {
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
    // Anthropic and Bedrock have the user say what a tool answered.
    let role = if role == Role::User && is_results(&parts) { Role::Tool } else { role };
    Message { role, parts }
}

fn is_results(parts: &[Part]) -> bool {
    !parts.is_empty() && parts.iter().all(|part| matches!(part, Part::ToolResult { .. }))
}

/// Returns the parts that the content of a turn holds.
pub(crate) fn content(value: Value<'_>) -> Vec<Part> {
    match value.kind() {
        Kind::Null => Vec::new(),
        Kind::Array => match value.elements() {
            Some(list) => list.into_iter().map(part).collect(),
            None => Vec::new(),
        },
        Kind::Object if value.members().is_some_and(|fields| fields.has("parts")) => {
            value.members().and_then(|fields| fields.get("parts")).map(content).unwrap_or_default()
        }
        // The answers of Arena-Hard.
        Kind::Object if value.members().is_some_and(|fields| fields.len() == 1 && fields.has("answer")) => {
            value.members().and_then(|fields| fields.get("answer")).map(content).unwrap_or_default()
        }
        Kind::Object if value.members().is_some_and(|fields| fields.has("type") || fields.has("text")) => {
            vec![part(value)]
        }
        Kind::String | Kind::Bool | Kind::Number | Kind::Object => vec![Part::Text(value.plain().into())],
    }
}

/// Returns the parts that a value is a list of: each says what it is, and one at least is text or a call of a tool.
pub(crate) fn parts_of(value: Value<'_>) -> Option<Vec<Part>> {
    let list = value.elements()?;
    let kind = |one: &Value<'_>| Some(one.members().filter(|one| !one.has("role"))?.get("type")?.text()?.into_owned());
    let kinds: Vec<String> = list.iter().map(kind).collect::<Option<_>>()?;
    let says = |kind: &String| matches!(kind.as_str(), "text" | "output_text" | "tool_use");
    let is_known =
        |kind: &String| says(kind) || matches!(kind.as_str(), "thinking" | "reasoning" | "image" | "image_url");
    let is_whole = kinds.iter().any(says) && kinds.iter().all(is_known);
    is_whole.then(|| list.into_iter().map(part).collect())
}

/// Returns the turns of a transcript as Anthropic's first models took it: each begins a paragraph with `Human:` or
/// `Assistant:`. A last turn of the assistant without a text is the place for the answer.
pub(crate) fn transcript(text: &str) -> Option<Vec<Message>> {
    if !text.trim_start().starts_with("Human:") {
        return None;
    }
    let mut turns: Vec<Message> = Vec::new();
    for paragraph in text.trim_start().split("\n\n") {
        let begun = [(Role::User, "Human:"), (Role::Assistant, "Assistant:")];
        let begun = begun.into_iter().find_map(|(role, word)| Some((role, paragraph.strip_prefix(word)?.trim())));
        match (begun, turns.last_mut().and_then(|turn| turn.parts.last_mut())) {
            (Some((role, text)), _) => turns.push(Message::text(role, text)),
            (None, Some(Part::Text(said))) => *said = format!("{}\n\n{paragraph}", said.raw()).into(),
            (None, _) => turns.push(Message::text(Role::User, paragraph)),
        }
    }
    turns.pop_if(|turn| turn.role == Role::Assistant && turn.plain().is_empty());
    Some(turns)
}

/// Returns whether the model says something in a turn, or calls a tool.
pub(crate) fn is_answer(turn: &Message) -> bool {
    let says = |part: &Part| match part {
        Part::Text(text) | Part::Refusal(text) => !text.raw().trim().is_empty(),
        Part::ToolCall { .. } | Part::Media { .. } => true,
        Part::Reasoning(_) | Part::ToolResult { .. } | Part::Other(_) => false,
    };
    turn.role == Role::Assistant && turn.parts.iter().any(says)
}
