//! Sets of checks against people: one check, all checks of a target, and the smallest set that is good enough.
//!
//! A set fails a record when any check in it does. Whatever is chosen on labels is chosen on the training half and
//! reported on the other; halves are split by input, so that the same question is never on both sides.

use super::alignment::Confusion;
use super::statistics::intervals::wilson;
use super::truth::Truth;
use crate::domain::{CheckKey, Target};

/// The coverage that a set must reach where nothing else is asked (α).
pub const ALPHA: f64 = 0.8;

/// Up to this many checks every subset is tried; beyond, checks are added one by one.
const MOST_TRIED: usize = 12;

/// One side of the split.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Half {
    /// Choices are made here.
    Train,
    /// Figures are reported here.
    Test,
}

impl Half {
    /// Returns the half of all records with this input: a hash of the input decides, never the record.
    pub fn of_input(input_key: i64) -> Self {
        let hash = blake3::hash(&input_key.to_le_bytes());
        if hash.as_bytes()[0].is_multiple_of(2) { Self::Train } else { Self::Test }
    }
}

/// One judged record as the checks of one target saw it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Case {
    /// Its half.
    pub half: Half,
    /// What people make of it.
    pub truth: Truth,
    /// Whether each check fails it.
    pub fails: Vec<bool>,
}

/// How far a check, or a set, agrees with people: on all records, and on each half.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Aligned {
    /// The checks of the set; one for a check alone.
    pub checks: Vec<CheckKey>,
    /// On all records.
    pub all: Confusion,
    /// On the training half.
    pub train: Confusion,
    /// On the test half.
    pub test: Confusion,
}

/// Interval of coverage and of the false-failure rate (95 % Wilson); `None` without records on that side.
pub fn intervals(confusion: Confusion) -> [Option<(f64, f64)>; 2] {
    [wilson(confusion.tp, confusion.positives()), wilson(confusion.fp, confusion.negatives())]
}

/// Returns why some figure of these counts cannot be computed; `None` where all can.
pub const fn why(counts: Confusion) -> Option<&'static str> {
    let Confusion { tp, fn_, fp, tn } = counts;
    match (tp + fn_, fp + tn) {
        (0, 0) => Some("no human judgement to compare with yet"),
        (0, _) => Some("no human fails yet"),
        (_, 0) => Some("no human passes yet"),
        _ if tp + fp == 0 => Some("it fails no record, so there is no correlation"),
        _ if fn_ + tn == 0 => Some("it fails every record, so there is no correlation"),
        _ => None,
    }
}

/// The checks of one mode or criterion against people.
#[derive(Debug, Clone, PartialEq)]
pub struct TargetAlignment {
    /// The mode or criterion.
    pub target: Target,
    /// The tolerated false-failure rate (τ).
    pub tau: f64,
    /// Each check alone.
    pub checks: Vec<Aligned>,
    /// All of them as one set.
    pub set: Aligned,
    /// The smallest set that reaches α within τ on the training half; `None` where no set does.
    pub smallest: Option<Aligned>,
    /// Records that failed for another mode: left out.
    pub not_comparable: u64,
    /// Records with stale grades only: left out.
    pub excluded_stale: u64,
    /// Records that reviewers dispute: left out.
    pub excluded_disputed: u64,
    /// Records graded n/a: left out.
    pub excluded_na: u64,
}

/// Compares the checks of `target` with people.
pub fn align(target: &Target, keys: &[CheckKey], cases: &[Case], tau: f64, alpha: f64) -> TargetAlignment {
    let count = |kind: Truth| cases.iter().filter(|case| case.truth == kind).count() as u64;
    let all: Vec<usize> = (0..keys.len()).collect();
    TargetAlignment {
        target: target.clone(),
        tau,
        checks: all.iter().map(|index| aligned(keys, cases, &[*index])).collect(),
        set: aligned(keys, cases, &all),
        smallest: smallest(keys.len(), cases, tau, alpha).map(|set| aligned(keys, cases, &set)),
        not_comparable: count(Truth::NotComparable),
        excluded_stale: count(Truth::Stale),
        excluded_disputed: count(Truth::Disputed),
        excluded_na: count(Truth::Na),
    }
}

fn aligned(keys: &[CheckKey], cases: &[Case], set: &[usize]) -> Aligned {
    let (train, test) = (confusion(cases, set, Half::Train), confusion(cases, set, Half::Test));
    Aligned {
        checks: set.iter().filter_map(|index| keys.get(*index).cloned()).collect(),
        all: Confusion {
            tp: train.tp + test.tp,
            fn_: train.fn_ + test.fn_,
            fp: train.fp + test.fp,
            tn: train.tn + test.tn,
        },
        train,
        test,
    }
}

fn confusion(cases: &[Case], set: &[usize], half: Half) -> Confusion {
    let mut counts = Confusion::default();
    for case in cases.iter().filter(|case| case.half == half) {
        let fails = set.iter().any(|index| case.fails.get(*index).copied().unwrap_or(false));
        match (case.truth, fails) {
            (Truth::Positive, true) => counts.tp += 1,
            (Truth::Positive, false) => counts.fn_ += 1,
            (Truth::Negative, true) => counts.fp += 1,
            (Truth::Negative, false) => counts.tn += 1,
            (Truth::NotComparable | Truth::Disputed | Truth::Stale | Truth::Na | Truth::Silent, _) => {}
        }
    }
    counts
}

