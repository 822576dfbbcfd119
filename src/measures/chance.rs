//! Whether a split of records could be chance: the exact tail of the hypergeometric distribution, and Holm's rule for
//! several looks at the same records.

use statrs::function::factorial::ln_binomial;

/// The chance that `caught` or more of `failing` records drawn blindly from all are among the `bad` ones: the one-sided
/// exact test of Fisher (1922), `Σ C(bad, k)·C(good, failing − k) / C(bad + good, failing)` for k from `caught` up.
#[must_use]
pub fn tail(caught: u64, bad: u64, failing: u64, all: u64) -> f64 {
    let (bad, failing) = (bad.min(all), failing.min(all));
    let good = all - bad;
    let least = caught.max(failing.saturating_sub(good));
    let whole = ln_binomial(all, failing);
    let terms =
        (least..=bad.min(failing)).map(|k| (ln_binomial(bad, k) + ln_binomial(good, failing - k) - whole).exp());
    terms.sum::<f64>().min(1.0)
}

/// Which of these chances stand at the family-wise level `alpha` (Holm 1979): the smallest is held against α/m, the next
/// against α/(m − 1), until one does not stand.
#[must_use]
pub fn holm(chances: &[f64], alpha: f64) -> Vec<bool> {
    let mut order: Vec<usize> = (0..chances.len()).collect();
    let chance = |place: &usize| chances.get(*place).copied().unwrap_or(1.0);
    order.sort_by(|a, b| chance(a).total_cmp(&chance(b)));
    let mut stands = vec![false; chances.len()];
    for (rank, place) in order.iter().enumerate() {
        #[expect(clippy::cast_precision_loss, reason = "a handful of looks")]
        let left = (chances.len() - rank) as f64;
        if chance(place) > alpha / left {
            break;
        }
        if let Some(stands) = stands.get_mut(*place) {
            *stands = true;
        }
    }
    stands
}

#[cfg(test)]
mod tests {
    use super::{holm, tail};

    fn close(a: f64, b: f64) {
        assert!((a - b).abs() <= 1e-9 * b.max(1e-3), "{a} is not {b}");
    }

    #[test]
    fn the_tail_is_fishers() {
        // The lady tasting tea: 3 or more of 4 right, 17/70.
        close(tail(3, 4, 4, 8), 17.0 / 70.0);
        close(tail(4, 4, 4, 8), 1.0 / 70.0);
        close(tail(4, 4, 4, 13), 1.0 / 715.0);
        close(tail(0, 4, 4, 8), 1.0);
        close(tail(0, 0, 3, 9), 1.0);
        close(tail(5, 5, 9, 9), 1.0);
    }

    #[test]
    fn holm_holds_the_smallest_against_all_of_them() {
        assert_eq!(holm(&[0.04, 0.001, 0.02], 0.05), [true, true, true]);
        assert_eq!(holm(&[0.04, 0.02, 0.03], 0.05), [false, false, false]);
        assert_eq!(holm(&[0.06, 0.001], 0.05), [false, true]);
        assert!(holm(&[], 0.05).is_empty());
    }
}
