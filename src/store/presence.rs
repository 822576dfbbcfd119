//! Which database files this process has connections to.
//!
//! The system drops *all* locks that a process holds on a file when the process closes *any* handle of it: a look into
//! the file by hand, beside an open connection, takes the connection's locks away without a word. Another program that
//! closes the database then believes itself the last one and deletes the write-ahead log under us, with everything
//! that is written from then on. So a file is looked into by hand only before the first connection to it.

use std::collections::BTreeMap;
use std::fs::Metadata;
use std::os::unix::fs::MetadataExt;
use std::sync::{Mutex, MutexGuard, PoisonError};

use crate::error::Result;

/// Device and inode of each file that has connections, and how many.
static OPEN: Mutex<BTreeMap<(u64, u64), usize>> = Mutex::new(BTreeMap::new());

/// Says that this process has, or is about to make, a connection to a file. Dropped after the connection.
#[derive(Debug)]
pub(super) struct Presence {
    file: (u64, u64),
}

impl Presence {
    /// Enters; looks into the file first, if this process has no connection to it yet.
    pub(super) fn enter(metadata: &Metadata, look: impl FnOnce() -> Result<()>) -> Result<Self> {
        let file = (metadata.dev(), metadata.ino());
        let mut open = opened();
        if !open.contains_key(&file) {
            look()?;
        }
        *open.entry(file).or_default() += 1;
        Ok(Self { file })
    }
}

impl Drop for Presence {
    fn drop(&mut self) {
        let mut open = opened();
        if let Some(count) = open.get_mut(&self.file) {
            *count -= 1;
            if *count == 0 {
                open.remove(&self.file);
            }
        }
    }
}

fn opened() -> MutexGuard<'static, BTreeMap<(u64, u64), usize>> {
    OPEN.lock().unwrap_or_else(PoisonError::into_inner)
}
