//! How far a blind set is, as whoever looks may know it.

use crate::domain::{Name, RecordId, RowId, Verdict};

/// How far a blind set is.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct BlindStanding {
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
    /// Which of the set's reviewers have voted; known in fixed steps of time.
    pub voted: Vec<Name>,
    /// Whether it was revealed.
    pub is_revealed: bool,
    /// Who voted what; nothing before the reveal.
    pub votes: Vec<(Name, Verdict)>,
    /// The verdict that was settled on, after the reveal.
    pub settled: Option<Verdict>,
}

impl BlindPlace {
    /// Answers whether a reviewer has voted. By name: who opened the set may have named the two the other way round than they
    /// sit.
    #[must_use]
    pub fn has_voted(&self, reviewer: &Name) -> bool {
        self.voted.contains(reviewer)
    }

    /// Returns a reviewer's vote, after the reveal.
    #[must_use]
    pub fn vote_of(&self, reviewer: &Name) -> Option<Verdict> {
        self.votes.iter().find(|(name, _)| name == reviewer).map(|(_, verdict)| *verdict)
    }
}
