//! The marks and tables of the database, and the numbers kept in its `meta` table.

use rusqlite::{Connection, OptionalExtension};

use crate::domain::IdentityRule;
use crate::error::{Problem, Result};

/// `PRAGMA application_id` of every gemba database: the letters `gmba`.
pub(crate) const APPLICATION_ID: i32 = 0x676d_6261;

/// The page size, chosen by measurement: bodies come in 64 KiB blocks, and smaller pages waste overflow tails.
pub(crate) const PAGE_SIZE: i32 = 16_384;

/// The tables that are projected from the journal.
pub(crate) const PROJECTIONS: &str = include_str!("migrations/folds.sql");

/// The names of the projected tables.
pub(crate) const PROJECTED: [&str; 22] = [
    "removed",
    "undone_group",
    "undo_not_taken",
    "verdict",
    "tag",
    "note",
    "correction",
    "grade",
    "grade_history",
    "settled",
    "mode",
    "mode_lineage",
    "criterion",
    "criterion_lineage",
    "criterion_version",
    "criterion_mode",
    "check_def",
    "suggestion_answer",
    "daily_sample",
    "blind_set",
    "blind_record",
    "unblinded",
];

/// A number kept in `meta`.
pub(crate) fn meta(conn: &Connection, name: &str) -> Result<i64> {
    Ok(conn.prepare_cached("SELECT value FROM meta WHERE name = ?1")?.query_row([name], |row| row.get(0))?)
}

/// Returns a number kept in `meta`, or `default` where the workspace does not have it.
pub(crate) fn meta_or(conn: &Connection, name: &str, default: i64) -> Result<i64> {
    let mut select = conn.prepare_cached("SELECT value FROM meta WHERE name = ?1")?;
    Ok(select.query_row([name], |row| row.get(0)).optional()?.unwrap_or(default))
}

/// Returns by which rule the workspace takes identities; one that does not say so was made with the first.
pub(crate) fn identity(conn: &Connection) -> Result<IdentityRule> {
    IdentityRule::of_number(meta_or(conn, "identity", IdentityRule::WithLine.number())?)
        .ok_or_else(|| Problem::workspace("The workspace takes the ids of records by a rule of a newer gemba."))
}

/// Keeps a number in `meta`.
pub(crate) fn set_meta(conn: &Connection, name: &str, value: i64) -> Result<()> {
    conn.prepare_cached("INSERT OR REPLACE INTO meta (name, value) VALUES (?1, ?2)")?.execute((name, value))?;
    Ok(())
}

/// Registers a new writer of the workspace, whose events are numbered from 1.
pub(crate) fn begin_writer(conn: &Connection) -> Result<()> {
    let writer = uuid::Uuid::new_v7(uuid::Timestamp::from_unix(uuid::NoContext, 0, 0)).to_string();
    conn.execute("INSERT INTO writer (name) VALUES (?1)", [&writer])?;
    set_meta(conn, "writer", conn.last_insert_rowid())
}

/// The name in `meta` of the secret number that placeholders are numbered with.
const REDACTION: &str = "redaction";

/// Returns the secret number that placeholders are numbered with; a workspace of an older gemba has none yet.
pub(crate) fn redaction_secret(conn: &Connection) -> Result<Option<i64>> {
    let mut select = conn.prepare_cached("SELECT value FROM meta WHERE name = ?1")?;
    Ok(select.query_row([REDACTION], |row| row.get(0)).optional()?)
}

/// Keeps a new secret number, unless there is one.
pub(crate) fn make_redaction_secret(conn: &Connection) -> Result<()> {
    conn.execute("INSERT OR IGNORE INTO meta (name, value) VALUES (?1, ?2)", (REDACTION, secret()))?;
    Ok(())
}

/// Returns a number that nobody can guess. The first six and the last two bytes of a random UUID are wholly random.
pub(crate) fn secret() -> i64 {
    let mut bytes = [0; 8];
    let random = *uuid::Uuid::new_v4().as_bytes();
    bytes[..6].copy_from_slice(&random[..6]);
    bytes[6..].copy_from_slice(&random[14..]);
    i64::from_le_bytes(bytes)
}
