//! Building the index, a slice of records at a time, so that judgements get in between.

use rusqlite::{Connection, TransactionBehavior};

use crate::domain::{Content, RowId};
use crate::error::Result;
use crate::store::connection::schema;
use crate::store::reader::Reader;
use crate::store::records::blocks::{self, Blocks, Place};
use crate::store::text_index::lookup::indexed;
use crate::store::text_index::texts;
use crate::store::text_index::tokens::Tokens;
use crate::store::writer::Writer;
use crate::store::{columns, records};

/// The tables of the index. They are made before its first slice, in a workspace of any version, and hold nothing that
/// cannot be made again.
const TABLES: &str = include_str!("tables.sql");

/// The most records of a slice, and the most bytes of their bodies: the write lock is held for a fraction of a second.
const SLICE: usize = 2_000;
const SLICE_BYTES: i64 = 4 * 1024 * 1024;

/// The most replaced or removed records that a slice puts right.
const STALE_SLICE: usize = 500;

/// How far the index is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct IndexState {
    /// Records that are not in it yet, or not as they are now.
    pub left: u64,
    /// Records in the workspace.
    pub total: u64,
}

/// The words of one record, as the index takes them.
struct Line {
    row: i64,
    user: String,
    output: String,
}

impl Writer {
    /// Returns how far the index is.
    pub fn index_state(&self) -> Result<IndexState> {
        state(&self.conn)
    }

    /// Puts the next slice of records into the index, in one transaction, and says how far it is. What is not done when
    /// the program ends is gone on with the next time.
    pub fn index_texts(&mut self) -> Result<IndexState> {
        // The tables come first: what changes while a slice is read is noted by their triggers.
        let from = make_tables(&mut self.conn)?;
        forget_early(&self.conn, from)?;
        let last = schema::meta(&self.conn, "last_row")?;
        let lines = next_slice(&self.conn, &self.blocks, from)?;
        // What a power cut takes away is indexed again.
        self.conn.execute_batch("PRAGMA synchronous=NORMAL")?;
        let stored = store(&mut self.conn, &self.blocks, (from, last), &lines);
        self.conn.execute_batch("PRAGMA synchronous=FULL")?;
        stored?;
        state(&self.conn)
    }
}

impl Reader {
    /// Returns how far the full-text index is.
    pub fn index_state(&self) -> Result<IndexState> {
        state(&self.conn)
    }
}

/// Returns how far the index is.
fn state(conn: &Connection) -> Result<IndexState> {
    let total = records::count(conn)?;
    let Some(high) = indexed(conn)? else { return Ok(IndexState { left: total, total }) };
    // Rows are numbered without large gaps; a removed record counts as one more to come.
    let above = schema::meta(conn, "last_row")? - high;
    let sql = "SELECT count(*) FROM text_stale WHERE record <= ?1";
    let stale: i64 = conn.prepare_cached(sql)?.query_row([high], |row| row.get(0))?;
    Ok(IndexState { left: columns::unsigned(above.max(0) + stale), total })
}

/// Reads and splits the records behind `from`, outside of any transaction.
fn next_slice(conn: &Connection, blocks: &Blocks, from: i64) -> Result<Vec<Line>> {
    let mut select =
        conn.prepare_cached("SELECT id, block, offset, length FROM record WHERE id > ?1 ORDER BY id LIMIT ?2")?;
    let mut rows = select.query((from, columns::signed(SLICE as u64)))?;
    let (mut lines, mut bytes, mut tokens) = (Vec::with_capacity(SLICE), 0, Tokens::default());
    while let Some(row) = rows.next()? {
        let place = Place { block: row.get(1)?, offset: row.get(2)?, length: row.get(3)? };
        let block = blocks.block(conn, place.block)?;
        let content = blocks::decode(blocks::body(&block, place)?)?;
        lines.push(line(row.get(0)?, &content, &mut tokens));
        bytes += place.length;
        if bytes >= SLICE_BYTES {
            break;
        }
    }
    Ok(lines)
}

