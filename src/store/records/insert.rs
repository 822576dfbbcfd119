//! Records going in: one transaction for each chunk of an import.

use std::collections::HashMap;

use rusqlite::{CachedStatement, Connection, OptionalExtension, TransactionBehavior};

use crate::domain::{RecordId, RowId, SourceDraft, Time};
use crate::error::{Problem, Result};
use crate::store::connection::schema;
use crate::store::records::arrival::{Arrival, Settled};
use crate::store::records::arrivals;
use crate::store::records::blocks::{Blocks, Packer, integer};
use crate::store::records::enrich::RecentBodies;
use crate::store::records::prepared::{PackedBlock, PreparedChunk, PreparedRow};
use crate::store::records::read::row_of;
use crate::store::records::reread::{self, Reread};
use crate::store::records::secondary::{self, KnownKeys};
use crate::store::records::sources::{self, ImportedSource, SourceRow};
use crate::store::{columns, errors};

/// The row of a source.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct SourceId(pub i64);

/// What an import run did with one batch.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Stored {
    /// Records that are new.
    pub imported: u64,
    /// Records that the workspace held already, or that the batch holds twice.
    pub duplicates: u64,
    /// Of the duplicates, those that gained fields.
    pub enriched: u64,
    /// Of the duplicates, those that the log has another value of a field for; the first one was kept.
    pub differing: u64,
    /// Records that are another reading of a known entry, and took its place; none of them is new or a duplicate.
    pub replaced: u64,
    /// Entries that are read otherwise than before, where more than one record could be meant.
    pub ambiguous: u64,
}

/// What was done, and the row of each record.
pub(crate) type InRows = (Stored, Vec<(RecordId, RowId)>);

/// The words of [`term`](schema) that were seen lately; a log with millions of different models does not fill memory.
const CACHED_TERMS: usize = 10_000;

/// Words and their rows.
type Terms = HashMap<String, i64, foldhash::quality::RandomState>;

/// A block is packed anew when more than this share of its bytes (one part in so many) were there already.
const WASTED_SHARE: usize = 8;

/// What the importing side of a [`Writer`] remembers.
#[derive(Default)]
pub(crate) struct Importing {
    sources: Vec<ImportedSource>,
    terms: Terms,
    recent: RecentBodies,
    /// The records of a bulk load, as long as there is no index of their keys.
    known: Option<KnownKeys>,
    /// For blocks that are packed anew; made with the first of them.
    packer: Option<Packer>,
}

impl Importing {
    /// Begins a bulk load into a database without an index of keys.
    pub(crate) fn without_keys() -> Self {
        Self { known: Some(KnownKeys::default()), ..Self::default() }
    }

    /// Makes the index of keys, where a bulk load did without.
    pub(crate) fn make_keys(&mut self, conn: &Connection) -> Result<()> {
        self.known.take().map_or(Ok(()), |_| secondary::make_keys(conn))
    }

    /// Returns whether another source of this run has the name of one.
    pub(crate) fn has_namesake(&self, source: SourceId) -> bool {
        let name = |at: usize| self.sources.get(at).map(|source| &source.draft.name);
        let own = usize::try_from(source.0).unwrap_or_default();
        (0..self.sources.len()).any(|at| at != own && name(at) == name(own))
    }

    /// Begins with a source that is read now.
    pub(crate) fn begin(&mut self, draft: &SourceDraft, now: Time) -> SourceId {
        self.sources.push(ImportedSource {
            draft: draft.clone(),
            begun: now,
            row: None,
            twins: Vec::new(),
            is_read: true,
            lock: None,
        });
        SourceId(i64::try_from(self.sources.len()).unwrap_or_default() - 1)
    }

    /// Takes a source up that has its row, and was read elsewhere.
    pub(crate) fn take_up(&mut self, draft: &SourceDraft, imported: Time, row: i64) -> Result<SourceId> {
        let id = self.begin(draft, imported);
        let source = self.source(id)?;
        (source.row, source.is_read) = (Some(row), false);
        Ok(id)
    }

    pub(crate) fn source(&mut self, source: SourceId) -> Result<&mut ImportedSource> {
        let known = usize::try_from(source.0).ok().and_then(|index| self.sources.get_mut(index));
        known.ok_or_else(|| Problem::usage("This import was never begun."))
    }

