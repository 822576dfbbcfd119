//! Tries shapes that nearly all good outputs have and bad ones lack, and every kind of check that needs no parameter.

use std::collections::HashMap;

use serde_json::{Map, Value};

use super::train::{Pool, Text, spec};
use crate::checks::kinds::{ends_with, finish_reason, json_path, language, starts_with, tool_call};
use crate::checks::portable::path::{self, Step};
use crate::checks::portable::strict_json;
use crate::checks::portable::word_lists::LANGUAGES;
use crate::checks::{self, KINDS};
use crate::domain::{CheckSpec, Part};

/// How many paths into JSON outputs are measured.
const MOST_PATHS: usize = 24;

/// Measures shapes.
pub(super) fn offer(pool: &mut Pool<'_>) {
    bare(pool);
    finish_reasons(pool);
    paths(pool);
    languages(pool);
    tools(pool);
}

/// Measures every kind of check that needs no parameter.
pub(super) fn bare(pool: &mut Pool<'_>) {
    for kind in KINDS {
        let bare = CheckSpec { kind: kind.word.to_owned(), params: Map::new() };
        if checks::canonical(&bare).is_ok() {
            pool.run(&bare, 1);
        }
    }
}

/// Returns what so many good records have that an output without it may be bad.
fn usual(pool: &Pool<'_>, features: &dyn Fn(&Text<'_>) -> Vec<String>) -> Vec<String> {
    let good = pool.train.good();
    let mut counts: HashMap<String, usize> = HashMap::new();
    for text in good {
        for feature in features(text) {
            *counts.entry(feature).or_default() += 1;
        }
    }
    let least = good.len().saturating_sub(pool.train.most_rejected).max(1);
    let mut usual: Vec<String> =
        counts.into_iter().filter(|(_, count)| *count >= least).map(|(feature, _)| feature).collect();
    usual.sort_unstable();
    usual
}

/// Measures each language.
fn languages(pool: &mut Pool<'_>) {
    for language in LANGUAGES.iter() {
        pool.run(&spec(&language::KIND, [("code", language.code.into())]), 1);
    }
}

/// Measures the tools that nearly all good outputs call.
fn tools(pool: &mut Pool<'_>) {
    let called = |text: &Text<'_>| {
        let name = |part: &Part| match part {
            Part::ToolCall { name, .. } => Some(name.raw().to_owned()),
            _ => None,
        };
        let mut names: Vec<String> = text.content.output_parts.iter().filter_map(name).collect();
        names.sort_unstable();
        names.dedup();
        names
    };
    for name in usual(pool, &called) {
        pool.run(&spec(&tool_call::KIND, [("name", name.into())]), 1);
    }
}

/// Measures the first word, the first and the last character; the word, which begins with the character, before it.
pub(super) fn ends(pool: &mut Pool<'_>) {
    let first = |text: &Text<'_>| {
        let word: String =
            text.raw.split_whitespace().next().filter(|word| text.raw.starts_with(word)).unwrap_or_default().into();
        let letter = word.chars().next().map(String::from);
        let mut found: Vec<String> = letter.into_iter().chain(Some(word).filter(|word| !word.is_empty())).collect();
        found.dedup();
        found
    };
    let last = |text: &Text<'_>| text.raw.chars().next_back().map(String::from).into_iter().collect::<Vec<_>>();
    for start in usual(pool, &first).into_iter().rev() {
        pool.run(&spec(&starts_with::KIND, [("text", start.into())]), 1);
    }
    for end in usual(pool, &last).into_iter().filter(|end| !end.trim().is_empty()) {
        pool.run(&spec(&ends_with::KIND, [("text", end.into())]), 1);
    }
}

/// Measures each usual reason, and all that one good record of a hundred has.
fn finish_reasons(pool: &mut Pool<'_>) {
    let mut counts: HashMap<&str, usize> = HashMap::new();
    for text in pool.train.good() {
        if let Some(reason) = &text.content.finish_reason {
            *counts.entry(reason.raw()).or_default() += 1;
        }
    }
    let mut known: Vec<(&str, usize)> = counts.into_iter().collect();
    known.sort_unstable();
    let rare = pool.train.good().len() / 100;
    let common: Vec<Value> = known.iter().filter(|(_, count)| *count > rare).map(|(word, _)| (*word).into()).collect();
    for (reason, _) in &known {
        pool.run(&spec(&finish_reason::KIND, [("text", vec![*reason].into())]), 1);
    }
    pool.run(&spec(&finish_reason::KIND, [("text", common.into())]), 1);
}

/// Measures what is at which path of JSON outputs, and of which type it is.
fn paths(pool: &mut Pool<'_>) {
    let looks_so = |text: &Text<'_>| text.raw.trim_start().starts_with(['{', '[']);
    let like_json = pool.train.good().iter().filter(|text| looks_so(text)).count();
    if pool.train.good().len() - like_json > pool.train.most_rejected {
        return;
    }
    let found = |text: &Text<'_>| {
        let value = if looks_so(text) { strict_json::value(text.raw).ok() } else { None };
        let mut found = Vec::new();
        if let Some(value) = &value {
            visit(value, &mut Vec::new(), &mut found);
        }
        found
    };
    let usual = usual(pool, &found);
    let mut lacking: Vec<(usize, String)> = usual.into_iter().map(|one| (0, one)).collect();
    for text in pool.train.bad() {
        let there = found(text);
        for (count, one) in &mut lacking {
            *count += usize::from(!there.contains(one));
        }
    }
    lacking.retain(|(count, _)| *count >= pool.train.least_caught);
    lacking.sort_by(|a, b| b.0.cmp(&a.0).then(a.1.len().cmp(&b.1.len())).then_with(|| a.1.cmp(&b.1)));
    for (_, one) in lacking.into_iter().take(MOST_PATHS) {
        match one.split_once('\n') {
            Some((path, kind)) => pool.run(&spec(&json_path::KIND, [("path", path.into()), ("type", kind.into())]), 1),
            None => pool.run(&spec(&json_path::KIND, [("path", one.into())]), 1),
        };
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
