//! A row of the table of log formats.

use super::format_state::FormatState;
use crate::ingest::json::Fields;
use crate::ingest::record_builder::RecordBuilder;

/// One log format.
pub struct Format {
    /// Its name on the command line and in reports.
    pub name: &'static str,
    /// One sentence: what writes such logs, or what they hold.
    pub description: &'static str,
    /// How a log of this format is recognised.
    pub(crate) detector: Detector,
    /// A short log of this format, which it must detect and read.
    pub example: &'static str,
    /// Reads a record into the builder. Returns whether it is one (rows of a conversation wait for the answer).
    pub(crate) read: fn(&mut Fields<'_>, &mut RecordBuilder, &mut FormatState) -> bool,
}

/// How a format is recognised.
#[derive(Clone, Copy)]
pub(crate) enum Detector {
    /// By the fields of a record.
    Fields(fn(&Fields<'_>) -> bool),
    /// By the delimiter of a table, one of these; the first where a header has none. Its rows are read by their columns.
    Delimiter(&'static [u8]),
}

impl Format {
    /// Returns whether a record has the fields of this format.
    pub(crate) fn detects(&self, fields: &Fields<'_>) -> bool {
        match self.detector {
            Detector::Fields(has_shape) => has_shape(fields),
            Detector::Delimiter(_) => false,
        }
    }

    /// Returns the delimiters of a table; `None` for a format that is no table.
    pub(crate) fn delimiters(&self) -> Option<&'static [u8]> {
        match self.detector {
            Detector::Fields(_) => None,
            Detector::Delimiter(delimiters) => Some(delimiters),
        }
    }
}
