//! How far a blind set is, as whoever looks may know it.

use crate::domain::{Name, RecordId, RowId, Verdict};

/// How far a blind set is.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct BlindStanding {
    /// Its reviewers.
    pub reviewers: Vec<Name>,
    /// Its records, in the order in which they are read.
    pub places: Vec<BlindPlace>,
    /// Whether it was closed, so that nothing of it is hidden any more.
    pub is_closed: bool,
}

/// How far one record of a blind set is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BlindPlace {
    /// Its place.
    pub row: RowId,
    /// The record.
    pub record: RecordId,
    /// Who has voted, parallel to the set's reviewers; known in fixed steps of time.
    pub voted: Vec<bool>,
    /// Whether it was revealed.
    pub is_revealed: bool,
    /// The votes, parallel to the set's reviewers; none before the reveal.
    pub votes: Vec<Option<Verdict>>,
    /// The verdict that was settled on, after the reveal.
    pub settled: Option<Verdict>,
}
