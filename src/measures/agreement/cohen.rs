//! Cohen's kappa.

use super::raw::raw;
use super::table::{Figure, TwoWay, beyond_chance};

impl TwoWay {
    /// Cohen's kappa, `(p_o − p_e)/(1 − p_e)`, with each side's own margins (Cohen 1960).
    ///
    /// # Errors
    /// `Undefined` without records, or where both gave one label only.
    #[expect(clippy::cast_precision_loss, reason = "counts of judgements stay far below 2^52")]
    pub fn kappa(&self) -> Figure {
        let observed = raw(&self.counts())?;
        let n = (self.both + self.first_only + self.second_only + self.neither) as f64;
        let first = (self.both + self.first_only) as f64 / n;
        let second = (self.both + self.second_only) as f64 / n;
        beyond_chance(observed, first * second + (1.0 - first) * (1.0 - second))
    }
}

#[cfg(test)]
mod tests {
    use crate::measures::agreement::{TwoWay, Undefined};

    const fn table(both: u64, first_only: u64, second_only: u64, neither: u64) -> TwoWay {
        TwoWay { both, first_only, second_only, neither }
    }

    #[test]
    fn the_vectors_of_the_definition() {
        assert!((table(20, 5, 10, 15).kappa().unwrap() - 0.4).abs() < 1e-12);
        assert!((table(90, 5, 5, 0).kappa().unwrap() + 0.0526).abs() < 5e-5);
    }

    #[test]
    fn what_is_undefined_says_why() {
        assert_eq!(table(0, 0, 0, 0).kappa(), Err(Undefined::NoOverlap));
        assert_eq!(table(0, 0, 0, 9).kappa(), Err(Undefined::OneLabel));
        assert_eq!(table(0, 9, 0, 0).kappa(), Ok(0.0), "two labels, and never the same");
    }
}
