//! Notes on the record that is shown, and its corrected output.

use super::row::{Row, key, opens};
use crate::command::layer::Layer;

/// Writes or shows texts about the record that is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[expect(missing_docs, reason = "each row has a title and a sentence")]
pub enum NotesAction {
    Note,
    NoteInEditor,
    Correct,
    CorrectInEditor,
    Corrections,
    NoteToMode,
    NoteToCriterion,
}

impl NotesAction {
    /// On Review.
    pub(super) const REVIEW: &[Row<Self>] = &[
        key(Self::Note, "Note", "n", "note", "Note", "Writes a note on the record, in place.").rank(14).judges(),
        key(
            Self::NoteInEditor,
            "NoteInEditor",
            "N",
            "note in editor",
            "Note in your editor",
            "Writes the note in $EDITOR.",
        )
        .judges(),
        key(
            Self::Correct,
            "Correct",
            "e",
            "correct",
            "Correct the output",
            "Writes the output as it should have been, beginning with what was logged; an empty text takes yours back.",
        )
        .rank(34)
        .judges(),
        key(
            Self::CorrectInEditor,
            "CorrectInEditor",
            "E",
            "correct in editor",
            "Correct the output in your editor",
            "Writes the corrected output in $EDITOR.",
        )
        .judges(),
        key(
            Self::Corrections,
            "Corrections",
            "D",
            "corrections",
            "Corrected outputs",
            "Shows what the corrected outputs change, word by word, the newest first.",
        ),
        opens(
            Layer::Promote,
            "Promote",
            ">",
            "promote",
            "Note becomes …",
            "Makes a failure mode or a criterion of the note.",
        )
        .rank(28)
        .judges(),
        opens(
            Layer::Criterion,
            "Criterion",
            "c",
            "criterion",
            "Criterion …",
            "Writes a new criterion from here, or edits one.",
        )
        .rank(29)
        .judges(),
    ];

    /// After the key that makes something of a note.
    pub(super) const PROMOTE: &[Row<Self>] = &[
        key(
            Self::NoteToMode,
            "NoteToMode",
            "m",
            "mode",
            "Note becomes a mode",
            "Opens the picker with the note's words; tags the record.",
        )
        .rank(1)
        .judges(),
        key(
            Self::NoteToCriterion,
            "NoteToCriterion",
            "c",
            "criterion",
            "Note becomes a criterion",
            "Starts a criterion with the note's words.",
        )
        .rank(2)
        .judges(),
    ];
}
