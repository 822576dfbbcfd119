//! `names-from-input`: names in the output are in the input. Knows no language's names: a name is one or more
//! capitalised words in the middle of a sentence, and each of its words has to be in the input, in any case and with
//! up to two characters more or fewer at its end (`Berlin`, `Berlins`).
//!
//! Meant to be silent rather than wrong: code, headings, labels before a colon, words in capitals, and the first
//! word of a sentence are left out; in German, where every noun is capitalised, so are capitalised words that stand
//! alone.

use serde_json::{Value, json};
use std::collections::HashSet;

use super::portable::char_ranges::{at, run_end, slice};
use super::portable::{
    CheckSpec, Compiled, Engine, Group, Kind, Reads, Result, case_fold, char_ranges, check_fn, languages, prose,
};
use super::shared::grounding;

/// Forms of address: no part of a name.
const TITLES: &[&str] = &["mr", "mrs", "ms", "mx", "dr", "prof", "sir", "herr", "frau", "mme", "sr", "sra"];

pub(crate) const KIND: Kind = Kind {
    word: "names-from-input",
    group: Group::Grounding,
    help: "Capitalised words in the middle of a sentence are in the input; rather silent than wrong.",
    describes_failure: |_| "outputs with a name that is not in the input".to_owned(),
    compile,
    export_params,
    reads: Reads::ModelText,
    ..Kind::USUAL
};

fn compile(_: &CheckSpec) -> Result<Box<dyn Compiled>> {
    Ok(check_fn(|subject| {
        let output = prose::without_code(subject.output);
        let found = names(&output);
        if found.is_empty() {
            return Vec::new();
        }
        let input: Vec<char> = grounding::input(subject.content).chars().collect();
        let known: HashSet<String> =
            char_ranges::words(&input).into_iter().flat_map(|(start, end)| stems(&input, start, end)).collect();
        let is_known =
            |(start, end): &(usize, usize)| stems(&output, *start, *end).iter().any(|stem| known.contains(stem));
        let unknown = found.iter().filter(|name| !name.iter().all(is_known));
        let places = unknown.filter_map(|name| Some((name.first()?.0, name.last()?.1)));
        grounding::object_to(&output, places)
    }))
}

/// Returns a word in lower case, and the same without its last one and two characters as long as four are left.
fn stems(text: &[char], start: usize, end: usize) -> Vec<String> {
    let word = case_fold::fold(&slice(text, start, end), true);
    let length = end - start;
    let mut stems: Vec<String> =
        (1..=2).filter(|by| length >= 4 + by).map(|by| word.chars().take(length - by).collect()).collect();
    stems.push(word);
    stems
}

/// Returns the names of a text, each as its words.
fn names(text: &[char]) -> Vec<Vec<(usize, usize)>> {
    let words = char_ranges::words(text);
    let mut skipped = skipped(text, &words).into_iter().peekable();
    let alone_counts = !languages::is_german(text, &words);
    let mut names: Vec<Vec<(usize, usize)>> = Vec::new();
    let (mut is_inside, mut previous, mut previous_is_name) = (false, 0, false);
    for word @ (start, end) in words {
        let gap = text.get(previous..start).unwrap_or_default();
        let is_joined = matches!(gap, ['\'' | '’' | '-']);
        is_inside = if is_joined { is_inside } else { previous > 0 && is_inside_sentence(gap) };
        while skipped.next_if(|(_, last)| *last <= start).is_some() {}
        let is_skipped = skipped.peek().is_some_and(|(first, _)| *first <= start);
        let title = case_fold::fold(&slice(text, start, end), true);
        let is_name = is_inside && is_capitalised(text, word) && !TITLES.contains(&title.as_str()) && !is_skipped;
        if is_name {
            let goes_on = previous_is_name && (is_joined || gap.iter().all(|c| is_space(*c)));
            match names.last_mut().filter(|_| goes_on) {
                Some(name) => name.push(word),
                None => names.push(vec![word]),
            }
        }
        (previous, previous_is_name) = (end, is_name);
    }
    names.retain(|name| alone_counts || name.len() > 1);
    names
}

const fn is_space(c: char) -> bool {
    matches!(c, ' ' | '\t' | '\u{a0}')
}

/// Whether the gap between two words keeps them in one sentence: blanks, behind a comma or a semicolon at most.
fn is_inside_sentence(gap: &[char]) -> bool {
    let blanks = if let [',' | ';', rest @ ..] = gap { rest } else { gap };
    !blanks.is_empty() && blanks.iter().all(|c| is_space(*c))
}

/// Whether a word of two letters or more begins with a capital and is not all capitals.
fn is_capitalised(text: &[char], (start, end): (usize, usize)) -> bool {
    let is_upper = |c: char| case_fold::lower(c) != c;
    let rest = text.get(start + 1..end).unwrap_or_default();
    is_upper(at(text, start)) && rest.iter().any(|c| !is_upper(*c))
}

/// Returns the stretches that are headings, labels in capitals before a colon, or lines in bold.
fn skipped(text: &[char], words: &[(usize, usize)]) -> Vec<(usize, usize)> {
    let mut skipped = Vec::new();
    let (mut start, mut from) = (0, 0);
    while start < text.len() {
        let end = run_end(text, start, |c| !matches!(c, '\n' | '\r'));
        let within = words.get(from..).unwrap_or_default();
        let within = within.get(..within.iter().take_while(|word| word.0 < end).count()).unwrap_or_default();
        from += within.len();
        if is_heading(text.get(start..end).unwrap_or_default()) {
            skipped.push((start, end));
        } else if let Some(colon) = label_end(text, start, end) {
            let label: Vec<_> = within.iter().filter(|word| word.0 < colon).collect();
            let capitalised = label.iter().filter(|word| is_capitalised(text, ***word)).count();
            if 2 * capitalised >= label.len() {
                skipped.push((start, colon));
            }
        }
        start = end + 1;
    }
    skipped
}

fn is_heading(line: &[char]) -> bool {
    let is_blank = |c: &char| matches!(*c, ' ' | '\t');
    let indent = line.iter().take_while(|c| is_blank(c)).count();
    let behind = line.iter().rev().take_while(|c| is_blank(c)).count();
    let line = line.get(indent..line.len().saturating_sub(behind)).unwrap_or_default();
    line.starts_with(&['#']) || (line.len() > 4 && line.starts_with(&['*', '*']) && line.ends_with(&['*', '*']))
}

/// Returns the first colon of a line that ends a label.
fn label_end(text: &[char], start: usize, end: usize) -> Option<usize> {
    let ends = |place: usize| place + 1 == end || matches!(at(text, place + 1), ' ' | '\t' | '*' | '_');
    (start..end).find(|place| at(text, *place) == ':' && ends(*place))
}

#[expect(clippy::unnecessary_wraps, reason = "the signature of `Kind::export_params`")]
fn export_params(_: &CheckSpec, _: Engine) -> std::result::Result<Value, String> {
    let (german, english) = (languages::stop_words("de"), languages::stop_words("en"));
    Ok(json!({ "titles": TITLES, "german": german, "english": english }))
}
