//! One message per row (`session_id, role, message`). Rows are grouped by session whatever their order, and ordered by
//! time where each has one; each answer becomes a record with the history before it.

use std::collections::HashMap;

use super::format::{Detector, Format, FormatReader, Reader, Strength};
use crate::domain::{Flag, Message, Role, Untrusted};
use crate::ingest::field_names::{Field, meaning, normalized};
use crate::ingest::json::{Fields, Kind, Value};
use crate::ingest::record::{Place, RecordBuilder, Records, message, read_by_names};

/// `chat-rows`.
pub(super) const FORMAT: Format = Format {
    name: "chat-rows",
    description: "One message per row, with the session it belongs to.",
    detector: Detector::File(detect),
    reader: Reader::File(|| Box::<ChatRows>::default()),
    example: r#"{"session_id": "s1", "role": "user", "message": "2+2?"}
{"session_id": "s2", "sender": "customer", "text": "Hi"}
{"session_id": "s1", "role": "assistant", "message": "4"}"#,
    expected: "line 3\nuser: 2+2?\noutput: 4\nconversation: s1\nline 2\nuser: Hi\noutput: \nconversation: s2\n\
               flag: NoFinalAnswer",
    source: "by hand, after `examples/conversation-replay/production-logs.jsonl` of promptfoo/promptfoo (712281e128)",
    ..Format::BLANK
};

/// How many bytes of rows are held to be put in order; those of a longer file are read in the order they have from there.
const MOST_HELD: usize = 64 * 1024 * 1024;
/// How many sessions are remembered then.
const MOST_SESSIONS: usize = 10_000;
/// How many turns of a session are kept as history; of longer ones its first turns and its last.
const MOST_TURNS: usize = 200;
/// How many of them are its first turns.
const FIRST_TURNS: usize = 8;

/// The sessions of a file, in the order in which they begin.
#[derive(Default)]
struct ChatRows {
    sessions: Vec<Session>,
    places: HashMap<String, usize>,
    held: usize,
}

#[derive(Default)]
struct Session {
    name: String,
    /// Rows that were not given out.
    rows: Vec<Row>,
    /// Those that were.
    turns: Vec<Message>,
    /// Whether turns are missing between or before them.
    is_cut: bool,
}

struct Row {
    turn: Message,
    key: &'static str,
    record: RecordBuilder,
}

/// Returns the text of a turn, with its key.
fn turn_text<'a>(fields: &Fields<'a>) -> Option<(&'static str, Value<'a>)> {
    let keys = ["content", "message", "text", "value", "body", "utterance", "msg", "Content", "Message", "Text"];
    keys.into_iter().find_map(|key| Some((key, fields.get(key)?)))
}

fn session(fields: &Fields<'_>) -> Option<String> {
    let mut named = fields.iter().filter(|(key, _)| {
        let name = normalized(key);
        name == "conversation" || matches!(meaning(&name), Some((Field::Conversation, _)))
    });
    named.find_map(|(_, value)| value.scalar())
}

/// Returns who speaks, with the key: of a role any word, of a sender only those that say which side it is.
fn speaker(fields: &Fields<'_>) -> Option<(String, Role)> {
    fields.iter().find_map(|(key, value)| {
        let is_role = normalized(key) == "role";
        if !is_role && !["sender", "author", "from", "speaker", "sendertype", "type"].contains(&&*normalized(key)) {
            return None;
        }
        let word = (value.kind() == Kind::String).then(|| value.plain())?;
        let role = role_of(&word).or_else(|| is_role.then(|| Role::from_word(&word)))?;
        Some((key.to_owned(), role))
    })
}

fn role_of(word: &str) -> Option<Role> {
    match Role::from_word(word) {
        Role::Other(word) => match word.trim().to_lowercase().as_str() {
            "customer" | "client" | "visitor" | "end_user" | "end-user" | "enduser" | "caller" => Some(Role::User),
            "agent" | "chatbot" | "llm" | "assistant_message" | "support" | "operator" => Some(Role::Assistant),
            _ => None,
        },
        known => Some(known),
    }
}

fn has_shape(fields: &Fields<'_>) -> bool {
    speaker(fields).is_some() && turn_text(fields).is_some() && session(fields).is_some()
}

