//! Where records come from: one import of one file or stream.

use serde::{Deserialize, Serialize};

use crate::domain::{Name, RecordId, Time, Untrusted};

/// What is known of a source before its records are read.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct SourceDraft {
    /// The name a filter finds it by (`source:prod`); the file's name without its endings unless given.
    pub name: Untrusted,
    /// The file name as given, for people; `-` for standard input.
    pub origin: Untrusted,
    /// The log format that was found, by its name in the format table.
    pub format: String,
    /// Who imports.
    pub reviewer: Option<Name>,
    /// How a record is read: fields and the paths that they came from.
    pub mapping: Vec<(String, String)>,
    /// How many bytes the file has, where that is known.
    pub bytes: Option<u64>,
    /// The hash of the file, where it is known already: of one that has the size of a file that was imported.
    pub hash: Option<[u8; 32]>,
}

impl SourceDraft {
    /// A source of which only its name, its file and its format are known.
    #[must_use]
    pub fn new(name: impl Into<Untrusted>, origin: impl Into<Untrusted>, format: &str) -> Self {
        Self { name: name.into(), origin: origin.into(), format: format.to_owned(), ..Self::default() }
    }
}

/// How far an import came.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum SourceState {
    /// It is being read, or the program that read it broke off: importing again goes on.
    Reading,
    /// It was read to its end.
    Whole,
    /// It was removed; what people judged was kept.
    Removed,
}

impl SourceState {
    /// Returns the word that the store keeps.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Reading => "reading",
            Self::Whole => "whole",
            Self::Removed => "removed",
        }
    }

    /// Reads the word that the store keeps.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        [Self::Reading, Self::Whole, Self::Removed].into_iter().find(|state| state.word() == word)
    }
}

/// One import of one file, as it is kept.
#[derive(Debug, Clone, PartialEq)]
pub struct Source {
    /// Its number.
    pub id: i64,
    /// What was known when it began.
    pub draft: SourceDraft,
    /// When it was imported.
    pub imported: Time,
    /// How far it came.
    pub state: SourceState,
    /// Whether some program is reading it at this moment.
    pub is_read_now: bool,
    /// How many records it holds, also those that another source held first.
    pub records: u64,
    /// The import's report as JSON: counts and doubts.
    pub report: String,
}

/// What the removal of sources does, or would do.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Removed {
    /// Records that go.
    pub records: u64,
    /// Records that stay, because another source holds them too.
    pub shared: u64,
    /// Records that stay, because people judged them.
    pub kept: Vec<RecordId>,
    /// Of the records that go, those that have judgements.
    pub judged: u64,
    /// Imports that are removed.
    pub imports: u64,
}
