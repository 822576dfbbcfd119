//! Sessions, half-written texts and saved mappings: plain rows that are not judgements, and so not journalled.

mod as_said;
mod daily;
pub(crate) mod daily_read;
mod gold;
pub(crate) mod kept_gold;
mod marks;
mod pools;
mod resuming;

use std::collections::HashSet;

use rusqlite::{Connection, OptionalExtension};

use crate::domain::{
    FOLDED_AT_MOST, Gold, Name, ReadingPlace, RowId, Sampling, Session, TextPlace, Time, Untrusted, filter,
};
use crate::error::Result;
use crate::store::connection::schema;
use crate::store::query::saved;
use crate::store::reader::Reader;
use crate::store::writer::Writer;
use crate::store::{columns, errors};
use crate::views::FilterWords;

pub use daily_read::FrozenSample;
pub use gold::GoldAnswer;
pub use marks::WrittenStub;

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

const COLUMNS: &str = "id, reviewer, filter, plan, size, seed, population, queue, position, started, asks, place";

/// Returns the place within the record as it is stored; empty while it is as it was opened.
fn place_words(place: ReadingPlace) -> String {
    place.at.map(|at| at.to_string()).unwrap_or_default()
}

impl Writer {
    /// Starts a session and returns its number (`session.id` is ignored).
    pub fn start_session(&mut self, session: &Session) -> Result<i64> {
        let mut insert = self.conn.prepare_cached(
            "INSERT INTO session (reviewer, filter, plan, size, seed, population, queue, asks, position, started, place)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)",
        )?;
        let queue: Vec<u8> = session.queue.iter().flat_map(|row| row.0.to_le_bytes()).collect();
        let number = insert.insert(rusqlite::params![
            session.reviewer.as_str(),
            session.filter,
            session.sampling.plan_words(),
            session.sampling.size,
            session.sampling.seed.cast_signed(),
            columns::signed(session.population),
            queue,
            serde_json::to_string(&session.asks).unwrap_or_default(),
            session.position.map(|place| place.row.0),
            session.started.0,
            session.position.map_or_else(String::new, place_words),
        ])?;
        let gold = session.gold.as_ref().filter(|gold| !gold.is_empty());
        gold.map_or(Ok(()), |gold| kept_gold::keep(&self.conn, number, gold))?;
        Ok(number)
    }

    /// Saves where a session is read.
    pub fn save_position(&mut self, session: i64, position: ReadingPlace) -> Result<()> {
        let mut update = self.conn.prepare_cached("UPDATE session SET position = ?2, place = ?3 WHERE id = ?1")?;
        update.execute((session, position.row.0, place_words(position)))?;
        Ok(())
    }

    /// Keeps a half-written text of this reviewer, one for each record and purpose; an empty one is forgotten.
    pub fn save_draft(&mut self, reviewer: &Name, draft: &Draft) -> Result<()> {
        let Draft { row, purpose, text, is_aside } = draft;
        let delete = "DELETE FROM draft WHERE reviewer = ?1 AND record = ?2 AND purpose = ?3";
        self.conn.prepare_cached(delete)?.execute((reviewer.as_str(), row.0, purpose))?;
        if !text.raw().is_empty() {
            let sql = "INSERT INTO draft (reviewer, record, purpose, text, is_aside) VALUES (?1, ?2, ?3, ?4, ?5)";
            let values = (reviewer.as_str(), row.0, purpose, text.raw(), is_aside);
            self.conn.prepare_cached(sql)?.execute(values)?;
        }
        Ok(())
    }

    /// Saves a filter under a name, in the place of one of that name.
    pub fn save_filter(&mut self, name: &str, filter: &str) -> Result<()> {
        self.conn.execute_batch(saved::TABLE)?;
        self.conn.execute("INSERT OR REPLACE INTO saved_filter (name, filter) VALUES (?1, ?2)", (name, filter))?;
        Ok(())
    }

    /// Forgets a saved filter; returns whether there was one.
    pub fn remove_filter(&mut self, name: &str) -> Result<bool> {
        self.conn.execute_batch(saved::TABLE)?;
        Ok(self.conn.execute("DELETE FROM saved_filter WHERE name = ?1", [name])? > 0)
    }

