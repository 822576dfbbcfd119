//! Opening and making the database file: what is refused, which settings a connection gets.
//!
//! A file that is not gemba's is recognised by its first bytes, before SQLite touches it.

use std::fs;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::time::Duration;

use rusqlite::config::DbConfig;
use rusqlite::functions::FunctionFlags;
use rusqlite::limits::Limit;
use rusqlite::{Connection, OpenFlags, TransactionBehavior};

use super::presence::Presence;
use super::schema::{self, APPLICATION_ID};
use super::{backup, database, permissions, trouble};
use crate::domain::filter::Glob;
use crate::error::{Kind, Problem, Result};

const BUSY: Duration = Duration::from_secs(5);

/// Opens an existing database for writing.
pub(super) fn for_writing(folder: &Path) -> Result<(Connection, Presence)> {
    let file = database(folder);
    let presence = look_at(folder, &file)?;
    if !is_writable(folder) || !is_writable(&file) {
        return Err(read_only(folder));
    }
    permissions::close_folder(folder)?;
    permissions::close_files(&file)?;
    let mut conn =
        Connection::open_with_flags(&file, OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX)
            .map_err(|error| named(error, &file))?;
    configure(&conn)?;
    schema::check_version(schema::version(&conn).map_err(|problem| placed(problem, &file))?, &file)?;
    if conn.is_readonly("main")? {
        return Err(read_only(folder));
    }
    if presence.is_left_behind() {
        // Whoever wrote last did not get to the end: a look before anything is built on it.
        if !backup::is_sound(&conn, "quick_check").map_err(|problem| placed(problem, &file))? {
            // What was found stays as it is: nothing of the log is written into the damaged database.
            conn.set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, true)?;
            return Err(placed(trouble::damaged("the last program that wrote to it broke off"), &file).hint(
                "`gemba doctor` says how far, `gemba restore` puts a backup in its place; nothing was changed.",
            ));
        }
        presence.seen_sound();
    }
    begin_writing(&conn).map_err(|error| named(error, &file))?;
    schema::migrate(&mut conn, &file)?;
    // Asks for the lock once, so that a locked or read-only workspace is refused now and not at the first judgement.
    conn.transaction_with_behavior(TransactionBehavior::Immediate)
        .and_then(rusqlite::Transaction::rollback)
        .map_err(|error| named(error, &file))?;
    permissions::close_files(&file)?;
    Ok((conn, presence))
}

/// Makes a workspace where there is none yet. Two that do so at once end with the same one.
pub(super) fn create(folder: &Path) -> Result<()> {
    let file = database(folder);
    if folder.exists() {
        if !folder.is_dir() {
            return Err(not_a_folder(folder));
        }
        permissions::close_folder(folder)?;
    } else {
        permissions::make_folder(folder)?;
    }
    if permissions::files(&file).iter().skip(1).any(|left| left.exists()) {
        return Err(trouble::damaged(&format!("{} is gone and its write-ahead log is still there", file.display())));
    }
    // Built beside its place and linked into it, so that no half-made database ever stands there.
    let scratch = tempfile::Builder::new()
        .prefix("gemba.db.new-")
        .tempfile_in(folder)
        .map_err(|error| trouble::of_file(&error, "make a workspace in", folder))?;
    permissions::close_file(scratch.path())?;
    let mut conn = Connection::open_with_flags(scratch.path(), OpenFlags::SQLITE_OPEN_READ_WRITE)?;
    configure(&conn)?;
    schema::create(&mut conn)?;
    conn.close().map_err(|(_, error)| error)?;
    match fs::hard_link(scratch.path(), &file) {
        Ok(()) => Ok(()),
        Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => Ok(()),
        // A file system without hard links: the same, less strictly.
        Err(_) => match scratch.persist_noclobber(&file) {
            Ok(_) => Ok(()),
            Err(_) if file.exists() => Ok(()),
            Err(error) => Err(trouble::of_file(&error.error, "make a workspace in", folder)),
        },
    }
}

