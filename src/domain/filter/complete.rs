//! Completes a filter while it is typed: names of fields, and the values that are known behind them.

use super::operand::{CheckSays, Format};
use super::print::written;
use super::values::FIELDS;
use crate::domain::{Answer, Verdict};

/// What the workspace knows, to complete values with.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Known {
    /// The slugs of the failure modes.
    pub modes: Vec<String>,
    /// The slugs of the criteria.
    pub criteria: Vec<String>,
    /// The names of the checks.
    pub checks: Vec<String>,
    /// The models.
    pub models: Vec<String>,
    /// The prompt versions.
    pub prompts: Vec<String>,
    /// The sources.
    pub sources: Vec<String>,
    /// Who judged.
    pub reviewers: Vec<String>,
    /// The judges that ran elsewhere.
    pub judges: Vec<String>,
    /// The names of the saved filters.
    pub saved: Vec<String>,
}

/// Returns what the last word of a filter may become, whole words each; of nothing the saved filters.
#[must_use]
pub fn completions(text: &str, known: &Known) -> Vec<String> {
    let word = last_word(text);
    let Some((field, value)) = word.split_once(':') else {
        if word.is_empty() {
            let saved = if text.trim().is_empty() { known.saved.as_slice() } else { &[] };
            return saved.iter().map(|name| format!("saved:{}", written(name))).collect();
        }
        let lower = word.to_lowercase();
        return FIELDS.iter().filter(|field| field.starts_with(&lower)).map(|field| ending(field)).collect();
    };
    let lower = value.to_lowercase();
    let fitting = values(&field.to_lowercase(), value, known).into_iter().filter(|known| {
        let known = known.to_lowercase();
        known.starts_with(&lower) && known != lower
    });
    fitting.map(|value| format!("{field}:{}", written(&value))).collect()
}

/// Returns the values that are known behind a field.
fn values(field: &str, typed: &str, known: &Known) -> Vec<String> {
    let words = |words: &[&str]| words.iter().map(|word| (*word).to_owned()).collect::<Vec<_>>();
    let and = |known: &[String], more: &[&str]| known.iter().cloned().chain(words(more)).collect::<Vec<_>>();
    let each_with = |names: &[String], ends: &[&str]| {
        names.iter().flat_map(|name| ends.iter().map(move |end| format!("{name}={end}"))).collect::<Vec<_>>()
    };
    match field {
        "verdict" => {
            Verdict::ALL.iter().map(|verdict| verdict.word().to_owned()).chain(words(&["any", "none"])).collect()
        }
        "format" => Format::ALL.iter().map(|format| format.word().to_owned()).collect(),
        "reviewed" | "corrected" | "error" | "disputed" | "settled" | "contradiction" => words(&["yes", "no"]),
        "suggested" => and(&known.modes, &["yes", "no"]),
        "mode" => and(&known.modes, &["any", "none"]),
        "criterion" => known.criteria.clone(),
        "stale" => and(&known.criteria, &["any", "none"]),
        "grade" => each_with(&known.criteria, &[Answer::Met, Answer::NotMet, Answer::Na].map(Answer::word)),
        "check" if typed.contains('=') => {
            each_with(&known.checks, &CheckSays::ALL.iter().map(|says| says.word()).collect::<Vec<_>>())
        }
        "check" => known.checks.clone(),
        "result" => each_with(&known.judges, &["pass", "fail"]),
        "model" => known.models.clone(),
        "prompt" => known.prompts.clone(),
        "source" => known.sources.clone(),
        "by" => known.reviewers.clone(),
        "saved" => known.saved.clone(),
        "since" | "until" => words(&["24h", "7d", "4w"]),
        "latency" => words(&[">2s", "<500ms"]),
        "severity" => words(&[">=2"]),
        _ => Vec::new(),
    }
}

/// Puts the one completion, or the beginning that all of them share, in the place of the last word.
#[must_use]
pub fn complete(text: &str, known: &Known) -> Option<String> {
    let found = completions(text, known);
    let word = last_word(text);
    let first = found.first()?;
    let shared = found.iter().skip(1).fold(first.as_str(), |shared, other| shared_start(shared, other));
    let goes_on = shared.to_lowercase().starts_with(&word.to_lowercase());
    if found.len() > 1 && !goes_on {
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

    fn known() -> Known {
        let words = |words: &[&str]| words.iter().map(|word| (*word).to_owned()).collect();
        Known {
            modes: words(&["too-short", "too-long", "rude"]),
            criteria: words(&["tone"]),
            checks: words(&["tone-is-json"]),
            models: words(&["GPT-4o", "heron 2"]),
            judges: words(&["ragas"]),
            saved: words(&["hard"]),
            ..Known::default()
        }
    }

    #[test]
    fn fields_and_known_values_are_completed() {
        let known = &known();
        let completed = |text: &str| complete(text, known);
        assert_eq!(completed("refund ver"), Some("refund verdict:".into()));
        assert_eq!(completed("(-verdict:f"), Some("(-verdict:fail ".into()));
        assert_eq!(completed("mode:t"), Some("mode:too-".into()));
        assert_eq!(completed("mode:too-s"), Some("mode:too-short ".into()));
        assert_eq!(completed("me"), Some("meta.".into()));
        assert_eq!((completed("x"), completed("refund "), completed("user:gp")), (None, None, None));
        assert_eq!(completed("check:to"), Some("check:tone-is-json ".into()));
        assert_eq!(completed("check:tone-is-json=p"), Some("check:tone-is-json=pass ".into()));
        assert_eq!(completions("suggested:too", known), ["suggested:too-short", "suggested:too-long"]);
        assert_eq!(completions("mode:too", known), ["mode:too-short", "mode:too-long"]);
        assert_eq!(completions("re", known), ["re:", "reviewed:", "result:"]);
        for field in ["user", "note", "tool", "id", "check", "suggested", "saved"] {
            assert_eq!(completions(field, known), [format!("{field}:")]);
        }
    }

    #[test]
    fn what_was_logged_is_completed_in_the_form_that_the_filter_takes() {
        let known = &known();
        assert_eq!(complete("model:gp", known), Some("model:GPT-4o ".into()));
        assert_eq!(complete("model:her", known), Some("model:\"heron 2\" ".into()));
        assert_eq!(completions("model:her", known), ["model:\"heron 2\""]);
        assert_eq!(completions("result:", known), ["result:ragas=pass", "result:ragas=fail"]);
        assert_eq!(
            (completions("", known), completions("saved:", known)),
            (vec!["saved:hard".into()], vec!["saved:hard".into()])
        );
    }
}
