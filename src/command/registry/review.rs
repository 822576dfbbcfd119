//! Moving about in Review: the queue, the record, marks, copying.

use super::row::{Row, key, opens};
use crate::command::layer::Layer;

/// Moves about in Review.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[expect(missing_docs, reason = "each row has a title and a sentence")]
pub enum ReviewAction {
    SelectWords,
    SelectLines,
    Search,
    FilterQueue,
    NextRecord,
    PreviousRecord,
    LineDown,
    LineUp,
    PageDown,
    PageUp,
    NextTurn,
    PreviousTurn,
    Mark,
    MarkAll,
    Raw,
    Fold,
    Pane,
    JumpToObjection,
}

impl ReviewAction {
    /// The queue and the record.
    pub(super) const MOVING: &[Row<Self>] = &[
        key(Self::SelectWords, "SelectWords", "v", "span", "Select words", "Selects evidence, word by word.").rank(18),
        key(Self::SelectLines, "SelectLines", "V", "lines", "Select lines", "Selects evidence, line by line."),
        key(Self::Search, "Search", "s", "search", "Search in the record", "Searches the text of this record.")
            .rank(26),
        key(Self::FilterQueue, "FilterQueue", "/", "filter", "Filter the queue", "Draws a new queue from a filter.")
            .rank(20),
        key(Self::NextRecord, "NextRecord", "j Down", "next", "Next record", "Goes to the next record.").rank(16),
        key(Self::PreviousRecord, "PreviousRecord", "k Up", "back", "Previous record", "Goes to the previous record."),
        key(Self::LineDown, "LineDown", "J", "line", "Line down", "Scrolls the record by a line."),
        key(Self::LineUp, "LineUp", "K", "line up", "Line up", "Scrolls the record back by a line."),
        key(Self::PageDown, "PageDown", "ctrl-d PgDn", "page", "Page down", "Scrolls the record by a page."),
        key(Self::PageUp, "PageUp", "ctrl-u PgUp", "page up", "Page up", "Scrolls the record back by a page."),
        key(Self::NextTurn, "NextTurn", "] ctrl-n", "turn", "Next turn", "Scrolls to the next turn."),
        key(
            Self::PreviousTurn,
            "PreviousTurn",
            "[ ctrl-p",
            "turn back",
            "Previous turn",
            "Scrolls to the previous turn.",
        ),
        key(Self::Mark, "Mark", "Space", "mark", "Mark", "Marks the record; `p f d t` then act on all marked.")
            .rank(30),
        key(Self::MarkAll, "MarkAll", "*", "mark all", "Mark all filtered", "Marks every record of the queue.")
            .rank(31),
    ];

    /// Copying, and how the record is shown.
    pub(super) const SHOWING: &[Row<Self>] = &[
        opens(Layer::Copy, "Copy", "y", "copy", "Copy …", "Copies output, input, JSON or note.").rank(35),
        key(Self::Raw, "Raw", "r", "raw", "Raw", "Shows the text as it was logged, or rendered.").rank(36),
        key(Self::Fold, "Fold", "z", "fold", "Fold", "Folds instructions and earlier turns, or unfolds them.").rank(37),
        key(Self::Pane, "Pane", "Tab", "pane", "Pane", "Goes to the next pane; on narrow screens shows the queue.")
            .rank(21),
        key(
            Self::JumpToObjection,
            "Jump",
            "Enter",
            "objection",
            "Jump to the objection",
            "Scrolls to what a check objects to.",
        )
        .rank(38),
    ];
}

/// Copies a part of the record.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[expect(missing_docs, reason = "each row has a title and a sentence")]
pub enum CopyAction {
    Output,
    Input,
    Json,
    Note,
}

impl CopyAction {
    /// After the key that copies.
    pub(super) const KEYS: &[Row<Self>] = &[
        key(Self::Output, "CopyOutput", "o", "output", "Copy the output", "Copies the answer's text.").rank(1),
        key(Self::Input, "CopyInput", "i", "input", "Copy the input", "Copies the input's text.").rank(2),
        key(Self::Json, "CopyJson", "j", "JSON", "Copy as JSON", "Copies the whole record as JSON.").rank(3),
        key(Self::Note, "CopyNote", "n", "note", "Copy the note", "Copies your note.").rank(4),
    ];
}

/// Goes through the places that a search found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[expect(missing_docs, reason = "each row has a title and a sentence")]
pub enum SearchAction {
    Next,
    Previous,
}

impl SearchAction {
    /// While the search shows.
    pub(super) const KEYS: &[Row<Self>] = &[
        key(Self::Next, "SearchNext", "n", "next", "Next place", "Goes to the next place.").rank(1),
        key(Self::Previous, "SearchPrevious", "N", "previous", "Previous place", "Goes to the place before.").rank(2),
    ];
}
