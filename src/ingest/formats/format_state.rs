//! What a format remembers from one record to the next: the turns of the conversation whose rows it reads.

use crate::domain::{Content, Flag, Message, Role, Untrusted};

/// How many turns of a session are kept as history; of longer ones its first turns and its last.
const MOST_TURNS: usize = 200;
/// How many of them are its first turns.
const FIRST_TURNS: usize = 8;

/// The session that is being read, and one that has just ended.
#[derive(Default)]
pub(crate) struct FormatState {
    session: Option<String>,
    /// Its turns so far.
    pub(crate) turns: Vec<Message>,
    /// Whether turns between the first and the last ones were dropped.
    pub(crate) is_cut: bool,
    is_answered: bool,
    /// A session that ended without an answer, to be given out before the row that ended it.
    pub(crate) ended: Option<Content>,
}

impl FormatState {
    /// Begins a session unless it is the current one, which then ends.
    pub(crate) fn enter(&mut self, session: String) {
        if self.session.as_deref() != Some(session.as_str()) {
            self.ended = self.end();
            self.session = Some(session);
        }
    }

    /// Ends the session; returns it as a record where its last turns have no answer.
    pub(crate) fn end(&mut self) -> Option<Content> {
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

    /// Adds a turn to the session.
    pub(crate) fn push(&mut self, turn: Message) {
        self.is_answered = turn.role == Role::Assistant;
        self.turns.push(turn);
        if self.turns.len() > MOST_TURNS {
            self.turns.remove(FIRST_TURNS);
            self.is_cut = true;
        }
    }
}
