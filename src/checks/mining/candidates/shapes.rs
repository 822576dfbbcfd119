//! Finds shapes that most outputs have: what is at which path of JSON, and what an output begins and ends with.

use std::collections::HashMap;

use serde_json::Value;

use super::offer::{Offer, spec};
use crate::checks::kinds::{ends_with, json_path, starts_with};
use crate::checks::mining::bits::Bits;
use crate::checks::mining::sample::Text;
use crate::checks::portable::path::{self, Step};
use crate::checks::portable::strict_json;

/// How many paths into JSON outputs are measured.
const MOST_PATHS: usize = 60;

/// Returns what records have, each with these records; only where a check that asks for it could separate.
fn usual(offer: &Offer<'_>, features: &dyn Fn(&Text<'_>) -> Vec<String>) -> Vec<(String, Bits)> {
    let corpus = offer.corpus;
    let mut found: HashMap<String, Bits> = HashMap::new();
    for (at, text) in corpus.texts.iter().enumerate() {
        for feature in features(text) {
            found.entry(feature).or_insert_with(|| Bits::new(corpus.len())).set(at);
        }
    }
    let n = corpus.len();
    let mut usual: Vec<(String, Bits)> =
        found.into_iter().filter(|(_, bits)| offer.bounds.allows(n - bits.count())).collect();
    usual.sort_by(|a, b| a.0.len().cmp(&b.0.len()).then_with(|| a.0.cmp(&b.0)));
    let all = Bits::of(n, |_| true);
    for (_, bits) in &mut usual {
        *bits = all.without(bits);
    }
    usual
}

/// Measures the first word, the first and the last character.
pub(super) fn edges(offer: &mut Offer<'_>) {
    let first = |text: &Text<'_>| {
        let word: String =
            text.raw.split_whitespace().next().filter(|word| text.raw.starts_with(word)).unwrap_or_default().into();
        let letter = word.chars().next().map(String::from);
        let mut found: Vec<String> = letter.into_iter().chain(Some(word).filter(|word| !word.is_empty())).collect();
        found.dedup();
        found
    };
    let last = |text: &Text<'_>| text.raw.chars().next_back().map(String::from).into_iter().collect::<Vec<_>>();
    for (start, fails) in usual(offer, &first).into_iter().rev() {
        offer.take(&spec(&starts_with::KIND, [("text", start.into())]), 1, fails);
    }
    for (end, fails) in usual(offer, &last).into_iter().filter(|(end, _)| !end.trim().is_empty()) {
        offer.take(&spec(&ends_with::KIND, [("text", end.into())]), 1, fails);
    }
}

/// Measures what is at which path of JSON outputs, and of which type it is.
pub(super) fn paths(offer: &mut Offer<'_>) {
    let looks_so = |text: &Text<'_>| text.raw.trim_start().starts_with(['{', '[']);
    let found = |text: &Text<'_>| {
        let value = if looks_so(text) { strict_json::value(text.raw).ok() } else { None };
        let mut found = Vec::new();
        if let Some(value) = &value {
            visit(value, &mut Vec::new(), &mut found);
        }
        found
    };
    for (one, fails) in usual(offer, &found).into_iter().take(MOST_PATHS) {
        match one.split_once('\n') {
            Some((path, kind)) => {
                offer.take(&spec(&json_path::KIND, [("path", path.into()), ("type", kind.into())]), 2, fails);
            }
            None => offer.take(&spec(&json_path::KIND, [("path", one.into())]), 1, fails),
        }
    }
}

/// Collects every path of at most two keys, and again with the type behind a line break.
fn visit(value: &Value, steps: &mut Vec<Step>, found: &mut Vec<String>) {
    let path = path::print(steps);
    found.push(format!("{path}\n{}", strict_json::type_word(value)));
    if !steps.is_empty() {
        found.push(path);
    }
    if let (Value::Object(fields), true) = (value, steps.len() < 2) {
        for (key, value) in fields {
            steps.push(Step::Key(key.clone()));
            visit(value, steps, found);
            steps.pop();
        }
    }
}
