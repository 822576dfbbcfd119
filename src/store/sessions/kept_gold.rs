//! The known answers of sessions as they are kept: plain rows, not journalled, like the sessions themselves.

use std::collections::HashMap;

use rusqlite::{Connection, OptionalExtension};

use crate::domain::{Gold, RowId};
use crate::error::Result;
use crate::store::errors;

/// Made with the first row, in a workspace of any version.
const TABLE: &str = "CREATE TABLE IF NOT EXISTS session_gold (session INTEGER PRIMARY KEY, gold TEXT NOT NULL) STRICT";

/// Keeps the known answers of a session.
pub(crate) fn keep(conn: &Connection, session: i64, gold: &Gold) -> Result<()> {
    conn.execute_batch(TABLE)?;
    let text = serde_json::to_string(gold).unwrap_or_default();
    conn.execute("INSERT OR REPLACE INTO session_gold (session, gold) VALUES (?1, ?2)", (session, text))?;
    Ok(())
}

/// Returns the known answers of a session, without those of records that were removed.
pub(crate) fn of(conn: &Connection, session: i64) -> Result<Option<Gold>> {
    let Some(mut gold) = kept(conn, session)? else { return Ok(None) };
    let mut select = conn.prepare_cached("SELECT 1 FROM record WHERE id = ?1")?;
    let mut is_here = Vec::with_capacity(gold.places.len());
    for place in &gold.places {
        is_here.push(select.exists([place.row.0])?);
    }
    let mut of_places = is_here.into_iter();
    gold.places.retain(|_| of_places.next() == Some(true));
    Ok(Some(gold))
}

fn kept(conn: &Connection, session: i64) -> Result<Option<Gold>> {
    let sql = "SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = 'session_gold'";
    if conn.prepare_cached(sql)?.query_row([], |_| Ok(())).optional()?.is_none() {
        return Ok(None);
    }
    let mut select = conn.prepare_cached("SELECT gold FROM session_gold WHERE session = ?1")?;
    let text = select.query_row([session], |row| row.get::<_, String>(0)).optional()?;
    text.map(|text| serde_json::from_str(&text))
        .transpose()
        .map_err(|error| errors::damaged("the known answers of a session cannot be read").caused_by(error))
}

/// Puts the row that a record has now in the place of the row it had, among the known answers of a session.
pub(crate) fn follow(conn: &Connection, session: i64, moved: &HashMap<RowId, RowId>) -> Result<()> {
    let Some(mut gold) = kept(conn, session)? else { return Ok(()) };
    let now = |row: RowId| moved.get(&row).copied().unwrap_or(row);
    for place in &mut gold.places {
        (place.row, place.before) = (now(place.row), now(place.before));
    }
    keep(conn, session, &gold)
}
