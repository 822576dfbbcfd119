//! Criteria drift: how much of the change in grades is the rule's, and how much is the reviewer's own noise.
//!
//! All figures are defined in plain counts; nothing here knows where they were gathered. Intervals are seeded, so that
//! the same counts give the same figures on every machine.

use crate::domain::words::words;
use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::SeedableRng;
use rand_distr::{Beta, Distribution};
use statrs::distribution::{DiscreteCDF, Hypergeometric};

use crate::measures::statistics::significance::mcnemar;
use crate::measures::statistics::{quantile, share};

/// The fewest noise pairs that give a verdict.
pub const FEWEST_NOISE_PAIRS: u64 = 25;

/// Above this noise floor a reviewer is too unsteady to tell drift from noise.
pub const UNSTEADY_FLOOR: f64 = 0.35;

/// How many seeded draws an interval takes.
const DRAWS: usize = 4_000;

/// The noise floor is capped here in each draw, so that 1 − 2·n0 stays positive.
const FLOOR_CAP: f64 = 0.45;

/// The counts of one step from a version to the next. Pairs with `n/a` on either side are in none of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct StepCounts {
    /// Grades given again under the new version.
    pub regraded: u64,
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
}

/// The verdict on a step.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DriftVerdict {
    /// The rule moved: the interval lies above 0.
    Drift,
    /// The interval holds 0: reviewer noise explains the flips.
    Noise,
    /// The noise floor is above [`UNSTEADY_FLOOR`].
    Unsteady,
    /// Nothing was re-graded, or fewer than [`FEWEST_NOISE_PAIRS`] noise pairs.
    TooFew,
}

words!(DriftVerdict: Drift = "drift", Noise = "noise", Unsteady = "unsteady", TooFew = "too_few");

/// The measure of one step. Shares are between 0 and 1; `None` where nothing was counted.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct StepDrift {
    /// Flips per re-graded record (F).
    pub flip_rate: Option<f64>,
    /// Flips per noise pair (n0).
    pub noise_floor: Option<f64>,
    /// Drift attributable to the rule: d = (F − n0)/(1 − 2·n0), clipped to 0..1.
    pub attributable: Option<f64>,
    /// The 2.5 % quantile of d, clipped to 0..1.
    pub low: Option<f64>,
    /// The 97.5 % quantile of d, clipped to 0..1.
    pub high: Option<f64>,
    /// Exact McNemar on tightened and relaxed: whether the change has a *direction*, not whether there is one.
    pub mcnemar_p: Option<f64>,
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

/// Returns the interval of d before clipping: seeded draws of F ~ Beta(k+½, R−k+½) and n0 ~ Beta(j+½, m−j+½)
/// (Jeffreys), n0 capped, d by the formula, 2.5 % and 97.5 % quantiles.
fn interval(flips: u64, regraded: u64, noise_flips: u64, noise_pairs: u64) -> Option<(f64, f64)> {
    let posterior = |k: u64, n: u64| {
        #[expect(clippy::cast_precision_loss, reason = "counts of judgements stay far below 2^52")]
        Beta::new(k as f64 + 0.5, (n - k) as f64 + 0.5).ok()
    };
    let flip = posterior(flips.min(regraded), regraded)?;
    let noise = posterior(noise_flips.min(noise_pairs), noise_pairs)?;
    let mut rng = ChaCha8Rng::seed_from_u64(
        0x6765_6d62_6100 ^ (flips << 40) ^ (regraded << 24) ^ (noise_flips << 12) ^ noise_pairs,
    );
    let mut draws: Vec<f64> = (0..DRAWS)
        .map(|_| {
            let floor = noise.sample(&mut rng).min(FLOOR_CAP);
            (flip.sample(&mut rng) - floor) / (1.0 - 2.0 * floor)
        })
        .collect();
    draws.sort_by(f64::total_cmp);
    Some((quantile(&draws, 0.025)?, quantile(&draws, 0.975)?))
}

/// Returns the smallest d whose flips would have lain above the noise, at this many re-grades and this noise; by
/// bisection on the number of flips. `None` without pairs, or where not even a flip of every grade would have been
/// seen. Costs about ten intervals: not for a frame.
pub fn detectable(counts: &StepCounts) -> Option<f64> {
    let seen = |flips: u64| {
        interval(flips, counts.regraded, counts.noise_flips, counts.noise_pairs).is_some_and(|(low, _)| low > 0.0)
    };
    if counts.regraded == 0 || counts.noise_pairs == 0 || !seen(counts.regraded) {
        return None;
    }
    let (mut too_few, mut enough) = (0, counts.regraded);
    while enough - too_few > 1 {
        let middle = too_few.midpoint(enough);
        if seen(middle) {
            enough = middle;
        } else {
            too_few = middle;
        }
    }
    let floor = share(counts.noise_flips, counts.noise_pairs)?;
    attributable(share(enough, counts.regraded)?, floor).map(|d| d.clamp(0.0, 1.0))
}

