//! A judge of outputs compared with people, and its pass rate corrected for its errors.
//!
//! The judge's errors are measured where people judged too; the rate it is corrected for is of everything it judged.

use super::alignment::Confusion;
use super::check_sets;
use super::prevalence::{Count, Rate, corrected_rate};
use super::statistics::intervals::wilson;
use super::statistics::share;
use super::truth::Truth;
use crate::domain::result::ResultRun;
use crate::domain::{RowId, Target, Untrusted};

/// What one judge or check said, counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Judged {
    /// Against people's truth, on the records' own outputs.
    pub counts: Confusion,
    /// All its answers, matched or not: passes of passes and fails.
    pub passes: Passes,
    /// Records that it judged and no reviewer did.
    pub unjudged: u64,
    /// Failed by people for another mode.
    pub not_comparable: u64,
    /// Reviewers disagree.
    pub excluded_disputed: u64,
    /// Graded under an older meaning only.
    pub excluded_stale: u64,
    /// Graded n/a.
    pub excluded_na: u64,
}

/// How many outputs a judge passes, of how many.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Passes {
    /// Passed.
    pub passed: u64,
    /// Passed or failed.
    pub answered: u64,
}

impl Passes {
    /// Returns the share passed; `None` without an answer.
    pub fn share(self) -> Option<f64> {
        share(self.passed, self.answered)
    }

    /// Returns the 95 % Wilson limits of that share.
    pub fn limits(self) -> Option<(f64, f64)> {
        wilson(self.passed, self.answered)
    }
}

impl Judged {
    /// Counts an answer on an output that no reviewer can have judged (no record, or another output than the record's).
    pub fn take_alone(&mut self, fails: bool) {
        self.passes.answered += 1;
        self.passes.passed += u64::from(!fails);
    }

    /// Counts an answer on a record's own output.
    pub fn take(&mut self, truth: Truth, fails: bool) {
        self.take_alone(fails);
        let count = match (truth, fails) {
            (Truth::Positive, true) => &mut self.counts.tp,
            (Truth::Positive, false) => &mut self.counts.fn_,
            (Truth::Negative, true) => &mut self.counts.fp,
            (Truth::Negative, false) => &mut self.counts.tn,
            (Truth::NotComparable, _) => &mut self.not_comparable,
            (Truth::Disputed, _) => &mut self.excluded_disputed,
            (Truth::Stale, _) => &mut self.excluded_stale,
            (Truth::Na, _) => &mut self.excluded_na,
            (Truth::Silent, _) => &mut self.unjudged,
        };
        *count += 1;
    }

    /// Returns the share that it passes; `None` without an answer.
    pub fn pass_rate(&self) -> Option<f64> {
        self.passes.share()
    }

    /// Returns the pass rate corrected for its errors (Rogan & Gladen 1978), with its 95 % interval.
    ///
    /// # Errors
    /// Why it cannot be computed, in words.
    pub fn corrected(&self) -> Result<Rate, &'static str> {
        self.corrected_for(self.passes)
    }

    /// Corrects the pass rate of some of what it judged, by its errors wherever people judged too.
    ///
    /// # Errors
    /// Why it cannot be computed, in words.
    pub fn corrected_for(&self, passes: Passes) -> Result<Rate, &'static str> {
        let Confusion { tp, tn, .. } = self.counts;
        let (bad, good) = (self.counts.positives(), self.counts.negatives());
        match (passes.answered, bad, good) {
            (0, ..) => return Err("it gave no answer"),
            (_, 0, 0) => return Err("no human judgement to compare with yet"),
            (_, 0, _) => return Err("no human fails yet"),
            (.., 0) => return Err("no human passes yet"),
            _ => {}
        }
        let judged = Count { k: passes.passed, n: passes.answered };
        corrected_rate(judged, Count { k: tn, n: good }, Count { k: tp, n: bad })
            .ok_or("it tells good from bad too poorly to correct its pass rate (coverage - FFR below 0.1)")
    }
}