    /// Saves a `--map` under a name for reuse.
    pub fn save_mapping(&mut self, name: &str, fields: &[(String, String)]) -> Result<()> {
        let fields = serde_json::to_string(fields).unwrap_or_default();
        self.conn.execute("INSERT OR REPLACE INTO mapping (name, fields) VALUES (?1, ?2)", (name, fields))?;
        Ok(())
    }
}

impl Reader {
    /// Returns the newest session of this reviewer, or the one with this number.
    pub fn session(&self, reviewer: &Name, id: Option<i64>) -> Result<Option<Session>> {
        let sql = format!(
            "SELECT {COLUMNS} FROM session WHERE iif(?1 IS NULL, reviewer = ?2, id = ?1) ORDER BY id DESC LIMIT 1"
        );
        let found = columns::all(&self.conn, &sql, (id, reviewer.as_str()), session)?.pop();
        found.map(|session| without_removed(&self.conn, session)).transpose()
    }

    /// Returns all sessions of everyone, oldest first.
    pub fn sessions(&self) -> Result<Vec<Session>> {
        columns::all(&self.conn, &format!("SELECT {COLUMNS} FROM session ORDER BY id"), [], |row| {
            without_removed(&self.conn, session(row)?)
        })
    }

    /// Returns the newest session of this reviewer in which something is still to be read or answered. One that goes
    /// through everything never ends.
    pub fn unfinished_session(&self, reviewer: &Name, now: Time) -> Result<Option<Session>> {
        self.newest_unfinished(reviewer, now, |_| true)
    }

    fn newest_unfinished(
        &self,
        reviewer: &Name,
        now: Time,
        is_meant: impl Fn(&Session) -> bool,
    ) -> Result<Option<Session>> {
        let (mut finished, mut looked_at) = (Vec::new(), 0);
        let own = |session: &Session| session.reviewer == *reviewer && is_meant(session);
        for session in self.sessions()?.into_iter().rev().filter(own) {
            let is_drawn = !session.sampling.is_whole();
            let waits = if self.is_known_left(&session)? {
                true
            } else if !session.asks.is_empty() {
                self.answered(&session)?.contains(&false)
            } else if is_drawn {
                let read = read_of(&self.conn, reviewer, &session.queue)?;
                let is_partly = read.contains(&true) && read.contains(&false);
                looked_at += usize::from(is_partly);
                // Old ones that were begun are not looked into, lest the start of the program take longer and longer.
                read.contains(&false)
                    && (!is_partly
                        || !session.sampling.folds_alike()
                        || (looked_at <= LOOKED_AT && self.is_left(&session.queue, &read)?))
            } else if session.filter.trim().is_empty() {
                true
            } else if finished.contains(&session.filter) {
                false
            } else {
                // Drawn anew each time; what the filter named may be gone.
                let filter = filter::parse(&session.filter).ok();
                let queue = filter.and_then(|filter| self.queue(&filter, &session.sampling, now).ok());
                let known = session.gold.as_ref().map(Gold::rows).unwrap_or_default();
                let mut rows = queue.unwrap_or_default().rows;
                rows.retain(|row| !known.contains(row));
                is_unread(&self.conn, reviewer, &rows)?
            };
            if waits {
                return Ok(Some(session));
            }
            finished.push(session.filter);
        }
        Ok(None)
    }

    /// Returns whether a sample has a record that was not read and stands behind none that was: the screen shows alike ones
    /// once.
    fn is_left(&self, rows: &[RowId], read: &[bool]) -> Result<bool> {
        if rows.len() > FOLDED_AT_MOST {
            return Ok(true);
        }
        let keys = self.alike_keys(rows)?;
        let of = |wanted: bool| keys.iter().zip(read).filter(move |(_, read)| **read == wanted).map(|(key, _)| *key);
        let known: HashSet<u64> = of(true).collect();
        Ok(of(false).any(|key| !known.contains(&key)))
    }

    /// Returns the half-written texts of this reviewer, the newest at the end.
    pub fn drafts(&self, reviewer: &Name) -> Result<Vec<Draft>> {
        let sql = "SELECT record, purpose, text, is_aside FROM draft WHERE reviewer = ?1 ORDER BY id";
        columns::all(&self.conn, sql, [reviewer.as_str()], |row| {
            let text = columns::untrusted(row, 2)?;
            Ok(Draft { row: RowId(row.get(0)?), purpose: row.get(1)?, text, is_aside: row.get(3)? })
        })
    }

