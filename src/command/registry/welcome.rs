//! The Welcome screen.

use super::row::{Row, key};

/// Begins an empty workspace.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[expect(missing_docs, reason = "each row has a title and a sentence")]
pub enum WelcomeAction {
    Import,
}

impl WelcomeAction {
    /// On the screen.
    pub(super) const KEYS: &[Row<Self>] = &[key(
        Self::Import,
        "ImportFile",
        "i",
        "import a log",
        "Import a log",
        "Imports a log file into this workspace.",
    )
    .rank(1)];
}
