//! A file that can be read as often as is needed: what can be read only once (standard input, a pipe, the output of a
//! program) is kept in a file that only this user can read and that is deleted afterwards.

use std::fs::File;
use std::io::{self, IsTerminal};
use std::os::unix::fs::FileTypeExt;
use std::path::{Path, PathBuf};

use tempfile::NamedTempFile;

use super::feed::{FeedFailed, SharedFeed};
use super::open_file::OpenFile;
use crate::error::{Problem, Result};

/// A file that can be read twice.
#[derive(Debug)]
pub struct Readable {
    given: PathBuf,
    /// Deleted on drop.
    kept: Option<NamedTempFile>,
    /// The file itself, once it is open.
    open: Option<OpenFile>,
}

impl Readable {
    /// Reads what can be read only once, and keeps it; `-` is standard input, and a feed is read in the path's place.
    ///
    /// # Errors
    /// `Usage` where standard input is a terminal; `Input` what a feed says; `Io` where it cannot be read or kept.
    pub fn of(path: &Path, feed: Option<&SharedFeed>) -> Result<Self> {
        let is_pipe = || std::fs::metadata(path).is_ok_and(|about| about.file_type().is_fifo());
        if feed.is_none() && path.as_os_str() != "-" && !is_pipe() {
            return Ok(Self::plain(path));
        }
        if feed.is_none() && path.as_os_str() == "-" && io::stdin().is_terminal() {
            return Err(Problem::usage("Standard input is a terminal; there is nothing to read."));
        }
        let kept = keep(path, feed).map_err(|error| {
            match error.get_ref().and_then(|cause| cause.downcast_ref::<FeedFailed>()) {
                Some(FeedFailed(sentence)) => Problem::input(sentence.clone()).hint("Nothing was stored."),
                None => Problem::io(format!("{} cannot be spooled: {error}.", path.display())).caused_by(error),
            }
        })?;
        Ok(Self { given: path.to_owned(), kept: Some(kept), open: None })
    }

    /// Takes a path as it is.
    #[must_use]
    pub fn plain(path: &Path) -> Self {
        Self { given: path.to_owned(), kept: None, open: None }
    }

    /// Opens the file, so that it is the same one however often it is read; what can be read only once is left as it is.
    /// With `is_fixed`, what is appended from now on is left out.
    #[must_use]
    pub fn held(self, is_fixed: bool) -> Self {
        let open = OpenFile::of(self.path());
        Self { open: if is_fixed { open.map(OpenFile::fixed) } else { open }, ..self }
    }

    /// Returns the open file, which is opened where it is not yet; `None` for what can be read only once.
    #[must_use]
    pub fn open(&self) -> Option<OpenFile> {
        self.open.clone().or_else(|| OpenFile::of(self.path()))
    }

    /// Returns whether it is kept in a file, as it can be read only once.
    #[must_use]
    pub const fn is_kept(&self) -> bool {
        self.kept.is_some()
    }

    /// Returns where its bytes are.
    #[must_use]
    pub fn path(&self) -> &Path {
        self.kept.as_ref().map_or(&self.given, |kept| kept.path())
    }

    /// Returns the name for sentences.
    #[must_use]
    pub fn name(&self) -> String {
        if self.given.as_os_str() == "-" { "standard input".to_owned() } else { self.given.display().to_string() }
    }
}

fn keep(path: &Path, feed: Option<&SharedFeed>) -> io::Result<NamedTempFile> {
    // Where a sentence names the file, it says what it was.
    let prefix = if path.as_os_str() == "-" { "standard-input-" } else { "pipe-" };
    let mut file = tempfile::Builder::new().prefix(prefix).tempfile()?;
    if let Some(mut feed) = feed.and_then(SharedFeed::take) {
        io::copy(&mut feed, &mut file)?;
    } else if path.as_os_str() == "-" {
        io::copy(&mut io::stdin().lock(), &mut file)?;
    } else {
        io::copy(&mut File::open(path)?, &mut file)?;
    }
    Ok(file)
}
