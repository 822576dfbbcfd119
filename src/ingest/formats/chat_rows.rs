//! One message per row (`session_id, role, message`): rows of one session that follow each other make a conversation,
//! and each assistant row becomes a record with the history before it.

use super::format::{Detector, Format, FormatReader, Reader, Strength};
use super::records;
use crate::domain::{Flag, Message, Role, Untrusted};
use crate::ingest::field_names::{Field, meaning, normalized};
use crate::ingest::json::{Fields, Kind, Value};
use crate::ingest::record::{RecordBuilder, Records, message};

/// `chat-rows`.
pub(super) const FORMAT: Format = Format {
    name: "chat-rows",
    description: "One message per row, with the session it belongs to.",
    detector: Detector::File(detect),
    reader: Reader::File(|| Box::<ChatRows>::default()),
    example: r#"{"session_id": "s1", "role": "user", "message": "2+2?"}
{"session_id": "s1", "role": "assistant", "message": "4"}"#,
    expected: "line 2\nuser: 2+2?\noutput: 4\nconversation: s1",
    source: "by hand, after `examples/conversation-replay/production-logs.jsonl` of promptfoo/promptfoo (712281e128)",
    ..Format::BLANK
};

/// How many turns of a session are kept as history; of longer ones its first turns and its last.
const MOST_TURNS: usize = 200;
/// How many of them are its first turns.
const FIRST_TURNS: usize = 8;

/// The session that is being read.
#[derive(Default)]
struct ChatRows {
    session: Option<String>,
    turns: Vec<Message>,
    /// Whether turns between the first and the last ones were dropped.
    is_cut: bool,
    is_answered: bool,
    /// The record of its last turns while they have no answer.
    open: RecordBuilder,
}

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

fn detect(entries: &[Fields<'_>]) -> Strength {
    let rows = entries.iter().filter(|fields| has_shape(fields)).count();
    Strength::sure(rows > 0 && rows * 2 >= entries.len())
}

impl FormatReader for ChatRows {
    fn read(&mut self, fields: &mut Fields<'_>, out: &mut Records<'_>) {
        let mut builder = out.begin();
        let (Some(role), Some((key, value)), Some(session)) = (fields.get("role"), turn_text(fields), session(fields))
        else {
            records::read(fields, &mut builder);
            return out.push(builder);
        };
        if self.session.as_deref() != Some(session.as_str()) {
            self.end(out);
            self.session = Some(session);
        }
        fields.take("role");
        fields.take(key);
        let turn = Message { role: Role::from_word(&role.plain()), parts: message::content(value) };
        if turn.role != Role::Assistant {
            self.push(turn);
            self.open = builder;
            return;
        }
        if self.is_cut {
            builder.content.flags.push(Flag::Cut);
        }
        builder.put_turns("the rows before it", self.turns.clone());
        builder.put_answer(key, turn.parts.clone());
        self.push(turn);
        records::read(fields, &mut builder);
        out.push(builder);
    }

    /// Ends the session; gives it out as a record where its last turns have no answer.
    fn end(&mut self, out: &mut Records<'_>) {
        let mut ended = std::mem::take(self);
        if ended.turns.is_empty() || ended.is_answered {
            return;
        }
        if ended.is_cut {
            ended.open.content.flags.push(Flag::Cut);
        }
        ended.open.content.conversation = ended.session.map(Untrusted::new);
        ended.open.put_turns("the rows before it", ended.turns);
        ended.open.put_no_answer();
        out.push(ended.open);
    }
}

impl ChatRows {
    /// Adds a turn to the session.
    fn push(&mut self, turn: Message) {
        self.is_answered = turn.role == Role::Assistant;
        self.turns.push(turn);
        if self.turns.len() > MOST_TURNS {
            self.turns.remove(FIRST_TURNS);
            self.is_cut = true;
        }
    }
}
