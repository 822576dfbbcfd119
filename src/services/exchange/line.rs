//! The lines of an export.

use serde::{Deserialize, Serialize};

use crate::domain::RecordId;
use crate::store::{JournalEntry, SharedSession, SharedSource, WriterHead};

/// The version of the form.
pub(super) const VERSION: u32 = 1;

/// How every line but those of records begins.
pub(super) const MARK: &str = "{\"gemba\":";

/// How the first line begins.
pub(super) const FIRST: &[u8] = b"{\"gemba\":\"header\"";

/// A line of an export that is no record.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "gemba", rename_all = "lowercase")]
pub enum Line {
    /// The first line.
    Header(Header),
    /// Where records come from.
    Source(SharedSource),
    /// A session.
    Session(SharedSession),
    /// An event of the journal.
    Event(JournalEntry),
    /// The last line.
    End {
        /// How many records there are.
        records: u64,
        /// How many events.
        events: u64,
    },
}

/// What an export is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Header {
    /// The version of the form.
    pub version: u32,
    /// The number of the rule by which the ids of records were taken.
    pub identity: i64,
    /// The filter that chose the records; `None` for everything.
    pub filter: Option<String>,
    /// Whether its texts are masked: then nothing can be made of it again.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub masked: bool,
    /// How far each writer had come.
    pub writers: Vec<WriterHead>,
}

/// What the line of a record says besides the record.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Place {
    /// Its id.
    pub id: RecordId,
    /// Its row.
    pub row: i64,
    /// The ids that it had before.
    #[serde(default)]
    pub aliases: Vec<RecordId>,
    /// Its sources by their numbers, its first one first, with the line or element that it was read from.
    #[serde(default)]
    pub sources: Vec<(i64, u64)>,
}
