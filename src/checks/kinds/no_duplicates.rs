//! `no-duplicates`: no line, or no sentence, of the output comes twice. Short ones may: a rule, a bracket, "Yes.".

use serde_json::{Map, Value};
use std::collections::HashSet;

use super::portable::{
    CheckSpec, Compiled, Group, Kind, Objection, Param, Problem, Result, Takes, case_fold, char_ranges, check_fn,
    lengths, params,
};
use super::shared::{blocks, wording};

pub(crate) const KIND: Kind = Kind {
    word: "no-duplicates",
    group: Group::Manner,
    help: "No line, or no sentence, of at least so many words comes twice (case and blanks aside).",
    params: &[
        Param::argument("of", Takes::Text, "lines (outside fenced blocks) or sentences."),
        Param::option("words", Takes::Count, "The least words of one that counts; 3 when absent."),
    ],
    describes_failure: |spec| format!("outputs with the same {} twice", params::text(spec, "of").trim_end_matches('s')),
    normalize_params,
    compile,
    ..Kind::USUAL
};

fn normalize_params(mut given: Map<String, Value>) -> Result<Map<String, Value>> {
    params::require("no-duplicates", &given, "of", "no-duplicates sentences")?;
    let of = given.get("of").and_then(Value::as_str).unwrap_or_default();
    if !matches!(of, "lines" | "sentences") {
        return Err(Problem::usage(format!("The check `no-duplicates` wants lines or sentences, not `{of}`.")));
    }
    if given.get("words").and_then(Value::as_u64) == Some(0) {
        return Err(Problem::usage("`--words` wants 1 or more."));
    }
    given.entry("words").or_insert_with(|| 3.into());
    Ok(given)
}

fn compile(spec: &CheckSpec) -> Result<Box<dyn Compiled>> {
    let is_lines = params::text(spec, "of") == "lines";
    let least = spec.params.get("words").and_then(Value::as_u64).and_then(|n| usize::try_from(n).ok()).unwrap_or(3);
    Ok(check_fn(move |subject| {
        let text: Vec<char> = subject.output.chars().collect();
        let places = if is_lines {
            blocks::lines_that(subject.output, |_| true)
        } else {
            lengths::sentence_places(subject.output)
        };
        let mut seen: HashSet<String> = HashSet::new();
        let is_again = |place: &(usize, usize)| {
            let tokens = char_ranges::tokens(text.get(place.0..place.1).unwrap_or_default());
            let words: Vec<String> = tokens.into_iter().map(|(token, ..)| token).collect();
            words.len() >= least && !seen.insert(words.join(" "))
        };
        let again = places.into_iter().filter(is_again).take(case_fold::MOST_PLACES);
        let object = |(start, end)| {
            let said = wording::quote(&char_ranges::slice(&text, start, end));
            Objection::at(format!("says again: {said}"), start, end)
        };
        again.map(object).collect()
    }))
}
