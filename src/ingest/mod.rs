//! Bytes → records: open, decompress, detect, frame, map. Yields records to a sink; knows no store.
//!
//! `open` gives a stream of text, `frame` cuts it into entries, `json` reads them layer by layer without loss, `formats`
//! holds one file per log format, `draft` makes a record of what they find, `reader` leads all of it.

mod draft;
mod formats;
mod frame;
mod json;
mod label;
mod magic;
mod mend;
mod message;
mod names;
mod open;
mod path;
mod plan;
mod reader;
pub mod results;
mod survey;

use std::path::PathBuf;

use crate::domain::{Content, Untrusted, Verdict};
use crate::error::Result;

/// What to read and how.
#[derive(Debug, Clone, Default)]
pub struct Order {
    /// The file; `-` for standard input.
    pub path: PathBuf,
    /// A format's name, or `None` to detect it.
    pub format: Option<String>,
    /// `field=path` pairs that override what was detected.
    pub map: Vec<(String, String)>,
    /// `key=value` pairs laid over each record (`model=…`, or any meta key).
    pub set: Vec<(String, String)>,
    /// Stop after so many records.
    pub limit: Option<u64>,
    /// Read a column as a reviewer's verdicts.
    pub label: Option<LabelOrder>,
}

/// How a column becomes verdicts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LabelOrder {
    /// The column, or a path into the record.
    pub field: String,
    /// Values that mean fail; empty: pass/fail, good/bad and the like are understood.
    pub fail_when: Vec<String>,
}

/// What was detected, before the first record is taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Detected {
    /// The format's name.
    pub format: &'static str,
    /// How the first record was read, as `("input", "question")` pairs.
    pub mapping: Vec<(String, String)>,
    /// How many bytes the file has, when that is known (for the progress bar).
    pub bytes: Option<u64>,
}

/// One thing that was read.
#[derive(Debug, Clone, PartialEq)]
#[expect(clippy::large_enum_variant, reason = "records are the common case")]
pub enum Item {
    /// A record, and its label's verdict when one was asked for and understood.
    Record {
        /// What was logged.
        content: Content,
        /// The verdict that the label gives.
        verdict: Option<Verdict>,
        /// Whether the label says something that nobody could map to a verdict.
        is_unmapped: bool,
        /// What the label says, where it was not understood, or is none of the values that mean fail.
        label: Option<String>,
    },
    /// A line or entry that could not be read.
    Reject {
        /// The line number (from 1), or the entry's number in an array.
        line: u64,
        /// The byte offset of its start in the decompressed stream.
        offset: u64,
        /// Why, as a sentence without a full stop: `not JSON (expected `,` at column 88)`.
        reason: String,
        /// The line as it stood, cut at 64 KiB.
        text: Untrusted,
    },
}

/// Where a reader's items go.
pub trait Sink {
    /// Called once, before the first item.
    fn detected(&mut self, detected: &Detected) -> Result<()>;
    /// Takes one item; `position` is how many bytes of the file were read. Answers whether to go on.
    fn item(&mut self, item: Item, position: u64) -> Result<bool>;
}

/// Reads one file into a sink, streaming.
///
/// # Errors
/// An `Input` problem when the file cannot be opened or holds no known format; whatever the sink answers.
pub fn read(order: &Order, sink: &mut dyn Sink) -> Result<()> {
    reader::read(order, sink)
}

/// The names of all log formats, as `--format` takes them.
pub fn format_names() -> Vec<&'static str> {
    formats::FORMATS.iter().map(|format| format.name).collect()
}
