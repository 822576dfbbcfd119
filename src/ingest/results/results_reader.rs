//! A row of the table of result formats.

use super::gathered::Gathered;
use crate::domain::result::ResultsFormat;
use crate::error::Result;
use crate::ingest::json::Fields;

/// The reader of one result format.
pub(super) struct ResultsReader {
    pub(super) format: ResultsFormat,
    /// Returns whether a file that begins so has this format.
    pub(super) detect: fn(&Beginning<'_>) -> bool,
    /// Gathers the answers of a file's text.
    pub(super) read: fn(&str, &mut Gathered) -> Result<()>,
}

/// The beginning of a file, by which formats are detected.
pub(super) struct Beginning<'a> {
    pub(super) text: &'a str,
    /// The whole text, where it is one JSON object.
    pub(super) object: Option<Fields<'a>>,
    /// The first line, where that is a JSON object.
    pub(super) first_line: Option<Fields<'a>>,
}

impl<'a> Beginning<'a> {
    pub(super) fn new(text: &'a str) -> Self {
        let text = text.trim_start();
        let first_line = text.lines().next().and_then(|line| Fields::parse(line).ok());
        Self { text, object: Fields::parse(text).ok(), first_line }
    }
}
