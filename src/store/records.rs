//! Records going in, and coming out again one by one.

use std::collections::HashMap;

use rusqlite::{Connection, OptionalExtension, TransactionBehavior};

use super::blocks::{Blocks, Packer, Place};
use super::{SourceId, Stored, Writer, schema, shape, trouble};
use crate::domain::{Content, Record, RecordId, RowId, SourceDraft, Time, Untrusted};
use crate::error::{Problem, Result};

/// The words of [`term`](schema) that were seen lately; a log with millions of different models does not fill memory.
const CACHED_TERMS: usize = 10_000;

/// A source that an import began; its row is made with its first new record.
pub(super) struct Source {
    draft: SourceDraft,
    begun: Time,
    row: Option<i64>,
}

/// What the importing side of a [`Writer`] remembers.
#[derive(Default)]
pub(super) struct Importing {
    sources: Vec<Source>,
    terms: HashMap<String, i64>,
}

impl Importing {
    pub(super) fn begin(&mut self, draft: &SourceDraft, now: Time) -> SourceId {
        self.sources.push(Source { draft: draft.clone(), begun: now, row: None });
        SourceId(i64::try_from(self.sources.len()).unwrap_or_default() - 1)
    }
}

impl Writer {
    pub(super) fn store_chunk(
        &mut self,
        source: SourceId,
        chunk: &[Content],
    ) -> Result<(Stored, Vec<(RecordId, RowId)>)> {
        let Self { conn, importing, .. } = self;
        // A chunk that a power cut takes away is imported again; only judgements cannot be repeated.
        conn.execute_batch("PRAGMA synchronous=NORMAL")?;
        let stored = store(conn, importing, source, chunk);
        if stored.is_err() {
            importing.terms.clear();
        }
        conn.execute_batch("PRAGMA synchronous=FULL")?;
        stored
    }
}

fn store(
    conn: &mut Connection,
    importing: &mut Importing,
    source: SourceId,
    chunk: &[Content],
) -> Result<(Stored, Vec<(RecordId, RowId)>)> {
    let Importing { sources, terms } = importing;
    let known = usize::try_from(source.0).ok().and_then(|index| sources.get_mut(index));
    let Some(source) = known else {
        return Err(Problem::usage("This import was never begun."));
    };
    let tx = conn.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let source_row = match source.row {
        Some(row) => row,
        None => make_source(&tx, source)?,
    };
    let mut stored = Stored::default();
    let mut rows = Vec::with_capacity(chunk.len());
    let mut last_row = schema::meta(&tx, "last_row")?;
    let mut packer = Packer::new(&tx)?;
    {
        let mut insert = tx.prepare_cached(
            "INSERT INTO record (id, key, source, ts, model, prompt, conversation, external_id, input_key, latency,
                 tokens_in, tokens_out, cost, out_len, shape, has_error, preview, block, offset, length)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, ?20)",
        )?;
        for content in chunk {
            let id = RecordId::of(content);
            if let Some(row) = row_of(&tx, id)? {
                stored.duplicates += 1;
                rows.push((id, row));
                continue;
            }
            let place = packer.offer(content)?;
            let raw = |text: &Option<Untrusted>| text.as_ref().map(|text| text.raw().to_owned());
            insert.execute(rusqlite::params![
                last_row + 1,
                id.0,
                source_row,
                content.time.map(|time| time.0),
                term(&tx, terms, content.model.as_ref())?,
                term(&tx, terms, content.prompt_version.as_ref())?,
                raw(&content.conversation),
                raw(&content.external_id),
                content.input_key(),
                content.latency_ms,
                content.tokens_in.map(signed),
                content.tokens_out.map(signed),
                content.cost,
                signed(content.output.chars() as u64),
                shape::number(shape::of(content.output.raw())),
                content.error.is_some(),
                shape::preview(&content.last_question()),
                place.block,
                place.offset,
                place.length,
            ])?;
            last_row += 1;
            packer.keep();
            stored.imported += 1;
            rows.push((id, RowId(last_row)));
        }
    }
    packer.flush()?;
    drop(packer);
    if stored.imported == 0 {
        terms.clear();
        tx.rollback()?;
        return Ok((stored, rows));
    }
    schema::set_meta(&tx, "last_row", last_row)?;
    schema::set_meta(&tx, "records", schema::meta(&tx, "records")? + signed(stored.imported))?;
    tx.execute("UPDATE source SET records = records + ?2 WHERE id = ?1", (source_row, signed(stored.imported)))?;
    tx.commit()?;
    source.row = Some(source_row);
    Ok((stored, rows))
}

fn make_source(conn: &Connection, source: &Source) -> Result<i64> {
    conn.execute(
        "INSERT INTO source (name, origin, format, imported, records) VALUES (?1, ?2, ?3, ?4, 0)",
        (source.draft.name.raw(), source.draft.origin.raw(), &source.draft.format, source.begun.0),
    )?;
    Ok(conn.last_insert_rowid())
}

