//! Text boxes and pickers.

use super::row::{Row, key};

/// Ends or breaks the line of a text box.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[expect(missing_docs, reason = "each row has a title and a sentence")]
pub enum TextAction {
    Save,
    Newline,
}

impl TextAction {
    /// In every text box.
    pub(super) const KEYS: &[Row<Self>] = &[
        key(Self::Save, "TextSave", "Enter", "save", "Save", "Keeps what was written.").rank(1),
        key(Self::Newline, "TextNewline", "ctrl-j", "new line", "New line", "Begins a new line.").rank(2),
    ];
}

/// Moves in a picker, or chooses.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[expect(missing_docs, reason = "each row has a title and a sentence")]
pub enum PickerAction {
    Accept,
    Define,
    Down,
    Up,
}

impl PickerAction {
    /// In every picker.
    pub(super) const KEYS: &[Row<Self>] = &[
        key(Self::Accept, "PickerAccept", "Enter", "choose", "Choose", "Takes the selected line.").rank(1),
        key(
            Self::Define,
            "PickerDefine",
            "Tab",
            "define",
            "Define",
            "Writes what the selected mode means; a new one is made with it.",
        )
        .rank(2)
        .judges(),
        key(Self::Down, "PickerDown", "Down ctrl-n", "down", "Down", "Goes one line down."),
        key(Self::Up, "PickerUp", "Up ctrl-p", "up", "Up", "Goes one line up; from the first to the last."),
    ];
}
