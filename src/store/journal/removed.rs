//! Which records went with a source, and what was said of them and counts no more.

use rusqlite::Connection;

use crate::domain::{Change, RecordId};
use crate::error::Result;
use crate::store::columns;
use crate::store::journal::event::Line;
use crate::store::records::{ids_of, row_of};

/// The tables of judgements: each has the columns `record` and `event`.
pub(crate) const JUDGEMENTS: [&str; 7] = ["verdict", "tag", "note", "correction", "grade", "grade_history", "settled"];

/// Notes what a removal took out.
pub(crate) fn note(conn: &Connection, line: &Line) -> Result<()> {
    let Change::SourceRemove { source, records, kept, groups } = &line.change else { return Ok(()) };
    let sql = "INSERT OR IGNORE INTO removed (key, event, grp, source) VALUES (?1, ?2, ?3, ?4)";
    let mut insert = conn.prepare_cached(sql)?;
    for record in records {
        insert.execute((record.0, line.position, 0, source.raw()))?;
    }
    let mut of_group = conn.prepare_cached(
        "INSERT OR IGNORE INTO removed (key, event, grp, source) SELECT ?1, ?2, grp, ?4 FROM event
             WHERE id = ?3 OR group_id = ?3 LIMIT 1",
    )?;
    for (record, group) in kept.iter().flat_map(|record| groups.iter().map(move |group| (record, group))) {
        of_group.execute((record.0, line.position, columns::group_id(group)?, source.raw()))?;
    }
    Ok(())
}

/// Returns whether a judgement counts no more, because its record went after it was given.
pub(crate) fn is_out(conn: &Connection, line: &Line) -> Result<bool> {
    let Some(record) = line.change.record() else { return Ok(false) };
    let any = conn.prepare_cached("SELECT 1 FROM removed")?.exists([])?;
    if !any {
        return Ok(false);
    }
    // A removal takes out what its writer knew, and nothing that others said meanwhile.
    let sql = "SELECT 1 FROM removed JOIN event ON event.position = removed.event
               WHERE removed.key = ?1 AND removed.event > ?2 AND removed.grp IN (0, ?3)
               AND iif(event.context IS NULL, event.writer = ?4, ?5 <=
                   (SELECT value FROM json_each(event.context) WHERE key = (SELECT name FROM writer WHERE id = ?4)))";
    let mut select = conn.prepare_cached(sql)?;
    for id in ids_of(conn, record)? {
        if select.exists((id.0, line.position, line.grp, line.writer, line.sequence))? {
            return Ok(true);
        }
    }
    Ok(false)
}

/// Takes everything that was said of a record out of the tables.
pub(crate) fn forget_judgements(conn: &Connection, record: RecordId) -> Result<()> {
    let Some(row) = row_of(conn, record)? else { return Ok(()) };
    for table in JUDGEMENTS {
        conn.prepare_cached(&format!("DELETE FROM {table} WHERE record = ?1"))?.execute([row.0])?;
    }
    Ok(())
}

/// Notes that a record which is not here has judgements in the journal: they are folded when it is imported.
pub(crate) fn wait_for(conn: &Connection, record: RecordId) -> Result<()> {
    if let Some(now) = ids_of(conn, record)?.first() {
        conn.prepare_cached("INSERT OR IGNORE INTO waiting (key) VALUES (?1)")?.execute([now.0])?;
    }
    Ok(())
}
