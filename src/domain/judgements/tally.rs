//! How often a check agrees with people, with the records it was counted on.

use crate::domain::{RecordId, Untrusted};

/// A check's answers compared with what people said (`docs/contracts.md`, what counts as truth).
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Tally {
    /// Bad, and the check fails it.
    pub caught: Vec<RecordId>,
    /// Bad, and the check passes it (false negatives).
    pub missed: Vec<RecordId>,
    /// Good, and the check fails it (false positives).
    pub wrongly_rejected: Vec<RecordId>,
    /// Good, and the check passes it.
    pub accepted: u64,
    /// Failed for another mode, or not judged for this target: left out.
    pub not_comparable: u64,
    /// Reviewers disagree: left out.
    pub excluded_disputed: u64,
    /// Graded under an older meaning: left out.
    pub excluded_stale: u64,
    /// Graded n/a: left out.
    pub excluded_na: u64,
    /// Why the check is not run at all, as a clause: then there are no figures.
    pub idle: Option<String>,
    /// Bad or good records on which the check could not be run: left out.
    pub not_run: u64,
    /// The first reason for that, as a clause.
    pub trouble: Option<Untrusted>,
    /// The messages of a user's program on the first records that it failed.
    pub messages: Vec<(RecordId, Untrusted)>,
}

impl Tally {
    /// Returns how many bad and how many good records it counts.
    pub fn totals(&self) -> (u64, u64) {
        let bad = self.caught.len() + self.missed.len();
        (bad as u64, self.wrongly_rejected.len() as u64 + self.accepted)
    }

    /// In words: `catches 7 of 9 bad, rejects 1 of 38 good`.
    pub fn words(&self) -> String {
        if let Some(why) = &self.idle {
            return format!("not run: {why}");
        }
        let (bad, good) = self.totals();
        let rejected = self.wrongly_rejected.len();
        format!("catches {} of {bad} bad, rejects {rejected} of {good} good", self.caught.len())
    }
}
