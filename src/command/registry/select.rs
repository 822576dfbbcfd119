//! Selecting a span of the record as evidence.

use super::row::{Row, key, opens};
use crate::command::layer::Layer;

/// Moves the end of the selection, or does something with it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[expect(missing_docs, reason = "each row has a title and a sentence")]
pub enum SpanAction {
    Move(SpanMotion),
    Down,
    Up,
    NextTurn,
    PreviousTurn,
    Note,
    Copy,
}

/// Moves the end of the selection within the text, whatever its layout.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[expect(missing_docs, reason = "each row has a title and a sentence")]
pub enum SpanMotion {
    Left,
    Right,
    Word,
    WordBack,
    WordEnd,
    SentenceBack,
    SentenceForward,
    ParagraphBack,
    ParagraphForward,
    LineStart,
    LineEnd,
    OtherEnd,
}

impl SpanAction {
    /// While a span is selected.
    pub(super) const KEYS: &[Row<Self>] = &[
        key(Self::Move(SpanMotion::Left), "SpanLeft", "h Left", "left", "Left", "Moves the end by a character."),
        key(Self::Move(SpanMotion::Right), "SpanRight", "l Right", "right", "Right", "Moves the end by a character."),
        key(Self::Down, "SpanDown", "j Down", "down", "Down", "Moves the end by a line.").rank(10),
        key(Self::Up, "SpanUp", "k Up", "up", "Up", "Moves the end by a line."),
        key(Self::Move(SpanMotion::Word), "SpanWord", "w", "word", "Next word", "Moves the end to the next word.")
            .rank(7),
        key(
            Self::Move(SpanMotion::WordBack),
            "SpanBack",
            "b",
            "word back",
            "Previous word",
            "Moves the end to the word before.",
        )
        .rank(8),
        key(
            Self::Move(SpanMotion::WordEnd),
            "SpanEnd",
            "e",
            "word end",
            "End of word",
            "Moves the end to the end of a word.",
        )
        .rank(9),
        key(
            Self::Move(SpanMotion::SentenceBack),
            "SentenceBack",
            "(",
            "sentence back",
            "Sentence back",
            "Moves the end to the sentence before.",
        ),
        key(
            Self::Move(SpanMotion::SentenceForward),
            "SentenceForward",
            ")",
            "sentence",
            "Sentence",
            "Moves the end by a sentence.",
        )
        .rank(11),
        key(
            Self::Move(SpanMotion::ParagraphBack),
            "ParagraphBack",
            "{",
            "paragraph back",
            "Paragraph back",
            "Moves the end to the paragraph before.",
        ),
        key(
            Self::Move(SpanMotion::ParagraphForward),
            "ParagraphForward",
            "}",
            "paragraph",
            "Paragraph",
            "Moves the end by a paragraph.",
        )
        .rank(12),
        key(
            Self::Move(SpanMotion::LineStart),
            "SpanLineStart",
            "0 Home",
            "line start",
            "Line start",
            "Moves the end to the start of the line.",
        ),
        key(
            Self::Move(SpanMotion::LineEnd),
            "SpanLineEnd",
            "$ End",
            "line end",
            "Line end",
            "Moves the end to the end of the line.",
        ),
        key(
            Self::Move(SpanMotion::OtherEnd),
            "SpanSwap",
            "o",
            "other end",
            "Other end",
            "Moves the other end from now on.",
        )
        .rank(5),
        key(Self::NextTurn, "SpanNextTurn", "] ctrl-n", "turn", "Next turn", "Selects in the next turn.").rank(6),
        key(
            Self::PreviousTurn,
            "SpanPreviousTurn",
            "[ ctrl-p",
            "turn back",
            "Previous turn",
            "Selects in the turn before.",
        ),
        opens(
            Layer::Tag,
            "SpanTag",
            "t",
            "tag",
            "Tag the span",
            "Tags with the mode whose hotkey follows, the span as evidence.",
        )
        .rank(1)
        .judges(),
        opens(
            Layer::FailWith,
            "SpanFail",
            "F",
            "fail with",
            "Fail on the span",
            "Fails with the mode whose hotkey follows, the span as evidence.",
        )
        .rank(2)
        .judges(),
        key(Self::Note, "SpanNote", "n", "note", "Note on the span", "Writes a note on the span.").rank(3).judges(),
        key(Self::Copy, "SpanCopy", "y", "copy", "Copy the span", "Copies the selected text.").rank(4),
    ];
}
