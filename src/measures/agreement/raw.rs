//! Raw agreement.

use super::table::{AnswerCounts, Figure, Undefined, paired};

/// Returns the mean, over the records with two or more answers, of the share of pairs of answers that agree: with two
/// reviewers the share of records with the same answer (the observed agreement of Fleiss 1971).
///
/// # Errors
/// [`Undefined::NoOverlap`].
pub fn raw(records: &[AnswerCounts]) -> Figure {
    let (mut agreeing, mut n) = (0.0, 0.0);
    for (counts, times) in paired(records) {
        agreeing += counts.agreeing().unwrap_or_default() * times;
        n += times;
    }
    if n == 0.0 { Err(Undefined::NoOverlap) } else { Ok(agreeing / n) }
}

#[cfg(test)]
mod tests {
    use crate::measures::agreement::{AnswerCounts, TwoWay, Undefined, raw};

    #[test]
    fn of_two_it_is_the_share_of_equal_answers() {
        let skewed = TwoWay { both: 90, first_only: 5, second_only: 5, neither: 0 };
        assert!((raw(&skewed.counts()).unwrap() - 0.90).abs() < 1e-12);
        assert_eq!(raw(&TwoWay::default().counts()), Err(Undefined::NoOverlap));
    }

    #[test]
    fn of_three_it_is_the_share_of_equal_pairs_and_what_one_answered_is_left_out() {
        let records = [AnswerCounts::of(&[0, 0, 1], 2), AnswerCounts::of(&[1, 1], 2), AnswerCounts::of(&[0], 2)];
        assert!((raw(&records).unwrap() - 2.0 / 3.0).abs() < 1e-12);
    }
}
