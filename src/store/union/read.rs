//! What an export reads besides records: the journal as it is, its writers, and where records come from.

use serde::{Deserialize, Serialize};

use crate::domain::{RecordId, RowId};
use crate::error::Result;
use crate::store::connection::schema;
use crate::store::reader::Reader;
use crate::store::records::ids_of;
use crate::store::union::entry::{Hash, JournalEntry};
use crate::store::{columns, records};

/// How far a writer came.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct WriterHead {
    /// The writer.
    pub writer: String,
    /// The number of its last event.
    pub last: i64,
    /// The hash of its last event.
    pub hash: Hash,
}

impl Reader {
    /// Returns the number of the rule by which the workspace takes the ids of records.
    pub fn identity_number(&self) -> Result<i64> {
        Ok(schema::identity(&self.conn)?.number())
    }

    /// Returns how far each writer of the journal came.
    pub fn writer_heads(&self) -> Result<Vec<WriterHead>> {
        let sql = "SELECT name, max(sequence), hash FROM event JOIN writer ON writer.id = event.writer
                   GROUP BY name ORDER BY name";
        columns::all(&self.conn, sql, [], |row| {
            Ok(WriterHead { writer: row.get(0)?, last: row.get(1)?, hash: Hash(row.get(2)?) })
        })
    }

    /// Walks the events of the journal as they are, in the common order, until `visit` answers false.
    pub fn journal_entries(&self, visit: &mut dyn FnMut(JournalEntry) -> Result<bool>) -> Result<()> {
        let sql = "SELECT event.id, writer.name, event.sequence, event.lamport, event.time, event.reviewer,
                event.session, coalesce(event.group_id, first.id), event.payload, event.context, event.previous, event.hash
             FROM event JOIN writer ON writer.id = event.writer LEFT JOIN event AS first ON first.position = event.grp
             ORDER BY event.position";
        let mut select = self.conn.prepare_cached(sql)?;
        let mut rows = select.query([])?;
        while let Some(row) = rows.next()? {
            let previous: Option<[u8; 32]> = row.get(10)?;
            let context: Option<String> = row.get(9)?;
            let goes_on = visit(JournalEntry {
                event: columns::uuid_text(row.get(0)?),
                writer: row.get(1)?,
                sequence: row.get(2)?,
                lamport: row.get(3)?,
                time: row.get(4)?,
                reviewer: row.get(5)?,
                session: row.get(6)?,
                group: columns::uuid_text(row.get(7)?),
                payload: row.get(8)?,
                context: context.filter(|_| previous.is_none()),
                previous: previous.map(Hash),
                hash: Hash(row.get(11)?),
            })?;
            if !goes_on {
                break;
            }
        }
        Ok(())
    }

    /// Returns the sources of a record, its first one first, each with the line or element that it was read from.
    pub fn places(&self, row: RowId) -> Result<Vec<(i64, u64)>> {
        let sql = "SELECT source, coalesce(entry, 0), 0 AS nth FROM record WHERE id = ?1
                   UNION SELECT source, entry, 1 FROM record_also WHERE record = ?1 ORDER BY 3, 1, 2";
        columns::all(&self.conn, sql, [row.0], |row| Ok((row.get(0)?, columns::unsigned(row.get(1)?))))
    }

    /// Returns the ids that a record had before.
    pub fn former_ids(&self, id: RecordId) -> Result<Vec<RecordId>> {
        let mut ids = ids_of(&self.conn, id)?;
        ids.retain(|other| *other != id);
        Ok(ids)
    }

    /// Returns the id of the record in a row; `None` where it was removed.
    pub(crate) fn id_of(&self, row: RowId) -> Result<Option<RecordId>> {
        let found = columns::all(&self.conn, "SELECT key FROM record WHERE id = ?1", [row.0], |row| Ok(row.get(0)?))?;
        Ok(found.into_iter().next().map(RecordId))
    }
}

impl crate::store::Writer {
    /// Returns how many records the workspace holds (a stored count).
    pub fn count(&self) -> Result<u64> {
        records::count(&self.conn)
    }
}
