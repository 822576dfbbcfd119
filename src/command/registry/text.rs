//! Text boxes and pickers.

use super::row::actions;

actions! {
    /// Ends or breaks the line of a text box.
    TextAction:

    /// In every text box.
    KEYS = [
        Save("TextSave", "Enter", "save", "Save", "Keeps what was written.").rank(1),
        Newline("TextNewline", "ctrl-j", "new line", "New line", "Begins a new line.").rank(2),
    ];
}

actions! {
    /// Moves in a picker, or chooses.
    PickerAction:

    /// In every picker.
    KEYS = [
        Accept("PickerAccept", "Enter", "choose", "Choose", "Takes the selected line.").rank(1),
        Define("PickerDefine", "Tab", "define", "Define",
            "Writes what the selected mode means; a new one is made with it.").rank(2).judges(),
        Down("PickerDown", "Down ctrl-n", "down", "Down", "Goes one line down."),
        Up("PickerUp", "Up ctrl-p", "up", "Up", "Goes one line up; from the first to the last."),
    ];
}
