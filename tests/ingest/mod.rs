//! Log files in, records out.

mod agent_runs;
mod archives;
mod bodies;
mod calls;
mod columnar;
mod databases;
mod direct;
mod encodings;
mod eval_results;
mod exports;
mod formats;
mod framing;
mod hostile;
mod import;
mod imported;
mod joined;
mod mapped;
mod mapping;
mod paths;
mod platforms;
mod reasons;
mod references;
mod runs;
mod sessions;
mod shared;
mod spans;
mod tables;
mod times;
mod variants;

use std::io::Write;
use std::path::{Path, PathBuf};

use gemba::domain::{Content, Verdict};
use gemba::error::{Problem, Result};
use gemba::ingest::{Detected, Doubt, Feedback, ImportOptions, Item, LabelValue, Sink, read};

/// Everything that was read.
#[derive(Default)]
pub(crate) struct Gathered {
    pub(crate) detected: Option<Detected>,
    pub(crate) records: Vec<Content>,
    /// What was said about each record.
    pub(crate) feedback: Vec<Vec<Feedback>>,
    pub(crate) verdicts: Vec<Option<Verdict>>,
    pub(crate) unmapped: usize,
    pub(crate) skipped: Vec<(u64, &'static str)>,
    pub(crate) doubts: Vec<Doubt>,
    pub(crate) rejects: Vec<(u64, u64, String, String)>,
}

impl Sink for Gathered {
    fn detected(&mut self, detected: &Detected) -> Result<()> {
        assert!(self.detected.replace(detected.clone()).is_none(), "detected is told once");
        Ok(())
    }

    fn item(&mut self, item: Item, _position: u64) -> Result<bool> {
        assert!(self.detected.is_some(), "detected is told first");
        match item {
            Item::Record { content, judged, feedback, .. } => {
                self.records.push(content);
                self.feedback.push(feedback);
                let label = judged.and_then(|judged| judged.labels.into_iter().next());
                self.unmapped += usize::from(matches!(label, Some(LabelValue::Unknown(_))));
                self.verdicts.push(match label {
                    Some(LabelValue::Verdict(verdict) | LabelValue::Opposite(verdict, _)) => Some(verdict),
                    Some(LabelValue::Absent | LabelValue::Nothing | LabelValue::Unknown(_)) | None => None,
                });
            }
            Item::Reject { line, offset, reason, text } => self.rejects.push((line, offset, reason, text.into_raw())),
            Item::Skipped { line, reason } => self.skipped.push((line, reason)),
        }
        Ok(true)
    }

    fn doubts(&mut self, doubts: Vec<Doubt>) -> Result<()> {
        self.doubts.extend(doubts);
        Ok(())
    }
}

impl Gathered {
    pub(crate) fn format(&self) -> &str {
        self.detected.as_ref().unwrap().format
    }

    pub(crate) fn mapping(&self, field: &str) -> Option<&str> {
        let pairs = &self.detected.as_ref().unwrap().mapping;
        pairs.iter().find(|(name, _)| name == field).map(|(_, path)| path.as_str())
    }
}

/// The bytes of a small log that was once read wrongly.
pub(crate) fn case(name: &str) -> Vec<u8> {
    std::fs::read(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/ingest/cases").join(name)).unwrap()
}

/// Writes bytes to a file in a folder of its own.
pub(crate) fn file(name: &str, bytes: &[u8]) -> (tempfile::TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join(name);
    std::fs::File::create(&path).unwrap().write_all(bytes).unwrap();
    (folder, path)
}

pub(crate) fn try_read(order: &ImportOptions) -> std::result::Result<Gathered, Problem> {
    let mut all = Gathered::default();
    read(order, &mut all).map(|()| all)
}

pub(crate) fn read_bytes(bytes: &[u8]) -> Gathered {
    read_with(bytes, |_| {})
}

pub(crate) fn read_with(bytes: &[u8], change: impl FnOnce(&mut ImportOptions)) -> Gathered {
    let (_folder, path) = file("log", bytes);
    let mut order = ImportOptions { path, ..ImportOptions::default() };
    change(&mut order);
    try_read(&order).unwrap()
}

pub(crate) fn problem_with(bytes: &[u8], change: impl FnOnce(&mut ImportOptions)) -> Problem {
    let (_folder, path) = file("log", bytes);
    let mut order = ImportOptions { path, ..ImportOptions::default() };
    change(&mut order);
    match try_read(&order) {
        Ok(_) => panic!("it was read"),
        Err(problem) => problem,
    }
}

/// Returns the bytes of a fixture in `formats/`.
pub(crate) fn fixture(name: &str) -> Vec<u8> {
    std::fs::read(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/ingest/formats").join(name)).unwrap()
}

/// Returns a public set of model outputs that does not come with the project, if it is in the folder that `GEMBA_TEST_DATA`
/// names, or in `tests/data`.
pub(crate) fn shared(name: &str) -> Option<PathBuf> {
    let folder = std::env::var_os("GEMBA_TEST_DATA")
        .map_or_else(|| Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data"), PathBuf::from);
    let path = folder.join(name);
    if path.exists() {
        return Some(path);
    }
    eprintln!("skipped: {name} is not in tests/data, nor in the folder that GEMBA_TEST_DATA names");
    None
}

pub(crate) fn meta<'a>(content: &'a Content, key: &str) -> Option<&'a str> {
    content.meta.iter().find(|(name, _)| name.raw() == key).map(|(_, value)| value.text())
}
