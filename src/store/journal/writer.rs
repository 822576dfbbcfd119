//! Writing events: numbered, ordered, salted and hashed, all of one group.

use std::collections::BTreeMap;

use rusqlite::{Connection, OptionalExtension, Transaction};

use crate::domain::{Change, CriterionKey, Name, SettleTarget, Time, UndoGroup};
use crate::error::{Problem, Result};
use crate::store::columns;
use crate::store::connection::schema;
use crate::store::journal::event::{Fields, Line};

/// Writes events of one reviewer in one transaction: numbered without a gap, hashed, and all of one group.
pub(crate) struct JournalWriter<'a> {
    tx: &'a Transaction<'a>,
    reviewer: &'a Name,
    session: Option<i64>,
    /// When what is written from now on was said.
    pub time: Time,
    writer: i64,
    writer_name: String,
    sequence: i64,
    position: i64,
    lamport: i64,
    previous: [u8; 32],
    /// What the salts are made of; kept nowhere, so that none of them can be guessed.
    seed: [u8; 32],
    /// The group and the position of its first event, from the first event on.
    pub group: Option<(i64, UndoGroup)>,
}

impl<'a> JournalWriter<'a> {
    pub(crate) fn new(tx: &'a Transaction<'a>, reviewer: &'a Name, session: Option<i64>, time: Time) -> Result<Self> {
        let writer = schema::meta(tx, "writer")?;
        let writer_name = tx.query_row("SELECT name FROM writer WHERE id = ?1", [writer], |row| row.get(0))?;
        let own = "SELECT sequence, hash FROM event WHERE writer = ?1 ORDER BY sequence DESC LIMIT 1";
        let last = tx.query_row(own, [writer], |row| Ok((row.get(0)?, row.get(1)?))).optional()?;
        let (sequence, previous) = last.unwrap_or((0, [0; 32]));
        // Positions are places in the order of Lamport times: the last event has the latest.
        let newest = "SELECT position, lamport FROM event ORDER BY position DESC LIMIT 1";
        let last = tx.query_row(newest, [], |row| Ok((row.get(0)?, row.get(1)?))).optional()?;
        let (position, lamport) = last.unwrap_or((0, 0));
        let mut seed = [0; 32];
        seed[..16].copy_from_slice(uuid::Uuid::new_v4().as_bytes());
        seed[16..].copy_from_slice(uuid::Uuid::new_v4().as_bytes());
        let group = None;
        Ok(Self {
            tx,
            reviewer,
            session,
            time,
            writer,
            writer_name,
            sequence,
            position,
            lamport,
            previous,
            seed,
            group,
        })
    }

    /// Writes one event.
    pub(crate) fn write(&mut self, change: Change) -> Result<Line> {
        self.write_under(change, None)
    }

    /// Writes one event; `under` is the event that made the version of a grade, where the tables have it under another number.
    pub(crate) fn write_under(&mut self, change: Change, under: Option<String>) -> Result<Line> {
        self.sequence += 1;
        self.position += 1;
        self.lamport += 1;
        let id = event_id(self.time);
        let (grp, group) = self.group.get_or_insert_with(|| (self.position, UndoGroup(id.to_string())));
        let context = if under.is_some() { under } else { context(self.tx, &change)? };
        let payload = payload(&change, context.as_deref(), &salt(&self.seed, self.sequence))?;
        let hash = Fields {
            id: &id.to_string(),
            writer: &self.writer_name,
            sequence: self.sequence,
            lamport: self.lamport,
            time: self.time.0,
            reviewer: self.reviewer.as_str(),
            session: self.session,
            group: &group.0,
            previous: Some(self.previous),
            payload: &payload,
        }
        .hash();
        let (position, time, session) = (self.position, self.time, self.session);
        let (writer, sequence, reviewer) = (self.writer, self.sequence, self.reviewer.clone());
        let line = Line { position, time, reviewer, session, grp: *grp, writer, sequence, context, change, row: None };
        self.tx
            .prepare_cached(
                "INSERT INTO event (position, id, writer, sequence, lamport, time, reviewer, session, grp, entity, payload,
                     context, previous, hash)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14)",
            )?
            .execute(rusqlite::params![
                position,
                id.as_bytes(),
                writer,
                sequence,
                self.lamport,
                time.0,
                self.reviewer.as_str(),
                session,
                *grp,
                line.entity(),
                payload,
                line.context,
                self.previous,
                hash,
            ])?;
        self.previous = hash;
        write_names(self.tx, &line.change, position)?;
        Ok(line)
    }
}

