//! Where the database of a workspace lies, and the files that SQLite keeps beside it.

use std::path::{Path, PathBuf};

/// Returns the database file of a workspace folder.
#[must_use]
pub fn database(folder: &Path) -> PathBuf {
    folder.join("gemba.db")
}

/// Returns the database, its write-ahead log and its shared memory.
pub(crate) fn with_companions(database: &Path) -> [PathBuf; 3] {
    ["", "-wal", "-shm"].map(|ending| {
        let mut name = database.as_os_str().to_owned();
        name.push(ending);
        PathBuf::from(name)
    })
}
