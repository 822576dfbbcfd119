//! A queue: the records that a session goes through, as they were drawn.

use serde::{Deserialize, Serialize};

use crate::domain::{CriterionKey, Purpose, RowId};

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
