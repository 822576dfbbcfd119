//! Opening and making the database file, and what is refused on the way.

use std::fs;
use std::path::{Path, PathBuf};

use rusqlite::config::DbConfig;
use rusqlite::{Connection, OpenFlags, TransactionBehavior};

use crate::error::{Kind, Problem, Result};
use crate::store::connection::aside::{self, not_a_folder};
use crate::store::connection::file_check::{has_log, is_open_elsewhere, is_sound, refuse_foreign};
use crate::store::connection::open_files::OpenFile;
use crate::store::connection::owner::{foreign_owner, not_yours};
use crate::store::connection::paths::{database, with_companions};
use crate::store::connection::permissions::is_writable;
use crate::store::connection::settings::{configure, make_durable};
use crate::store::connection::{migrations, permissions};
use crate::store::errors;

/// Opens an existing database for writing.
pub(crate) fn for_writing(folder: &Path) -> Result<(Connection, OpenFile)> {
    let file = database(folder);
    let open_file = inspect(folder, &file)?;
    if let Some(owner) = foreign_owner(folder) {
        return Err(not_yours(folder, owner));
    }
    if !is_writable(folder) || !is_writable(&file) {
        return Err(read_only(folder));
    }
    permissions::close_folder(folder)?;
    permissions::close_files(&file)?;
    let mut conn =
        Connection::open_with_flags(&file, OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX)
            .map_err(|error| named(error, &file))?;
    configure(&conn)?;
    migrations::check_version(migrations::version(&conn).map_err(|problem| placed(problem, &file))?, &file)?;
    if conn.is_readonly("main")? {
        return Err(read_only(folder));
    }
    if open_file.is_left_behind() {
        // Whoever wrote last did not get to the end: a look before anything is built on it.
        if !is_sound(&conn, "quick_check").map_err(|problem| placed(problem, &file))? {
            // What was found stays as it is: nothing of the log is written into the damaged database.
            conn.set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, true)?;
            return Err(placed(errors::damaged("the last program that wrote to it broke off"), &file)
                .hint("`gemba restore` puts a backup in its place."));
        }
        open_file.mark_sound();
    }
    make_durable(&conn).map_err(|error| named(error, &file))?;
    migrations::migrate(&mut conn, &file)?;
    // Asks for the lock once, so that a locked or read-only workspace is refused now and not at the first judgement.
    conn.transaction_with_behavior(TransactionBehavior::Immediate)
        .and_then(rusqlite::Transaction::rollback)
        .map_err(|error| named(error, &file))?;
    permissions::close_files(&file)?;
    Ok((conn, open_file))
}

/// Returns whether a folder has a database.
pub(crate) fn is_made(folder: &Path) -> bool {
    database(folder).exists()
}

/// Makes a workspace unless its database is there already.
pub(crate) fn create_if_absent(folder: &Path) -> Result<()> {
    if is_made(folder) { Ok(()) } else { create(folder) }
}

/// Makes a workspace where there is none yet. Two that do so at once end with the same one.
pub(crate) fn create(folder: &Path) -> Result<()> {
    let (conn, scratch) = aside::build(folder)?;
    conn.close().map_err(|(_, error)| error)?;
    aside::publish(&scratch, folder).map(drop)
}

/// A reading connection, and the private copy it reads where the folder does not allow reading in place.
pub(crate) struct Opened {
    /// The connection.
    pub conn: Connection,
    /// Keeps the copy as long as the connection.
    pub copy: Option<tempfile::TempDir>,
    /// Dropped after the connection.
    pub open_file: OpenFile,
}

/// Opens an existing database for reading, in a read-only folder too.
pub(crate) fn for_reading(folder: &Path) -> Result<Opened> {
    let file = database(folder);
    let open_file = inspect(folder, &file)?;
    if foreign_owner(folder).is_some() {
        // Not even a shared-memory file is made in a folder of someone else's.
        return without_writing(&file, open_file);
    }
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let in_place = || Connection::open_with_flags(&file, flags).map_err(Problem::from);
    if let Ok(conn) = in_place()
        && let Ok(version) = migrations::version(&conn)
        && (1..migrations::VERSION).contains(&version)
    {
        drop(conn);
        return of_older_format(folder, &file, open_file);
    }
    match in_place().and_then(|conn| prepared(conn, &file)) {
        Ok(conn) => Ok(Opened { conn, copy: None, open_file }),
        // A newer or damaged one is refused as it is; a folder where no -shm can be made says that it cannot be opened
        // or is read-only.
        Err(problem) if is_writable(folder) || schema_says(&problem) => Err(placed(problem, &file)),
        Err(_) => without_writing(&file, open_file),
    }
}

