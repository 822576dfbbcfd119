//! How far a file was read, and what was wrong with it.

use std::cell::{Cell, RefCell};
use std::io;

use super::feed::WholeLines;
use crate::error::Problem;

/// Up to this size any ratio of expansion is taken.
const FREE_EXPANSION: u64 = 64 * 1024 * 1024;
/// Beyond it no log expands more than this.
const LARGEST_RATIO: u64 = 200;

/// What the layers of one stream share.
#[derive(Default)]
pub(crate) struct StreamStatus {
    /// Bytes of the file that were read, compressed as they are.
    pub(crate) read: Cell<u64>,
    /// The hash of these bytes: of a file, whose hash is kept with its source.
    hasher: RefCell<Option<blake3::Hasher>>,
    /// Bytes that came of them.
    pub(crate) given: Cell<u64>,
    /// The feed that the text comes from as it is; `None` where it comes from a file, or is unpacked or decoded.
    pub(crate) feed: RefCell<Option<WholeLines>>,
    /// Why the compressed data ended early, if they did.
    pub(crate) fault: RefCell<Option<String>>,
}

impl StreamStatus {
    /// Returns whether more is there now behind so many bytes of the text; true also where that cannot be known.
    pub(crate) fn has_more_now(&self, consumed: u64) -> bool {
        match &*self.feed.borrow() {
            // The end of a line may still stand there.
            Some(feed) if consumed + 2 > self.read.get() => feed.is_ready(),
            Some(_) | None => true,
        }
    }

    /// Notes bytes of the file that were read.
    pub(crate) fn read_on(&self, bytes: &[u8]) {
        self.read.set(self.read.get() + bytes.len() as u64);
        if let Some(hasher) = self.hasher.borrow_mut().as_mut() {
            hasher.update(bytes);
        }
    }

    /// Takes the hash of what is read from now on.
    pub(crate) fn begin_hash(&self) {
        self.hasher.replace(Some(blake3::Hasher::new()));
    }

    /// Returns blake3 over the file, where exactly so many bytes of it were read, one after the other.
    pub(crate) fn hash_of(&self, bytes: u64) -> Option<[u8; 32]> {
        let hasher = self.hasher.borrow();
        hasher.as_ref().filter(|hasher| hasher.count() == bytes).map(|hasher| *hasher.finalize().as_bytes())
    }

    /// Waits a moment for more.
    pub(crate) fn wait_a_moment(&self) -> bool {
        self.feed.borrow().as_ref().is_none_or(WholeLines::wait_a_moment)
    }

    /// Counts bytes that came of compressed ones.
    ///
    /// # Errors
    /// Where they are far more than any log expands to.
    pub(crate) fn expand(&self, got: usize) -> io::Result<()> {
        self.given.set(self.given.get() + got as u64);
        if self.is_bomb() { Err(io::Error::new(io::ErrorKind::InvalidData, Bomb)) } else { Ok(()) }
    }

    /// Returns whether they are far more than any log expands to.
    pub(crate) fn is_bomb(&self) -> bool {
        expands_too_far(self.given.get(), self.read.get())
    }
}

/// Returns whether packed bytes expand to far more than those of any log.
pub(crate) fn expands_too_far(whole: u64, packed: u64) -> bool {
    whole > FREE_EXPANSION && whole / LARGEST_RATIO > packed
}

/// Returns the problem of a file that does.
pub(crate) fn too_far(name: &str) -> Problem {
    Problem::input(format!("{name} expands to more than {LARGEST_RATIO} times its size; reading stopped there."))
}

/// Compressed data that expand without end.
#[derive(Debug)]
pub(super) struct Bomb;

impl std::fmt::Display for Bomb {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("it expands without end")
    }
}

impl std::error::Error for Bomb {}
