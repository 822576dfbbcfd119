//! Records coming out again, one by one.

use rusqlite::{Connection, OptionalExtension};

use crate::domain::{Content, Record, RecordId, RowId, Untrusted};
use crate::error::{Problem, Result};
use crate::store::connection::schema;
use crate::store::records::blocks::{Blocks, Place};
use crate::store::{columns, errors};

/// Returns how many records the workspace holds (a stored count).
pub(crate) fn count(conn: &Connection) -> Result<u64> {
    Ok(columns::unsigned(schema::meta(conn, "records")?))
}

/// Returns the row of the record that has this id, or had it before.
pub(crate) fn row_of(conn: &Connection, id: RecordId) -> Result<Option<RowId>> {
    for sql in [
        "SELECT id FROM record WHERE key = ?1",
        "SELECT record.id FROM alias JOIN record ON record.key = alias.now WHERE alias.key = ?1",
    ] {
        let found = conn.prepare_cached(sql)?.query_row([id.0], |row| row.get(0).map(RowId)).optional()?;
        if found.is_some() {
            return Ok(found);
        }
    }
    Ok(None)
}

/// Returns every id of the record that this id names, its present one first. The record may be removed.
pub(crate) fn ids_of(conn: &Connection, id: RecordId) -> Result<Vec<RecordId>> {
    let now: Option<[u8; 16]> =
        conn.prepare_cached("SELECT now FROM alias WHERE key = ?1")?.query_row([id.0], |row| row.get(0)).optional()?;
    let now = now.map_or(id, RecordId);
    let mut ids = vec![now];
    let mut select = conn.prepare_cached("SELECT key FROM alias WHERE now = ?1")?;
    for earlier in select.query_map([now.0], |row| row.get(0).map(RecordId))? {
        ids.push(earlier?);
    }
    Ok(ids)
}

/// What a record's row says, before its body is read.
pub(crate) struct Head {
    pub row: RowId,
    pub id: RecordId,
    pub source: String,
    pub place: Place,
}

/// Reads id, key, source name, block, offset and length.
pub(crate) fn head(row: &rusqlite::Row<'_>) -> rusqlite::Result<Head> {
    Ok(Head {
        row: RowId(row.get(0)?),
        id: RecordId(row.get(1)?),
        source: row.get(2)?,
        place: Place { block: row.get(3)?, offset: row.get(4)?, length: row.get(5)? },
    })
}

impl Head {
    /// The whole record.
    pub(crate) fn record(self, conn: &Connection, blocks: &Blocks) -> Result<Record> {
        let content = blocks.content(conn, self.place)?;
        Ok(Record { content, ..self.without_content() })
    }

    /// The record with an empty content.
    pub(crate) fn without_content(self) -> Record {
        Record { row: self.row, id: self.id, source: Untrusted::new(self.source), content: Content::default() }
    }
}

/// Reads one record.
pub(crate) fn record(conn: &Connection, blocks: &Blocks, row: RowId) -> Result<Record> {
    one(conn, row)?.record(conn, blocks)
}

/// Reads what the row of one record says.
pub(crate) fn one(conn: &Connection, row: RowId) -> Result<Head> {
    let mut select = conn.prepare_cached(
        "SELECT record.id, record.key, source.name, record.block, record.offset, record.length
         FROM record JOIN source ON source.id = record.source WHERE record.id = ?1",
    )?;
    let found = select.query_row([row.0], head).optional()?;
    found.ok_or_else(|| Problem::usage(format!("There is no record in row {}.", row.0)))
}

/// Reads the body of one record.
pub(crate) fn content(conn: &Connection, blocks: &Blocks, row: RowId) -> Result<Content> {
    blocks.content(conn, place(conn, row)?)
}

/// Returns where the body of a record stands.
pub(crate) fn place(conn: &Connection, row: RowId) -> Result<Place> {
    let mut select = conn.prepare_cached("SELECT block, offset, length FROM record WHERE id = ?1")?;
    let place = select
        .query_row([row.0], |row| Ok(Place { block: row.get(0)?, offset: row.get(1)?, length: row.get(2)? }))
        .optional()?;
    place.ok_or_else(|| errors::damaged("a record has lost its row"))
}
