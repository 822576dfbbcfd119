//! Positive agreement.

use super::table::{AnswerCounts, Figure, Undefined, paired};

/// Returns the positive agreement: of the answers that fail a record, the mean share of the other answers to it that fail
/// it too; `2·both / (2·both + first_only + second_only)` with two reviewers (Spitzer & Fleiss 1974). Label 0 is fail.
///
/// # Errors
/// `Undefined` without records that two answered, or where nothing was failed.
#[expect(clippy::cast_precision_loss, reason = "counts of judgements stay far below 2^52")]
pub fn positive(records: &[AnswerCounts]) -> Figure {
    let (mut joined, mut fails, mut n) = (0.0, 0.0, 0.0);
    for (counts, times) in paired(records) {
        let failed = counts.labels.first().copied().unwrap_or_default();
        joined += (failed * failed.saturating_sub(1)) as f64 / (counts.answers() - 1) as f64 * times;
        fails += failed as f64 * times;
        n += times;
    }
    match (n > 0.0, fails > 0.0) {
        (false, _) => Err(Undefined::NoOverlap),
        (true, false) => Err(Undefined::OneLabel),
        (true, true) => Ok(joined / fails),
    }
}

#[cfg(test)]
mod tests {
    use crate::measures::agreement::{AnswerCounts, TwoWay, Undefined, positive};

    #[test]
    fn of_two_it_is_the_dice_share_of_fails_in_common() {
        let table = TwoWay { both: 20, first_only: 5, second_only: 10, neither: 15 };
        assert!((positive(&table.counts()).unwrap() - 40.0 / 55.0).abs() < 1e-12);
        let passes = TwoWay { neither: 4, ..TwoWay::default() };
        assert_eq!(positive(&passes.counts()), Err(Undefined::OneLabel));
    }

    #[test]
    fn of_three_each_fail_is_held_against_the_two_others() {
        assert_eq!(positive(&[AnswerCounts::of(&[0, 0, 1], 2)]), Ok(0.5));
    }
}
