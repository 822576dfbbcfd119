//! Drift in words: what the list says of a criterion, and the sentences beside it. Intervals first, no signs.

use crate::app::Model;
use crate::domain::CriterionKey;
use crate::measures::drift::{DriftVerdict, FEWEST_NOISE_PAIRS};
use crate::measures::rubric::{CriterionDrift, MeasuredStep};
use crate::text::{p_value, percent, percent_between};

/// Below this chance the answers of one meaning flip more often lately than by accident.
const SILENT_BELOW: f64 = 0.05;

/// The interval of a step's drift.
#[must_use]
pub fn interval(step: &MeasuredStep) -> Option<(f64, f64)> {
    Some((step.drift.low?, step.drift.high?))
}

/// What a step says, as short as a column: `11 % (2–24)`, `noise explains`, `unsteady`, `too few`.
#[must_use]
pub fn verdict(step: &MeasuredStep) -> String {
    match (step.drift.verdict, step.drift.attributable) {
        (DriftVerdict::Drift, Some(share)) => percent_between(share, interval(step)),
        (DriftVerdict::Drift | DriftVerdict::TooFew, _) => "too few".to_owned(),
        (DriftVerdict::Noise, _) => "noise explains".to_owned(),
        (DriftVerdict::Unsteady, _) => "unsteady".to_owned(),
    }
}

/// Of how much a step speaks: `150 re-graded, 40 twice`.
#[must_use]
pub fn of_how_many(step: &MeasuredStep) -> String {
    format!("{} re-graded, {} twice", step.step.counts.regraded, step.step.counts.noise_pairs)
}

/// A step in sentences.
#[must_use]
pub fn step_sentences(step: &MeasuredStep) -> Vec<String> {
    let counts = &step.step.counts;
    let which = format!("v{} → v{}", step.step.from, step.step.to);
    let share = step.drift.attributable.map(|share| percent_between(share, interval(step)));
    let share = share.map_or_else(String::new, |share| format!("{share}, "));
    let said = match step.drift.verdict {
        DriftVerdict::Drift => "at least that much is the rule's own",
        DriftVerdict::Noise => "reviewer noise explains this",
        DriftVerdict::Unsteady => "the answers are too unsteady to tell drift from noise",
        DriftVerdict::TooFew if counts.regraded == 0 => "nothing was re-graded yet",
        DriftVerdict::TooFew => "too few to tell drift from noise",
    };
    let mut sentences = vec![if counts.regraded == 0 {
        format!("{which}: {said}.")
    } else {
        format!("{which}: {share}{}: {said}.", of_how_many(step))
    }];
    if counts.flips() > 0 {
        let p = step.drift.mcnemar_p.map_or_else(String::new, |p| format!(" (direction: {})", p_value(p)));
        sentences.push(format!("{} tightened, {} relaxed{p}.", counts.tightened, counts.relaxed));
    }
    if counts.noise_pairs > 0 {
        let (flips, pairs) = (counts.noise_flips, counts.noise_pairs);
        sentences.push(format!("{flips} of {pairs} asked twice flipped under one meaning."));
    }
    if counts.regraded > 0 && counts.noise_pairs < FEWEST_NOISE_PAIRS {
        let pairs = counts.noise_pairs;
        sentences.push(format!("{pairs} of the {FEWEST_NOISE_PAIRS} asked twice that tell noise; rounds add them up."));
    }
    if step.drift.verdict == DriftVerdict::Drift {
        sentences.push("Errors are taken to be as likely on changed records as on others.".to_owned());
    }
    if let Some(smallest) = step.detectable.filter(|_| step.drift.verdict == DriftVerdict::Noise) {
        sentences.push(format!("A drift of {} would have been seen.", percent(smallest)));
    }
    if step.step.short_gaps > 0 {
        sentences.push(format!("{} pairs stand close together: noise may be underestimated.", step.step.short_gaps));
    }
    if step.step.with_na > 0 {
        sentences.push(format!("{} pairs with n/a are left out.", step.step.with_na));
    }
    sentences
}

/// The drift of a criterion in sentences: its newest step, and what moved without an edit.
#[must_use]
pub fn sentences(drift: &CriterionDrift) -> Vec<String> {
    let mut sentences = drift.newest().map(step_sentences).unwrap_or_default();
    if let Some(p) = drift.silent_drift.filter(|p| *p < SILENT_BELOW) {
        sentences.push(format!("Answers flip more often lately ({}): the meaning moved without an edit.", p_value(p)));
    }
    sentences
}

impl Model {
    /// The drift of a criterion, once read.
    #[must_use]
    pub fn drift_of(&self, key: &CriterionKey) -> Option<&CriterionDrift> {
        self.read_model.insights.drift.as_ref()?.criteria.iter().find(|drift| drift.key == *key)
    }
}

#[cfg(test)]
mod tests {
    use super::{step_sentences, verdict};
    use crate::measures::drift::{StepCounts, detectable, measure};
    use crate::measures::regrades::Step;
    use crate::measures::rubric::MeasuredStep;

    fn step(counts: StepCounts) -> MeasuredStep {
        let step = Step { from: 1, to: 2, counts, with_na: 0, short_gaps: 0 };
        MeasuredStep { step, drift: measure(&counts), detectable: detectable(&counts) }
    }

    #[test]
    fn a_verdict_stands_in_words_and_a_drift_with_its_interval_and_its_n() {
        let counts = |regraded, tightened, noise_pairs, noise_flips| StepCounts {
            regraded,
            tightened,
            relaxed: 2,
            noise_pairs,
            noise_flips,
        };
        let moved = step(counts(150, 43, 40, 2));
        assert!(verdict(&moved).contains(" % (") && verdict(&moved).ends_with(')'), "{}", verdict(&moved));
        assert!(
            step_sentences(&moved)[0].contains("150 re-graded, 40 twice: at least"),
            "{:?}",
            step_sentences(&moved)
        );
        let noisy = step(counts(150, 8, 40, 4));
        assert_eq!(verdict(&noisy), "noise explains");
        assert!(step_sentences(&noisy).iter().any(|sentence| sentence.contains("would have been seen")));
        let few = step(counts(12, 3, 8, 0));
        assert_eq!(verdict(&few), "too few");
        assert!(step_sentences(&few).iter().any(|sentence| sentence.contains("8 of the 25 asked twice")));
    }
}
