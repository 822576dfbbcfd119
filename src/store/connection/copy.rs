//! A copy of a database: written beside its place, checked, and given its name once it is whole on the disk.

use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use rusqlite::backup::{Backup, StepResult};
use rusqlite::{Connection, OpenFlags};

use crate::error::{Problem, Result};
use crate::store::connection::file_check::is_sound;
use crate::store::connection::{permissions, schema};
use crate::store::{columns, errors};

/// What a copy holds, or what a restored workspace does.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Copied {
    /// Its records.
    pub records: u64,
    /// Its events.
    pub events: u64,
    /// Where what stood there before a restore was kept.
    pub kept: Option<PathBuf>,
}

/// Copies a database into a new file that only its owner can read.
pub(crate) fn copy(from: &Connection, file: &Path) -> Result<Copied> {
    let exists = || {
        Problem::usage(format!("{} is there already, and a backup overwrites nothing.", file.display()))
            .hint("Name a file that does not exist yet.")
    };
    if fs::symlink_metadata(file).is_ok() {
        return Err(exists());
    }
    let folder = file.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let scratch = tempfile::Builder::new().prefix(".gemba-backup-").tempfile_in(folder).map_err(|error| {
        Problem::io(format!("Cannot write a backup into {}: {error}.", folder.display())).caused_by(error)
    })?;
    permissions::close_file(scratch.path())?;
    let mut conn = Connection::open_with_flags(scratch.path(), OpenFlags::SQLITE_OPEN_READ_WRITE)?;
    all_pages(from, &mut conn)?;
    // One plain file, without a log beside it.
    conn.query_row("PRAGMA journal_mode=DELETE", [], |_| Ok(()))?;
    if !is_sound(&conn, "quick_check")? {
        return Err(errors::damaged("a copy of it does not hold together"));
    }
    let copied = held(&conn)?;
    conn.close().map_err(|(_, error)| error)?;
    scratch.as_file().sync_all().map_err(|error| errors::of_file(error, "write", file))?;
    match scratch.persist_noclobber(file) {
        Ok(_) => {}
        Err(error) if error.error.kind() == ErrorKind::AlreadyExists => return Err(exists()),
        Err(error) => return Err(errors::of_file(error.error, "write", file)),
    }
    // The name is on the disk too, where the system can say so of a folder.
    let _ = fs::File::open(folder).and_then(|folder| folder.sync_all());
    Ok(copied)
}

/// Copies all pages at once: one reading, however many write meanwhile.
pub(crate) fn all_pages(from: &Connection, to: &mut Connection) -> Result<()> {
    match Backup::new(from, to)?.step(-1)? {
        StepResult::Done => Ok(()),
        _ => Err(Problem::workspace("The workspace is locked: another program is writing to it.")
            .hint("Close the other program or try again.")),
    }
}

pub(crate) fn held(conn: &Connection) -> Result<Copied> {
    let events = conn.query_row("SELECT count(*) FROM event", [], |row| row.get(0))?;
    let records = columns::unsigned(schema::meta(conn, "records")?);
    Ok(Copied { records, events: columns::unsigned(events), kept: None })
}
