//! Records going in: one transaction for each chunk of an import.

use std::collections::HashMap;

use rusqlite::{Connection, OptionalExtension, TransactionBehavior};

use crate::domain::{Content, RecordId, RowId, SourceDraft, Time, Untrusted};
use crate::error::{Problem, Result};
use crate::store::columns;
use crate::store::connection::schema;
use crate::store::records::blocks::Packer;
use crate::store::records::read::row_of;
use crate::store::records::shape;

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

/// The words of [`term`](schema) that were seen lately; a log with millions of different models does not fill memory.
const CACHED_TERMS: usize = 10_000;

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
}

impl Importing {
    pub(crate) fn begin(&mut self, draft: &SourceDraft, now: Time) -> SourceId {
        self.sources.push(Source { draft: draft.clone(), begun: now, row: None });
        SourceId(i64::try_from(self.sources.len()).unwrap_or_default() - 1)
    }

    /// Forgets cached words, whose rows may have been rolled back.
    pub(crate) fn forget_terms(&mut self) {
        self.terms.clear();
    }
}

/// Stores one chunk in one transaction, and returns the row of each record.
pub(crate) fn store(
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
                content.tokens_in.map(columns::signed),
                content.tokens_out.map(columns::signed),
                content.cost,
                columns::signed(content.output.chars() as u64),
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
    schema::set_meta(&tx, "records", schema::meta(&tx, "records")? + columns::signed(stored.imported))?;
    tx.execute(
        "UPDATE source SET records = records + ?2 WHERE id = ?1",
        (source_row, columns::signed(stored.imported)),
    )?;
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
