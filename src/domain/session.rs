//! A session: one sitting over one queue, and how that queue was drawn.

use serde::{Deserialize, Serialize};

use super::{CriterionKey, Name, Purpose, RowId, Time};

/// How a queue is drawn from the records that the filter holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum SamplingPlan {
    /// Every record, in import order.
    #[default]
    All,
    /// A seeded, reproducible random draw.
    Random,
    /// The newest first.
    Newest,
    /// The grades of this reviewer that went stale, asked again, some of them twice.
    Stale,
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

impl SamplingPlan {
    /// All plans a user can name with `--by`.
    pub const NAMED: [Self; 3] = [Self::Random, Self::Newest, Self::Stale];

    /// The word of this plan.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::All => "all",
            Self::Random => "random",
            Self::Newest => "newest",
            Self::Stale => "stale",
        }
    }
}

/// A sampling plan with its size and seed; kept with the session so that a rate can be weighted back.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
pub struct Sampling {
    /// The plan.
    pub plan: SamplingPlan,
    /// How many records at most; `None` for all.
    pub size: Option<u32>,
    /// The seed of a random draw, and of the order of a re-grading round.
    pub seed: u64,
}

/// One sitting.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Session {
    /// Its number in the workspace.
    pub id: i64,
    /// Whose it is.
    pub reviewer: Name,
    /// The filter as it was typed.
    pub filter: String,
    /// How the queue was drawn.
    pub sampling: Sampling,
    /// How many records the filter held when the queue was drawn.
    pub population: u64,
    /// The queue as it was drawn; empty for [`SamplingPlan::All`] without a size, which is drawn anew.
    pub queue: Vec<RowId>,
    /// What is asked at each place of the queue, for [`SamplingPlan::Stale`]; empty for other plans. A row may be asked twice.
    pub asks: Vec<Ask>,
    /// The record where it stopped.
    pub position: Option<RowId>,
    /// When it began.
    pub started: Time,
}

impl Session {
    /// A sitting that begins now over this queue; it gets its number when it is kept.
    #[must_use]
    pub fn begun(reviewer: &Name, filter: String, sampling: Sampling, queue: super::Queue, now: Time) -> Self {
        let super::Queue { rows, asks, population, .. } = queue;
        let reviewer = reviewer.clone();
        Self { id: 0, reviewer, filter, sampling, population, queue: rows, asks, position: None, started: now }
    }
}
