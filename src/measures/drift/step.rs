//! Criteria drift: how much of the change in grades is the rule's, and how much is the reviewers' own noise.
//!
//! All figures are defined in plain counts, those of each reviewer apart; nothing here knows where they were gathered.
//! Intervals are seeded, so that the same counts give the same figures on every machine.

use crate::domain::words::words;
use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::SeedableRng;
use rand_distr::{Beta, Distribution};

use crate::measures::statistics::significance::mcnemar;
use crate::measures::statistics::{quantile, share};

/// The fewest noise pairs of a reviewer that give a noise floor.
pub const FEWEST_NOISE_PAIRS: u64 = 25;

/// Above this noise floor a reviewer is too unsteady to tell drift from noise.
pub const UNSTEADY_FLOOR: f64 = 0.35;

/// The level of each of the two looks at a step: at the direction of the flips, and at their number.
pub(super) const LEVEL: f64 = 0.025;

/// How many seeded draws an interval takes.
const DRAWS: usize = 4_000;

/// The noise floor is capped here in each draw, so that 1 − 2·n0 stays positive.
pub(super) const FLOOR_CAP: f64 = 0.45;

/// The counts of one reviewer, or of all, for one step from a meaning to the next. Pairs with `n/a` on either side are in
/// none of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct StepCounts {
    /// Grades given again under the new version, when a round asked for them.
    pub regraded: u64,
    /// Of those, `met` before.
    pub met_before: u64,
    /// Of those, `met` before and `not met` now.
    pub tightened: u64,
    /// Of those, `not met` before and `met` now.
    pub relaxed: u64,
    /// Noise pairs: the same reviewer, record, criterion and version, asked twice.
    pub noise_pairs: u64,
    /// Of those, answered differently.
    pub noise_flips: u64,
}

impl StepCounts {
    /// Returns all changed answers, in either direction.
    pub const fn flips(&self) -> u64 {
        self.tightened + self.relaxed
    }

    /// Returns the counts of some reviewers together.
    #[must_use]
    pub fn sum<'c>(counts: impl IntoIterator<Item = &'c Self>) -> Self {
        counts.into_iter().fold(Self::default(), |sum, one| Self {
            regraded: sum.regraded + one.regraded,
            met_before: sum.met_before + one.met_before,
            tightened: sum.tightened + one.tightened,
            relaxed: sum.relaxed + one.relaxed,
            noise_pairs: sum.noise_pairs + one.noise_pairs,
            noise_flips: sum.noise_flips + one.noise_flips,
        })
    }

    /// Returns whether these are enough for a noise floor of their own.
    pub const fn is_enough(&self) -> bool {
        self.regraded > 0 && self.noise_pairs >= FEWEST_NOISE_PAIRS
    }
}

/// The verdict on a step.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DriftVerdict {
    /// The rule moved: the flips have a direction, or are more than noise makes.
    Drift,
    /// The noise floor is above [`UNSTEADY_FLOOR`].
    Unsteady,
    /// Nothing was re-graded, or no reviewer has [`FEWEST_NOISE_PAIRS`] noise pairs.
    TooFew,
    /// The flips may be noise.
    CannotTell,
}

words!(DriftVerdict: Drift = "drift", Unsteady = "unsteady", TooFew = "too_few", CannotTell = "cannot_tell");

/// The measure of one step. Shares are between 0 and 1; `None` where nothing was counted.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct StepDrift {
    /// Flips per re-graded record (F), of the reviewers with a noise floor; of all where nobody has one.
    pub flip_rate: Option<f64>,
    /// Flips per noise pair (n0): each reviewer's own, weighted by this one's share of the re-grades.
    pub noise_floor: Option<f64>,
    /// Drift attributable to the rule: d = (F − n0)/(1 − 2·n0), clipped to 0..1.
    pub attributable: Option<f64>,
    /// The 2.5 % quantile of d, clipped to 0..1.
    pub low: Option<f64>,
    /// The 97.5 % quantile of d, clipped to 0..1.
    pub high: Option<f64>,
    /// Exact McNemar on tightened and relaxed of all: whether the change has a *direction*, not whether there is one.
    pub mcnemar_p: Option<f64>,
    /// The chance of flips like these where no rule moved: twice the smaller p of the two looks, at most 1.
    pub p: Option<f64>,
    /// Flips one way less those the other way, per re-graded record: where only these tell, the rule moved at least so much.
    pub net: Option<f64>,
    /// Re-graded records of reviewers without a noise floor, which are in neither F nor n0.
    pub left_out: u64,
    /// So many more repeat answers of one reviewer give a noise floor; 0 where there is one.
    pub more_repeats: u64,
    /// The verdict.
    pub verdict: DriftVerdict,
}

