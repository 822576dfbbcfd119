//! A line of the journal, as it is read for a projection, and what its hash is taken over.

use crate::domain::{Change, Name, Origin, RowId, Time};
use crate::error::Result;
use crate::store::{columns, errors};

/// What a projection needs of an event.
pub(crate) struct Line {
    pub position: i64,
    pub time: Time,
    pub reviewer: Name,
    pub session: Option<i64>,
    /// The position of the first event of its group.
    pub grp: i64,
    pub writer: i64,
    pub sequence: i64,
    /// What the change refers to and does not say: the event that made the version graded under, or the heads of the
    /// writers that a removal knew, as JSON.
    pub context: Option<String>,
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
pub(crate) const LINE: &str = "position, time, reviewer, payload, session, grp, writer, sequence, context";

/// Holds for an event whose kind this version knows: of those without an entity undo, redo, daily samples and blind sets are
/// folded.
pub(crate) const KNOWN: &str = "(entity IS NOT NULL OR payload LIKE '{\"kind\":\"undo\"%'
    OR payload LIKE '{\"kind\":\"redo\"%' OR payload LIKE '{\"kind\":\"daily_sample\"%'
    OR payload LIKE '{\"kind\":\"blind\\_%' ESCAPE '\\' OR payload LIKE '{\"kind\":\"unblind\"%')";

/// Holds for an event of a daily sample or a blind set, which no undo takes back.
pub(crate) const KEPT: &str = "entity IS NULL AND (payload LIKE '{\"kind\":\"daily_sample\"%'
    OR payload LIKE '{\"kind\":\"blind\\_%' ESCAPE '\\' OR payload LIKE '{\"kind\":\"unblind\"%')";

/// Reads the columns of [`LINE`].
pub(crate) fn line(row: &rusqlite::Row<'_>) -> Result<Line> {
    let position = row.get(0)?;
    Ok(Line {
        position,
        time: Time(row.get(1)?),
        reviewer: columns::reviewer(row, 2)?,
        session: row.get(4)?,
        grp: row.get(5)?,
        writer: row.get(6)?,
        sequence: row.get(7)?,
        context: row.get(8)?,
        change: change(columns::text(row, 3)?, position)?,
        row: None,
    })
}

/// Reads an event's payload.
pub(crate) fn change(payload: &str, position: i64) -> Result<Change> {
    serde_json::from_str(payload)
        .map_err(|error| errors::damaged(&format!("event {position} of the journal cannot be read ({error})")))
}

/// Returns whether a payload is of a kind that this version knows.
pub(crate) fn is_known(payload: &str) -> bool {
    kind(payload).is_some_and(|kind| Change::KINDS.contains(&kind.as_str()))
}

/// Returns the kind of a payload.
pub(crate) fn kind(payload: &str) -> Option<String> {
    #[derive(serde::Deserialize)]
    struct Kind {
        kind: String,
    }
    serde_json::from_str::<Kind>(payload).ok().map(|payload| payload.kind)
}

/// What an event's hash is taken over.
pub(crate) struct Fields<'a> {
    pub id: &'a str,
    pub writer: &'a str,
    pub sequence: i64,
    pub lamport: i64,
    pub time: i64,
    pub reviewer: &'a str,
    pub session: Option<i64>,
    pub group: &'a str,
    /// The hash of the writer's event before, zeros for its first; `None` for an event of before hashes were chained.
    pub previous: Option<[u8; 32]>,
    pub payload: &'a str,
}

impl Fields<'_> {
    /// Returns blake3 over all fields, each behind its length. The payload goes in as its own hash, so that it can be
    /// forgotten; in events of before hashes were chained it goes in as it is.
    pub(crate) fn hash(&self) -> [u8; 32] {
        let mut hasher = blake3::Hasher::new();
        let mut feed = |field: &[u8]| {
            hasher.update(&(field.len() as u64).to_le_bytes());
            hasher.update(field);
        };
        let session = self.session.map(|session| session.to_string()).unwrap_or_default();
        let (sequence, time) = (self.sequence.to_string(), self.time.to_string());
        for field in [self.id, self.writer, &sequence, &time, self.reviewer, &session, self.group] {
            feed(field.as_bytes());
        }
        match &self.previous {
            None => feed(self.payload.as_bytes()),
            Some(previous) => {
                feed(self.lamport.to_string().as_bytes());
                feed(previous);
                feed(blake3::hash(self.payload.as_bytes()).as_bytes());
            }
        }
        *hasher.finalize().as_bytes()
    }
}
