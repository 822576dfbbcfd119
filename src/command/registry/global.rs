//! Keys of every list, every screen, and everywhere.

use super::row::{Does, Row, actions};
use crate::command::screen::{SCREENS, Screen, ScreenKey};

actions! {
    /// Moves in a list.
    ListAction:

    /// In every list.
    KEYS = [
        Down("ListDown", "j Down", "next", "Down", "Goes one line down.").rank(40),
        Up("ListUp", "k Up", "back", "Up", "Goes one line up."),
        PageDown("ListPageDown", "ctrl-d PgDn", "page", "Page down", "Goes a page down."),
        PageUp("ListPageUp", "ctrl-u PgUp", "page up", "Page up", "Goes a page up."),
        Filter("ListFilter", "/", "filter", "Filter the list", "Shows only the lines that hold these words.").rank(41),
    ];
}

actions! {
    /// Acts on every screen.
    GlobalAction:

    /// On every screen.
    KEYS = [
        Undo("Undo", "u", "undo", "Undo",
            "Takes back your newest judgement, also of an earlier session.").rank(17).judges(),
        Redo("Redo", "U ctrl-r", "redo", "Redo", "Takes an undo back.").rank(85).judges(),
        => Goto("Goto", "g", "go", "Go to …", "Goes to a screen, an end or a record.").rank(80),
        Last("GoLast", "G", "last", "Last", "Goes to the last line or record."),
        Palette("Palette", ":", "commands", "Commands", "Finds any command by its name.").rank(22),
        Help("Help", "?", "help", "Help", "Shows the keys that work here, and the legend of the symbols.").rank(23),
        Present("Present", "P", "present", "Present", "For a shared screen: more room and contrast, pressed keys; no names of people, files or workspace, secrets masked."),
        Quit("Quit", "q", "quit", "Quit", "Leaves; nothing is lost.").rank(92),
    ];

    /// Everywhere, under text boxes too.
    ALWAYS = [
        Leave("Leave", "Esc", "back", "Back", "Leaves one layer.").rank(70),
        Cancel("Cancel", "ctrl-c", "cancel", "Cancel or quit", "Cancels what is open, else quits."),
        Suspend("Suspend", "ctrl-z", "suspend", "Suspend", "Stops the program as the shell does."),
    ];
}

actions! {
    /// Goes to a place that is no screen.
    GotoAction:

    /// After the key that goes, behind the screens.
    KEYS = [
        All("GoAll", "a", "all", "All records", "Shows every record; the session stays as it is."),
        Session("GoSession", "s", "session", "The session's queue", "Leaves what lies over the session's queue, back to its record."),
        Today("GoToday", "t", "today", "Today's sample", "Reads the daily sample; whoever asks first freezes it."),
        First("GoFirst", "g", "first", "First", "Goes to the first line or record.").rank(7),
        Id("JumpTo", "/", "an id", "Jump to an id", "Goes to the record whose id begins so.").rank(8),
    ];
}

/// Returns the rows of the screens that have a key.
pub(super) fn screens() -> Vec<Row<Screen>> {
    let rows = SCREENS.iter().zip(1..).filter_map(|(row, rank)| {
        let ScreenKey { id, key: keys, hint, sentence } = row.key?;
        let does = Does::Act(row.screen);
        Some(Row { does, id, keys, hint, title: row.title, sentence, rank, judges: false })
    });
    rows.collect()
}
