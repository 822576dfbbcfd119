//! The lines of the Checks screen.

use super::state::Checks;
use crate::app::ReadModel;
use crate::checks;
use crate::domain::Check;

impl Checks {
    /// Returns the checks in view.
    pub fn rows<'a>(&self, read_model: &'a ReadModel) -> Vec<&'a Check> {
        let all = read_model.codebook.checks.iter();
        let holds =
            |check: &Check| self.list.holds(check.key.as_str()) || self.list.holds(&checks::describe(&check.spec));
        all.filter(|check| holds(check)).collect()
    }

    /// Returns the check under the cursor.
    pub fn selected<'a>(&self, read_model: &'a ReadModel) -> Option<&'a Check> {
        self.list.selected(&self.rows(read_model))
    }
}
