//! `numbers-from-input`: every number of the output is in the input, in whatever way it is written there.
//!
//! Ordinals, numbering and parts of names (`GPT-4`) do not count; an input may say its numbers in words.

use serde_json::{Value, json};
use std::collections::HashSet;

use super::portable::numbers::Mention;
use super::portable::word_lists::{NUMBER_WORDS, ORDINALS, SCALES};
use super::portable::{
    CheckSpec, Compiled, Engine, Group, Kind, Param, Reads, Result, Takes, case_fold, char_ranges, check_fn, numbers,
};
use super::shared::grounding;

pub(crate) const KIND: Kind = Kind {
    word: "numbers-from-input",
    group: Group::Grounding,
    help: "Every number of the output is in the input (1,200 is 1200, 5 % is 0.05; not ordinals, not numbering).",
    params: &[Param::option(
        "above",
        Takes::Number,
        "Only numbers above this one, as in --above 10 where an output may count up to ten by itself.",
    )],
    describes_failure: |_| "outputs with a number that is not in the input".to_owned(),
    compile,
    export_params,
    reads: Reads::ModelText,
    ..Kind::USUAL
};

fn compile(spec: &CheckSpec) -> Result<Box<dyn Compiled>> {
    let above = spec.params.get("above").and_then(Value::as_f64);
    let is_small = move |mention: &Mention| {
        let value = |reading: &String| reading.parse::<f64>().unwrap_or(f64::INFINITY);
        above.is_some_and(|above| mention.readings().all(|reading| value(reading) <= above))
    };
    Ok(check_fn(move |subject| {
        let output = numbers::plain_digits(subject.output);
        let mut mentions = numbers::mentions(&output);
        mentions.retain(|mention| numbers::is_counted(&output, mention) && !is_small(mention));
        if mentions.is_empty() {
            return Vec::new();
        }
        let known = known(&grounding::input(subject.content));
        mentions.retain(|mention| !mention.is_among(|reading| known.contains(reading)));
        let places = mentions.iter().map(|mention| numbers::with_unit(&output, mention));
        grounding::object_to(&subject.output.chars().collect::<Vec<char>>(), places)
    }))
}

/// Returns every value that an input holds, in digits or in words.
fn known(input: &str) -> HashSet<String> {
    let text = numbers::plain_digits(input);
    let digits = numbers::mentions(&text);
    let mut known: HashSet<String> = digits.iter().flat_map(Mention::readings).cloned().collect();
    let spelled_out: HashSet<String> = char_ranges::words(&text)
        .into_iter()
        .map(|(start, end)| case_fold::fold(&char_ranges::slice(&text, start, end), true))
        .collect();
    known.extend(
        NUMBER_WORDS
            .iter()
            .filter(|(_, words)| words.iter().any(|word| spelled_out.contains(*word)))
            .map(|(value, _)| (*value).to_owned()),
    );
    known
}

#[expect(clippy::unnecessary_wraps, reason = "the signature of `Kind::export_params`")]
fn export_params(spec: &CheckSpec, _: Engine) -> std::result::Result<Value, String> {
    let words: serde_json::Map<String, Value> = NUMBER_WORDS
        .iter()
        .flat_map(|(value, words)| words.iter().map(move |word| ((*word).to_owned(), json!(value))))
        .collect();
    Ok(json!({ "above": spec.params.get("above"), "scales": *SCALES, "ordinals": *ORDINALS, "words": words }))
}
