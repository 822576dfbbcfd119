//! `--strict`: reads every file once before anything is stored and stops at the first bad line. What can be read only
//! once (standard input, a pipe) is spooled to a file that only this user can read and that is deleted afterwards.

use std::fs::File;
use std::io;
use std::path::{Path, PathBuf};

use tempfile::NamedTempFile;

use super::order::ImportOrder;
use crate::error::{Problem, Result};
use crate::ingest::{self, Detected, FeedFailed, Item, SharedFeed, Sink};

/// The readable places of all files of an order.
pub(super) struct StrictPreflight {
    paths: Vec<PathBuf>,
    /// Deleted on drop.
    _spooled: Vec<NamedTempFile>,
}

impl StrictPreflight {
    /// Without `--strict`: the files are read where they are.
    pub(super) fn skipped(order: &ImportOrder) -> Self {
        Self { paths: order.paths.clone(), _spooled: Vec::new() }
    }

    /// Keeps what can be read only once in files, so that all can be read twice.
    pub(super) fn spooled(order: &ImportOrder) -> Result<Self> {
        let (mut paths, mut spooled) = (Vec::new(), Vec::new());
        for path in &order.paths {
            let readable = if order.read.feed.is_some() || is_read_once(path) {
                let spool = spool(path, order.read.feed.as_ref())?;
                if order.all_or_nothing && order.stop.load(std::sync::atomic::Ordering::Relaxed) {
                    return Err(stopped(&path.display().to_string()));
                }
                let place = spool.path().to_owned();
                spooled.push(spool);
                place
            } else {
                path.clone()
            };
            paths.push(readable);
        }
        Ok(Self { paths, _spooled: spooled })
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

fn is_read_once(path: &Path) -> bool {
    use std::os::unix::fs::FileTypeExt;
    path.as_os_str() == "-" || std::fs::metadata(path).is_ok_and(|about| about.file_type().is_fifo())
}

fn spool(path: &Path, feed: Option<&SharedFeed>) -> Result<NamedTempFile> {
    let copy = || -> io::Result<NamedTempFile> {
        let mut file = NamedTempFile::new()?;
        if let Some(mut feed) = feed.and_then(SharedFeed::take) {
            io::copy(&mut feed, &mut file)?;
        } else if path.as_os_str() == "-" {
            io::copy(&mut io::stdin().lock(), &mut file)?;
        } else {
            io::copy(&mut File::open(path)?, &mut file)?;
        }
        Ok(file)
    };
    copy().map_err(|error| match error.get_ref().and_then(|cause| cause.downcast_ref::<FeedFailed>()) {
        Some(FeedFailed(sentence)) => Problem::input(sentence.clone()).hint("Nothing was stored."),
        None => Problem::io(format!("{} cannot be spooled: {error}.", path.display())).caused_by(error),
    })
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
