//! A queue: the records that a session goes through, as they were drawn.

use super::{Ask, RowId};

/// A queue as it was drawn.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Queue {
    /// The records, in reading order.
    pub rows: Vec<RowId>,
    /// What is asked at each place, parallel to `rows`, for [`super::SamplingPlan::Stale`]; empty for other plans.
    pub asks: Vec<Ask>,
    /// How many records the filter holds.
    pub population: u64,
    /// How many records the workspace holds.
    pub total: u64,
}
