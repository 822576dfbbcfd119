//! Why a filter could not be read, and where.

use std::fmt;

use crate::error::Problem;

/// Why a filter could not be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FilterError {
    /// Where, in characters from the start of the filter.
    pub position: usize,
    /// What was expected there, with the nearest known word where there is one, as a sentence.
    pub sentence: String,
}

impl FilterError {
    /// Refuses what is at this position.
    pub(super) fn at(position: usize, why: &str) -> Self {
        Self { position, sentence: format!("The filter is wrong at character {}: {why}.", position + 1) }
    }
}

impl fmt::Display for FilterError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.sentence)
    }
}

impl std::error::Error for FilterError {}

impl From<FilterError> for Problem {
    fn from(error: FilterError) -> Self {
        Self::usage(error.sentence)
    }
}
