//! What a rule is, and what the rules share: regular expressions that are built once, and looking around a match.

use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

/// What a rule looks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Class {
    /// What gives access: keys, tokens, passwords.
    Secret,
    /// What leads to a person, an account or a machine.
    Identity,
}

/// One rule.
#[derive(Debug, Clone, Copy)]
pub struct Rule {
    /// Its word in placeholders, in counts as JSON and in the setting `off`.
    pub word: &'static str,
    /// What it finds, for one and for several of them.
    pub nouns: (&'static str, &'static str),
    /// What it finds, as a sentence.
    pub help: &'static str,
    /// What it looks for.
    pub class: Class,
    /// Adds the spans of what it finds to the list, in bytes.
    pub find: fn(&str, &mut Vec<Range<usize>>),
    /// Returns what two mentions of the same thing have in common.
    pub same: fn(&str) -> String,
}

/// A regular expression that is built at its first use. A unit test holds that every one can be built.
pub(super) type Pattern = LazyLock<Option<Regex>>;

/// Builds an expression; `None` where it is wrong.
pub(super) fn build(pattern: &str) -> Option<Regex> {
    regex::RegexBuilder::new(pattern).size_limit(8 << 20).build().ok()
}

/// Adds the spans of a pattern's group `value`, or of all it matches, where `holds` agrees; `holds` gets the text and the span.
pub(super) fn matches(
    pattern: &Pattern,
    text: &str,
    found: &mut Vec<Range<usize>>,
    holds: impl Fn(&str, &Range<usize>) -> bool,
) {
    let Some(pattern) = pattern.as_ref() else { return };
    for captures in pattern.captures_iter(text) {
        let Some(span) = captures.name("value").or_else(|| captures.get(0)) else { continue };
        let span = span.range();
        if holds(text, &span) {
            found.push(span);
        }
    }
}

/// Returns the character before a place.
pub(super) fn before(text: &str, at: usize) -> Option<char> {
    text.get(..at)?.chars().next_back()
}

/// Returns the character at a place.
pub(super) fn after(text: &str, at: usize) -> Option<char> {
    text.get(at..)?.chars().next()
}

/// Answers whether a character belongs to a word that a number cannot begin or end in: a digit, or a letter of the scripts that
/// put blanks between words. Others write numbers right beside letters, and `_` is also emphasis.
pub(super) fn is_word(c: char) -> bool {
    c.is_ascii_alphanumeric() || c < '\u{590}' && c.is_alphanumeric()
}

/// Returns the text itself: two mentions are the same when they are spelled alike.
pub(super) fn as_written(text: &str) -> String {
    text.to_owned()
}

/// Returns the digits of a text.
pub(super) fn digits(text: &str) -> String {
    text.chars().filter(char::is_ascii_digit).collect()
}
