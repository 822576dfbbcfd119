//! What a sampling plan is, what it draws from, and the queue that it draws.

use serde::{Deserialize, Serialize};

use crate::domain::{CriterionKey, Purpose, RecordId, RowId, Time};
use crate::error::Result;

/// What is known of a plan.
#[derive(Debug)]
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
    /// Names the draw in the header, by size and seed; `None` for the whole in import order.
    pub title: fn(Option<u32>, u64) -> Option<String>,
    /// Draws the queue, at most so many records, by this seed.
    pub draw: fn(&dyn SamplingPool, Option<usize>, u64) -> Result<Queue>,
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

    /// Returns the rows of the workspace whose ids follow this one, going on from the lowest at the end.
    fn after(&self, id: RecordId, size: usize) -> Result<Vec<RowId>>;

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
}
