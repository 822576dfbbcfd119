//! The data export of Claude's web site (`conversations.json`): one record per user turn of each conversation.

use super::format::{Detector, Format, Reader, Strength};
use super::session_turn::SessionTurn;
use super::spans::put_first;
use crate::domain::{Message, Part, Role};
use crate::ingest::field_names::Field;
use crate::ingest::json::{Fields, Value};
use crate::ingest::record::{Records, message};

/// `claude-export`.
pub(super) const FORMAT: Format = Format {
    name: "claude-export",
    description: "The data export of claude.ai: one record per user turn of each conversation.",
    detector: Detector::Entry(|fields| Strength::sure(has_shape(fields))),
    reader: Reader::Records(read),
    lists: &["whole:chat_messages"],
    example: r#"[{"uuid": "c1", "name": "Sums", "created_at": "2026-03-01T10:00:00Z", "account": {"uuid": "a"}, "chat_messages": [
{"uuid": "m1", "text": "2+2?", "content": [{"type": "text", "text": "2+2?"}], "sender": "human", "created_at": "2026-03-01T10:00:00Z", "attachments": [], "files": []},
{"uuid": "m2", "text": "4", "content": [{"type": "text", "text": "4"}], "sender": "assistant", "created_at": "2026-03-01T10:00:03Z", "attachments": [], "files": []}]}]"#,
    expected: "line 1\nuser: 2+2?\noutput: 4\nid: m1\nconversation: c1\ntime: 2026-03-01T10:00:00Z\nlatency: 3000\nmeta title: \"Sums\"",
    source: "by hand, after an export of claude.ai as its readers describe it",
};

fn has_shape(fields: &Fields<'_>) -> bool {
    let said = fields.get("chat_messages").and_then(Value::elements);
    said.is_some_and(|list| list.iter().all(|one| one.members().is_some_and(|one| one.has("sender"))))
        && fields.has("uuid")
}

fn read(fields: &mut Fields<'_>, out: &mut Records<'_>) {
    let list = fields.take("chat_messages").and_then(Value::elements).unwrap_or_default();
    let mut turn: Option<SessionTurn> = None;
    let mut has_early = false;
    for said in list.into_iter().filter_map(Value::members) {
        let role = Role::from_word(&said.get("sender").map(Value::plain).unwrap_or_default());
        let step = Message { role, parts: parts(&said) };
        if step.role == Role::User {
            if let Some(turn) = turn.take() {
                out.push(turn.finish("chat_messages"));
            }
            let mut record = out.begin();
            put_first(&mut record, Field::Id, &mut said.clone(), &["uuid"]);
            put_first(&mut record, Field::Conversation, &mut fields.clone(), &["uuid"]);
            put_first(&mut record, Field::Time, &mut said.clone(), &["created_at"]);
            if let Some(name) = fields.get("name").filter(|name| name.source() != "\"\"") {
                record.keep("title", name.kept());
            }
            turn = Some(SessionTurn::begin(record, Some(step)));
        } else if let Some(turn) = &mut turn {
            turn.at(said.get("created_at"));
            turn.add(step);
        } else {
            has_early = true;
        }
    }
    let Some(turn) = turn else { return out.skip("a conversation without a user turn") };
    out.push(turn.finish("chat_messages"));
    if has_early {
        out.skip("what was said before the first user turn");
    }
}

/// Returns what a message says, with the texts that were attached to it.
fn parts(said: &Fields<'_>) -> Vec<Part> {
    let content = said.get("content").map(message::content).unwrap_or_default();
    let text = said.get("text").filter(|text| text.source() != "\"\"").map(message::content);
    let mut parts = if content.is_empty() { text.unwrap_or_default() } else { content };
    for file in said.get("attachments").and_then(Value::elements).unwrap_or_default() {
        let Some(file) = file.members() else { continue };
        let name = file.get("file_name").and_then(Value::scalar).map(Into::into);
        parts.push(match file.get("extracted_content").and_then(Value::scalar) {
            Some(text) => Part::Text(format!("\n\n{text}").into()),
            None => Part::Media { kind: "file".into(), bytes: None, reference: name },
        });
    }
    parts
}
