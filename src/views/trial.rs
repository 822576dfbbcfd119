//! The figures of a check while it is typed.

use crate::domain::Tally;

/// What a check that is being typed catches, misses and wrongly rejects.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Trial {
    /// Of the records it was tried on.
    pub tally: Tally,
    /// Judged records that were looked at so far, from all over the log.
    pub seen: u64,
    /// Judged records in all.
    pub of: u64,
}

impl Trial {
    /// Whether every judged record was looked at.
    #[must_use]
    pub const fn is_whole(&self) -> bool {
        self.seen >= self.of
    }
}
