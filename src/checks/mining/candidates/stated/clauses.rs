//! Reads one clause: what it asks of an output, in the words in which people ask it.

use std::sync::LazyLock;

use regex::Regex;

use super::{amounts, objects};
use crate::checks::kinds::{ends_with, is_json, is_xml, is_yaml, language, markdown_table, starts_with};
use crate::checks::mining::candidates::offer::spec;
use crate::checks::portable::word_lists::LANGUAGES;
use crate::domain::CheckSpec;

/// An expression that is compiled once.
type Pattern = LazyLock<Option<Regex>>;

static FORM: Pattern = LazyLock::new(|| {
    Regex::new(r"(?i)\b(?:in|as|valid|strict|raw|invalid|broken|return|output|only|not|no|a|is)\s+(json|yaml|xml|(?:markdown )?table)\b").ok()
});
static STARTS: Pattern =
    LazyLock::new(|| Regex::new(r"(?i)\b(?:start|begin|open)(?:s|ing)?\b[^“”‘’]{0,20}?\bwith\b").ok());
static ENDS: Pattern =
    LazyLock::new(|| Regex::new(r"(?i)\b(?:end|close|conclude|finish)(?:s|es|ing)?\b[^“”‘’]{0,30}?\bwith\b").ok());

/// Splits a text into clauses: at line ends, and where a sentence or a part of a list ends; never within quotes.
pub(super) fn clauses(text: &str) -> Vec<&str> {
    let (mut clauses, mut from, mut quote) = (Vec::new(), 0, None);
    let mut chars = text.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        match quote {
            Some(end) if c == end => quote = None,
            None if c != '\'' => quote = objects::closing(c),
            _ => {}
        }
        let before_blank = chars.peek().is_none_or(|(_, next)| next.is_whitespace());
        let ends = c == '\n' || (quote.is_none() && (c == ';' || (matches!(c, '.' | '!' | '?') && before_blank)));
        if ends {
            clauses.extend(text.get(from..at));
            from = at + c.len_utf8();
            quote = None;
        }
    }
    clauses.extend(text.get(from..));
    clauses.retain(|clause| !clause.trim().is_empty());
    clauses
}

/// Returns the checks that a clause asks for. A remark says what is wrong: there the opposite is asked, too.
pub(super) fn checks(clause: &str, is_remark: bool) -> Vec<CheckSpec> {
    let mut asked = amounts::limits(clause, is_remark);
    asked.extend(forms(clause));
    asked.extend(languages(clause));
    let quoted = objects::quoted(clause);
    let edges = edges(clause, &quoted);
    if edges.is_empty() {
        asked.extend(objects::texts(clause, &quoted, is_remark));
    }
    asked.extend(edges);
    asked
}

/// Returns the form that is asked for: JSON, YAML, XML, a table.
fn forms(clause: &str) -> Vec<CheckSpec> {
    let found = FORM.iter().flat_map(|form| form.captures_iter(clause));
    let kind = |word: &str| match word {
        "json" => &is_json::KIND,
        "yaml" => &is_yaml::KIND,
        "xml" => &is_xml::KIND,
        _ => &markdown_table::KIND,
    };
    found.filter_map(|found| Some(spec(kind(&found.get(1)?.as_str().to_lowercase()), []))).collect()
}

/// Returns the language that is asked for: "in French", "answer in Spanish".
fn languages(clause: &str) -> Vec<CheckSpec> {
    let words: Vec<&str> = clause.split(|c: char| !c.is_alphabetic()).filter(|word| !word.is_empty()).collect();
    let after_in = words.windows(2).filter_map(|pair| match pair {
        [before, word] if before.eq_ignore_ascii_case("in") => Some(*word),
        _ => None,
    });
    let known = after_in.filter_map(|word| LANGUAGES.iter().find(|language| language.name.eq_ignore_ascii_case(word)));
    known.map(|found| spec(&language::KIND, [("code", found.code.into())])).collect()
}

/// Returns what an output is to begin or to end with.
fn edges(clause: &str, quoted: &[&str]) -> Vec<CheckSpec> {
    let Some(text) = quoted.first() else { return Vec::new() };
    let says = |pattern: &Pattern| pattern.as_ref().is_some_and(|pattern| pattern.is_match(clause));
    let kinds = [(says(&STARTS), &starts_with::KIND), (says(&ENDS), &ends_with::KIND)];
    kinds.into_iter().filter(|(says, _)| *says).map(|(_, kind)| spec(kind, [("text", (*text).into())])).collect()
}

#[cfg(test)]
mod tests {
    use super::clauses;

    #[test]
    fn a_clause_ends_with_its_sentence_and_not_within_quotes() {
        let split = |text| clauses(text).into_iter().map(str::trim).collect::<Vec<_>>();
        assert_eq!(
            split("Be kind. Use 2.5 cups; no \"a. b\" here\n- short"),
            ["Be kind", "Use 2.5 cups", "no \"a. b\" here", "- short"]
        );
        assert_eq!(split("It doesn't end. Next"), ["It doesn't end", "Next"]);
    }
}
