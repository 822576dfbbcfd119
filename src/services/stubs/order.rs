//! The order to write stubs, and the report on each of them.

use std::path::PathBuf;

use crate::domain::{CheckKey, CriterionVersion, StubCases, Target, Untrusted};
use crate::redact::Redactor;
use crate::stubs::{ByRecord, MaskedProof, StubState};
use crate::text::WordChange;

/// What to write.
#[derive(Debug, Clone)]
pub struct StubOrder {
    /// Target suites by name: `pytest`, `promptfoo`, `jsonl`. May be empty under `check`: those of the folder.
    pub targets: Vec<String>,
    /// The output folder.
    pub out: PathBuf,
    /// Only these modes or criteria; empty for all.
    pub only: Vec<Target>,
    /// Report what would be written and write nothing.
    pub dry_run: bool,
    /// Check the stubs and write nothing.
    pub check: bool,
    /// The cases that they carry.
    pub cases: StubCases,
    /// What masks the texts; without it they are written as they are.
    pub redactor: Option<Redactor>,
}

/// One stub of one mode or criterion for one target suite.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StubLine {
    /// `<target suite>/<slug>`.
    pub stub: String,
    /// The suite: `pytest`.
    pub suite: String,
    /// The mode or criterion.
    pub target: Target,
    /// The file, relative to the output folder; where that file was edited by hand, the new one beside it.
    pub file: PathBuf,
    /// How far it can be trusted.
    pub state: StubState,
    /// Known-bad records that the checks fail.
    pub caught: u64,
    /// Known-bad records that they pass.
    pub missed: u64,
    /// Good records that they fail.
    pub wrongly_rejected: u64,
    /// The criterion's version that holds now; `None` for a mode.
    pub version: Option<u32>,
    /// The records behind the three figures.
    pub proof: ByRecord,
    /// What holds of the cases once they are masked, where anything is.
    pub masked: Option<MaskedProof>,
    /// How the meaning of its criterion changed since the stub in the folder was written.
    pub outdated: Option<Outdated>,
    /// How its checks changed since then.
    pub checks_changed: ChecksChanged,
    /// What was in the folder before this run.
    pub files: StubFiles,
    /// What the user should know (a hand edit kept, a check that this suite cannot express), as sentences.
    pub remarks: Vec<String>,
}

/// What the folder holds of a stub.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StubFiles {
    /// It was never written there.
    Absent,
    /// It was written, and some of its files are gone.
    Incomplete,
    /// It was written, and its files are there, as they were or with hand edits.
    Complete,
}

/// The meaning of a stub's criterion when it was written, against its meaning now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outdated {
    /// The version that the stub was written for.
    pub from: u32,
    /// The version that holds now.
    pub to: u32,
    /// What changed in the text, word by word; empty where the old text is no longer known, its edit being undone.
    pub diff: Vec<(WordChange, Untrusted)>,
    /// The edits between, oldest first.
    pub steps: Vec<CriterionVersion>,
    /// Why the meaning changed: the reasons of the edits that changed it, oldest first.
    pub reason: Untrusted,
}

/// How a stub's checks changed since it was written.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ChecksChanged {
    /// Checks that were added.
    pub added: Vec<CheckKey>,
    /// Checks that are gone.
    pub removed: Vec<CheckKey>,
    /// Checks whose parameters are others now.
    pub changed: Vec<CheckKey>,
}

impl ChecksChanged {
    /// Whether the checks are as they were.
    pub const fn is_empty(&self) -> bool {
        self.added.is_empty() && self.removed.is_empty() && self.changed.is_empty()
    }

    /// A sentence: `Its checks have changed since it was written: added short-2; removed short.`
    pub fn words(&self) -> String {
        let part = |verb: &str, keys: &[CheckKey]| {
            let keys: Vec<&str> = keys.iter().map(CheckKey::as_str).collect();
            (!keys.is_empty()).then(|| format!("{verb} {}", keys.join(", ")))
        };
        let parts = [("added", &self.added), ("removed", &self.removed), ("changed", &self.changed)];
        let parts: Vec<String> = parts.into_iter().filter_map(|(verb, keys)| part(verb, keys)).collect();
        format!("Its checks have changed since it was written: {}.", parts.join("; "))
    }
}
