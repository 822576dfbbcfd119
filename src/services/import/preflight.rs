//! What is done before anything is stored: `--strict` reads every file once and stops at the first bad line, as nothing may
//! be stored where the last line is bad. What can be read only once (standard input, a pipe) is kept in a file for that.

use std::path::{Path, PathBuf};

use super::order::{FileReport, ImportOrder, ImportProgress};
use crate::error::{Problem, Result};
use crate::ingest::{self, Detected, Item, Readable, Sink};

/// The readable places of all files of an order.
pub(super) struct Preflight {
    paths: Vec<PathBuf>,
    /// What is kept of them is deleted on drop.
    _files: Vec<Readable>,
}

impl Preflight {
    /// Without `--strict`: the files are read where they are.
    pub(super) fn skipped(order: &ImportOrder) -> Self {
        Self { paths: order.paths.clone(), _files: Vec::new() }
    }

    /// Keeps what can be read only once in files, so that all can be read twice.
    pub(super) fn spooled(order: &ImportOrder) -> Result<Self> {
        let mut files = Vec::new();
        for path in &order.paths {
            let file = Readable::of(path, order.read.feed.as_ref())?;
            let is_kept = file.path() != path.as_path();
            if is_kept && order.all_or_nothing && order.stop.load(std::sync::atomic::Ordering::Relaxed) {
                return Err(stopped(&path.display().to_string()));
            }
            files.push(file);
        }
        Ok(Self { paths: files.iter().map(|file| file.path().to_owned()).collect(), _files: files })
    }

    /// Reads all files without storing anything.
    pub(super) fn read_all(order: &ImportOrder) -> Result<Self> {
        let all = Self::spooled(order)?;
        for (path, readable) in order.paths.iter().zip(&all.paths) {
            let mut read = order.read.clone();
            readable.clone_into(&mut read.path);
            read.feed = None;
            ingest::read(&read, &mut Strict { path })?;
        }
        Ok(all)
    }

    pub(super) fn paths(&self) -> &[PathBuf] {
        &self.paths
    }
}

/// Progress of what is only tried: nothing of it is shown, and nobody is asked.
pub(super) struct Quiet<'p>(pub(super) &'p mut dyn ImportProgress);

impl ImportProgress for Quiet<'_> {
    fn begin(&mut self, _path: &str, _detected: &Detected) {}
    fn advance(&mut self, _bytes: u64, _records: u64) {}
    fn end(&mut self, _report: &FileReport) {}
    fn is_stopped(&self) -> bool {
        self.0.is_stopped()
    }
}

/// Returns the problem of a program that was stopped before its end.
pub(super) fn stopped(path: &str) -> Problem {
    Problem::input(format!("`{path}` was stopped before its end; nothing was stored."))
        .hint("--keep-partial keeps what came before.")
}

/// Stops at the first bad line.
struct Strict<'a> {
    path: &'a Path,
}

impl Sink for Strict<'_> {
    fn detected(&mut self, _detected: &Detected) -> Result<()> {
        Ok(())
    }

    fn item(&mut self, item: Item, _position: u64) -> Result<bool> {
        match item {
            Item::Record { .. } | Item::Skipped { .. } => Ok(true),
            Item::Reject { line, reason, .. } => {
                let name = self.path.display().to_string();
                let name = if name == "-" { "standard input".to_owned() } else { name };
                Err(Problem::input(format!("Line {line} of {name} is bad: {reason}. Nothing was stored."))
                    .hint("Without --strict bad lines are set aside and the rest is imported."))
            }
        }
    }
}
