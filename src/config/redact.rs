//! `[redact]`: the user's own words and expressions, the rules that are switched off, and whether copies are masked.

use toml::Value;

use crate::domain::spelling;
use crate::error::{Problem, Result};
use crate::redact::{Mode, Policy};

/// What a file says of masking.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct RedactTable {
    /// What is masked and what is not.
    pub policy: Policy,
    /// Whether copies are masked.
    pub copies: Option<Mode>,
}

/// Reads the table.
///
/// # Errors
/// A `Usage` problem for an unknown part (with the nearest), for what is no list of texts, and those of [`Policy::check`].
pub(super) fn read(key: &str, value: &Value) -> Result<RedactTable> {
    let example = "Write [redact], then words = [\"Project Heron\"], patterns = ['EMP-\\d{6}'], off = [\"ip\"], copies = \"off\".";
    let wrong = |what: String| Problem::usage(format!("`{key}` {what}.")).hint(example);
    let table = value.as_table().ok_or_else(|| wrong(format!("is {}, but should be a table", value.type_str())))?;
    let mut read = RedactTable::default();
    for (part, value) in table {
        if part == "copies" {
            let mode = value.as_str().and_then(Mode::from_word);
            read.copies =
                Some(mode.ok_or_else(|| wrong("has a part `copies` that is neither mask nor off".to_owned()))?);
            continue;
        }
        let texts =
            value.as_array().and_then(|list| list.iter().map(|text| text.as_str().map(str::to_owned)).collect());
        let texts: Vec<String> =
            texts.ok_or_else(|| wrong(format!("has a part `{}` that is no list of texts", part.escape_default())))?;
        match part.as_str() {
            "words" => read.policy.words = texts,
            "patterns" => read.policy.patterns = texts,
            "off" => read.policy.off = texts,
            unknown => {
                return Err(wrong(format!("has a part `{}`, which is unknown", unknown.escape_default()))
                    .hint(spelling::hint(unknown, &["words", "patterns", "off", "copies"])));
            }
        }
    }
    read.policy.check()?;
    Ok(read)
}

#[cfg(test)]
mod tests {
    use super::super::file::File;
    use super::Mode;

    #[test]
    fn words_and_expressions_are_read_and_wrong_ones_refused_in_words() {
        let read = |text: &str| File::parse(text).map(|file| file.redact.unwrap());
        let table = read("[redact]\nwords = ['Heron']\npatterns = ['EMP-\\d+']\noff = ['ip']\ncopies = 'off'").unwrap();
        assert_eq!(table.copies, Some(Mode::Off));
        let policy = table.policy;
        assert_eq!((policy.words.len(), policy.patterns.len(), policy.off.len()), (1, 1, 1));
        for wrong in [
            "redact = 'all'",
            "[redact]\nwords = 'Heron'",
            "[redact]\nword = ['Heron']",
            "[redact]\noff = ['emial']",
            "[redact]\npatterns = ['(']",
            "[redact]\nwords = [' ']",
            "[redact]\ncopies = 'no'",
            "[redact]\ncopies = true",
        ] {
            let problem = read(wrong).unwrap_err();
            assert!(!problem.hints.is_empty(), "{problem}");
        }
    }
}
