//! Rates carried beyond what was read: corrected for a judge's errors, or weighted back by the sampling plan.

use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::SeedableRng;
use rand_distr::{Beta, Distribution};

use super::statistics::{quantile, share};

/// k successes of n.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Count {
    /// Successes.
    pub k: u64,
    /// Trials.
    pub n: u64,
}

#[expect(clippy::cast_precision_loss, reason = "counts of judgements stay far below 2^52")]
impl Count {
    fn share(self) -> Option<f64> {
        share(self.k, self.n)
    }

    fn posterior(self) -> Option<Beta<f64>> {
        Beta::new(self.k as f64 + 0.5, self.n.saturating_sub(self.k) as f64 + 0.5).ok()
    }
}

/// A rate with its 95 % interval.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Rate {
    /// The rate, 0 to 1.
    pub rate: f64,
    /// The lower limit.
    pub low: f64,
    /// The upper limit.
    pub high: f64,
}

/// Returns the pass rate corrected for the judge's errors, θ = (p + s − 1)/(r + s − 1), clipped to 0..1 (Rogan & Gladen
/// 1978): p the share judged pass, r the share of human passes judged pass, s the judge's coverage of human fails.
/// `None` where r + s − 1 is below 0.1: the judge is too weak.
pub fn corrected(p: f64, r: f64, s: f64) -> Option<f64> {
    let power = r + s - 1.0;
    (power >= 0.1).then(|| ((p + s - 1.0) / power).clamp(0.0, 1.0))
}

/// [`corrected`] with its interval: 4,000 seeded draws of p, r and s, each from its Jeffreys posterior, 2.5 % and
/// 97.5 % quantiles. Draws in which the judge is too weak are left out.
pub fn corrected_rate(judged_pass: Count, passes_judged_pass: Count, fails_judged_fail: Count) -> Option<Rate> {
    let rate = corrected(judged_pass.share()?, passes_judged_pass.share()?, fails_judged_fail.share()?)?;
    let (p, r, s) = (judged_pass.posterior()?, passes_judged_pass.posterior()?, fails_judged_fail.posterior()?);
    let mut rng = ChaCha8Rng::seed_from_u64(0x6765_6d62_6101);
    let mut draws: Vec<f64> =
        (0..4_000).filter_map(|_| corrected(p.sample(&mut rng), r.sample(&mut rng), s.sample(&mut rng))).collect();
    draws.sort_by(f64::total_cmp);
    Some(Rate { rate, low: quantile(&draws, 0.025)?, high: quantile(&draws, 0.975)? })
}

/// One stratum of a sample: each judged record's inclusion probability q and whether it failed.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Stratum {
    /// (q, failed) of each record.
    pub records: Vec<(f64, bool)>,
}

/// Returns the rate weighted back to the population: Σ share·p̂ with shares Σ(1/q) per stratum; each stratum's Wilson
/// limits on its Kish effective n, combined by MOVER: low = rate − √Σ(share·(p̂ − l))², high likewise.
pub fn weighted_rate(strata: &[Stratum]) -> Option<Rate> {
    let mut parts = Vec::new();
    for stratum in strata.iter().filter(|stratum| !stratum.records.is_empty()) {
        let weights = || stratum.records.iter().map(|(q, failed)| (1.0 / q.max(1e-12), *failed));
        let total: f64 = weights().map(|(weight, _)| weight).sum();
        let squares: f64 = weights().map(|(weight, _)| weight * weight).sum();
        // The sum of nothing is a negative zero.
        let failed = 0.0 + weights().filter(|(_, failed)| *failed).map(|(weight, _)| weight).sum::<f64>();
        let p = failed / total;
        let (low, high) = super::statistics::intervals::wilson_share(p, total * total / squares);
        parts.push((total, p, low, high));
    }
    let population: f64 = parts.iter().map(|(total, ..)| total).sum();
    if population <= 0.0 {
        return None;
    }
    let rate: f64 = parts.iter().map(|(total, p, ..)| total / population * p).sum();
    let spread = |limit: fn(&(f64, f64, f64, f64)) -> f64| {
        parts.iter().map(|part| (part.0 / population * (part.1 - limit(part))).powi(2)).sum::<f64>().sqrt()
    };
    Some(Rate {
        rate,
        low: (rate - spread(|part| part.2)).clamp(0.0, 1.0),
        high: (rate + spread(|part| part.3)).clamp(0.0, 1.0),
    })
}

#[cfg(test)]
mod tests {
    use super::{Count, Stratum, corrected, corrected_rate, weighted_rate};

    #[test]
    fn the_rogan_gladen_vector_holds() {
        assert!((corrected(0.80, 0.92, 0.88).unwrap() - 0.85).abs() < 1e-12);
        assert_eq!(corrected(0.5, 0.5, 0.55), None);
        let rate = corrected_rate(Count { k: 800, n: 1000 }, Count { k: 92, n: 100 }, Count { k: 44, n: 50 }).unwrap();
        assert!(rate.low < 0.85 && 0.85 < rate.high && rate.high - rate.low < 0.2);
    }

    #[test]
    fn one_stratum_with_equal_weights_is_the_plain_wilson_interval() {
        let records = (0..100).map(|i| (0.1, i < 12)).collect();
        let rate = weighted_rate(&[Stratum { records }]).unwrap();
        assert!((rate.rate - 0.12).abs() < 1e-9);
        assert!((rate.low - 0.0700).abs() < 5e-5 && (rate.high - 0.1981).abs() < 5e-5);
    }

    #[test]
    fn a_failure_heavy_stratum_does_not_inflate_the_rate() {
        let rare = Stratum { records: vec![(1.0, true); 10] };
        let common = Stratum { records: vec![(0.01, false); 10] };
        assert!(weighted_rate(&[rare, common]).unwrap().rate < 0.02);
    }
}
