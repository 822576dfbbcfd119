//! Mining: checks that fail what people tagged and pass what they passed, found offline, the same ones every time.
//!
//! The labelled records are split in two by their *input* ([`half`]). On the training half [`choose`] tries phrases
//! (`phrases`), patterns (`patterns`), lengths and figures (`sizes`) and shapes (`shapes`), and picks a few. On the
//! held-out half [`Hearing`] counts what those few catch: a suggestion is one whose split is not chance there.
//! Knows no store and no screen.

mod choose;
mod guess;
mod hearing;
mod patterns;
mod phrases;
mod said;
mod shapes;
mod sizes;
mod train;

use std::collections::BTreeMap;

use crate::domain::{CheckSpec, Content, RecordId};
use crate::measures::alignment::Confusion;
pub use crate::measures::check_sets::Half;

pub use choose::{Chosen, Known, choose};
pub use guess::{FEW, Guess, guess, is_broad, quotable, refusing};
pub use hearing::Hearing;
pub use said::{Nouns, nothing, typed, why};

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
/// How many checks are looked at on the held-out half at most.
const FINALISTS: usize = 8;
/// How many bad, and how many good, training records are searched for candidates; figures count all records.
const SEARCHED: (usize, usize) = (2_000, 4_000);
/// The seed of the order in which training records are kept where there are more.
const SEED: &[u8] = b"gemba: checks suggest, 1";

/// The half of a record: by its input, so that equal inputs are always in the same one.
#[must_use]
pub fn half(content: &Content) -> Half {
    Half::of(content.input_key())
}

/// The training records that are searched: all of them, or a seeded choice where there are too many.
#[derive(Debug, Default)]
pub struct Sample {
    bad: BTreeMap<[u8; 32], Content>,
    good: BTreeMap<[u8; 32], Content>,
    is_whole: bool,
}

impl Sample {
    /// A sample of all labelled records, not only of the training half: nothing is left to prove anything on.
    #[must_use]
    pub fn whole() -> Self {
        Self { is_whole: true, ..Self::default() }
    }

    /// Takes a labelled record; one of the held-out half is left alone.
    pub fn take(&mut self, id: RecordId, content: &Content, is_bad: bool) {
        if half(content) == Half::Test && !self.is_whole {
            return;
        }
        let (kept, most) = if is_bad { (&mut self.bad, SEARCHED.0) } else { (&mut self.good, SEARCHED.1) };
        let mut place = blake3::Hasher::new();
        place.update(SEED).update(&id.0);
        let place = *place.finalize().as_bytes();
        if kept.len() >= most && kept.last_key_value().is_some_and(|(last, _)| place > *last) {
            return;
        }
        kept.insert(place, content.clone());
        if kept.len() > most {
            kept.pop_last();
        }
    }
}

/// A check that separates bad records from good ones, with what it does to each half.
#[derive(Debug, Clone, PartialEq)]
pub struct Suggestion {
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
    /// The chance of such a split of the held-out half, each input counted once ([`crate::measures::chance::tail`]).
    pub chance: f64,
    /// 1 for one plain thing, 2 for a pattern, 3 for several at once.
    pub weight: u8,
}

impl Suggestion {
    /// On all labelled records.
    #[must_use]
    pub const fn all(&self) -> Confusion {
        let (a, b) = (self.train, self.test);
        Confusion { tp: a.tp + b.tp, fn_: a.fn_ + b.fn_, fp: a.fp + b.fp, tn: a.tn + b.tn }
    }
}

/// What mining found.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Mined {
    /// At most [`MOST`], simplest first.
    pub suggestions: Vec<Suggestion>,
    /// Where there is none: what came closest.
    pub closest: Option<Suggestion>,
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
