//! The reading half of the front door, put together from the rooms of this floor.

use std::sync::atomic::Ordering;

use rusqlite::OptionalExtension;

use super::book::Book;
use super::scan::{self, Source};
use super::{Reader, judgements, records, sampling, search, trouble};
use crate::domain::{
    Event, Filter, Name, Queue, Record, RecordId, RowId, Sampling, Time, UndoGroup, Untrusted, Verdict,
};
use crate::error::{Problem, Result};
use crate::views::QueueRow;

impl Reader {
    pub(super) fn source(&self) -> Source<'_> {
        self.stop.store(false, Ordering::Relaxed);
        Source { conn: &self.conn, blocks: &self.blocks, stop: &self.stop }
    }

    pub(super) fn draw(&self, filter: &Filter, sampling: &Sampling, now: Time) -> Result<Queue> {
        let book = Book::load(&self.conn)?;
        let plan = search::plan(filter, now, &book)?;
        // One snapshot for the count and the rows.
        let tx = self.conn.unchecked_transaction()?;
        let queue = sampling::draw(self.source(), filter, &plan, sampling)?;
        tx.rollback()?;
        Ok(queue)
    }

    pub(super) fn each_matching(
        &self,
        filter: &Filter,
        now: Time,
        visit: &mut dyn FnMut(Record) -> Result<bool>,
    ) -> Result<()> {
        let book = Book::load(&self.conn)?;
        let plan = search::plan(filter, now, &book)?;
        let columns = "record.id, record.key, (SELECT name FROM source WHERE source.id = record.source), \
                       record.block, record.offset, record.length";
        scan::each(self.source(), &plan, columns, &mut |row| {
            visit(records::head(row)?.record(&self.conn, &self.blocks)?)
        })
    }

    pub(super) fn lines(&self, rows: &[RowId], reviewer: &Name) -> Result<Vec<QueueRow>> {
        let mut select = self.conn.prepare_cached(
            "SELECT record.key, record.preview,
                 (SELECT verdict FROM verdict WHERE verdict.record = record.id AND reviewer = ?2),
                 EXISTS (SELECT 1 FROM tag WHERE tag.record = record.id)
             FROM record WHERE record.id = ?1",
        )?;
        let mut lines = Vec::with_capacity(rows.len());
        for row in rows {
            let line = select.query_row((row.0, reviewer.as_str()), |found| {
                let verdict: Option<String> = found.get(2)?;
                Ok(QueueRow {
                    row: *row,
                    id: RecordId(found.get(0)?),
                    preview: Untrusted::new(found.get::<_, String>(1)?),
                    verdict: verdict.as_deref().and_then(Verdict::from_word),
                    tagged: found.get(3)?,
                })
            });
            let line = line.optional()?;
            lines.push(line.ok_or_else(|| Problem::usage(format!("There is no record at place {}.", row.0)))?);
        }
        Ok(lines)
    }

    /// A handle that stops the running query.
    #[must_use]
    pub fn interrupt(&self) -> super::Interrupt {
        super::Interrupt { running: self.conn.get_interrupt_handle(), stop: std::sync::Arc::clone(&self.stop) }
    }

    /// Whether the newest walk over records was called off: what only follows it need not be done.
    #[must_use]
    pub fn is_stopped(&self) -> bool {
        self.stop.load(Ordering::Relaxed)
    }

    pub(super) fn rows_of(&self, sql: &str, value: &dyn rusqlite::ToSql) -> Result<Vec<RowId>> {
        let mut select = self.conn.prepare_cached(sql)?;
        let rows = select.query_map([value], |row| row.get(0).map(RowId))?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    pub(super) fn each_event(&self, visit: &mut dyn FnMut(Event, bool) -> Result<bool>) -> Result<()> {
        let source = self.source();
        let mut select = self.conn.prepare(
            "SELECT event.id, writer.name, event.sequence, event.time, event.reviewer, event.session, first.id,
                 event.payload, event.grp IN (SELECT grp FROM undone_group), event.position
             FROM event JOIN writer ON writer.id = event.writer JOIN event AS first ON first.position = event.grp
             ORDER BY event.position",
        )?;
        let mut rows = select.query([])?;
        while let Some(row) = rows.next()? {
            if source.stop.load(Ordering::Relaxed) {
                return Err(trouble::stopped());
            }
            let payload = row.get_ref(7)?.as_str().map_err(rusqlite::Error::from)?;
            let event = Event {
                id: uuid_text(row.get(0)?),
                writer: row.get(1)?,
                sequence: records::unsigned(row.get(2)?),
                time: Time(row.get(3)?),
                reviewer: super::fold::reviewer(&row.get::<_, String>(4)?)?,
                session: row.get(5)?,
                group: UndoGroup(uuid_text(row.get(6)?)),
                change: super::fold::change(payload, row.get(9)?)?,
            };
            if !visit(event, row.get(8)?)? {
                return Ok(());
            }
        }
        Ok(())
    }

    pub(super) fn each_with_judgements(
        &self,
        visit: &mut dyn FnMut(Record, crate::domain::view::Judgements) -> Result<bool>,
    ) -> Result<()> {
        let source = self.source();
        judgements::each_judged(source.conn, source.blocks, &mut |record, said| {
            if source.stop.load(Ordering::Relaxed) {
                return Err(trouble::stopped());
            }
            visit(record, said)
        })
    }
}

/// The text of an event's id.
pub(super) fn uuid_text(bytes: [u8; 16]) -> String {
    uuid::Uuid::from_bytes(bytes).to_string()
}
