//! Completes a filter while it is typed: names of fields, and the values that are known behind them.

use super::operand::Format;
use super::values::FIELDS;
use crate::domain::{Answer, Verdict};

/// What the workspace knows, to complete values with.
#[derive(Debug, Clone, Copy, Default)]
pub struct Known<'a> {
    /// The slugs of the failure modes.
    pub modes: &'a [String],
    /// The slugs of the criteria.
    pub criteria: &'a [String],
    /// The names of the checks.
    pub checks: &'a [String],
}

/// Returns what the last word of a filter may become, whole words each; none where nothing is begun or known.
#[must_use]
pub fn completions(text: &str, known: Known<'_>) -> Vec<String> {
    let word = last_word(text);
    let Some((field, value)) = word.split_once(':') else {
        if word.is_empty() {
            return Vec::new();
        }
        let lower = word.to_lowercase();
        return FIELDS.iter().filter(|field| field.starts_with(&lower)).map(|field| ending(field)).collect();
    };
    let words = |words: &[&str]| words.iter().map(|word| (*word).to_owned()).collect::<Vec<_>>();
    let values = match field.to_lowercase().as_str() {
        "verdict" => {
            Verdict::ALL.iter().map(|verdict| verdict.word().to_owned()).chain(words(&["any", "none"])).collect()
        }
        "format" => Format::ALL.iter().map(|format| format.word().to_owned()).collect(),
        "reviewed" | "corrected" | "error" | "disputed" | "contradiction" => words(&["yes", "no"]),
        "suggested" => known.modes.iter().cloned().chain(words(&["yes", "no"])).collect(),
        "check" => known.checks.to_vec(),
        "mode" => known.modes.iter().cloned().chain(words(&["any", "none"])).collect(),
        "criterion" => known.criteria.to_vec(),
        "stale" => known.criteria.iter().cloned().chain(words(&["any", "none"])).collect(),
        "grade" => known
            .criteria
            .iter()
            .flat_map(|slug| {
                [Answer::Met, Answer::NotMet, Answer::Na]
                    .into_iter()
                    .map(move |answer| format!("{slug}={}", answer.word()))
            })
            .collect(),
        "since" | "until" => words(&["24h", "7d", "4w"]),
        _ => Vec::new(),
    };
    let lower = value.to_lowercase();
    let fitting = values.into_iter().filter(|known| known.starts_with(&lower) && *known != lower);
    fitting.map(|value| format!("{field}:{value}")).collect()
}

/// Puts the one completion, or the beginning that all of them share, in the place of the last word.
#[must_use]
pub fn complete(text: &str, known: Known<'_>) -> Option<String> {
    let found = completions(text, known);
    let word = last_word(text);
    let first = found.first()?;
    let shared = found.iter().skip(1).fold(first.as_str(), |shared, other| shared_start(shared, other));
    if shared.len() < word.len() {
        return None;
    }
    let before = text.get(..text.len() - word.len()).unwrap_or_default();
    let is_whole = found.len() == 1 && !shared.ends_with([':', '.']);
    let completed = format!("{before}{shared}{}", if is_whole { " " } else { "" });
    (completed != text).then_some(completed)
}

/// Returns the word that is being typed, without what stands before a term: `-`, `(`.
fn last_word(text: &str) -> &str {
    let start = text
        .rfind(|c: char| c.is_whitespace() || c == '(')
        .map_or(0, |at| at + text.get(at..).and_then(|rest| rest.chars().next()).map_or(1, char::len_utf8));
    text.get(start..).unwrap_or_default().trim_start_matches('-')
}

/// A logged field goes on with its name.
fn ending(field: &str) -> String {
    format!("{field}{}", if field == "meta" { "." } else { ":" })
}

fn shared_start<'a>(one: &'a str, other: &str) -> &'a str {
    let length: usize = one.chars().zip(other.chars()).take_while(|(a, b)| a == b).map(|(c, _)| c.len_utf8()).sum();
    one.get(..length).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::{Known, complete, completions};

    #[test]
    fn fields_and_known_values_are_completed() {
        let modes = ["too-short".to_owned(), "too-long".to_owned(), "rude".to_owned()];
        let known = Known { modes: &modes, criteria: &["tone".to_owned()], checks: &["tone-is-json".to_owned()] };
        let completed = |text: &str| complete(text, known);
        assert_eq!(completed("refund ver"), Some("refund verdict:".into()));
        assert_eq!(completed("(-verdict:f"), Some("(-verdict:fail ".into()));
        assert_eq!(completed("mode:t"), Some("mode:too-".into()));
        assert_eq!(completed("mode:too-s"), Some("mode:too-short ".into()));
        assert_eq!(completed("me"), Some("meta.".into()));
        assert_eq!((completed("x"), completed(""), completed("model:gp")), (None, None, None));
        assert_eq!(completed("check:to"), Some("check:tone-is-json ".into()));
        assert_eq!(completions("suggested:too", known), ["suggested:too-short", "suggested:too-long"]);
        assert_eq!(completions("mode:too", known), ["mode:too-short", "mode:too-long"]);
        assert_eq!(completions("re", known), ["re:", "reviewed:", "result:"]);
    }
}
