//! Building the index, a slice of records at a time, so that judgements get in between.

use rusqlite::{Connection, TransactionBehavior};

use crate::domain::records::{Message, Part};
use crate::domain::{Content, RowId, Untrusted};
use crate::error::Result;
use crate::store::connection::schema;
use crate::store::reader::Reader;
use crate::store::records::blocks::{self, Blocks, Packed, Place};
use crate::store::text_index::lookup::indexed;
use crate::store::text_index::texts;
use crate::store::text_index::tokens::Tokens;
use crate::store::writer::Writer;
use crate::store::{columns, records};

/// The tables of the index. They are made before its first slice, in a workspace of any version, and hold nothing that
/// cannot be made again.
const TABLES: &str = include_str!("tables.sql");

/// The most records of a slice, and the most bytes of their bodies: the write lock is held for less than 0.1 s.
const SLICE: usize = 1_000;
const SLICE_BYTES: i64 = 2 * 1024 * 1024;

/// The most replaced or removed records that a slice puts right.
const STALE_SLICE: usize = 200;

/// How far the index is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct IndexState {
    /// Records that are not in it yet, or not as they are now.
    pub left: u64,
    /// Records in the workspace.
    pub total: u64,
}

/// The records that are indexed next, as they are stored.
struct Slice {
    /// The last row that was in the index when these were read.
    from: i64,
    /// The last row that is in the index with these.
    to: i64,
    blocks: Vec<(Packed, Vec<(i64, Place)>)>,
}

/// The words of one record, as the index takes them.
struct Line {
    row: i64,
    user: String,
    output: String,
}

/// A slice, split into words.
struct Split {
    from: i64,
    to: i64,
    lines: Vec<Line>,
}

impl Writer {
    /// Returns how far the index is.
    pub fn index_state(&self) -> Result<IndexState> {
        state(&self.conn)
    }

    /// Puts records into the index, a slice in a transaction, until all are in it or `goes_on`, which learns how far it
    /// is, answers false. What is not done when the program ends is gone on with the next time.
    pub fn index_texts(&mut self, goes_on: &mut dyn FnMut(IndexState) -> bool) -> Result<IndexState> {
        // The tables come first: what changes while a slice is read is noted by their triggers.
        let high = make_tables(&mut self.conn)?;
        forget_early(&self.conn, high)?;
        // What a power cut takes away is indexed again.
        self.conn.execute_batch("PRAGMA synchronous=NORMAL")?;
        let done = build(&mut self.conn, &self.blocks, goes_on);
        self.conn.execute_batch("PRAGMA synchronous=FULL")?;
        done
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

/// Stores one slice after the other; meanwhile another thread splits the next one into words.
fn build(conn: &mut Connection, blocks: &Blocks, goes_on: &mut dyn FnMut(IndexState) -> bool) -> Result<IndexState> {
    let mut ready: Option<Split> = None;
    loop {
        let high = indexed(conn)?.unwrap_or(0);
        let current = match ready.take() {
            // Another program may have indexed the same records meanwhile.
            Some(split) if split.from == high => split,
            Some(_) | None => read(conn, high)?.split()?,
        };
        let next = read(conn, current.to)?;
        ready = std::thread::scope(|scope| -> Result<Option<Split>> {
            let splitting = (!next.blocks.is_empty()).then(|| scope.spawn(|| next.split()));
            let stored = store(conn, blocks, &current);
            let split = splitting.map(|thread| thread.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)));
            stored?;
            split.transpose()
        })?;
        let state = state(conn)?;
        if state.left == 0 || !goes_on(state) {
            return Ok(state);
        }
    }
}

/// Reads the records behind `from`, outside of any transaction.
fn read(conn: &Connection, from: i64) -> Result<Slice> {
    let last = schema::meta(conn, "last_row")?;
    let mut select =
        conn.prepare_cached("SELECT id, block, offset, length FROM record WHERE id > ?1 ORDER BY id LIMIT ?2")?;
    let mut rows = select.query((from, columns::signed(SLICE as u64)))?;
    // Where there are none, all up to the last row of before are in the index.
    let mut slice = Slice { from, to: last.max(from), blocks: Vec::new() };
    let mut bytes = 0;
    while let Some(row) = rows.next()? {
        let (id, place) = (row.get(0)?, Place { block: row.get(1)?, offset: row.get(2)?, length: row.get(3)? });
        match slice.blocks.last_mut().filter(|(block, _)| block.id == place.block) {
            Some((_, places)) => places.push((id, place)),
            None => slice.blocks.push((Packed::read(conn, place.block)?, vec![(id, place)])),
        }
        slice.to = id;
        bytes += place.length;
        if bytes >= SLICE_BYTES {
            break;
        }
    }
    Ok(slice)
}

