//! The result of the search: suggested checks with their figures.

use crate::domain::{CheckSpec, RecordId};
use crate::measures::alignment::Confusion;

/// A check that separates bad records from good ones, with what it does to them.
#[derive(Debug, Clone, PartialEq)]
pub struct MinedCheck {
    /// What to test.
    pub spec: CheckSpec,
    /// Its figures on all labelled records, among which it was chosen: too good.
    pub all: Confusion,
    /// What is chosen in its place on four folds, counted on the fifth: what to expect of new records.
    pub out_of_fold: Confusion,
    /// The folds, so that these figures can be counted again.
    pub folds: Vec<Fold>,
    /// The bad records that it passes.
    pub missed: Vec<RecordId>,
    /// The good records that it fails.
    pub wrongly_rejected: Vec<RecordId>,
    /// Its p-value: Fisher's, or that of its family on shuffled labels.
    pub chance: f64,
    /// 0 for a check with a name, 1 for one chosen among many, 2 for several texts at once.
    pub weight: u8,
    /// Whether its false failures are above τ, but may be within by their interval.
    pub is_weak: bool,
    /// Whether its false failures are surely above τ.
    pub is_over: bool,
    /// Whether it is not chance, beside all others that were tried.
    pub is_significant: bool,
    /// Other checks that fail nearly the same records.
    pub beside: Vec<CheckSpec>,
    /// How far its answers go with a limit of the length alone (phi coefficient); `None` for such a limit.
    pub length: Option<f64>,
}

/// One fold of the inputs.
#[derive(Debug, Clone, PartialEq)]
pub struct Fold {
    /// The check that was chosen without them; `None` where none was.
    pub check: Option<CheckSpec>,
    /// The records it was counted on.
    pub records: Vec<RecordId>,
}

/// The result of the search.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct MinedChecks {
    /// At most [`MOST`](super::limits::MOST), checks with a name first.
    pub suggestions: Vec<MinedCheck>,
    /// The figures of all suggestions as one set, on all records.
    pub set: Confusion,
    /// The figures of the sets that four folds suggest, each on the fifth.
    pub set_out_of_fold: Confusion,
    /// Without a suggestion: the check that came closest, of all kinds.
    pub closest: Option<MinedCheck>,
    /// Without a suggestion: whether the checks that are known already separate the two.
    pub is_covered: bool,
    /// How many candidates were measured.
    pub tried: u64,
    /// How many hypotheses shared the level.
    pub hypotheses: usize,
    /// Bad and good records.
    pub counts: (u64, u64),
    /// Bad and good inputs, each counted by its witness.
    pub inputs: (u64, u64),
}
