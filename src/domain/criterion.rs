//! A criterion: a checkable statement of what good output is, with its versions.

use serde::{Deserialize, Serialize};

use super::{ModeKey, Name, RecordId, Slug, Time, Untrusted};

/// The identity of a criterion for life: the slug of the name it was born with.
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

impl Edit {
    /// The word of this edit.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Meaning => "meaning",
            Self::Wording => "wording",
        }
    }
}

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
}

/// One criterion as it stands now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Criterion {
    /// Its identity for life.
    pub key: CriterionKey,
    /// Its name now.
    pub name: Name,
    /// The slug of its name now.
    pub slug: Slug,
    /// Its key on the review screen, 1–9, its own for life; `None` beyond nine.
    pub number: Option<u8>,
    /// Whether it is retired.
    pub retired: bool,
    /// The failure modes it speaks of.
    pub modes: Vec<ModeKey>,
    /// All versions, oldest first; never empty.
    pub versions: Vec<CriterionVersion>,
    /// Standing grades, one per record and reviewer.
    pub grades: u64,
    /// Those of them given under an older meaning.
    pub stale: u64,
}

impl Criterion {
    /// The version that holds now.
    #[must_use]
    pub fn current(&self) -> Option<&CriterionVersion> {
        self.versions.last()
    }

    /// The number of the version that holds now.
    #[must_use]
    pub fn version(&self) -> u32 {
        self.current().map_or(0, |version| version.version)
    }

    /// The newest version that changed the meaning: grades under an older one are stale.
    #[must_use]
    pub fn meaning_version(&self) -> u32 {
        let meaning = self.versions.iter().rev().find(|version| version.edit == Edit::Meaning);
        meaning.map_or(1, |version| version.version)
    }

    /// The version that brought the meaning that holds at `version`.
    #[must_use]
    pub fn meaning_at(&self, version: u32) -> u32 {
        let until = self.versions.iter().rev().filter(|known| known.version <= version);
        until.into_iter().find(|known| known.edit == Edit::Meaning).map_or(1, |known| known.version)
    }

    /// Whether a grade given under `version` was given under an older meaning.
    #[must_use]
    pub fn is_stale(&self, version: u32) -> bool {
        version < self.meaning_version()
    }
}
