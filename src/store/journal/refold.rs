//! The tables anew from the journal: for an entity whose history changed, for a record, and for everything at once.

use std::collections::BTreeSet;

use rusqlite::{Connection, Params};

use crate::domain::{Entity, RecordId, Untrusted};
use crate::error::Result;
use crate::store::codebook::LazyCodebook;
use crate::store::columns;
use crate::store::connection::schema;
use crate::store::journal::event::{self, LINE, Line};
use crate::store::journal::project::{clear, project};
use crate::store::journal::{removed, undone};
use crate::store::records::{ids_of, row_of};

/// The kinds of judgements, as the texts of their entities begin.
const KINDS: [&str; 6] = ["verdict", "tag", "note", "correction", "grade", "settle"];

/// Holds for an event that is not undone.
const STANDS: &str = "grp NOT IN (SELECT grp FROM undone_group)";

/// Projects the history of one entity anew, without what is undone. What was said under an earlier id of a record is
/// part of it.
pub(crate) fn reproject(conn: &Connection, codebook: &mut LazyCodebook<'_>, entity: &str) -> Result<()> {
    let names = serde_json::to_string(&every_name(conn, entity)?).unwrap_or_default();
    let sql = format!("SELECT {LINE} FROM event WHERE entity IN (SELECT value FROM json_each(?1)) ORDER BY position");
    let lines = lines(conn, &sql, [names])?;
    let Some(first) = lines.first() else { return Ok(()) };
    let Some(entity) = first.change.entity() else { return Ok(()) };
    if let Entity::Removal(source) = entity {
        return reproject_removal(conn, codebook, source, &lines);
    }
    clear(conn, codebook, &entity, first.reviewer.as_str())?;
    project_all(conn, codebook, &lines)
}

/// Returns whether the journal holds an event of this entity that is not undone and did not go with a source.
pub(crate) fn is_spoken_of(conn: &Connection, entity: &str) -> Result<bool> {
    let names = serde_json::to_string(&every_name(conn, entity)?).unwrap_or_default();
    let sql = format!(
        "SELECT {LINE} FROM event WHERE entity IN (SELECT value FROM json_each(?1)) AND {STANDS} ORDER BY position DESC"
    );
    for line in lines(conn, &sql, [names])? {
        if !removed::is_out(conn, &line)? {
            return Ok(true);
        }
    }
    Ok(false)
}

/// Projects which records went with the sources of a name, and what counts of these and of those that came back.
fn reproject_removal(
    conn: &Connection,
    codebook: &mut LazyCodebook<'_>,
    source: &Untrusted,
    lines: &[Line],
) -> Result<()> {
    let of_source = || -> Result<BTreeSet<RecordId>> {
        let mut select = conn.prepare_cached("SELECT DISTINCT key FROM removed WHERE source = ?1")?;
        let keys = select.query_map([source.raw()], |row| row.get(0).map(RecordId))?;
        Ok(keys.collect::<rusqlite::Result<_>>()?)
    };
    let mut touched = of_source()?;
    clear(conn, codebook, &Entity::Removal(source), "")?;
    for line in lines {
        if !is_undone(conn, line)? {
            removed::note(conn, line)?;
        }
    }
    touched.extend(of_source()?);
    touched.into_iter().try_for_each(|record| fold_anew(conn, codebook, record))
}

/// Projects everything that was said of a record anew.
pub(crate) fn fold_anew(conn: &Connection, codebook: &mut LazyCodebook<'_>, record: RecordId) -> Result<()> {
    if row_of(conn, record)?.is_none() {
        return removed::wait_for(conn, record);
    }
    removed::forget_judgements(conn, record)?;
    let mut said = Vec::new();
    // The texts of a record's entities are a range: `:` and `;` are neighbours.
    let sql = format!("SELECT {LINE} FROM event WHERE entity >= ?1 AND entity < ?2");
    for id in ids_of(conn, record)? {
        for kind in KINDS {
            said.extend(lines(conn, &sql, (format!("{kind}:{id}:"), format!("{kind}:{id};")))?);
        }
    }
    said.sort_unstable_by_key(|line| line.position);
    project_all(conn, codebook, &said)
}

/// Projects events one after the other, without what is undone or went with a source.
fn project_all(conn: &Connection, codebook: &mut LazyCodebook<'_>, lines: &[Line]) -> Result<()> {
    for line in lines {
        if !is_undone(conn, line)? && !removed::is_out(conn, line)? {
            project(conn, codebook, line)?;
        }
    }
    Ok(())
}

fn is_undone(conn: &Connection, line: &Line) -> Result<bool> {
    Ok(conn.prepare_cached("SELECT 1 FROM undone_group WHERE grp = ?1")?.exists([line.grp])?)
}

fn lines(conn: &Connection, sql: &str, values: impl Params) -> Result<Vec<Line>> {
    let mut select = conn.prepare_cached(sql)?;
    let mut rows = select.query(values)?;
    let mut lines = Vec::new();
    while let Some(row) = rows.next()? {
        lines.push(event::line(row)?);
    }
    Ok(lines)
}

/// Returns the texts that an entity has in the journal: one for each id that its record has or had.
fn every_name(conn: &Connection, entity: &str) -> Result<Vec<String>> {
    // Each judgement's text is `kind:record:…`.
    let mut parts = entity.splitn(3, ':');
    let (kind, id, rest) = (parts.next(), parts.next(), parts.next());
    let (Some(kind), Some(id), Some(rest)) = (kind, id.and_then(RecordId::parse), rest) else {
        return Ok(vec![entity.to_owned()]);
    };
    Ok(ids_of(conn, id)?.into_iter().map(|id| format!("{kind}:{id}:{rest}")).collect())
}

/// Projects the whole journal anew; returns how many events there are.
pub(crate) fn rebuild(conn: &Connection) -> Result<u64> {
    for table in schema::PROJECTED {
        conn.execute(&format!("DELETE FROM {table}"), [])?;
    }
    let mut codebook = LazyCodebook::empty(conn);
    // First what is undone, then what went with a source, then what still holds.
    undone::project(conn)?;
    let removals = "entity >= 'removal:' AND entity < 'removal;'";
    each(conn, &format!("SELECT {LINE} FROM event WHERE {removals} AND {STANDS}"), &mut |line| {
        removed::note(conn, line)
    })?;
    let live = format!("entity IS NOT NULL AND NOT ({removals}) AND {STANDS}");
    each(conn, &format!("SELECT {LINE} FROM event WHERE {live} ORDER BY position"), &mut |line| {
        if removed::is_out(conn, line)? { Ok(()) } else { project(conn, &mut codebook, line) }
    })?;
    each(conn, &format!("SELECT {LINE} FROM event WHERE {} ORDER BY position", event::KEPT), &mut |line| {
        project(conn, &mut codebook, line)
    })?;
    let events: i64 = conn.query_row("SELECT count(*) FROM event", [], |row| row.get(0))?;
    Ok(columns::unsigned(events))
}

fn each(conn: &Connection, sql: &str, visit: &mut dyn FnMut(&Line) -> Result<()>) -> Result<()> {
    let mut select = conn.prepare(sql)?;
    let mut rows = select.query([])?;
    while let Some(row) = rows.next()? {
        visit(&event::line(row)?)?;
    }
    Ok(())
}
