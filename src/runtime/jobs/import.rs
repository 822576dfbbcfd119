//! Imports files into the workspace: reader → records → store, labels → verdicts, bad lines → the rejects file.

use std::path::PathBuf;

use crate::domain::Name;
use crate::error::Result;
use crate::ingest::{Detected, Order};
use crate::store::Writer;

/// What to import.
#[derive(Debug, Clone)]
pub struct ImportOrder {
    /// How to read each file; `path` is replaced by each of `paths`.
    pub read: Order,
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

/// What one file's import did.
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
    /// The first few rejects in words, for the screen.
    pub first_rejects: Vec<String>,
    /// Where the rejects stand.
    pub rejects_file: Option<PathBuf>,
    /// Labels taken over as pass, as fail, and those nobody could map.
    pub labels: (u64, u64, u64),
    /// Wall time.
    pub seconds: f64,
}

/// Called as a file is read.
pub trait Progress {
    /// A file was detected.
    fn begin(&mut self, path: &str, detected: &Detected);
    /// So many bytes of the file, so many records.
    fn advance(&mut self, bytes: u64, records: u64);
    /// The file is done.
    fn end(&mut self, report: &FileReport);
}

/// Imports all files. `writer` is `None` for a dry run without a workspace.
///
/// # Errors
/// `Input` for an unreadable file, one with nothing importable, or a bad line under `strict`; store problems as they are.
pub fn run(writer: Option<&mut Writer>, order: &ImportOrder, progress: &mut dyn Progress) -> Result<Vec<FileReport>> {
    let _ = (writer, order, progress);
    todo!()
}
