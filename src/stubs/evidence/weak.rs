//! Why a stub is weak, in the words of the one test that it has.

use super::proof::Proof;
use super::stub_source::{StubSource, StubState};
use crate::domain::RecordId;

/// The most records that are named of each side.
const MOST_NAMED: usize = 5;

impl Proof {
    /// Returns why the stub is weak, with the records; `None` where it is not.
    pub(crate) fn weak(&self, source: &StubSource) -> Option<String> {
        if self.state != StubState::Weak {
            return None;
        }
        let (figures, by_record) = (&self.figures, &self.by_record);
        let (bad, good) = (figures.positives(), figures.negatives());
        let known_bad = source.known_bad();
        let good = match figures.fp {
            0 => String::new(),
            fails => format!(", {fails} of {good} good ones{}", named(&by_record.wrongly_rejected)),
        };
        Some(format!("weak: fails {} of {bad} {known_bad}{}{good}", figures.tp, named(&by_record.missed)))
    }

    /// Returns the words with which the only test of a weak stub fails; `None` where its cases are replayed.
    pub(crate) fn red(&self, source: &StubSource) -> Option<String> {
        self.weak(source).filter(|_| !self.allows_weak)
    }
}

/// Returns records in brackets, by short id; nothing where there are none.
fn named(records: &[RecordId]) -> String {
    if records.is_empty() {
        return String::new();
    }
    let shown: Vec<String> = records.iter().take(MOST_NAMED).map(|record| record.short()).collect();
    let more = match records.len().saturating_sub(MOST_NAMED) {
        0 => String::new(),
        more => format!(" and {more} more"),
    };
    format!(" ({}{more})", shown.join(", "))
}
