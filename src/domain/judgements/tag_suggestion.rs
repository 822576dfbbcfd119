//! What a reviewer answered to a suggested tag. An answer is no judgement: it counts in no rate and no progress.

use serde::{Deserialize, Serialize};

use crate::domain::words::words;
use crate::domain::{CheckKey, ModeKey, RecordId};

/// What suggests a tag.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TagSource {
    /// A check of the mode, which objects to the output.
    Check(CheckKey),
    /// A judged record with this tag, whose output is alike.
    Similar(RecordId),
}

/// What a reviewer answered to a suggested tag.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TagAnswer {
    /// Tagged with it.
    Accepted,
    /// Set aside.
    Dismissed,
    /// Tagged with another mode while it was shown.
    Changed,
}

words!(TagAnswer: Accepted = "accepted", Dismissed = "dismissed", Changed = "changed");

/// A standing answer to a suggested tag.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AnsweredTag {
    /// The mode that counts now.
    pub mode: ModeKey,
    /// What suggested it.
    pub source: TagSource,
    /// The answer.
    pub answer: TagAnswer,
}
