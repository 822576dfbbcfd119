//! Sittings, half-written texts and saved mappings: plain rows that are not judgements, and so not journalled.

use rusqlite::{Connection, OptionalExtension};

use crate::domain::{Name, RowId, Sampling, SamplingPlan, Session, Time, Untrusted};
use crate::error::Result;
use crate::store::{columns, errors};

/// A text that a reviewer had begun and not finished (a note), kept until it is saved or left empty.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Draft {
    /// The record it belongs to.
    pub row: RowId,
    /// What it was to become: `note`, `criterion`, …
    pub purpose: String,
    /// The text so far.
    pub text: Untrusted,
    /// Left by the reviewer: offered where the same box is opened, and not before.
    pub is_aside: bool,
}

/// Keeps a new session, and returns its number.
pub(crate) fn start(conn: &Connection, session: &Session) -> Result<i64> {
    let mut insert = conn.prepare_cached(
        "INSERT INTO session (reviewer, filter, plan, size, seed, population, queue, asks, position, started)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)",
    )?;
    let queue: Vec<u8> = session.queue.iter().flat_map(|row| row.0.to_le_bytes()).collect();
    Ok(insert.insert(rusqlite::params![
        session.reviewer.as_str(),
        session.filter,
        session.sampling.plan.word(),
        session.sampling.size,
        session.sampling.seed.cast_signed(),
        columns::signed(session.population),
        queue,
        serde_json::to_string(&session.asks).unwrap_or_default(),
        session.position.map(|row| row.0),
        session.started.0,
    ])?)
}

pub(crate) fn save_position(conn: &Connection, session: i64, position: Option<RowId>) -> Result<()> {
    let mut update = conn.prepare_cached("UPDATE session SET position = ?2 WHERE id = ?1")?;
    update.execute((session, position.map(|row| row.0)))?;
    Ok(())
}

const COLUMNS: &str = "id, reviewer, filter, plan, size, seed, population, queue, position, started, asks";

/// All sittings of everyone, oldest first.
pub(crate) fn all(conn: &Connection) -> Result<Vec<Session>> {
    let mut select = conn.prepare_cached(&format!("SELECT {COLUMNS} FROM session ORDER BY id"))?;
    let mut rows = select.query([])?;
    let mut sessions = Vec::new();
    while let Some(row) = rows.next()? {
        sessions.push(session(row)?);
    }
    Ok(sessions)
}

pub(crate) fn read(conn: &Connection, reviewer: &Name, id: Option<i64>) -> Result<Option<Session>> {
    let columns = COLUMNS;
    let sql = match id {
        Some(_) => format!("SELECT {columns} FROM session WHERE id = ?1"),
        None => format!("SELECT {columns} FROM session WHERE reviewer = ?1 ORDER BY id DESC LIMIT 1"),
    };
    let key: &dyn rusqlite::ToSql = match &id {
        Some(id) => id,
        None => &reviewer.as_str(),
    };
    let mut select = conn.prepare_cached(&sql)?;
    let mut rows = select.query([key])?;
    rows.next()?.map(session).transpose()
}

/// Returns whether one of the records has no verdict of this reviewer.
pub(crate) fn is_unread(conn: &Connection, reviewer: &Name, rows: &[RowId]) -> Result<bool> {
    let mut read = conn.prepare_cached("SELECT 1 FROM verdict WHERE record = ?1 AND reviewer = ?2")?;
    for row in rows {
        if !read.exists((row.0, reviewer.as_str()))? {
            return Ok(true);
        }
    }
    Ok(false)
}

fn session(row: &rusqlite::Row<'_>) -> Result<Session> {
    let plan: String = row.get(3)?;
    let plan = SamplingPlan::from_word(&plan);
    let asks = serde_json::from_str(row.get_ref(10)?.as_str().map_err(rusqlite::Error::from)?);
    let queue = row.get_ref(7)?.as_blob().map_err(rusqlite::Error::from)?;
    Ok(Session {
        id: row.get(0)?,
        reviewer: columns::reviewer(row, 1)?,
        filter: row.get(2)?,
        sampling: Sampling {
            plan: plan.ok_or_else(|| errors::damaged("a session has an unknown sampling plan"))?,
            size: row.get(4)?,
            seed: row.get::<_, i64>(5)?.cast_unsigned(),
        },
        population: columns::unsigned(row.get(6)?),
        queue: queue.as_chunks().0.iter().map(|bytes| RowId(i64::from_le_bytes(*bytes))).collect(),
        asks: asks.map_err(|error| errors::damaged("the questions of a session cannot be read").caused_by(error))?,
        position: row.get::<_, Option<i64>>(8)?.map(RowId),
        started: Time(row.get(9)?),
    })
}

/// Keeps a text, or forgets it when it is empty.
pub(crate) fn save_draft(conn: &Connection, reviewer: &Name, draft: &Draft) -> Result<()> {
    let Draft { row, purpose, text, is_aside } = draft;
    let key = (reviewer.as_str(), row.0, purpose);
    conn.prepare_cached("DELETE FROM draft WHERE reviewer = ?1 AND record = ?2 AND purpose = ?3")?.execute(key)?;
    if !text.raw().is_empty() {
        let sql = "INSERT INTO draft (reviewer, record, purpose, text, is_aside) VALUES (?1, ?2, ?3, ?4, ?5)";
        conn.prepare_cached(sql)?.execute((reviewer.as_str(), row.0, purpose, text.raw(), is_aside))?;
    }
    Ok(())
}

/// The half-written texts of a reviewer, the one that was written last at the end.
pub(crate) fn drafts(conn: &Connection, reviewer: &Name) -> Result<Vec<Draft>> {
    let sql = "SELECT record, purpose, text, is_aside FROM draft WHERE reviewer = ?1 ORDER BY id";
    let mut select = conn.prepare_cached(sql)?;
    let drafts = select.query_map([reviewer.as_str()], |row| {
        let text = Untrusted::new(row.get::<_, String>(2)?);
        Ok(Draft { row: RowId(row.get(0)?), purpose: row.get(1)?, text, is_aside: row.get(3)? })
    })?;
    Ok(drafts.collect::<rusqlite::Result<_>>()?)
}

pub(crate) fn save_mapping(conn: &Connection, name: &str, fields: &[(String, String)]) -> Result<()> {
    let fields = serde_json::to_string(fields).unwrap_or_default();
    conn.execute("INSERT OR REPLACE INTO mapping (name, fields) VALUES (?1, ?2)", (name, fields))?;
    Ok(())
}

pub(crate) fn mapping(conn: &Connection, name: &str) -> Result<Option<Vec<(String, String)>>> {
    let found: Option<String> =
        conn.query_row("SELECT fields FROM mapping WHERE name = ?1", [name], |row| row.get(0)).optional()?;
    let Some(fields) = found else { return Ok(None) };
    serde_json::from_str(&fields)
        .map(Some)
        .map_err(|error| errors::damaged("a saved mapping cannot be read").caused_by(error))
}
