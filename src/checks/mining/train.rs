//! Prepares the training half to be searched, and holds the candidates that were measured on it.

use std::collections::HashSet;

use super::limits::{LEAST_COVERAGE, TAU};
use super::sample::Sample;
use crate::checks::portable::case_fold;
use crate::checks::{self, Engine, Kind, Subject};
use crate::domain::{CheckSpec, Content};

/// One training record.
pub(super) struct Text<'a> {
    pub(super) content: &'a Content,
    /// The output as it is.
    pub(super) raw: &'a str,
    /// The output in lower case, character by character.
    pub(super) folded: String,
}

/// The training records, the bad ones first.
pub(super) struct Train<'a> {
    pub(super) texts: Vec<Text<'a>>,
    /// How many of them are bad.
    pub(super) bad: usize,
    /// A check that fails more good records than this is no candidate.
    pub(super) most_rejected: usize,
    /// A check that fails fewer bad records than this is no candidate.
    pub(super) least_caught: usize,
}

impl<'a> Train<'a> {
    /// Prepares a sample; further records count as good.
    pub(super) fn new(sample: &'a Sample, further: &'a [Content]) -> Self {
        let text = |content: &'a Content| {
            let raw = content.output.raw();
            Text { content, raw, folded: case_fold::fold(raw, true) }
        };
        let texts = sample.bad.values().chain(sample.good.values()).chain(further).map(text).collect();
        let (bad, good) = (sample.bad.len(), sample.good.len() + further.len());
        #[expect(
            clippy::cast_precision_loss,
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "shares of a few thousand records"
        )]
        let (most_rejected, least_caught) =
            ((good as f64 * TAU) as usize, ((bad as f64 * LEAST_COVERAGE).ceil() as usize).max(2));
        Self { texts, bad, most_rejected, least_caught }
    }

    pub(super) fn bad(&self) -> &[Text<'a>] {
        self.texts.get(..self.bad).unwrap_or_default()
    }

    pub(super) fn good(&self) -> &[Text<'a>] {
        self.texts.get(self.bad..).unwrap_or_default()
    }

    /// Returns what a check fails; `None` as soon as it fails too many good records, or too few bad ones.
    pub(super) fn judge(&self, fails: &dyn Fn(&Text<'_>) -> bool) -> Option<Hits> {
        let mut hits = Hits { caught: Bits::new(self.bad), rejected: Bits::new(self.good().len()) };
        let mut rejected = 0;
        for (place, text) in self.good().iter().enumerate() {
            if fails(text) {
                rejected += 1;
                hits.rejected.set(place);
            }
            if rejected > self.most_rejected {
                return None;
            }
        }
        for (place, text) in self.bad().iter().enumerate() {
            if fails(text) {
                hits.caught.set(place);
            }
        }
        (hits.caught.count() >= self.least_caught).then_some(hits)
    }
}

/// A set of records.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Bits(Vec<u64>);

impl Bits {
    fn new(size: usize) -> Self {
        Self(vec![0; size.div_ceil(64)])
    }

    fn set(&mut self, place: usize) {
        if let Some(word) = self.0.get_mut(place / 64) {
            *word |= 1 << (place % 64);
        }
    }

    pub(super) fn count(&self) -> usize {
        self.0.iter().map(|word| word.count_ones() as usize).sum()
    }

    /// Counts those in both.
    pub(super) fn shared(&self, other: &Self) -> usize {
        self.0.iter().zip(&other.0).map(|(a, b)| (a & b).count_ones() as usize).sum()
    }

    /// Returns those in either.
    pub(super) fn joined(&self, other: &Self) -> Self {
        Self(self.0.iter().zip(&other.0).map(|(a, b)| a | b).collect())
    }
}

/// What a check fails on the training half.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Hits {
    /// The bad records it fails.
    pub(super) caught: Bits,
    /// The good ones it fails.
    pub(super) rejected: Bits,
}

/// A check that keeps within the bounds on the training half.
#[derive(Debug, Clone)]
pub(super) struct Candidate {
    pub(super) spec: CheckSpec,
    /// See [`super::suggestion::MinedCheck::weight`].
    pub(super) weight: u8,
    pub(super) hits: Hits,
}

/// The candidates so far.
pub(super) struct Pool<'a> {
    pub(super) train: &'a Train<'a>,
    pub(super) candidates: Vec<Candidate>,
    /// How many were measured, in bounds or not.
    pub(super) tried: u64,
    seen: HashSet<String>,
}

impl<'a> Pool<'a> {
    pub(super) fn over(train: &'a Train<'a>) -> Self {
        Self { train, candidates: Vec::new(), tried: 0, seen: HashSet::new() }
    }

    /// Measures a check by a function that answers as it would, and keeps it when it is in bounds and every engine can
    /// express it. Returns what it fails.
    pub(super) fn offer(
        &mut self,
        spec: &CheckSpec,
        weight: u8,
        fails: &dyn Fn(&Text<'_>) -> bool,
    ) -> Option<&Candidate> {
        let spec = checks::canonical(spec).ok()?;
        if !self.seen.insert(serde_json::to_string(&spec).unwrap_or_default()) {
            return None;
        }
        self.tried += 1;
        let hits = self.train.judge(fails)?;
        let engines = [Engine::Python, Engine::JavaScript];
        if engines.into_iter().any(|engine| checks::export(&spec, engine).is_err()) {
            return None;
        }
        self.candidates.push(Candidate { spec, weight, hits });
        self.candidates.last()
    }

    /// Measures a check by running it.
    pub(super) fn run(&mut self, spec: &CheckSpec, weight: u8) -> Option<&Candidate> {
        let check = checks::compile(spec).ok()?;
        let fails =
            |text: &Text<'_>| !check.objections(&Subject { output: text.raw, content: text.content }).is_empty();
        self.offer(spec, weight, &fails)
    }
}

/// Returns a spec of a kind with these parameters.
pub(super) fn spec<const N: usize>(kind: &Kind, params: [(&str, serde_json::Value); N]) -> CheckSpec {
    let params = params.into_iter().map(|(name, value)| (name.to_owned(), value)).collect();
    CheckSpec { kind: kind.word.to_owned(), params }
}

/// Returns a part as a share of the whole.
#[expect(clippy::cast_precision_loss, reason = "a few thousand records")]
pub(super) fn share(part: usize, whole: usize) -> f64 {
    part as f64 / whole.max(1) as f64
}
