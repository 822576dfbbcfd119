//! A failure mode: a named class of failure, taken from the reviewer's own notes.

use serde::{Deserialize, Serialize};

use crate::domain::words::words;
use crate::domain::{Name, Slug, Untrusted};

/// The identity of a mode for life: the slug of its first name. Renaming does not change it.
pub type ModeKey = Slug;

/// Where a mode stands in its life.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum ModeStatus {
    /// Named, not used yet.
    Candidate,
    /// In use.
    Active,
    /// Its tags now count for another mode.
    Merged,
    /// Divided into others.
    Split,
    /// No longer offered; its tags stay.
    Retired,
}

words!(ModeStatus:
    Candidate = "candidate",
    Active = "active",
    Merged = "merged",
    Split = "split",
    Retired = "retired",
);

impl ModeStatus {
    /// Whether a reviewer can still tag with it.
    pub const fn is_open(self) -> bool {
        matches!(self, Self::Candidate | Self::Active)
    }
}

/// One failure mode as it stands now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FailureMode {
    /// Its identity for life.
    pub key: ModeKey,
    /// Its name now.
    pub name: Name,
    /// The slug of its name now.
    pub slug: Slug,
    /// What it means, for someone who was not there.
    pub definition: Untrusted,
    /// 1 (a blemish) to 3 (must never happen).
    pub severity: u8,
    /// The one-key tag, `a` to `z`.
    pub hotkey: Option<char>,
    /// Where it stands in its life.
    pub status: ModeStatus,
    /// The mode that counts for it now, when it was merged.
    pub merged_into: Option<ModeKey>,
    /// How it became what it is, oldest first, in words: `merged from too-brief`, `renamed from …`.
    pub lineage: Vec<String>,
    /// Records tagged with it, or with a mode merged into it, by anyone.
    pub count: u64,
}
