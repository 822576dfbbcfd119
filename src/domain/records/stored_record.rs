//! A record in its workspace: its place, its identity, its source, and what was logged.

use crate::domain::{Content, RecordId, RowId, Untrusted};

/// One stored record.
#[derive(Debug, Clone, PartialEq)]
pub struct Record {
    /// Its place in the workspace.
    pub row: RowId,
    /// Its identity.
    pub id: RecordId,
    /// The name of its source.
    pub source: Untrusted,
    /// What was logged.
    pub content: Content,
}
