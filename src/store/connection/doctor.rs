//! Looks whether the workspace is what it says: the file, the bodies, the journal, and the tables folded from it.
//!
//! Works on a connection of its own and writes nothing: the tables are folded a second time as TEMP tables and compared.

use std::path::Path;

use rusqlite::Connection;

use crate::error::Result;
use crate::store::columns;
use crate::store::connection::file_check::is_sound;
use crate::store::connection::paths::database;
use crate::store::connection::{open, permissions, schema};
use crate::store::journal::event::Fields;
use crate::store::journal::{event, refold};

/// What `doctor` found.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Health {
    /// Each check in words, and whether it held.
    pub checks: Vec<(String, bool)>,
    /// What helps against those that did not hold, in the order in which it is tried.
    pub remedies: Vec<Remedy>,
}

/// What helps where a check does not hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Remedy {
    /// The file itself is damaged: a backup.
    Restore,
    /// The tables differ from the journal: they are made anew from it.
    Rebuild,
    /// Others can get at it: permissions.
    Close,
}

/// Checks everything.
pub(crate) fn check(folder: &Path) -> Result<Health> {
    let opened = open::for_reading(folder)?;
    let conn = &opened.conn;
    let mut health = Health::default();
    let mut check = |what: &str, remedy: Remedy, holds: Result<bool>| {
        let holds = holds.unwrap_or(false);
        health.checks.push((what.to_owned(), holds));
        if !holds && !health.remedies.contains(&remedy) {
            health.remedies.push(remedy);
        }
    };
    let (restore, rebuild, close) = (Remedy::Restore, Remedy::Rebuild, Remedy::Close);
    check("The database file is intact", restore, is_sound(conn, "integrity_check"));
    check("Every reference leads somewhere", rebuild, references_hold(conn));
    check("The stored counts are right", restore, counts_hold(conn));
    check("Every body can be read", restore, bodies_hold(conn));
    check("Each writer's events are numbered without a gap", restore, sequences_hold(conn));
    check("Every event is as it was written", restore, hashes_hold(conn));
    check("The tables are what the journal says", rebuild, tables_hold(conn));
    check("The folder cannot be written by others", close, Ok(permissions::folder_is_closed(folder)));
    check("The files cannot be read by others", close, Ok(permissions::files_are_closed(&database(folder))));
    Ok(health)
}

fn references_hold(conn: &Connection) -> Result<bool> {
    let dangling = conn.prepare("PRAGMA foreign_key_check")?.exists([])?;
    let judged = ["verdict", "tag", "note", "correction", "grade"]
        .map(|table| format!("SELECT 1 FROM {table} WHERE record NOT IN (SELECT id FROM record)"));
    let lost = conn.prepare(&judged.join(" UNION ALL "))?.exists([])?;
    let bodiless = conn.prepare("SELECT 1 FROM record WHERE block NOT IN (SELECT id FROM block)")?.exists([])?;
    Ok(!dangling && !lost && !bodiless)
}

fn counts_hold(conn: &Connection) -> Result<bool> {
    let records: i64 = conn.query_row("SELECT count(*) FROM record", [], |row| row.get(0))?;
    let of_sources: i64 = conn.query_row("SELECT coalesce(sum(records), 0) FROM source", [], |row| row.get(0))?;
    let last: i64 = conn.query_row("SELECT coalesce(max(id), 0) FROM record", [], |row| row.get(0))?;
    Ok(schema::meta(conn, "records")? == records && of_sources == records && schema::meta(conn, "last_row")? >= last)
}

/// Reads every body and holds its identity against the one it is stored under.
fn bodies_hold(conn: &Connection) -> Result<bool> {
    let rule = schema::identity(conn)?;
    let blocks = crate::store::records::blocks::Blocks::default();
    let mut select = conn.prepare(
        "SELECT record.id, record.key, '', record.block, record.offset, record.length FROM record ORDER BY record.id",
    )?;
    let mut rows = select.query([])?;
    while let Some(row) = rows.next()? {
        let record = crate::store::records::head(row)?.record(conn, &blocks)?;
        if crate::domain::RecordId::by(rule, &record.content) != record.id {
            return Ok(false);
        }
    }
    Ok(true)
}

fn sequences_hold(conn: &Connection) -> Result<bool> {
    // Of another writer there may be only what an export chose.
    let gap = "SELECT 1 FROM event JOIN writer ON writer.id = event.writer WHERE is_own
               GROUP BY writer HAVING min(sequence) <> 1 OR max(sequence) <> count(*)";
    Ok(!conn.prepare(gap)?.exists([])?)
}

fn hashes_hold(conn: &Connection) -> Result<bool> {
    let mut select = conn.prepare(
        "SELECT event.id, writer.name, event.sequence, event.time, event.reviewer, event.session,
             coalesce(event.group_id, first.id), event.payload, event.hash, event.entity, event.position,
             event.lamport, event.previous, before.hash
         FROM event JOIN writer ON writer.id = event.writer LEFT JOIN event AS first ON first.position = event.grp
             LEFT JOIN event AS before ON before.writer = event.writer AND before.sequence = event.sequence - 1",
    )?;
    let mut rows = select.query([])?;
    while let Some(row) = rows.next()? {
        let Some(first) = row.get(6)? else { return Ok(false) };
        let reviewer: String = row.get(4)?;
        let payload: String = row.get(7)?;
        let fields = Fields {
            id: &columns::uuid_text(row.get(0)?),
            writer: &row.get::<_, String>(1)?,
            sequence: row.get(2)?,
            lamport: row.get(11)?,
            time: row.get(3)?,
            reviewer: &reviewer,
            session: row.get(5)?,
            group: &columns::uuid_text(first),
            previous: row.get(12)?,
            payload: &payload,
        };
        let before: Option<[u8; 32]> = row.get(13)?;
        if before.is_some() && fields.previous.is_some() && before != fields.previous {
            return Ok(false);
        }
        let entity: Option<String> = row.get(9)?;
        if entity.is_none() && !event::is_known(&payload) {
            if row.get::<_, Vec<u8>>(8)? != fields.hash() {
                return Ok(false);
            }
            continue;
        }
        let change = event::change(&payload, row.get(10)?)?;
        let said = change.entity().map(|entity| columns::name(&reviewer).map(|name| entity.text(&name))).transpose()?;
        if row.get::<_, Vec<u8>>(8)? != fields.hash() || said != entity {
            return Ok(false);
        }
    }
    Ok(true)
}

/// Folds the journal a second time, beside the tables, and compares.
fn tables_hold(conn: &Connection) -> Result<bool> {
    // TEMP tables stand before those of the database, for the fold too.
    let twins = schema::PROJECTIONS
        .replace("CREATE TABLE ", "CREATE TEMP TABLE ")
        .replace("CREATE INDEX ", "CREATE INDEX temp.");
    conn.execute_batch(&twins)?;
    refold::rebuild(conn)?;
    for table in schema::PROJECTED {
        for (one, other) in [("main", "temp"), ("temp", "main")] {
            let differs = format!("SELECT * FROM {one}.{table} EXCEPT SELECT * FROM {other}.{table}");
            if conn.prepare(&differs)?.exists([])? {
                return Ok(false);
            }
        }
    }
    Ok(true)
}
