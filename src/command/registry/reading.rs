//! Overlays that are read: help, corrections, a stub before it is written, suggested checks.

use super::row::actions;

actions! {
    /// Scrolls what is read.
    ReaderAction:

    /// In all of them.
    KEYS = [
        Down("ReaderDown", "j Down", "down", "Down", "Scrolls by a line.").rank(2),
        Up("ReaderUp", "k Up", "up", "Up", "Scrolls back by a line.").rank(3),
        PageDown("ReaderPageDown", "ctrl-d PgDn Space", "page", "Page down", "Scrolls by a page.").rank(4),
        PageUp("ReaderPageUp", "ctrl-u PgUp", "page up", "Page up", "Scrolls back by a page."),
        Close("ReaderClose", "q", "close", "Close", "Closes what is being read.").rank(5),
    ];
}

actions! {
    /// Moves in the help.
    HelpAction:

    /// In the help, where other keys narrow it.
    KEYS = [
        Down("HelpDown", "Down ctrl-n", "down", "Down", "Scrolls by a line.").rank(1),
        Up("HelpUp", "Up ctrl-p", "up", "Up", "Scrolls back by a line.").rank(2),
        PageDown("HelpPageDown", "PgDn ctrl-d", "page", "Page down", "Scrolls by a page.").rank(3),
        PageUp("HelpPageUp", "PgUp", "page up", "Page up", "Scrolls back by a page."),
        Close("HelpClose", "?", "close", "Close", "Closes the help.").rank(4),
    ];
}

actions! {
    /// Writes the stub that is shown, or shows another.
    StubPreviewAction:

    /// While a stub is shown.
    KEYS = [
        Write("PreviewWrite", "Enter", "write", "Write the stub", "Writes the files shown.").rank(1),
        Suggest("PreviewSuggest", "s", "suggest", "Suggest a check",
            "Looks for a further check in what was tagged and passed.").rank(4),
        NextSuite("SuiteNext", "Tab l Right", "next suite", "Next suite",
            "Shows the stub for the next target suite.").rank(2),
        PreviousSuite("SuitePrevious", "shift-Tab h Left", "suite before", "Previous suite",
            "Shows the stub for the target suite before."),
    ];
}

actions! {
    /// Chooses one of the suggested checks.
    SuggestAction:

    /// While checks are suggested.
    KEYS = [
        Accept("SuggestAccept", "Enter", "accept and write", "Accept",
            "Attaches the check and writes its stub; an undo takes the check back.").rank(1).judges(),
        Down("SuggestDown", "j Down", "next", "Next", "Chooses the next suggestion.").rank(2),
        Up("SuggestUp", "k Up", "before", "Before", "Chooses the suggestion before."),
        Digit("SuggestDigit", "1-9", "choose", "Choose", "Chooses the suggestion with this number."),
        Edit("SuggestEdit", "e", "edit", "Edit",
            "Edits the words of the suggestion; Enter then attaches it and writes the stub.").rank(3),
        ByHand("SuggestByHand", "w", "by hand", "Write by hand",
            "Writes a check of one's own, begun with the evidence.").rank(5),
        Dismiss("SuggestDismiss", "x", "dismiss", "Dismiss",
            "Sets the suggestion aside: neither it nor a near copy comes back.").rank(4).judges(),
        NextSuite("SuggestSuite", "Tab l Right", "suite", "Next suite",
            "Shows the stub for the next target suite.").rank(6),
    ];
}
