//! The events of blind sets → their tables.

use rusqlite::Connection;

use crate::domain::{Change, Name, RecordId};
use crate::error::Result;
use crate::store::journal::event::Line;

/// Projects an event of a blind set; what is of a set that is not there changes nothing, and neither does an event of
/// another kind.
pub(crate) fn project(conn: &Connection, line: &Line) -> Result<()> {
    match &line.change {
        Change::BlindOpen { set, reviewers, records } => open(conn, line, set, (reviewers, records)),
        Change::BlindReveal { set, record } => reveal(conn, line, set, *record),
        Change::BlindClose { set } => close(conn, line, set),
        Change::Unblind { set } => unblind(conn, line, set),
        Change::Verdict { .. }
        | Change::Tag { .. }
        | Change::Untag { .. }
        | Change::Note { .. }
        | Change::Correction { .. }
        | Change::Grade { .. }
        | Change::Gold(_)
        | Change::Settle { .. }
        | Change::ModeAdd { .. }
        | Change::ModeEdit { .. }
        | Change::ModeMerge { .. }
        | Change::ModeSplit { .. }
        | Change::ModeRetire { .. }
        | Change::ModeRevive { .. }
        | Change::CriterionAdd { .. }
        | Change::CriterionRevise { .. }
        | Change::CriterionEdit { .. }
        | Change::CriterionMerge { .. }
        | Change::CriterionSplit { .. }
        | Change::CheckAdd { .. }
        | Change::CheckEdit { .. }
        | Change::CheckRemove { .. }
        | Change::SuggestionAnswer { .. }
        | Change::TagSuggestionAnswer { .. }
        | Change::SourceRemove { .. }
        | Change::DailySample { .. }
        | Change::Undo { .. }
        | Change::Redo { .. } => Ok(()),
    }
}

/// Keeps a set with its records; the first of two of one id holds.
fn open(conn: &Connection, line: &Line, set: &str, (reviewers, records): (&[Name], &[RecordId])) -> Result<()> {
    let names = serde_json::to_string(reviewers).unwrap_or_default();
    let sql = "INSERT OR IGNORE INTO blind_set (id, reviewers, opener, time, event) VALUES (?1, ?2, ?3, ?4, ?5)";
    let values = (set, names, line.reviewer.as_str(), line.time.0, line.position);
    if conn.prepare_cached(sql)?.execute(values)? == 0 {
        return Ok(());
    }
    let sql = "INSERT OR IGNORE INTO blind_record (set_id, ordinal, key) VALUES (?1, ?2, ?3)";
    let mut insert = conn.prepare_cached(sql)?;
    for (ordinal, record) in (0_i64..).zip(records) {
        insert.execute((set, ordinal, record.0))?;
    }
    Ok(())
}

/// Reveals a record; with the last one the set is no longer open.
fn reveal(conn: &Connection, line: &Line, set: &str, record: RecordId) -> Result<()> {
    let sql = "UPDATE blind_record SET revealed = ?3 WHERE set_id = ?1 AND key = ?2 AND revealed IS NULL";
    conn.prepare_cached(sql)?.execute((set, record.0, line.position))?;
    let sql = "SELECT 1 FROM blind_record WHERE set_id = ?1 AND revealed IS NULL";
    if conn.prepare_cached(sql)?.exists([set])? { Ok(()) } else { close(conn, line, set) }
}

/// Ends a set, so that nothing of it is hidden any more.
fn close(conn: &Connection, line: &Line, set: &str) -> Result<()> {
    let sql = "UPDATE blind_set SET closed = ?2 WHERE id = ?1 AND closed IS NULL";
    conn.prepare_cached(sql)?.execute((set, line.position))?;
    Ok(())
}

/// Keeps who asked to see a set while it was open.
fn unblind(conn: &Connection, line: &Line, set: &str) -> Result<()> {
    let sql = "INSERT OR IGNORE INTO unblinded (set_id, reviewer, event) VALUES (?1, ?2, ?3)";
    conn.prepare_cached(sql)?.execute((set, line.reviewer.as_str(), line.position))?;
    Ok(())
}
