//! Agreement between people: raw, Cohen, Fleiss, Krippendorff, Gwet, positive agreement.
//!
//! Positive means fail, as everywhere. An undefined coefficient is an error with the reason, not 0.

use std::collections::BTreeMap;

/// Two raters' yes/no answers over the same records.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct TwoWay {
    /// Both fail it.
    pub both: u64,
    /// Only the first fails it.
    pub first_only: u64,
    /// Only the second fails it.
    pub second_only: u64,
    /// Neither does.
    pub neither: u64,
}

/// Why a coefficient cannot be computed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Undefined {
    /// There are no records that both judged.
    NoOverlap,
    /// Everyone gave the same label, so chance agreement is total.
    OneLabel,
}

impl Undefined {
    /// Returns the reason in words.
    pub const fn words(self) -> &'static str {
        match self {
            Self::NoOverlap => "no overlap",
            Self::OneLabel => "undefined: everyone gave the same label",
        }
    }
}

type Figure = Result<f64, Undefined>;

#[expect(clippy::cast_precision_loss, reason = "counts of judgements stay far below 2^52")]
impl TwoWay {
    fn n(&self) -> f64 {
        (self.both + self.first_only + self.second_only + self.neither) as f64
    }

    /// Returns the share of records with the same answer.
    ///
    /// # Errors
    /// [`Undefined::NoOverlap`].
    pub fn raw(&self) -> Figure {
        if self.n() == 0.0 {
            return Err(Undefined::NoOverlap);
        }
        Ok((self.both + self.neither) as f64 / self.n())
    }

    /// Cohen's kappa, `(p_o − p_e)/(1 − p_e)`, with each side's own margins (Cohen 1960).
    ///
    /// # Errors
    /// [`Undefined`] without records, or where both gave one label only.
    pub fn kappa(&self) -> Figure {
        let observed = self.raw()?;
        let first = (self.both + self.first_only) as f64 / self.n();
        let second = (self.both + self.second_only) as f64 / self.n();
        let chance = first * second + (1.0 - first) * (1.0 - second);
        if 1.0 - chance < 1e-12 { Err(Undefined::OneLabel) } else { Ok((observed - chance) / (1.0 - chance)) }
    }

    /// Gwet's AC1: like kappa, with chance agreement 2·π(1 − π), π the mean share of fails (Gwet 2008).
    ///
    /// # Errors
    /// [`Undefined::NoOverlap`].
    pub fn ac1(&self) -> Figure {
        let observed = self.raw()?;
        let share = (2 * self.both + self.first_only + self.second_only) as f64 / (2.0 * self.n());
        let chance = 2.0 * share * (1.0 - share);
        Ok((observed - chance) / (1.0 - chance))
    }

    /// Positive agreement: `2·both / (2·both + first_only + second_only)`, the Dice share of fails in common.
    ///
    /// # Errors
    /// [`Undefined`] without records, or where nothing was failed.
    pub fn positive(&self) -> Figure {
        self.raw()?;
        let fails = 2 * self.both + self.first_only + self.second_only;
        if fails == 0 { Err(Undefined::OneLabel) } else { Ok((2 * self.both) as f64 / fails as f64) }
    }
}

/// Fleiss' kappa over subjects × categories counts, each subject with the same number of raters (Fleiss 1971).
///
/// # Errors
/// [`Undefined`] without subjects or with fewer than two raters, or where only one category was used.
#[expect(clippy::cast_precision_loss, reason = "counts of judgements stay far below 2^52")]
pub fn fleiss(table: &[Vec<u64>]) -> Figure {
    let raters: u64 = table.first().ok_or(Undefined::NoOverlap)?.iter().sum();
    if raters < 2 {
        return Err(Undefined::NoOverlap);
    }
    let (subjects, n) = (table.len() as f64, raters as f64);
    let agreement = |row: &Vec<u64>| (row.iter().map(|k| (k * k) as f64).sum::<f64>() - n) / (n * (n - 1.0));
    let observed = table.iter().map(agreement).sum::<f64>() / subjects;
    let categories = table.iter().map(Vec::len).max().unwrap_or(0);
    let share = |category: usize| {
        table.iter().map(|row| row.get(category).copied().unwrap_or(0) as f64).sum::<f64>() / (subjects * n)
    };
    let chance: f64 = (0..categories).map(|category| share(category).powi(2)).sum();
    if 1.0 - chance < 1e-12 { Err(Undefined::OneLabel) } else { Ok((observed - chance) / (1.0 - chance)) }
}

