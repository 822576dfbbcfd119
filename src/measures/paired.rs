//! One judge over the same cases in two runs: pass counts of each, what flipped, and whether the flips have a direction.
//!
//! Pass and fail are the judge's own words here; its errors are `judge`'s subject. Knows no names and no records.

use statrs::distribution::{Binomial, Discrete};

use super::judge::Passes;
use super::statistics::significance::mcnemar;

/// The pairs of two runs, counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Paired {
    /// Pairs that pass in both.
    pub both_pass: u64,
    /// Pairs that fail in both.
    pub both_fail: u64,
    /// Pairs that pass in the first run and fail in the second.
    pub pass_to_fail: u64,
    /// Pairs that fail in the first run and pass in the second.
    pub fail_to_pass: u64,
}

impl Paired {
    /// Counts a pair.
    pub fn take(&mut self, first_fails: bool, second_fails: bool) {
        let count = match (first_fails, second_fails) {
            (false, false) => &mut self.both_pass,
            (true, true) => &mut self.both_fail,
            (false, true) => &mut self.pass_to_fail,
            (true, false) => &mut self.fail_to_pass,
        };
        *count += 1;
    }

    /// Returns all pairs.
    pub const fn n(&self) -> u64 {
        self.both_pass + self.both_fail + self.pass_to_fail + self.fail_to_pass
    }

    /// Returns what the first run passes of the pairs.
    pub const fn first(&self) -> Passes {
        Passes { passed: self.both_pass + self.pass_to_fail, answered: self.n() }
    }

    /// Returns what the second run passes of the pairs.
    pub const fn second(&self) -> Passes {
        Passes { passed: self.both_pass + self.fail_to_pass, answered: self.n() }
    }

    /// Returns the exact two-sided McNemar test of the flips (McNemar 1947, exact conditional form); `None` without a
    /// pair.
    pub fn exact_p(&self) -> Option<f64> {
        (self.n() > 0).then(|| mcnemar(self.pass_to_fail, self.fail_to_pass))
    }

    /// Returns the mid-p version (Fagerland, Lydersen & Laake 2013): the two-sided exact p less the probability of what
    /// was seen, less conservative with few flips; 1 − ½·P(b) where both directions are the same. `None` without a
    /// pair.
    pub fn mid_p(&self) -> Option<f64> {
        let (b, c) = (self.pass_to_fail, self.fail_to_pass);
        if self.n() == 0 {
            return None;
        }
        if b + c == 0 {
            return Some(1.0);
        }
        let seen = Binomial::new(0.5, b + c).ok()?.pmf(b.min(c));
        Some(if b == c { 1.0 - seen / 2.0 } else { (mcnemar(b, c) - seen).clamp(0.0, 1.0) })
    }
}

#[cfg(test)]
mod tests {
    use super::Paired;

    fn paired(both_pass: u64, pass_to_fail: u64, fail_to_pass: u64, both_fail: u64) -> Paired {
        Paired { both_pass, both_fail, pass_to_fail, fail_to_pass }
    }

    /// 2·Σ C(n, i)/2ⁿ for i below the smaller direction, and the term at it once: by sums, not by a library.
    fn by_hand(b: u32, c: u32) -> (f64, f64) {
        let (n, least) = (b + c, b.min(c));
        let choose = |k: u32| (0..k).fold(1.0, |product, i| product * f64::from(n - i) / f64::from(i + 1));
        let mass = |k: u32| choose(k) / 2f64.powi(i32::try_from(n).unwrap());
        let below: f64 = (0..least).map(mass).sum();
        let exact = (2.0 * (below + mass(least))).min(1.0);
        (exact, if b == c { 1.0 - mass(b) / 2.0 } else { 2.0 * below + mass(least) })
    }

    #[test]
    fn the_published_example_holds() {
        // Airway hyper-responsiveness before and after stem cell transplantation (Fagerland et al. 2013, table 1).
        let example = paired(1, 1, 7, 12);
        assert!((example.exact_p().unwrap() - 0.0703).abs() < 5e-5);
        assert!((example.mid_p().unwrap() - 0.0391).abs() < 5e-5);
    }

    #[test]
    fn both_tests_are_sums_of_binomial_terms() {
        for b in 0..14 {
            for c in 0..14 {
                let pairs = paired(3, b.into(), c.into(), 2);
                let (exact, mid) = if b + c == 0 { (1.0, 1.0) } else { by_hand(b, c) };
                assert!((pairs.exact_p().unwrap() - exact).abs() < 1e-9, "{b} {c}");
                assert!((pairs.mid_p().unwrap() - mid).abs() < 1e-9, "{b} {c}");
            }
        }
    }

    #[test]
    fn the_counts_of_each_run_are_its_own() {
        let mut pairs = Paired::default();
        for (first, second) in [(false, false), (false, true), (false, true), (true, false), (true, true)] {
            pairs.take(first, second);
        }
        assert_eq!((pairs.first().passed, pairs.second().passed, pairs.n()), (3, 2, 5));
        assert_eq!((pairs.pass_to_fail, pairs.fail_to_pass), (2, 1));
        let (low, high) = pairs.first().limits().unwrap();
        assert!((low - 0.2307).abs() < 5e-5 && (high - 0.8824).abs() < 5e-5, "{low} {high}");
        assert_eq!((Paired::default().exact_p(), Paired::default().mid_p()), (None, None));
        assert_eq!(Paired::default().first().limits(), None);
    }
}
