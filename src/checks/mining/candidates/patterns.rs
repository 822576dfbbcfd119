//! Finds small expressions that generalise: digits become `\d+`, a word is whole, an output begins or ends so. Only what
//! every engine can run in linear time is kept (`Offer::take` sees to that).

use std::collections::HashMap;

use super::offer::{Offer, spec};
use super::words::words;
use crate::checks::kinds::not_regex;
use crate::checks::pattern::Pattern;
use crate::domain::CheckSpec;

/// How many patterns of each form are measured.
const MEASURED: usize = 60;
/// The longest piece between blanks that is generalised, in bytes.
const LONGEST_PIECE: usize = 40;

/// Measures patterns; `blurred` are words that are in fewer outputs as whole words.
pub(super) fn offer(offer: &mut Offer<'_>, blurred: &[String]) {
    for word in blurred.iter().take(MEASURED) {
        refuse(offer, &format!(r"\b{}\b", regex::escape(word)), 2);
    }
    for form in [numbers, beginnings, endings] {
        for pattern in frequent(offer, form) {
            refuse(offer, &pattern, 3);
        }
    }
}

/// Measures that the output does not match.
fn refuse(offer: &mut Offer<'_>, pattern: &str, rank: u32) {
    let ignores_case = without_escapes(pattern).chars().any(char::is_alphabetic);
    let Ok(compiled) = Pattern::parse(pattern, ignores_case) else { return };
    let check: CheckSpec = spec(&not_regex::KIND, [("pattern", pattern.into()), ("ignore-case", ignores_case.into())]);
    let fails = offer.corpus.where_text(|text| compiled.matches(text.raw));
    offer.take(&check, rank, fails);
}

fn without_escapes(pattern: &str) -> String {
    let mut out = String::new();
    let mut chars = pattern.chars();
    while let Some(c) = chars.next() {
        if c == '\\' {
            chars.next();
        } else {
            out.push(c);
        }
    }
    out
}

/// Returns the patterns of a form that could separate, those that could do so best first.
fn frequent(offer: &Offer<'_>, patterns: fn(&str) -> Vec<String>) -> Vec<String> {
    let mut counts: HashMap<String, usize> = HashMap::new();
    for text in offer.corpus.texts.iter().take(offer.corpus.units) {
        let mut found = patterns(&text.folded);
        found.sort_unstable();
        found.dedup();
        for pattern in found {
            *counts.entry(pattern).or_default() += 1;
        }
    }
    let bounds = offer.bounds;
    counts.retain(|_, held| bounds.allows(*held));
    let mut found: Vec<(f64, String)> =
        counts.into_iter().map(|(pattern, held)| (bounds.reach(held), pattern)).collect();
    found.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.len().cmp(&b.1.len())).then_with(|| a.1.cmp(&b.1)));
    found.into_iter().take(MEASURED).map(|(_, pattern)| pattern).collect()
}

/// Returns one to three pieces between blanks with a number in them, every run of digits generalised: `page \d+`, `\[\d+\]`.
fn numbers(text: &str) -> Vec<String> {
    let mut patterns = Vec::new();
    for line in text.lines() {
        let pieces: Vec<&str> = line.split(' ').collect();
        for (at, piece) in pieces.iter().enumerate() {
            if !piece.contains(|c: char| c.is_ascii_digit()) {
                continue;
            }
            for (from, to) in [(at, at), (at.saturating_sub(1), at), (at, at + 1), (at.saturating_sub(1), at + 1)] {
                let Some(run) = pieces.get(from..=to) else { continue };
                if run.iter().all(|piece| !piece.is_empty() && piece.len() <= LONGEST_PIECE) {
                    patterns.push(generalised(run.join(" ").trim_end_matches(['.', ',', ';', ':', '!', '?'])));
                }
            }
        }
    }
    patterns.retain(|pattern| pattern.contains(r"\d+"));
    patterns
}

fn generalised(text: &str) -> String {
    let mut out = String::new();
    let mut in_number = false;
    for c in text.chars() {
        let is_digit = c.is_ascii_digit();
        if is_digit && !in_number {
            out.push_str(r"\d+");
        } else if !is_digit {
            out.push_str(&regex::escape(c.encode_utf8(&mut [0; 4])));
        }
        in_number = is_digit;
    }
    out
}

/// Returns the first one to three words.
fn beginnings(text: &str) -> Vec<String> {
    let start = text.trim_start();
    let head: String = start.chars().take(80).collect();
    let ends = words(&head).into_iter().take(3).map(|(_, end)| end);
    let firsts = ends.filter_map(|end| head.get(..end).filter(|first| !first.contains(['\n', '\r'])));
    firsts.map(|first| format!(r"^\s*{}", regex::escape(first))).collect()
}

/// Returns the last character that is no blank.
fn endings(text: &str) -> Vec<String> {
    let last = text.trim_end().chars().next_back().filter(|last| !last.is_alphanumeric());
    last.into_iter().map(|last| format!(r"{}\s*$", regex::escape(last.encode_utf8(&mut [0; 4])))).collect()
}

#[cfg(test)]
mod tests {
    use super::{beginnings, endings, numbers};

    #[test]
    fn numbers_are_generalised_with_the_words_around_them() {
        let found = numbers("see [12] on page 34.");
        for pattern in [r"\[\d+\]", r"page \d+", r"\[\d+\] on"] {
            assert!(found.iter().any(|found| found == pattern), "{pattern} in {found:?}");
        }
    }

    #[test]
    fn an_output_begins_and_ends_so() {
        assert_eq!(beginnings(" I'm sorry, but no"), [r"^\s*I'm", r"^\s*I'm sorry", r"^\s*I'm sorry, but"]);
        assert_eq!(endings("really? \n"), [r"\?\s*$"]);
        assert!(endings("cut of").is_empty());
    }
}
