//! A criterion: a checkable statement of what good output is, with its versions.

use serde::{Deserialize, Deserializer, Serialize};

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

/// The tolerated share of good outputs that a criterion's checks may reject, where nothing else is said (τ).
pub const TAU: f64 = 0.2;

/// What an edit changes of a criterion besides its text; what is `None` stays.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Terms {
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

impl Terms {
    /// Whether nothing is changed.
    #[must_use]
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
    pub heir: Option<CriterionKey>,
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

impl Criterion {
    /// A criterion as it is born: version 1, no grades.
    #[must_use]
    pub fn born(name: &Name, number: Option<u8>, modes: Vec<ModeKey>, first: CriterionVersion) -> Self {
        Self {
            key: name.slug(),
            name: name.clone(),
            slug: name.slug(),
            number,
            retired: false,
            use_when: Untrusted::default(),
            avoid_when: Untrusted::default(),
            must_pass: false,
            tau: TAU,
            owner: None,
            heir: None,
            lineage: Vec::new(),
            modes,
            versions: vec![first],
            grades: 0,
            stale: 0,
        }
    }

    /// Takes over what an edit changes.
    pub fn take(&mut self, terms: &Terms) {
        let Terms { use_when, avoid_when, must_pass, tau, owner } = terms;
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

    /// The names that it had before, oldest first.
    pub fn former_names(&self) -> impl Iterator<Item = &str> {
        self.lineage.iter().filter_map(|words| words.strip_prefix(super::failure_mode::RENAMED_FROM))
    }

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
