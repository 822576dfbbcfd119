//! A stub before it is written: one page for each target suite, and which suites there are.

use crate::checks::Engine;
use crate::layout::ListedRow;

/// The stub for one target suite before it is written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StubPage {
    /// The suite: `pytest`.
    pub suite: &'static str,
    /// The state's word and the proof in words: `proven: catches 8 of 8, rejects 0 of 19 good`.
    pub proof: String,
    /// What should be known, the records by id, and the files that would be written, as rows of safe text.
    pub rows: Vec<ListedRow>,
}

/// The suites that stubs can be written for.
#[derive(Debug, Clone, Default)]
pub struct Suites {
    /// All of them by name, in the order in which they are shown.
    pub known: Vec<&'static str>,
    /// Those that run checks, each with the language it runs them in.
    pub running: Vec<(&'static str, Engine)>,
    /// Those that the settings want; the first is the one that a preview begins with.
    pub wanted: Vec<&'static str>,
}
