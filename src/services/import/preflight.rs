//! What is done before anything is stored: `--strict` reads every file once and stops at the first bad line, as nothing may
//! be stored where the last line is bad. What can be read only once (standard input, a pipe) is kept in a file for that; any
//! other file is opened once.

use std::path::{Path, PathBuf};

use super::order::{FileReport, ImportOrder, ImportProgress};
use crate::error::{Problem, Result};
use crate::ingest::{self, Detected, ImportOptions, Item, Readable, Sink};

/// So many files are held open from the first look at them to the reading.
const MOST_HELD: usize = 200;

/// Returns the files of an order where they are. A file is opened once, however often it is read; of very many each time.
pub(super) fn plain(order: &ImportOrder) -> Vec<Readable> {
    let is_held = order.paths.len() <= MOST_HELD && order.read.feed.is_none();
    let file = |path: &PathBuf| {
        let file = Readable::plain(path);
        if is_held { file.held(false) } else { file }
    };
    order.paths.iter().map(file).collect()
}

/// Keeps what can be read only once in files, so that all can be read twice, and the same both times.
pub(super) fn spooled(order: &ImportOrder) -> Result<Vec<Readable>> {
    let is_held = order.paths.len() <= MOST_HELD;
    let mut files = Vec::new();
    for path in &order.paths {
        let file = Readable::of(path, order.read.feed.as_ref())?;
        if file.is_kept() && order.all_or_nothing && order.stop.load(std::sync::atomic::Ordering::Relaxed) {
            return Err(stopped(&path.display().to_string()));
        }
        files.push(if is_held { file.held(true) } else { file });
    }
    Ok(files)
}

/// Reads all files to their ends without storing anything: the last line may be the bad one.
pub(super) fn read_all(order: &ImportOrder) -> Result<Vec<Readable>> {
    let files = spooled(order)?;
    for (path, readable) in order.paths.iter().zip(&files) {
        ingest::read(&options(order, readable), &mut Strict { path })?;
    }
    Ok(files)
}

/// Returns how a file of an order is read again.
pub(super) fn options(order: &ImportOrder, readable: &Readable) -> ImportOptions {
    ImportOptions { path: readable.path().to_owned(), feed: None, file: readable.open(), ..order.read.clone() }
}

/// The progress of a trial: it shows nothing and asks no question, but it can be stopped.
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