/// Brings a database of an older format to this one: in its place, or in a private copy where that may not be written.
fn of_older_format(folder: &Path, file: &Path, open_file: OpenFile) -> Result<Opened> {
    if is_writable(folder) && is_writable(file) {
        drop(for_writing(folder)?);
        let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let conn = Connection::open_with_flags(file, flags).map_err(|error| named(error, file))?;
        if migrations::version(&conn).is_ok_and(|version| (1..migrations::VERSION).contains(&version)) {
            return in_a_copy(file, open_file);
        }
        return Ok(Opened { conn: prepared(conn, file)?, copy: None, open_file });
    }
    in_a_copy(file, open_file)
}

fn schema_says(problem: &Problem) -> bool {
    problem.sentence.contains("newer gemba") || problem.sentence.contains("damaged")
}

/// Reads without making a file beside the database. A write-ahead log holds what the database does not yet: it must
/// be read too, and can only be in a copy.
fn without_writing(file: &Path, open_file: OpenFile) -> Result<Opened> {
    let [_, log, _] = with_companions(file);
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX | OpenFlags::SQLITE_OPEN_URI;
    if fs::metadata(&log).map_or(0, |metadata| metadata.len()) == 0 {
        let conn = Connection::open_with_flags(immutable_uri(file), flags).map_err(|error| named(error, file))?;
        return Ok(Opened { conn: prepared(conn, file)?, copy: None, open_file });
    }
    in_a_copy(file, open_file)
}

/// Reads a private copy of the database and of its log.
fn in_a_copy(file: &Path, open_file: OpenFile) -> Result<Opened> {
    let [_, log, _] = with_companions(file);
    let copy = tempfile::tempdir()
        .map_err(|error| Problem::io(format!("Cannot make a folder for a copy: {error}.")).caused_by(error))?;
    let [to, to_log, _] = with_companions(&copy.path().join("gemba.db"));
    for (from, to) in [(file, &to), (log.as_path(), &to_log)] {
        if from == file || from.exists() {
            fs::copy(from, to).map_err(|error| errors::of_file(error, "copy", from))?;
            permissions::close_file(to)?;
        }
    }
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let mut conn = Connection::open_with_flags(&to, flags).map_err(|error| named(error, file))?;
    configure(&conn)?;
    migrations::check_version(migrations::version(&conn)?, file)?;
    migrations::bring_up(&mut conn)?;
    Ok(Opened { conn: prepared(conn, file)?, copy: Some(copy), open_file })
}

fn prepared(conn: Connection, file: &Path) -> Result<Connection> {
    configure(&conn)?;
    let version = migrations::version(&conn)?;
    migrations::check_version(version, file)?;
    if version < migrations::VERSION {
        return Err(errors::damaged(&format!("it has the format version {version}")));
    }
    Ok(conn)
}

fn immutable_uri(file: &Path) -> PathBuf {
    use std::os::unix::ffi::OsStrExt;
    let mut uri = String::from("file:");
    for byte in file.as_os_str().as_bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'/' | b'.' | b'-' | b'_' => uri.push(char::from(*byte)),
            _ => uri.extend(['%', hex(byte >> 4), hex(byte & 15)]),
        }
    }
    uri.push_str("?immutable=1");
    PathBuf::from(uri)
}

fn hex(half: u8) -> char {
    char::from_digit(u32::from(half), 16).unwrap_or('0')
}

/// Refuses what is not a gemba database, and registers the file as open.
fn inspect(folder: &Path, file: &Path) -> Result<OpenFile> {
    if folder.exists() && !folder.is_dir() {
        return Err(not_a_folder(folder));
    }
    let metadata = match fs::metadata(file) {
        Ok(metadata) => metadata,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
            return Err(Problem::workspace(format!("There is no workspace in {}.", folder.display()))
                .hint("`gemba import PATH` makes one."));
        }
        Err(error) => return Err(errors::of_file(error, "open", file)),
    };
    let foreign = |what: &str| {
        Problem::workspace(format!("{} is {what}, not a gemba workspace; it was not touched.", file.display()))
            .hint("Name another folder with `--workspace`.")
    };
    if !metadata.is_file() {
        return Err(foreign(if metadata.is_dir() { "a folder" } else { "not a plain file" }));
    }
    OpenFile::register(&metadata, || {
        refuse_foreign(file, &foreign)?;
        Ok(has_log(file) && !is_open_elsewhere(file))
    })
}

fn named(error: rusqlite::Error, file: &Path) -> Problem {
    placed(Problem::from(error), file)
}

/// Says which workspace a problem of opening is about.
fn placed(mut problem: Problem, file: &Path) -> Problem {
    if problem.kind == Kind::Workspace && !problem.sentence.contains(&*file.to_string_lossy()) {
        problem.sentence = format!("{}: {}", file.display(), problem.sentence);
    }
    problem
}

fn read_only(folder: &Path) -> Problem {
    Problem::workspace(format!("The workspace {} is read-only.", folder.display()))
        .hint("Allow writing to its folder and its files, or copy it.")
}
