//! Checks before they are attached: what one that is typed catches, which are suggested, and the stub that they make.

use crate::checks::Engine;
use crate::domain::{CheckSpec, StubCases, Tally, Target};
use crate::layout::ListedRow;
use crate::measures::alignment::Confusion;

/// A check that is not attached yet.
#[derive(Debug, Clone, PartialEq)]
pub struct UnattachedCheck {
    /// What it tests.
    pub spec: CheckSpec,
    /// Whether it was made of the tags, so that these cannot prove it.
    pub is_mined: bool,
}

/// Checks to choose from for one mode or criterion.
#[derive(Debug, Clone, PartialEq)]
pub struct CheckSuggestions {
    /// The mode or criterion that counts now.
    pub target: Target,
    /// At most five, simplest first.
    pub suggestions: Vec<CheckSuggestion>,
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
    /// What is chosen in its place on four folds of the inputs, counted on the fifth; where it was made of figures.
    pub out_of_fold: Option<Confusion>,
    /// How many unjudged outputs it fails, and of how many, where that was tried.
    pub unread: Option<(u64, u64)>,
}

impl CheckSuggestion {
    /// The check as if it were attached.
    pub fn unattached(&self) -> UnattachedCheck {
        UnattachedCheck { spec: self.spec.clone(), is_mined: self.is_mined }
    }
}

/// What a check that is being typed catches, misses and wrongly rejects.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Trial {
    /// Of the records it was tried on.
    pub tally: Tally,
    /// Judged records that were looked at so far, from all over the log.
    pub seen: u64,
    /// Judged records in all.
    pub of: u64,
}

impl Trial {
    /// Whether every judged record was looked at.
    pub const fn is_whole(&self) -> bool {
        self.seen >= self.of
    }
}

/// The stub for one target suite before it is written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StubPage {
    /// The suite: `pytest`.
    pub suite: &'static str,
    /// The state's word and the proof in words: `proven: catches 8 of 8, rejects 0 of 19 good`.
    pub proof: String,
    /// What should be known, the records by id, and the files that would be written, as rows of safe text.
    pub rows: Vec<ListedRow>,
}

/// The suites that stubs can be written for.
#[derive(Debug, Clone, Default)]
pub struct Suites {
    /// All of them by name, in the order in which they are shown.
    pub known: Vec<&'static str>,
    /// Those that run checks, each with the language it runs them in.
    pub running: Vec<(&'static str, Engine)>,
    /// Those that the settings want; the first is the one that a preview begins with.
    pub wanted: Vec<&'static str>,
    /// The cases that stubs carry.
    pub cases: StubCases,
}
