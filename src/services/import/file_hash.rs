//! The hash of a file while it is imported, taken beside the reading on a thread of its own.

use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::thread::JoinHandle;

/// How many bytes are read at a time.
const STEP: usize = 1024 * 1024;

/// Takes blake3 over the first `bytes` bytes of a file; `None` where they cannot be read.
pub(super) fn of_file(path: &Path, bytes: u64) -> Option<[u8; 32]> {
    let mut file = File::open(path).ok()?.take(bytes);
    let mut hasher = blake3::Hasher::new();
    let mut step = vec![0; STEP];
    let mut left = bytes;
    while left > 0 {
        let read = file.read(&mut step).ok().filter(|read| *read > 0)?;
        hasher.update(step.get(..read)?);
        left = left.saturating_sub(read as u64);
    }
    Some(*hasher.finalize().as_bytes())
}

/// The hash of a file that is being read by others.
pub(super) struct FileHash {
    thread: Option<JoinHandle<Option<[u8; 32]>>>,
}

impl FileHash {
    /// Begins to take it.
    pub(super) fn begin(path: PathBuf, bytes: u64) -> Self {
        let thread = std::thread::Builder::new().name("hash".to_owned()).spawn(move || of_file(&path, bytes));
        Self { thread: thread.ok() }
    }

    /// Waits for it.
    pub(super) fn end(self) -> Option<[u8; 32]> {
        self.thread?.join().ok()?
    }
}
