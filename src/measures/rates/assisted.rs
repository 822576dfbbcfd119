//! Rates assisted by a check that ran on every record: where a check and people mostly agree, the share that the check fails
//! says more of the population than the few judged records alone.
//!
//! Pure. The check has to be older than the judgements that it assists, else it was made from them: with 300 phrases to choose
//! from and nothing real among them, 95 % intervals would cover 81 %.

use crate::measures::prevalence::{Rate, Stratum, post_stratified};
use crate::measures::statistics::intervals::Z95;

/// A judged record.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Case {
    /// Whether it is a hit: it shows the mode, or does not meet the criterion.
    pub hit: bool,
    /// Whether the check fails it.
    pub fails: bool,
    /// How likely it was to be read.
    pub q: f64,
}

/// What a check makes of all records.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Answers {
    /// Records that it fails.
    pub failing: u64,
    /// All records.
    pub all: u64,
}

/// The estimate of prediction-powered inference.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Ppi {
    /// How much the check's answers count, 0 to 1.
    pub lambda: f64,
    /// The rate, with its normal interval.
    pub rate: Rate,
}

/// Returns the rate post-stratified on the check's answer: `Σ N_g/N · p̂_g` over the records that it fails and those that it
/// passes, each weighted by 1/q (see `prevalence::post_stratified`). `None` where one of the two has no judged record.
#[must_use]
pub fn assisted(cases: &[Case], answers: Answers) -> Option<Rate> {
    let stratum = |fails: bool| Stratum {
        records: cases.iter().filter(|case| case.fails == fails).map(|case| (case.q, case.hit)).collect(),
    };
    let failing = size(answers.failing);
    post_stratified(&[(failing, stratum(true)), (size(answers.all) - failing, stratum(false))])
}

/// Returns the same by PPI++ (Angelopoulos, Duchi and Zrnic 2023) for a sample in which each record was as likely, the judged
/// and the others apart: `λ = clip₀¹ cov_n(y, f) / ((1 + n/N_u)·var(f over both))`, `rate = λ·F̄_u + mean(y − λf)`, variance
/// `λ²·var_u(f)/N_u + var_n(y − λf)/n`. Its normal interval covers too little at n = 50: it is not the one that is shown.
#[must_use]
pub fn ppi(cases: &[Case], answers: Answers) -> Option<Ppi> {
    let n = size(cases.len() as u64);
    let judged_failing = cases.iter().filter(|case| case.fails).count() as u64;
    let others = size(answers.all) - n;
    if n == 0.0 || others < 1.0 {
        return None;
    }
    let number = |is: bool| if is { 1.0 } else { 0.0 };
    let mean = |of: &dyn Fn(&Case) -> f64| cases.iter().map(of).sum::<f64>() / n;
    let f_others = size(answers.failing.saturating_sub(judged_failing)) / others;
    let f_all = size(answers.failing) / size(answers.all);
    let (y, f) = (mean(&|case| number(case.hit)), mean(&|case| number(case.fails)));
    let covariance = mean(&|case| number(case.hit && case.fails)) - y * f;
    let variance = f_all * (1.0 - f_all) * size(answers.all) / (size(answers.all) - 1.0);
    let lambda = if variance > 0.0 { (covariance / ((1.0 + n / others) * variance)).clamp(0.0, 1.0) } else { 0.0 };
    let left = |case: &Case| number(case.hit) - lambda * number(case.fails);
    let rest = mean(&left);
    let rate = lambda * f_others + rest;
    let variance =
        lambda * lambda * f_others * (1.0 - f_others) / others + mean(&|case| (left(case) - rest).powi(2)) / n;
    let half = Z95 * variance.max(0.0).sqrt();
    Some(Ppi { lambda, rate: Rate { rate, low: rate - half, high: rate + half } })
}

/// Returns how much narrower an interval is than another one: 0.3 for 30 %, negative where it is wider.
#[must_use]
pub fn narrower(assisted: Rate, plain: Rate) -> f64 {
    let width = |rate: Rate| rate.high - rate.low;
    if width(plain) > 0.0 { 1.0 - width(assisted) / width(plain) } else { 0.0 }
}

#[expect(clippy::cast_precision_loss, reason = "counts of records are far below 2^52")]
const fn size(count: u64) -> f64 {
    count as f64
}

#[cfg(test)]
mod tests {
    use super::{Answers, Case, assisted, ppi, size};
    use crate::measures::weights::rate;
    use rand_chacha::ChaCha8Rng;
    use rand_chacha::rand_core::SeedableRng;
    use rand_distr::{Distribution, Uniform};