/// Keeps which modes, criteria and checks an event names besides its own entity.
pub(crate) fn write_names(conn: &Connection, change: &Change, position: i64) -> Result<()> {
    for name in change.names() {
        conn.prepare_cached("INSERT OR IGNORE INTO event_name (name, event) VALUES (?1, ?2)")?
            .execute((name.to_string(), position))?;
    }
    Ok(())
}

/// Returns the version of a criterion that a change answers.
pub(crate) const fn graded_under(change: &Change) -> Option<(&CriterionKey, u32)> {
    match change {
        Change::Grade { criterion, version, .. }
        | Change::Settle { target: SettleTarget::Criterion(criterion), version, .. } => Some((criterion, *version)),
        _ => None,
    }
}

/// Returns what a change refers to as the workspace is now, and does not say itself.
fn context(conn: &Connection, change: &Change) -> Result<Option<String>> {
    if let Some((criterion, version)) = graded_under(change) {
        let sql = "SELECT event.id FROM criterion_version JOIN event ON event.position = criterion_version.event
                   WHERE criterion = ?1 AND version = ?2";
        let values = (criterion.as_str(), version);
        let id = conn.prepare_cached(sql)?.query_row(values, |row| row.get(0)).optional()?;
        return Ok(id.map(columns::uuid_text));
    }
    if matches!(change, Change::SourceRemove { .. }) { heads(conn).map(Some) } else { Ok(None) }
}

/// Returns the last number of each writer, as JSON.
fn heads(conn: &Connection) -> Result<String> {
    let sql = "SELECT name, max(sequence) FROM event JOIN writer ON writer.id = event.writer GROUP BY name";
    let heads = columns::all(conn, sql, [], |row| Ok((row.get(0)?, row.get(1)?)))?;
    Ok(serde_json::to_string(&heads.into_iter().collect::<BTreeMap<String, i64>>()).unwrap_or_default())
}

/// Returns a change as the journal keeps it: with what it refers to, and with a salt, without which the hash of a payload
/// that was forgotten could be guessed.
fn payload(change: &Change, context: Option<&str>, salt: &str) -> Result<String> {
    let wrong = |error| Problem::io(format!("A judgement cannot be written as JSON: {error}."));
    let mut payload = serde_json::to_string(change).map_err(wrong)?;
    payload.pop();
    match (change, context) {
        (Change::SourceRemove { .. }, Some(heads)) => payload.extend([",\"heads\":", heads]),
        (_, Some(under)) => payload.extend([",\"under\":\"", under, "\""]),
        (_, None) => {}
    }
    payload.extend([",\"salt\":\"", salt, "\"}"]);
    Ok(payload)
}

/// Returns the 16 random bytes of an event, as 32 hex digits.
fn salt(seed: &[u8; 32], sequence: i64) -> String {
    blake3::keyed_hash(seed, &sequence.to_le_bytes()).to_hex()[..32].to_owned()
}

fn event_id(time: Time) -> uuid::Uuid {
    let millis = columns::unsigned(time.0);
    let nanos = u32::try_from(millis % 1000).unwrap_or_default() * 1_000_000;
    uuid::Uuid::new_v7(uuid::Timestamp::from_unix(uuid::NoContext, millis / 1000, nanos))
}
