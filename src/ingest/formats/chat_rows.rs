//! One message per row (`session_id, role, message`): rows of one session that follow each other make a conversation,
//! and each assistant row becomes a record with the history before it (formats reference A23).

use super::{Format, records};
use crate::domain::{Content, Flag, Message, Role, Untrusted};
use crate::ingest::draft::Draft;
use crate::ingest::json::{Fields, Kind, Value};
use crate::ingest::message;
use crate::ingest::names::{Field, folded, meaning};

/// `chat-rows`.
pub(super) const FORMAT: Format = Format { name: "chat-rows", sniff, read };

/// So many turns of a session are kept as history: its first ones and its last.
const FIRST_TURNS: usize = 8;
const MOST_TURNS: usize = 200;

/// What one row leaves for the next.
#[derive(Default)]
pub(in crate::ingest) struct Carry {
    session: Option<String>,
    turns: Vec<Message>,
    is_cut: bool,
    is_answered: bool,
    /// A session that ended without an answer, to be given out before the row that ended it.
    pub(in crate::ingest) ended: Option<Content>,
}

impl Carry {
    /// Ends the session; one whose last turns nobody answered is a record still.
    pub(in crate::ingest) fn end(&mut self) -> Option<Content> {
        let (session, turns) = (self.session.take(), std::mem::take(&mut self.turns));
        let is_open = !turns.is_empty() && !self.is_answered;
        let mut flags = vec![Flag::NoFinalAnswer];
        flags.extend(self.is_cut.then_some(Flag::Cut));
        (self.is_cut, self.is_answered) = (false, false);
        is_open.then(|| Content {
            conversation: session.map(Untrusted::new),
            messages: turns,
            flags,
            ..Content::default()
        })
    }

    fn push(&mut self, turn: Message) {
        self.is_answered = turn.role == Role::Assistant;
        self.turns.push(turn);
        if self.turns.len() > MOST_TURNS {
            self.turns.remove(FIRST_TURNS);
            self.is_cut = true;
        }
    }
}

fn said<'a>(fields: &Fields<'a>) -> Option<(&'static str, Value<'a>)> {
    ["content", "message", "text", "value"].into_iter().find_map(|key| Some((key, fields.get(key)?)))
}

fn session(fields: &Fields<'_>) -> Option<String> {
    let mut named = fields.iter().filter(|(key, _)| {
        let name = folded(key);
        name == "conversation" || matches!(meaning(&name), Some((Field::Conversation, _)))
    });
    named.find_map(|(_, value)| value.scalar())
}

fn sniff(fields: &Fields<'_>) -> bool {
    let is_word = |value: Value<'_>| value.kind() == Kind::String;
    fields.get("role").is_some_and(is_word) && said(fields).is_some() && session(fields).is_some()
}

fn read(fields: &mut Fields<'_>, draft: &mut Draft, carry: &mut Carry) -> bool {
    let (Some(role), Some((key, value)), Some(session)) = (fields.get("role"), said(fields), session(fields)) else {
        return records::read(fields, draft, carry);
    };
    if carry.session.as_deref() != Some(session.as_str()) {
        carry.ended = carry.end();
        carry.session = Some(session);
    }
    fields.take("role");
    fields.take(key);
    let turn = Message { role: Role::from_word(&role.plain()), parts: message::content(value) };
    if turn.role != Role::Assistant {
        carry.push(turn);
        return false;
    }
    if carry.is_cut {
        draft.content.flags.push(Flag::Cut);
    }
    draft.put_turns("the rows before it", carry.turns.clone());
    draft.put_answer(key, turn.parts.clone());
    carry.push(turn);
    records::read(fields, draft, carry)
}