    /// Forgets words and bodies, whose rows may have been rolled back.
    pub(crate) fn forget_rows(&mut self) {
        self.terms.clear();
        self.recent = RecentBodies::default();
    }
}

/// Returns the row of a source; `None` as long as nothing of it was stored.
pub(crate) fn row_of_source(importing: &Importing, source: SourceId) -> Option<i64> {
    usize::try_from(source.0).ok().and_then(|index| importing.sources.get(index)?.row)
}

/// Ends the import of a source: lets records that were read otherwise before take their places, and keeps the file's hash
/// and the report that `report` makes of them. Returns how many there were.
pub(crate) fn finish(
    conn: &mut Connection,
    importing: &Importing,
    source: SourceId,
    is_named: bool,
    hash: Option<[u8; 32]>,
    report: &dyn Fn(Reread) -> String,
) -> Result<Reread> {
    let Some(row) = row_of_source(importing, source) else { return Ok(Reread::default()) };
    let tx = conn.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let reread = reread::by_external_id(&tx, row, is_named)?;
    sources::finish(&tx, row, hash, &report(reread))?;
    tx.commit()?;
    Ok(reread)
}

/// Stores chunks in one transaction, and returns the row of each record.
pub(crate) fn store(
    conn: &mut Connection,
    blocks: &Blocks,
    importing: &mut Importing,
    source: SourceId,
    chunks: &[PreparedChunk],
) -> Result<InRows> {
    let tx = conn.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let done = insert(&tx, blocks, importing, source, chunks)?;
    if !done.is_touched {
        importing.forget_rows();
        tx.rollback()?;
        if !done.source.is_new {
            // One that was left incomplete, and holds all of it already.
            importing.source(source)?.row = Some(done.source.row);
        }
        return Ok((done.stored, done.rows));
    }
    tx.commit()?;
    importing.source(source)?.row = Some(done.source.row);
    Ok((done.stored, done.rows))
}

/// Stores chunks of a first import, in one transaction with all others.
pub(crate) fn store_in_bulk(
    conn: &Connection,
    blocks: &Blocks,
    importing: &mut Importing,
    source: SourceId,
    chunks: &[PreparedChunk],
) -> Result<InRows> {
    if conn.is_autocommit() {
        conn.execute_batch("BEGIN")?;
    }
    let done = insert(conn, blocks, importing, source, chunks)?;
    let source = importing.source(source)?;
    if done.is_touched || !done.source.is_new {
        source.row = Some(done.source.row);
    } else {
        conn.execute("DELETE FROM source WHERE id = ?1", [done.source.row])?;
    }
    Ok((done.stored, done.rows))
}

/// What was done with chunks.
struct Inserted {
    stored: Stored,
    rows: Vec<(RecordId, RowId)>,
    source: SourceRow,
    /// Whether anything was written besides the row of the source.
    is_touched: bool,
}

fn insert(
    conn: &Connection,
    blocks: &Blocks,
    importing: &mut Importing,
    source: SourceId,
    chunks: &[PreparedChunk],
) -> Result<Inserted> {
    let source = importing.source(source)?;
    let source_row = if let Some(row) = source.row {
        SourceRow { row, is_new: false }
    } else {
        source.twins = sources::twins(conn, &source.draft)?;
        sources::begin(conn, &source.draft, source.begun)?
    };
    let twins = source.twins.clone();
    if !twins.is_empty() || importing.known.as_ref().is_some_and(KnownKeys::is_full) {
        importing.make_keys(conn)?;
    }
    let mut insertion = Insertion::new(conn, &mut importing.terms, importing.known.as_mut(), source_row.row)?;
    insertion.rows.reserve(chunks.iter().map(PreparedChunk::len).sum());
    for chunk in chunks {
        for block in &chunk.blocks {
            insertion.block(chunk, block, &mut importing.packer)?;
        }
    }
    let (mut stored, rows, last_row) = insertion.done();
    if stored.imported > 0 {
        let imported = columns::signed(stored.imported);
        schema::set_meta(conn, "last_row", last_row)?;
        schema::set_meta(conn, "records", schema::meta(conn, "records")? + imported)?;
        conn.prepare_cached("UPDATE source SET records = records + ?2 WHERE id = ?1")?
            .execute((source_row.row, imported))?;
    }
    let mut arrivals = arrivals(chunks, &rows);
    let settled = arrivals::settle(conn, blocks, source_row.row, &twins, &mut arrivals, &mut importing.recent)?;
    let rows = arrivals.iter().map(|arrival| (arrival.id, arrival.row)).collect();
    let is_touched = stored.imported > 0 || settled.is_touched;
    stored.imported -= settled.replaced;
    let Settled { enriched, differing, replaced, ambiguous, .. } = settled;
    let stored = Stored { enriched, differing, replaced, ambiguous, ..stored };
    Ok(Inserted { stored, rows, source: source_row, is_touched })
}

