//! Fleiss' kappa.

use std::collections::BTreeMap;

use super::raw::raw;
use super::table::{AnswerCounts, Figure, beyond_chance, paired};

/// Returns Fleiss' kappa over records with the same number of answers each; who gave them may differ from record to
/// record (Fleiss 1971). [`evenly`] chooses such records.
///
/// # Errors
/// `Undefined` without records that two answered, or where only one label was used.
#[expect(clippy::cast_precision_loss, reason = "counts of judgements stay far below 2^52")]
pub fn fleiss(records: &[AnswerCounts]) -> Figure {
    let observed = raw(records)?;
    let mut labels: Vec<f64> = Vec::new();
    for (counts, times) in paired(records) {
        labels.resize(labels.len().max(counts.labels.len()), 0.0);
        for (total, count) in labels.iter_mut().zip(&counts.labels) {
            *total += *count as f64 * times;
        }
    }
    let all: f64 = labels.iter().sum();
    beyond_chance(observed, labels.iter().map(|total| (total / all).powi(2)).sum())
}

/// Returns the records with the same number of answers, and that number: of all `reviewers` where any record has them,
/// else the number that most records have, the larger of two as frequent.
pub fn evenly(records: &[AnswerCounts], reviewers: u64) -> (Vec<AnswerCounts>, u64) {
    let mut sizes: BTreeMap<u64, u64> = BTreeMap::new();
    for counts in records.iter().filter(|counts| counts.answers() > 1 && counts.records > 0) {
        *sizes.entry(counts.answers()).or_default() += counts.records;
    }
    let most = sizes.iter().max_by_key(|(answers, records)| (**records, **answers)).map_or(0, |(answers, _)| *answers);
    let size = if sizes.contains_key(&reviewers) { reviewers } else { most };
    (records.iter().filter(|counts| size > 0 && counts.answers() == size).cloned().collect(), size)
}

#[cfg(test)]
mod tests {
    use super::evenly;
    use crate::measures::agreement::{AnswerCounts, Undefined, fleiss};

    #[test]
    fn the_vector_of_ten_subjects_five_categories_and_fourteen_raters() {
        let rows = [
            [0, 0, 0, 0, 14],
            [0, 2, 6, 4, 2],
            [0, 0, 3, 5, 6],
            [0, 3, 9, 2, 0],
            [2, 2, 8, 1, 1],
            [7, 7, 0, 0, 0],
            [3, 2, 6, 3, 0],
            [2, 5, 3, 2, 2],
            [6, 5, 2, 1, 0],
            [0, 2, 2, 3, 7],
        ];
        let rows: Vec<_> = rows.iter().map(|row| AnswerCounts { labels: row.to_vec(), records: 1 }).collect();
        assert!((fleiss(&rows).unwrap() - 0.2099).abs() < 5e-5);
        assert_eq!(fleiss(&[]), Err(Undefined::NoOverlap));
    }

    #[test]
    fn records_that_all_answered_come_first_then_the_most_frequent_number() {
        let counts = |fails, passes, records| AnswerCounts { labels: vec![fails, passes], records };
        let records = [counts(1, 1, 8), counts(2, 1, 1), counts(0, 1, 90)];
        assert_eq!(evenly(&records, 3), (vec![counts(2, 1, 1)], 3), "one record has all three");
        assert_eq!(evenly(&records, 4), (vec![counts(1, 1, 8)], 2), "most have two");
        assert_eq!(evenly(&records[2..], 2), (vec![], 0));
    }
}
