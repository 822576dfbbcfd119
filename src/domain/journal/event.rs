//! The journal's line: an immutable statement of one change, and the batch a command or a key press makes of them.

use crate::domain::{Change, Name, RecordId, Slug, Time, UndoGroup};

/// Who made a change, when, and at which place of the journal.
#[derive(Debug, Clone, Copy)]
pub struct Origin<'a> {
    /// The place in the journal.
    pub position: i64,
    /// Who.
    pub reviewer: &'a Name,
    /// When.
    pub time: Time,
}

/// One line of the journal.
#[derive(Debug, Clone, PartialEq)]
pub struct Event {
    /// UUIDv7.
    pub id: String,
    /// Which install wrote it.
    pub writer: String,
    /// Gapless per writer, from 1.
    pub sequence: u64,
    /// When, by the writer's clock. Order is by sequence, never by time.
    pub time: Time,
    /// Who.
    pub reviewer: Name,
    /// In which session, if in one.
    pub session: Option<i64>,
    /// The unit of undo.
    pub group: UndoGroup,
    /// What changed.
    pub change: Change,
}

/// What one command or one key press asks the journal to write: one group, all or nothing.
#[derive(Debug, Clone, PartialEq)]
pub struct Batch {
    /// Who judges.
    pub reviewer: Name,
    /// In which session, if in one.
    pub session: Option<i64>,
    /// When.
    pub time: Time,
    /// What changes, in order. A later change may name what an earlier one made.
    pub changes: Vec<Change>,
}

/// What the journal answers to a batch, an undo or a redo.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Applied {
    /// The group that was written; `None` when nothing had to change.
    pub group: Option<UndoGroup>,
    /// How many events were written.
    pub events: u64,
    /// In words, what was done, undone or redone: `fail on 3f9a2c`, `37 verdicts`.
    pub summary: String,
    /// Records whose judgements changed, at most the first 100.
    pub records: Vec<RecordId>,
    /// Keys of modes, criteria or checks that were made.
    pub made: Vec<Slug>,
    /// Keys of modes, criteria or checks that an undo took away.
    pub unmade: Vec<Slug>,
    /// The session that it was written in, where a screen wrote it.
    pub session: Option<i64>,
}
