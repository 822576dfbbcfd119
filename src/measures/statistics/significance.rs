//! Exact tests of whether counts could be chance: Fisher's tail, McNemar's test, and Holm's rule for several looks at the
//! same records.

use statrs::distribution::{Binomial, DiscreteCDF};
use statrs::function::factorial::ln_binomial;

/// Returns the chance that `caught` or more of `failing` records drawn blindly from all are among the `bad` ones: the one-sided
/// exact test of Fisher (1922), `Σ C(bad, k)·C(good, failing − k) / C(bad + good, failing)` for k from `caught` up.
pub fn fisher_tail(caught: u64, bad: u64, failing: u64, all: u64) -> f64 {
    let (bad, failing) = (bad.min(all), failing.min(all));
    let good = all - bad;
    let least = caught.max(failing.saturating_sub(good));
    let whole = ln_binomial(all, failing);
    let terms =
        (least..=bad.min(failing)).map(|k| (ln_binomial(bad, k) + ln_binomial(good, failing - k) - whole).exp());
    terms.sum::<f64>().min(1.0)
}

/// Returns the p-value of the exact two-sided McNemar test on two discordant counts: 2·P(X ≤ min) for X ~ Binomial(a + b, ½), at most 1.
/// 1 where there is no discordant pair.
pub fn mcnemar(a: u64, b: u64) -> f64 {
    if a + b == 0 {
        return 1.0;
    }
    Binomial::new(0.5, a + b).map_or(1.0, |binomial| (2.0 * binomial.cdf(a.min(b))).min(1.0))
}

/// Returns which of these p-values are significant at the family-wise level `alpha` (Holm 1979): the smallest is compared
/// with α/m, the next with α/(m − 1), until one is not.
pub fn holm(p_values: &[f64], alpha: f64) -> Vec<bool> {
    let mut order: Vec<usize> = (0..p_values.len()).collect();
    let p = |place: &usize| p_values.get(*place).copied().unwrap_or(1.0);
    order.sort_by(|a, b| p(a).total_cmp(&p(b)));
    let mut significant = vec![false; p_values.len()];
    for (rank, place) in order.iter().enumerate() {
        #[expect(clippy::cast_precision_loss, reason = "a handful of looks")]
        let left = (p_values.len() - rank) as f64;
        if p(place) > alpha / left {
            break;
        }
        if let Some(found) = significant.get_mut(*place) {
            *found = true;
        }
    }
    significant
}

#[cfg(test)]
mod tests {
    use super::{fisher_tail, holm, mcnemar};

    fn close(a: f64, b: f64) {
        assert!((a - b).abs() <= 1e-9 * b.max(1e-3), "{a} is not {b}");
    }

    #[test]
    fn the_tail_is_fishers() {
        // The lady tasting tea: 3 or more of 4 right, 17/70.
        close(fisher_tail(3, 4, 4, 8), 17.0 / 70.0);
        close(fisher_tail(4, 4, 4, 8), 1.0 / 70.0);
        close(fisher_tail(4, 4, 4, 13), 1.0 / 715.0);
        close(fisher_tail(0, 4, 4, 8), 1.0);
        close(fisher_tail(0, 0, 3, 9), 1.0);
        close(fisher_tail(5, 5, 9, 9), 1.0);
    }

    #[test]
    fn mcnemar_is_exact() {
        assert!((mcnemar(9, 2) - 0.0654).abs() < 5e-5);
        assert!((mcnemar(0, 0) - 1.0).abs() < 1e-12);
    }

    #[test]
    fn holm_holds_the_smallest_against_all_of_them() {
        assert_eq!(holm(&[0.04, 0.001, 0.02], 0.05), [true, true, true]);
        assert_eq!(holm(&[0.04, 0.02, 0.03], 0.05), [false, false, false]);
        assert_eq!(holm(&[0.06, 0.001], 0.05), [false, true]);
        assert!(holm(&[], 0.05).is_empty());
    }
}