impl Slice {
    /// Splits the texts into words.
    fn split(&self) -> Result<Split> {
        let (mut lines, mut tokens) = (Vec::new(), Tokens::default());
        for (block, places) in &self.blocks {
            let bodies = block.unpack()?;
            for (row, place) in places {
                lines.push(line(*row, &said(blocks::body(&bodies, *place)?)?, &mut tokens));
            }
        }
        Ok(Split { from: self.from, to: self.to, lines })
    }
}

/// Reads of a body what is indexed.
fn said(body: &[u8]) -> Result<Content> {
    #[derive(serde::Deserialize, Default)]
    #[serde(default)]
    struct Said {
        messages: Vec<Message>,
        output: Untrusted,
        output_parts: Vec<Part>,
    }
    match serde_json::from_slice(body) {
        Ok(Said { messages, output, output_parts }) => {
            Ok(Content { messages, output, output_parts, ..Content::default() })
        }
        Err(_) => blocks::decode(body),
    }
}

fn line(row: i64, content: &Content, tokens: &mut Tokens) -> Line {
    texts::user(content, &mut |text| tokens.add(text));
    let user = tokens.take();
    texts::output(content, &mut |text| tokens.add(text));
    Line { row, user, output: tokens.take() }
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

/// Stores a slice, unless another program has indexed the same records meanwhile.
fn store(conn: &mut Connection, blocks: &Blocks, slice: &Split) -> Result<()> {
    let tx = conn.transaction_with_behavior(TransactionBehavior::Immediate)?;
    if indexed(&tx)? != Some(slice.from) {
        return Ok(tx.rollback()?);
    }
    insert(&tx, &slice.lines)?;
    schema::set_meta(&tx, "text_indexed", slice.to)?;
    // Last, as a record of this slice may have been replaced since it was read.
    renew_stale(&tx, blocks, slice.to)?;
    Ok(tx.commit()?)
}

/// Puts lines into the index, one table after the other: each has its words in memory.
fn insert(conn: &Connection, lines: &[Line]) -> Result<()> {
    let mut user = conn.prepare_cached("INSERT INTO fts_user (rowid, words) VALUES (?1, ?2)")?;
    for line in lines.iter().filter(|line| !line.user.is_empty()) {
        user.execute((line.row, &line.user))?;
    }
    let mut output = conn.prepare_cached("INSERT INTO fts_output (rowid, words) VALUES (?1, ?2)")?;
    for line in lines.iter().filter(|line| !line.output.is_empty()) {
        output.execute((line.row, &line.output))?;
    }
    Ok(())
}

/// Puts right what was replaced or removed since it was indexed; within the transaction, so that nothing is replaced
/// meanwhile.
fn renew_stale(conn: &Connection, blocks: &Blocks, high: i64) -> Result<()> {
    // Not those further up: they may have been read already, before they were replaced.
    let sql = "SELECT record FROM text_stale WHERE record <= ?1 LIMIT ?2";
    let values = (high, columns::signed(STALE_SLICE as u64));
    let stale = columns::all(conn, sql, values, |row| Ok(row.get::<_, i64>(0)?))?;
    let mut tokens = Tokens::default();
    for row in stale {
        for table in ["DELETE FROM fts_user WHERE rowid = ?1", "DELETE FROM fts_output WHERE rowid = ?1"] {
            conn.prepare_cached(table)?.execute([row])?;
        }
        if conn.prepare_cached("SELECT 1 FROM record WHERE id = ?1")?.exists([row])? {
            insert(conn, &[line(row, &records::content(conn, blocks, RowId(row))?, &mut tokens)])?;
        }
        conn.prepare_cached("DELETE FROM text_stale WHERE record = ?1")?.execute([row])?;
    }
    Ok(())
}
