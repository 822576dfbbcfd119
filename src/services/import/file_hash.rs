//! The hash of a file that is not read from its first byte to its last, and that of how a file is read.

use std::io::Read;
use std::path::PathBuf;

use crate::ingest::{ImportOptions, OpenFile};

/// How many bytes are read at a time.
const STEP: usize = 1024 * 1024;
/// So many digits tell one way of reading from another.
const READING: usize = 16;

/// Takes blake3 over the bytes that a file had when it was opened; `None` where they cannot be read.
pub(super) fn of_file(file: &OpenFile) -> Option<[u8; 32]> {
    let bytes = file.bytes();
    let mut file = file.reader().take(bytes);
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

/// Returns what tells one way of reading a file from another: this gemba, and what the user asked of it.
pub(super) fn of_reading(options: &ImportOptions) -> String {
    let options = ImportOptions { path: PathBuf::new(), feed: None, file: None, ..options.clone() };
    let asked = format!("{} {options:?}", env!("CARGO_PKG_VERSION"));
    blake3::hash(asked.as_bytes()).to_hex().chars().take(READING).collect()
}
