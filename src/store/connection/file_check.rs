//! What can be told of a database file without changing it: whose it is, who has it open, whether it is sound.
//!
//! A file that is not gemba's is recognised by its first bytes, before SQLite touches it.

use std::fs;
use std::io::Read;
use std::path::Path;

use rusqlite::Connection;

use crate::error::{Problem, Result};
use crate::store::connection::paths::with_companions;
use crate::store::connection::schema::APPLICATION_ID;
use crate::store::errors;

/// Returns whether the write-ahead log holds writes that are not in the database yet.
pub(crate) fn has_log(file: &Path) -> bool {
    let [_, log, _] = with_companions(file);
    fs::metadata(log).is_ok_and(|metadata| metadata.len() > 0)
}

/// Returns whether another process has connections to the database: each holds a lock on one byte of the shared memory
/// (128, see SQLite's `os_unix.c`). Call it only while this process has none, see `open_files`.
pub(crate) fn is_open_elsewhere(file: &Path) -> bool {
    use rustix::process::{Flock, FlockType, fcntl_getlk};
    let [_, _, shared] = with_companions(file);
    let Ok(shared) = fs::File::open(shared) else { return false };
    let byte = Flock { start: 128, length: 1, ..Flock::from(FlockType::WriteLock) };
    fcntl_getlk(&shared, &byte).is_ok_and(|held| held.is_some())
}

/// Refuses what is not a gemba database by its first hundred bytes; `foreign` words the refusal.
pub(crate) fn refuse_foreign(file: &Path, foreign: &dyn Fn(&str) -> Problem) -> Result<()> {
    let mut head = [0; 100];
    let read = fs::File::open(file).and_then(|mut opened| opened.read_exact(&mut head));
    if let Err(error) = read {
        return Err(match error.kind() {
            std::io::ErrorKind::UnexpectedEof => foreign("too short for a database"),
            _ => errors::of_file(error, "read", file),
        });
    }
    if !head.starts_with(b"SQLite format 3\0") {
        return Err(foreign("not a database"));
    }
    let [.., a, b, c, d] = *head.first_chunk::<72>().unwrap_or(&[0; 72]);
    if i32::from_be_bytes([a, b, c, d]) != APPLICATION_ID {
        return Err(foreign("a database of another program"));
    }
    Ok(())
}

/// Returns whether a `PRAGMA` that looks for damage finds none.
pub(crate) fn is_sound(conn: &Connection, pragma: &str) -> Result<bool> {
    let answer: String = conn.query_row(&format!("PRAGMA {pragma}(1)"), [], |row| row.get(0))?;
    Ok(answer == "ok")
}
