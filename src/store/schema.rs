//! The shape of the database: its marks, its versions, and how an older file becomes a newer one.
//!
//! Migrations go forward only, one transaction each; a copy of the file is taken before the first.

use std::path::Path;

use rusqlite::{Connection, TransactionBehavior};

use super::trouble;
use crate::error::{Problem, Result};

/// `PRAGMA application_id` of every gemba database: the letters `gmba`.
pub(super) const APPLICATION_ID: i32 = 0x676d_6261;

/// The page size, chosen by measurement: bodies come in 64 KiB blocks, and smaller pages waste overflow tails.
pub(super) const PAGE_SIZE: i32 = 16_384;

/// The tables that are folded from the journal.
pub(super) const FOLDS: &str = include_str!("migrations/folds.sql");

/// The names of the folded tables.
pub(super) const FOLDED: [&str; 15] = [
    "undone_group",
    "verdict",
    "tag",
    "note",
    "correction",
    "grade",
    "grade_history",
    "mode",
    "mode_lineage",
    "criterion",
    "criterion_lineage",
    "criterion_version",
    "criterion_mode",
    "check_def",
    "suggestion_answer",
];

/// What leads from version N to N + 1, at index N.
const MIGRATIONS: [&[&str]; 1] = [&[include_str!("migrations/v1.sql"), FOLDS]];

/// The version that this gemba writes.
#[expect(clippy::cast_possible_truncation, clippy::cast_possible_wrap, reason = "a handful of migrations")]
pub(super) const VERSION: i32 = MIGRATIONS.len() as i32;

/// The version of a database.
pub(super) fn version(conn: &Connection) -> Result<i32> {
    Ok(conn.query_row("PRAGMA user_version", [], |row| row.get(0))?)
}

/// Refuses a version that this gemba does not know.
pub(super) fn check_version(version: i32, file: &Path) -> Result<()> {
    if version > VERSION {
        return Err(Problem::workspace(format!(
            "The workspace {} was written by a newer gemba: it has format {version}, this one knows {VERSION}.",
            file.display()
        ))
        .hint("Install the newer gemba; nothing was changed."));
    }
    Ok(())
}

/// Makes the tables of a new, empty database.
pub(super) fn create(conn: &mut Connection) -> Result<()> {
    conn.execute_batch(&format!("PRAGMA page_size={PAGE_SIZE}; PRAGMA application_id={APPLICATION_ID};"))?;
    migrate_from(conn, 0)?;
    let tx = conn.transaction_with_behavior(TransactionBehavior::Immediate)?;
    for (name, value) in [("writer", 0), ("records", 0), ("last_row", 0)] {
        tx.execute("INSERT INTO meta (name, value) VALUES (?1, ?2)", (name, value))?;
    }
    begin_writer(&tx)?;
    Ok(tx.commit()?)
}

/// Gives the workspace a writer of its own, whose events are numbered from 1.
pub(super) fn begin_writer(conn: &Connection) -> Result<()> {
    let writer = uuid::Uuid::new_v7(uuid::Timestamp::from_unix(uuid::NoContext, 0, 0)).to_string();
    conn.execute("INSERT INTO writer (name) VALUES (?1)", [&writer])?;
    set_meta(conn, "writer", conn.last_insert_rowid())
}

/// Brings an older database to this version, after a copy beside it.
pub(super) fn migrate(conn: &mut Connection, file: &Path) -> Result<()> {
    let from = version(conn)?;
    check_version(from, file)?;
    if from == VERSION {
        return Ok(());
    }
    if from < 1 {
        return Err(trouble::damaged("it says nothing of its format"));
    }
    let copy = file.with_extension(format!("v{from}.bak"));
    if !copy.exists() {
        conn.backup("main", &copy, None::<fn(rusqlite::backup::Progress)>)?;
        super::permissions::close_file(&copy)?;
    }
    migrate_from(conn, from)
}

fn migrate_from(conn: &mut Connection, from: i32) -> Result<()> {
    for (to, steps) in (1..).zip(MIGRATIONS).skip(usize::try_from(from).unwrap_or_default()) {
        let tx = conn.transaction_with_behavior(TransactionBehavior::Immediate)?;
        for step in steps {
            tx.execute_batch(step)?;
        }
        tx.pragma_update(None, "user_version", to)?;
        tx.commit()?;
    }
    Ok(())
}

/// A number kept in `meta`.
pub(super) fn meta(conn: &Connection, name: &str) -> Result<i64> {
    Ok(conn.prepare_cached("SELECT value FROM meta WHERE name = ?1")?.query_row([name], |row| row.get(0))?)
}

/// Keeps a number in `meta`.
pub(super) fn set_meta(conn: &Connection, name: &str, value: i64) -> Result<()> {
    conn.prepare_cached("UPDATE meta SET value = ?2 WHERE name = ?1")?.execute((name, value))?;
    Ok(())
}
