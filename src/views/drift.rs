//! Drift in words: what the list says of a criterion, and the sentences beside it. Intervals first, no signs.

use crate::measures::drift::rubric::{CriterionDrift, MeasuredStep};
use crate::measures::drift::{DriftVerdict, FEWEST_NOISE_PAIRS};
use crate::text::{counted, grouped, p_value, percent, percent_between};

/// Below this chance the answers of one meaning flip more often lately than by accident.
const SILENT_BELOW: f64 = 0.05;

/// Returns the interval of a step's drift.
pub fn interval(step: &MeasuredStep) -> Option<(f64, f64)> {
    Some((step.drift.low?, step.drift.high?))
}

/// Returns what a step comes to, as short as a column: `11 % (2–24)`, `moved`, `cannot tell`, `unsteady`, `too few`; a drift
/// that does not hold among all criteria of the list is `by chance?`.
pub fn verdict(step: &MeasuredStep) -> String {
    match (step.drift.verdict, step.drift.attributable) {
        (DriftVerdict::Drift, _) if !step.holds => "by chance?".to_owned(),
        (DriftVerdict::Drift, Some(share)) => percent_between(share, interval(step)),
        (DriftVerdict::Drift, None) => "moved".to_owned(),
        (DriftVerdict::TooFew, _) => "too few".to_owned(),
        (DriftVerdict::CannotTell, _) => "cannot tell".to_owned(),
        (DriftVerdict::Unsteady, _) => "unsteady".to_owned(),
    }
}

/// Returns what is to be done where there are too few repeat answers: `12 more repeat answers are needed (13 so far)`.
pub fn more_repeats(step: &MeasuredStep) -> String {
    let more = step.drift.more_repeats;
    let are = if more == 1 { "is" } else { "are" };
    format!("{} {are} needed ({} so far)", counted_more(more), FEWEST_NOISE_PAIRS - more)
}

fn counted_more(more: u64) -> String {
    if more == 1 { "1 more repeat answer".to_owned() } else { format!("{} more repeat answers", grouped(more)) }
}

/// Returns how wide the drift may be that cannot be told from noise: `0 to 26 %`.
pub fn between(step: &MeasuredStep) -> Option<String> {
    let (low, high) = interval(step)?;
    Some(format!("{} to {}", percent(low).trim_end_matches(" %"), percent(high)))
}

/// Returns what was not counted, in sentences.
pub fn not_counted(step: &MeasuredStep) -> Vec<String> {
    let mut sentences = Vec::new();
    if step.step.outside > 0 {
        sentences.push(format!("Not counted: {} graded outside a round.", grouped(step.step.outside)));
    }
    let left_out = step.drift.left_out;
    if left_out > 0 && step.drift.noise_floor.is_some() {
        let by = format!("by reviewers with fewer than {FEWEST_NOISE_PAIRS} repeat answers");
        sentences.push(format!("Not counted in the share: {} re-graded {by}.", grouped(left_out)));
    }
    sentences
}

