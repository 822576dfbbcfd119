//! The box of the queue's filter: what the word that is typed may become.
//!
//! What is known is put together when the box opens and when it was read anew; what fits, at every key.

use crate::app::read_model::ReadModel;
use crate::domain::filter::{self, Known};
use crate::text::visible_line;

/// What completes a filter.
#[derive(Debug, Default)]
pub struct FilterBox {
    known: Known,
    /// Whether the filter makes a session of its own instead of a view.
    pub begins_session: bool,
    /// What the last word may become, whole words each.
    pub found: Vec<String>,
}

impl FilterBox {
    /// Puts together what is known, and looks what fits. What is retired is left out, and so are names that a screen
    /// cannot show as they are; while presenting, names of reviewers and sources too.
    pub(crate) fn refresh(&mut self, read_model: &ReadModel, present: bool, text: &str) {
        let codebook = &read_model.codebook;
        let mut known = read_model.logged.clone();
        if present {
            known.sources.clear();
            known.reviewers.clear();
        }
        for names in
            [&mut known.models, &mut known.prompts, &mut known.sources, &mut known.reviewers, &mut known.judges]
        {
            names.retain(|name| visible_line(&name.as_str().into()).as_str() == name);
        }
        let modes = codebook.modes.iter().filter(|mode| mode.status.is_open());
        let criteria = codebook.criteria.iter().filter(|criterion| !criterion.retired);
        self.known = Known {
            modes: modes.map(|mode| mode.slug.to_string()).collect(),
            criteria: criteria.map(|criterion| criterion.slug.to_string()).collect(),
            checks: codebook.checks.iter().map(|check| check.key.to_string()).collect(),
            ..known
        };
        self.look(text);
    }

    /// Looks what the last word may become.
    pub(crate) fn look(&mut self, text: &str) {
        self.found = filter::completions(text, &self.known);
    }

    /// Returns the text with its last word completed as far as it is certain.
    pub(crate) fn complete(&self, text: &str) -> Option<String> {
        filter::complete(text, &self.known)
    }
}
