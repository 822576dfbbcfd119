//! A record of an import on its way in, and what it changed besides.

use crate::domain::{RecordId, RowId};
use crate::store::records::prepared::BodyHash;

/// One record of a chunk, after those that are new were stored.
pub(crate) struct Arrival<'a> {
    /// The line or element that it was read from.
    pub entry: u64,
    pub id: RecordId,
    pub row: RowId,
    pub is_new: bool,
    /// What was logged, as the store keeps it.
    pub body: &'a [u8],
    pub body_hash: BodyHash,
}

/// What the chunk changed besides the records that it added.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Settled {
    /// Records that gained fields.
    pub enriched: u64,
    /// Records that hold another value of a field than the log has now; theirs was kept.
    pub differing: u64,
    /// New records that were another reading of a known entry, and took its place.
    pub replaced: u64,
    /// Entries that are read otherwise now, where more than one record could be meant.
    pub ambiguous: u64,
    /// Whether anything at all was written.
    pub is_touched: bool,
}