/// Brings what was stored of chunks together with where it came from.
fn arrivals<'a>(chunks: &'a [PreparedChunk], rows: &[(RowId, bool)]) -> Vec<Arrival<'a>> {
    let prepared = chunks.iter().flat_map(|chunk| chunk.rows.iter().map(move |row| (chunk, row)));
    let arrival =
        |((chunk, prepared), (row, is_new)): ((&'a PreparedChunk, &'a PreparedRow), &(RowId, bool))| Arrival {
            entry: prepared.entry,
            id: prepared.id,
            row: *row,
            is_new: *is_new,
            body: chunk.bodies.get(prepared.body.clone()).unwrap_or_default(),
            body_hash: prepared.body_hash,
        };
    prepared.zip(rows).map(arrival).collect()
}

/// A chunk on its way into the tables.
struct Insertion<'a> {
    tx: &'a Connection,
    terms: &'a mut Terms,
    known: Option<&'a mut KnownKeys>,
    insert: CachedStatement<'a>,
    source: i64,
    last_row: i64,
    next_block: i64,
    stored: Stored,
    /// The row of each record, and whether it is new.
    rows: Vec<(RowId, bool)>,
    /// Whether a record may be known by an id that it had before.
    has_aliases: bool,
}

impl<'a> Insertion<'a> {
    fn new(tx: &'a Connection, terms: &'a mut Terms, known: Option<&'a mut KnownKeys>, source: i64) -> Result<Self> {
        let or_not = if known.is_some() { "" } else { "ON CONFLICT (key) DO NOTHING" };
        let insert = tx.prepare_cached(&format!(
            "INSERT INTO record (id, key, source, ts, model, prompt, conversation, external_id, input_key, latency,
                 tokens_in, tokens_out, cost, out_len, shape, has_error, preview, block, offset, length, entry)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, ?20, ?21)
             {or_not}",
        ))?;
        let last_row = schema::meta(tx, "last_row")?;
        let next_block = tx.query_row("SELECT coalesce(max(id), 0) + 1 FROM block", [], |row| row.get(0))?;
        let (stored, rows) = (Stored::default(), Vec::new());
        let has_aliases = tx.prepare_cached("SELECT 1 FROM alias")?.exists([])?;
        Ok(Self { tx, terms, known, insert, source, last_row, next_block, stored, rows, has_aliases })
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

    fn done(self) -> (Stored, Vec<(RowId, bool)>, i64) {
        (self.stored, self.rows, self.last_row)
    }

    /// Stores one row; returns whether it is new.
    fn row(&mut self, row: &PreparedRow, offset: usize) -> Result<bool> {
        let known = match &self.known {
            Some(keys) => keys.find(self.tx, row.id)?,
            None if self.has_aliases => row_of(self.tx, row.id)?,
            None => None,
        };
        if let Some(known) = known {
            self.stored.duplicates += 1;
            self.rows.push((known, false));
            return Ok(false);
        }
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
            columns::signed(row.entry),
        ])? > 0;
        let stored = if is_new {
            self.last_row += 1;
            self.stored.imported += 1;
            let new = RowId(self.last_row);
            if let Some(keys) = &mut self.known {
                keys.add(row.id, new);
            }
            new
        } else {
            self.stored.duplicates += 1;
            row_of(self.tx, row.id)?.ok_or_else(|| errors::damaged("a record is there and cannot be found"))?
        };
        self.rows.push((stored, is_new));
        Ok(is_new)
    }
}

fn term(conn: &Connection, terms: &mut Terms, text: Option<&str>) -> Result<Option<i64>> {
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