/// Drift attributable to the rule, d = (F − n0)/(1 − 2·n0).
///
/// With a reviewer who errs at random on either side of a pair, F = n0 + d·(1 − 2·n0); plain subtraction would
/// understate d. `None` from n0 = ½ on, where nothing can be told.
pub fn attributable(flip_rate: f64, noise_floor: f64) -> Option<f64> {
    (noise_floor < 0.5).then(|| (flip_rate - noise_floor) / (1.0 - 2.0 * noise_floor))
}

/// Returns the noise floor of these reviewers: each one's own, weighted by this one's share of the re-grades.
pub(super) fn noise_floor(counted: &[StepCounts]) -> Option<f64> {
    let all = StepCounts::sum(counted).regraded;
    let own = |counts: &StepCounts| Some(share(counts.noise_flips, counts.noise_pairs)? * share(counts.regraded, all)?);
    (!counted.is_empty()).then(|| counted.iter().filter_map(own).sum())
}

/// Returns the posterior of a share (Jeffreys): Beta(k+½, n−k+½).
fn posterior(hits: u64, n: u64) -> Option<Beta<f64>> {
    #[expect(clippy::cast_precision_loss, reason = "counts of judgements stay far below 2^52")]
    Beta::new(hits.min(n) as f64 + 0.5, n.saturating_sub(hits) as f64 + 0.5).ok()
}

/// Returns sorted draws of d before clipping: F ~ Beta(k+½, R−k+½) over all of these reviewers, each one's n0 ~ Beta(j+½,
/// m−j+½), weighted by the re-grades, capped; d by the formula.
fn draws(counted: &[StepCounts]) -> Option<Vec<f64>> {
    let pool = StepCounts::sum(counted);
    let flip = posterior(pool.flips(), pool.regraded)?;
    let mut noise = Vec::with_capacity(counted.len());
    let mut seed = 0x6765_6d62_6100 ^ (pool.flips() << 40) ^ (pool.regraded << 24);
    for counts in counted {
        noise.push((share(counts.regraded, pool.regraded)?, posterior(counts.noise_flips, counts.noise_pairs)?));
        seed = seed.rotate_left(5) ^ (counts.noise_flips << 12) ^ counts.noise_pairs;
    }
    let mut rng = ChaCha8Rng::seed_from_u64(seed);
    let mut draws = Vec::with_capacity(DRAWS);
    for _ in 0..DRAWS {
        let floor: f64 = noise.iter().map(|(weight, own)| weight * own.sample(&mut rng)).sum();
        let floor = floor.min(FLOOR_CAP);
        draws.push((flip.sample(&mut rng) - floor) / (1.0 - 2.0 * floor));
    }
    draws.sort_by(f64::total_cmp);
    Some(draws)
}

/// Measures one step from the counts of each reviewer. Reviewers with fewer than [`FEWEST_NOISE_PAIRS`] noise pairs are in
/// neither F nor n0; their flips count for the direction, which needs no noise floor.
pub fn measure(reviewers: &[StepCounts]) -> StepDrift {
    let all = StepCounts::sum(reviewers);
    let counted: Vec<StepCounts> = reviewers.iter().filter(|counts| counts.is_enough()).copied().collect();
    let pool = StepCounts::sum(&counted);
    let of = if counted.is_empty() { &all } else { &pool };
    let mut step = StepDrift {
        flip_rate: share(of.flips(), of.regraded),
        noise_floor: noise_floor(&counted),
        attributable: None,
        low: None,
        high: None,
        mcnemar_p: (all.regraded > 0).then(|| mcnemar(all.tightened, all.relaxed)),
        p: None,
        net: share(all.tightened.abs_diff(all.relaxed), all.regraded),
        left_out: all.regraded - pool.regraded,
        more_repeats: more_repeats(reviewers),
        verdict: DriftVerdict::TooFew,
    };
    let Some(direction) = step.mcnemar_p else { return step };
    let mut smallest = direction;
    let mut is_more_than_noise = false;
    if let (Some(flips), Some(floor), Some(draws)) = (step.flip_rate, step.noise_floor, draws(&counted)) {
        step.attributable = attributable(flips, floor).map(|d| d.clamp(0.0, 1.0));
        step.low = quantile(&draws, 0.025).map(|d| d.clamp(0.0, 1.0));
        step.high = quantile(&draws, 0.975).map(|d| d.clamp(0.0, 1.0));
        is_more_than_noise = quantile(&draws, LEVEL / 2.0).is_some_and(|low| low > 0.0);
        let within = share(draws.partition_point(|d| *d <= 0.0) as u64, draws.len() as u64);
        smallest = within.map_or(smallest, |within| smallest.min(2.0 * within));
    }
    step.p = Some((2.0 * smallest).min(1.0));
    step.verdict = if direction <= LEVEL || is_more_than_noise {
        DriftVerdict::Drift
    } else if step.noise_floor.is_some_and(|floor| floor > UNSTEADY_FLOOR) {
        DriftVerdict::Unsteady
    } else if counted.is_empty() {
        DriftVerdict::TooFew
    } else {
        DriftVerdict::CannotTell
    };
    step
}

