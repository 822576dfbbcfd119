//! What a sampling plan is, what it draws from, and the queue that it draws.

use std::collections::HashSet;

use serde::{Deserialize, Serialize};

use crate::domain::words::words;
use crate::domain::{CriterionKey, Day, Gold, Purpose, RecordId, RowId, Time};
use crate::error::Result;

/// In a sample of at most so many records the screen shows those that are alike once: all outputs are read for it.
pub const FOLDED_AT_MOST: usize = 5_000;

/// So many outputs are read for each record of a draw in which no two are to be alike, and so many at least.
const LOOKED_AT: usize = 20;
const LOOKED_AT_LEAST: usize = 1_000;

/// What is known of a plan.
#[derive(Debug)]
#[expect(clippy::struct_excessive_bools, reason = "each is a fact of its own")]
pub struct Plan {
    /// The word that names it.
    pub word: &'static str,
    /// What it does, for the help of `--by`.
    pub help: &'static str,
    /// Whether the order hangs on a seed.
    pub needs_seed: bool,
    /// Whether what is drawn stands for all records that the filter holds, so that rates can be weighted back.
    pub is_random: bool,
    /// Whether it asks grades of criteria again instead of whole records.
    pub asks_criteria: bool,
    /// Whether what it draws hangs on what people said so far.
    pub asks_people: bool,
    /// What has to stand behind the word: `stratified:model`, `like:4f2a`.
    pub takes: Takes,
    /// Names the draw in the header, by size and seed; `None` for the whole in import order.
    pub title: fn(Option<u32>, u64) -> Option<String>,
    /// Draws the queue.
    pub draw: fn(&dyn SamplingPool, &Draw) -> Result<Queue>,
}

/// What stands behind the word of a plan.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Takes {
    /// Nothing.
    Nothing,
    /// A logged field.
    Field,
    /// The id of a record.
    Record,
    /// A day.
    Day,
}

/// What a plan draws by, as it is kept with the session.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum DrawnBy {
    /// The values of this field.
    Field(Stratum),
    /// The nearness to this record.
    Record(RecordId),
    /// The sample of this day.
    Day(Day),
}

/// A field whose values a draw goes through.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Stratum {
    /// The model.
    Model,
    /// The prompt version.
    Prompt,
    /// The source.
    Source,
    /// The conversation.
    Conversation,
    /// The output's shape.
    Format,
    /// The day it was logged, in UTC.
    Day,
    /// Whether the log says that the call failed.
    Error,
}

words!(Stratum:
    Model = "model",
    Prompt = "prompt",
    Source = "source",
    Conversation = "conversation",
    Format = "format",
    Day = "day",
    Error = "error",
);

/// One draw.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Draw {
    /// How many records at most; `None` for all.
    pub size: Option<usize>,
    /// The seed.
    pub seed: u64,
    /// What stood behind the plan's word.
    pub by: Option<DrawnBy>,
}

impl Draw {
    /// Returns the numbers of this draw: the same for the same seed.
    pub(super) fn numbers(&self) -> Numbers {
        let mut key = [0; 32];
        key[..8].copy_from_slice(&self.seed.to_le_bytes());
        Numbers(blake3::Hasher::new_keyed(&key).finalize_xof())
    }

    /// Cuts rows to the size and makes a queue of them.
    pub(super) fn queue(&self, pool: &dyn SamplingPool, mut rows: Vec<RowId>, population: u64) -> Result<Queue> {
        rows.truncate(self.size.unwrap_or(usize::MAX));
        Ok(Queue { rows, population, total: pool.total()?, ..Queue::default() })
    }

    /// Makes a queue of rows of which no two are alike, as long as there are enough such: what is alike to one before
    /// comes last. Only for plans that are no random draw: for those, how often a kind comes is what a rate is made of.
    pub(super) fn distinct_queue(
        &self,
        pool: &dyn SamplingPool,
        mut rows: Vec<RowId>,
        population: u64,
    ) -> Result<Queue> {
        if let Some(size) = self.size.filter(|size| *size < rows.len()) {
            let (mut known, mut kept, mut alike) = (HashSet::new(), Vec::new(), Vec::new());
            for row in rows.drain(..).take(size.saturating_mul(LOOKED_AT).max(LOOKED_AT_LEAST)) {
                if kept.len() == size {
                    break;
                }
                if known.insert(pool.alike_key(row)?) { kept.push(row) } else { alike.push(row) }
            }
            kept.append(&mut alike);
            rows = kept;
        }
        self.queue(pool, rows, population)
    }
}

/// Random numbers of a seed.
pub(super) struct Numbers(blake3::OutputReader);

impl Numbers {
    /// Returns a number below `bound`, each with the same probability.
    pub(super) fn below(&mut self, bound: u64) -> u64 {
        // What does not divide evenly is drawn again.
        let last = u64::MAX - u64::MAX % bound.max(1);
        loop {
            let mut bytes = [0; 8];
            self.0.fill(&mut bytes);
            let number = u64::from_le_bytes(bytes);
            if number < last {
                return number % bound.max(1);
            }
        }
    }

