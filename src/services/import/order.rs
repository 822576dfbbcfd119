//! The order to import files, the progress of an import, and its report on each file.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use serde_json::json;

use super::file_hash;
use super::label_count::LabelCount;
use super::said::{self, Known, Said};
use crate::domain::{Content, Name, Time};
use crate::error::Problem;
use crate::ingest::{self, Detected, ImportOptions};
use crate::store::Reread;

/// What to import.
#[derive(Debug, Clone)]
#[expect(clippy::struct_excessive_bools, reason = "each is a switch of its own")]
pub struct ImportOrder {
    /// How to read each file; `path` is replaced by each of `paths`.
    pub read: ImportOptions,
    /// The files, in order.
    pub paths: Vec<PathBuf>,
    /// The source's name; the file's name without its endings where absent.
    pub source: Option<String>,
    /// Who gives the verdicts that labels become.
    pub label_as: Option<Name>,
    /// The reviewer of this run.
    pub reviewer: Name,
    /// When the command began: all its sources carry this time.
    pub begun: Time,
    /// Stop at the first bad line, before anything is stored.
    pub strict: bool,
    /// Read everything, store nothing.
    pub dry_run: bool,
    /// Take a file also where more than half of its records have no output.
    pub accept_empty: bool,
    /// Keep both readings of an entry where it cannot be told which earlier record the new one is to replace.
    pub keeps_both: bool,
    /// Take the judgements that gemba's own files hold.
    pub takes_own: bool,
    /// Store nothing of any file where one of them is doubtful.
    pub doubts_fail: bool,
    /// Somebody looks at the records while they come: each batch is stored at once, and nothing is read twice from end to
    /// end.
    pub live: bool,
    /// Nothing is kept of a file that is not read to its end, as the output of a program that failed.
    pub all_or_nothing: bool,
    /// Set from outside where the reading is to end.
    pub stop: Arc<AtomicBool>,
    /// Where rejects files go.
    pub rejects_folder: PathBuf,
}

impl ImportOrder {
    /// Files to import into the workspace in a folder, with nothing asked for besides.
    #[must_use]
    pub fn new(paths: Vec<PathBuf>, reviewer: Name, begun: Time, workspace: &Path) -> Self {
        Self {
            read: ImportOptions::default(),
            paths,
            source: None,
            label_as: None,
            reviewer,
            begun,
            strict: false,
            dry_run: false,
            accept_empty: false,
            keeps_both: false,
            takes_own: false,
            doubts_fail: false,
            live: false,
            all_or_nothing: false,
            stop: Arc::default(),
            rejects_folder: workspace.join("rejects"),
        }
    }
}

/// The result of one file's import.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct FileReport {
    /// The source's name.
    pub source: String,
    /// The file as given.
    pub path: String,
    /// The format that was found.
    pub format: String,
    /// How the first record was read: `("input", "question")`.
    pub mapping: Vec<(String, String)>,
    /// Records and rejects that were read.
    pub read: u64,
    /// New records.
    pub imported: u64,
    /// Records that were there already.
    pub duplicates: u64,
    /// Of these, records that gained fields.
    pub enriched: u64,
    /// Of these, records that differ in what is no part of their identity.
    pub differing: u64,
    /// Records that are another reading of an entry that was imported before, and took its place.
    pub replaced: u64,
    /// Entries that are read otherwise than before, where more than one record could be meant.
    pub ambiguous: u64,
    /// Lines set aside.
    pub rejected: u64,
    /// Entries with nothing to review, by what they are.
    pub skipped: Vec<(&'static str, u64)>,
    /// The first few rejects in words, for the screen.
    pub first_rejects: Vec<String>,
    /// The file of rejects.
    pub rejects_file: Option<PathBuf>,
    /// What each column of labels said.
    pub label_columns: Vec<LabelCount>,
    /// Judgements that were not taken, because the reviewer has said something else or they do not fit the record.
    pub labels_left: u64,
    /// Grades that were not taken, because the workspace has no such criterion or version.
    pub grades_without: u64,
    /// The names of failure modes that were made for tags.
    pub modes_made: Vec<String>,
    /// How many judgements came, by whose they are.
    pub judgements: BTreeMap<String, u64>,
    /// New modes, criteria and checks of an export of another workspace.
    pub codebook: (u64, u64, u64),
    /// What was decided as an export was united with the workspace; a sentence each.
    pub decided: Vec<String>,
    /// What is doubtful, the gravest first.
    pub doubts: Vec<Said>,
    /// The first record that says something, as it was read.
    pub sample: Option<Box<Content>>,
    /// Whether the import was stopped on request; what was read before is stored.
    pub is_stopped: bool,
    /// Wall time.
    pub seconds: f64,
    /// Why the file was not read to its end, where others of the same command were.
    pub problem: Option<Problem>,
}

