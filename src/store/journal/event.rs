//! A line of the journal: written, with the hash of what it says, and read for a projection.

use rusqlite::Transaction;

use crate::domain::{Change, Name, Origin, RowId, Time, UndoGroup};
use crate::error::{Problem, Result};
use crate::store::connection::schema;
use crate::store::{columns, errors};

/// What a projection needs of an event.
pub(crate) struct Line {
    pub position: i64,
    pub time: Time,
    pub reviewer: Name,
    pub session: Option<i64>,
    /// The position of the first event of its group.
    pub grp: i64,
    pub change: Change,
    /// The row of its record, where it was looked up already.
    pub row: Option<RowId>,
}

impl Line {
    /// Returns who made the change, when, and where in the journal.
    pub(crate) const fn origin(&self) -> Origin<'_> {
        Origin { position: self.position, reviewer: &self.reviewer, time: self.time }
    }

    /// Returns the text of its entity as the journal keeps it.
    pub(crate) fn entity(&self) -> Option<String> {
        Some(self.change.entity()?.text(&self.reviewer))
    }
}

/// The columns that [`line`] reads.
pub(crate) const LINE: &str = "position, time, reviewer, payload, session, grp";

/// Reads the columns of [`LINE`].
pub(crate) fn line(row: &rusqlite::Row<'_>) -> Result<Line> {
    let position = row.get(0)?;
    Ok(Line {
        position,
        time: Time(row.get(1)?),
        reviewer: columns::reviewer(row, 2)?,
        session: row.get(4)?,
        grp: row.get(5)?,
        change: change(columns::text(row, 3)?, position)?,
        row: None,
    })
}

/// Reads an event's payload.
pub(crate) fn change(payload: &str, position: i64) -> Result<Change> {
    serde_json::from_str(payload)
        .map_err(|error| errors::damaged(&format!("event {position} of the journal cannot be read ({error})")))
}

/// What an event's hash is taken over.
pub(crate) struct Fields<'a> {
    pub id: &'a str,
    pub writer: &'a str,
    pub sequence: i64,
    pub time: i64,
    pub reviewer: &'a str,
    pub session: Option<i64>,
    pub group: &'a str,
    pub payload: &'a str,
}

impl Fields<'_> {
    /// Returns blake3 over all fields, each behind its length.
    pub(crate) fn hash(&self) -> [u8; 32] {
        let mut hasher = blake3::Hasher::new();
        let session = self.session.map(|session| session.to_string()).unwrap_or_default();
        let (sequence, time) = (self.sequence.to_string(), self.time.to_string());
        for field in [self.id, self.writer, &sequence, &time, self.reviewer, &session, self.group, self.payload] {
            hasher.update(&(field.len() as u64).to_le_bytes());
            hasher.update(field.as_bytes());
        }
        *hasher.finalize().as_bytes()
    }
}

/// Writes events of one reviewer in one transaction: numbered without a gap, hashed, and all of one group.
pub(crate) struct JournalWriter<'a> {
    tx: &'a Transaction<'a>,
    reviewer: &'a Name,
    session: Option<i64>,
    time: Time,
    writer: i64,
    writer_name: String,
    sequence: i64,
    position: i64,
    /// The group and the position of its first event, from the first event on.
    pub group: Option<(i64, UndoGroup)>,
}

impl<'a> JournalWriter<'a> {
    pub(crate) fn new(tx: &'a Transaction<'a>, reviewer: &'a Name, session: Option<i64>, time: Time) -> Result<Self> {
        let writer = schema::meta(tx, "writer")?;
        let writer_name = tx.query_row("SELECT name FROM writer WHERE id = ?1", [writer], |row| row.get(0))?;
        let last = "SELECT coalesce(max(sequence), 0) FROM event WHERE writer = ?1";
        let sequence = tx.query_row(last, [writer], |row| row.get(0))?;
        let position = tx.query_row("SELECT coalesce(max(position), 0) FROM event", [], |row| row.get(0))?;
        Ok(Self { tx, reviewer, session, time, writer, writer_name, sequence, position, group: None })
    }

    /// Writes one event.
    pub(crate) fn write(&mut self, change: Change) -> Result<Line> {
        self.sequence += 1;
        self.position += 1;
        let id = event_id(self.time);
        let (grp, group) = self.group.get_or_insert_with(|| (self.position, UndoGroup(id.to_string())));
        let payload = serde_json::to_string(&change)
            .map_err(|error| Problem::io(format!("A judgement cannot be written as JSON: {error}.")))?;
        let fields = Fields {
            id: &id.to_string(),
            writer: &self.writer_name,
            sequence: self.sequence,
            time: self.time.0,
            reviewer: self.reviewer.as_str(),
            session: self.session,
            group: &group.0,
            payload: &payload,
        };
        let (position, time, session) = (self.position, self.time, self.session);
        let line = Line { position, time, reviewer: self.reviewer.clone(), session, grp: *grp, change, row: None };
        self.tx
            .prepare_cached(
                "INSERT INTO event (position, id, writer, sequence, time, reviewer, session, grp, entity, payload, hash)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)",
            )?
            .execute(rusqlite::params![
                position,
                id.as_bytes(),
                self.writer,
                self.sequence,
                time.0,
                self.reviewer.as_str(),
                session,
                *grp,
                line.entity(),
                payload,
                fields.hash(),
            ])?;
        for name in line.change.names() {
            self.tx
                .prepare_cached("INSERT OR IGNORE INTO event_name (name, event) VALUES (?1, ?2)")?
                .execute((name.to_string(), position))?;
        }
        Ok(line)
    }
}

fn event_id(time: Time) -> uuid::Uuid {
    let millis = columns::unsigned(time.0);
    let nanos = u32::try_from(millis % 1000).unwrap_or_default() * 1_000_000;
    uuid::Uuid::new_v7(uuid::Timestamp::from_unix(uuid::NoContext, millis / 1000, nanos))
}
