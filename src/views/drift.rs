//! Drift in words: what the list says of a criterion, and the sentences beside it. Intervals first, no signs.

use crate::measures::drift::rubric::{CriterionDrift, MeasuredStep};
use crate::measures::drift::{DriftVerdict, FEWEST_NOISE_PAIRS};
use crate::text::{counted, p_value, percent, percent_between};

/// Below this chance the answers of one meaning flip more often lately than by accident.
const SILENT_BELOW: f64 = 0.05;

/// Returns the interval of a step's drift.
pub fn interval(step: &MeasuredStep) -> Option<(f64, f64)> {
    Some((step.drift.low?, step.drift.high?))
}

/// Returns what a step comes to, as short as a column: `11 % (2–24)`, `noise explains`, `unsteady`, `too few`.
pub fn verdict(step: &MeasuredStep) -> String {
    match (step.drift.verdict, step.drift.attributable) {
        (DriftVerdict::Drift, Some(share)) => percent_between(share, interval(step)),
        (DriftVerdict::Drift | DriftVerdict::TooFew, _) => "too few".to_owned(),
        (DriftVerdict::Noise, _) => "noise explains".to_owned(),
        (DriftVerdict::Unsteady, _) => "unsteady".to_owned(),
    }
}

/// Returns a step in sentences.
pub fn step_sentences(step: &MeasuredStep) -> Vec<String> {
    let counts = &step.step.counts;
    let which = format!("v{} → v{}", step.step.from, step.step.to);
    if counts.regraded == 0 {
        return vec![format!("{which}: nothing was re-graded yet.")];
    }
    let share = step.drift.attributable.map(|share| percent_between(share, interval(step)));
    let p = step.drift.mcnemar_p.filter(|_| counts.flips() > 0);
    let direction = p.map_or_else(String::new, |p| format!("; direction: {}", p_value(p)));
    let mut sentences = vec![format!(
        "{which}: {} of {} answers changed ({} stricter, {} milder{direction}).",
        counts.flips(),
        counts.regraded,
        counts.tightened,
        counts.relaxed
    )];
    sentences.push(match (step.drift.verdict, share) {
        (DriftVerdict::Drift, Some(share)) => format!("The rule changed {share} of the answers."),
        (DriftVerdict::Noise, Some(share)) => format!("Reviewer noise explains the changes; drift {share}."),
        (DriftVerdict::Drift | DriftVerdict::Noise | DriftVerdict::Unsteady, _) => {
            "Repeat answers differ too often to tell drift from noise.".to_owned()
        }
        (DriftVerdict::TooFew, _) => format!(
            "{FEWEST_NOISE_PAIRS} repeat answers are needed before this can be called drift; {} so far.",
            counts.noise_pairs
        ),
    });
    if counts.noise_pairs > 0 {
        sentences
            .push(format!("{} of {} repeat answers differ under one meaning.", counts.noise_flips, counts.noise_pairs));
    }
    if step.drift.verdict == DriftVerdict::Drift {
        sentences.push("This assumes that errors are as likely on changed records as on others.".to_owned());
    }
    if let Some(smallest) = step.detectable.filter(|_| step.drift.verdict == DriftVerdict::Noise) {
        sentences.push(format!("A drift of {} would have been detected.", percent(smallest)));
    }
    if step.step.short_gaps > 0 {
        sentences.push(format!(
            "{} came soon after the first: noise may be underestimated.",
            counted(step.step.short_gaps, "repeat answer")
        ));
    }
    if step.step.with_na > 0 {
        let are = if step.step.with_na == 1 { "is" } else { "are" };
        sentences.push(format!("{} graded n/a {are} left out.", counted(step.step.with_na, "record")));
    }
    sentences
}

/// Returns the drift of a criterion in sentences: its newest step, and whether the meaning moved without an edit.
pub fn sentences(drift: &CriterionDrift) -> Vec<String> {
    let mut sentences = drift.newest().map(step_sentences).unwrap_or_default();
    sentences.extend(silent_sentence(drift.silent_drift));
    sentences
}

/// Returns that the meaning moved without an edit, where the chance that it did not is small.
#[must_use]
pub fn silent_sentence(chance: Option<f64>) -> Option<String> {
    let p = p_value(chance.filter(|p| *p < SILENT_BELOW)?);
    Some(format!("Repeat answers differ more often lately ({p}): the meaning moved without an edit."))
}

#[cfg(test)]
mod tests {
    use super::{step_sentences, verdict};
    use crate::measures::drift::regrades::Step;
    use crate::measures::drift::rubric::MeasuredStep;
    use crate::measures::drift::{StepCounts, detectable, measure};

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
        let sentences = step_sentences(&moved);
        assert!(
            sentences[0].starts_with("v1 → v2: 45 of 150 answers changed (43 stricter, 2 milder; "),
            "{sentences:?}"
        );
        assert!(sentences[1].starts_with("The rule changed "), "{sentences:?}");
        let noisy = step(counts(150, 8, 40, 4));
        assert_eq!(verdict(&noisy), "noise explains");
        assert!(step_sentences(&noisy).iter().any(|sentence| sentence.contains("would have been detected")));
        let few = step(counts(12, 3, 8, 0));
        assert_eq!(verdict(&few), "too few");
        assert!(step_sentences(&few).iter().any(|sentence| {
            sentence.contains("25 repeat answers are needed before this can be called drift; 8 so far")
        }));
    }
}
