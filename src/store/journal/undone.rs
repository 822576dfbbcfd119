//! Which groups are undone, over the journals of several writers.
//!
//! Where one took back what another used meanwhile, the use stands and the undo is not taken. Within one journal that
//! cannot come about: such an undo is refused.

use rusqlite::Connection;

use crate::domain::{Change, UndoGroup};
use crate::error::Result;
use crate::store::columns;
use crate::store::journal::event::{self, LINE, Line};

/// Projects every undo and redo, in order.
pub(crate) fn project(conn: &Connection) -> Result<()> {
    let turns: Vec<Line> = columns::all(
        conn,
        &format!("SELECT {LINE} FROM event WHERE entity IS NULL AND {} ORDER BY position", event::KNOWN),
        [],
        event::line,
    )?;
    let is_merged = conn.prepare("SELECT 1 FROM event WHERE writer <> (SELECT min(writer) FROM event)")?.exists([])?;
    for (at, turn) in turns.iter().enumerate() {
        let (Change::Undo { group } | Change::Redo { group }) = &turn.change else { continue };
        let Some(grp) = position_of(conn, group)? else { continue };
        if matches!(turn.change, Change::Redo { .. }) {
            redo(conn, grp)?;
            continue;
        }
        let brings_back = |later: &&Line| later.change == Change::Redo { group: group.clone() };
        // Asked only where another writer may have used it: it looks through all later turns.
        let until = || turns.get(at + 1..).unwrap_or_default().iter().find(brings_back);
        let until = || until().map_or(i64::MAX, |redo| redo.position);
        if is_merged && is_used(conn, grp, turn, until())? {
            conn.execute("INSERT INTO undo_not_taken (event, grp) VALUES (?1, ?2)", (turn.position, grp))?;
        } else {
            undo(conn, grp, turn.position)?;
        }
    }
    Ok(())
}

/// Says that a group is undone.
pub(crate) fn undo(conn: &Connection, grp: i64, position: i64) -> Result<()> {
    conn.prepare_cached("INSERT OR REPLACE INTO undone_group (grp, event) VALUES (?1, ?2)")?
        .execute((grp, position))?;
    Ok(())
}

/// Says that a group holds again.
pub(crate) fn redo(conn: &Connection, grp: i64) -> Result<()> {
    conn.prepare_cached("DELETE FROM undone_group WHERE grp = ?1")?.execute([grp])?;
    Ok(())
}

/// Returns the position of a group's first event that is here.
pub(crate) fn position_of(conn: &Connection, group: &UndoGroup) -> Result<Option<i64>> {
    let sql = "SELECT grp FROM event WHERE id = ?1 UNION ALL SELECT grp FROM event WHERE group_id = ?1 LIMIT 1";
    let id = columns::group_id(group)?;
    Ok(columns::all(conn, sql, [id], |row| Ok(row.get(0)?))?.pop())
}

/// Returns whether another writer than the one of an undo used what the undone group did to the codebook: before the undo
/// in the common order, or after it, up to `until`, unless it was made anew.
fn is_used(conn: &Connection, grp: i64, undo: &Line, until: i64) -> Result<bool> {
    let of_codebook = "entity GLOB 'mode:*' OR entity GLOB 'criterion:*' OR entity GLOB 'check:*'";
    let sql = format!("SELECT {LINE} FROM event WHERE grp = ?1 AND ({of_codebook}) ORDER BY position");
    for made in columns::all(conn, &sql, [grp], event::line)? {
        let Some(entity) = made.entity() else { continue };
        let id: [u8; 16] =
            conn.query_row("SELECT id FROM event WHERE position = ?1", [made.position], |row| row.get(0))?;
        let id = columns::uuid_text(id);
        let sql = format!(
            "SELECT {LINE} FROM event WHERE (entity = ?1 OR position IN (SELECT event FROM event_name WHERE name = ?1))
             AND position > ?2 AND position < ?3 AND grp <> ?4 AND entity IS NOT NULL
             AND grp NOT IN (SELECT grp FROM undone_group) ORDER BY position"
        );
        let later = columns::all(conn, &sql, (&entity, made.position, until, grp), event::line)?;
        for line in later {
            let is_same = line.entity().as_ref() == Some(&entity);
            let is_before = line.position < undo.position;
            if !is_before && is_same && line.change.makes() {
                break;
            }
            let is_graded_under = line.context.as_ref() == Some(&id);
            let is_use = is_graded_under || made.change.makes() || (is_same && is_before);
            if is_use && line.writer != undo.writer {
                return Ok(true);
            }
        }
    }
    Ok(false)
}
