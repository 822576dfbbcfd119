//! What figures are computed from: judged records without their bodies, and when modes and criteria were created.

use crate::domain::Judgements;
use crate::domain::{RowId, Target, Time, Untrusted};

/// A judged record as figures need it, without its body.
#[derive(Debug, Clone, PartialEq)]
pub struct JudgedFact {
    /// The record.
    pub row: RowId,
    /// The place in the journal of the first judgement that holds; the list is in this order: the reading order.
    pub order: u64,
    /// When that was.
    pub time: Time,
    /// The model.
    pub model: Option<Untrusted>,
    /// The prompt version.
    pub prompt: Option<Untrusted>,
    /// The source's name.
    pub source: Untrusted,
    /// The day on which it was logged, in UTC: `2026-11-23`.
    pub day: Option<String>,
    /// The conversation.
    pub conversation: Option<Untrusted>,
    /// The same for records with the same input.
    pub input_key: i64,
    /// What people said of it.
    pub judgements: Judgements,
}

/// When a mode or criterion was created.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Created {
    /// The mode or criterion.
    pub target: Target,
    /// The place in the journal.
    pub order: u64,
    /// When.
    pub time: Time,
}
