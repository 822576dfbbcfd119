//! Records going in: one transaction for each chunk of an import.

use std::collections::HashMap;

use rusqlite::{CachedStatement, Connection, OptionalExtension, TransactionBehavior};

use crate::domain::{RecordId, RowId, SourceDraft, Time};
use crate::error::{Problem, Result};
use crate::store::connection::schema;
use crate::store::records::blocks::{Packer, integer};
use crate::store::records::prepared::{PackedBlock, PreparedChunk, PreparedRow};
use crate::store::records::read::row_of;
use crate::store::{columns, errors};

/// The row of a source.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SourceId(pub i64);

/// What an import run did with one batch.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Stored {
    /// Records that are new.
    pub imported: u64,
    /// Records that the workspace held already, or that the batch holds twice.
    pub duplicates: u64,
}

/// What was done, and the row of each record.
pub(crate) type InRows = (Stored, Vec<(RecordId, RowId)>);

/// The words of [`term`](schema) that were seen lately; a log with millions of different models does not fill memory.
const CACHED_TERMS: usize = 10_000;

/// A block is packed anew when more than this share of its bytes (one part in so many) were there already.
const WASTED_SHARE: usize = 8;

/// A source that an import began; its row is made with its first new record.
pub(crate) struct Source {
    draft: SourceDraft,
    begun: Time,
    row: Option<i64>,
}

/// What the importing side of a [`Writer`] remembers.
#[derive(Default)]
pub(crate) struct Importing {
    sources: Vec<Source>,
    terms: HashMap<String, i64>,
    /// For blocks that are packed anew; made with the first of them.
    packer: Option<Packer>,
}

impl Importing {
    pub(crate) fn begin(&mut self, draft: &SourceDraft, now: Time) -> SourceId {
        self.sources.push(Source { draft: draft.clone(), begun: now, row: None });
        SourceId(i64::try_from(self.sources.len()).unwrap_or_default() - 1)
    }

    fn source(&mut self, source: SourceId) -> Result<&mut Source> {
        let known = usize::try_from(source.0).ok().and_then(|index| self.sources.get_mut(index));
        known.ok_or_else(|| Problem::usage("This import was never begun."))
    }

    /// Forgets cached words, whose rows may have been rolled back.
    pub(crate) fn forget_terms(&mut self) {
        self.terms.clear();
    }
}

/// Stores chunks in one transaction, and returns the row of each record.
pub(crate) fn store(
    conn: &mut Connection,
    importing: &mut Importing,
    source: SourceId,
    chunks: &[PreparedChunk],
) -> Result<InRows> {
    let tx = conn.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let ((stored, rows), source_row) = insert(&tx, importing, source, chunks)?;
    if stored.imported == 0 {
        importing.terms.clear();
        tx.rollback()?;
        return Ok((stored, rows));
    }
    tx.commit()?;
    importing.source(source)?.row = Some(source_row);
    Ok((stored, rows))
}

/// Stores chunks of a first import, in one transaction with all others.
pub(crate) fn store_in_bulk(
    conn: &Connection,
    importing: &mut Importing,
    source: SourceId,
    chunks: &[PreparedChunk],
) -> Result<InRows> {
    if conn.is_autocommit() {
        conn.execute_batch("BEGIN")?;
    }
    let ((stored, rows), source_row) = insert(conn, importing, source, chunks)?;
    let source = importing.source(source)?;
    if stored.imported > 0 {
        source.row = Some(source_row);
    } else if source.row.is_none() {
        conn.execute("DELETE FROM source WHERE id = ?1", [source_row])?;
    }
    Ok((stored, rows))
}

fn insert(
    conn: &Connection,
    importing: &mut Importing,
    source: SourceId,
    chunks: &[PreparedChunk],
) -> Result<(InRows, i64)> {
    let source = importing.source(source)?;
    let source_row = match source.row {
        Some(row) => row,
        None => make_source(conn, source)?,
    };
    let mut insertion = Insertion::new(conn, &mut importing.terms, source_row)?;
    for chunk in chunks {
        for block in &chunk.blocks {
            insertion.block(chunk, block, &mut importing.packer)?;
        }
    }
    let (stored, rows, last_row) = insertion.done();
    if stored.imported > 0 {
        let imported = columns::signed(stored.imported);
        schema::set_meta(conn, "last_row", last_row)?;
        schema::set_meta(conn, "records", schema::meta(conn, "records")? + imported)?;
        conn.prepare_cached("UPDATE source SET records = records + ?2 WHERE id = ?1")?
            .execute((source_row, imported))?;
    }
    Ok(((stored, rows), source_row))
}

/// A chunk on its way into the tables.
struct Insertion<'a> {
    tx: &'a Connection,
    terms: &'a mut HashMap<String, i64>,
    insert: CachedStatement<'a>,
    source: i64,
    last_row: i64,
    next_block: i64,
    stored: Stored,
    rows: Vec<(RecordId, RowId)>,
}

