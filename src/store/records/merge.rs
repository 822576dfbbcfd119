//! Two rows that turn out to be one record: everything that hangs on the one is moved to the other.

use std::collections::HashMap;

use rusqlite::Connection;

use crate::domain::RowId;
use crate::error::Result;
use crate::store::connection::schema;
use crate::store::sessions::kept_gold;

/// Moves what hangs on `from` to `into` and deletes `from`, whose ids lead to `into` from now on. What is folded from
/// the journal has to be folded anew afterwards, and sessions are left to [`follow_in_sessions`].
pub(crate) fn merge(conn: &Connection, from: RowId, into: RowId) -> Result<()> {
    let rows = (from.0, into.0);
    for sql in [
        "UPDATE alias SET now = (SELECT key FROM record WHERE id = ?2)
             WHERE now = (SELECT key FROM record WHERE id = ?1)",
        "INSERT OR REPLACE INTO alias (key, now) SELECT gone.key, kept.key FROM record AS gone, record AS kept
             WHERE gone.id = ?1 AND kept.id = ?2",
        "INSERT OR IGNORE INTO record_also (source, entry, record)
             SELECT source, coalesce(entry, 0), ?2 FROM record WHERE id = ?1
             AND source <> (SELECT source FROM record WHERE id = ?2)",
        "UPDATE OR IGNORE record_also SET record = ?2 WHERE record = ?1",
        "UPDATE result_answer SET record = ?2 WHERE record = ?1",
        "UPDATE OR IGNORE draft SET record = ?2 WHERE record = ?1",
    ] {
        conn.prepare_cached(sql)?.execute(rows)?;
    }
    for sql in [
        "DELETE FROM record_also WHERE record = ?1",
        "DELETE FROM draft WHERE record = ?1",
        "UPDATE source SET records = records - 1 WHERE id = (SELECT source FROM record WHERE id = ?1)",
        "DELETE FROM record WHERE id = ?1",
    ] {
        conn.prepare_cached(sql)?.execute([from.0])?;
    }
    schema::set_meta(conn, "records", schema::meta(conn, "records")? - 1)
}

/// Puts the row that a record has now in the place of the row it had, in every session.
pub(crate) fn follow_in_sessions(conn: &Connection, moved: &HashMap<RowId, RowId>) -> Result<()> {
    if moved.is_empty() {
        return Ok(());
    }
    let now = |row: RowId| moved.get(&row).copied().unwrap_or(row);
    let mut select = conn.prepare("SELECT id, queue, position FROM session")?;
    let mut sessions = select.query([])?;
    while let Some(session) = sessions.next()? {
        let queue = session.get_ref(1)?.as_blob().map_err(rusqlite::Error::from)?;
        let rows: Vec<RowId> = queue.as_chunks().0.iter().map(|bytes| RowId(i64::from_le_bytes(*bytes))).collect();
        let position = session.get::<_, Option<i64>>(2)?.map(|row| now(RowId(row)).0);
        let is_touched = rows.iter().any(|row| moved.contains_key(row));
        let id: i64 = session.get(0)?;
        if is_touched {
            let queue: Vec<u8> = rows.into_iter().flat_map(|row| now(row).0.to_le_bytes()).collect();
            conn.execute("UPDATE session SET queue = ?2 WHERE id = ?1", (id, queue))?;
        }
        conn.execute("UPDATE session SET position = ?2 WHERE id = ?1", (id, position))?;
        kept_gold::follow(conn, id, moved)?;
    }
    Ok(())
}
