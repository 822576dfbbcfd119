//! `no-repetition`: the output does not repeat itself. Counts the runs of some words that came before; a repeated line
//! or sentence is many such runs. The rules of tables and the marks of lists are not words.

use serde_json::{Map, Value};
use std::collections::{HashMap, HashSet};

use super::portable::{
    CheckSpec, Compiled, Group, Kind, Objection, Param, Problem, Result, Takes, char_ranges, check_fn, lengths, params,
};
use super::shared::wording;

pub(crate) const KIND: Kind = Kind {
    word: "no-repetition",
    group: Group::Manner,
    help: "At most this share of the output's runs of words repeats an earlier one (case aside).",
    params: &[
        Param::argument("share", Takes::Number, "The most, from 0 to 1; 0.3 when absent."),
        Param::option("words", Takes::Count, "How long a run is; 4 words when absent."),
    ],
    describes_failure: |_| "outputs that repeat themselves".to_owned(),
    normalize_params,
    compile,
    ..Kind::USUAL
};

fn normalize_params(mut given: Map<String, Value>) -> Result<Map<String, Value>> {
    if given.get("share").and_then(Value::as_f64).is_some_and(|share| share > 1.0) {
        return Err(Problem::usage("The share of `no-repetition` is a number from 0 to 1, as in 0.3."));
    }
    if given.get("words").and_then(Value::as_u64) == Some(0) {
        return Err(Problem::usage("`--words` wants 1 or more."));
    }
    given.entry("share").or_insert_with(|| 0.3.into());
    given.entry("words").or_insert_with(|| 4.into());
    Ok(given)
}

fn compile(spec: &CheckSpec) -> Result<Box<dyn Compiled>> {
    let most = params::number(spec, "share");
    let length = spec.params.get("words").and_then(Value::as_u64).and_then(|n| usize::try_from(n).ok()).unwrap_or(4);
    Ok(check_fn(move |subject| {
        let text: Vec<char> = subject.output.chars().collect();
        let mut tokens = char_ranges::tokens(&text);
        tokens.retain(|(token, ..)| !token.chars().all(|c| matches!(c, '|' | '-' | ':')));
        let mut numbers: HashMap<&str, usize> = HashMap::new();
        let mut sequence = Vec::with_capacity(tokens.len());
        for (token, ..) in &tokens {
            let next = numbers.len();
            sequence.push(*numbers.entry(token).or_insert(next));
        }
        let mut seen: HashSet<&[usize]> = HashSet::new();
        let repeated: Vec<bool> = sequence.windows(length).map(|run| !seen.insert(run)).collect();
        let count = repeated.iter().filter(|is_repeated| **is_repeated).count();
        if lengths::exact(count) <= most * lengths::exact(repeated.len()) {
            return Vec::new();
        }
        let (first, runs) = longest(&repeated);
        let start = tokens.get(first).map_or(0, |token| token.1);
        let end = tokens.get(first + runs + length - 2).map_or(text.len(), |token| token.2);
        let quoted = wording::quote(&char_ranges::slice(&text, start, end));
        let all = repeated.len();
        let reason = format!("repeats {count} of its {all} runs of {length} words, the longest in {quoted}");
        vec![Objection::at(reason, start, end)]
    }))
}

/// Returns the longest stretch of repeated runs: where it begins, and how many they are (1 at least).
fn longest(repeated: &[bool]) -> (usize, usize) {
    let (mut best, mut current) = ((0, 1), 0);
    for (at, is_repeated) in repeated.iter().enumerate() {
        current = if *is_repeated { current + 1 } else { 0 };
        if current > best.1 || (current == 1 && best == (0, 1)) {
            best = (at + 1 - current, current);
        }
    }
    best
}
