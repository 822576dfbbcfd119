//! The codebook as it is stored, and how slugs, numbers, keys and former names find what is in it.

use crate::domain::codebook::entries::{CriterionEntry, Identity, ModeEntry};
use crate::domain::codebook::hotkeys::free_letter;
use crate::domain::spelling::nearest;
use crate::domain::{Check, Slug, Target};
use crate::error::{Problem, Result};

/// All modes, criteria and checks as they are stored, in the order in which they were made.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Codebook {
    /// Failure modes, merged and retired ones too.
    pub modes: Vec<ModeEntry>,
    /// Criteria, retired ones too.
    pub criteria: Vec<CriterionEntry>,
    /// Checks.
    pub checks: Vec<Check>,
}

/// A mode or criterion, which share their rules for names and merges.
pub(super) trait Entry {
    /// Returns its names and its life.
    fn identity(&self) -> &Identity;
}

impl Entry for ModeEntry {
    fn identity(&self) -> &Identity {
        &self.identity
    }
}

impl Entry for CriterionEntry {
    fn identity(&self) -> &Identity {
        &self.identity
    }
}

/// Returns the entry that a slug names, merged and retired ones too: open ones first, then by present slug, key, former
/// slug.
fn named<'a, T: Entry>(entries: &'a [T], slug: &Slug) -> Option<&'a T> {
    let find = |test: &dyn Fn(&Identity) -> bool| entries.iter().find(|entry| test(entry.identity()));
    find(&|identity| identity.is_open() && identity.slug == *slug)
        .or_else(|| find(&|identity| identity.slug == *slug))
        .or_else(|| find(&|identity| identity.key == *slug))
        .or_else(|| find(&|identity| identity.has_slug(slug)))
}

/// Returns the entry with this key.
pub(super) fn with_key<'a, T: Entry>(entries: &'a [T], key: &Slug) -> Option<&'a T> {
    entries.iter().find(|entry| entry.identity().key == *key)
}

/// Follows merges to the entry that counts now.
fn resolve_merges<'a, T: Entry>(entries: &'a [T], entry: &'a T) -> &'a T {
    let mut current = entry;
    for _ in 0..=entries.len() {
        let merged = current.identity().merged.as_ref();
        match merged.and_then(|merge| with_key(entries, &merge.into)) {
            Some(next) => current = next,
            None => break,
        }
    }
    current
}

/// Returns the entry that has, or had, this slug; `own` is the key of the one that is renamed.
fn in_the_way<'a, T: Entry>(entries: &'a [T], slug: &Slug, own: Option<&Slug>) -> Option<&'a T> {
    entries.iter().find(|entry| own != Some(&entry.identity().key) && entry.identity().has_slug(slug))
}

impl Codebook {
    /// Returns the mode that a slug names; see [`Codebook::resolve_mode`] for the one that counts for it.
    pub fn mode(&self, slug: &Slug) -> Option<&ModeEntry> {
        named(&self.modes, slug)
    }

    /// Returns the criterion that a slug names.
    pub fn criterion(&self, slug: &Slug) -> Option<&CriterionEntry> {
        named(&self.criteria, slug)
    }

    /// Returns the mode with this key.
    pub fn mode_of(&self, key: &Slug) -> Option<&ModeEntry> {
        with_key(&self.modes, key)
    }

    /// Returns the criterion with this key.
    pub fn criterion_of(&self, key: &Slug) -> Option<&CriterionEntry> {
        with_key(&self.criteria, key)
    }

    /// Returns whether the mode or criterion with this key is there.
    pub fn has(&self, target: &Target) -> bool {
        match target {
            Target::Mode(key) => self.mode_of(key).is_some(),
            Target::Criterion(key) => self.criterion_of(key).is_some(),
        }
    }

    /// Follows merges to the mode that counts now.
    pub fn resolve_mode<'a>(&'a self, mode: &'a ModeEntry) -> &'a ModeEntry {
        resolve_merges(&self.modes, mode)
    }

    /// Follows merges to the criterion that is asked now.
    pub fn resolve_criterion<'a>(&'a self, criterion: &'a CriterionEntry) -> &'a CriterionEntry {
        resolve_merges(&self.criteria, criterion)
    }

