//! How small a drift would have been found.

use std::collections::HashMap;

use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::SeedableRng;
use rand_distr::{Binomial, Distribution};
use statrs::function::beta::beta_reg;

use super::step::{FLOOR_CAP, LEVEL, StepCounts, noise_floor};
use crate::measures::statistics::share;
use crate::measures::statistics::significance::mcnemar;

/// The power of what is called detectable.
const POWER: f64 = 0.8;

/// Simulated rounds for a power.
const ROUNDS: u32 = 1_000;

/// Noise floors that the number of flips is held against.
const FLOORS: u32 = 160;

/// Halvings of the share: to less than a third of a point.
const HALVINGS: u32 = 8;

/// Returns the smallest share of the `met` that a rule can have moved to `not met`, all in one direction, so that it would
/// have been called drift in 80 % of such rounds: with as many re-grades and repeats, as large a part `met` before, and
/// errors at the noise floor found, as likely on changed records as on others.
///
/// `None` without a noise floor, and where not even a move of all of them would have been found.
pub fn detectable(reviewers: &[StepCounts]) -> Option<f64> {
    let counted: Vec<StepCounts> = reviewers.iter().filter(|counts| counts.is_enough()).copied().collect();
    let floor = noise_floor(&counted)?.min(FLOOR_CAP);
    let pool = StepCounts::sum(&counted);
    let met = share(pool.met_before, pool.regraded).filter(|met| *met > 0.0)?;
    // Of two answers that err alike the floor is 2e(1 − e).
    let error = (1.0 - (1.0 - 2.0 * floor).sqrt()) / 2.0;
    let mut rounds =
        Rounds { regraded: pool.regraded, pairs: pool.noise_pairs, floor, error, met, enough: HashMap::new() };
    if rounds.power(1.0)? < POWER {
        return None;
    }
    let (mut too_few, mut enough) = (0.0, 1.0);
    for _ in 0..HALVINGS {
        let middle = f64::midpoint(too_few, enough);
        if rounds.power(middle)? < POWER { too_few = middle } else { enough = middle }
    }
    Some(enough)
}

/// Rounds of this size by a reviewer who errs.
struct Rounds {
    regraded: u64,
    pairs: u64,
    floor: f64,
    error: f64,
    met: f64,
    /// From how many flips on a round with so many noise flips is more than noise.
    enough: HashMap<u64, u64>,
}

impl Rounds {
    /// Returns the share of simulated rounds that are called drift where the rule moved this share of the met.
    fn power(&mut self, moved: f64) -> Option<f64> {
        let (right, wrong) = (1.0 - self.error, self.error);
        let changed = self.met * moved;
        let noise = (1.0 - changed) * right * wrong;
        let tightens = changed * right * right + noise;
        let others = changed * wrong * wrong + noise;
        let mut rng = ChaCha8Rng::seed_from_u64(0x6765_6d62_6111);
        let pairs = Binomial::new(self.pairs, self.floor).ok()?;
        let tightening = Binomial::new(self.regraded, tightens.clamp(0.0, 1.0)).ok()?;
        let mut found = 0;
        for _ in 0..ROUNDS {
            let noise_flips = pairs.sample(&mut rng);
            let tightened = tightening.sample(&mut rng);
            let rest = (others / (1.0 - tightens).max(1e-12)).clamp(0.0, 1.0);
            let milder = Binomial::new(self.regraded - tightened, rest).ok()?.sample(&mut rng);
            let is_found = mcnemar(tightened, milder) <= LEVEL || tightened + milder >= self.enough(noise_flips);
            found += u32::from(is_found);
        }
        Some(f64::from(found) / f64::from(ROUNDS))
    }

    /// Returns from how many flips on their share lies above the noise floor at the level, with so many noise flips; more than
    /// all where none do.
    fn enough(&mut self, noise_flips: u64) -> u64 {
        if let Some(known) = self.enough.get(&noise_flips) {
            return *known;
        }
        let floors = floors(noise_flips, self.pairs);
        #[expect(clippy::cast_precision_loss, reason = "counts of judgements stay far below 2^52")]
        let is_above = |flips: u64| {
            let (hits, misses) = (flips as f64 + 0.5, (self.regraded - flips) as f64 + 0.5);
            let within: f64 = floors.iter().map(|(floor, weight)| weight * beta_reg(hits, misses, *floor)).sum();
            within < LEVEL / 2.0
        };
        let (mut too_few, mut enough) = (0, self.regraded + 1);
        while enough - too_few > 1 {
            let middle = u64::midpoint(too_few, enough);
            if is_above(middle) { enough = middle } else { too_few = middle }
        }
        self.enough.insert(noise_flips, enough);
        enough
    }
}

/// Returns noise floors with the weight that their posterior gives each, Beta(j+½, m−j+½) up to the cap, at equal steps of
/// their square root, where the density has no pole.
#[expect(clippy::cast_precision_loss, reason = "counts of judgements stay far below 2^52")]
fn floors(noise_flips: u64, pairs: u64) -> Vec<(f64, f64)> {
    let misses = pairs.saturating_sub(noise_flips) as f64 - 0.5;
    let at = |place: u32| {
        let root = (f64::from(place) + 0.5) / f64::from(FLOORS) * FLOOR_CAP.sqrt();
        let floor = root * root;
        (floor, 2.0 * noise_flips as f64 * root.ln() + misses * (-floor).ln_1p())
    };
    let all: Vec<(f64, f64)> = (0..FLOORS).map(at).collect();
    let highest = all.iter().map(|(_, log)| *log).fold(f64::MIN, f64::max);
    let weights: f64 = all.iter().map(|(_, log)| (log - highest).exp()).sum();
    all.into_iter().map(|(floor, log)| (floor, (log - highest).exp() / weights)).collect()
}

#[cfg(test)]
mod tests {
    use super::detectable;
    use crate::measures::drift::StepCounts;

    fn counts(regraded: u64, noise_pairs: u64) -> StepCounts {
        // Errors of .08 on each answer: 14.7 % of the repeats differ.
        let noise_flips = (noise_pairs * 147 + 500) / 1_000;
        StepCounts { regraded, met_before: regraded * 7 / 10, noise_pairs, noise_flips, ..StepCounts::default() }
    }

    #[test]
    fn the_detectable_drift_is_that_of_the_definition() {
        for (regraded, pairs, wanted) in [(150, 40, 0.22), (100, 30, 0.27), (50, 25, 0.41)] {
            let found = detectable(&[counts(regraded, pairs)]).unwrap();
            assert!((found - wanted).abs() < 0.03, "{regraded}/{pairs}: {found} is not {wanted}");
        }
    }

    #[test]
    fn without_a_noise_floor_or_where_nothing_would_be_found_there_is_none() {
        assert_eq!(detectable(&[counts(150, 24)]), None);
        assert_eq!(detectable(&[counts(3, 40)]), None);
        assert_eq!(detectable(&[StepCounts { met_before: 0, ..counts(150, 40) }]), None);
        assert_eq!(detectable(&[]), None);
    }
}
