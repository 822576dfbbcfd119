//! The events of blind sets → their tables.

use rusqlite::Connection;

use crate::domain::Change;
use crate::error::Result;
use crate::store::journal::event::Line;

/// Projects an event of a blind set; what is of a set that is not there changes nothing.
pub(crate) fn project(conn: &Connection, line: &Line) -> Result<()> {
    let reviewer = line.reviewer.as_str();
    match &line.change {
        Change::BlindOpen { set, reviewers, records } => {
            let names = serde_json::to_string(reviewers).unwrap_or_default();
            let is_new = conn
                .prepare_cached(
                    "INSERT OR IGNORE INTO blind_set (id, reviewers, opener, time, event) VALUES (?1, ?2, ?3, ?4, ?5)",
                )?
                .execute((set, names, reviewer, line.time.0, line.position))?;
            if is_new == 0 {
                return Ok(());
            }
            let sql = "INSERT OR IGNORE INTO blind_record (set_id, ordinal, key) VALUES (?1, ?2, ?3)";
            let mut insert = conn.prepare_cached(sql)?;
            for (ordinal, record) in (0_i64..).zip(records) {
                insert.execute((set, ordinal, record.0))?;
            }
            Ok(())
        }
        Change::BlindReveal { set, record } => {
            conn.prepare_cached(
                "UPDATE blind_record SET revealed = ?3 WHERE set_id = ?1 AND key = ?2 AND revealed IS NULL",
            )?
            .execute((set, record.0, line.position))?;
            // With the last record the set is no longer open.
            conn.prepare_cached(
                "UPDATE blind_set SET closed = ?2 WHERE id = ?1 AND closed IS NULL
                 AND NOT EXISTS (SELECT 1 FROM blind_record WHERE set_id = ?1 AND revealed IS NULL)",
            )?
            .execute((set, line.position))?;
            Ok(())
        }
        Change::BlindClose { set } => {
            conn.prepare_cached("UPDATE blind_set SET closed = ?2 WHERE id = ?1 AND closed IS NULL")?
                .execute((set, line.position))?;
            Ok(())
        }
        Change::Unblind { set } => {
            conn.prepare_cached("INSERT OR IGNORE INTO unblinded (set_id, reviewer, event) VALUES (?1, ?2, ?3)")?
                .execute((set, reviewer, line.position))?;
            Ok(())
        }
        Change::Verdict { .. }
        | Change::Tag { .. }
        | Change::Untag { .. }
        | Change::Note { .. }
        | Change::Correction { .. }
        | Change::Grade { .. }
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