    /// Returns the key of the mode that counts for this one; an unknown key stands for itself.
    pub fn resolve_mode_key(&self, key: &Slug) -> Slug {
        self.mode_of(key).map_or_else(|| key.clone(), |mode| self.resolve_mode(mode).identity.key.clone())
    }

    /// Returns the target that counts now: the mode that a merged one is merged into, else the target itself.
    pub fn current_target(&self, target: &Target) -> Target {
        match target {
            Target::Mode(key) => Target::Mode(self.resolve_mode_key(key)),
            Target::Criterion(key) => Target::Criterion(key.clone()),
        }
    }

    /// Returns the keys of all modes that count for `key` now, itself included.
    pub fn merged_group(&self, key: &Slug) -> Vec<&Slug> {
        let counts = |mode: &&ModeEntry| self.resolve_mode(mode).identity.key == *key;
        self.modes.iter().filter(counts).map(|mode| &mode.identity.key).collect()
    }

    /// Returns the mode that has, or had, this slug; `own` is the key of the one that is renamed.
    pub fn mode_in_the_way(&self, slug: &Slug, own: Option<&Slug>) -> Option<&ModeEntry> {
        in_the_way(&self.modes, slug, own)
    }

    /// Returns the criterion that has, or had, this slug; `own` is the key of the one that is renamed.
    pub fn criterion_in_the_way(&self, slug: &Slug, own: Option<&Slug>) -> Option<&CriterionEntry> {
        in_the_way(&self.criteria, slug, own)
    }

    /// Returns the open mode that has this letter; the earliest where histories that were merged gave it twice.
    pub fn mode_on(&self, letter: char) -> Option<&ModeEntry> {
        self.modes.iter().find(|mode| mode.identity.is_open() && mode.hotkey == Some(letter))
    }

    /// Returns the first free letter of the name, else the first free one.
    pub fn free_hotkey(&self, name: &str) -> Option<char> {
        free_letter(name, |letter| self.mode_on(letter).is_some())
    }

    /// Returns the criterion that has this number; the earliest where histories that were merged gave it twice.
    pub fn numbered(&self, number: u8) -> Option<&CriterionEntry> {
        self.criteria.iter().find(|criterion| criterion.number == Some(number))
    }

    /// Returns the lowest number that no criterion has, retired ones included: a criterion keeps its number for life.
    pub fn free_number(&self) -> Option<u8> {
        (1..=9).find(|number| !self.criteria.iter().any(|criterion| criterion.number == Some(*number)))
    }

    /// Returns the mode that a slug names, or a refusal with the nearest known one.
    pub fn known_mode(&self, slug: &Slug) -> Result<&ModeEntry> {
        self.mode(slug).ok_or_else(|| {
            let open = self.modes.iter().filter(|mode| mode.identity.is_open());
            let known = open.map(|mode| mode.identity.slug.as_str());
            unknown("failure mode", slug, known, "`gemba modes list` shows them; `gemba modes add` makes one.")
        })
    }

    /// Returns the criterion that a slug or a number names, or a refusal with the nearest known one.
    pub fn known_criterion(&self, slug: &Slug) -> Result<&CriterionEntry> {
        let by_number = || slug.as_str().parse().ok().and_then(|number| self.numbered(number));
        self.criterion(slug).or_else(by_number).ok_or_else(|| {
            let known = self.criteria.iter().map(|criterion| criterion.identity.slug.as_str());
            unknown("criterion", slug, known, "`gemba criteria list` shows them.")
        })
    }

    /// Returns the check that a key names, or a refusal with the nearest known one.
    pub fn known_check(&self, key: &Slug) -> Result<&Check> {
        self.checks.iter().find(|check| check.key == *key).ok_or_else(|| {
            let known = self.checks.iter().map(|check| check.key.as_str());
            unknown("check", key, known, "`gemba checks list` shows them.")
        })
    }
}

fn unknown<'a>(what: &str, slug: &Slug, known: impl Iterator<Item = &'a str>, hint: &str) -> Problem {
    let sentence = match nearest(slug.as_str(), known) {
        Some(near) => format!("There is no {what} `{slug}`; the nearest is `{near}`."),
        None => format!("There is no {what} `{slug}`."),
    };
    Problem::usage(sentence).hint(hint)
}
