//! What a check makes of a record, against what people said of it.

use crate::domain::{RecordId, Tally};

/// How a check and people differ on a record, or agree that it is bad.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum CheckOutcome {
    /// It fails a bad record.
    Caught,
    /// It passes a bad record.
    Missed,
    /// It fails a good record.
    Rejected,
}

impl CheckOutcome {
    /// Returns the words for it, before the name of the check.
    pub(crate) const fn words(self) -> &'static str {
        match self {
            Self::Caught => "caught by",
            Self::Missed => "missed by",
            Self::Rejected => "wrongly rejected by",
        }
    }

    /// Returns the records with this outcome.
    pub(crate) fn records(self, tally: &Tally) -> &[RecordId] {
        match self {
            Self::Caught => &tally.caught,
            Self::Missed => &tally.missed,
            Self::Rejected => &tally.wrongly_rejected,
        }
    }
}
