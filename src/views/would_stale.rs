//! What an edit of a criterion's meaning would make stale: grades, and the checks proven on them.

use crate::domain::{CheckKey, Name};

/// What an edit of a criterion's meaning makes stale.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct WouldStale {
    /// Grades that hold now, by reviewer, in the order of names.
    pub grades: Vec<(Name, u64)>,
    /// Checks attached to the criterion, and with them its stubs: they were proven on these grades.
    pub checks: Vec<CheckKey>,
}

impl WouldStale {
    /// All grades that would be stale.
    #[must_use]
    pub fn all_grades(&self) -> u64 {
        self.grades.iter().map(|(_, count)| count).sum()
    }
}
