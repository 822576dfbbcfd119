//! Krippendorff's alpha.

use super::table::{AnswerCounts, Figure, Undefined, paired};

/// Returns Krippendorff's alpha for nominal labels, any number of reviewers, missing answers allowed (Krippendorff 2011):
/// one minus observed over expected disagreement in the coincidence matrix.
///
/// # Errors
/// `Undefined` where no record has two answers, or all of them are the same.
#[expect(clippy::cast_precision_loss, reason = "counts of judgements stay far below 2^52")]
pub fn krippendorff(records: &[AnswerCounts]) -> Figure {
    let mut labels: Vec<f64> = Vec::new();
    let mut matching = 0.0;
    for (counts, times) in paired(records) {
        labels.resize(labels.len().max(counts.labels.len()), 0.0);
        for (total, count) in labels.iter_mut().zip(&counts.labels) {
            *total += *count as f64 * times;
        }
        matching += counts.agreeing().unwrap_or_default() * counts.answers() as f64 * times;
    }
    let n: f64 = labels.iter().sum();
    if n == 0.0 {
        return Err(Undefined::NoOverlap);
    }
    let expected = n * n - labels.iter().map(|total| total * total).sum::<f64>();
    if expected <= 0.0 { Err(Undefined::OneLabel) } else { Ok(1.0 - (n - 1.0) * (n - matching) / expected) }
}

#[cfg(test)]
mod tests {
    use crate::measures::agreement::{AnswerCounts, Undefined, krippendorff};

    #[test]
    fn the_vector_of_four_reviewers_and_twelve_records() {
        let raters = ["123321412...", "1233224125.3", ".3332342251.", "12332441251."];
        let records: Vec<_> = (0..12)
            .map(|unit| {
                let given = raters.iter().filter_map(|row| row.chars().nth(unit)?.to_digit(10));
                AnswerCounts::of(&given.map(|label| label as usize).collect::<Vec<_>>(), 6)
            })
            .collect();
        assert!((krippendorff(&records).unwrap() - 0.7434).abs() < 5e-5);
    }

    #[test]
    fn what_is_undefined_says_why() {
        assert_eq!(krippendorff(&[AnswerCounts::of(&[0], 2)]), Err(Undefined::NoOverlap));
        assert_eq!(krippendorff(&[AnswerCounts::of(&[0, 0, 0], 2)]), Err(Undefined::OneLabel));
    }
}
