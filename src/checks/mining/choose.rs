//! Of all candidates the few worth a look on the held-out half: those that catch most for the fewest false failures,
//! simple before clever. Of those that fail the same records one is taken of each sort: which of "refuses", "contains
//! ‘I cannot’" and "is short" is meant, the records do not say, and the reviewer knows.

use super::limits::{FINALISTS, LEAST_LIFT};
use super::sample::Sample;
use super::train::{Candidate, Hits, Pool, Train};
use super::{patterns, phrases, shapes, sizes};
use crate::checks;
use crate::checks::portable::CandidateKind;
use crate::domain::CheckSpec;

/// Two checks that share so much of what they fail are one.
const NEAR: f64 = 0.8;
/// Separations that differ by less than this are equally good; the simpler check is taken.
const STEP: f64 = 0.05;
/// A check of whose catch so much is another's adds nothing to it.
const WITHIN: f64 = 0.95;

/// What the training half came to.
#[derive(Debug, Clone, Default)]
pub struct Chosen {
    /// The checks to be looked at on the held-out half, best first, each with its weight.
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
    #[must_use]
    pub fn contains(&self, spec: &CheckSpec) -> bool {
        self.attached.contains(spec) || self.dismissed.contains(spec)
    }
}

/// Searches the training half for what is not [`Known`].
#[must_use]
pub fn choose(sample: &Sample, known: &Known) -> Chosen {
    choose_from(&Train::of(sample), known, &|_| true)
}

/// The same on records that are made ready, of the candidates that `keeps` says.
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
    // Of equals the first stays: "is no JSON" says more than "has no `}`", "is too short" more than "begins so".
    shapes::offer(&mut pool);
    let blurred = phrases::offer(&mut pool);
    patterns::offer(&mut pool, &blurred);
    sizes::offer(&mut pool);
    shapes::ends(&mut pool);
    patterns::offer_together(&mut pool);

    let (tried, mut candidates) = (pool.tried, pool.candidates);
    candidates.retain(|one| keeps(&one.spec));
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
    let is_new = |one: &Candidate, kept: &[Candidate]| {
        let is_other = |other: &Candidate| adds_to(one, other) || is_alternative(one, other, sizes);
        attached.iter().all(|other| adds_to(one, other)) && dismissed.iter().chain(kept).all(is_other)
    };
    let mut finalists: Vec<Candidate> = Vec::new();
    for one in candidates.iter().filter(|one| lifts(&one.hits, sizes)) {
        if finalists.len() < FINALISTS && is_new(one, &finalists) {
            finalists.push(one.clone());
        }
    }
    let separates = !finalists.is_empty();
    let is_covered = candidates.iter().any(|one| lifts(&one.hits, sizes)) && !separates;
    if !separates && !is_covered {
        finalists.extend(candidates.into_iter().find(|one| is_new(one, &[])));
    }
    let finalists = finalists.into_iter().map(|one| (one.spec, one.weight)).collect();
    Chosen { finalists, separates, is_covered, tried }
}

/// Coverage less false failures (Youden 1950).
fn gain(hits: &Hits, (bad, good): (usize, usize)) -> f64 {
    share(hits.caught.count(), bad) - share(hits.rejected.count(), good)
}

/// Whether it fails bad records so much more often than good ones that somebody would want it.
fn lifts(hits: &Hits, (bad, good): (usize, usize)) -> bool {
    share(hits.caught.count(), bad) >= LEAST_LIFT * share(hits.rejected.count(), good)
}

#[expect(clippy::cast_precision_loss, reason = "a few thousand records")]
fn share(part: usize, whole: usize) -> f64 {
    part as f64 / whole.max(1) as f64
}

/// Whether a candidate is another explanation of what a better one separates: of another sort, plain, and as good. That
/// something is lacking explains nothing beside what is there, only beside a length.
fn is_alternative(one: &Candidate, better: &Candidate, sizes: (usize, usize)) -> bool {
    let is_plain = one.weight == 1 && better.weight == 1;
    let is_as_good = gain(&better.hits, sizes) - gain(&one.hits, sizes) < STEP;
    let (kind, beside) = (candidate_kind(&one.spec), candidate_kind(&better.spec));
    let explains =
        kind.0 != CandidateKind::Absence || matches!(beside.0, CandidateKind::TooShort | CandidateKind::TooMuch);
    is_plain && is_as_good && explains && kind != beside
}

/// Returns the candidate kind of a check; specific ones are told apart by the word of the kind.
fn candidate_kind(spec: &CheckSpec) -> (CandidateKind, &str) {
    match checks::kind(&spec.kind).map_or(CandidateKind::Specific, |kind| kind.candidate_kind) {
        CandidateKind::Specific => (CandidateKind::Specific, &spec.kind),
        shared => (shared, ""),
    }
}

/// Whether a candidate says something that a better one does not.
fn adds_to(one: &Candidate, better: &Candidate) -> bool {
    let (a, b) = (&one.hits, &better.hits);
    let both = a.caught.shared(&b.caught) + a.rejected.shared(&b.rejected);
    let either = a.caught.joined(&b.caught).count() + a.rejected.joined(&b.rejected).count();
    let is_near = share(both, either) >= NEAR || a.caught == b.caught;
    let is_within = share(a.caught.shared(&b.caught), a.caught.count()) >= WITHIN
        && a.rejected.count() >= b.rejected.count()
        && one.weight >= better.weight;
    !is_near && !is_within
}