/// A reading connection, and the private copy it reads where the folder does not allow reading in place.
pub(super) struct Opened {
    /// The connection.
    pub conn: Connection,
    /// Keeps the copy as long as the connection.
    pub copy: Option<tempfile::TempDir>,
    /// Dropped after the connection.
    pub presence: Presence,
}

/// Opens an existing database for reading, in a read-only folder too.
pub(super) fn for_reading(folder: &Path) -> Result<Opened> {
    let file = database(folder);
    let presence = look_at(folder, &file)?;
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let in_place =
        Connection::open_with_flags(&file, flags).map_err(Problem::from).and_then(|conn| prepared(conn, &file));
    match in_place {
        Ok(conn) => Ok(Opened { conn, copy: None, presence }),
        // A newer or damaged one is refused as it is; a folder where no -shm can be made says that it cannot be opened
        // or is read-only.
        Err(problem) if is_writable(folder) || schema_says(&problem) => Err(placed(problem, &file)),
        Err(_) => without_writing(&file, presence),
    }
}

fn schema_says(problem: &Problem) -> bool {
    problem.sentence.contains("newer gemba") || problem.sentence.contains("damaged")
}

/// Reads without making a file beside the database. A write-ahead log holds what the database does not yet: it must
/// be read too, and can only be in a copy.
fn without_writing(file: &Path, presence: Presence) -> Result<Opened> {
    let [_, log, _] = permissions::files(file);
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX | OpenFlags::SQLITE_OPEN_URI;
    if fs::metadata(&log).map_or(0, |metadata| metadata.len()) == 0 {
        let conn = Connection::open_with_flags(immutable_uri(file), flags).map_err(|error| named(error, file))?;
        return Ok(Opened { conn: prepared(conn, file)?, copy: None, presence });
    }
    let copy =
        tempfile::tempdir().map_err(|error| Problem::io(format!("Cannot make a folder for a copy: {error}.")))?;
    let [to, to_log, _] = permissions::files(&copy.path().join("gemba.db"));
    for (from, to) in [(file, &to), (log.as_path(), &to_log)] {
        fs::copy(from, to).map_err(|error| trouble::of_file(&error, "copy", from))?;
        permissions::close_file(to)?;
    }
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let conn = Connection::open_with_flags(&to, flags).map_err(|error| named(error, file))?;
    Ok(Opened { conn: prepared(conn, file)?, copy: Some(copy), presence })
}

