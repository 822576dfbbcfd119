//! The bounds of the search: what a suggestion must keep within, and how much is looked at.

/// The most false failures that a suggestion may have, as a share of the good records (τ).
pub const TAU: f64 = 0.2;
/// The least share of the bad records that a suggestion catches.
pub const LEAST_COVERAGE: f64 = 0.1;
/// How many times as often a suggestion must fail bad records as good ones.
pub const LEAST_LIFT: f64 = 2.0;
/// The chance that random labels yield any suggestion at all, at most: the family-wise level over everything tried.
pub const ALPHA: f64 = 0.01;
/// How many suggestions are made at most.
pub const MOST: usize = 5;
/// What one more check must add to the coverage less the false failures of the set.
pub(super) const LEAST_GAIN: f64 = 0.03;
/// Two checks that share so much of what they fail say the same.
pub(super) const NEAR: f64 = 0.8;
/// How often the labels are shuffled to see what a family finds by chance.
pub(super) const SHUFFLES: u32 = 5_000;
/// The shuffles end when so many found as much: the family is chance then (Besag & Clifford 1991).
pub(super) const EXCEEDED: u32 = 30;
/// The least share of the rarer label that a text of several together must be able to reach.
pub(super) const COVER_SUPPORT: f64 = 0.08;
/// The most texts of a cover, and what each must add.
pub(super) const COVER_MOST: usize = 6;
pub(super) const COVER_GAIN: f64 = 0.045;
/// In how many parts the inputs are split for the figures that are shown.
pub(super) const FOLDS: usize = 5;
/// How many bad, and how many good, records are searched; figures count all records.
pub(super) const SEARCHED: (usize, usize) = (2_000, 4_000);
/// The seed of the order in which records are kept, of the witness of each input, of the folds and of the shuffles.
pub(super) const SEED: &[u8] = b"gemba: checks suggest, 2";
