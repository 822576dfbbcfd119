//! The lines of the Modes screen.

use super::state::Modes;
use crate::app::ReadModel;
use crate::domain::FailureMode;
use crate::views::NoteGroup;

/// The records that fail and show no mode.
pub(super) const UNCODED: &str = "verdict:fail mode:none -verdict:pass";

/// One line of the Modes screen.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum ModesLine<'a> {
    /// A failure mode.
    Mode(&'a FailureMode),
    /// How many records failed without a mode.
    Uncoded(u64),
    /// Notes that no mode was made of, and that are alike.
    Notes(&'a NoteGroup),
}

impl Modes {
    /// Returns the lines in view: open modes by count; what failed without one, and the notes that none was made of; then
    /// the modes that are merged, split or retired.
    pub fn rows<'a>(&self, read_model: &'a ReadModel) -> Vec<ModesLine<'a>> {
        let holds = |mode: &&FailureMode| self.list.holds(mode.name.as_str()) || self.list.holds(mode.definition.raw());
        let ended = read_model.codebook.modes.iter().filter(|mode| !mode.status.is_open());
        let uncoded = read_model.figures.uncoded_fails;
        let uncoded = (uncoded > 0 && self.list.filter.is_empty()).then_some(ModesLine::Uncoded(uncoded));
        let groups = read_model.open_notes.groups.iter();
        let groups = groups.filter(|group| group.notes.iter().any(|note| self.list.holds(note.text.raw())));
        let open = read_model.open_modes().into_iter().filter(holds).map(ModesLine::Mode);
        let notes = uncoded.into_iter().chain(groups.map(ModesLine::Notes));
        open.chain(notes).chain(ended.filter(holds).map(ModesLine::Mode)).collect()
    }

    /// Returns the line under the cursor.
    pub fn line<'a>(&self, read_model: &'a ReadModel) -> Option<ModesLine<'a>> {
        self.list.selected(&self.rows(read_model))
    }
}
