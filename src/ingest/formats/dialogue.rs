//! Turns of a dialogue in their order become records: one per user turn, with what was answered until the next.

use crate::domain::{Message, Part, Role};
use crate::ingest::record::{RecordBuilder, Records};

/// The most turns of a conversation kept as history.
const MOST_TURNS: usize = 200;

/// A dialogue while it is being read.
#[derive(Default)]
pub(super) struct Dialogue {
    before: Vec<Message>,
    open: Option<Asked>,
}

/// What the user said, and what was answered so far.
struct Asked {
    record: RecordBuilder,
    said: Vec<String>,
    /// What belongs to the answer beside its text.
    parts: Vec<Part>,
}

impl Dialogue {
    /// Goes on with a turn of the user, which `record` holds the rest of. Several in a row are asked together.
    pub(super) fn ask(&mut self, record: RecordBuilder, text: &str, out: &mut Records<'_>) {
        let goes_on = self.open.as_ref().is_some_and(|open| open.said.is_empty() && open.parts.is_empty());
        if !goes_on {
            self.give(out);
        }
        self.before.push(Message::text(Role::User, text));
        let excess = self.before.len().saturating_sub(MOST_TURNS);
        self.before.drain(..excess);
        let open = self.open.get_or_insert_with(|| Asked { record, said: Vec::new(), parts: Vec::new() });
        open.record.put_turns("the turns before", self.before.clone());
    }

    /// Goes on with what was answered; returns the record that it is the answer of, if the user had said anything.
    pub(super) fn say(&mut self, text: String, parts: Vec<Part>) -> Option<&mut RecordBuilder> {
        let Some(open) = &mut self.open else {
            self.before.push(Message::text(Role::Assistant, text));
            return None;
        };
        open.said.extend(Some(text).filter(|text| !text.is_empty()));
        open.parts.extend(parts);
        Some(&mut open.record)
    }

    /// Returns the record of the last turn of the user.
    pub(super) fn record(&mut self) -> Option<&mut RecordBuilder> {
        self.open.as_mut().map(|open| &mut open.record)
    }

    /// Ends the conversation: what comes next has no history.
    pub(super) fn end(&mut self, out: &mut Records<'_>) {
        self.give(out);
        self.before.clear();
    }

    fn give(&mut self, out: &mut Records<'_>) {
        let Some(Asked { mut record, said, parts }) = self.open.take() else { return };
        if said.is_empty() && parts.is_empty() {
            record.put_no_answer();
        } else {
            let said = said.join("\n\n");
            self.before.push(Message::text(Role::Assistant, said.as_str()));
            record.put_answer(
                "the turns until the next",
                std::iter::once(Part::Text(said.into())).chain(parts).collect(),
            );
        }
        out.push(record);
    }
}