/// Measures one step.
pub fn measure(counts: &StepCounts) -> StepDrift {
    let flip_rate = share(counts.flips(), counts.regraded);
    let noise_floor = share(counts.noise_flips, counts.noise_pairs);
    let mut step = StepDrift {
        flip_rate,
        noise_floor,
        attributable: None,
        low: None,
        high: None,
        mcnemar_p: (counts.regraded > 0).then(|| mcnemar(counts.tightened, counts.relaxed)),
        verdict: DriftVerdict::TooFew,
    };
    let (Some(flips), Some(floor)) = (flip_rate, noise_floor) else {
        return step;
    };
    step.attributable = attributable(flips, floor).map(|d| d.clamp(0.0, 1.0));
    let Some((low, high)) = interval(counts.flips(), counts.regraded, counts.noise_flips, counts.noise_pairs) else {
        return step;
    };
    step.low = Some(low.clamp(0.0, 1.0));
    step.high = Some(high.clamp(0.0, 1.0));
    if counts.noise_pairs < FEWEST_NOISE_PAIRS {
        return step;
    }
    step.verdict = if floor > UNSTEADY_FLOOR {
        DriftVerdict::Unsteady
    } else if low > 0.0 {
        DriftVerdict::Drift
    } else {
        DriftVerdict::Noise
    };
    step
}

/// Returns whether the flip rate at constant version rose over time: the one-sided exact (Fisher) p-value of the later
/// half of the noise pairs flipping more often than the earlier half. `flips` in order of time; `None` below
/// [`FEWEST_NOISE_PAIRS`].
pub fn silent_drift(flips: &[bool]) -> Option<f64> {
    let pairs = flips.len() as u64;
    if pairs < FEWEST_NOISE_PAIRS {
        return None;
    }
    let (_, later) = flips.split_at(flips.len() / 2);
    let all = flips.iter().filter(|flip| **flip).count() as u64;
    let late = later.iter().filter(|flip| **flip).count() as u64;
    if late == 0 {
        return Some(1.0);
    }
    let law = Hypergeometric::new(pairs, all, later.len() as u64).ok()?;
    Some((1.0 - law.cdf(late - 1)).clamp(0.0, 1.0))
}

#[cfg(test)]
mod tests {
    use rand_chacha::ChaCha8Rng;
    use rand_chacha::rand_core::SeedableRng;
    use rand_distr::{Bernoulli, Distribution};

    use super::{DriftVerdict, StepCounts, attributable, detectable, measure, silent_drift};

    #[test]
    fn the_vectors_hold() {
        assert!((attributable(0.30, 0.10).unwrap() - 0.25).abs() < 1e-12);
    }

    #[test]
    fn eight_noise_pairs_are_too_few() {
        let counts = StepCounts { regraded: 150, tightened: 60, relaxed: 5, noise_pairs: 8, noise_flips: 0 };
        assert_eq!(measure(&counts).verdict, DriftVerdict::TooFew);
    }

    #[test]
    fn a_moved_rule_is_told_from_a_noisy_reviewer() {
        let moved = StepCounts { regraded: 150, tightened: 45, relaxed: 6, noise_pairs: 40, noise_flips: 2 };
        assert_eq!(measure(&moved).verdict, DriftVerdict::Drift);
        let noisy = StepCounts { regraded: 150, tightened: 8, relaxed: 8, noise_pairs: 40, noise_flips: 4 };
        assert_eq!(measure(&noisy).verdict, DriftVerdict::Noise);
        let unsteady = StepCounts { regraded: 150, tightened: 40, relaxed: 30, noise_pairs: 40, noise_flips: 18 };
        assert_eq!(measure(&unsteady).verdict, DriftVerdict::Unsteady);
    }

    #[test]
    fn the_detectable_drift_shrinks_with_more_regrades() {
        let few = StepCounts { regraded: 30, noise_pairs: 40, noise_flips: 2, ..StepCounts::default() };
        let many = StepCounts { regraded: 300, noise_pairs: 40, noise_flips: 2, ..StepCounts::default() };
        assert!(detectable(&many).unwrap() < detectable(&few).unwrap());
    }

    #[test]
    fn rising_noise_is_a_silent_drift() {
        let rising: Vec<bool> = (0..40).map(|i| i >= 20 && i % 2 == 0).collect();
        assert!(silent_drift(&rising).unwrap() < 0.01);
        let steady: Vec<bool> = (0..40).map(|i| i % 10 == 0).collect();
        assert!(silent_drift(&steady).unwrap() > 0.3);
        assert_eq!(silent_drift(&[true; 10]), None);
    }

    /// A reviewer who errs with the same chance on every answer, before and after a rule that changes a share of them.
    fn simulate(rng: &mut ChaCha8Rng, change: f64, error: f64, regraded: u64, pairs: u64) -> StepCounts {
        let mut happens = |p: f64| Bernoulli::new(p).unwrap().sample(rng);
        let mut counts = StepCounts { regraded, noise_pairs: pairs, ..StepCounts::default() };
        for _ in 0..regraded {
            let (changed, before, after) = (happens(change), happens(error), happens(error));
            if changed ^ before ^ after {
                if happens(0.7) { counts.tightened += 1 } else { counts.relaxed += 1 }
            }
        }
        for _ in 0..pairs {
            counts.noise_flips += u64::from(happens(error) ^ happens(error));
        }
        counts
    }

    #[test]
    fn the_interval_covers_the_truth_and_noise_raises_no_alarm() {
        for error in [0.02, 0.05, 0.10] {
            for change in [0.0, 0.1, 0.3] {
                let mut rng = ChaCha8Rng::seed_from_u64(7);
                let (mut covered, mut alarms) = (0, 0);
                for _ in 0..200 {
                    let step = measure(&simulate(&mut rng, change, error, 150, 40));
                    covered += i32::from(step.low.unwrap() <= change && change <= step.high.unwrap());
                    alarms += i32::from(step.verdict == DriftVerdict::Drift);
                }
                assert!(covered >= 180, "error {error}, change {change}: covered {covered} of 200");
                assert!(change > 0.0 || alarms <= 14, "error {error}: {alarms} false alarms of 200");
            }
        }
    }
}
