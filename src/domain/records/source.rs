//! Where records come from: one import of one file or stream.

use crate::domain::Untrusted;

/// What is known of a source before its records are read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SourceDraft {
    /// The name a filter finds it by (`source:prod`); the file's name without its endings unless given.
    pub name: Untrusted,
    /// The file name as given, for people; `-` for standard input.
    pub origin: Untrusted,
    /// The log format that was found, by its name in the format table.
    pub format: String,
}
