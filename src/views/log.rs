//! What the first entries of a log hold, and how they are read: what `gemba import --pick` shows.

use crate::domain::{Content, Untrusted};

/// What the first entries of a log hold.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct LogStructure {
    /// How many entries were looked at.
    pub entries: u64,
    /// The paths into them, each below the one that leads to it.
    pub paths: Vec<LogPath>,
    /// Whether there are more paths than these.
    pub is_cut: bool,
}

/// One path into the entries of a log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LogPath {
    /// As `--map` takes it; of a list the first element, `[0]`.
    pub path: String,
    /// Its last step; of the elements of a list with the place, `[0].text`.
    pub name: Untrusted,
    /// How many steps lead to it.
    pub depth: usize,
    /// In how many entries it is.
    pub count: u64,
    /// What it holds first: the beginning of a text, or how much is in a list or an object.
    pub sample: Untrusted,
    /// Its values and how often each occurs, where they are few and short; else none.
    pub values: Vec<(Untrusted, u64)>,
}

/// How the first entries of a log are read.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct LogReading {
    /// The format's name.
    pub format: String,
    /// Records that were read.
    pub records: u64,
    /// Of these, records without an output.
    pub without_output: u64,
    /// Entries that could not be read.
    pub rejected: u64,
    /// Why the first of them could not be.
    pub reject: Option<String>,
    /// The first record that says something.
    pub first: Option<Box<Content>>,
    /// What each column of labels says.
    pub labels: Vec<LabelReading>,
    /// What is doubtful, and what to do about it.
    pub doubts: Vec<String>,
    /// Why the log cannot be read so.
    pub problem: Option<String>,
}

/// What a column of labels says.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct LabelReading {
    /// The column.
    pub field: String,
    /// How many mean pass.
    pub pass: u64,
    /// How many mean fail.
    pub fail: u64,
    /// How many are no verdict.
    pub none: u64,
    /// How many are not understood.
    pub unknown: u64,
}
