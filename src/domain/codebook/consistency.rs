//! What must hold of a codebook whatever was undone in it.
//!
//! Each breach can come about when others have changed the codebook between an event and its undo or redo.

use crate::domain::Slug;
use crate::domain::codebook::entries::CriterionEntry;
use crate::domain::codebook::lookup::Codebook;

impl Codebook {
    /// Returns, as a clause, the first breach: two open modes with one letter, two criteria with one number, a slug
    /// that is taken twice, a merge or split that leads nowhere.
    pub fn breach(&self) -> Option<String> {
        if !self.merges_end() {
            return Some("two that were merged would be merged into each other".to_owned());
        }
        self.breach_in_modes().or_else(|| self.breach_in_criteria())
    }

    fn merges_end(&self) -> bool {
        self.modes.iter().all(|mode| self.resolve_mode(mode).identity.merged.is_none())
            && self.criteria.iter().all(|criterion| self.resolve_criterion(criterion).identity.merged.is_none())
    }

    fn breach_in_modes(&self) -> Option<String> {
        let is_gone = |key: &Slug| self.mode_of(key).is_none();
        for (index, mode) in self.modes.iter().enumerate() {
            let name = &mode.identity.name;
            let others = self.modes.get(index + 1..).unwrap_or_default();
            if let Some(letter) = mode.hotkey.filter(|_| mode.identity.is_open()) {
                let rival = others.iter().find(|other| other.identity.is_open() && other.hotkey == Some(letter));
                if let Some(other) = rival {
                    return Some(format!(
                        "`{name}` and `{}` would both have the hotkey `{letter}`",
                        other.identity.name
                    ));
                }
            }
            if let Some(other) = others.iter().find(|other| other.identity.slug == mode.identity.slug) {
                return Some(format!("`{name}` and `{}` would have the same slug", other.identity.name));
            }
            if mode.identity.merged.as_ref().is_some_and(|merge| is_gone(&merge.into)) {
                return Some(format!("the mode that `{name}` is merged into is gone"));
            }
            if mode.identity.parts().iter().any(is_gone) {
                return Some(format!("a mode that `{name}` was split into is gone"));
            }
        }
        None
    }

    fn breach_in_criteria(&self) -> Option<String> {
        let is_gone = |key: &Slug| self.criterion_of(key).is_none();
        for (index, criterion) in self.criteria.iter().enumerate() {
            let CriterionEntry { identity, number, .. } = criterion;
            let clashes = |other: &&CriterionEntry| {
                other.identity.slug == identity.slug || (number.is_some() && other.number == *number)
            };
            if let Some(other) = self.criteria.get(index + 1..).unwrap_or_default().iter().find(clashes) {
                let (name, other) = (&identity.name, &other.identity.name);
                return Some(format!("`{name}` and `{other}` would have one number or slug"));
            }
            let merged_into = identity.merged.as_ref().map(|merge| &merge.into);
            if merged_into.into_iter().chain(identity.parts()).any(is_gone) {
                return Some(format!("a criterion that `{}` was merged or split into is gone", identity.name));
            }
        }
        None
    }
}
