//! Reads texts that an output is to hold, or not to hold: quoted ones, and what stands behind "never mention", "must name".

use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

use super::phrase::{phrase, text_check};
use crate::checks::kinds::{contains, not_contains};
use crate::domain::CheckSpec;

/// Words that refuse, or that say that something is there which should not be.
static REFUSES: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(
        r"(?i)\b(?:never|avoid|without|don['’]?t|do not|must not|should not|mustn['’]t|shouldn['’]t|no)\s+(?:(?:use|using|include|including|mention|mentioning|say|saying|write|name|refer to|talk about|contain|add)\s+)?",
    )
    .ok()
});
/// Words that ask, or that say that something is missing.
static ASKS: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(
        r"(?i)\b(?:(?:must|should|always|has to|have to|needs to)\s+(?:always\s+)?(?:name|mention|include|contain|say|state|use|give|cite|quote)|(?:did not|does not|didn['’]t|doesn['’]t|failed to|fails to|forgets to|forgot to)\s+(?:name|mention|include|contain|say|state|use|give|cite)|(?:always|please|be sure to|make sure to)\s+(?:mention|include|name|state)|missing|lacks|omits|forgot|includes?|mentions?)\s+",
    )
    .ok()
});
/// Words that begin an object without being part of what is looked for.
const ARTICLES: [&str; 16] = [
    "the", "a", "an", "any", "our", "your", "their", "its", "his", "her", "some", "all", "that", "of", "words",
    "phrase",
];
/// Words that end an object.
const ENDS: [&str; 22] = [
    "in", "on", "at", "for", "to", "with", "when", "if", "and", "or", "but", "because", "as", "by", "from", "is",
    "are", "was", "unless", "where", "which", "here",
];
/// Objects that are no text: each is a check with a name, or says nothing that can be looked for.
const NO_TEXTS: [&str; 34] = [
    "json",
    "yaml",
    "xml",
    "table",
    "markdown",
    "emoji",
    "emojis",
    "hashtag",
    "hashtags",
    "link",
    "links",
    "url",
    "urls",
    "more",
    "less",
    "fewer",
    "longer",
    "it",
    "this",
    "them",
    "one",
    "idea",
    "need",
    "way",
    "reason",
    "problem",
    "information",
    "input",
    "answer",
    "output",
    "at",
    "too",
    "so",
    "not",
];

/// Returns what ends a quote that this character begins.
pub(super) const fn closing(c: char) -> Option<char> {
    match c {
        '"' => Some('"'),
        '“' | '„' => Some('”'),
        '‘' => Some('’'),
        '«' => Some('»'),
        '`' => Some('`'),
        '\'' => Some('\''),
        _ => None,
    }
}

/// Returns the quoted texts of a clause. A plain apostrophe begins a quote only before a word and behind a blank.
pub(super) fn quoted(clause: &str) -> Vec<&str> {
    let (mut found, mut open): (Vec<&str>, Option<(usize, char)>) = (Vec::new(), None);
    let mut before = ' ';
    for (at, c) in clause.char_indices() {
        match open {
            Some((from, end)) if c == end => {
                found.extend(clause.get(from..at));
                open = None;
            }
            None if c != '\'' || before.is_whitespace() || before == '(' => {
                open = closing(c).map(|end| (at + c.len_utf8(), end));
            }
            _ => {}
        }
        before = c;
    }
    found.retain(|text| phrase(text).is_some());
    found
}

/// Returns the checks of the texts that a clause names.
pub(super) fn texts(clause: &str, quoted: &[&str], is_remark: bool) -> Vec<CheckSpec> {
    let says =
        |pattern: &Option<Regex>| pattern.as_ref().and_then(|pattern| pattern.find(clause)).map(|found| found.range());
    let refuses = says(&REFUSES);
    // "Do not mention" refuses, whatever the "mention" in it.
    let is_within = |asks: &Range<usize>| refuses.as_ref().is_some_and(|refuses| refuses.contains(&asks.start));
    let asks = says(&ASKS).filter(|asks| !is_within(asks));
    if !quoted.is_empty() {
        let both = |text: &&str| {
            // A clause that neither asks nor refuses leaves it open; the labels decide.
            let wanted = (asks.is_some() || refuses.is_none()).then(|| text_check(&contains::KIND, text));
            let unwanted =
                (refuses.is_some() || is_remark || asks.is_none()).then(|| text_check(&not_contains::KIND, text));
            wanted.into_iter().chain(unwanted).collect::<Vec<_>>()
        };
        return quoted.iter().flat_map(both).collect();
    }
    let behind = |said: Option<&Range<usize>>| said.and_then(|said| clause.get(said.end..)).and_then(object);
    let wanted = behind(asks.as_ref()).map(|text| text_check(&contains::KIND, &text));
    // "Did not mention" asks, whatever the "no" in it.
    let unwanted =
        if asks.is_some() { None } else { behind(refuses.as_ref()).map(|text| text_check(&not_contains::KIND, &text)) };
    wanted.into_iter().chain(unwanted).collect()
}

/// Returns the object at the beginning of what follows: up to four words, without articles.
fn object(text: &str) -> Option<String> {
    let head = text.split([',', ';', ':', '(', '.', '!', '?', '\n']).next()?;
    let words = head.split_whitespace().skip_while(|word| ARTICLES.contains(&word.to_lowercase().as_str()));
    let words: Vec<&str> = words.take_while(|word| !ENDS.contains(&word.to_lowercase().as_str())).take(5).collect();
    let first = words.first()?.to_lowercase();
    let is_amount = words.iter().any(|word| word.starts_with(|c: char| c.is_ascii_digit()));
    let last = words.last()?.to_lowercase();
    let is_named = NO_TEXTS.contains(&first.as_str()) || NO_TEXTS.contains(&last.as_str());
    (words.len() <= 4 && !is_amount && !is_named).then(|| phrase(&words.join(" "))).flatten()
}
