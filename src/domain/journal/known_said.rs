//! What is said of a record whose answer is known.

use serde::{Deserialize, Serialize};

use crate::domain::{RecordId, Verdict};

/// What a reviewer said of a record whose answer is known, and which was mixed into a session unmarked.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct KnownSaid<C> {
    /// The record.
    pub record: RecordId,
    /// What was said: a verdict, a tag, a note or a corrected output.
    pub said: Box<C>,
    /// The verdict that was known then: settled, or the same of all who judged.
    pub known: Option<Verdict>,
    /// The reviewer's own verdict that stood then: with one this answer is a repeat.
    pub own: Option<Verdict>,
}
