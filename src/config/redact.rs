//! `[redact]`: the user's own words and expressions, and the rules that are switched off.

use toml::Value;

use crate::domain::spelling;
use crate::error::{Problem, Result};
use crate::redact::Policy;

/// Reads the table.
///
/// # Errors
/// A `Usage` problem for an unknown part (with the nearest), for what is no list of texts, and those of [`Policy::check`].
pub(super) fn read(key: &str, value: &Value) -> Result<Policy> {
    let example = "Write [redact], then words = [\"Project Heron\"], patterns = ['EMP-\\d{6}'], off = [\"ip\"].";
    let wrong = |what: String| Problem::usage(format!("`{key}` {what}.")).hint(example);
    let table = value.as_table().ok_or_else(|| wrong(format!("is {}, but should be a table", value.type_str())))?;
    let mut policy = Policy::default();
    for (part, value) in table {
        let texts =
            value.as_array().and_then(|list| list.iter().map(|text| text.as_str().map(str::to_owned)).collect());
        let texts: Vec<String> =
            texts.ok_or_else(|| wrong(format!("has a part `{}` that is no list of texts", part.escape_default())))?;
        match part.as_str() {
            "words" => policy.words = texts,
            "patterns" => policy.patterns = texts,
            "off" => policy.off = texts,
            unknown => {
                return Err(wrong(format!("has a part `{}`, which is unknown", unknown.escape_default()))
                    .hint(spelling::hint(unknown, &["words", "patterns", "off"])));
            }
        }
    }
    policy.check()?;
    Ok(policy)
}

#[cfg(test)]
mod tests {
    use super::super::file::File;

    #[test]
    fn words_and_expressions_are_read_and_wrong_ones_refused_in_words() {
        let read = |text: &str| File::parse(text).map(|file| file.redact.unwrap());
        let policy = read("[redact]\nwords = ['Heron']\npatterns = ['EMP-\\d+']\noff = ['ip']").unwrap();
        assert_eq!((policy.words.len(), policy.patterns.len(), policy.off.len()), (1, 1, 1));
        for wrong in [
            "redact = 'all'",
            "[redact]\nwords = 'Heron'",
            "[redact]\nword = ['Heron']",
            "[redact]\noff = ['emial']",
            "[redact]\npatterns = ['(']",
            "[redact]\nwords = [' ']",
        ] {
            let problem = read(wrong).unwrap_err();
            assert!(!problem.hints.is_empty(), "{problem}");
        }
    }
}
