//! Chooses among all candidates the few to be tested on the held-out half: those that catch most for the fewest false
//! failures, simple before clever. Of those that fail the same records one of each candidate kind is taken: whether
//! "refuses", "contains ‘I cannot’" or "is short" is meant, the reviewer knows and the records do not show.

use super::limits::{FINALISTS, LEAST_LIFT};
use super::sample::Sample;
use super::train::{Candidate, Hits, Pool, Train, share};
use super::{patterns, phrases, shapes, sizes};
use crate::checks;
use crate::checks::portable::CandidateKind;
use crate::domain::CheckSpec;

/// Two checks that share so much of what they fail count as one.
const NEAR: f64 = 0.8;
/// Separations that differ by less than this are equally good; the simpler check is taken.
const STEP: f64 = 0.05;
/// A check adds nothing to another that catches so much of the same.
const WITHIN: f64 = 0.95;

/// The result of the search on the training half.
#[derive(Debug, Clone, Default)]
pub struct Chosen {
    /// The checks to be tested on the held-out half, best first, each with its weight.
    pub(super) finalists: Vec<(CheckSpec, u8)>,
    /// Whether they separate anything on the training half; else there is at most one, the closest.
    pub(super) separates: bool,
    /// Whether something separates, but fails the same records as a check that is known.
    pub(super) is_covered: bool,
    /// How many candidates were measured.
    pub(super) tried: u64,
}

/// The checks that are not suggested again.
#[derive(Debug, Clone, Default)]
pub struct Known {
    /// Attached already: nothing is suggested that fails the same records.
    pub attached: Vec<CheckSpec>,
    /// Dismissed: no near copy comes back, but another explanation of the same records may be what is meant.
    pub dismissed: Vec<CheckSpec>,
}

impl Known {
    /// Whether it is this very check.
    pub fn contains(&self, spec: &CheckSpec) -> bool {
        self.attached.contains(spec) || self.dismissed.contains(spec)
    }
}

/// Searches the training half for what is not [`Known`].
pub fn choose(sample: &Sample, known: &Known) -> Chosen {
    choose_from(&Train::new(sample, &[]), known, &|_| true)
}

/// Searches prepared records for what is not [`Known`], among the candidates that `keeps` accepts.
pub(super) fn choose_from(train: &Train<'_>, known: &Known, keeps: &dyn Fn(&CheckSpec) -> bool) -> Chosen {
    if train.bad == 0 || train.good().is_empty() {
        return Chosen::default();
    }
    let mut pool = Pool::over(train);
    for spec in &known.attached {
        pool.run(spec, 0);
    }
    let attached = std::mem::take(&mut pool.candidates);
    for spec in &known.dismissed {
        pool.run(spec, 1);
    }
    let dismissed = std::mem::take(&mut pool.candidates);
    pool.tried = 0;
    // The first of equals is kept: "is not JSON" tells more than "has no `}`", "is too short" more than "begins so".
    shapes::offer(&mut pool);
    let blurred = phrases::offer(&mut pool);
    patterns::offer(&mut pool, &blurred);
    sizes::offer(&mut pool);
    shapes::ends(&mut pool);
    patterns::offer_together(&mut pool);

    let (tried, mut candidates) = (pool.tried, pool.candidates);
    candidates.retain(|candidate| keeps(&candidate.spec));
    let sizes = (train.bad, train.good().len());
    candidates.sort_by(|a, b| {
        let (x, y) = (gain(&a.hits, sizes), gain(&b.hits, sizes));
        let steps = |gain: f64| (gain / STEP).round();
        steps(y)
            .total_cmp(&steps(x))
            .then(a.weight.cmp(&b.weight))
            .then(y.total_cmp(&x))
            .then_with(|| candidate_kind(&a.spec).cmp(&candidate_kind(&b.spec)))
    });
    let is_new = |candidate: &Candidate, kept: &[Candidate]| {
        let is_other = |other: &Candidate| adds_to(candidate, other) || is_alternative(candidate, other, sizes);
        attached.iter().all(|other| adds_to(candidate, other)) && dismissed.iter().chain(kept).all(is_other)
    };
    let mut finalists: Vec<Candidate> = Vec::new();
    for candidate in candidates.iter().filter(|candidate| lifts(&candidate.hits, sizes)) {
        if finalists.len() < FINALISTS && is_new(candidate, &finalists) {
            finalists.push(candidate.clone());
        }
    }
    let separates = !finalists.is_empty();
    let is_covered = candidates.iter().any(|candidate| lifts(&candidate.hits, sizes)) && !separates;
    if !separates && !is_covered {
        finalists.extend(candidates.into_iter().find(|candidate| is_new(candidate, &[])));
    }
    let finalists = finalists.into_iter().map(|chosen| (chosen.spec, chosen.weight)).collect();
    Chosen { finalists, separates, is_covered, tried }
}

/// Returns coverage less false failures (Youden 1950).
fn gain(hits: &Hits, (bad, good): (usize, usize)) -> f64 {
    share(hits.caught.count(), bad) - share(hits.rejected.count(), good)
}

/// Whether it fails bad records so much more often than good ones that somebody would want it.
fn lifts(hits: &Hits, (bad, good): (usize, usize)) -> bool {
    share(hits.caught.count(), bad) >= LEAST_LIFT * share(hits.rejected.count(), good)
}

/// Whether a candidate is another explanation of what a better one separates: of another candidate kind, plain, and as
/// good. That something is absent explains nothing beside what is there, only beside a length.
fn is_alternative(candidate: &Candidate, better: &Candidate, sizes: (usize, usize)) -> bool {
    let is_plain = candidate.weight == 1 && better.weight == 1;
    let is_as_good = gain(&better.hits, sizes) - gain(&candidate.hits, sizes) < STEP;
    let (kind, beside) = (candidate_kind(&candidate.spec), candidate_kind(&better.spec));
    let explains =
        kind.0 != CandidateKind::Absence || matches!(beside.0, CandidateKind::TooShort | CandidateKind::TooMuch);
    is_plain && is_as_good && explains && kind != beside
}

/// Returns the candidate kind of a check; specific ones differ by the word of the kind.
fn candidate_kind(spec: &CheckSpec) -> (CandidateKind, &str) {
    match checks::kind(&spec.kind).map_or(CandidateKind::Specific, |kind| kind.candidate_kind) {
        CandidateKind::Specific => (CandidateKind::Specific, &spec.kind),
        shared => (shared, ""),
    }
}

/// Whether a candidate fails something that a better one does not.
fn adds_to(candidate: &Candidate, better: &Candidate) -> bool {
    let (a, b) = (&candidate.hits, &better.hits);
    let both = a.caught.shared(&b.caught) + a.rejected.shared(&b.rejected);
    let either = a.caught.joined(&b.caught).count() + a.rejected.joined(&b.rejected).count();
    let is_near = share(both, either) >= NEAR || a.caught == b.caught;
    let is_within = share(a.caught.shared(&b.caught), a.caught.count()) >= WITHIN
        && a.rejected.count() >= b.rejected.count()
        && candidate.weight >= better.weight;
    !is_near && !is_within
}