fn prepared(conn: Connection, file: &Path) -> Result<Connection> {
    configure(&conn)?;
    let version = schema::version(&conn)?;
    schema::check_version(version, file)?;
    if version < schema::VERSION {
        return Err(Problem::workspace(format!(
            "The workspace {} has the older format {version} and must be brought to {} first.",
            file.display(),
            schema::VERSION
        ))
        .hint("Any command that writes does so; a copy is kept beside it."));
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

/// Whether this user may write to a file, or make one in a folder.
fn is_writable(path: &Path) -> bool {
    rustix::fs::access(path, rustix::fs::Access::WRITE_OK).is_ok()
}

/// Refuses what is not a gemba database by its first hundred bytes.
fn look_at(folder: &Path, file: &Path) -> Result<Presence> {
    if folder.exists() && !folder.is_dir() {
        return Err(not_a_folder(folder));
    }
    let metadata = match fs::metadata(file) {
        Ok(metadata) => metadata,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
            return Err(Problem::workspace(format!("There is no workspace in {}.", folder.display()))
                .hint("`gemba import PATH` makes one."));
        }
        Err(error) => return Err(trouble::of_file(&error, "open", file)),
    };
    let foreign = |what: &str| {
        Problem::workspace(format!("{} is {what}, not a gemba workspace; it was not touched.", file.display()))
            .hint("Name another folder with `--workspace`.")
    };
    if !metadata.is_file() {
        return Err(foreign(if metadata.is_dir() { "a folder" } else { "not a plain file" }));
    }
    Presence::enter(&metadata, || {
        look_into(file, &foreign)?;
        Ok(has_log(file) && !is_open_elsewhere(file))
    })
}

/// Whether writes stand in the log that are not in the database yet.
fn has_log(file: &Path) -> bool {
    let [_, log, _] = permissions::files(file);
    fs::metadata(log).is_ok_and(|metadata| metadata.len() > 0)
}

/// Whether another process has connections to the database: each holds a lock on one byte of the shared memory (128,
/// see SQLite's `os_unix.c`). To be asked only while this process has none, see `presence`.
pub(super) fn is_open_elsewhere(file: &Path) -> bool {
    use rustix::process::{Flock, FlockType, fcntl_getlk};
    let [_, _, shared] = permissions::files(file);
    let Ok(shared) = fs::File::open(shared) else { return false };
    let byte = Flock { start: 128, length: 1, ..Flock::from(FlockType::WriteLock) };
    fcntl_getlk(&shared, &byte).is_ok_and(|held| held.is_some())
}

pub(super) fn look_into(file: &Path, foreign: &dyn Fn(&str) -> Problem) -> Result<()> {
    let mut head = [0; 100];
    let read = fs::File::open(file).and_then(|mut opened| opened.read_exact(&mut head));
    if let Err(error) = read {
        return Err(match error.kind() {
            std::io::ErrorKind::UnexpectedEof => foreign("too short for a database"),
            _ => trouble::of_file(&error, "read", file),
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

/// The settings of every connection.
fn configure(conn: &Connection) -> Result<()> {
    conn.busy_timeout(BUSY)?;
    conn.set_db_config(DbConfig::SQLITE_DBCONFIG_DEFENSIVE, true)?;
    conn.set_db_config(DbConfig::SQLITE_DBCONFIG_TRUSTED_SCHEMA, false)?;
    conn.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_FKEY, true)?;
    conn.set_db_config(DbConfig::SQLITE_DBCONFIG_DQS_DML, false)?;
    conn.set_limit(Limit::SQLITE_LIMIT_SQL_LENGTH, 1_000_000)?;
    conn.set_limit(Limit::SQLITE_LIMIT_EXPR_DEPTH, 1_000)?;
    conn.set_limit(Limit::SQLITE_LIMIT_LIKE_PATTERN_LENGTH, 1_000)?;
    conn.set_limit(Limit::SQLITE_LIMIT_ATTACHED, 0)?;
    conn.execute_batch("PRAGMA cache_size=-16000; PRAGMA temp_store=FILE;")?;
    conn.set_prepared_statement_cache_capacity(64);
    let flags = FunctionFlags::SQLITE_UTF8 | FunctionFlags::SQLITE_DETERMINISTIC | FunctionFlags::SQLITE_DIRECTONLY;
    conn.create_scalar_function("gemba_glob", 2, flags, |context| {
        let pattern = Glob(context.get(0)?);
        let text: Option<String> = context.get(1)?;
        Ok(text.is_some_and(|text| pattern.matches(&text)))
    })?;
    Ok(())
}

/// The settings of the writing connection: what is acknowledged is on the disk.
fn begin_writing(conn: &Connection) -> rusqlite::Result<()> {
    conn.query_row("PRAGMA journal_mode=WAL", [], |_| Ok(()))?;
    // 1,000 pages of 16 KiB: a checkpoint is worth its time, and the log stays below 16 MiB between imports.
    conn.execute_batch("PRAGMA synchronous=FULL; PRAGMA wal_autocheckpoint=1000; PRAGMA journal_size_limit=67108864;")
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

fn not_a_folder(folder: &Path) -> Problem {
    Problem::workspace(format!("{} is a file, not a workspace folder.", folder.display()))
        .hint("Name a folder with `--workspace`.")
}
