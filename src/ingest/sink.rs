//! What an import yields, and the trait of what takes it.

use super::doubt::Doubt;
use super::frame::Entry;
use super::label::Judged;
use crate::domain::{Content, Time, Untrusted};
use crate::error::Result;

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
    /// A record.
    Record {
        /// What was logged.
        content: Content,
        /// The line number (from 1) of the entry that it comes from, or the entry's number in an array.
        line: u64,
        /// What people and tools said about it, where the log holds that.
        feedback: Vec<Feedback>,
        /// What people judged of it, where that was asked for.
        judged: Option<Box<Judged>>,
    },
    /// A line or entry that could not be read.
    Reject {
        /// The line number (from 1), or the entry's number in an array.
        line: u64,
        /// The byte offset of its start in the decompressed stream.
        offset: u64,
        /// Why, as a sentence without a full stop: `not JSON (expected `,` at column 88)`.
        reason: String,
        /// The line's text, cut at 64 KiB.
        text: Untrusted,
    },
    /// An entry that holds nothing to review.
    Skipped {
        /// The line number (from 1), or the entry's number in an array.
        line: u64,
        /// What it is: `a summary line`.
        reason: &'static str,
    },
}

/// A score, a label or a comment that a log holds about one of its records.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Feedback {
    /// What was looked at: `correctness`.
    pub name: Untrusted,
    /// A number.
    pub score: Option<f64>,
    /// A word: `incorrect`.
    pub label: Option<Untrusted>,
    /// Free text.
    pub comment: Option<Untrusted>,
    /// Who said it.
    pub by: Option<Untrusted>,
    /// When.
    pub time: Option<Time>,
    /// Whether a person said it, as far as the log tells.
    pub is_human: Option<bool>,
}

/// Entries that were not read yet.
pub struct EntryBatch {
    pub(super) entries: Vec<Entry>,
    pub(super) position: u64,
    /// Whether no more is there for now.
    pub(super) is_last_for_now: bool,
}

impl EntryBatch {
    /// Returns whether no more is there for now: what came of it may be shown before more is asked for.
    pub const fn is_last_for_now(&self) -> bool {
        self.is_last_for_now
    }
}

/// Returns the next entries of a file.
pub type NextBatch<'r> = &'r mut dyn FnMut() -> Result<Option<EntryBatch>>;

/// Makes items of entries, on any thread: gives records, rejects and what was passed over one by one, in the order of the
/// file. Returns how many bytes of the file were read up to there.
pub type ParseBatch<'r> = &'r (dyn Fn(EntryBatch, TakeItem<'_>) -> Result<u64> + Sync);

/// Takes an item as soon as it is made, while its text is still in the processor's cache.
pub(crate) type TakeItem<'t> = &'t mut dyn FnMut(Taken<'_>) -> Result<()>;

/// What was made of an entry.
#[expect(clippy::large_enum_variant, reason = "taken as soon as it is made, never kept")]
pub enum Taken<'c> {
    /// One of its items.
    Item(Item),
    /// Its only one: a record with nothing beside it, whose memory is used again.
    Record {
        /// The line from 1, or the number of an element.
        line: u64,
        /// What it holds.
        content: &'c Content,
    },
}

/// Where a reader's items go.
pub trait Sink {
    /// Called once, before the first item.
    fn detected(&mut self, detected: &Detected) -> Result<()>;
    /// Takes one item; `position` is how many bytes of the file were read. Returns whether to go on.
    fn item(&mut self, item: Item, position: u64) -> Result<bool>;
    /// Takes the whole file in batches, where its entries can be read in any order. Called before the first item;
    /// `None` where the sink wants item after item.
    fn batches(&mut self, _next: NextBatch<'_>, _parse: ParseBatch<'_>) -> Option<Result<()>> {
        None
    }
    /// Called after an entry that gave no item yet: it belongs to one that goes on. Returns whether to go on.
    fn goes_on(&mut self, _position: u64) -> Result<bool> {
        Ok(true)
    }
    /// Called where no more is there for now: what was taken so far may be shown.
    fn pause(&mut self) -> Result<()> {
        Ok(())
    }
    /// Takes how many bytes the file has and blake3 over them, where each of them was read. Called after the last item.
    fn hashed(&mut self, _bytes: u64, _hash: [u8; 32]) {}
    /// Takes what is doubtful about the file as a whole. Called once, after the last item.
    fn doubts(&mut self, _doubts: Vec<Doubt>) -> Result<()> {
        Ok(())
    }
}
