//! Lookups in the tables of blind sets, for planning and for those who read.

use std::collections::HashMap;

use rusqlite::{Connection, OptionalExtension};

use crate::domain::{Name, RecordId};
use crate::error::Result;
use crate::store::journal::event::Line;
use crate::store::records::ids_of;
use crate::store::{columns, errors};

/// The row of a record of a set, `one`.
pub(super) const ROW: &str = "coalesce((SELECT record.id FROM main.record WHERE record.key = one.key),
    (SELECT record.id FROM main.alias JOIN main.record ON record.key = alias.now WHERE alias.key = one.key))";

/// The rows of the records of open sets that are not revealed.
pub(crate) fn waiting_rows() -> String {
    format!(
        "SELECT {ROW} AS row FROM main.blind_record AS one JOIN main.blind_set ON id = set_id
         WHERE closed IS NULL AND revealed IS NULL"
    )
}

/// Returns whether any blind set is open.
pub(crate) fn any_open(conn: &Connection) -> Result<bool> {
    Ok(conn.prepare_cached("SELECT 1 FROM blind_set WHERE closed IS NULL")?.exists([])?)
}

/// Returns whether a reviewer is of a blind set that is open.
pub(crate) fn is_of_open(conn: &Connection, reviewer: &Name) -> Result<bool> {
    let sql = "SELECT 1 FROM blind_set, json_each(blind_set.reviewers) WHERE closed IS NULL AND value = ?1";
    Ok(conn.prepare_cached(sql)?.exists([reviewer.as_str()])?)
}

/// Returns the reviewers of a set and whether it is open.
pub(crate) fn reviewers(conn: &Connection, set: &str) -> Result<Option<(Vec<Name>, bool)>> {
    let sql = "SELECT reviewers, closed IS NULL FROM blind_set WHERE id = ?1";
    let found: Option<(String, bool)> =
        conn.prepare_cached(sql)?.query_row([set], |row| Ok((row.get(0)?, row.get(1)?))).optional()?;
    found.map(|(reviewers, is_open)| Ok((names(&reviewers)?, is_open))).transpose()
}

/// Reads the list of a set's reviewers.
pub(crate) fn names(json: &str) -> Result<Vec<Name>> {
    serde_json::from_str(json).map_err(|_| errors::damaged("the reviewers of a blind set cannot be read"))
}

/// Returns every id of a record, as the list that `json_each` takes: of lower hex digits.
pub(super) fn every_id(conn: &Connection, record: RecordId) -> Result<String> {
    let ids: Vec<String> = ids_of(conn, record)?.iter().map(ToString::to_string).collect();
    Ok(serde_json::to_string(&ids).unwrap_or_default())
}

/// Returns the id that a set has a record under, and whether it is revealed.
pub(crate) fn entry(conn: &Connection, set: &str, record: RecordId) -> Result<Option<(RecordId, bool)>> {
    let sql = "SELECT key, revealed IS NOT NULL OR closed IS NOT NULL
               FROM blind_record JOIN blind_set ON blind_set.id = set_id
               WHERE set_id = ?1 AND key IN (SELECT unhex(value) FROM json_each(?2))
               ORDER BY revealed IS NOT NULL LIMIT 1";
    let values = (set, every_id(conn, record)?);
    Ok(conn.prepare_cached(sql)?.query_row(values, |row| Ok((RecordId(row.get(0)?), row.get(1)?))).optional()?)
}

/// Returns the revealed records of sets that are open, under every id that they had or have, each with the position of its
/// reveal.
pub(super) fn revealed(conn: &Connection) -> Result<HashMap<RecordId, i64>> {
    let sql = "WITH now AS (
            SELECT coalesce((SELECT now FROM main.alias WHERE alias.key = one.key), one.key) AS key, revealed
            FROM main.blind_record AS one JOIN main.blind_set ON id = set_id WHERE closed IS NULL AND revealed IS NOT NULL)
        SELECT key, revealed FROM now
        UNION SELECT alias.key, revealed FROM main.alias JOIN now ON alias.now = now.key";
    let found = columns::all(conn, sql, [], |row| Ok((RecordId(row.get(0)?), row.get(1)?)))?;
    Ok(found.into_iter().collect())
}

/// Returns the open set in which a record waits for its reveal.
pub(crate) fn open_one(conn: &Connection, record: RecordId) -> Result<Option<String>> {
    if !any_open(conn)? {
        return Ok(None);
    }
    let sql = "SELECT set_id FROM blind_record JOIN blind_set ON blind_set.id = set_id
               WHERE key IN (SELECT unhex(value) FROM json_each(?1)) AND revealed IS NULL AND closed IS NULL LIMIT 1";
    Ok(conn.prepare_cached(sql)?.query_row([every_id(conn, record)?], |row| row.get(0)).optional()?)
}

/// Returns whether a reviewer's verdict on a record was given blind and is revealed.
pub(crate) fn is_vote_fixed(conn: &Connection, row: i64, record: RecordId, reviewer: &Name) -> Result<bool> {
    if !conn.prepare_cached("SELECT 1 FROM blind_set")?.exists([])? {
        return Ok(false);
    }
    let sql = "SELECT 1 FROM blind_record JOIN blind_set ON blind_set.id = set_id
               WHERE key IN (SELECT unhex(value) FROM json_each(?1)) AND coalesce(revealed, closed) >
                   (SELECT event FROM verdict WHERE record = ?2 AND reviewer = ?3)
               AND ?3 IN (SELECT value FROM json_each(reviewers))";
    Ok(conn.prepare_cached(sql)?.exists((every_id(conn, record)?, row, reviewer.as_str()))?)
}

/// Returns whether a blind set that is open was opened after a position.
pub(crate) fn is_opened_since(conn: &Connection, position: i64) -> Result<bool> {
    Ok(conn.prepare_cached("SELECT 1 FROM blind_set WHERE closed IS NULL AND event > ?1")?.exists([position])?)
}

/// Returns whether a group holds what was said of a record of a blind set before its reveal: it is fixed.
pub(crate) fn is_fixed(conn: &Connection, group: &[Line]) -> Result<bool> {
    if !conn.prepare_cached("SELECT 1 FROM blind_set")?.exists([])? {
        return Ok(false);
    }
    let sql = "SELECT 1 FROM blind_record JOIN blind_set ON blind_set.id = set_id
               WHERE key IN (SELECT unhex(value) FROM json_each(?1)) AND coalesce(revealed, closed) > ?2
               AND ?3 IN (SELECT value FROM json_each(reviewers))";
    for line in group {
        let Some(record) = line.change.record() else { continue };
        let values = (every_id(conn, record)?, line.position, line.reviewer.as_str());
        if conn.prepare_cached(sql)?.exists(values)? {
            return Ok(true);
        }
    }
    Ok(false)
}