fn detect(entries: &[Fields<'_>]) -> Strength {
    let rows: Vec<&Fields<'_>> = entries.iter().filter(|fields| has_shape(fields)).collect();
    let is_said = |wanted: &Role| rows.iter().any(|row| speaker(row).is_some_and(|(_, role)| role == *wanted));
    let has_speakers = is_said(&Role::User) || is_said(&Role::Assistant);
    Strength::sure(has_speakers && rows.len() * 2 >= entries.len())
}

impl FormatReader for ChatRows {
    fn read(&mut self, fields: &mut Fields<'_>, out: &mut Records<'_>) {
        let mut record = out.begin();
        let (Some((role_key, role)), Some((key, value)), Some(name)) =
            (speaker(fields), turn_text(fields), session(fields))
        else {
            read_by_names(fields, &mut record);
            return out.push(record);
        };
        fields.take(&role_key);
        fields.take(key);
        let turn = Message { role, parts: message::content(value) };
        self.held += value.source().len() + 512;
        read_by_names(fields, &mut record);
        out.keep_line(&mut record);
        let place = *self.places.entry(name.clone()).or_insert_with(|| {
            self.sessions.push(Session { name, ..Session::default() });
            self.sessions.len() - 1
        });
        if let Some(session) = self.sessions.get_mut(place) {
            session.rows.push(Row { turn, key, record });
        }
        if self.held > MOST_HELD {
            self.give_out(out);
        }
    }

    fn end(&mut self, out: &mut Records<'_>) {
        for mut session in std::mem::take(&mut self.sessions) {
            session.give_out(out);
            session.end(out);
        }
    }
}

impl ChatRows {
    /// Gives out what is held up to the last answer of each session, and keeps the turns as history.
    fn give_out(&mut self, out: &mut Records<'_>) {
        for session in &mut self.sessions {
            session.give_out(out);
        }
        if self.sessions.len() > MOST_SESSIONS {
            let early = self.sessions.len() - MOST_SESSIONS;
            for mut session in self.sessions.drain(..early) {
                session.end(out);
            }
            self.places = self.sessions.iter().enumerate().map(|(at, session)| (session.name.clone(), at)).collect();
        }
        self.held = 0;
    }
}

impl Session {
    /// Gives out a record for each answer; rows behind the last one stay.
    fn give_out(&mut self, out: &mut Records<'_>) {
        if self.rows.iter().all(|row| row.record.content.time.is_some()) {
            self.rows.sort_by_key(|row| row.record.content.time);
        }
        let answered = self.rows.iter().rposition(|row| row.turn.role == Role::Assistant).map_or(0, |last| last + 1);
        // What is judged on a question's row is judged of its answer.
        let mut asked = Place::default();
        for row in self.rows.drain(..answered).collect::<Vec<_>>() {
            let mut record = row.record;
            if row.turn.role == Role::Assistant {
                record.place.judge(asked.judged.take());
                record.put_answer(row.key, row.turn.parts.clone());
                self.give(record, out);
            } else {
                asked.judge(record.place.judged.take());
            }
            self.push(row.turn);
        }
    }

    /// Gives out the last turns as a record where they have no answer.
    fn end(&mut self, out: &mut Records<'_>) {
        let Some(last) = self.rows.pop() else { return };
        let mut record = last.record;
        for row in self.rows.drain(..).collect::<Vec<_>>() {
            record.place.judge(row.record.place.judged);
            self.push(row.turn);
        }
        self.push(last.turn);
        record.put_no_answer();
        self.give(record, out);
    }

    fn give(&self, mut record: RecordBuilder, out: &mut Records<'_>) {
        record.content.flags.extend(self.is_cut.then_some(Flag::Cut));
        record.content.conversation = Some(Untrusted::new(self.name.as_str()));
        record.put_turns("the rows before it", self.turns.clone());
        out.push(record);
    }

    fn push(&mut self, turn: Message) {
        self.turns.push(turn);
        if self.turns.len() > MOST_TURNS {
            self.turns.remove(FIRST_TURNS);
            self.is_cut = true;
        }
    }
}
