//! The menu: checks with a name and no free parameter. Each is a hypothesis that needs no search.

use std::collections::HashMap;

use serde_json::{Map, Value};

use super::offer::{Offer, spec};
use crate::checks::kinds::{finish_reason, language, no_repetition, not_contains, not_regex, regex, tool_call};
use crate::checks::mining::sample::Text;
use crate::checks::portable::word_lists::LANGUAGES;
use crate::checks::{self, KINDS, Subject};
use crate::domain::{CheckSpec, Part};

/// What an output must not match.
const UNWANTED: &[&str] = &[
    // Nothing at all.
    r"\A\s*\z",
    // It does not end with a full sentence.
    r"[^\s.!?…。！？:;)\]}”»`|*]\s*\z",
    // A question; a question at its end.
    r"\?|？",
    r"[?？][)”’*_]*\s*\z",
    // A fence, a heading, a list, emphasis: Markdown.
    r"```|~~~",
    r"(?m)^#{1,6}\s",
    r"(?m)^\s*[-*•]\s",
    r"(?m)^\s*\d+[.)]\s",
    r"\*\*|__|(?m)^#{1,6}\s|^\s*[-*]\s|```|\[[^\]]+\]\(",
    r"\*\*",
    // An address, an e-mail address.
    r"https?://|www\.",
    r"[\w.+-]+@[\w-]+\.\w+",
    // A hashtag, an emoji, a placeholder.
    r"(?:^|\s)#\p{L}",
    r"[\x{1F300}-\x{1FAFF}\x{2600}-\x{27BF}]",
    r"\[(?:[Yy]our |[Ii]nsert )?[A-Z][A-Za-z ]{1,30}\]|\{\{[^}]*\}\}|<[A-Z_]{3,}>",
    // Digits, an exclamation mark, all capitals.
    r"\d",
    r"!",
    r"\b[A-Z]{3,}\b.*\b[A-Z]{3,}\b",
    // A line break, an empty line.
    r"\n",
    r"\n\s*\n",
    // A heading or a fence at its beginning, quotes around it.
    r"\A\s*#",
    r#"\A\s*["“].*["”]\s*\z"#,
    // It speaks of itself, regrets, agrees.
    r"(?i)\b(?:as an? (?:ai|artificial|large language)|language model)\b",
    r"(?i)\b(?:sorry|apologi[sz]e|unfortunately|regret)\b",
    r"(?i)\b(?:sure|certainly|absolutely|of course|great question)\b",
    r"(?i)\A\s*(?:sure|certainly|absolutely|of course|here(?:'s| is| are))\b",
];

/// What an output must match.
const WANTED: &[&str] = &[
    r"\?|？",
    r"[?？][)”’*_]*\s*\z",
    r"(?m)^#{1,6}\s",
    r"(?m)^\s*[-*•]\s",
    r"(?m)^\s*\d+[.)]\s",
    r"\*\*",
    r"https?://|www\.",
    r"(?:^|\s)#\p{L}",
    r"[\x{1F300}-\x{1FAFF}\x{2600}-\x{27BF}]",
    r"\d",
    r"!",
    r"\n\s*\n",
    r"\A\s*#",
];

/// What counts as repeated beside what `no-repetition` takes for it: runs of so many words, a sentence's worth, that are there
/// twice at all; and a tenth of the short ones.
const REPEATED: &[(u64, f64)] = &[(6, 0.0), (8, 0.0), (4, 0.1)];

/// How many outputs tell the usual language.
const LOOKED_AT: usize = 200;
/// How many tools, and how many finish reasons, are tried.
const MOST: usize = 5;

/// Measures the menu.
pub(super) fn offer(offer: &mut Offer<'_>) {
    for kind in KINDS {
        let bare = CheckSpec { kind: kind.word.to_owned(), params: Map::new() };
        if checks::canonical(&bare).is_ok() {
            offer.run(&bare, 0);
        }
    }
    for (words, share) in REPEATED {
        offer.run(&spec(&no_repetition::KIND, [("share", (*share).into()), ("words", (*words).into())]), 0);
    }
    languages(offer);
    finish_reasons(offer);
    tools(offer);
    for pattern in UNWANTED {
        offer.run(&spec(&not_regex::KIND, [("pattern", (*pattern).into())]), 1);
    }
    for pattern in WANTED {
        offer.run(&spec(&regex::KIND, [("pattern", (*pattern).into())]), 1);
    }
    offer.run(&spec(&not_contains::KIND, [("text", "\u{fffd}".into())]), 1);
}

/// Measures the language that most of the first outputs are in.
fn languages(offer: &mut Offer<'_>) {
    let few: Vec<&Text<'_>> = offer.corpus.texts.iter().take(LOOKED_AT).collect();
    let in_language = |code: &str| {
        let spec = spec(&language::KIND, [("code", code.into())]);
        let check = checks::compile(&spec).ok()?;
        let passes =
            |text: &&&Text<'_>| check.objections(&Subject { output: text.raw, content: text.content }).is_empty();
        Some((few.iter().filter(passes).count(), spec))
    };
    let counts = LANGUAGES.iter().filter_map(|language| in_language(language.code));
    // Of equals the first, since short outputs pass for every language.
    if let Some((_, spec)) = counts.reduce(|best, next| if next.0 > best.0 { next } else { best }) {
        offer.run(&spec, 0);
    }
}

/// Measures the usual reasons why a model ended, alone and together.
fn finish_reasons(offer: &mut Offer<'_>) {
    let mut counts: HashMap<&str, usize> = HashMap::new();
    for text in &offer.corpus.texts {
        if let Some(reason) = &text.content.finish_reason {
            *counts.entry(reason.raw()).or_default() += 1;
        }
    }
    for reason in most_frequent(counts) {
        offer.run(&spec(&finish_reason::KIND, [("text", vec![reason].into())]), 0);
    }
}

/// Measures the tools that are called most.
fn tools(offer: &mut Offer<'_>) {
    let mut counts: HashMap<&str, usize> = HashMap::new();
    for text in &offer.corpus.texts {
        for part in &text.content.output_parts {
            if let Part::ToolCall { name, .. } = part {
                *counts.entry(name.raw()).or_default() += 1;
            }
        }
    }
    for name in most_frequent(counts) {
        offer.run(&spec(&tool_call::KIND, [("name", Value::from(name))]), 0);
    }
}

fn most_frequent(counts: HashMap<&str, usize>) -> Vec<String> {
    let mut known: Vec<(&str, usize)> = counts.into_iter().collect();
    known.sort_unstable_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(b.0)));
    known.into_iter().take(MOST).map(|(word, _)| word.to_owned()).collect()
}
