//! Gwet's AC1.

use super::raw::raw;
use super::table::{AnswerCounts, Figure, paired};

/// Returns Gwet's AC1: like kappa, with the chance agreement `Σ π(1 − π) / (q − 1)` over the `q` labels that could be
/// given, π the mean over the records of a label's share of the answers (Gwet 2008). Where labels are skewed it stays near
/// the raw agreement. Records with one answer only are left out, as everywhere here.
///
/// # Errors
/// `Undefined::NoOverlap`.
#[expect(clippy::cast_precision_loss, reason = "counts of judgements stay far below 2^52")]
pub fn ac1(records: &[AnswerCounts]) -> Figure {
    let observed = raw(records)?;
    let mut shares: Vec<f64> = Vec::new();
    let mut n = 0.0;
    for (counts, times) in paired(records) {
        shares.resize(shares.len().max(counts.labels.len()), 0.0);
        for (share, count) in shares.iter_mut().zip(&counts.labels) {
            *share += *count as f64 / counts.answers() as f64 * times;
        }
        n += times;
    }
    let others = shares.len().saturating_sub(1).max(1) as f64;
    let chance: f64 = shares.iter().map(|share| share / n * (1.0 - share / n)).sum::<f64>() / others;
    // At most 1/q, so that it is always defined.
    Ok((observed - chance) / (1.0 - chance))
}

#[cfg(test)]
mod tests {
    use crate::measures::agreement::{TwoWay, ac1};

    #[test]
    fn the_vector_of_the_definition() {
        let skewed = TwoWay { both: 90, first_only: 5, second_only: 5, neither: 0 };
        assert!((ac1(&skewed.counts()).unwrap() - 0.8895).abs() < 5e-5);
        let one_label = TwoWay { neither: 9, ..TwoWay::default() };
        assert_eq!(ac1(&one_label.counts()), Ok(1.0));
    }
}
