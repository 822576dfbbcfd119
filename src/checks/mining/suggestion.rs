//! The result of the search: suggested checks with their figures on both halves.

use crate::domain::{CheckSpec, RecordId};
use crate::measures::alignment::Confusion;

/// A check that separates bad records from good ones, with what it does to each half.
#[derive(Debug, Clone, PartialEq)]
pub struct MinedCheck {
    /// What to test.
    pub spec: CheckSpec,
    /// Its figures on the half on which it was chosen.
    pub train: Confusion,
    /// Its figures on the held-out half.
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
    /// Returns its figures on all labelled records.
    pub const fn all(&self) -> Confusion {
        let (a, b) = (self.train, self.test);
        Confusion { tp: a.tp + b.tp, fn_: a.fn_ + b.fn_, fp: a.fp + b.fp, tn: a.tn + b.tn }
    }
}

/// The result of the search.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct MinedChecks {
    /// At most [`MOST`](super::limits::MOST), simplest first.
    pub suggestions: Vec<MinedCheck>,
    /// Without a suggestion: the check that came closest.
    pub closest: Option<MinedCheck>,
    /// Without a suggestion: whether the checks that are known already separate the two.
    pub is_covered: bool,
    /// How many candidates were measured.
    pub tried: u64,
    /// Bad and good records of the training half.
    pub train: (u64, u64),
    /// Bad and good records of the held-out half.
    pub test: (u64, u64),
    /// The records of the held-out half, so that its figures can be counted again.
    pub held_out: Vec<RecordId>,
}
