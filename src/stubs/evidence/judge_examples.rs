//! Which records are examples for the judges of a stub, and what a user should know of those judges.

use std::cmp::Reverse;

use super::stub_source::{Case, StubSource};
use crate::domain::Check;

/// Examples of each kind, at most.
const MOST_EXAMPLES: usize = 3;
/// The longest output of an example, in characters: longer ones help a model less.
const LONGEST_OUTPUT: usize = 1200;
/// Returns the places of the examples: of known-bad and known-good cases the same number, never more than half of
/// either. Those come first about which people wrote or marked something, then the shortest; inputs do not repeat.
pub fn examples(source: &StubSource) -> Vec<usize> {
    let cases = |is_bad: bool| source.cases.iter().enumerate().filter(move |(_, case)| case.is_bad == is_bad);
    let most = MOST_EXAMPLES.min(cases(true).count() / 2).min(cases(false).count() / 2);
    let mut inputs = Vec::new();
    let mut choose = |is_bad: bool| -> Vec<usize> {
        let is_short = |case: &Case| {
            let length = case.record.content.output.chars();
            (1..=LONGEST_OUTPUT).contains(&length)
        };
        let mut places: Vec<(usize, &Case)> = cases(is_bad).filter(|(_, case)| is_short(case)).collect();
        places.sort_by_key(|(at, case)| {
            let says =
                usize::from(case.notes.iter().any(|note| !note.is_empty())) + usize::from(case.evidence.is_some());
            let content = &case.record.content;
            (Reverse(says), content.output.chars() + content.input_text().chars().count(), *at)
        });
        let mut chosen = Vec::new();
        for (at, case) in places {
            let input = case.record.content.input_key();
            if chosen.len() < most && !inputs.contains(&input) {
                inputs.push(input);
                chosen.push(at);
            }
        }
        chosen
    };
    let (bad, good) = (choose(true), choose(false));
    let even = bad.len().min(good.len());
    bad.into_iter().take(even).zip(good).flat_map(|(bad, good)| [bad, good]).collect()
}

/// Returns what a user should know of the judges of a stub, as sentences.
pub(crate) fn remarks(source: &StubSource, judges: &[Check], examples: &[usize]) -> Vec<String> {
    let ids = examples.iter().filter_map(|at| source.cases.get(*at)).map(|case| case.record.id.short());
    let ids: Vec<String> = ids.collect();
    let examples = match ids.as_slice() {
        [] => "it carries no examples: too few short records of both kinds".to_owned(),
        ids => format!("{} are its examples and not among its cases", ids.join(" ")),
    };
    let remark = |judge: &Check| {
        format!(
            "The judge {} needs a model; a suite that can ask one does so only with GEMBA_JUDGE=1; {examples}.",
            judge.key
        )
    };
    judges.iter().map(remark).collect()
}
