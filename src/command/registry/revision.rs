//! The question after a new statement of a criterion.

use super::row::{Row, key};

/// Answers whether an edit changed the meaning or the wording.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[expect(missing_docs, reason = "each row has a title and a sentence")]
pub enum RevisionAction {
    Meaning,
    Wording,
}

impl RevisionAction {
    /// While that is asked.
    pub(super) const KEYS: &[Row<Self>] = &[
        key(
            Self::Meaning,
            "EditMeaning",
            "m",
            "meaning: grades become stale",
            "Meaning",
            "The line between good and bad moved; earlier grades become stale.",
        )
        .rank(1)
        .judges(),
        key(
            Self::Wording,
            "EditWording",
            "w",
            "wording: grades stay",
            "Wording",
            "The same line, said better; grades stay.",
        )
        .rank(2)
        .judges(),
    ];
}