    /// Returns the saved filters by name.
    pub fn saved_filters(&self) -> Result<Vec<(String, String)>> {
        saved::all(&self.conn)
    }

    /// Returns what a filter that this reviewer types can name of what was logged and judged, and the filters used before.
    pub fn filter_words(&self, reviewer: &Name) -> Result<FilterWords> {
        Ok(FilterWords { known: saved::known(&self.conn)?, used: saved::used(&self.conn, reviewer)? })
    }

    /// Returns a saved `--map`.
    pub fn mapping(&self, name: &str) -> Result<Option<Vec<(String, String)>>> {
        let sql = "SELECT fields FROM mapping WHERE name = ?1";
        let fields: Option<String> = self.conn.query_row(sql, [name], |row| row.get(0)).optional()?;
        fields
            .map(|fields| serde_json::from_str(&fields))
            .transpose()
            .map_err(|error| errors::damaged("a saved mapping cannot be read").caused_by(error))
    }
}

/// So many of the newest samples that were begun are looked into for records that are left.
const LOOKED_AT: usize = 10;

/// Leaves out the records of a session that were removed with their source; its place moves to the next one.
fn without_removed(conn: &Connection, mut session: Session) -> Result<Session> {
    session.gold = kept_gold::of(conn, session.id)?;
    if schema::meta_or(conn, "removed", 0)? == 0 {
        return Ok(session);
    }
    let mut select = conn.prepare_cached("SELECT 1 FROM record WHERE id = ?1")?;
    let is_here = session.queue.iter().map(|row| select.exists([row.0])).collect::<rusqlite::Result<Vec<_>>>()?;
    let index = session.position.and_then(|place| session.queue.iter().position(|other| *other == place.row));
    if let Some(index) = index {
        let onwards = session.queue.iter().zip(&is_here).skip(index);
        let row = onwards.filter(|(_, is_here)| **is_here).map(|(row, _)| *row).next();
        session.position = session.position.filter(|place| Some(place.row) == row).or(row.map(ReadingPlace::top_of));
    } else if let Some(place) = session.position
        && !select.exists([place.row.0])?
    {
        session.position = None;
    }
    let mut of_queue = is_here.iter();
    session.queue.retain(|_| of_queue.next() == Some(&true));
    if !session.asks.is_empty() {
        let mut of_asks = is_here.iter();
        session.asks.retain(|_| of_asks.next() == Some(&true));
    }
    Ok(session)
}

/// Returns for each record whether it has a verdict of this reviewer.
fn read_of(conn: &Connection, reviewer: &Name, rows: &[RowId]) -> Result<Vec<bool>> {
    let mut read = conn.prepare_cached("SELECT 1 FROM verdict WHERE record = ?1 AND reviewer = ?2")?;
    rows.iter().map(|row| Ok(read.exists((row.0, reviewer.as_str()))?)).collect()
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
    let plan = Sampling::parse_plan(columns::text(row, 3)?);
    let (plan, by) = plan.ok_or_else(|| errors::damaged("a session has an unknown sampling plan"))?;
    let asks = serde_json::from_str(columns::text(row, 10)?);
    let queue = row.get_ref(7)?.as_blob().map_err(rusqlite::Error::from)?;
    Ok(Session {
        id: row.get(0)?,
        reviewer: columns::reviewer(row, 1)?,
        filter: row.get(2)?,
        sampling: Sampling { plan, by, size: row.get(4)?, seed: row.get::<_, i64>(5)?.cast_unsigned() },
        population: columns::unsigned(row.get(6)?),
        queue: queue.as_chunks().0.iter().map(|bytes| RowId(i64::from_le_bytes(*bytes))).collect(),
        asks: asks.map_err(|error| errors::damaged("the questions of a session cannot be read").caused_by(error))?,
        position: match row.get::<_, Option<i64>>(8)? {
            Some(at) => Some(ReadingPlace { row: RowId(at), at: TextPlace::parse(&row.get::<_, String>(11)?) }),
            None => None,
        },
        started: Time(row.get(9)?),
        gold: None,
    })
}
