//! Tries small expressions that generalise: digits become `\d+`, a word is whole, an output begins or ends so, and a few
//! phrases at once. Only what every engine can run in linear time is kept (`Pool::offer` sees to that).

use std::collections::HashMap;

use super::phrases::words;
use super::train::{Candidate, Pool, Train, share, spec};
use crate::checks::kinds::{not_contains, not_regex};
use crate::checks::pattern::Pattern;
use crate::domain::CheckSpec;

/// How many patterns of each form are measured.
const MEASURED: usize = 12;
/// The longest piece between blanks that is generalised, in bytes.
const LONGEST_PIECE: usize = 40;
/// The most phrases of one expression.
const MOST_TOGETHER: usize = 4;
/// What one more phrase must add to coverage less false failures.
const LEAST_GAIN: f64 = 0.05;

/// Measures patterns; `blurred` are words that separate only as whole words.
pub(super) fn offer(pool: &mut Pool<'_>, blurred: &[String]) {
    let train = pool.train;
    for word in blurred.iter().take(MEASURED) {
        refuse(pool, &format!(r"\b{}\b", regex::escape(word)), 2);
    }
    for pattern in telling(train, numbers) {
        refuse(pool, &pattern, 2);
    }
    for pattern in telling(train, beginnings) {
        refuse(pool, &pattern, 2);
    }
    for pattern in telling(train, endings) {
        refuse(pool, &pattern, 2);
    }
    refuse(pool, r"\w\s*$", 2);
}

/// Measures the best phrases together: an expression of two to four, each of which adds something.
pub(super) fn offer_together(pool: &mut Pool<'_>) {
    let train = pool.train;
    let few = train.good().len() / 20;
    let is_phrase = |candidate: &&Candidate| {
        candidate.spec.kind == not_contains::KIND.word && candidate.hits.rejected.count() <= few
    };
    let phrases: Vec<Candidate> = pool.candidates.iter().filter(is_phrase).cloned().collect();
    let gain = |caught: usize, rejected: usize| share(caught, train.bad) - share(rejected, train.good().len());
    let alone = |phrase: &Candidate| gain(phrase.hits.caught.count(), phrase.hits.rejected.count());
    let Some(first) = phrases.iter().reduce(|best, next| if alone(next) > alone(best) { next } else { best }) else {
        return;
    };
    let mut chosen = vec![first];
    let (mut hits, mut reached) = (first.hits.clone(), alone(first));
    while chosen.len() < MOST_TOGETHER {
        let with = |next: &Candidate| {
            let (caught, rejected) = (hits.caught.joined(&next.hits.caught), hits.rejected.joined(&next.hits.rejected));
            gain(caught.count(), rejected.count())
        };
        let best = phrases.iter().map(|next| (with(next), next)).reduce(|a, b| if b.0 > a.0 { b } else { a });
        let Some((value, next)) = best.filter(|(value, _)| *value >= reached + LEAST_GAIN) else { break };
        hits.caught = hits.caught.joined(&next.hits.caught);
        hits.rejected = hits.rejected.joined(&next.hits.rejected);
        reached = value;
        chosen.push(next);
    }
    if chosen.len() < 2 {
        return;
    }
    let mut texts: Vec<String> =
        chosen.iter().filter_map(|phrase| Some(phrase.spec.params.get("text")?.as_str()?.into())).collect();
    texts.sort_unstable();
    let pattern: Vec<String> = texts.iter().map(|text| regex::escape(text)).collect();
    refuse(pool, &pattern.join("|"), 3);
}

/// Measures that the output does not match.
fn refuse(pool: &mut Pool<'_>, pattern: &str, weight: u8) {
    let ignores_case = without_escapes(pattern).chars().any(char::is_alphabetic);
    let Ok(compiled) = Pattern::parse(pattern, ignores_case) else { return };
    let check: CheckSpec = spec(&not_regex::KIND, [("pattern", pattern.into()), ("ignore-case", ignores_case.into())]);
    pool.offer(&check, weight, &|text| compiled.matches(text.raw));
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

/// Returns the patterns of a form that are in enough bad records and few enough good ones, best first.
fn telling(train: &Train<'_>, patterns: fn(&str) -> Vec<String>) -> Vec<String> {
    let mut counts: HashMap<String, (usize, usize)> = HashMap::new();
    for (at, text) in train.texts.iter().enumerate() {
        let mut found = patterns(&text.folded);
        found.sort_unstable();
        found.dedup();
        for pattern in found {
            let count = counts.entry(pattern).or_default();
            *(if at < train.bad { &mut count.0 } else { &mut count.1 }) += 1;
        }
    }
    counts.retain(|_, (bad, good)| *bad >= train.least_caught && *good <= train.most_rejected);
    let mut telling: Vec<(f64, String)> = counts
        .into_iter()
        .map(|(pattern, (bad, good))| (share(bad, train.bad) - share(good, train.good().len()), pattern))
        .collect();
    telling.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.len().cmp(&b.1.len())).then_with(|| a.1.cmp(&b.1)));
    telling.into_iter().take(MEASURED).map(|(_, pattern)| pattern).collect()
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