fn term(conn: &Connection, terms: &mut HashMap<String, i64>, text: Option<&Untrusted>) -> Result<Option<i64>> {
    let Some(text) = text else { return Ok(None) };
    if let Some(id) = terms.get(text.raw()) {
        return Ok(Some(*id));
    }
    let found: Option<i64> = conn
        .prepare_cached("SELECT id FROM term WHERE text = ?1")?
        .query_row([text.raw()], |row| row.get(0))
        .optional()?;
    let id = match found {
        Some(id) => id,
        None => conn.prepare_cached("INSERT INTO term (text) VALUES (?1)")?.insert([text.raw()])?,
    };
    if terms.len() >= CACHED_TERMS {
        terms.clear();
    }
    terms.insert(text.raw().to_owned(), id);
    Ok(Some(id))
}

/// The row of a record.
pub(super) fn row_of(conn: &Connection, id: RecordId) -> Result<Option<RowId>> {
    let mut select = conn.prepare_cached("SELECT id FROM record WHERE key = ?1")?;
    Ok(select.query_row([id.0], |row| row.get(0).map(RowId)).optional()?)
}

/// What a record's row says, before its body is read.
pub(super) struct Head {
    pub row: RowId,
    pub id: RecordId,
    pub source: String,
    pub place: Place,
}

/// Reads id, key, source name, block, offset and length.
pub(super) fn head(row: &rusqlite::Row<'_>) -> rusqlite::Result<Head> {
    Ok(Head {
        row: RowId(row.get(0)?),
        id: RecordId(row.get(1)?),
        source: row.get(2)?,
        place: Place { block: row.get(3)?, offset: row.get(4)?, length: row.get(5)? },
    })
}

impl Head {
    /// The whole record.
    pub(super) fn record(self, conn: &Connection, blocks: &Blocks) -> Result<Record> {
        let content = blocks.content(conn, self.place)?;
        Ok(Record { row: self.row, id: self.id, source: Untrusted::new(self.source), content })
    }
}

/// One record.
pub(super) fn read(conn: &Connection, blocks: &Blocks, row: RowId) -> Result<Record> {
    let mut select = conn.prepare_cached(
        "SELECT record.id, record.key, source.name, record.block, record.offset, record.length
         FROM record JOIN source ON source.id = record.source WHERE record.id = ?1",
    )?;
    let found = select.query_row([row.0], head).optional()?;
    found.ok_or_else(|| Problem::usage(format!("There is no record at place {}.", row.0)))?.record(conn, blocks)
}

/// Finds the one record whose id begins with `prefix`.
pub(super) fn find(conn: &Connection, prefix: &str) -> Result<(RowId, RecordId)> {
    let prefix = prefix.trim().to_ascii_lowercase();
    let refuse =
        |why: &str| Problem::usage(format!("`{prefix}` {why}.")).hint("`gemba list` prints the ids of records.");
    if prefix.is_empty() || prefix.len() > 32 || !prefix.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        return Err(refuse("is not a record id (up to 32 hex digits)"));
    }
    let low = RecordId::parse(&format!("{prefix:0<32}"));
    let high = RecordId::parse(&format!("{prefix:f<32}"));
    let (Some(low), Some(high)) = (low, high) else {
        return Err(refuse("is not a record id"));
    };
    let mut select =
        conn.prepare_cached("SELECT id, key FROM record WHERE key BETWEEN ?1 AND ?2 ORDER BY key LIMIT 6")?;
    let found = select.query_map((low.0, high.0), |row| Ok((RowId(row.get(0)?), RecordId(row.get(1)?))))?;
    let found = found.collect::<rusqlite::Result<Vec<_>>>()?;
    match found.as_slice() {
        [] => Err(refuse("names no record")),
        [only] => Ok(*only),
        several => {
            let names: Vec<String> = several.iter().take(5).map(|(_, id)| id.to_string()[..12].to_owned()).collect();
            Err(refuse(&format!("names more than one record: {}", names.join(", "))))
        }
    }
}

/// The place of a body, for spans.
pub(super) fn content(conn: &Connection, blocks: &Blocks, row: RowId) -> Result<Content> {
    let mut select = conn.prepare_cached("SELECT block, offset, length FROM record WHERE id = ?1")?;
    let place = select
        .query_row([row.0], |row| Ok(Place { block: row.get(0)?, offset: row.get(1)?, length: row.get(2)? }))
        .optional()?;
    blocks.content(conn, place.ok_or_else(|| trouble::damaged("a record has lost its row"))?)
}

/// A count as SQLite keeps it.
pub(super) fn signed(count: u64) -> i64 {
    i64::try_from(count).unwrap_or(i64::MAX)
}

/// A stored count; never negative.
pub(super) fn unsigned(count: i64) -> u64 {
    u64::try_from(count).unwrap_or_default()
}
