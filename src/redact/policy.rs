//! What is masked: the rules less those that are switched off, and the user's own words and expressions.

use super::rules::RULES;
use crate::domain::spelling;
use crate::domain::words::words;
use crate::error::{Problem, Result};

/// What no rule finds, for every place that speaks of masking.
pub const NOT_FOUND: &str = "Names of people and postal addresses are not found.";

/// Whether what leaves gemba is masked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mode {
    /// Secrets and personal data become placeholders.
    Mask,
    /// The text leaves as it is.
    Off,
}

words!(Mode: Mask = "mask", Off = "off");

/// What the settings say of masking: `[redact]`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Policy {
    /// Words that are masked wherever they stand, whatever their case.
    pub words: Vec<String>,
    /// Regular expressions; what they match is masked.
    pub patterns: Vec<String>,
    /// The words of rules that are switched off.
    pub off: Vec<String>,
}

impl Policy {
    /// Checks the words of rules and the expressions.
    ///
    /// # Errors
    /// A `Usage` problem for an unknown rule (with the nearest) and for an expression that cannot be read or is too large.
    pub fn check(&self) -> Result<()> {
        let known: Vec<&str> = RULES.iter().map(|rule| rule.word).collect();
        if let Some(unknown) = self.off.iter().find(|word| !known.contains(&word.as_str())) {
            return Err(Problem::usage(format!("`off` of `redact` names `{unknown}`, which is no rule."))
                .hint(spelling::hint(unknown, &known)));
        }
        if self.words.iter().any(|word| word.trim().is_empty()) {
            return Err(Problem::usage("`words` of `redact` has an empty one.".to_owned())
                .hint("Write words = [\"Project Heron\"]."));
        }
        self.patterns.iter().try_for_each(|pattern| expression(pattern).map(drop))
    }

    /// Adds what another file says.
    #[must_use]
    pub fn and(mut self, other: Self) -> Self {
        self.words.extend(other.words);
        self.patterns.extend(other.patterns);
        self.off.extend(other.off);
        self
    }
}

/// Reads one of the user's expressions.
///
/// # Errors
/// A `Usage` problem for one that cannot be read, is too large, or matches where there is nothing.
pub(super) fn expression(pattern: &str) -> Result<regex::Regex> {
    let wrong = |what: String| {
        Problem::usage(format!("The expression `{pattern}` of `redact` {what}."))
            .hint("Write patterns = ['EMP-\\d{6}'], in single quotes.")
    };
    let built = regex::RegexBuilder::new(pattern).size_limit(1 << 20).build();
    let built = built.map_err(|error| match error {
        regex::Error::CompiledTooBig(_) => wrong("is too large".to_owned()),
        error => wrong(format!("cannot be read: {}", error.to_string().lines().last().unwrap_or_default())),
    })?;
    if built.is_match("") {
        return Err(wrong("matches where there is nothing".to_owned()));
    }
    Ok(built)
}