/// Krippendorff's alpha for nominal labels, any number of raters, missing answers allowed (Krippendorff 2011): one
/// minus observed over expected disagreement in the coincidence matrix. `units` holds the given labels of each unit.
///
/// # Errors
/// [`Undefined`] where no unit has two labels, or all labels are the same.
#[expect(clippy::cast_precision_loss, reason = "counts of judgements stay far below 2^52")]
pub fn krippendorff<T: Ord>(units: &[Vec<T>]) -> Figure {
    let mut totals: BTreeMap<&T, f64> = BTreeMap::new();
    let mut matching = 0.0;
    for unit in units.iter().filter(|unit| unit.len() > 1) {
        let mut counts: BTreeMap<&T, f64> = BTreeMap::new();
        for label in unit {
            *counts.entry(label).or_default() += 1.0;
        }
        let pairs = unit.len() as f64 - 1.0;
        for (label, count) in counts {
            *totals.entry(label).or_default() += count;
            matching += count * (count - 1.0) / pairs;
        }
    }
    let n: f64 = totals.values().sum();
    if n == 0.0 {
        return Err(Undefined::NoOverlap);
    }
    let expected = n * n - totals.values().map(|count| count * count).sum::<f64>();
    if expected == 0.0 {
        return Err(Undefined::OneLabel);
    }
    Ok(1.0 - (n - 1.0) * (n - matching) / expected)
}

#[cfg(test)]
mod tests {
    use super::{TwoWay, Undefined, fleiss, krippendorff};

    const fn table(both: u64, first_only: u64, second_only: u64, neither: u64) -> TwoWay {
        TwoWay { both, first_only, second_only, neither }
    }

    #[test]
    fn the_two_way_vectors_hold() {
        assert!((table(20, 5, 10, 15).kappa().unwrap() - 0.4).abs() < 1e-12);
        let skewed = table(90, 5, 5, 0);
        assert!((skewed.kappa().unwrap() + 0.0526).abs() < 5e-5);
        assert!((skewed.ac1().unwrap() - 0.8895).abs() < 5e-5);
        assert!((skewed.raw().unwrap() - 0.90).abs() < 1e-12);
    }

    #[test]
    fn what_is_undefined_says_why() {
        assert_eq!(table(0, 0, 0, 0).kappa(), Err(Undefined::NoOverlap));
        assert_eq!(table(0, 0, 0, 9).kappa(), Err(Undefined::OneLabel));
        assert!((table(0, 0, 0, 9).raw().unwrap() - 1.0).abs() < 1e-12);
    }

    #[test]
    fn the_fleiss_vector_holds() {
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
        let rows: Vec<Vec<u64>> = rows.iter().map(|row| row.to_vec()).collect();
        assert!((fleiss(&rows).unwrap() - 0.2099).abs() < 5e-5);
    }

    #[test]
    fn the_krippendorff_vector_holds() {
        let raters = ["123321412...", "1233224125.3", ".3332342251.", "12332441251."];
        let units: Vec<Vec<char>> = (0..12)
            .map(|unit| raters.iter().filter_map(|row| row.chars().nth(unit)).filter(|c| *c != '.').collect())
            .collect();
        assert!((krippendorff(&units).unwrap() - 0.7434).abs() < 5e-5);
    }
}
