//! The codebook as screens, lists and reports read it: merges resolved, and with what is counted.

use crate::domain::{Check, Criterion, CriterionKey, FailureMode, ModeKey, Slug};

/// All modes, criteria and checks as they stand now, in order of birth.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct CodebookView {
    /// Failure modes, merged and retired ones too.
    pub modes: Vec<FailureMode>,
    /// Criteria, retired ones too.
    pub criteria: Vec<Criterion>,
    /// Checks.
    pub checks: Vec<Check>,
}

impl CodebookView {
    /// The mode that `typed` names: by key, slug or name as typed, then by a name it had before; a merged one resolves
    /// to its heir.
    #[must_use]
    pub fn mode(&self, typed: &str) -> Option<&FailureMode> {
        let slug = Slug::of(typed);
        let by_name = |mode: &&FailureMode| mode.slug == slug || mode.name.as_str() == typed;
        let open = self.modes.iter().filter(|mode| mode.status.is_open()).find(by_name);
        let found = open
            .or_else(|| self.modes.iter().find(by_name))
            .or_else(|| self.mode_of(&slug))
            .or_else(|| self.modes.iter().find(|mode| mode.former_names().any(|name| Slug::of(name) == slug)))?;
        self.heir_of(found)
    }

    /// The mode with this key.
    #[must_use]
    pub fn mode_of(&self, key: &ModeKey) -> Option<&FailureMode> {
        self.modes.iter().find(|mode| mode.key == *key)
    }

    /// Follows merges to the mode that counts now.
    #[must_use]
    pub fn heir_of<'a>(&'a self, mode: &'a FailureMode) -> Option<&'a FailureMode> {
        let mut current = mode;
        for _ in 0..=self.modes.len() {
            match &current.heir {
                None => return Some(current),
                Some(heir) => current = self.mode_of(heir)?,
            }
        }
        None
    }

    /// The criterion that `typed` names: by slug, name as typed or key, then by a name it had before; a merged one
    /// resolves to its heir.
    #[must_use]
    pub fn criterion(&self, typed: &str) -> Option<&Criterion> {
        let slug = Slug::of(typed);
        let by_name = |criterion: &&Criterion| criterion.slug == slug || criterion.name.as_str() == typed;
        let had = |criterion: &&Criterion| criterion.former_names().any(|name| Slug::of(name) == slug);
        let open = self.criteria.iter().filter(|criterion| !criterion.retired).find(by_name);
        let found = open
            .or_else(|| self.criteria.iter().find(by_name))
            .or_else(|| self.criterion_of(&slug))
            .or_else(|| self.criteria.iter().find(had))?;
        self.criterion_heir(found)
    }

    /// Follows merges to the criterion that is asked now.
    #[must_use]
    pub fn criterion_heir<'a>(&'a self, criterion: &'a Criterion) -> Option<&'a Criterion> {
        let mut current = criterion;
        for _ in 0..=self.criteria.len() {
            match &current.heir {
                None => return Some(current),
                Some(heir) => current = self.criterion_of(heir)?,
            }
        }
        None
    }

    /// The criterion with this key.
    #[must_use]
    pub fn criterion_of(&self, key: &CriterionKey) -> Option<&Criterion> {
        self.criteria.iter().find(|criterion| criterion.key == *key)
    }
}
