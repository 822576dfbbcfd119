//! One message per row (`session_id, role, message`), or the turns of one conversation. Rows are grouped by session
//! whatever their order, and ordered by time or number; each answer becomes a record with the history before it.

use std::cmp::Ordering;
use std::collections::HashMap;

use super::chat_columns::Columns;
use super::format::{Detector, Format, FormatReader, Reader, Strength};
use crate::domain::{Flag, Message, Part, Role, Untrusted};
use crate::ingest::json::Fields;
use crate::ingest::record::{Place, RecordBuilder, Records, exchange, read_by_names};

/// `chat-rows`.
pub(super) const FORMAT: Format = Format {
    name: "chat-rows",
    description: "One message per row, with the session it belongs to; or all the turns of one conversation.",
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
    /// Its number in the session.
    order: Option<f64>,
    record: RecordBuilder,
}

/// A file is one of rows where half of its entries are, or where all of them are the turns of one conversation.
fn detect(entries: &[Fields<'_>]) -> Strength {
    let all: Vec<Columns<'_, '_>> = entries.iter().map(Columns::of).collect();
    let rows: Vec<&Columns<'_, '_>> =
        all.iter().filter(|row| row.session().is_some() && row.said().is_some()).collect();
    let has = |role: Role, row: &Columns<'_, '_>| row.said().is_some_and(|said| said.turn.role == role);
    let has_speaker = rows.iter().any(|row| has(Role::User, row) || has(Role::Assistant, row));
    if has_speaker && rows.len() * 2 >= entries.len() {
        return Strength::Sure;
    }
    let is_one = all.len() > 1 && all.iter().all(Columns::is_bare);
    let has_both = || all.iter().any(|row| has(Role::User, row)) && all.iter().any(|row| has(Role::Assistant, row));
    Strength::sure(is_one && has_both())
}

impl FormatReader for ChatRows {
    fn read(&mut self, fields: &mut Fields<'_>, out: &mut Records<'_>) {
        let mut record = out.begin();
        let columns = Columns::of(fields);
        let (name, order) = (columns.session(), columns.order());
        let Some(mut said) = columns.said().filter(|_| name.is_some() || columns.is_bare()) else {
            read_by_names(fields, &mut record);
            return out.push(record);
        };
        let (name, key) = (name.unwrap_or_default(), said.key);
        self.held += fields.size() + 512;
        let mut is_body =
            |key: &String| fields.get(key).is_some_and(|value| exchange::put_found_answer(&mut record, key, value));
        if said.turn.role == Role::Assistant && said.keys.iter().any(&mut is_body) {
            said.turn.parts = record.answer_parts();
        }
        for key in &said.keys {
            fields.take(key);
        }
        read_by_names(fields, &mut record);
        out.keep_line(&mut record);
        let place = *self.places.entry(name.clone()).or_insert_with(|| {
            self.sessions.push(Session { name, ..Session::default() });
            self.sessions.len() - 1
        });
        if let Some(session) = self.sessions.get_mut(place) {
            session.rows.push(Row { turn: said.turn, key, order, record });
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
        self.put_in_order();
        let answered = self.rows.iter().rposition(|row| row.turn.role == Role::Assistant).map_or(0, |last| last + 1);
        let steps: Vec<bool> = (0..answered).map(|place| self.is_step(place, answered)).collect();
        // What is judged on a question's row, or on a step's, is judged of its answer.
        let mut asked = Place::default();
        for (row, is_step) in self.rows.drain(..answered).zip(steps).collect::<Vec<_>>() {
            let mut record = row.record;
            if row.turn.role == Role::Assistant && !is_step {
                record.place.judge(asked.judged.take());
                record.put_answer(row.key, row.turn.parts.clone());
                self.give(record, out);
            } else {
                asked.judge(record.place.judged.take());
            }
            self.push(row.turn);
        }
    }

    /// Puts the rows in the order of their times, else of their numbers, where each has one.
    fn put_in_order(&mut self) {
        let (rows, by_number) =
            (&mut self.rows, |a: &Row, b: &Row| a.order.partial_cmp(&b.order).unwrap_or(Ordering::Equal));
        let has_numbers = rows.iter().all(|row| row.order.is_some());
        if rows.iter().all(|row| row.record.content.time.is_some()) {
            let same = |a: &Row, b: &Row| if has_numbers { by_number(a, b) } else { Ordering::Equal };
            rows.sort_by(|a, b| a.record.content.time.cmp(&b.record.content.time).then_with(|| same(a, b)));
        } else if has_numbers {
            rows.sort_by(by_number);
        }
    }

    /// Returns whether what the model does at a place is a step towards its answer: a tool answers it, or it says nothing
    /// and goes on before the user's next turn.
    fn is_step(&self, place: usize, answered: usize) -> bool {
        let role = |at: usize| self.rows.get(at).filter(|_| at < answered).map(|row| &row.turn.role);
        let Some(row) = self.rows.get(place).filter(|row| row.turn.role == Role::Assistant) else { return false };
        let is_last = !(place + 1..answered)
            .take_while(|at| role(*at) != Some(&Role::User))
            .any(|at| role(at) == Some(&Role::Assistant));
        let calls = row.turn.parts.iter().any(|part| matches!(part, Part::ToolCall { .. }));
        !is_last && (role(place + 1) == Some(&Role::Tool) || calls || row.turn.plain().trim().is_empty())
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
        record.content.conversation = Some(Untrusted::new(self.name.as_str())).filter(|_| !self.name.is_empty());
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
