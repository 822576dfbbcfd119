//! Candidates as they are found: each with what it fails, none twice, none that no engine could run, none that could not be
//! of use whatever the labels.

use std::collections::HashSet;

use crate::checks::mining::bits::{Bits, share};
use crate::checks::mining::limits::{LEAST_COVERAGE, TAU};
use crate::checks::mining::sample::{Corpus, Text};
use crate::checks::{self, Engine, Kind, Subject};
use crate::domain::CheckSpec;
use crate::measures::statistics::intervals::wilson;

/// A check with the records that it fails.
#[derive(Debug, Clone)]
pub(crate) struct Candidate {
    pub(crate) spec: CheckSpec,
    pub(crate) fails: Bits,
    /// The lower, the sooner it is taken among those that separate alike.
    pub(crate) rank: u32,
    /// The records whose own words gave rise to it, with all of their inputs; it is tested without them.
    pub(crate) said_of: Option<Bits>,
}

impl Candidate {
    pub(crate) const fn new(spec: CheckSpec, fails: Bits, rank: u32) -> Self {
        Self { spec, fails, rank, said_of: None }
    }
}

/// A text with the records that hold it; of several together a cover is made.
#[derive(Debug, Clone)]
pub(crate) struct Phrase {
    pub(crate) text: String,
    pub(crate) ignores_case: bool,
    pub(crate) holds: Bits,
    pub(crate) rank: u32,
}

/// Which counts of failed records can be of use, whatever the labels: enough to catch a share of the bad ones, few enough
/// to leave most good ones.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Bounds {
    pub(crate) least: usize,
    pub(crate) most: usize,
    pub(crate) bad: usize,
    pub(crate) good: usize,
}

impl Bounds {
    pub(crate) fn new(bad: usize, good: usize) -> Self {
        let allowed = (0..=good).rev().find(|failed| !exceeds(*failed, good)).unwrap_or(0);
        Self { least: at_least(LEAST_COVERAGE, bad), most: bad + allowed, bad, good }
    }

    pub(crate) const fn allows(&self, failed: usize) -> bool {
        self.least <= failed && failed <= self.most
    }

    /// Returns how far so many failed records could separate the labels at best: all bad ones among them.
    pub(crate) fn reach(&self, failed: usize) -> f64 {
        share(failed.min(self.bad), self.bad) - share(failed.saturating_sub(self.bad), self.good)
    }
}

/// Returns a share of a number, rounded up, at least 2.
#[expect(
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "shares of a few thousand records"
)]
pub(crate) fn at_least(share: f64, of: usize) -> usize {
    ((of as f64 * share).ceil() as usize).max(2)
}

/// Whether so many false failures are surely more than τ: also the lower limit of their share is above.
pub(crate) fn exceeds(failed: usize, good: usize) -> bool {
    wilson(failed as u64, good as u64).is_some_and(|(low, _)| low > TAU)
}

/// Returns what a check fails; `None` for one that this version cannot run.
pub(crate) fn run(corpus: &Corpus<'_>, spec: &CheckSpec) -> Option<Bits> {
    let check = checks::compile(spec).ok()?;
    let fails = |text: &Text<'_>| !check.objections(&Subject { output: text.raw, content: text.content }).is_empty();
    Some(corpus.where_text(fails))
}

/// Candidates as they are found: none twice, none that no engine could run, none that could not be of use.
pub(crate) struct Offer<'a> {
    pub(crate) corpus: &'a Corpus<'a>,
    pub(crate) bounds: Bounds,
    pub(crate) found: Vec<Candidate>,
    pub(crate) tried: u64,
    seen: HashSet<Bits>,
}

impl<'a> Offer<'a> {
    pub(crate) fn new(corpus: &'a Corpus<'a>, bounds: Bounds) -> Self {
        Self { corpus, bounds, found: Vec::new(), tried: 0, seen: HashSet::new() }
    }

    /// Takes a check with what it fails. Of those that fail the same records the first is kept.
    pub(crate) fn take(&mut self, spec: &CheckSpec, rank: u32, fails: Bits) {
        self.tried += 1;
        let witnesses = Bits::of(self.corpus.len(), |at| at < self.corpus.units);
        if !self.bounds.allows(fails.shared(&witnesses)) || self.seen.contains(&fails) {
            return;
        }
        let Some(spec) = portable(spec) else { return };
        self.seen.insert(fails.clone());
        self.found.push(Candidate::new(spec, fails, rank));
    }

    /// Takes a check that was read off the words about these records.
    pub(crate) fn run_said(&mut self, spec: &CheckSpec, said_of: Option<Bits>) {
        let count = self.found.len();
        self.run(spec, 0);
        if let Some(candidate) = self.found.get_mut(count) {
            candidate.said_of = said_of;
        }
    }

    /// Takes a check by running it.
    pub(crate) fn run(&mut self, spec: &CheckSpec, rank: u32) {
        if let Some(fails) = run(self.corpus, spec) {
            self.take(spec, rank, fails);
        }
    }
}

/// Returns a check in its canonical form, where every engine can express it.
pub(crate) fn portable(spec: &CheckSpec) -> Option<CheckSpec> {
    let spec = checks::canonical(spec).ok()?;
    let engines = [Engine::Python, Engine::JavaScript];
    engines.into_iter().all(|engine| checks::export(&spec, engine).is_ok()).then_some(spec)
}

/// Returns a spec of a kind with these parameters.
pub(crate) fn spec<const N: usize>(kind: &Kind, params: [(&str, serde_json::Value); N]) -> CheckSpec {
    let params = params.into_iter().map(|(name, value)| (name.to_owned(), value)).collect();
    CheckSpec { kind: kind.word.to_owned(), params }
}
