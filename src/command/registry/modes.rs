//! The Modes screen.

use super::row::{Row, key, opens};
use crate::command::layer::Layer;

/// Changes the selected failure mode.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[expect(missing_docs, reason = "each row has a title and a sentence")]
pub enum ModesAction {
    Add,
    Rename,
    Define,
    Severity,
    Merge,
    Split,
    Retire,
    Records,
    Stub,
    SetHotkey,
    ClearHotkey,
}

impl ModesAction {
    /// On the screen.
    pub(super) const KEYS: &[Row<Self>] = &[
        key(Self::Add, "ModeAdd", "a", "add", "Add a mode", "Names a new failure mode.").rank(2).judges(),
        key(Self::Rename, "ModeRename", "r", "rename", "Rename", "Gives the mode another name; its tags stay.")
            .rank(3)
            .judges(),
        key(Self::Define, "ModeDefine", "d", "define", "Define", "Writes what the mode means.").rank(4).judges(),
        key(Self::Severity, "ModeSeverity", "s", "severity", "Severity", "Goes through severity 1, 2, 3.")
            .rank(5)
            .judges(),
        opens(Layer::Hotkey, "ModeHotkey", "h", "hotkey", "Hotkey", "Gives the mode the letter that follows.")
            .rank(6)
            .judges(),
        key(Self::Merge, "ModeMerge", "m", "merge", "Merge into another", "Picks the mode that inherits the tags.")
            .rank(7)
            .judges(),
        key(
            Self::Split,
            "ModeSplit",
            "p",
            "split",
            "Split",
            "Writes the parts, one a line; the mode itself is no longer offered.",
        )
        .rank(8)
        .judges(),
        key(
            Self::Retire,
            "ModeRetire",
            "x",
            "retire",
            "Retire or revive",
            "No longer offers the mode, or offers it again.",
        )
        .rank(8)
        .judges(),
        key(Self::Records, "ModeRecords", "Enter", "records", "Its records", "Filters the queue by this mode.").rank(1),
        key(
            Self::Stub,
            "ModeStub",
            "S",
            "stub",
            "Stub",
            "Shows check and proof, or suggests checks; Enter writes the stub.",
        )
        .rank(9)
        .judges(),
    ];

    /// After the key for a hotkey.
    pub(super) const HOTKEY: &[Row<Self>] = &[
        key(Self::SetHotkey, "SetHotkey", "a-z", "hotkey", "Hotkey", "The mode's hotkey from now on.").rank(1).judges(),
        key(Self::ClearHotkey, "ClearHotkey", "Backspace", "none", "No hotkey", "Takes the mode's hotkey away.")
            .rank(2)
            .judges(),
    ];
}