/// Returns a step in sentences.
pub fn step_sentences(step: &MeasuredStep) -> Vec<String> {
    let counts = &step.step.counts;
    let which = format!("v{} → v{}", step.step.from, step.step.to);
    if counts.regraded == 0 {
        let mut sentences = vec![format!("{which}: nothing was re-graded in a round yet.")];
        sentences.extend(not_counted(step));
        return sentences;
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
        (DriftVerdict::Drift, None) => format!(
            "The rule moved, by {} of the answers at least; how much needs {}.",
            percent(step.drift.net.unwrap_or_default()),
            counted_more(step.drift.more_repeats)
        ),
        (DriftVerdict::CannotTell, _) => format!(
            "This cannot be told from the reviewers' own noise: drift {}.",
            between(step).unwrap_or_else(|| "unknown".to_owned())
        ),
        (DriftVerdict::Unsteady, _) => "Repeat answers differ too often to tell drift from noise.".to_owned(),
        (DriftVerdict::TooFew, _) => format!("{}.", more_repeats(step)),
    });
    if step.drift.verdict == DriftVerdict::Drift && !step.holds {
        sentences
            .push("Alone this would be drift; among all criteria of this list it may be chance (Holm).".to_owned());
    }
    if counts.noise_pairs > 0 {
        sentences
            .push(format!("{} of {} repeat answers differ under one meaning.", counts.noise_flips, counts.noise_pairs));
    }
    if step.drift.verdict == DriftVerdict::Drift {
        sentences.push(
            "This assumes that errors are as likely on changed records as on others; where only borderline ones changed, it \
             is at least so much."
                .to_owned(),
        );
    }
    if let Some(smallest) = step.detectable.filter(|_| step.drift.verdict == DriftVerdict::CannotTell) {
        sentences.push(detectable_sentence(smallest));
    }
    sentences.extend(not_counted(step));
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

/// Returns which drift would have been found, with what that takes for granted.
pub fn detectable_sentence(share: f64) -> String {
    format!(
        "A rule that moves {} of the met, all one way, would have been found in 80 % of such rounds.",
        percent(share)
    )
}

/// Returns the drift of a criterion in sentences: its newest step, and whether the meaning moved without an edit.
pub fn sentences(drift: &CriterionDrift) -> Vec<String> {
    let mut sentences = drift.newest().map(step_sentences).unwrap_or_default();
    sentences.extend(silent_sentence(drift.silent_drift_p));
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
    use crate::domain::Name;
    use crate::measures::drift::regrades::Step;
    use crate::measures::drift::rubric::MeasuredStep;
    use crate::measures::drift::{StepCounts, detectable, measure};

    fn step(counts: StepCounts) -> MeasuredStep {
        let reviewers = vec![(Name::new("ana").unwrap(), counts)];
        let step = Step { from: 1, to: 2, counts, reviewers, with_na: 0, short_gaps: 0, outside: 14 };
        MeasuredStep { step, drift: measure(&[counts]), detectable: detectable(&[counts]), holds: true }
    }

    #[test]
    fn a_verdict_stands_in_words_and_a_drift_with_its_interval_and_its_n() {
        let counts = |regraded, tightened, noise_pairs, noise_flips| StepCounts {
            regraded,
            met_before: regraded,
            tightened,
            relaxed: 2,
            noise_pairs,
            noise_flips,
        };
        let holds = |step: &MeasuredStep, words: &str| {
            let said = step_sentences(step);
            assert!(said.iter().any(|sentence| sentence.contains(words)), "{words} in {said:?}");
        };
        let moved = step(counts(150, 43, 40, 2));
        assert!(verdict(&moved).contains(" % (") && verdict(&moved).ends_with(')'), "{}", verdict(&moved));
        holds(&moved, "v1 → v2: 45 of 150 answers changed (43 stricter, 2 milder; ");
        holds(&moved, "The rule changed ");
        holds(&moved, "Not counted: 14 graded outside a round.");
        let by_chance = MeasuredStep { holds: false, ..moved };
        assert_eq!(verdict(&by_chance), "by chance?");
        holds(&by_chance, "among all criteria of this list it may be chance");
        let noisy = step(counts(150, 8, 40, 4));
        assert_eq!(verdict(&noisy), "cannot tell");
        holds(&noisy, "cannot be told from the reviewers' own noise: drift 0 to ");
        holds(&noisy, "all one way, would have been found in 80 % of such rounds");
        let few = step(counts(12, 3, 13, 0));
        assert_eq!(verdict(&few), "too few");
        holds(&few, "12 more repeat answers are needed (13 so far).");
        let without = step(counts(50, 14, 0, 0));
        assert_eq!(verdict(&without), "moved");
        holds(&without, "The rule moved, by 24 % of the answers at least; how much needs 25 more repeat answers.");
    }
}