/// Returns the smallest set with coverage ≥ α and FFR ≤ τ on the training half (SPADE: Shankar et al. 2024); among
/// equals the best aligned, then the first in order of creation.
fn smallest(checks: usize, cases: &[Case], tau: f64, alpha: f64) -> Option<Vec<usize>> {
    let score = |set: &[usize]| {
        let counts = confusion(cases, set, Half::Train);
        let is_within = counts.false_failure_rate().is_none_or(|rate| rate <= tau);
        (counts.coverage()? >= alpha && is_within).then(|| counts.alignment().unwrap_or(0.0))
    };
    if checks > MOST_TRIED {
        return grown(checks, cases, tau, &score);
    }
    let mut best: Option<(usize, f64, Vec<usize>)> = None;
    for bits in 1_u32..1 << checks {
        let set: Vec<usize> = (0..checks).filter(|index| bits & (1 << index) != 0).collect();
        if best.as_ref().is_some_and(|(size, ..)| *size < set.len()) {
            continue;
        }
        let Some(found) = score(&set) else { continue };
        let is_better = best.as_ref().is_none_or(|(size, known, _)| set.len() < *size || found > *known);
        if is_better {
            best = Some((set.len(), found, set));
        }
    }
    best.map(|(.., set)| set)
}

/// Adds the check that gains most coverage within τ, one after the other.
fn grown(checks: usize, cases: &[Case], tau: f64, score: &dyn Fn(&[usize]) -> Option<f64>) -> Option<Vec<usize>> {
    let mut set: Vec<usize> = Vec::new();
    while score(&set).is_none() {
        let caught = confusion(cases, &set, Half::Train).tp;
        let mut best: Option<(u64, Vec<usize>)> = None;
        for index in (0..checks).filter(|index| !set.contains(index)) {
            let wider: Vec<usize> = set.iter().copied().chain([index]).collect();
            let counts = confusion(cases, &wider, Half::Train);
            let is_within = counts.false_failure_rate().is_none_or(|rate| rate <= tau);
            if is_within && counts.tp > best.as_ref().map_or(caught, |(most, _)| *most) {
                best = Some((counts.tp, wider));
            }
        }
        set = best?.1;
    }
    Some(set)
}

#[cfg(test)]
mod tests {
    use super::{Case, Half, align, intervals, why};
    use crate::domain::{Slug, Target};
    use crate::measures::alignment::Confusion;
    use crate::measures::truth::Truth;

    fn keys(count: usize) -> Vec<Slug> {
        (0..count).map(|number| Slug::of(&format!("check-{number}"))).collect()
    }

    fn tone() -> Target {
        Target::Criterion(Slug::of("tone"))
    }

    /// Ten bad records, each seen by the checks that `sees` says, and ten good ones; the same on both halves.
    fn cases(checks: usize, sees: impl Fn(usize, usize) -> bool, wrong: impl Fn(usize, usize) -> bool) -> Vec<Case> {
        let mut cases = Vec::new();
        for half in [Half::Train, Half::Test] {
            for record in 0..10 {
                let bad = (0..checks).map(|check| sees(check, record)).collect();
                let good = (0..checks).map(|check| wrong(check, record)).collect();
                cases.push(Case { half, truth: Truth::Positive, fails: bad });
                cases.push(Case { half, truth: Truth::Negative, fails: good });
            }
        }
        cases
    }

    #[test]
    fn the_smallest_set_that_catches_enough_within_tau() {
        // 0 catches half, 1 the other half, 2 everything and half of the good ones too, 3 the same as 0.
        let sees = |check: usize, record: usize| [record < 5, record >= 5, true, record < 5][check];
        let wrong = |check: usize, record: usize| check == 2 && record < 5;
        let found = align(&tone(), &keys(4), &cases(4, sees, wrong), 0.2, 0.8);
        let smallest = found.smallest.unwrap();
        assert_eq!(smallest.checks, [Slug::of("check-0"), Slug::of("check-1")]);
        assert_eq!(smallest.test, Confusion { tp: 10, fn_: 0, fp: 0, tn: 10 });
        assert_eq!(found.set.all, Confusion { tp: 20, fn_: 0, fp: 10, tn: 10 });
        assert_eq!(found.checks[0].all, Confusion { tp: 10, fn_: 10, fp: 0, tn: 20 });
        // With more tolerance one check is enough.
        let found = align(&tone(), &keys(4), &cases(4, sees, wrong), 0.5, 0.8);
        assert_eq!(found.smallest.unwrap().checks, [Slug::of("check-2")]);
        // And nothing is chosen where nothing is good enough.
        let found = align(&tone(), &keys(1), &cases(1, sees, wrong), 0.2, 0.8);
        assert_eq!(found.smallest, None);
    }

    #[test]
    fn more_checks_than_can_be_tried_are_added_one_by_one() {
        let found = align(&tone(), &keys(15), &cases(15, |check, record| check == record, |_, _| false), 0.2, 0.8);
        assert_eq!(found.smallest.unwrap().checks.len(), 8);
    }

    #[test]
    fn halves_are_split_by_input() {
        assert_eq!(Half::of_input(42), Half::of_input(42));
        let train = (0..1_000).filter(|key| Half::of_input(*key) == Half::Train).count();
        assert!((400..600).contains(&train), "{train}");
    }

    #[test]
    fn what_cannot_be_computed_says_why() {
        let counts = |tp, fn_, fp, tn| Confusion { tp, fn_, fp, tn };
        assert_eq!(why(counts(8, 2, 3, 27)), None);
        assert_eq!(why(counts(0, 0, 3, 27)), Some("no human fails yet"));
        assert_eq!(why(counts(3, 1, 0, 0)), Some("no human passes yet"));
        assert!(why(counts(0, 2, 0, 27)).is_some_and(|why| why.contains("fails no record")));
        let [coverage, rejected] = intervals(counts(8, 2, 0, 20));
        assert!((coverage.unwrap().0 - 0.4902).abs() < 5e-5 && (rejected.unwrap().1 - 0.1611).abs() < 5e-5);
    }
}
