//! Moving about in Review: the queue, the record, marks, copying.

use crate::command::actions;

actions! {
    /// Moves about in Review.
    BrowseAction:

    /// The queue and the record.
    MOVING = [
        SelectWords("SelectWords", "v", "span", "Select words", "Selects evidence, word by word.").rank(18),
        SelectLines("SelectLines", "V", "lines", "Select lines", "Selects evidence, line by line."),
        Search("Search", "s", "search", "Search in the record", "Searches the text of this record.").rank(26),
        FilterQueue("FilterQueue", "/", "filter", "Filter the queue", "Shows the records of the session that a filter holds.").rank(20),
        NextRecord("NextRecord", "j Down", "next", "Next record", "Goes to the next record.").rank(16),
        PreviousRecord("PreviousRecord", "k Up", "back", "Previous record", "Goes to the previous record."),
        NextUnjudged("NextUnjudged", "o", "unjudged", "Next unjudged record",
            "Goes to the next record without your verdict.").rank(32),
        PreviousUnjudged("PreviousUnjudged", "O", "unjudged back", "Previous unjudged record",
            "Goes back to the last record without your verdict."),
        JumpBack("JumpBack", "ctrl-o", "back", "Jump back", "Goes back to the record that was left by more than a step.").rank(33),
        JumpForth("JumpForth", "ctrl-f", "forth", "Jump forth", "Goes forth again after jumping back."),
        LineDown("LineDown", "J", "line", "Line down", "Scrolls the record by a line."),
        LineUp("LineUp", "K", "line up", "Line up", "Scrolls the record back by a line."),
        PageDown("PageDown", "ctrl-d PgDn", "page", "Page down", "Scrolls the record by a page."),
        PageUp("PageUp", "ctrl-u PgUp", "page up", "Page up", "Scrolls the record back by a page."),
        NextTurn("NextTurn", "] ctrl-n", "turn", "Next turn", "Scrolls to the next turn."),
        PreviousTurn("PreviousTurn", "[ ctrl-p", "turn back", "Previous turn", "Scrolls to the previous turn."),
        Mark("Mark", "Space", "mark", "Mark", "Marks the record; verdicts and tags then act on all marked.").rank(30),
        MarkAll("MarkAll", "*", "mark all", "Mark all filtered", "Marks every record of the queue.").rank(31),
    ];

    /// Copying, and how the record is shown.
    SHOWING = [
        => Copy("Copy", "y", "copy", "Copy …", "Copies output, input, JSON or note, secrets and personal data masked; with a capital as it was logged.").rank(35),
        => View("View", "R", "open in …", "Open in another program …",
            "Opens the record as it was logged in your pager or editor, or as JSON; masked while presenting.").rank(34),
        Raw("Raw", "r", "raw on/off", "Raw", "Shows the text as it was logged, or rendered.").rank(36),
        Unmask("Unmask", "X", "unmask", "Show what is masked",
            "While presenting: shows the first masked place in view, then the next, until the record is left."),
        Fold("Fold", "z", "fold on/off", "Fold", "Folds instructions, earlier turns, and what the record before says too, or unfolds them.").rank(37),
        Wrap("Wrap", "w", "wrap", "Wrap lines",
            "Wraps long lines, or shows each in one row that is read by going to the right."),
        LineNumbers("LineNumbers", "W", "numbers", "Line numbers", "Shows the numbers of lines, or hides them."),
        ShiftLeft("ShiftLeft", "H Left", "left", "To the left", "Goes to the left in lines that are not wrapped."),
        ShiftRight("ShiftRight", "L Right", "right", "To the right", "Goes to the right in lines that are not wrapped."),
        Pane("Pane", "Tab", "pane", "Pane", "Goes to the next pane; on narrow screens shows the queue.").rank(21),
        JumpToObjection("Jump", "Enter", "objection", "Jump to the objection",
            "Scrolls to what a check objects to.").rank(38),
        Alike("Alike", "l", "alike", "Alike records",
            "Lists the records of the queue whose outputs differ in case, white space, numbers and ids alone.").rank(39),
    ];
}

actions! {
    /// Copies a part of the record.
    CopyAction:

    /// After the key that copies.
    KEYS = [
        Output("CopyOutput", "o", "output", "Copy the output", "Copies the answer's text.").rank(1),
        Input("CopyInput", "i", "input", "Copy the input", "Copies the input's text.").rank(2),
        Json("CopyJson", "j", "JSON", "Copy as JSON", "Copies the whole record as JSON.").rank(3),
        Note("CopyNote", "n", "note", "Copy the note", "Copies your note.").rank(4),
        Link("CopyLink", "u", "trace link", "Copy the trace link",
            "Copies the link to the record's trace; `trace_url` in the settings says where traces are.").rank(5),
    ];

    /// The same with nothing masked; not while presenting.
    AS_LOGGED = [
        OutputLogged("CopyOutputLogged", "O", "output as logged", "Copy the output as logged",
            "Copies the answer's text with nothing masked.").rank(6),
        InputLogged("CopyInputLogged", "I", "input as logged", "Copy the input as logged",
            "Copies the input's text with nothing masked.").rank(7),
        JsonLogged("CopyJsonLogged", "J", "JSON as logged", "Copy as JSON as logged",
            "Copies the whole record as JSON with nothing masked.").rank(8),
        NoteLogged("CopyNoteLogged", "N", "note as written", "Copy the note as written",
            "Copies your note with nothing masked.").rank(9),
        LinkLogged("CopyLinkLogged", "U", "trace link as logged", "Copy the trace link as logged",
            "Copies the link to the record's trace with nothing masked.").rank(10),
    ];
}

actions! {
    /// Shows the record in the reviewer's own programs.
    ViewAction:

    /// After the key that reads it elsewhere.
    KEYS = [
        Pager("ViewPager", "p", "pager", "Open in your pager", "Opens the record as it was logged in $PAGER; masked while presenting.").rank(1),
        Editor("ViewEditor", "e", "editor", "Open in your editor",
            "Opens the record as it was logged in $EDITOR; masked while presenting. What is changed there is not taken.").rank(2),
        Json("ViewJson", "j", "JSON", "Open as JSON", "Opens the record as it was logged, as JSON, in $PAGER; masked while presenting.").rank(3),
    ];
}

actions! {
    /// Goes through the places that a search found.
    SearchAction:

    /// While the search shows.
    KEYS = [
        Next("SearchNext", "n", "next", "Next place", "Goes to the next place.").rank(1),
        Previous("SearchPrevious", "N", "previous", "Previous place", "Goes to the place before.").rank(2),
    ];
}
