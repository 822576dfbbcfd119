//! The lines of the Modes screen.

use super::state::Modes;
use crate::app::ReadModel;
use crate::domain::FailureMode;

impl Modes {
    /// Returns the modes in view: open ones by count, then those that are merged, split or retired.
    pub fn rows<'a>(&self, read_model: &'a ReadModel) -> Vec<&'a FailureMode> {
        let ended = read_model.codebook.modes.iter().filter(|mode| !mode.status.is_open());
        let all = read_model.open_modes().into_iter().chain(ended);
        all.filter(|mode| self.list.holds(mode.name.as_str()) || self.list.holds(mode.definition.raw())).collect()
    }

    /// Returns the mode under the cursor.
    pub fn selected<'a>(&self, read_model: &'a ReadModel) -> Option<&'a FailureMode> {
        self.list.selected(&self.rows(read_model))
    }
}
