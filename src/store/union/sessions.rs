//! Sessions of another workspace: known by their writer and number there, with records named by their ids.

use rusqlite::Connection;
use serde::{Deserialize, Serialize};

use crate::domain::{CriterionKey, Name, Purpose, RecordId, RowId, Sampling, Session};
use crate::error::Result;
use crate::store::columns;
use crate::store::reader::Reader;
use crate::store::records::row_of;
use crate::store::writer::Writer;

/// A session as it leaves a workspace.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SharedSession {
    /// `writer:number`.
    pub session: String,
    /// Who.
    pub reviewer: Name,
    /// The filter as it was typed.
    pub filter: String,
    /// The sampling plan, with what stands behind its word.
    pub plan: String,
    /// How many records at most.
    pub size: Option<u32>,
    /// The seed.
    pub seed: u64,
    /// How many records the filter held.
    pub population: u64,
    /// The queue.
    pub queue: Vec<RecordId>,
    /// What is asked at each place of the queue.
    pub asks: Vec<SharedAsk>,
    /// The record where it stopped.
    pub position: Option<RecordId>,
    /// When it began, in milliseconds since 1970.
    pub started: i64,
}

/// What is asked at a place of a queue.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SharedAsk {
    /// The record.
    pub record: RecordId,
    /// The criterion.
    pub criterion: CriterionKey,
    /// Why.
    pub purpose: Purpose,
}

/// The last number that a session may have: far beyond what people begin, and far from the end of the numbers.
const LAST: i64 = 1 << 53;

impl SharedSession {
    /// Returns, as words after its line, what is wrong with the session by itself.
    #[must_use]
    pub fn flaw(&self) -> Option<&'static str> {
        let is_number = self.origin().is_some_and(|(_, number)| (1..=LAST).contains(&number));
        (!is_number).then_some("is a session whose number cannot be")
    }

    /// Returns who wrote it, and its number there.
    fn origin(&self) -> Option<(&str, i64)> {
        let (writer, number) = self.session.rsplit_once(':')?;
        Some((writer, number.parse().ok()?))
    }
}

/// What was done with a session.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum KeptSession {
    /// It is new here.
    New,
    /// It was here, or was begun here and is gone.
    Known,
    /// This version does not know how its records were drawn.
    Unknown,
}

impl Reader {
    /// Returns all sessions, oldest first, as they leave the workspace.
    pub fn shared_sessions(&self) -> Result<Vec<SharedSession>> {
        let origin = "SELECT coalesce(session.origin, coalesce(
                (SELECT name FROM event JOIN writer ON writer.id = event.writer
                     WHERE is_own AND event.session = session.id LIMIT 1),
                (SELECT name FROM writer WHERE id = (SELECT value FROM meta WHERE name = 'writer'))) || ':' || session.id)
             FROM session WHERE id = ?1";
        let mut shared = Vec::new();
        for session in self.sessions()? {
            let origin = self.conn.prepare_cached(origin)?.query_row([session.id], |row| row.get(0))?;
            shared.push(self.shared(&session, origin)?);
        }
        Ok(shared)
    }

    fn shared(&self, session: &Session, origin: String) -> Result<SharedSession> {
        let mut queue = Vec::with_capacity(session.queue.len());
        for row in &session.queue {
            queue.extend(self.id_of(*row)?);
        }
        let mut asks = Vec::with_capacity(session.asks.len());
        for ask in &session.asks {
            let record = self.id_of(ask.row)?;
            asks.extend(record.map(|record| SharedAsk {
                record,
                criterion: ask.criterion.clone(),
                purpose: ask.purpose,
            }));
        }
        let position = session.position.map(|place| self.id_of(place.row)).transpose()?.flatten();
        Ok(SharedSession {
            session: origin,
            reviewer: session.reviewer.clone(),
            filter: session.filter.clone(),
            plan: session.sampling.plan_words(),
            size: session.sampling.size,
            seed: session.sampling.seed,
            population: session.population,
            queue,
            asks,
            position,
            started: session.started.0,
        })
    }
}

impl Writer {
    /// Keeps a session of another workspace, under its number there where that is free; returns what was
    /// done with it.
    pub fn keep_session(&mut self, shared: &SharedSession) -> Result<KeptSession> {
        let conn = &*self.settled()?;
        let Some((writer, number)) = shared.origin() else { return Ok(KeptSession::Unknown) };
        let known = "SELECT 1 FROM session WHERE origin = ?1 UNION ALL SELECT 1 FROM writer WHERE name = ?2 AND is_own";
        if conn.prepare_cached(known)?.exists((&shared.session, writer))? {
            return Ok(KeptSession::Known);
        }
        if Sampling::parse_plan(&shared.plan).is_none() {
            return Ok(KeptSession::Unknown);
        }
        let rows = |ids: &[RecordId]| -> Result<Vec<RowId>> {
            let found = ids.iter().map(|id| row_of(conn, *id)).collect::<Result<Vec<_>>>()?;
            Ok(found.into_iter().flatten().collect())
        };
        let queue: Vec<u8> = rows(&shared.queue)?.iter().flat_map(|row| row.0.to_le_bytes()).collect();
        let mut asks = Vec::new();
        for ask in &shared.asks {
            let row = row_of(conn, ask.record)?;
            let ask = |row| crate::domain::Ask { row, criterion: ask.criterion.clone(), purpose: ask.purpose };
            asks.extend(row.map(ask));
        }
        let is_free = !conn.prepare_cached("SELECT 1 FROM session WHERE id = ?1")?.exists([number])?;
        conn.prepare_cached(
            "INSERT INTO session (id, reviewer, filter, plan, size, seed, population, queue, asks, position, started,
                 origin) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)",
        )?
        .execute(rusqlite::params![
            Some(number).filter(|_| is_free && number > 0),
            shared.reviewer.as_str(),
            shared.filter,
            shared.plan,
            shared.size,
            shared.seed.cast_signed(),
            columns::signed(shared.population),
            queue,
            serde_json::to_string(&asks).unwrap_or_default(),
            position(conn, shared)?.map(|row| row.0),
            shared.started,
            shared.session,
        ])?;
        Ok(KeptSession::New)
    }
}

fn position(conn: &Connection, shared: &SharedSession) -> Result<Option<RowId>> {
    shared.position.map(|id| row_of(conn, id)).transpose().map(Option::flatten)
}
