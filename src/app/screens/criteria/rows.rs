//! The lines of the Criteria screen.

use super::state::Criteria;
use crate::app::ReadModel;
use crate::domain::{Criterion, CriterionKey};

impl Criteria {
    /// Returns the criteria in view: asked ones by number, then retired ones.
    pub fn rows<'a>(&self, read_model: &'a ReadModel) -> Vec<&'a Criterion> {
        let retired = read_model.codebook.criteria.iter().filter(|criterion| criterion.retired);
        let all = read_model.open_criteria().into_iter().chain(retired);
        let text = |criterion: &Criterion| criterion.current().map(|version| version.text.raw().to_owned());
        all.filter(|criterion| {
            self.list.holds(criterion.name.as_str()) || text(criterion).is_some_and(|text| self.list.holds(&text))
        })
        .collect()
    }

    /// Returns the criterion under the cursor.
    pub fn selected<'a>(&self, read_model: &'a ReadModel) -> Option<&'a Criterion> {
        self.list.selected(&self.rows(read_model))
    }

    /// Moves the cursor to a criterion, where it is in view.
    pub(crate) fn select(&mut self, key: &CriterionKey, read_model: &ReadModel) {
        if let Some(at) = self.rows(read_model).iter().position(|criterion| criterion.key == *key) {
            self.list.cursor = at;
        }
    }
}
