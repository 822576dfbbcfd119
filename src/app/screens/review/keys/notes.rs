//! Notes on the record that is shown, and its corrected output.

use crate::command::actions;

actions! {
    /// Writes or shows texts about the record that is shown.
    NotesAction:

    /// On Review.
    REVIEW = [
        Note("Note", "n", "note", "Note", "Writes a note on the record, in place.").rank(14).judges(),
        NoteInEditor("NoteInEditor", "N", "note in editor", "Note in your editor",
            "Writes the note in $EDITOR.").judges(),
        Correct("Correct", "e", "correct", "Correct the output",
            "Writes the output as it should have been, beginning with what was logged; an empty text takes yours back.")
            .rank(34).judges(),
        CorrectInEditor("CorrectInEditor", "E", "correct in editor", "Correct the output in your editor",
            "Writes the corrected output in $EDITOR.").judges(),
        Corrections("Corrections", "D", "corrections", "Corrected outputs",
            "Shows what the corrected outputs change, word by word, the newest first."),
        Answers("Answers", "b", "both answers", "Both answers",
            "Shows what each reviewer answered where they differ, side by side, to be settled.").rank(15),
        => Promote("Promote", ">", "note becomes", "Note becomes …",
            "Makes a failure mode or a criterion of the note.").rank(28).judges(),
        => Criterion("Criterion", "c", "criterion", "Criterion …",
            "Writes a new criterion from here, or edits one.").rank(29).judges(),
    ];

    /// After the key that makes something of a note.
    PROMOTE = [
        NoteToMode("NoteToMode", "m", "mode", "Note becomes a mode",
            "Opens the picker with the note's words; tags the record.").rank(1).judges(),
        NoteToCriterion("NoteToCriterion", "c", "criterion", "Note becomes a criterion",
            "Starts a criterion with the note's words.").rank(2).judges(),
    ];
}
