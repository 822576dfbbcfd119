//! The keys of the Modes screen.

use crate::command::actions;

actions! {
    /// Changes the selected failure mode.
    ModesAction:

    /// On the screen.
    KEYS = [
        Add("ModeAdd", "a", "add", "Add a mode", "Names a new failure mode.").rank(2).judges(),
        Rename("ModeRename", "r", "rename", "Rename", "Gives the mode another name; its tags stay.").rank(3).judges(),
        Define("ModeDefine", "d", "define", "Define", "Writes what the mode means.").rank(4).judges(),
        Severity("ModeSeverity", "s", "severity", "Severity", "Goes through severity 1, 2, 3.").rank(5).judges(),
        => Hotkey("ModeHotkey", "h", "hotkey", "Hotkey", "Gives the mode the letter that follows.").rank(6).judges(),
        Merge("ModeMerge", "m", "merge", "Merge into another",
            "Picks the mode that inherits the tags.").rank(7).judges(),
        Split("ModeSplit", "p", "split", "Split",
            "Writes the parts, one a line; the mode itself is no longer offered.").rank(8).judges(),
        Retire("ModeRetire", "x", "retire", "Retire or revive",
            "No longer offers the mode, or offers it again.").rank(8).judges(),
        Records("ModeRecords", "Enter", "records", "Its records", "Shows the records of this mode, or of these notes.").rank(1),
        Code("ModeCode", "c", "mode of notes", "Make a mode of the notes",
            "Names a failure mode; the records of these notes are tagged with it.").rank(9).judges(),
        CodeInto("ModeCodeInto", "i", "into a mode", "Add the notes to a mode",
            "Picks the mode that the records of these notes are tagged with.").rank(9).judges(),
        Stub("ModeStub", "S", "stub", "Stub",
            "Shows check and proof, or suggests checks; Enter writes the stub.").rank(9).judges(),
    ];

    /// After the key for a hotkey.
    HOTKEY = [
        SetHotkey("SetHotkey", "a-z", "hotkey", "Hotkey", "The mode's hotkey from now on.").rank(1).judges(),
        ClearHotkey("ClearHotkey", "Backspace", "none", "No hotkey", "Takes the mode's hotkey away.").rank(2).judges(),
    ];
}
