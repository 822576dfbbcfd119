//! Gathers modes, criteria, checks and judged records, and has their stubs written.

use std::path::PathBuf;

use crate::app::message::StubPreview;
use crate::domain::Target;
use crate::error::Result;
use crate::store::Reader;

/// What to write.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StubOrder {
    /// Target suites by name: `pytest`, `promptfoo`, `jsonl`.
    pub targets: Vec<String>,
    /// The output folder.
    pub out: PathBuf,
    /// Only these modes or criteria; empty for all.
    pub only: Vec<Target>,
    /// Say what would be written, write nothing.
    pub dry_run: bool,
    /// Judge the stubs, write nothing.
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
    /// The file, relative to the output folder; where a hand edit stands in the way, the file beside it.
    pub file: PathBuf,
    /// `proven`, `thin`, `weak`, `judge`, `todo`, `outdated`.
    pub state: String,
    /// Known-bad records that the checks fail.
    pub caught: u64,
    /// Known-bad records that they pass.
    pub missed: u64,
    /// Good records that they fail.
    pub wrongly_rejected: u64,
    /// What the user should know (a hand edit kept, a check that this suite cannot express), as sentences.
    pub remarks: Vec<String>,
}

/// Writes, previews (`dry_run`) or judges (`check`) the stubs.
pub fn run(reader: &Reader, order: &StubOrder) -> Result<Vec<StubLine>> {
    let _ = (reader, order);
    todo!()
}

/// The pytest stub of one mode or criterion as it would be written now, with its proof in words.
pub fn preview(reader: &Reader, target: &Target) -> Result<StubPreview> {
    let _ = (reader, target);
    todo!()
}
