//! Notes that no failure mode was made of yet, in groups.

use crate::domain::{Change, ModeKey, Name, RecordId, RowId, Span, Untrusted};
use crate::text::counted;

/// A note on a record that nobody tagged.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OpenNote {
    /// The record's place.
    pub row: RowId,
    /// The record.
    pub record: RecordId,
    /// Who wrote it.
    pub reviewer: Name,
    /// The span it is on.
    pub span: Option<Span>,
    /// The text.
    pub text: Untrusted,
}

/// Open notes that are alike.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NoteGroup {
    /// The note that is most alike the others: it stands for them.
    pub label: Untrusted,
    /// The notes, in the order in which they were written.
    pub notes: Vec<OpenNote>,
}

/// What a mode that is made of notes is tagged on: records, each with the span that its note is on.
pub type Noted = Vec<(RecordId, Option<Span>)>;

impl NoteGroup {
    /// Returns the records, each once.
    pub fn rows(&self) -> Vec<RowId> {
        let mut rows: Vec<RowId> = self.notes.iter().map(|note| note.row).collect();
        rows.sort_unstable();
        rows.dedup();
        rows
    }

    /// Returns what is tagged where a mode is made of the notes.
    pub fn noted(&self) -> Noted {
        self.notes.iter().map(|note| (note.record, note.span)).collect()
    }
}

/// Returns the tags of a mode that is made of notes.
pub fn tags_of_noted(noted: &[(RecordId, Option<Span>)], mode: &ModeKey) -> Vec<Change> {
    let mut changes: Vec<Change> = Vec::with_capacity(noted.len());
    for (record, span) in noted {
        let tag = Change::Tag { record: *record, mode: mode.clone(), span: *span };
        if !changes.contains(&tag) {
            changes.push(tag);
        }
    }
    changes
}

/// All open notes.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct OpenNotes {
    /// The groups, the largest first; a note that is like no other is a group of its own.
    pub groups: Vec<NoteGroup>,
    /// How many older notes were not grouped, because there are too many.
    pub older: u64,
    /// How many notes stand on records without a mode that are judged and that nobody failed: they are left out.
    pub passed: u64,
}

impl OpenNotes {
    /// Says which notes are taken, and which are left out; nothing where none is left out.
    pub fn left_out_words(&self) -> Option<String> {
        let are = match self.passed {
            0 => return None,
            1 => "is",
            _ => "are",
        };
        let notes = counted(self.passed, "note");
        Some(format!("{notes} on records that passed or were declined {are} left out."))
    }

    /// Returns how many notes are grouped.
    pub fn notes(&self) -> u64 {
        self.groups.iter().map(|group| group.notes.len() as u64).sum()
    }
}
