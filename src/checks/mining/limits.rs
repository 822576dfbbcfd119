//! The bounds of the search: what a suggestion must keep within, and how much is looked at.

/// The most false failures that a suggestion may have, as a share of the good records of either half (τ).
pub const TAU: f64 = 0.2;
/// The least share of the bad records of either half that a suggestion catches.
pub const LEAST_COVERAGE: f64 = 0.1;
/// How many times as often a suggestion must fail bad records as good ones.
pub const LEAST_LIFT: f64 = 2.0;
/// The chance that random labels yield any suggestion at all, at most: the family-wise level on the held-out half.
pub const ALPHA: f64 = 0.01;
/// How many suggestions are made at most.
pub const MOST: usize = 5;
/// How many checks are tested on the held-out half at most.
pub(super) const FINALISTS: usize = 8;
/// How many bad, and how many good, training records are searched for candidates; figures count all records.
pub(super) const SEARCHED: (usize, usize) = (2_000, 4_000);
/// The seed of the order in which training records are kept where there are more.
pub(super) const SEED: &[u8] = b"gemba: checks suggest, 1";
