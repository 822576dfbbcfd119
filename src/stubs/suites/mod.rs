//! The table of target suites. A new one is one file beside this, its helper, and one row in [`SUITES`].

mod deepeval;
mod inspect;
mod jsonl;
mod jsonschema;
mod mlflow;
mod promptfoo;
mod pytest;
mod rust;
pub(crate) mod suite;
mod vitest;

use crate::domain::spelling;
use crate::error::{Problem, Result};
use suite::Suite;

/// Every target suite, in the order of the help.
pub const SUITES: &[Suite] = &[
    pytest::SUITE,
    promptfoo::SUITE,
    vitest::SUITE,
    deepeval::SUITE,
    inspect::SUITE,
    mlflow::SUITE,
    jsonl::SUITE,
    jsonschema::SUITE,
    rust::SUITE,
];

/// The suite that stubs are written for unless the settings or the command name others.
pub const DEFAULT: &Suite = &pytest::SUITE;

/// Returns the suite with this word.
///
/// # Errors
/// A `Usage` problem that names the known ones.
pub fn suite_named(word: &str) -> Result<&'static Suite> {
    SUITES.iter().find(|suite| suite.word == word).ok_or_else(|| {
        let known: Vec<&str> = SUITES.iter().map(|suite| suite.word).collect();
        let nearest = spelling::nearest(word, known.iter().copied());
        let guess = nearest.map_or_else(String::new, |nearest| format!("Did you mean `{nearest}`? "));
        Problem::usage(format!("There is no target suite `{word}`."))
            .hint(format!("{guess}Known suites: {}.", known.join(", ")))
    })
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::SUITES;

    #[test]
    fn every_suite_has_a_word_a_sentence_and_a_command_for_what_runs() {
        let mut words = HashSet::new();
        for suite in SUITES {
            assert!(!suite.word.is_empty() && words.insert(suite.word), "{} is listed twice", suite.word);
            assert!(suite.help.ends_with('.'), "{} has no sentence", suite.word);
            assert_eq!(suite.run.is_some(), suite.engine.is_some(), "{}: what runs has a command", suite.word);
            assert_eq!(suite.ci.is_some(), suite.engine.is_some(), "{}: what runs has a job", suite.word);
            assert!(
                suite.engine.is_some() || suite.results.is_none(),
                "{}: nothing runs, so nothing reports",
                suite.word
            );
        }
    }
}
