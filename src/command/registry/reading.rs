//! Overlays that are read: help, corrections, a stub before it is written, suggested checks.

use super::row::{Row, key};

/// Scrolls what is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[expect(missing_docs, reason = "each row has a title and a sentence")]
pub enum ReaderAction {
    Down,
    Up,
    PageDown,
    PageUp,
    Close,
}

impl ReaderAction {
    /// In all of them.
    pub(super) const KEYS: &[Row<Self>] = &[
        key(Self::Down, "ReaderDown", "j Down", "down", "Down", "Scrolls by a line.").rank(2),
        key(Self::Up, "ReaderUp", "k Up", "up", "Up", "Scrolls back by a line.").rank(3),
        key(Self::PageDown, "ReaderPageDown", "ctrl-d PgDn Space", "page", "Page down", "Scrolls by a page.").rank(4),
        key(Self::PageUp, "ReaderPageUp", "ctrl-u PgUp", "page up", "Page up", "Scrolls back by a page."),
        key(Self::Close, "ReaderClose", "q ?", "close", "Close", "Closes what is being read.").rank(5),
    ];
}

/// Writes the stub that is shown, or shows another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[expect(missing_docs, reason = "each row has a title and a sentence")]
pub enum StubPreviewAction {
    Write,
    Suggest,
    NextSuite,
    PreviousSuite,
}

impl StubPreviewAction {
    /// While a stub is shown.
    pub(super) const KEYS: &[Row<Self>] = &[
        key(Self::Write, "PreviewWrite", "Enter", "write", "Write the stub", "Writes the files shown.").rank(1),
        key(
            Self::Suggest,
            "PreviewSuggest",
            "s",
            "suggest",
            "Suggest a check",
            "Looks for a further check in what was tagged and passed.",
        )
        .rank(4),
        key(
            Self::NextSuite,
            "SuiteNext",
            "Tab l Right",
            "next suite",
            "Next suite",
            "Shows the stub for the next target suite.",
        )
        .rank(2),
        key(
            Self::PreviousSuite,
            "SuitePrevious",
            "shift-Tab h Left",
            "suite before",
            "Previous suite",
            "Shows the stub for the target suite before.",
        ),
    ];
}

/// Chooses one of the suggested checks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[expect(missing_docs, reason = "each row has a title and a sentence")]
pub enum SuggestAction {
    Accept,
    Down,
    Up,
    Digit,
    Edit,
    ByHand,
    Dismiss,
    NextSuite,
}

impl SuggestAction {
    /// While checks are suggested.
    pub(super) const KEYS: &[Row<Self>] = &[
        key(
            Self::Accept,
            "SuggestAccept",
            "Enter",
            "accept and write",
            "Accept",
            "Attaches the check and writes its stub; `u` takes the check back.",
        )
        .rank(1)
        .judges(),
        key(Self::Down, "SuggestDown", "j Down", "next", "Next", "Chooses the next suggestion.").rank(2),
        key(Self::Up, "SuggestUp", "k Up", "before", "Before", "Chooses the suggestion before."),
        key(Self::Digit, "SuggestDigit", "1-9", "choose", "Choose", "Chooses the suggestion with this number."),
        key(
            Self::Edit,
            "SuggestEdit",
            "e",
            "edit",
            "Edit",
            "Edits the words of the suggestion; Enter then attaches it and writes the stub.",
        )
        .rank(3),
        key(
            Self::ByHand,
            "SuggestByHand",
            "w",
            "by hand",
            "Write by hand",
            "Writes a check of one's own, begun with the evidence.",
        )
        .rank(5),
        key(
            Self::Dismiss,
            "SuggestDismiss",
            "x",
            "dismiss",
            "Dismiss",
            "Sets the suggestion aside: neither it nor a near copy comes back.",
        )
        .rank(4)
        .judges(),
        key(
            Self::NextSuite,
            "SuggestSuite",
            "Tab l Right",
            "suite",
            "Next suite",
            "Shows the stub for the next target suite.",
        )
        .rank(6),
    ];
}
