//! One line of the queue pane, read for the window that is in view.

use crate::domain::{Change, RecordId, RowId, Untrusted, Verdict};

/// One line of the queue.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct QueueRow {
    /// The record's place.
    pub row: RowId,
    /// Its identity.
    pub id: RecordId,
    /// The beginning of the last question, one line, at most 80 characters.
    pub preview: Untrusted,
    /// The asking reviewer's verdict.
    pub verdict: Option<Verdict>,
    /// Whether anyone tagged it.
    pub tagged: bool,
}

impl QueueRow {
    /// Applies a change of this record, as the asking reviewer made it.
    pub const fn apply(&mut self, change: &Change) {
        if let Change::Verdict { verdict, .. } = change {
            self.verdict = *verdict;
        }
        self.tagged = self.tagged || matches!(change, Change::Tag { .. });
    }
}
