//! What is stored of a failure mode and of a criterion.
//!
//! Modes and criteria share an [`Identity`]: names that change, and a life that ends by retiring, merging or splitting.

use crate::domain::codebook::criterion::{TAU, with_versions};
use crate::domain::{CriterionSettings, CriterionVersion, Edit, ModeKey, Name, Slug, Untrusted};

/// A step in the life of a mode or criterion.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LineageEntry {
    /// The place in the journal.
    pub position: i64,
    /// What happened, in words: `merged into tone`, `renamed from …`.
    pub words: String,
    /// The slug that it no longer has, for a renaming.
    pub former_slug: Option<Slug>,
}

/// How the words of a step begin by which another made the same mode or criterion.
const AGAIN: &str = "made by ";

impl LineageEntry {
    /// Returns whether another made the same mode or criterion by this step.
    #[must_use]
    pub fn is_made_again(&self) -> bool {
        self.words.starts_with(AGAIN)
    }
}

/// A merge of a mode or criterion into another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Merge {
    /// The one that its name leads to.
    pub into: Slug,
    /// The place in the journal.
    pub position: i64,
}

/// A split of a mode or criterion into others.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Split {
    /// Its parts, at least two.
    pub into: Vec<Slug>,
    /// The place in the journal.
    pub position: i64,
}

/// The names and the life of a mode or criterion.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Identity {
    /// The slug of its first name; never changes.
    pub key: Slug,
    /// Its name now.
    pub name: Name,
    /// The slug of its name now.
    pub slug: Slug,
    /// The place in the journal of the event that made it.
    pub created: i64,
    /// Whether it is no longer offered; a split one is retired too, a merged one is not.
    pub is_retired: bool,
    /// Set while it is merged into another.
    pub merged: Option<Merge>,
    /// Set while it is split into others.
    pub split: Option<Split>,
    /// What happened to it, oldest first.
    pub lineage: Vec<LineageEntry>,
}

impl Identity {
    fn new(name: &Name, created: i64) -> Self {
        Self {
            key: name.slug(),
            name: name.clone(),
            slug: name.slug(),
            created,
            is_retired: false,
            merged: None,
            split: None,
            lineage: Vec::new(),
        }
    }

    /// Returns whether it can still be used.
    pub const fn is_open(&self) -> bool {
        !self.is_retired && self.merged.is_none()
    }

    /// Returns whether it has, or had, this slug.
    pub fn has_slug(&self, slug: &Slug) -> bool {
        self.slug == *slug
            || self.key == *slug
            || self.lineage.iter().any(|step| step.former_slug.as_ref() == Some(slug))
    }

    /// Returns what it was split into.
    pub fn parts(&self) -> &[Slug] {
        self.split.as_ref().map_or(&[], |split| &split.into)
    }

    pub(crate) fn rename(&mut self, name: &Name, position: i64) {
        let words = format!("renamed from {}", self.name);
        let former_slug = Some(std::mem::replace(&mut self.slug, name.slug()));
        self.lineage.push(LineageEntry { position, words, former_slug });
        self.name = name.clone();
    }

    pub(crate) fn merge(&mut self, into: &Slug, position: i64) {
        self.reopen();
        self.merged = Some(Merge { into: into.clone(), position });
        self.remember(format!("merged into {into}"), position);
    }

    pub(crate) fn split(&mut self, into: &[Slug], position: i64) {
        self.is_retired = true;
        self.split = Some(Split { into: into.to_vec(), position });
        let listed = into.iter().map(Slug::as_str).collect::<Vec<_>>().join(", ");
        self.remember(format!("split into {listed}"), position);
    }

    pub(crate) fn retire(&mut self, position: i64) {
        self.is_retired = true;
        self.remember("retired".to_owned(), position);
    }

    /// Offers it again: it is neither merged nor split any more.
    pub(crate) fn revive(&mut self, position: i64) {
        self.reopen();
        self.remember("revived".to_owned(), position);
    }

    fn reopen(&mut self) {
        self.is_retired = false;
        self.merged = None;
        self.split = None;
    }

    /// Notes that another made the same one.
    pub(crate) fn note_again(&mut self, by: &Name, position: i64) {
        self.remember(format!("{AGAIN}{by} too"), position);
    }

    fn remember(&mut self, words: String, position: i64) {
        self.lineage.push(LineageEntry { position, words, former_slug: None });
    }
}

/// A failure mode as it is stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ModeEntry {
    /// Its names and its life.
    pub identity: Identity,
    /// What it means, for someone who was not there.
    pub definition: Untrusted,
    /// 1 (a blemish) to 3 (must never happen).
    pub severity: u8,
    /// The one-key tag, `a` to `z`.
    pub hotkey: Option<char>,
}

impl ModeEntry {
    pub(crate) fn new(name: &Name, definition: &Untrusted, severity: u8, hotkey: Option<char>, created: i64) -> Self {
        Self { identity: Identity::new(name, created), definition: definition.clone(), severity, hotkey }
    }

    /// Takes in that another made the same mode: the definition, severity and hotkey of the earlier one hold, and only
    /// where it had no definition it gets one.
    pub(crate) fn add_again(&mut self, definition: &Untrusted, by: &Name, position: i64) {
        if self.definition.raw().trim().is_empty() {
            self.definition = definition.clone();
        }
        self.identity.note_again(by, position);
    }
}

/// A criterion as it is stored.
#[derive(Debug, Clone, PartialEq)]
pub struct CriterionEntry {
    /// Its names and its life.
    pub identity: Identity,
    /// Its key on the review screen, 1–9; it keeps it for life.
    pub number: Option<u8>,
    /// When to ask it.
    pub use_when: Untrusted,
    /// When not to.
    pub avoid_when: Untrusted,
    /// Whether an output that does not meet it fails, whatever else is good.
    pub must_pass: bool,
    /// The tolerated share of good outputs that its checks may reject, 0 to 1.
    pub tau: f64,
    /// Who decides on it.
    pub owner: Option<Name>,
    /// The modes that it is linked to, as they were named; some may be merged by now.
    pub modes: Vec<ModeKey>,
    /// All versions, oldest first.
    pub versions: Vec<CriterionVersion>,
}

with_versions!(CriterionEntry);

impl CriterionEntry {
    pub(crate) fn new(name: &Name, number: Option<u8>, modes: Vec<ModeKey>, created: i64) -> Self {
        Self {
            identity: Identity::new(name, created),
            number,
            use_when: Untrusted::default(),
            avoid_when: Untrusted::default(),
            must_pass: false,
            tau: TAU,
            owner: None,
            modes,
            versions: Vec::new(),
        }
    }

    /// Takes over what an edit changes.
    pub(crate) fn set(&mut self, settings: &CriterionSettings) {
        let CriterionSettings { use_when, avoid_when, must_pass, tau, owner } = settings;
        if let Some(text) = use_when {
            self.use_when = text.clone();
        }
        if let Some(text) = avoid_when {
            self.avoid_when = text.clone();
        }
        self.must_pass = must_pass.unwrap_or(self.must_pass);
        self.tau = tau.unwrap_or(self.tau);
        if let Some(owner) = owner {
            self.owner.clone_from(owner);
        }
    }
}