    /// Puts the first `size` of the items into random order, drawn from all of them, and drops the others.
    pub(super) fn shuffle<T>(&mut self, items: &mut Vec<T>, size: usize) {
        let size = size.min(items.len());
        for at in 0..size {
            let left = (items.len() - at) as u64;
            let other = at + usize::try_from(self.below(left)).unwrap_or(0);
            items.swap(at, other);
        }
        items.truncate(size);
    }
}

/// What is known of a record without its body.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fact {
    /// The record.
    pub row: RowId,
    /// The value of the field that was asked for, where the record has one.
    pub value: Option<String>,
    /// Characters of the output.
    pub length: u64,
    /// A number for the output's shape.
    pub shape: u8,
}

/// The records that a filter holds, as a plan draws from them.
pub trait SamplingPool {
    /// Returns how many records the workspace holds, whatever the filter.
    fn total(&self) -> Result<u64>;

    /// Returns whether the filter holds every record.
    fn is_everything(&self) -> bool;

    /// Returns the rows in import order.
    fn rows(&self) -> Result<Vec<RowId>>;

    /// Visits the rows with their ids and times, in import order.
    fn each(&self, visit: &mut dyn FnMut(RowId, RecordId, Option<Time>)) -> Result<()>;

    /// Returns the first rows of the workspace in import order, without reading the filter.
    fn first(&self, size: Option<usize>) -> Result<Vec<RowId>>;

    /// Returns the newest rows of the workspace, without reading the filter: those without a time last, and among
    /// equals the one imported last first.
    fn newest(&self, size: usize) -> Result<Vec<RowId>>;

    /// Returns the highest row of the workspace.
    fn last_row(&self) -> Result<i64>;

    /// Returns whether there is a record in this row.
    fn exists(&self, row: RowId) -> Result<bool>;

    /// Visits what is known of the records without their bodies, in import order.
    fn facts(&self, field: Stratum, visit: &mut dyn FnMut(Fact)) -> Result<()>;

    /// Returns every value of the field with its rows, or without where they are many; `None` where only a walk over
    /// all records of the filter tells.
    #[expect(clippy::type_complexity, reason = "pairs of a value and its rows")]
    fn values(&self, field: Stratum) -> Result<Option<Vec<(Option<String>, Option<Vec<RowId>>)>>>;

    /// Returns all rows of a value that [`Self::values`] gave.
    fn rows_of(&self, field: Stratum, value: Option<&str>) -> Result<Vec<RowId>>;

    /// Returns what is known of one row, or `None` where there is no such row.
    fn fact(&self, row: RowId, field: Stratum) -> Result<Option<Fact>>;

    /// Returns the distinct words of a record's output.
    fn words(&self, row: RowId) -> Result<Vec<String>>;

    /// Returns a number that is equal for records whose outputs are alike.
    fn alike_key(&self, row: RowId) -> Result<u64>;

    /// Returns the rows whose words are nearest to those of this record, the nearest first, without itself.
    fn nearest(&self, id: RecordId) -> Result<Vec<RowId>>;

    /// Returns the rows on which reviewers gave different verdicts, or different grades of one criterion.
    fn disputed(&self) -> Result<Vec<RowId>>;

    /// Returns the records that anyone judged.
    fn judged(&self) -> Result<Vec<RowId>>;

    /// Returns for each record with answers of judges and checks that ran elsewhere how many of the newest fail it, and
    /// how many there are.
    fn answers(&self) -> Result<Vec<(RowId, u64, u64)>>;

    /// Returns what is left for the reviewer of the sample of a day, and of how many records it was drawn.
    fn daily(&self, day: Day) -> Result<(Vec<RowId>, u64)>;

    /// Draws a round of re-grading: the reviewer's stale grades asked again, and noise repeats among them.
    fn regrading_round(&self, size: Option<usize>, seed: u64) -> Result<Queue>;
}

/// Words a draw: `newest`, `newest 50`.
pub(super) fn sized(word: &str, size: Option<u32>) -> String {
    size.map_or_else(|| word.to_owned(), |size| format!("{word} {size}"))
}

/// One question of a re-grading round: this record against this criterion.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Ask {
    /// The record.
    pub row: RowId,
    /// The criterion.
    pub criterion: CriterionKey,
    /// [`Purpose::Regrade`], or [`Purpose::Noise`] where the same is asked again without a word.
    pub purpose: Purpose,
}

/// A queue as it was drawn.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Queue {
    /// The records, in reading order.
    pub rows: Vec<RowId>,
    /// What is asked at each place, parallel to `rows`, for a plan that asks criteria; else empty.
    pub asks: Vec<Ask>,
    /// How many records the filter holds.
    pub population: u64,
    /// How many records the workspace holds.
    pub total: u64,
    /// The known answers that are mixed into it where a session is begun. They are none of the rows.
    pub gold: Option<Gold>,
}

impl Queue {
    /// So many records are handed over while the others are still being found.
    pub const FIRST: usize = 50;
}
