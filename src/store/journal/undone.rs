//! Which groups are undone, over the journals of several writers.
//!
//! Where one took back what another used meanwhile, the use stands and the undo is not taken. Within one journal that
//! cannot come about: such an undo is refused.
//!
//! Each event is decided on by those before it alone. So what is written next in the common order never changes what an
//! undo of before came to, and the tables that are kept up stay those that are folded anew.

use rusqlite::{Connection, OptionalExtension};

use crate::domain::{Change, UndoGroup};
use crate::error::Result;
use crate::store::columns;
use crate::store::journal::event::{self, LINE, Line};

/// Holds for an event that makes a mode, a criterion or a check.
const MAKES: &str = "(payload LIKE '{\"kind\":\"mode_add\"%' OR payload LIKE '{\"kind\":\"criterion_add\"%'
     OR payload LIKE '{\"kind\":\"check_add\"%')";

/// Holds for an event of a mode, a criterion or a check.
const OF_CODEBOOK: &str = "(entity GLOB 'mode:*' OR entity GLOB 'criterion:*' OR entity GLOB 'check:*')";

/// An undone group that made or changed something of the codebook.
struct Undone {
    grp: i64,
    /// The undo's position.
    event: i64,
    /// The writer of the undo, who knew that what it uses later is another's.
    writer: i64,
    made: Vec<Made>,
}

/// What an event of a group did to the codebook.
struct Made {
    entity: String,
    /// The event, as grades name it that were given under it.
    id: String,
    position: i64,
    makes: bool,
}

/// An event that uses what an undone group made, if nothing else has made it.
struct Use {
    position: i64,
    grp: i64,
    /// What has to be there otherwise; `None` where nothing can take its place: a grade is of one text.
    entity: Option<String>,
}

/// Projects every undo and redo, in order.
pub(crate) fn project(conn: &Connection) -> Result<()> {
    let turns: Vec<Line> = columns::all(
        conn,
        &format!("SELECT {LINE} FROM event WHERE entity IS NULL AND {} ORDER BY position", event::KNOWN),
        [],
        event::line,
    )?;
    let is_merged = conn.prepare("SELECT 1 FROM event WHERE writer <> (SELECT min(writer) FROM event)")?.exists([])?;
    let mut open: Vec<Undone> = Vec::new();
    let mut from = 0;
    for turn in &turns {
        bring_back(conn, &mut open, from, turn.position)?;
        from = turn.position;
        let (Change::Undo { group } | Change::Redo { group }) = &turn.change else { continue };
        let Some(grp) = position_of(conn, group)? else { continue };
        if matches!(turn.change, Change::Redo { .. }) {
            redo(conn, grp)?;
            open.retain(|undone| undone.grp != grp);
            continue;
        }
        // Asked only where another writer may have used it.
        let made = if is_merged { made(conn, grp)? } else { Vec::new() };
        if is_used(conn, grp, &made, turn)? {
            not_take(conn, grp, turn.position)?;
        } else {
            undo(conn, grp, turn.position)?;
            open.retain(|undone| undone.grp != grp);
            open.push(Undone { grp, event: turn.position, writer: turn.writer, made });
            open.retain(|undone| !undone.made.is_empty());
        }
    }
    bring_back(conn, &mut open, from, i64::MAX)
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

fn not_take(conn: &Connection, grp: i64, undo: i64) -> Result<()> {
    conn.prepare_cached("INSERT INTO undo_not_taken (event, grp) VALUES (?1, ?2)")?.execute((undo, grp))?;
    Ok(())
}

fn made(conn: &Connection, grp: i64) -> Result<Vec<Made>> {
    let sql =
        format!("SELECT position, entity, id, {MAKES} FROM event WHERE grp = ?1 AND {OF_CODEBOOK} ORDER BY position");
    columns::all(conn, &sql, [grp], |row| {
        Ok(Made { position: row.get(0)?, entity: row.get(1)?, id: columns::uuid_text(row.get(2)?), makes: row.get(3)? })
    })
}

/// Returns whether another writer than the one of an undo used what the undone group did to the codebook before the undo
/// in the common order.
fn is_used(conn: &Connection, grp: i64, made: &[Made], undo: &Line) -> Result<bool> {
    let sql = "SELECT 1 FROM event WHERE (entity = ?1 OR position IN (SELECT event FROM event_name WHERE name = ?1))
               AND position > ?2 AND position < ?3 AND grp <> ?4 AND writer <> ?5 AND entity IS NOT NULL
               AND grp NOT IN (SELECT grp FROM undone_group) AND (?6 OR entity = ?1 OR context = ?7)";
    for Made { entity, id, position, makes } in made {
        let values = (entity, position, undo.position, grp, undo.writer, makes, id);
        if conn.prepare_cached(sql)?.exists(values)? {
            return Ok(true);
        }
    }
    Ok(false)
}

/// Passes over each undo of what another writer used between two positions without knowing of the undo, as is seen by
/// nothing else having made it. No group is undone or redone between the two.
fn bring_back(conn: &Connection, open: &mut Vec<Undone>, from: i64, until: i64) -> Result<()> {
    let mut uses = Vec::new();
    for undone in &*open {
        for made in &undone.made {
            uses.extend(first_uses(conn, undone, made, (from, until))?);
        }
    }
    uses.sort_by_key(|used| used.position);
    for at_once in uses.chunk_by(|used, next| used.position == next.position) {
        let mut back = Vec::new();
        for Use { position, grp, entity } in at_once {
            let is_there = entity.as_ref().map_or(Ok(false), |entity| is_made(conn, entity, *position))?;
            back.extend((!is_there).then_some(*grp));
        }
        for undone in open.extract_if(.., |undone| back.contains(&undone.grp)) {
            redo(conn, undone.grp)?;
            not_take(conn, undone.grp, undone.event)?;
        }
    }
    Ok(())
}

/// Returns the first event between two positions that another writer may have written in need of what an undone event
/// made, and the first grade given under it. What is there at the first of them is there at all others.
fn first_uses(conn: &Connection, undone: &Undone, made: &Made, (from, until): (i64, i64)) -> Result<Vec<Use>> {
    let between = "position > ?2 AND position < ?3 AND writer <> ?4 AND entity IS NOT NULL ORDER BY position LIMIT 1";
    let named = "position IN (SELECT event FROM event_name WHERE name = ?1)";
    let needs = format!("SELECT position FROM event WHERE ((entity = ?1 AND NOT {MAKES}) OR {named}) AND {between}");
    let graded = format!("SELECT position FROM event WHERE {named} AND context = ?5 AND {between}");
    let Made { entity, id, makes, .. } = made;
    let mut uses = Vec::new();
    if *makes {
        let values = (entity, from, until, undone.writer);
        let first = conn.prepare_cached(&needs)?.query_row(values, |row| row.get(0)).optional()?;
        uses.extend(first.map(|position| Use { position, grp: undone.grp, entity: Some(entity.clone()) }));
    }
    let values = (entity, from, until, undone.writer, id);
    let first = conn.prepare_cached(&graded)?.query_row(values, |row| row.get(0)).optional()?;
    uses.extend(first.map(|position| Use { position, grp: undone.grp, entity: None }));
    Ok(uses)
}

/// Returns whether an event before a position that is not undone made a mode, a criterion or a check.
fn is_made(conn: &Connection, entity: &str, position: i64) -> Result<bool> {
    let sql = format!(
        "SELECT 1 FROM event WHERE entity = ?1 AND position < ?2 AND {MAKES}
         AND grp NOT IN (SELECT grp FROM undone_group)"
    );
    Ok(conn.prepare_cached(&sql)?.exists((entity, position))?)
}
