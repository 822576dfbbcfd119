//! What the search answers: suggested checks with their figures on both halves.

use crate::domain::{CheckSpec, RecordId};
use crate::measures::alignment::Confusion;

/// A check that separates bad records from good ones, with what it does to each half.
#[derive(Debug, Clone, PartialEq)]
pub struct MinedCheck {
    /// What to test.
    pub spec: CheckSpec,
    /// On the half on which it was chosen.
    pub train: Confusion,
    /// On the held-out half.
    pub test: Confusion,
    /// The bad records that it passes, of both halves.
    pub missed: Vec<RecordId>,
    /// The good records that it fails, of both halves.
    pub wrongly_rejected: Vec<RecordId>,
    /// The chance of such a split of the held-out half, each input counted once ([`crate::measures::statistics::significance::fisher_tail`]).
    pub chance: f64,
    /// 1 for one plain thing, 2 for a pattern, 3 for several at once.
    pub weight: u8,
}

impl MinedCheck {
    /// On all labelled records.
    #[must_use]
    pub const fn all(&self) -> Confusion {
        let (a, b) = (self.train, self.test);
        Confusion { tp: a.tp + b.tp, fn_: a.fn_ + b.fn_, fp: a.fp + b.fp, tn: a.tn + b.tn }
    }
}

/// What mining found.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct MinedChecks {
    /// At most [`MOST`], simplest first.
    pub suggestions: Vec<MinedCheck>,
    /// Where there is none: what came closest.
    pub closest: Option<MinedCheck>,
    /// Where there is none: whether that is because the checks that are known already separate the two.
    pub is_covered: bool,
    /// How many candidates were measured.
    pub tried: u64,
    /// Bad and good records of the training half.
    pub train: (u64, u64),
    /// Bad and good records of the held-out half.
    pub test: (u64, u64),
    /// The records of the held-out half, so that whoever doubts its figures can count again.
    pub held_out: Vec<RecordId>,
}
