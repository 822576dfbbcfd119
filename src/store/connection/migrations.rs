//! Making the tables of a new database, and bringing an older one to this version.
//!
//! Migrations go forward only, all in one transaction; a copy of the file is taken before. What is folded from the
//! journal is not migrated but folded anew, so its tables are described once, as they are now.

use std::path::Path;

use rusqlite::{Connection, TransactionBehavior};

use crate::domain::IdentityRule;
use crate::error::{Problem, Result};
use crate::store::connection::copy::copy;
use crate::store::connection::schema::{
    APPLICATION_ID, PAGE_SIZE, PROJECTED, PROJECTIONS, begin_writer, make_redaction_secret,
};
use crate::store::errors;
use crate::store::journal::{earlier, refold};

/// What leads from version N to N + 1, at index N.
const MIGRATIONS: [&str; 9] = [
    include_str!("migrations/v1.sql"),
    include_str!("migrations/v2.sql"),
    include_str!("migrations/v3.sql"),
    include_str!("migrations/v4.sql"),
    include_str!("migrations/v5.sql"),
    include_str!("migrations/v6.sql"),
    include_str!("migrations/v7.sql"),
    include_str!("migrations/v8.sql"),
    include_str!("migrations/v9.sql"),
];

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
    bring_up(conn)?;
    let tx = conn.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let identity = IdentityRule::default().number();
    for (name, value) in [("writer", 0), ("records", 0), ("last_row", 0), ("identity", identity)] {
        tx.execute("INSERT INTO meta (name, value) VALUES (?1, ?2)", (name, value))?;
    }
    make_redaction_secret(&tx)?;
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
    // An older copy may be of another day, or what is left of one: it is neither trusted nor overwritten.
    let first = file.with_extension(format!("v{from}.bak"));
    let others = (2_u32..).map(|number| file.with_extension(format!("v{from}-{number}.bak")));
    let free = std::iter::once(first).chain(others).find(|place| std::fs::symlink_metadata(place).is_err());
    if let Some(place) = free {
        copy(conn, &place)?;
    }
    bring_up(conn)
}

/// Brings a database to this version, whichever it has, without a copy.
pub(crate) fn bring_up(conn: &mut Connection) -> Result<()> {
    let tx = conn.transaction_with_behavior(TransactionBehavior::Immediate)?;
    // Another program may have done it while this one waited.
    let from = version(&tx)?;
    if from >= VERSION {
        return Ok(());
    }
    for step in MIGRATIONS.iter().skip(usize::try_from(from).unwrap_or_default()) {
        tx.execute_batch(step)?;
    }
    for table in PROJECTED.iter().chain(&["waiting"]) {
        tx.execute_batch(&format!("DROP TABLE IF EXISTS {table}"))?;
    }
    tx.execute_batch(PROJECTIONS)?;
    if from < 3 {
        earlier::fill_context(&tx)?;
    }
    refold::rebuild(&tx)?;
    tx.pragma_update(None, "user_version", VERSION)?;
    Ok(tx.commit()?)
}