/// Returns how many more repeat answers give the reviewer who has most of them a noise floor.
fn more_repeats(reviewers: &[StepCounts]) -> u64 {
    let has_regrades = reviewers.iter().any(|counts| counts.regraded > 0);
    let of = reviewers.iter().filter(|counts| counts.regraded > 0 || !has_regrades);
    FEWEST_NOISE_PAIRS.saturating_sub(of.map(|counts| counts.noise_pairs).max().unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::{DriftVerdict, StepCounts, attributable, measure};

    /// Counts of one reviewer.
    fn counts(regraded: u64, [tightened, relaxed]: [u64; 2], [noise_pairs, noise_flips]: [u64; 2]) -> StepCounts {
        StepCounts { regraded, met_before: regraded * 7 / 10, tightened, relaxed, noise_pairs, noise_flips }
    }

    #[test]
    fn the_vectors_hold() {
        assert!((attributable(0.30, 0.10).unwrap() - 0.25).abs() < 1e-12);
        // One reviewer is steady and one is not: pooled, the floor of the second would be too low.
        let ana = counts(60, [3, 2], [30, 2]);
        let ben = counts(240, [42, 38], [50, 16]);
        let step = measure(&[ana, ben]);
        let near = |found: Option<f64>, wanted: f64, by: f64| {
            assert!((found.unwrap() - wanted).abs() < by, "{found:?} is not {wanted}");
        };
        near(step.noise_floor, 0.2693, 5e-5);
        near(step.flip_rate, 0.2833, 5e-5);
        near(step.attributable, 0.0303, 5e-5);
        near(step.low, 0.0, 1e-12);
        near(step.high, 0.196, 0.01);
        assert_eq!((step.verdict, step.left_out), (DriftVerdict::CannotTell, 0));
    }

    #[test]
    fn seven_flips_one_way_are_a_direction_without_any_repeat_answer() {
        let verdict = |tightened| measure(&[counts(60, [tightened, 0], [0, 0])]).verdict;
        assert_eq!((verdict(6), verdict(7)), (DriftVerdict::TooFew, DriftVerdict::Drift));
        let step = measure(&[counts(60, [7, 0], [0, 0])]);
        assert_eq!((step.attributable, step.net), (None, Some(7.0 / 60.0)));
    }

    #[test]
    fn a_reviewer_with_few_repeats_is_left_out_and_the_others_are_measured() {
        let (enough, few) = (counts(100, [6, 5], [30, 3]), counts(50, [2, 3], [13, 0]));
        let step = measure(&[enough, few]);
        assert_eq!((step.flip_rate, step.noise_floor, step.left_out), (Some(0.11), Some(0.1), 50));
        assert_eq!((step.verdict, step.more_repeats), (DriftVerdict::CannotTell, 0));
        let step = measure(&[few]);
        assert_eq!((step.verdict, step.more_repeats), (DriftVerdict::TooFew, 12));
        assert_eq!((step.flip_rate, step.noise_floor, step.attributable), (Some(0.1), None, None));
        let nothing = measure(&[]);
        assert_eq!((nothing.verdict, nothing.p, nothing.more_repeats), (DriftVerdict::TooFew, None, 25));
    }

    #[test]
    fn a_moved_rule_is_told_from_a_noisy_reviewer() {
        let verdict = |of: StepCounts| measure(&[of]).verdict;
        assert_eq!(verdict(counts(150, [45, 6], [40, 2])), DriftVerdict::Drift);
        // As many one way as the other: only their number tells.
        assert_eq!(verdict(counts(150, [25, 25], [40, 2])), DriftVerdict::Drift);
        assert_eq!(verdict(counts(150, [8, 8], [40, 4])), DriftVerdict::CannotTell);
        assert_eq!(verdict(counts(150, [36, 34], [40, 18])), DriftVerdict::Unsteady);
    }

    #[test]
    fn the_chance_is_small_where_the_verdict_is_drift_and_only_there() {
        for tightened in 0..20 {
            for noise_flips in [0, 3, 9] {
                let step = measure(&[counts(80, [tightened, 4], [40, noise_flips])]);
                assert_eq!(step.verdict == DriftVerdict::Drift, step.p.unwrap() <= 0.05, "{step:?}");
            }
        }
    }
}
