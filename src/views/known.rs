//! Reads in a session with known answers: of their records they find what was said in it.

use super::{Read, Slot};
use crate::domain::Asked;

impl Read {
    /// A read of the reviewer's verdicts.
    pub const fn own_verdicts() -> Self {
        Self::OwnVerdicts { gold: None, slot: Slot::empty() }
    }

    /// Lets the read find of the known records of a session what was said since they were mixed in, and nothing else. A queue
    /// says itself whether it is one of that session.
    #[must_use]
    pub fn asking(mut self, known: &Asked) -> Self {
        if let Self::Rows { gold, .. } | Self::Record { gold, .. } | Self::OwnVerdicts { gold, .. } = &mut self {
            gold.clone_from(known);
        }
        self
    }
}
