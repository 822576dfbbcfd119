//! The Compare screen.

use super::row::{Row, key};

/// Shows other records side by side.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[expect(missing_docs, reason = "each row has a title and a sentence")]
pub enum CompareAction {
    Open,
    OtherLeft,
    OtherRight,
    LineDown,
    LineUp,
}

impl CompareAction {
    /// On the screen.
    pub(super) const KEYS: &[Row<Self>] = &[
        key(Self::Open, "CompareOpen", "Enter", "open", "Open", "Goes to the record on the right in Review.").rank(1),
        key(Self::OtherLeft, "CompareLeft", "h Left", "other left", "Other left", "Shows another record on the left.")
            .rank(2),
        key(
            Self::OtherRight,
            "CompareRight",
            "l Right",
            "other right",
            "Other right",
            "Shows another record on the right.",
        )
        .rank(3),
        key(Self::LineDown, "CompareDown", "J", "line", "Line down", "Scrolls both answers by a line.").rank(4),
        key(Self::LineUp, "CompareUp", "K", "line up", "Line up", "Scrolls both answers back by a line."),
    ];
}
