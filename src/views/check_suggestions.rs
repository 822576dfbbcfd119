//! Checks suggested for one mode or criterion, with the figures a reviewer chooses by.

use crate::domain::{CheckSpec, Tally, Target};
use crate::measures::alignment::Confusion;

/// A check that is not attached yet.
#[derive(Debug, Clone, PartialEq)]
pub struct UnattachedCheck {
    /// What it tests.
    pub spec: CheckSpec,
    /// Whether it was made of the tags, so that only the held-out half can prove it.
    pub is_mined: bool,
}

/// Checks to choose from for one mode or criterion.
#[derive(Debug, Clone, PartialEq)]
pub struct CheckSuggestions {
    /// The mode or criterion that counts now.
    pub target: Target,
    /// At most five, simplest first.
    pub proposals: Vec<CheckSuggestion>,
    /// What is to be known about them, or why there are none, in words. May quote untrusted text.
    pub remark: Option<String>,
    /// How a check written by hand may begin: what was pointed at, as it is typed. May quote untrusted text.
    pub by_hand: String,
}

/// A check that is proposed.
#[derive(Debug, Clone, PartialEq)]
pub struct CheckSuggestion {
    /// What it tests.
    pub spec: CheckSpec,
    /// Whether it was made of the tags (else of what the reviewer pointed at).
    pub is_mined: bool,
    /// What it catches, misses and wrongly rejects of all labelled records.
    pub tally: Tally,
    /// Its figures on the records that had no part in its choice, where there are any.
    pub held_out: Option<Confusion>,
    /// How many unjudged outputs it fails, and of how many, where that was tried.
    pub unread: Option<(u64, u64)>,
}

impl CheckSuggestion {
    /// The check as if it were attached.
    #[must_use]
    pub fn tentative(&self) -> UnattachedCheck {
        UnattachedCheck { spec: self.spec.clone(), is_mined: self.is_mined }
    }
}
