//! `ChatGPT`'s data export (`conversations.json`): each conversation is a tree of messages. The branch that the person
//! ended on is read; a record is one user turn with what happened until the next.

use super::format::{Detector, Format, Reader, Strength};
use super::session_turn::SessionTurn;
use crate::domain::{Message, Part, Role};
use crate::ingest::field_names::Field;
use crate::ingest::json::{Fields, Kind, Value};
use crate::ingest::record::{Records, message};

/// `chatgpt-export`.
pub(super) const FORMAT: Format = Format {
    name: "chatgpt-export",
    description: "ChatGPT's data export: one record per user turn of each conversation.",
    detector: Detector::Entry(|fields| Strength::sure(has_shape(fields))),
    reader: Reader::Records(read),
    lists: &["whole:mapping"],
    example: r#"[{"title": "Sums", "create_time": 1750000000.5, "conversation_id": "c1", "current_node": "n3", "mapping": {
"root": {"id": "root", "message": null, "parent": null, "children": ["n1"]},
"n1": {"id": "n1", "parent": "root", "children": ["n2", "n3"], "message": {"id": "n1", "author": {"role": "user"}, "create_time": 1750000001, "content": {"content_type": "text", "parts": ["2+2?"]}}},
"n2": {"id": "n2", "parent": "n1", "children": [], "message": {"id": "n2", "author": {"role": "assistant"}, "content": {"content_type": "text", "parts": ["5"]}}},
"n3": {"id": "n3", "parent": "n1", "children": [], "message": {"id": "n3", "author": {"role": "assistant"}, "create_time": 1750000003, "content": {"content_type": "text", "parts": ["4"]}, "metadata": {"model_slug": "gpt-5", "finish_details": {"type": "stop"}}}}}}]"#,
    expected: "line 1
user: 2+2?
output: 4
id: n1
conversation: c1
model: gpt-5
finish: stop
time: 2025-06-15T15:06:41Z
latency: 2000
meta title: \"Sums\"
line 1 skipped: a message of a branch that was left",
    source: "by hand, after exports of 2024 and 2025",
};

fn has_shape(fields: &Fields<'_>) -> bool {
    let is_tree = fields.get("mapping").and_then(Value::members).is_some_and(|nodes| {
        nodes.iter().next().is_some_and(|(_, node)| {
            node.members().is_some_and(|node| node.has("message") && (node.has("children") || node.has("parent")))
        })
    });
    is_tree && (fields.has("current_node") || fields.has("title") || fields.has("conversation_id"))
}

/// Returns the messages of the branch that ends in the current node, and how many others there are.
fn branch<'a>(fields: &Fields<'_>, nodes: &'a Fields<'a>) -> (Vec<Fields<'a>>, usize) {
    let node = |key: &str| nodes.get(key).and_then(Value::members);
    let current = fields.get("current_node").and_then(Value::scalar);
    // Without a mark the branch of the last node that has no children.
    let last = || {
        let is_leaf =
            |node: &Fields<'_>| node.get("children").and_then(Value::elements).is_none_or(|list| list.is_empty());
        let leaves = nodes.iter().filter(|(_, value)| value.members().is_some_and(|node| is_leaf(&node)));
        leaves.last().map(|(key, _)| key.to_owned())
    };
    let mut next = current.filter(|key| node(key).is_some()).or_else(last);
    let (mut found, mut steps) = (Vec::new(), 0);
    while let Some(key) = next.take() {
        let Some(fields) = node(&key) else { break };
        steps += 1;
        // A circle in a damaged export.
        if steps > nodes.len() {
            break;
        }
        found.extend(fields.get("message").and_then(Value::members));
        next = fields.get("parent").and_then(Value::scalar);
    }
    let is_said = |(_, value): &(&str, Value<'_>)| {
        value.members().and_then(|node| node.get("message")).is_some_and(|message| !message.is_null())
    };
    let all = nodes.iter().filter(is_said).count();
    let others = all.saturating_sub(found.len());
    found.reverse();
    (found, others)
}

fn read(fields: &mut Fields<'_>, out: &mut Records<'_>) {
    let Some(nodes) = fields.take("mapping").and_then(Value::members) else {
        return out.reject("a conversation without messages");
    };
    let (messages, others) = branch(fields, &nodes);
    let mut turn: Option<SessionTurn> = None;
    let mut count = 0;
    for said in &messages {
        let Some(step) = step(said) else { continue };
        if step.role == Role::User {
            if let Some(turn) = turn.take() {
                out.push(turn.finish("mapping"));
            }
            count += 1;
            turn = Some(begin(fields, said, step, out));
            continue;
        }
        if let Some(turn) = &mut turn {
            note(turn, said);
            turn.add(step);
        }
    }
    match turn {
        Some(turn) => out.push(turn.finish("mapping")),
        None if count == 0 => out.skip("a conversation without a user turn"),
        None => {}
    }
    for _ in 0..others {
        out.skip("a message of a branch that was left");
    }
}

