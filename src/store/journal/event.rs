//! A line of the journal as the store reads it.

use crate::domain::{Change, Name};
use crate::error::Result;
use crate::store::{columns, errors};

/// What a projection needs of an event.
pub(crate) struct Line {
    pub position: i64,
    pub time: i64,
    pub reviewer: Name,
    pub session: Option<i64>,
    pub change: Change,
}

/// The columns that [`line`] reads.
pub(crate) const LINE: &str = "position, time, reviewer, payload, session";

/// Reads the columns of [`LINE`].
pub(crate) fn line(row: &rusqlite::Row<'_>) -> Result<Line> {
    let payload = row.get_ref(3)?.as_str().map_err(rusqlite::Error::from)?;
    let position = row.get(0)?;
    Ok(Line {
        position,
        time: row.get(1)?,
        reviewer: columns::reviewer(row, 2)?,
        session: row.get(4)?,
        change: change(payload, position)?,
    })
}

/// Reads an event's payload.
pub(crate) fn change(payload: &str, position: i64) -> Result<Change> {
    serde_json::from_str(payload).map_err(|error| {
        errors::damaged(&format!("event {position} of the journal cannot be read ({error})")).caused_by(error)
    })
}