impl FileReport {
    /// Returns how many labels mean pass, how many fail, and how many are not mapped.
    #[must_use]
    pub fn labels(&self) -> (u64, u64, u64) {
        let sum = |of: fn(&LabelCount) -> u64| self.label_columns.iter().map(of).sum();
        (sum(|column| column.pass), sum(|column| column.fail), sum(|column| column.unmapped))
    }

    /// Counts new records that took the places of known ones as such, and says what is doubtful: `own` of the texts, then
    /// what came of known records, then `read`.
    pub(super) fn settled(&self, reread: Reread, own: &[Said], read: &[Said]) -> Self {
        let imported = self.imported.saturating_sub(reread.replaced);
        let ambiguous = self.ambiguous + reread.ambiguous;
        let known = said::of_known(Known { differing: self.differing, ambiguous });
        let refused = said::of_rejects(self.rejected, self.read, self.first_rejects.first());
        let doubts = [refused.as_slice(), own, &known, read].concat();
        Self { imported, replaced: self.replaced + reread.replaced, ambiguous, doubts, ..self.clone() }
    }

    /// Returns what `gemba sources show` tells of the import later, as JSON.
    /// `options` is how the user had the file read.
    pub(super) fn kept_json(&self, options: &ImportOptions) -> String {
        let (pass, fail, unmapped) = self.labels();
        json!({
            "read": self.read, "imported": self.imported, "duplicates": self.duplicates, "enriched": self.enriched,
            "replaced": self.replaced, "rejected": self.rejected,
            "labels": {"pass": pass, "fail": fail, "unmapped": unmapped},
            "map": options.mapping(), "reading": file_hash::of_reading(options),
            "doubts": self.doubts.iter().map(Said::json).collect::<Vec<_>>(),
        })
        .to_string()
    }

    /// Whether nothing was imported from the file; its problem says why.
    pub(super) fn gave_nothing(&self) -> bool {
        self.problem.is_some() && self.imported + self.duplicates == 0
    }
}

/// Called as a file is read.
pub trait ImportProgress {
    /// A file was detected.
    fn begin(&mut self, path: &str, detected: &Detected);
    /// So many bytes of the file, so many records.
    fn advance(&mut self, bytes: u64, records: u64);
    /// The file is done.
    fn end(&mut self, report: &FileReport);
    /// Asks a person who can answer whether to go on; nobody can by default.
    fn agrees(&mut self, _question: &str) -> bool {
        false
    }
    /// Called before a batch is stored, so that others who wait for the store can be let in.
    fn before_storing(&mut self) {}
    /// Returns whether a person on a terminal says no; `false` without a terminal.
    fn declines(&mut self, _question: &str) -> bool {
        false
    }
    /// Called where everything there is was stored, and more is waited for.
    fn waits(&mut self) {}
    /// Says something before anything is stored.
    fn tell(&mut self, _sentence: &str) {}
    /// Whether the import is to end here, with what was read so far.
    fn is_stopped(&self) -> bool {
        false
    }
}

/// Returns the name of a source: as given, else the file's name without its endings.
#[must_use]
pub fn source_name(given: Option<&str>, path: &Path) -> String {
    if let Some(name) = given {
        return name.to_owned();
    }
    if path.as_os_str() == "-" {
        return "stdin".to_owned();
    }
    let name = path.file_name().map(|name| name.to_string_lossy()).unwrap_or_default();
    ingest::without_endings(&name).to_owned()
}

#[cfg(test)]
mod tests {
    use super::source_name;
    use std::path::Path;

    #[test]
    fn a_source_is_called_like_its_file_without_endings() {
        assert_eq!(source_name(None, Path::new("/logs/app.2026-11.jsonl.gz")), "app.2026-11");
        assert_eq!(source_name(None, Path::new("-")), "stdin");
        assert_eq!(source_name(None, Path::new(".json")), ".json");
        assert_eq!(source_name(Some("prod"), Path::new("x.csv")), "prod");
    }
}
