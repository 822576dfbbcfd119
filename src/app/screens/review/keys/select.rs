//! Selecting a span of the record as evidence.

use crate::command::actions;

actions! {
    /// Moves the end of the selection within the text, whatever its layout.
    SpanMotion:

    /// By a character.
    SIDES = [
        Left("SpanLeft", "h Left", "left", "Left", "Moves the end by a character."),
        Right("SpanRight", "l Right", "right", "Right", "Moves the end by a character."),
    ];

    /// To a word, a sentence, a paragraph, an end.
    TEXT = [
        Word("SpanWord", "w", "word", "Next word", "Moves the end to the next word.").rank(7),
        WordBack("SpanBack", "b", "word back", "Previous word", "Moves the end to the word before.").rank(8),
        WordEnd("SpanEnd", "e", "word end", "End of word", "Moves the end to the end of a word.").rank(9),
        SentenceBack("SentenceBack", "(", "sentence back", "Sentence back", "Moves the end to the sentence before."),
        SentenceForward("SentenceForward", ")", "sentence", "Sentence", "Moves the end by a sentence.").rank(11),
        ParagraphBack("ParagraphBack", "{", "paragraph back", "Paragraph back",
            "Moves the end to the paragraph before."),
        ParagraphForward("ParagraphForward", "}", "paragraph", "Paragraph", "Moves the end by a paragraph.").rank(12),
        LineStart("SpanLineStart", "0 Home", "line start", "Line start", "Moves the end to the start of the line."),
        LineEnd("SpanLineEnd", "$ End", "line end", "Line end", "Moves the end to the end of the line."),
        OtherEnd("SpanSwap", "o", "other end", "Other end", "Moves the other end from now on.").rank(5),
    ];
}

actions! {
    /// Moves the end of the selection over lines and turns, or does something with it.
    SpanAction:

    /// Over lines as they are shown.
    LINES = [
        Down("SpanDown", "j Down", "down", "Down", "Moves the end by a line.").rank(10),
        Up("SpanUp", "k Up", "up", "Up", "Moves the end by a line."),
    ];

    /// Turns, and what is done with the span.
    KEYS = [
        NextTurn("SpanNextTurn", "] ctrl-n", "turn", "Next turn", "Selects in the next turn.").rank(6),
        PreviousTurn("SpanPreviousTurn", "[ ctrl-p", "turn back", "Previous turn", "Selects in the turn before."),
        => Tag("SpanTag", "t", "tag", "Tag the span",
            "Tags with the mode whose hotkey follows, the span as evidence.").rank(1).judges(),
        => FailWith("SpanFail", "f F", "fail", "Fail on the span",
            "Fails and asks why, the span as evidence.").rank(2).judges(),
        Note("SpanNote", "n", "note", "Note on the span", "Writes a note on the span.").rank(3).judges(),
        Copy("SpanCopy", "y", "copy", "Copy the span", "Copies the selected text, secrets and personal data masked.").rank(4),
        CopyLogged("SpanCopyLogged", "Y", "copy as logged", "Copy the span as logged",
            "Copies the selected text with nothing masked; not while presenting."),
    ];
}
