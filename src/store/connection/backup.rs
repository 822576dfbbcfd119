//! Copies of a workspace, whole and looked at, and a workspace made of such a copy.
//!
//! A copy is one plain file, written beside its place and named only when it is complete; nothing is ever overwritten.

use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use rusqlite::{Connection, OpenFlags, TransactionBehavior};

use crate::error::{Kind, Problem, Result};
use crate::store::connection::copy::{Copied, all_pages, copy, held};
use crate::store::connection::file_check::{is_open_elsewhere, is_sound, refuse_foreign};
use crate::store::connection::owner::{foreign_owner, not_yours};
use crate::store::connection::paths::{database, with_companions};
use crate::store::connection::{migrations, open, permissions, schema};
use crate::store::errors;

/// Makes the workspace in `folder` what it was when `backup` was written. A workspace that is there is replaced only
/// where `replaces` says so, and kept beside it as a backup of its own.
///
/// # Errors
/// `Usage` where a workspace is there and may not be replaced, `Workspace` where the backup is none, is damaged or of a
/// newer gemba, or where another program has the workspace open.
pub fn restore(folder: &Path, backup: &Path, replaces: bool) -> Result<Copied> {
    if let Some(owner) = foreign_owner(folder) {
        return Err(not_yours(folder, owner));
    }
    let source = source(backup)?;
    let file = database(folder);
    let mut kept = None;
    if fs::symlink_metadata(&file).is_ok() {
        if fs::canonicalize(&file).ok() == fs::canonicalize(backup).ok() {
            return Err(Problem::usage(format!("{} is the workspace itself, not a backup of it.", backup.display())));
        }
        if !replaces {
            return Err(Problem::usage(format!("There is a workspace in {} already.", folder.display()))
                .hint("`--replace` replaces it and keeps a copy of what is there now."));
        }
        if is_open_elsewhere(&file) {
            return Err(Problem::workspace(format!(
                "The workspace {} is open in another program, which would keep using what it has read.",
                folder.display()
            ))
            .hint("Close the other program and try again."));
        }
        let place = free_place(folder);
        let present = open::for_writing(folder).and_then(|(present, _open_file)| copy(&present, &place));
        match present {
            Ok(_) => {}
            // One that cannot be read any more is kept too, as it is.
            Err(problem) if problem.kind == Kind::Workspace && refuse_foreign(&file, &|_| problem.clone()).is_ok() => {
                set_aside(&file, &place)?;
                open::create(folder)?;
            }
            Err(problem) => return Err(problem),
        }
        kept = Some(place);
    } else {
        open::create(folder)?;
    }
    let (mut conn, _open_file) = open::for_writing(folder)?;
    all_pages(&source, &mut conn)?;
    migrations::bring_up(&mut conn)?;
    // What is written from now on is not what the workspace of the backup writes: its numbers are its own.
    let tx = conn.transaction_with_behavior(TransactionBehavior::Immediate)?;
    schema::begin_writer(&tx)?;
    tx.commit()?;
    let copied = Copied { kept, ..held(&conn)? };
    conn.close().map_err(|(_, error)| error)?;
    permissions::close_files(&file)?;
    Ok(copied)
}

/// A backup, opened and looked at.
fn source(backup: &Path) -> Result<Connection> {
    let metadata = fs::metadata(backup).map_err(|error| match error.kind() {
        ErrorKind::NotFound => Problem::input(format!("There is no file {}.", backup.display())).caused_by(error),
        _ => errors::of_file(error, "read", backup),
    })?;
    let foreign = |what: &str| Problem::input(format!("{} is {what}, not a backup of gemba.", backup.display()));
    if !metadata.is_file() {
        return Err(foreign(if metadata.is_dir() { "a folder" } else { "not a plain file" }));
    }
    refuse_foreign(backup, &foreign)?;
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let conn = Connection::open_with_flags(backup, flags)?;
    let unsound = || {
        Problem::workspace(format!("The backup {} is damaged; nothing was changed.", backup.display()))
            .hint("Try an older one.")
    };
    migrations::check_version(migrations::version(&conn).map_err(|problem| unsound().caused_by(problem))?, backup)?;
    if is_sound(&conn, "integrity_check").unwrap_or(false) { Ok(conn) } else { Err(unsound()) }
}

/// Gives a database and its log other names.
fn set_aside(file: &Path, place: &Path) -> Result<()> {
    let [from, log, shared] = with_companions(file);
    let [to, to_log, _] = with_companions(place);
    fs::rename(&from, to).map_err(|error| errors::of_file(error, "rename", &from))?;
    for left in [fs::rename(&log, to_log), fs::remove_file(&shared)] {
        match left {
            Err(error) if error.kind() != ErrorKind::NotFound => return Err(errors::of_file(error, "rename", &log)),
            Ok(()) | Err(_) => {}
        }
    }
    Ok(())
}

/// A name beside the database that nothing has yet.
fn free_place(folder: &Path) -> PathBuf {
    let names = (1_u32..).map(|number| folder.join(format!("gemba.db.before-restore-{number}.bak")));
    names.into_iter().find(|path| fs::symlink_metadata(path).is_err()).unwrap_or_else(|| folder.join("gemba.db.bak"))
}
