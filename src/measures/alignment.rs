//! How far a check agrees with people (`EvalGen`: Shankar et al. 2024, "Who Validates the Validators?").

use super::agreement::TwoWay;
use super::statistics::share;
use crate::domain::Tally;

/// What a check said against what people said. Positive is FAIL.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Confusion {
    /// People fail it, the check fails it.
    pub tp: u64,
    /// People fail it, the check passes it.
    pub fn_: u64,
    /// People pass it, the check fails it.
    pub fp: u64,
    /// Both pass it.
    pub tn: u64,
}

impl From<&Tally> for Confusion {
    fn from(tally: &Tally) -> Self {
        Self {
            tp: tally.caught.len() as u64,
            fn_: tally.missed.len() as u64,
            fp: tally.wrongly_rejected.len() as u64,
            tn: tally.accepted,
        }
    }
}

impl Confusion {
    /// Records that people fail.
    pub const fn positives(self) -> u64 {
        self.tp + self.fn_
    }

    /// Records that people pass.
    pub const fn negatives(self) -> u64 {
        self.fp + self.tn
    }

    /// Coverage of bad outputs, `tp / (tp + fn)`; `None` without any.
    pub fn coverage(self) -> Option<f64> {
        share(self.tp, self.positives())
    }

    /// False-failure rate of good outputs (FFR), `fp / (fp + tn)`; `None` without any.
    pub fn false_failure_rate(self) -> Option<f64> {
        share(self.fp, self.negatives())
    }

    /// Alignment: the harmonic mean of coverage and 1 − FFR, 0 when both are 0; `None` when either is unknown.
    pub fn alignment(self) -> Option<f64> {
        let coverage = self.coverage()?;
        let kept = 1.0 - self.false_failure_rate()?;
        Some(if coverage + kept == 0.0 { 0.0 } else { 2.0 * coverage * kept / (coverage + kept) })
    }

    /// Matthews' correlation, `(tp·tn − fp·fn) / √((tp+fp)(tp+fn)(tn+fp)(tn+fn))` (Matthews 1975); `None` where people
    /// or the check gave one answer only.
    #[expect(clippy::cast_precision_loss, reason = "counts of records are far below 2^52")]
    pub fn mcc(self) -> Option<f64> {
        let [tp, fn_, fp, tn] = [self.tp, self.fn_, self.fp, self.tn].map(|count| count as f64);
        // Two roots instead of one: the product of four margins of a million records each leaves the exact integers.
        let spread = ((tp + fp) * (tp + fn_)).sqrt() * ((tn + fp) * (tn + fn_)).sqrt();
        (spread > 0.0).then(|| (tp * tn - fp * fn_) / spread)
    }

    /// People and check as two raters, for Cohen's kappa and its kin.
    pub const fn raters(self) -> TwoWay {
        TwoWay { both: self.tp, first_only: self.fn_, second_only: self.fp, neither: self.tn }
    }
}

#[cfg(test)]
mod tests {
    use super::Confusion;

    fn close(a: Option<f64>, b: f64) -> bool {
        a.is_some_and(|a| (a - b).abs() < 5e-5)
    }

    #[test]
    fn the_vector_of_the_definition() {
        let figures = Confusion { tp: 8, fn_: 2, fp: 3, tn: 27 };
        assert!(close(figures.coverage(), 0.8));
        assert!(close(figures.false_failure_rate(), 0.1));
        assert!(close(figures.alignment(), 0.8471));
        assert!(close(figures.mcc(), 0.6788));
        assert!(close(figures.raters().kappa().ok(), 0.6774));
    }

    #[test]
    fn what_cannot_be_computed_is_not_zero() {
        let figures = Confusion { tp: 0, fn_: 0, fp: 1, tn: 9 };
        assert_eq!(figures.coverage(), None);
        assert_eq!(figures.alignment(), None);
        assert_eq!(figures.mcc(), None);
        assert_eq!(Confusion { tp: 0, fn_: 1, fp: 1, tn: 0 }.alignment(), Some(0.0));
    }
}
