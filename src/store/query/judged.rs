//! Judged records piece by piece, for a walk that begins anywhere, stops at any time, and remembers what it read.

use rusqlite::Transaction;

use crate::domain::Judgements;
use crate::domain::{Content, RecordId, RowId, Untrusted};
use crate::error::Result;
use crate::store::errors;
use crate::store::query::judgements::{Lookup, between};
use crate::store::reader::Reader;
use crate::store::records::blocks::Place;

/// A judged record without its body.
#[derive(Debug, Clone)]
pub struct Judged {
    /// Its place in import order.
    pub row: RowId,
    /// Its identity.
    pub id: RecordId,
    place: Place,
    /// The corrected output: what its checks are to expect.
    corrected: Option<Untrusted>,
}

/// What stands, as far as judgements go.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stamp {
    journal: i64,
    records: u64,
}

/// As long as it lives, everything that is read stands as it stood when it was taken.
pub struct Snapshot<'a>(#[expect(dead_code, reason = "ends when it is dropped")] Transaction<'a>);

impl Reader {
    /// Holds what is read from now on to one moment.
    pub fn snapshot(&self) -> Result<Snapshot<'_>> {
        Ok(Snapshot(self.conn.unchecked_transaction()?))
    }

    /// How far the journal goes and how many records there are: under the same stamp everything that people said stands.
    /// A half-written text or the place of a session alters it not.
    pub fn stamp(&self) -> Result<Stamp> {
        let journal = self.conn.query_row("SELECT coalesce(max(position), 0) FROM event", [], |row| row.get(0))?;
        Ok(Stamp { journal, records: self.count()? })
    }

    /// Every record with a verdict, a tag or a grade, in import order.
    pub fn judged_rows(&self) -> Result<Vec<RowId>> {
        let mut all: Vec<i64> = Vec::new();
        for table in ["verdict", "tag", "grade"] {
            // The order of the table's key: no sorting, and one record's lines stand together.
            let mut select = self.conn.prepare_cached(&format!("SELECT record FROM {table} ORDER BY record"))?;
            let mut rows = select.query([])?;
            let begun = all.len();
            while let Some(row) = rows.next()? {
                let record = row.get(0)?;
                if all.len() == begun || all.last() != Some(&record) {
                    all.push(record);
                }
            }
        }
        all.sort_unstable();
        all.dedup();
        Ok(all.into_iter().map(RowId).collect())
    }

    /// What people said of these records, which stand in import order. Reads no bodies.
    pub fn said_of(&self, rows: &[RowId]) -> Result<Vec<(Judged, Judgements)>> {
        let (Some(first), Some(last)) = (rows.first(), rows.last()) else { return Ok(Vec::new()) };
        let lookup = Lookup::load(&self.conn)?;
        let mut said = between(&self.conn, &lookup, first.0, last.0)?;
        let mut select = self.conn.prepare_cached("SELECT key, block, offset, length FROM record WHERE id = ?1")?;
        let mut all = Vec::with_capacity(rows.len());
        for row in rows {
            let mut found = select.query([row.0])?;
            let Some(head) = found.next()? else { return Err(errors::damaged("a judged record is missing")) };
            let place = Place { block: head.get(1)?, offset: head.get(2)?, length: head.get(3)? };
            let said = said.remove(&row.0).unwrap_or_default();
            let corrected = said.correction().map(|correction| correction.text.clone());
            all.push((Judged { row: *row, id: RecordId(head.get(0)?), place, corrected }, said));
        }
        Ok(all)
    }

    /// The body of a judged record, as checks are to see it: see [`Judgements::as_expected`].
    pub fn body(&self, judged: &Judged) -> Result<Content> {
        let mut content = self.blocks.content(&self.conn, judged.place)?;
        if judged.corrected.is_some() {
            content.expected.clone_from(&judged.corrected);
        }
        Ok(content)
    }
}
