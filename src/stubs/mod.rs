//! Checks and judged records → files of an eval suite. One file per target suite, and the one table of them all.
//!
//! `plan` says what is known and what each suite can prove of it; the files named after a suite turn that into its
//! texts; `merge` brings these to disk so that hand edits survive. Logged text and text that people typed stand
//! only in data files, never in code. Knows no store and no screen.

pub mod ascii;
pub mod ci;
mod deepeval;
mod inspect;
mod jsonl;
mod jsonschema;
pub mod judge;
pub mod manifest;
pub mod merge;
pub mod plan;
mod promptfoo;
mod pytest;
mod readme;
mod rust;
mod rust_helper;
mod schema;
pub mod signed;
mod vitest;

use crate::checks::Engine;
use crate::domain::spelling;
use crate::error::{Problem, Result};

pub use manifest::{Entry, Manifest};
pub use merge::{Merged, OutFile, Ownership};
pub use plan::{Case, Outcome, Proof, Source, State};

/// A target suite.
pub struct Suite {
    /// Its word: `pytest`.
    pub word: &'static str,
    /// One sentence.
    pub help: &'static str,
    /// The language its checks run in; `None` where nothing runs.
    pub engine: Option<Engine>,
    /// The main file of a stub, relative to the output folder.
    pub file: fn(stem: &str) -> String,
    /// The files of one stub.
    pub write: fn(&Source, &Proof) -> Vec<OutFile>,
    /// The files that all stubs of this suite share.
    pub shared: fn(&[Entry]) -> Vec<OutFile>,
}

/// Every target suite, in the order of the help.
pub const SUITES: &[Suite] = &[
    pytest::SUITE,
    promptfoo::SUITE,
    vitest::SUITE,
    deepeval::SUITE,
    inspect::SUITE,
    jsonl::SUITE,
    jsonschema::SUITE,
    rust::SUITE,
];

/// The suite with this word.
///
/// # Errors
/// A `Usage` problem that names the known ones.
pub fn suite(word: &str) -> Result<&'static Suite> {
    SUITES.iter().find(|suite| suite.word == word).ok_or_else(|| {
        let known: Vec<&str> = SUITES.iter().map(|suite| suite.word).collect();
        let nearest = spelling::nearest(word, known.iter().copied());
        let guess = nearest.map_or_else(String::new, |nearest| format!("Did you mean `{nearest}`? "));
        Problem::usage(format!("There is no target suite called `{word}`."))
            .hint(format!("{guess}Known suites: {}.", known.join(", ")))
    })
}

/// The files of all given stubs (one entry for each, in the same order), with what their suites share, the README
/// and nothing twice. `entries` are all stubs of the folder, also those that are not written now.
#[must_use]
pub fn files(stubs: &[(&'static Suite, &Source, &Proof)], entries: &[Entry]) -> Vec<OutFile> {
    let mut files: Vec<OutFile> = Vec::new();
    for (suite, source, proof) in stubs {
        files.extend((suite.write)(source, proof));
    }
    for suite in SUITES {
        if entries.iter().any(|entry| entry.suite == suite.word) {
            files.extend((suite.shared)(entries));
        }
    }
    files.push(readme::file(entries));
    files.sort_by(|a, b| a.path.cmp(&b.path));
    files.dedup_by(|a, b| a.path == b.path);
    files
}
