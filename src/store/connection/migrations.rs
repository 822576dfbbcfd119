//! Making the tables of a new database, and bringing an older one to this version.
//!
//! Migrations go forward only, one transaction each; a copy of the file is taken before the first.

use std::path::Path;

use rusqlite::{Connection, TransactionBehavior};

use crate::error::{Problem, Result};
use crate::store::connection::permissions;
use crate::store::connection::schema::{APPLICATION_ID, PAGE_SIZE, PROJECTIONS, begin_writer};
use crate::store::errors;

/// What leads from version N to N + 1, at index N.
const MIGRATIONS: [&[&str]; 1] = [&[include_str!("migrations/v1.sql"), PROJECTIONS]];

/// The version that this gemba writes.
#[expect(clippy::cast_possible_truncation, clippy::cast_possible_wrap, reason = "a handful of migrations")]
pub(crate) const VERSION: i32 = MIGRATIONS.len() as i32;

/// The version of a database.
pub(crate) fn version(conn: &Connection) -> Result<i32> {
    Ok(conn.query_row("PRAGMA user_version", [], |row| row.get(0))?)
}

/// Refuses a version that this gemba does not know.
pub(crate) fn check_version(version: i32, file: &Path) -> Result<()> {
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
pub(crate) fn create(conn: &mut Connection) -> Result<()> {
    conn.execute_batch(&format!("PRAGMA page_size={PAGE_SIZE}; PRAGMA application_id={APPLICATION_ID};"))?;
    migrate_from(conn, 0)?;
    let tx = conn.transaction_with_behavior(TransactionBehavior::Immediate)?;
    for (name, value) in [("writer", 0), ("records", 0), ("last_row", 0)] {
        tx.execute("INSERT INTO meta (name, value) VALUES (?1, ?2)", (name, value))?;
    }
    begin_writer(&tx)?;
    Ok(tx.commit()?)
}

/// Brings an older database to this version, after a copy beside it.
pub(crate) fn migrate(conn: &mut Connection, file: &Path) -> Result<()> {
    let from = version(conn)?;
    check_version(from, file)?;
    if from == VERSION {
        return Ok(());
    }
    if from < 1 {
        return Err(errors::damaged("it has no format version"));
    }
    let copy = file.with_extension(format!("v{from}.bak"));
    if !copy.exists() {
        conn.backup("main", &copy, None::<fn(rusqlite::backup::Progress)>)?;
        permissions::close_file(&copy)?;
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
