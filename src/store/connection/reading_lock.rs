//! Says that a source is being read at this moment: a lock on a file beside the database. The system lets go of it when
//! the program ends, in whatever way.

use std::fs::{File, OpenOptions, TryLockError};
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};

/// Held while a source is read.
#[derive(Debug)]
pub(crate) struct ReadingLock {
    path: PathBuf,
    _file: File,
}

impl ReadingLock {
    /// Takes the lock of a source; `None` where another program has it, or where the system gives none: the source is
    /// then only said to be incomplete.
    pub(crate) fn take(folder: &Path, source: i64) -> Option<Self> {
        let path = place(folder, source);
        let file = OpenOptions::new().create(true).append(true).mode(0o600).open(&path).ok()?;
        file.try_lock().ok()?;
        Some(Self { path, _file: file })
    }
}

impl Drop for ReadingLock {
    fn drop(&mut self) {
        // A file that stays says nothing: only its lock does.
        let _ = std::fs::remove_file(&self.path);
    }
}

/// Returns whether some program reads a source at this moment.
pub(crate) fn is_held(folder: &Path, source: i64) -> bool {
    let Ok(file) = File::open(place(folder, source)) else { return false };
    matches!(file.try_lock_shared(), Err(TryLockError::WouldBlock))
}

fn place(folder: &Path, source: i64) -> PathBuf {
    folder.join(format!("gemba.db.reading-{source}"))
}