    fn cases(counts: [(usize, bool, bool); 4]) -> Vec<Case> {
        let of = |(count, hit, fails)| std::iter::repeat_n(Case { hit, fails, q: 0.05 }, count);
        counts.into_iter().flat_map(of).collect()
    }

    fn vector() -> Vec<Case> {
        cases([(8, true, true), (2, true, false), (3, false, true), (37, false, false)])
    }

    #[test]
    fn the_vectors_hold() {
        let answers = Answers { failing: 201, all: 1_000 };
        let near = |value: f64, wanted: f64| assert!((value - wanted).abs() < 6e-5, "{value} {wanted}");
        let found = assisted(&vector(), answers).unwrap();
        near(found.rate, 0.1872);
        assert!(found.high - found.low < 0.2875 - 0.1212, "narrower than MOVER: {found:?}");
        let found = ppi(&vector(), answers).unwrap();
        near(found.lambda, 0.6855);
        near(found.rate.rate, 0.1863);
        near(found.rate.low, 0.1052);
        near(found.rate.high, 0.2674);
    }

    #[test]
    fn a_side_that_nobody_judged_assists_nothing() {
        let judged = cases([(0, true, true), (2, true, false), (0, false, true), (37, false, false)]);
        assert_eq!(assisted(&judged, Answers { failing: 20, all: 1_000 }), None);
        assert!(assisted(&judged, Answers { failing: 0, all: 1_000 }).is_some(), "there is no such side");
    }

    /// Samples of 50 from 2,000 records: how many intervals hold the truth, and how much narrower they are in the mean.
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a place in a list")]
    fn simulated(prevalence: f64, coverage: f64, false_failures: f64, runs: u32) -> (f64, f64) {
        let mut rng = ChaCha8Rng::seed_from_u64(7);
        let uniform = Uniform::new(0.0, 1.0).unwrap();
        let (mut held, mut width, mut plain_width) = (0.0, 0.0, 0.0);
        for _ in 0..runs {
            let mut all: Vec<Case> = (0..2_000)
                .map(|_| {
                    let hit = uniform.sample(&mut rng) < prevalence;
                    let fails = uniform.sample(&mut rng) < if hit { coverage } else { false_failures };
                    Case { hit, fails, q: 50.0 / 2_000.0 }
                })
                .collect();
            let truth = size(all.iter().filter(|case| case.hit).count() as u64) / 2_000.0;
            let answers = Answers { failing: all.iter().filter(|case| case.fails).count() as u64, all: 2_000 };
            for at in 0..50 {
                let other = at + (uniform.sample(&mut rng) * size(2_000 - at as u64)) as usize;
                all.swap(at, other.min(1_999));
            }
            let plain: Vec<(bool, Option<f64>)> = all[..50].iter().map(|case| (case.hit, Some(case.q))).collect();
            let plain = rate(&plain).rate.unwrap();
            let found = assisted(&all[..50], answers).unwrap_or(plain);
            held += f64::from(u8::from(found.low <= truth && truth <= found.high));
            width += found.high - found.low;
            plain_width += plain.high - plain.low;
        }
        (held / f64::from(runs), 1.0 - width / plain_width)
    }

    #[test]
    fn its_intervals_hold_what_they_promise_and_are_narrower() {
        for prevalence in [0.05, 0.1, 0.2] {
            for (coverage, false_failures) in [(0.75, 0.05), (0.9, 0.02), (0.5, 0.3)] {
                let (held, gained) = simulated(prevalence, coverage, false_failures, 500);
                let of = format!("{prevalence} {coverage} {false_failures}: {held} held, {gained} narrower");
                assert!(held >= 0.92, "{of}");
                assert!(gained >= 0.15 || false_failures > 0.05, "{of}");
            }
        }
    }

    #[test]
    #[ignore = "minutes: 2,000 samples each"]
    fn its_intervals_hold_what_they_promise_in_two_thousand_samples() {
        for prevalence in [0.05, 0.1, 0.2] {
            for (coverage, false_failures) in
                [(0.75, 0.05), (0.9, 0.05), (0.9, 0.02), (0.5, 0.05), (0.9, 0.2), (0.5, 0.3)]
            {
                let (held, gained) = simulated(prevalence, coverage, false_failures, 2_000);
                println!("{prevalence} {coverage} {false_failures}: {held} held, {gained:.3} narrower");
                assert!(held >= 0.93, "{prevalence} {coverage} {false_failures}: {held}");
            }
        }
    }
}
