//! The files of an output folder: those of its stubs, what their suites share, and the README.

use super::out_file::OutFile;
use super::readme;
use super::stub_entry::StubEntry;
use crate::stubs::evidence::proof::Proof;
use crate::stubs::evidence::stub_source::StubSource;
use crate::stubs::suites::SUITES;
use crate::stubs::suites::suite::Suite;

/// Returns the files of all given stubs (one entry for each, in the same order), with what their suites share, the README
/// and nothing twice. `entries` are all stubs of the folder, also those that are not written now.
pub fn files(stubs: &[(&'static Suite, &StubSource, &Proof)], entries: &[StubEntry]) -> Vec<OutFile> {
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
