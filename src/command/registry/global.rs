//! Keys of every list, every screen, and everywhere.

use super::row::{Row, key, opens};
use crate::command::layer::Layer;
use crate::command::screen::{SCREENS, Screen, ScreenKey};

/// Moves in a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[expect(missing_docs, reason = "each row has a title and a sentence")]
pub enum ListAction {
    Down,
    Up,
    PageDown,
    PageUp,
    Filter,
}

impl ListAction {
    /// In every list.
    pub(super) const KEYS: &[Row<Self>] = &[
        key(Self::Down, "ListDown", "j Down", "next", "Down", "Goes one line down.").rank(40),
        key(Self::Up, "ListUp", "k Up", "back", "Up", "Goes one line up."),
        key(Self::PageDown, "ListPageDown", "ctrl-d PgDn", "page", "Page down", "Goes a page down."),
        key(Self::PageUp, "ListPageUp", "ctrl-u PgUp", "page up", "Page up", "Goes a page up."),
        key(
            Self::Filter,
            "ListFilter",
            "/",
            "filter",
            "Filter the list",
            "Shows only the lines that hold these words.",
        )
        .rank(41),
    ];
}

/// Acts on every screen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[expect(missing_docs, reason = "each row has a title and a sentence")]
pub enum GlobalAction {
    Undo,
    Redo,
    Last,
    Palette,
    Help,
    Present,
    Quit,
    Leave,
    Cancel,
    Suspend,
}

impl GlobalAction {
    /// On every screen.
    pub(super) const KEYS: &[Row<Self>] = &[
        key(Self::Undo, "Undo", "u", "undo", "Undo", "Takes back your newest judgement, also of an earlier session.")
            .rank(17)
            .judges(),
        key(Self::Redo, "Redo", "U ctrl-r", "redo", "Redo", "Takes an undo back.").rank(85).judges(),
        opens(Layer::Goto, "Goto", "g", "go", "Go to …", "Goes to a screen, an end or a record.").rank(80),
        key(Self::Last, "GoLast", "G", "last", "Last", "Goes to the last line or record."),
        key(Self::Palette, "Palette", ":", "commands", "Commands", "Finds any command by its name.").rank(22),
        key(Self::Help, "Help", "?", "help", "Help", "Shows the keys that work here.").rank(23),
        key(Self::Present, "Present", "P", "present", "Present", "More room, stronger contrast, no reviewer names."),
        key(Self::Quit, "Quit", "q", "quit", "Quit", "Leaves; nothing is lost.").rank(92),
    ];

    /// Everywhere, under text boxes too.
    pub(super) const ALWAYS: &[Row<Self>] = &[
        key(Self::Leave, "Leave", "Esc", "back", "Back", "Leaves one layer.").rank(70),
        key(Self::Cancel, "Cancel", "ctrl-c", "cancel", "Cancel or quit", "Cancels what is open, else quits."),
        key(Self::Suspend, "Suspend", "ctrl-z", "suspend", "Suspend", "Stops the program as the shell does."),
    ];
}

/// Goes somewhere; the screens have their own table.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[expect(missing_docs, reason = "each row has a title and a sentence")]
pub enum GotoAction {
    Screen(Screen),
    All,
    First,
    Id,
}

impl GotoAction {
    /// Returns the rows of the screens that have a key.
    pub(super) fn screens() -> Vec<Row<Self>> {
        let rows = SCREENS.iter().zip(1..).filter_map(|(row, rank)| {
            let ScreenKey { id, key: keys, hint, sentence } = row.key?;
            Some(key(Self::Screen(row.screen), id, keys, hint, row.title, sentence).rank(rank))
        });
        rows.collect()
    }

    /// After the key that goes, behind the screens.
    pub(super) const KEYS: &[Row<Self>] = &[
        key(
            Self::All,
            "GoAll",
            "a",
            "all",
            "All, no sample",
            "Leaves the sample: the queue holds every record of the filter.",
        ),
        key(Self::First, "GoFirst", "g", "first", "First", "Goes to the first line or record.").rank(7),
        key(Self::Id, "JumpTo", "/", "an id", "Jump to an id", "Goes to the record whose id begins so.").rank(8),
    ];
}
