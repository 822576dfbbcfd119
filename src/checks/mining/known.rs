//! The checks that are not suggested again.

use crate::domain::CheckSpec;

/// The checks that are not suggested again.
#[derive(Debug, Clone, Default)]
pub struct Known {
    /// Attached already: nothing is suggested that fails the same records.
    pub attached: Vec<CheckSpec>,
    /// Dismissed: no near copy comes back, but another explanation of the same records may be what is meant.
    pub dismissed: Vec<CheckSpec>,
}

impl Known {
    /// Whether it is this very check.
    pub fn contains(&self, spec: &CheckSpec) -> bool {
        self.attached.contains(spec) || self.dismissed.contains(spec)
    }
}
