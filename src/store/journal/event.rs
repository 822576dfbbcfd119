//! A line of the journal: read for a projection, and hashed as it is written.

use crate::domain::{Change, Name, Origin, Time};
use crate::error::Result;
use crate::store::{columns, errors};

/// What a projection needs of an event.
pub(crate) struct Line {
    pub position: i64,
    pub time: Time,
    pub reviewer: Name,
    pub session: Option<i64>,
    pub change: Change,
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
pub(crate) const LINE: &str = "position, time, reviewer, payload, session";

/// Reads the columns of [`LINE`].
pub(crate) fn line(row: &rusqlite::Row<'_>) -> Result<Line> {
    let position = row.get(0)?;
    Ok(Line {
        position,
        time: Time(row.get(1)?),
        reviewer: columns::reviewer(row, 2)?,
        session: row.get(4)?,
        change: change(columns::text(row, 3)?, position)?,
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
