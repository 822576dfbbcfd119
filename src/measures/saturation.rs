//! Saturation: how many failure modes are probably still unseen, and when reading on shows nothing new.
//!
//! The data are incidences: a mode is present in a failing record or it is not.

use std::collections::BTreeMap;

/// The counts of a reading, in reading order. A record that passed has no mode.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Saturation {
    /// Records read.
    pub read: u64,
    /// Failing records read: those with at least one mode (m).
    pub failing: u64,
    /// Failed records without a mode yet: they are not counted in m.
    pub modeless: u64,
    /// Records whose verdict or mode reviewers dispute: such a mode is not counted as seen.
    pub disputed: u64,
    /// Distinct modes seen (S).
    pub modes: u64,
    /// Modes seen in exactly one record (Q1).
    pub once: u64,
    /// Modes seen in exactly two records (Q2).
    pub twice: u64,
    /// All incidences (U).
    pub incidences: u64,
    /// Records read since the last new mode.
    pub since_new: u64,
    /// Distinct modes against records read; a point at each new mode, and the last.
    pub curve: Vec<(u64, u64)>,
}

/// Counts modes in reading order.
pub fn count<'a, T: Ord + 'a>(records: impl IntoIterator<Item = &'a [T]>) -> Saturation {
    let mut seen: BTreeMap<&'a T, u64> = BTreeMap::new();
    let mut figures = Saturation { curve: vec![(0, 0)], ..Saturation::default() };
    for modes in records {
        figures.read += 1;
        figures.since_new += 1;
        figures.failing += u64::from(!modes.is_empty());
        let before = seen.len();
        for mode in modes {
            *seen.entry(mode).or_default() += 1;
            figures.incidences += 1;
        }
        if seen.len() > before {
            figures.since_new = 0;
            figures.curve.push((figures.read, seen.len() as u64));
        }
    }
    figures.modes = seen.len() as u64;
    figures.once = seen.values().filter(|n| **n == 1).count() as u64;
    figures.twice = seen.values().filter(|n| **n == 2).count() as u64;
    if figures.curve.last().is_some_and(|(read, _)| *read < figures.read) {
        figures.curve.push((figures.read, figures.modes));
    }
    figures
}

#[expect(clippy::cast_precision_loss, reason = "counts of judgements stay far below 2^52")]
impl Saturation {
    /// Estimates the chance that the next tag is of a mode never seen (Good–Turing): Q1/U.
    pub fn unseen_mass(&self) -> Option<f64> {
        (self.incidences > 0).then(|| self.once as f64 / self.incidences as f64)
    }

    /// Estimates the chance that the next failing record shows a mode never seen: Q1/m.
    pub fn unseen_per_failing(&self) -> Option<f64> {
        (self.failing > 0).then(|| self.once as f64 / self.failing as f64)
    }

    /// Estimates how many modes there are in all (Chao2): S + ((m−1)/m)·Q1²/(2·Q2), or, where Q2 is 0, bias-corrected
    /// S + ((m−1)/m)·Q1(Q1−1)/(2(Q2+1)) (Chao 1987).
    pub fn chao2(&self) -> Option<f64> {
        if self.failing == 0 {
            return None;
        }
        let (m, q1, q2) = (self.failing as f64, self.once as f64, self.twice as f64);
        let unseen = if self.twice > 0 { q1 * q1 / (2.0 * q2) } else { q1 * (q1 - 1.0) / (2.0 * (q2 + 1.0)) };
        Some(self.modes as f64 + (m - 1.0) / m * unseen)
    }

    /// Returns whether reading on is unlikely to show anything new: at least 100 read, some mode seen, and none new in the
    /// last 60. Without a single mode it is never so.
    pub const fn is_saturated(&self) -> bool {
        self.read >= 100 && self.modes > 0 && self.since_new >= 60
    }

    /// Returns the advice in one line.
    pub fn advice(&self) -> String {
        if self.is_saturated() {
            return format!(
                "{} read and none new in the last {}: you can stop (0 of 60 still allows 6 %).",
                self.read, self.since_new
            );
        }
        match self.unseen_per_failing() {
            Some(_) if self.once == self.failing => {
                "Keep reading: every failing record still shows something new.".to_owned()
            }
            Some(chance) if self.once > 0 => {
                format!(
                    "Keep reading: about 1 in {:.0} failing records still shows something new.",
                    (1.0 / chance).max(2.0)
                )
            }
            Some(_) => format!("Keep reading: {} read, none new in the last {}.", self.read, self.since_new),
            None => "Keep reading: no failing record with a mode yet.".to_owned(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Saturation, count};

    #[test]
    fn the_vectors_hold() {
        let figures = Saturation { failing: 50, modes: 8, once: 3, twice: 2, incidences: 40, ..Saturation::default() };
        assert!((figures.unseen_mass().unwrap() - 0.0750).abs() < 1e-12);
        assert!((figures.chao2().unwrap() - 10.205).abs() < 5e-4);
        assert!((Saturation { twice: 0, ..figures }.chao2().unwrap() - 10.94).abs() < 5e-3);
    }

    #[test]
    fn the_curve_rises_at_each_new_mode_and_ends_where_reading_ended() {
        let records: Vec<Vec<&str>> = vec![vec![], vec!["a"], vec!["a", "b"], vec![]];
        let figures = count(records.iter().map(Vec::as_slice));
        assert_eq!(figures.curve, [(0, 0), (2, 1), (3, 2), (4, 2)]);
        assert_eq!((figures.read, figures.failing, figures.modes, figures.since_new), (4, 2, 2, 1));
        assert_eq!((figures.once, figures.twice, figures.incidences), (1, 1, 3));
    }

    #[test]
    fn advice_changes_when_nothing_new_turns_up() {
        let mut records: Vec<Vec<u8>> = vec![vec![1]; 40];
        assert!(count(records.iter().map(Vec::as_slice)).advice().starts_with("Keep reading"));
        records.extend(vec![vec![1]; 100]);
        assert!(count(records.iter().map(Vec::as_slice)).is_saturated());
        let nothing: Vec<Vec<u8>> = vec![vec![]; 200];
        assert!(count(nothing.iter().map(Vec::as_slice)).advice().contains("no failing record"));
    }
}