fn begin(fields: &Fields<'_>, said: &Fields<'_>, step: Message, out: &Records<'_>) -> SessionTurn {
    let mut record = out.begin();
    let mut put = |field: Field, from: &Fields<'_>, keys: &[&str]| {
        for key in keys {
            if let Some(value) = from.get(key) {
                record.put(field, key, value);
            }
        }
    };
    put(Field::Id, said, &["id"]);
    put(Field::Time, said, &["create_time"]);
    put(Field::Conversation, fields, &["conversation_id", "id"]);
    if record.content.time.is_none()
        && let Some(time) = fields.get("create_time")
    {
        record.put(Field::Time, "create_time", time);
    }
    if let Some(title) = fields.get("title").filter(|title| !title.is_null()) {
        record.keep("title", title.kept());
    }
    SessionTurn::begin(record, Some(step))
}

fn note(turn: &mut SessionTurn, said: &Fields<'_>) {
    let time = said.get("create_time").and_then(Value::number).and_then(crate::domain::Time::from_unix_number);
    turn.at_time(time);
    let Some(metadata) = said.get("metadata").and_then(Value::members) else { return };
    let content = &mut turn.record.content;
    if let Some(model) = metadata.get("model_slug").and_then(Value::scalar) {
        content.model = Some(model.into());
    }
    let finish = metadata.get("finish_details").and_then(Value::members);
    if let Some(reason) = finish.and_then(|finish| finish.get("type")?.scalar()) {
        content.finish_reason = Some(reason.into());
    }
}

/// Returns what a message says; nothing where it is hidden, empty, or the program's own.
fn step(said: &Fields<'_>) -> Option<Message> {
    let author = said.get("author")?.members()?;
    let role = Role::from_word(&author.get("role")?.scalar()?);
    let metadata = said.get("metadata").and_then(Value::members);
    let is_hidden = metadata.is_some_and(|metadata| {
        metadata.get("is_visually_hidden_from_conversation").is_some_and(|v| v.source() == "true")
    });
    if is_hidden || role == Role::System {
        return None;
    }
    let content = said.get("content")?.members()?;
    let text = |key: &str| content.get(key).map(Value::plain).unwrap_or_default();
    let kind = text("content_type");
    let recipient = said.get("recipient").and_then(Value::scalar).filter(|name| name != "all");
    let parts = match (kind.as_str(), &role) {
        ("user_editable_context" | "model_editable_context" | "reasoning_recap", _) => return None,
        ("thoughts", _) => {
            let thoughts = content.get("thoughts").and_then(Value::elements).unwrap_or_default();
            let text = |thought: Value<'_>| Some(Part::Reasoning(thought.members()?.get("content")?.plain().into()));
            thoughts.into_iter().filter_map(text).collect()
        }
        (_, Role::Assistant) if recipient.is_some() => {
            let arguments = if content.has("text") { text("text") } else { plain(&content) };
            vec![Part::ToolCall { id: None, name: recipient.unwrap_or_default().into(), arguments: arguments.into() }]
        }
        (_, Role::Tool) => {
            let texts = [plain(&content), text("text"), text("result")];
            let content = texts.into_iter().find(|text| !text.is_empty()).unwrap_or_default();
            vec![Part::ToolResult { id: None, content: content.into() }]
        }
        _ if content.has("parts") => content.get("parts")?.elements()?.into_iter().flat_map(piece).collect(),
        _ => vec![Part::Text(text("text").into())],
    };
    let is_empty = parts.iter().all(|part| matches!(part, Part::Text(text) if text.is_empty()));
    (!is_empty).then_some(Message { role, parts })
}

fn plain(content: &Fields<'_>) -> String {
    let parts = content.get("parts").and_then(Value::elements).unwrap_or_default();
    crate::domain::records::plain_text(&parts.into_iter().flat_map(piece).collect::<Vec<_>>())
}

/// Reads a piece of a message: text, or a picture or sound with its address.
fn piece(value: Value<'_>) -> Vec<Part> {
    if value.kind() == Kind::String {
        return vec![Part::Text(value.plain().into())];
    }
    let Some(fields) = value.members() else { return message::content(value) };
    let text = |key: &str| fields.get(key).and_then(Value::scalar);
    match text("content_type").as_deref() {
        Some("audio_transcription") => vec![Part::Text(text("text").unwrap_or_default().into())],
        Some(kind) => {
            let kind = if kind.contains("image") {
                "image"
            } else if kind.contains("audio") {
                "audio"
            } else {
                "file"
            };
            vec![Part::Media { kind: kind.into(), bytes: None, reference: text("asset_pointer").map(Into::into) }]
        }
        None => message::content(value),
    }
}
