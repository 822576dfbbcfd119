//! `gemba-stubs.json`: which stub came from which check, criterion version and records, and the hash of every file as
//! gemba wrote it. Written for other programs, read back by gemba itself.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::plan::{Proof, Source, State};
use super::{Suite, ascii};
use crate::domain::{CheckKey, RecordId, Target, Untrusted};
use crate::error::{Problem, Result};

/// The file's name.
pub const FILE: &str = "gemba-stubs.json";
const SCHEMA: u32 = 1;

/// The whole file.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Manifest {
    /// The version of this format.
    pub schema: u32,
    /// Every stub of the folder.
    pub stubs: Vec<Entry>,
    /// blake3 of every file as gemba wrote it last.
    pub files: BTreeMap<String, String>,
}

/// One stub.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Entry {
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
    pub state: String,
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
    /// Whether the figures below are those of the held-out half of the inputs.
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

impl Entry {
    /// What the manifest says of a stub.
    #[must_use]
    pub fn of(suite: &Suite, source: &Source, proof: &Proof) -> Self {
        let ids = |places: &[usize]| places.iter().filter_map(|at| Some(source.cases.get(*at)?.record.id)).collect();
        let cases = proof.cases.iter().filter_map(|(at, _)| source.cases.get(*at));
        Self {
            stub: format!("{}/{}", suite.word, source.stem),
            suite: suite.word.to_owned(),
            stem: source.stem.clone(),
            target: source.target.clone(),
            file: (suite.file)(&source.stem),
            files: (suite.write)(source, proof).into_iter().map(|file| file.path).collect(),
            state: proof.state.word().to_owned(),
            criterion_version: source.version,
            criterion_text: source.version.is_some().then(|| text_hash(&source.definition)),
            checks: proof.checks.iter().map(|(check, _)| EntryCheck::of(check)).collect(),
            judges: proof.judges.iter().map(EntryCheck::of).collect(),
            examples: ids(&proof.examples),
            left_out: proof
                .left_out
                .iter()
                .map(|(check, reason)| LeftOut { check: check.clone(), reason: reason.clone() })
                .collect(),
            held_out: proof.is_held_out,
            caught: proof.figures.tp,
            missed: proof.by_record.missed.clone(),
            wrongly_rejected: proof.by_record.wrongly_rejected.clone(),
            accepted: if proof.state == State::Judge { 0 } else { proof.figures.tn },
            records: cases.map(|case| case.record.id).collect(),
        }
    }
}

/// The hash by which a criterion's text is known again.
#[must_use]
pub fn text_hash(text: &Untrusted) -> String {
    blake3::hash(text.raw().as_bytes()).to_hex().to_string()
}

impl EntryCheck {
    fn of(check: &crate::domain::Check) -> Self {
        Self { check: check.key.clone(), kind: check.spec.kind.clone(), params: check.spec.params.clone() }
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

    /// The file's text.
    #[must_use]
    pub fn text(&self) -> String {
        ascii::pretty_json(&Self { schema: SCHEMA, ..self.clone() })
    }

    /// The stub as it was written last.
    #[must_use]
    pub fn entry(&self, stub: &str) -> Option<&Entry> {
        self.stubs.iter().find(|entry| entry.stub == stub)
    }
}