/// One judge or check of one run, compared with people.
#[derive(Debug, Clone, PartialEq)]
pub struct JudgeLine {
    /// The run.
    pub run: ResultRun,
    /// The judge's name.
    pub judge: Untrusted,
    /// What it is compared with: a mode or criterion; `None`: the verdicts.
    pub target: Option<Target>,
    /// The counts.
    pub judged: Judged,
    /// Records that people fail and it passes, in import order.
    pub missed: Vec<RowId>,
    /// Records that people pass and it fails, in import order.
    pub rejected: Vec<RowId>,
    /// Answers that name no record, or more than one.
    pub unmatched: u64,
    /// Answers on another output than the record's own.
    pub other_output: u64,
    /// No answer.
    pub silent: u64,
    /// Earlier answers to a record that was answered again; the last one counts.
    pub repeated: u64,
    /// The models whose outputs it judged, by name.
    pub models: Vec<Untrusted>,
    /// Their prompt versions.
    pub prompt_versions: Vec<Untrusted>,
}

impl JudgeLine {
    /// Returns whether it comes from a suite that gemba wrote, whose cases were chosen by their labels.
    pub fn is_stub(&self) -> bool {
        self.target.is_some() && self.run.format.is_written_by_runner()
    }

    /// Returns why some figure is missing, in words; `None` where none is.
    pub fn why(&self) -> Option<String> {
        let counts = self.judged.counts;
        let kappa = counts.raters().kappa().err().map(|why| format!("kappa: {}", why.words()));
        let missing = counts.coverage().is_none() || counts.false_failure_rate().is_none();
        let reasons = [
            missing.then(|| check_sets::why(counts).map(str::to_owned)).flatten(),
            kappa.filter(|_| !missing),
            self.judged.corrected().err().filter(|_| !missing).map(str::to_owned),
        ];
        let reasons: Vec<String> = reasons.into_iter().flatten().collect();
        (!reasons.is_empty()).then(|| reasons.join("; "))
    }

    /// Returns what the corrected rate does not cover, in words.
    pub fn caveat(&self) -> Option<&'static str> {
        let known = "the cases of a generated suite were chosen by their labels, so this is not the rate of all \
                     outputs; bad outputs that the check misses are skipped";
        self.is_stub().then_some(known)
    }

    /// Returns what was left out of the comparison and why: `2 without a record`.
    pub fn left_out(&self) -> Vec<(u64, &'static str)> {
        let judged = &self.judged;
        let mut out = vec![
            (self.unmatched, "without a record"),
            (self.other_output, "on another output than the record's"),
            (self.silent, "without an answer"),
            (self.repeated, "answered again"),
            (judged.unjudged, "not judged by people"),
            (judged.not_comparable, "failed for another mode"),
            (judged.excluded_disputed, "disputed"),
            (judged.excluded_stale, "stale"),
            (judged.excluded_na, "n/a"),
        ];
        out.retain(|(count, _)| *count > 0);
        out
    }
}

#[cfg(test)]
mod tests {
    use super::Judged;
    use crate::measures::truth::Truth;

    fn judged(tp: u64, fn_: u64, fp: u64, tn: u64) -> Judged {
        let mut judged = Judged::default();
        for (count, truth, fails) in [
            (tp, Truth::Positive, true),
            (fn_, Truth::Positive, false),
            (fp, Truth::Negative, true),
            (tn, Truth::Negative, false),
        ] {
            (0..count).for_each(|_| judged.take(truth, fails));
        }
        judged
    }

    #[test]
    fn the_vector_of_the_definition_with_outputs_that_nobody_read() {
        let mut judged = judged(44, 6, 8, 92);
        // 98 of 150 are passed already; 702 of 850 more make 800 of 1000.
        (0..850).for_each(|at| judged.take_alone(at >= 702));
        assert_eq!(judged.pass_rate(), Some(0.8));
        let rate = judged.corrected().unwrap();
        assert!((rate.rate - 0.85).abs() < 1e-12 && rate.low < 0.85 && 0.85 < rate.high);
    }

    #[test]
    fn what_cannot_be_corrected_says_why() {
        assert_eq!(Judged::default().corrected(), Err("it gave no answer"));
        assert_eq!(judged(0, 0, 1, 9).corrected(), Err("no human fails yet"));
        assert_eq!(judged(3, 0, 0, 0).corrected(), Err("no human passes yet"));
        assert!(judged(5, 5, 5, 5).corrected().unwrap_err().contains("too poorly"));
    }

    #[test]
    fn what_has_no_truth_is_counted_apart() {
        let mut judged = judged(1, 0, 0, 1);
        for truth in [Truth::Silent, Truth::Disputed, Truth::Stale, Truth::Na, Truth::NotComparable] {
            judged.take(truth, true);
        }
        assert_eq!(judged.counts.positives() + judged.counts.negatives(), 2);
        assert_eq!((judged.unjudged, judged.excluded_na, judged.passes.answered), (1, 1, 7));
    }
}
