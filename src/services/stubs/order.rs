//! The order to write stubs, and the report on each of them.

use std::path::PathBuf;

use super::outdated::{ChecksChanged, Outdated};
use crate::domain::Target;
use crate::stubs::{ByRecord, StubState};

/// What to write.
#[derive(Debug, Clone, PartialEq, Eq)]
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
    /// Whether the figures are those of the held-out half of the inputs.
    pub held_out: bool,
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
