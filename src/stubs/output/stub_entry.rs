//! What the manifest holds of one stub.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::domain::{Check, CheckKey, RecordId, Target, Untrusted};
use crate::stubs::evidence::stub_source::StubState;

/// One stub.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct StubEntry {
    /// `<suite>/<stem>`.
    pub stub: String,
    /// The suite's word.
    pub suite: String,
    /// The stem of its files.
    pub stem: String,
    /// The mode or criterion.
    pub target: Target,
    /// Its main file.
    pub file: String,
    /// All files that are its own.
    pub files: Vec<String>,
    /// The state when it was written.
    pub state: StubState,
    /// The criterion's version when it was written; `null` for a mode.
    pub criterion_version: Option<u32>,
    /// blake3 of the criterion's text as it was written: an edit may be undone and its number given again.
    #[serde(default)]
    pub criterion_text: Option<String>,
    /// The checks it runs.
    pub checks: Vec<EntryCheck>,
    /// The rubrics for a model, asked on demand only.
    #[serde(default)]
    pub judges: Vec<EntryCheck>,
    /// The records that are examples for those, and not among their cases.
    #[serde(default)]
    pub examples: Vec<RecordId>,
    /// The checks it cannot run.
    pub left_out: Vec<LeftOut>,
    /// Always false: no half of the inputs is held back any more. Scripts may read it.
    #[serde(default)]
    pub held_out: bool,
    /// How many known-bad records the checks fail.
    pub caught: u64,
    /// Known-bad records that they pass.
    pub missed: Vec<RecordId>,
    /// Good records that they fail.
    pub wrongly_rejected: Vec<RecordId>,
    /// How many good records they pass.
    pub accepted: u64,
    /// The records that are written as cases.
    pub records: Vec<RecordId>,
}

/// A check of a stub.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct EntryCheck {
    /// Its key.
    pub check: CheckKey,
    /// Its kind.
    pub kind: String,
    /// Its parameters.
    pub params: Map<String, Value>,
}

/// A check that a suite cannot run.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct LeftOut {
    /// Its key.
    pub check: CheckKey,
    /// Why, as a sentence.
    pub reason: String,
}

impl EntryCheck {
    pub(crate) fn new(check: &Check) -> Self {
        Self { check: check.key.clone(), kind: check.spec.kind.clone(), params: check.spec.params.clone() }
    }
}

/// Returns the hash by which a criterion's text is known again.
pub fn text_hash(text: &Untrusted) -> String {
    blake3::hash(text.raw().as_bytes()).to_hex().to_string()
}
