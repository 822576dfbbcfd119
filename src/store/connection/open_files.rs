//! Which database files this process has connections to.
//!
//! The system drops *all* locks that a process holds on a file when the process closes *any* handle of it: a look into
//! the file by hand, beside an open connection, takes the connection's locks away without a word. Another program that
//! closes the database then believes itself the last one and deletes the write-ahead log under us, with everything
//! that is written from then on. So a file is looked into by hand only before the first connection to it.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;
use std::fs::Metadata;
use std::os::unix::fs::MetadataExt;
use std::sync::{Mutex, MutexGuard, PoisonError};

use crate::error::Result;

/// Device and inode of each file that has connections.
static OPEN: Mutex<BTreeMap<(u64, u64), Known>> = Mutex::new(BTreeMap::new());

/// What is known of a file with connections.
#[derive(Debug)]
struct Known {
    connections: usize,
    left_behind: bool,
}

/// Says that this process has, or is about to make, a connection to a file. Dropped after the connection.
#[derive(Debug)]
pub(crate) struct OpenFile {
    file: (u64, u64),
}

impl OpenFile {
    /// Enters; looks into the file first, if this process has no connection to it yet. The look answers whether a
    /// program that wrote to it broke off.
    pub(crate) fn register(metadata: &Metadata, look: impl FnOnce() -> Result<bool>) -> Result<Self> {
        let file = (metadata.dev(), metadata.ino());
        let mut open = opened();
        let known = match open.entry(file) {
            Entry::Occupied(known) => known.into_mut(),
            Entry::Vacant(place) => place.insert(Known { connections: 0, left_behind: look()? }),
        };
        known.connections += 1;
        Ok(Self { file })
    }

    /// Whether a program that wrote to the file broke off, and nobody has looked for damage since.
    pub(crate) fn is_left_behind(&self) -> bool {
        opened().get(&self.file).is_some_and(|known| known.left_behind)
    }

    /// Somebody looked, and found no damage.
    pub(crate) fn mark_sound(&self) {
        if let Some(known) = opened().get_mut(&self.file) {
            known.left_behind = false;
        }
    }
}

impl Drop for OpenFile {
    fn drop(&mut self) {
        let mut open = opened();
        if let Some(known) = open.get_mut(&self.file) {
            known.connections -= 1;
            if known.connections == 0 {
                open.remove(&self.file);
            }
        }
    }
}

fn opened() -> MutexGuard<'static, BTreeMap<(u64, u64), Known>> {
    OPEN.lock().unwrap_or_else(PoisonError::into_inner)
}