impl<'a> Insertion<'a> {
    fn new(tx: &'a Connection, terms: &'a mut HashMap<String, i64>, source: i64) -> Result<Self> {
        let insert = tx.prepare_cached(
            "INSERT INTO record (id, key, source, ts, model, prompt, conversation, external_id, input_key, latency,
                 tokens_in, tokens_out, cost, out_len, shape, has_error, preview, block, offset, length)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, ?20)
             ON CONFLICT (key) DO NOTHING",
        )?;
        let last_row = schema::meta(tx, "last_row")?;
        let next_block = tx.query_row("SELECT coalesce(max(id), 0) + 1 FROM block", [], |row| row.get(0))?;
        let (stored, rows) = (Stored::default(), Vec::new());
        Ok(Self { tx, terms, insert, source, last_row, next_block, stored, rows })
    }

    /// Stores the records of a block that are new, then the block. Where many of them were there already, the block is
    /// packed anew without those.
    fn block(&mut self, chunk: &PreparedChunk, block: &PackedBlock, packer: &mut Option<Packer>) -> Result<()> {
        let records = chunk.rows.get(block.rows.clone()).unwrap_or_default();
        let start = records.first().map_or(0, |row| row.body.start);
        let end = records.last().map_or(0, |row| row.body.end);
        let (mut kept, mut kept_bytes) = (Vec::new(), 0);
        for row in records {
            if self.row(row, row.body.start - start)? {
                kept.push(row.body.clone());
                kept_bytes += row.body.len();
            }
        }
        let wasted = (end - start) - kept_bytes;
        let insert = "INSERT INTO block (id, size, data) VALUES (?1, ?2, ?3)";
        if kept.is_empty() {
            return Ok(());
        }
        if wasted * WASTED_SHARE <= end - start {
            self.tx.prepare_cached(insert)?.execute((self.next_block, integer(end - start), &block.data))?;
        } else {
            let packer = match packer {
                Some(packer) => packer,
                None => packer.insert(Packer::new()?),
            };
            let mut bodies: Vec<u8> = Vec::with_capacity(kept_bytes);
            let first = self.last_row + 1 - integer(kept.len());
            let mut move_to = self.tx.prepare_cached("UPDATE record SET offset = ?2 WHERE id = ?1")?;
            for (row, body) in (first..).zip(kept) {
                move_to.execute((row, integer(bodies.len())))?;
                bodies.extend_from_slice(chunk.bodies.get(body).unwrap_or_default());
            }
            let data = packer.pack(&bodies)?;
            self.tx.prepare_cached(insert)?.execute((self.next_block, integer(bodies.len()), data))?;
        }
        self.next_block += 1;
        Ok(())
    }

    fn done(self) -> (Stored, Vec<(RecordId, RowId)>, i64) {
        (self.stored, self.rows, self.last_row)
    }

    /// Stores one row; returns whether it is new.
    fn row(&mut self, row: &PreparedRow, offset: usize) -> Result<bool> {
        let model = term(self.tx, self.terms, row.model.as_deref())?;
        let prompt = term(self.tx, self.terms, row.prompt.as_deref())?;
        let is_new = self.insert.execute(rusqlite::params![
            self.last_row + 1,
            row.id.0,
            self.source,
            row.time,
            model,
            prompt,
            row.conversation,
            row.external_id,
            row.input_key,
            row.latency,
            row.tokens_in.map(columns::signed),
            row.tokens_out.map(columns::signed),
            row.cost,
            integer(row.output_chars),
            row.shape,
            row.has_error,
            row.preview,
            self.next_block,
            integer(offset),
            integer(row.body.len()),
        ])? > 0;
        let stored = if is_new {
            self.last_row += 1;
            self.stored.imported += 1;
            RowId(self.last_row)
        } else {
            self.stored.duplicates += 1;
            row_of(self.tx, row.id)?.ok_or_else(|| errors::damaged("a record is there and cannot be found"))?
        };
        self.rows.push((row.id, stored));
        Ok(is_new)
    }
}

fn make_source(conn: &Connection, source: &Source) -> Result<i64> {
    conn.execute(
        "INSERT INTO source (name, origin, format, imported, records) VALUES (?1, ?2, ?3, ?4, 0)",
        (source.draft.name.raw(), source.draft.origin.raw(), &source.draft.format, source.begun.0),
    )?;
    Ok(conn.last_insert_rowid())
}

fn term(conn: &Connection, terms: &mut HashMap<String, i64>, text: Option<&str>) -> Result<Option<i64>> {
    let Some(text) = text else { return Ok(None) };
    if let Some(id) = terms.get(text) {
        return Ok(Some(*id));
    }
    let found: Option<i64> =
        conn.prepare_cached("SELECT id FROM term WHERE text = ?1")?.query_row([text], |row| row.get(0)).optional()?;
    let id = match found {
        Some(id) => id,
        None => conn.prepare_cached("INSERT INTO term (text) VALUES (?1)")?.insert([text])?,
    };
    if terms.len() >= CACHED_TERMS {
        terms.clear();
    }
    terms.insert(text.to_owned(), id);
    Ok(Some(id))
}
