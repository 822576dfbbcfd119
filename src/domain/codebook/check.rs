//! What a check is: an executable test of an output, attached to a failure mode or a criterion.
//!
//! How a kind is evaluated stands in `checks/`, one file per kind.

use std::fmt;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::domain::{CriterionKey, ModeKey, Slug};

/// The identity of a check for life: `<target>-<kind>`, with a number behind it where that is taken.
pub type CheckKey = Slug;

/// What a check is attached to.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Target {
    /// A failure mode: positives are the records tagged with it.
    Mode(ModeKey),
    /// A criterion: positives are the records graded `not met`.
    Criterion(CriterionKey),
}

impl Target {
    /// The slug of the mode or criterion.
    pub const fn key(&self) -> &Slug {
        match self {
            Self::Mode(key) | Self::Criterion(key) => key,
        }
    }

    /// `mode` or `criterion`.
    pub const fn word(&self) -> &'static str {
        match self {
            Self::Mode(_) => "mode",
            Self::Criterion(_) => "criterion",
        }
    }
}

impl fmt::Display for Target {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.word(), self.key())
    }
}

/// A kind with its parameters, as it is journalled and written to data files.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct CheckSpec {
    /// The kind's word: `min-length`, `regex`, …
    pub kind: String,
    /// Its parameters by name, in the order of the kind's table.
    pub params: Map<String, Value>,
}

/// What somebody answered to a suggested check.
#[derive(Debug, Clone, PartialEq)]
pub struct SuggestionAnswer {
    /// What it was suggested for.
    pub target: Target,
    /// What it would test.
    pub spec: CheckSpec,
    /// Attached as a check, else dismissed: not to be suggested again.
    pub accepted: bool,
}

/// One check as it stands now.
#[derive(Debug, Clone, PartialEq)]
pub struct Check {
    /// Its identity for life.
    pub key: CheckKey,
    /// What it is attached to. As it is stored, a mode may be merged by now; a view has the one that counts.
    pub target: Target,
    /// What it tests.
    pub spec: CheckSpec,
    /// The place in the journal of the event that made it; 0 for one that is not attached.
    pub created: i64,
}
