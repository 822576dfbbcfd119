//! A fail whose reason is asked.

use crate::domain::{RecordId, RowId, Span, UndoGroup};

/// A fail whose reason is asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Asking {
    /// The record that failed; `None` for the marked ones, which fail together with their reason.
    pub(crate) record: Option<(RowId, RecordId)>,
    /// The evidence.
    pub(crate) span: Option<Span>,
    /// What the fail contradicts, in words.
    pub(crate) against: String,
    /// Whether to stay on the record afterwards.
    pub(crate) stays: bool,
    /// The group of the fail, which the reason is to belong to; `None` until it is on disk.
    pub(crate) group: Option<UndoGroup>,
}
