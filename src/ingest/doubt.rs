//! What is doubtful about an import: not understood, or understood in one of several ways. The facts only; the report says
//! them.

use crate::domain::Untrusted;

/// One doubt about a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Doubt {
    /// What kind it is.
    pub kind: DoubtKind,
    /// The field of the record, or the column, that it is about; empty where it is about the whole entry.
    pub field: String,
    /// How many entries show it.
    pub count: u64,
    /// Of how many that have the field at all.
    pub of: u64,
    /// What it is, the cause first; `{field}` stands for the column, `{records}`, `{entries}` and `{files}` for how many
    /// of how many: ``no zone in `{field}` of {records}: read as UTC``.
    pub what: &'static str,
    /// One of them: its line, and the value; line 0 where it is no entry but a file.
    pub example: Option<(u64, Untrusted)>,
    /// What to do about it, as a sentence part that begins with the option where there is one:
    /// `--time-format %d.%m.%Y` ; empty where there is nothing to do.
    pub hint: String,
}

/// The kinds of doubts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum DoubtKind {
    /// A value could not be read as what its field holds (a time, a number), and is kept among the meta fields.
    NotUnderstood,
    /// Values were read in one of several possible ways, which `hint` names (day and month, seconds and milliseconds).
    Ambiguous,
    /// Bytes were not in the encoding of the file, and were replaced or guessed.
    Bytes,
    /// Entries of two files do not match each other.
    Unmatched,
    /// Something was left out to bound memory.
    LeftOut,
}
