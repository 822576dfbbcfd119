//! A database that is built beside its place: the first import of a workspace needs no journal and no waiting for the
//! disk, because nobody sees the file before it is whole. A lock on the file tells one that is being built from one that
//! a program left behind.

use std::fs::{self, File};
use std::path::Path;

use rusqlite::{Connection, OpenFlags};
use rustix::fs::{FlockOperation, flock};
use tempfile::NamedTempFile;

use crate::error::{Problem, Result};
use crate::store::connection::copy::all_pages;
use crate::store::connection::migrations;
use crate::store::connection::owner::foreign_owner;
use crate::store::connection::paths::{database, with_companions};
use crate::store::connection::permissions;
use crate::store::connection::settings::configure;
use crate::store::errors;

const PREFIX: &str = "gemba.db.new-";

/// Makes an empty database beside its place in `folder`, which is made too.
pub(crate) fn build(folder: &Path) -> Result<(Connection, NamedTempFile)> {
    let file = database(folder);
    if let Some(owner) = foreign_owner(folder) {
        let what = format!("The folder {} belongs to another user (number {owner}).", folder.display());
        return Err(Problem::workspace(what).hint("Name another for the workspace with `--workspace`."));
    }
    if folder.exists() {
        if !folder.is_dir() {
            return Err(not_a_folder(folder));
        }
        permissions::close_folder(folder)?;
    } else {
        permissions::make_folder(folder)?;
    }
    if with_companions(&file).iter().skip(1).any(|left| left.exists()) {
        return Err(errors::damaged(&format!("{} is gone and its write-ahead log is still there", file.display())));
    }
    let scratch = begin(folder).map_err(|error| errors::of_file(error, "make a workspace in", folder))?;
    permissions::close_file(scratch.path())?;
    let mut conn = Connection::open_with_flags(scratch.path(), OpenFlags::SQLITE_OPEN_READ_WRITE)?;
    configure(&conn)?;
    migrations::create(&mut conn)?;
    Ok((conn, scratch))
}

/// Makes a copy of a database beside its place, for what is not to stay.
pub(crate) fn rehearsal(folder: &Path, from: &Connection) -> Result<(Connection, NamedTempFile)> {
    let scratch = begin(folder).map_err(|error| errors::of_file(error, "copy the workspace in", folder))?;
    permissions::close_file(scratch.path())?;
    let mut conn = Connection::open_with_flags(scratch.path(), OpenFlags::SQLITE_OPEN_READ_WRITE)?;
    all_pages(from, &mut conn)?;
    configure(&conn)?;
    conn.query_row("PRAGMA journal_mode=DELETE", [], |_| Ok(()))?;
    conn.execute_batch("PRAGMA synchronous=OFF")?;
    Ok((conn, scratch))
}

/// Refuses a file where the workspace's folder should be.
pub(crate) fn not_a_folder(folder: &Path) -> Problem {
    Problem::workspace(format!("{} is a file, not a workspace folder.", folder.display()))
        .hint("Name a folder with `--workspace`.")
}

/// Makes the file and locks it; takes those away that nobody builds any more.
fn begin(folder: &Path) -> std::io::Result<NamedTempFile> {
    // Held until the new file is locked, so that nobody takes that one for abandoned.
    let guard = File::open(folder)?;
    let is_guarded = flock(&guard, FlockOperation::LockExclusive).is_ok();
    if is_guarded {
        let names = fs::read_dir(folder)?.flatten().map(|entry| entry.file_name());
        let mut names: Vec<_> = names.filter(|name| name.to_string_lossy().starts_with(PREFIX)).collect();
        // A database comes before what SQLite keeps beside it, which goes once the database is gone.
        names.sort();
        for name in names {
            let path = folder.join(&name);
            let is_left = match name.to_string_lossy().strip_prefix(PREFIX).map(|rest| rest.split_once('-')) {
                None => false,
                Some(None) => is_abandoned(&path),
                Some(Some((own, _))) => !folder.join(format!("{PREFIX}{own}")).exists(),
            };
            if is_left {
                let _ = fs::remove_file(path);
            }
        }
    }
    let scratch = tempfile::Builder::new().prefix(PREFIX).tempfile_in(folder)?;
    // A file system without locks: then nothing is ever taken for abandoned.
    let _ = flock(scratch.as_file(), FlockOperation::NonBlockingLockExclusive);
    Ok(scratch)
}

fn is_abandoned(path: &Path) -> bool {
    let is_plain = fs::symlink_metadata(path).is_ok_and(|about| about.is_file());
    is_plain && File::open(path).is_ok_and(|file| flock(&file, FlockOperation::NonBlockingLockExclusive).is_ok())
}

/// Gives a finished database its name, unless another has it; returns whether it has it now.
pub(crate) fn publish(scratch: &NamedTempFile, folder: &Path) -> Result<bool> {
    let file = database(folder);
    let failed = |error| errors::of_file(error, "make a workspace in", folder);
    scratch.as_file().sync_all().map_err(failed)?;
    let is_published = match fs::hard_link(scratch.path(), &file) {
        Ok(()) => true,
        Err(_) if file.exists() => false,
        // A file system without hard links: the same, less strictly.
        Err(_) => fs::rename(scratch.path(), &file).map(|()| true).map_err(failed)?,
    };
    // The name is on the disk too, where the system can say so of a folder.
    let _ = File::open(folder).and_then(|folder| folder.sync_all());
    Ok(is_published)
}