fn line(row: i64, content: &Content, tokens: &mut Tokens) -> Line {
    let (mut user, mut output) = (String::new(), String::new());
    texts::user(content, &mut |text| tokens.add(text));
    tokens.drain_to(&mut user);
    texts::output(content, &mut |text| tokens.add(text));
    tokens.drain_to(&mut output);
    Line { row, user, output }
}

/// Makes the tables of the index where there are none; returns the last row that is in it.
fn make_tables(conn: &mut Connection) -> Result<i64> {
    if let Some(high) = indexed(conn)? {
        return Ok(high);
    }
    let tx = conn.transaction_with_behavior(TransactionBehavior::Immediate)?;
    if indexed(&tx)?.is_none() {
        tx.execute_batch(TABLES)?;
    }
    let high = indexed(&tx)?.unwrap_or(0);
    tx.commit()?;
    Ok(high)
}

/// Forgets what was noted of records that no slice has read yet: an import that packs a block anew notes all of it.
fn forget_early(conn: &Connection, from: i64) -> Result<()> {
    // Mostly there is nothing, and then the write lock is not asked for.
    if conn.prepare_cached("SELECT 1 FROM text_stale WHERE record > ?1")?.exists([from])? {
        let sql =
            "DELETE FROM text_stale WHERE record > ?1 AND ?1 = (SELECT value FROM meta WHERE name = 'text_indexed')";
        conn.prepare_cached(sql)?.execute([from])?;
    }
    Ok(())
}

/// Stores the records behind `from`. `last` was the last row of the workspace before they were read: where there were
/// none, all up to it are in the index.
fn store(conn: &mut Connection, blocks: &Blocks, (from, last): (i64, i64), lines: &[Line]) -> Result<()> {
    let tx = conn.transaction_with_behavior(TransactionBehavior::Immediate)?;
    // Another program may have indexed the same records meanwhile.
    if indexed(&tx)? != Some(from) {
        return Ok(tx.rollback()?);
    }
    for line in lines {
        insert(&tx, line)?;
    }
    schema::set_meta(&tx, "text_indexed", lines.last().map_or(last.max(from), |line| line.row))?;
    // Last, as a record of this slice may have been replaced since it was read.
    renew_stale(&tx, blocks)?;
    Ok(tx.commit()?)
}

fn insert(conn: &Connection, line: &Line) -> Result<()> {
    for (sql, words) in [
        ("INSERT INTO fts_user (rowid, words) VALUES (?1, ?2)", &line.user),
        ("INSERT INTO fts_output (rowid, words) VALUES (?1, ?2)", &line.output),
    ] {
        if !words.is_empty() {
            conn.prepare_cached(sql)?.execute((line.row, words))?;
        }
    }
    Ok(())
}

/// Puts right what was replaced or removed since it was indexed; within the transaction, so that nothing is replaced
/// meanwhile.
fn renew_stale(conn: &Connection, blocks: &Blocks) -> Result<()> {
    let sql = "SELECT record FROM text_stale LIMIT ?1";
    let stale = columns::all(conn, sql, [columns::signed(STALE_SLICE as u64)], |row| Ok(row.get::<_, i64>(0)?))?;
    let high = indexed(conn)?.unwrap_or(0);
    let mut tokens = Tokens::default();
    for row in stale {
        for table in ["DELETE FROM fts_user WHERE rowid = ?1", "DELETE FROM fts_output WHERE rowid = ?1"] {
            conn.prepare_cached(table)?.execute([row])?;
        }
        let is_there = conn.prepare_cached("SELECT 1 FROM record WHERE id = ?1")?.exists([row])?;
        if is_there && row <= high {
            insert(conn, &line(row, &records::content(conn, blocks, RowId(row))?, &mut tokens))?;
        }
        conn.prepare_cached("DELETE FROM text_stale WHERE record = ?1")?.execute([row])?;
    }
    Ok(())
}
