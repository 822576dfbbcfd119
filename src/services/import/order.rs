//! The order to import files, the progress of an import, and its report on each file.

use std::path::PathBuf;

use crate::domain::Name;
use crate::error::Problem;
use crate::ingest::{Detected, ImportOptions};

/// What to import.
#[derive(Debug, Clone)]
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
    /// Stop at the first bad line, before anything is stored.
    pub strict: bool,
    /// Read everything, store nothing.
    pub dry_run: bool,
    /// Where rejects files go: beside the log when it is writable, else here.
    pub rejects_folder: PathBuf,
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
    /// Lines set aside.
    pub rejected: u64,
    /// Entries with nothing to review, by what they are.
    pub skipped: Vec<(&'static str, u64)>,
    /// The first few rejects in words, for the screen.
    pub first_rejects: Vec<String>,
    /// The file of rejects.
    pub rejects_file: Option<PathBuf>,
    /// Labels imported as pass, as fail, and those that are not mapped.
    pub labels: (u64, u64, u64),
    /// The first few values of labels that were not understood, or taken for a pass as none of those that mean fail.
    pub label_values: Vec<String>,
    /// Labels that were not imported, because the reviewer has given another verdict.
    pub labels_left: u64,
    /// Wall time.
    pub seconds: f64,
    /// Why the file was not read to its end, where others of the same command were.
    pub problem: Option<Problem>,
}

impl FileReport {
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
}
