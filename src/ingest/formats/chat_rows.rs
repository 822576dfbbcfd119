//! One message per row (`session_id, role, message`): rows of one session that follow each other make a conversation,
//! and each assistant row becomes a record with the history before it.

use super::format::{Detector, Format};
use super::format_state::FormatState;
use super::records;
use crate::domain::{Flag, Message, Role};
use crate::ingest::field_names::{Field, meaning, normalized};
use crate::ingest::json::{Fields, Kind, Value};
use crate::ingest::message;
use crate::ingest::record_builder::RecordBuilder;

/// `chat-rows`.
pub(super) const FORMAT: Format = Format {
    name: "chat-rows",
    description: "One message per row, with the session it belongs to.",
    detector: Detector::Fields(has_shape),
    example: r#"{"session_id": "s1", "role": "user", "message": "2+2?"}
{"session_id": "s1", "role": "assistant", "message": "4"}"#,
    read,
};

/// Returns the text of a turn, with its key.
fn turn_text<'a>(fields: &Fields<'a>) -> Option<(&'static str, Value<'a>)> {
    ["content", "message", "text", "value"].into_iter().find_map(|key| Some((key, fields.get(key)?)))
}

fn session(fields: &Fields<'_>) -> Option<String> {
    let mut named = fields.iter().filter(|(key, _)| {
        let name = normalized(key);
        name == "conversation" || matches!(meaning(&name), Some((Field::Conversation, _)))
    });
    named.find_map(|(_, value)| value.scalar())
}

fn has_shape(fields: &Fields<'_>) -> bool {
    let is_word = |value: Value<'_>| value.kind() == Kind::String;
    fields.get("role").is_some_and(is_word) && turn_text(fields).is_some() && session(fields).is_some()
}

fn read(fields: &mut Fields<'_>, builder: &mut RecordBuilder, state: &mut FormatState) -> bool {
    let (Some(role), Some((key, value)), Some(session)) = (fields.get("role"), turn_text(fields), session(fields))
    else {
        return records::read(fields, builder, state);
    };
    state.enter(session);
    fields.take("role");
    fields.take(key);
    let turn = Message { role: Role::from_word(&role.plain()), parts: message::content(value) };
    if turn.role != Role::Assistant {
        state.push(turn);
        return false;
    }
    if state.is_cut {
        builder.content.flags.push(Flag::Cut);
    }
    builder.put_turns("the rows before it", state.turns.clone());
    builder.put_answer(key, turn.parts.clone());
    state.push(turn);
    records::read(fields, builder, state)
}
