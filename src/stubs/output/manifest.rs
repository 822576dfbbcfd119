//! `gemba-stubs.json`: which stub came from which check, criterion version and records, and the hash of every file as
//! gemba wrote it. Written for other programs, read back by gemba itself.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::stub_entry::{EntryCheck, LeftOut, StubEntry, text_hash};
use crate::error::{Problem, Result};
use crate::stubs::ascii;
use crate::stubs::evidence::proof::Proof;
use crate::stubs::evidence::stub_source::{StubSource, StubState};
use crate::stubs::suites::suite::Suite;

/// The file's name.
pub const FILE: &str = "gemba-stubs.json";
const SCHEMA: u32 = 1;

/// The whole file.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Manifest {
    /// The version of this format.
    pub schema: u32,
    /// Every stub of the folder.
    pub stubs: Vec<StubEntry>,
    /// blake3 of every file as gemba wrote it last.
    pub files: BTreeMap<String, String>,
}

impl StubEntry {
    /// Describes a stub as the manifest holds it.
    pub fn new(suite: &Suite, source: &StubSource, proof: &Proof) -> Self {
        let ids = |places: &[usize]| places.iter().filter_map(|at| Some(source.cases.get(*at)?.record.id)).collect();
        let cases = proof.cases.iter().filter_map(|(at, _)| source.cases.get(*at));
        Self {
            stub: format!("{}/{}", suite.word, source.stem),
            suite: suite.word.to_owned(),
            stem: source.stem.clone(),
            target: source.target.clone(),
            file: (suite.file)(&source.stem),
            files: (suite.write)(source, proof).into_iter().map(|file| file.path).collect(),
            state: proof.state,
            criterion_version: source.version,
            criterion_text: source.version.is_some().then(|| text_hash(&source.definition)),
            checks: proof.checks.iter().map(|(check, _)| EntryCheck::new(check)).collect(),
            judges: proof.judges.iter().map(EntryCheck::new).collect(),
            examples: ids(&proof.examples),
            left_out: proof
                .left_out
                .iter()
                .map(|(check, reason)| LeftOut { check: check.clone(), reason: reason.clone() })
                .collect(),
            held_out: false,
            caught: proof.figures.tp,
            missed: proof.by_record.missed.clone(),
            wrongly_rejected: proof.by_record.wrongly_rejected.clone(),
            accepted: if proof.state == StubState::Judge { 0 } else { proof.figures.tn },
            records: cases.map(|case| case.record.id).collect(),
        }
    }
}

impl Manifest {
    /// Reads the file's text.
    ///
    /// # Errors
    /// An `Input` problem when it is not gemba's, or of a later version.
    pub fn parse(text: &str) -> Result<Self> {
        let wrong = |why: String| {
            Problem::input(format!("{FILE} in the output folder {why}."))
                .hint("Move it away, or name another folder with --out.")
        };
        let manifest: Self =
            serde_json::from_str(text).map_err(|error| wrong(format!("cannot be read: {error}")).caused_by(error))?;
        if manifest.schema > SCHEMA {
            return Err(wrong(format!("was written by a later gemba (schema {})", manifest.schema)));
        }
        Ok(manifest)
    }

    /// Returns the file's text.
    pub fn text(&self) -> String {
        ascii::pretty_json(&Self { schema: SCHEMA, ..self.clone() })
    }

    /// Returns the stub as it was written last.
    pub fn entry(&self, stub: &str) -> Option<&StubEntry> {
        self.stubs.iter().find(|entry| entry.stub == stub)
    }
}
