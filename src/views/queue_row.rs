//! One line of the queue pane, read for the window that is in view.

use crate::domain::{RecordId, RowId, Untrusted, Verdict};

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
