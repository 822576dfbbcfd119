//! A criterion: a checkable statement of what good output is, with its versions.

use serde::{Deserialize, Deserializer, Serialize};

use crate::domain::words::words;
use crate::domain::{ModeKey, Name, RecordId, Slug, Time, Untrusted};

/// The identity of a criterion for life: the slug of its first name.
pub type CriterionKey = Slug;

/// What an edit changed. Only a meaning edit makes grades stale.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Edit {
    /// The line between good and bad moved.
    Meaning,
    /// The same line, said better.
    Wording,
}

words!(Edit: Meaning = "meaning", Wording = "wording");

/// One version of a criterion. The first counts as a meaning edit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CriterionVersion {
    /// 1, 2, 3, …
    pub version: u32,
    /// The statement.
    pub text: Untrusted,
    /// What changed against the version before.
    pub edit: Edit,
    /// Why it changed.
    pub reason: Untrusted,
    /// The record that provoked it.
    pub record: Option<RecordId>,
    /// Who wrote it.
    pub reviewer: Name,
    /// When.
    pub time: Time,
    /// The place in the journal of the event that made it.
    pub position: i64,
}

/// Gives what has `versions`, as stored or as shown, the queries about them: here alone is said which grades are stale.
macro_rules! with_versions {
    ($name:ident) => {
        impl $name {
            /// Returns the version that holds now.
            pub fn current(&self) -> Option<&CriterionVersion> {
                self.versions.last()
            }

            /// Returns the number of the version that holds now, 0 where there is none.
            pub fn version(&self) -> u32 {
                self.current().map_or(0, |version| version.version)
            }

            /// Returns the newest version that changed the meaning: grades under an older one are stale.
            pub fn meaning_version(&self) -> u32 {
                self.meaning_at(u32::MAX)
            }

            /// Returns the version that brought the meaning that holds at `version`, 1 where there is none.
            pub fn meaning_at(&self, version: u32) -> u32 {
                let mut until = self.versions.iter().rev().filter(|known| known.version <= version);
                until.find(|known| known.edit == Edit::Meaning).map_or(1, |known| known.version)
            }
        }
    };
}

pub(super) use with_versions;

/// The tolerated share of good outputs that a criterion's checks may reject, where nothing else is said (τ).
pub const TAU: f64 = 0.2;

/// What an edit changes of a criterion besides its text; what is `None` stays.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct CriterionSettings {
    /// When to ask it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub use_when: Option<Untrusted>,
    /// When not to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub avoid_when: Option<Untrusted>,
    /// Whether an output that does not meet it fails, whatever else is good.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub must_pass: Option<bool>,
    /// The tolerated false-failure share of its checks, 0 to 1.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tau: Option<f64>,
    /// Who decides on it; `Some(None)` takes the owner away.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    pub owner: Option<Option<Name>>,
}

impl CriterionSettings {
    /// Whether nothing is changed.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

/// Tells an owner that is taken away (`null`) from one that is not spoken of (absent).
#[expect(clippy::option_option, reason = "absent, none, and one are three things")]
fn present<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Option<Name>>, D::Error> {
    Option::deserialize(deserializer).map(Some)
}

/// One criterion as it stands now.
#[derive(Debug, Clone, PartialEq)]
pub struct Criterion {
    /// Its identity for life.
    pub key: CriterionKey,
    /// Its name now.
    pub name: Name,
    /// The slug of its name now.
    pub slug: Slug,
    /// Its key on the review screen, 1–9, its own for life; `None` beyond nine.
    pub number: Option<u8>,
    /// Whether it is no longer asked: retired, merged or split.
    pub retired: bool,
    /// When to ask it.
    pub use_when: Untrusted,
    /// When not to.
    pub avoid_when: Untrusted,
    /// Whether an output that does not meet it fails, whatever else is good.
    pub must_pass: bool,
    /// The tolerated false-failure share of its checks, 0 to 1.
    pub tau: f64,
    /// Who decides on it.
    pub owner: Option<Name>,
    /// The criterion that its name leads to, when it was merged. Its grades stay its own: they answered another text.
    pub merged_into: Option<CriterionKey>,
    /// How it became what it is, oldest first, in words: `split from tone`, `renamed from …`.
    pub lineage: Vec<String>,
    /// The failure modes it speaks of.
    pub modes: Vec<ModeKey>,
    /// All versions, oldest first; never empty.
    pub versions: Vec<CriterionVersion>,
    /// Standing grades, one per record and reviewer.
    pub grades: u64,
    /// Those of them given under an older meaning.
    pub stale: u64,
}

with_versions!(Criterion);

impl Criterion {
    /// Returns whether a grade given under `version` was given under an older meaning.
    pub fn is_stale(&self, version: u32) -> bool {
        version < self.meaning_version()
    }
}
