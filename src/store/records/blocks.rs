//! Bodies of records in compressed blocks: packed at import, and read back through a small cache.

use std::cell::RefCell;
use std::sync::Arc;

use rusqlite::Connection;

use crate::domain::Content;
use crate::error::{Problem, Result};
use crate::store::errors;

/// A block is full when it holds so many bytes; a longer body gets a block of its own.
const FULL: usize = 64 * 1024;

/// The fastest level: bodies are written once and read often.
const LEVEL: i32 = 1;

/// No block is larger than what SQLite keeps in one value.
const LARGEST: usize = 1_000_000_000;

const CACHED_BLOCKS: usize = 8;
const CACHED_BYTES: usize = 32 * 1024 * 1024;

/// Where a body stands.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Place {
    /// The block.
    pub block: i64,
    /// The first byte in it.
    pub offset: i64,
    /// Its length in bytes.
    pub length: i64,
}

/// Packs bodies into blocks within one transaction.
pub(crate) struct Packer<'a> {
    conn: &'a Connection,
    compressor: zstd::bulk::Compressor<'static>,
    next: i64,
    filled: Vec<u8>,
    body: Vec<u8>,
}

impl<'a> Packer<'a> {
    /// Begins behind the last block.
    pub(crate) fn new(conn: &'a Connection) -> Result<Self> {
        let next = conn.query_row("SELECT coalesce(max(id), 0) + 1 FROM block", [], |row| row.get(0))?;
        let compressor = zstd::bulk::Compressor::new(LEVEL).map_err(failed)?;
        Ok(Self { conn, compressor, next, filled: Vec::with_capacity(FULL), body: Vec::new() })
    }

    /// Prepares a body and says where it will stand if it is kept.
    pub(crate) fn offer(&mut self, content: &Content) -> Result<Place> {
        self.body.clear();
        serde_json::to_writer(&mut self.body, content).map_err(|error| {
            Problem::input(format!("A record cannot be written as JSON: {error}.")).caused_by(error)
        })?;
        if !self.filled.is_empty() && self.filled.len() + self.body.len() > FULL {
            self.flush()?;
        }
        if self.body.len() > LARGEST {
            return Err(Problem::input("A record is larger than a gigabyte."));
        }
        Ok(Place { block: self.next, offset: integer(self.filled.len()), length: integer(self.body.len()) })
    }

    /// Keeps the body that was offered last.
    pub(crate) fn keep(&mut self) {
        self.filled.extend_from_slice(&self.body);
    }

    /// Writes what is not written yet.
    pub(crate) fn flush(&mut self) -> Result<()> {
        if self.filled.is_empty() {
            return Ok(());
        }
        let data = self.compressor.compress(&self.filled).map_err(failed)?;
        let mut insert = self.conn.prepare_cached("INSERT INTO block (id, size, data) VALUES (?1, ?2, ?3)")?;
        insert.execute((self.next, integer(self.filled.len()), data))?;
        self.next += 1;
        self.filled.clear();
        Ok(())
    }
}

/// Reads bodies, and keeps the blocks that were read last.
#[derive(Default)]
pub(crate) struct Blocks {
    cache: RefCell<Vec<(i64, Arc<[u8]>)>>,
}

impl Blocks {
    /// A block, decompressed.
    pub(crate) fn block(&self, conn: &Connection, id: i64) -> Result<Arc<[u8]>> {
        {
            let mut cache = self.cache.borrow_mut();
            if let Some(at) = cache.iter().position(|(cached, _)| *cached == id) {
                let found = cache.remove(at);
                let bytes = Arc::clone(&found.1);
                cache.push(found);
                return Ok(bytes);
            }
        }
        let bytes = read_block(conn, id)?;
        let mut cache = self.cache.borrow_mut();
        cache.push((id, Arc::clone(&bytes)));
        while cache.len() > 1
            && (cache.len() > CACHED_BLOCKS || cache.iter().map(|(_, bytes)| bytes.len()).sum::<usize>() > CACHED_BYTES)
        {
            cache.remove(0);
        }
        Ok(bytes)
    }

    /// A body.
    pub(crate) fn content(&self, conn: &Connection, place: Place) -> Result<Content> {
        let block = self.block(conn, place.block)?;
        decode(body(&block, place)?)
    }
}

/// The bytes of a body in its block.
pub(crate) fn body(block: &[u8], place: Place) -> Result<&[u8]> {
    let start = usize::try_from(place.offset).unwrap_or(usize::MAX);
    let end = start.saturating_add(usize::try_from(place.length).unwrap_or(usize::MAX));
    block.get(start..end).ok_or_else(|| errors::damaged("a record reaches beyond its block"))
}

/// Reads a body.
pub(crate) fn decode(body: &[u8]) -> Result<Content> {
    serde_json::from_slice(body)
        .map_err(|error| errors::damaged(&format!("a record cannot be read ({error})")).caused_by(error))
}

fn read_block(conn: &Connection, id: i64) -> Result<Arc<[u8]>> {
    let mut select = conn.prepare_cached("SELECT size, data FROM block WHERE id = ?1")?;
    let mut rows = select.query([id])?;
    let Some(row) = rows.next()? else {
        return Err(errors::damaged(&format!("block {id} is missing")));
    };
    let size = usize::try_from(row.get::<_, i64>(0)?).unwrap_or(usize::MAX);
    if size > LARGEST {
        return Err(errors::damaged(&format!("block {id} claims an impossible size")));
    }
    let data = row.get_ref(1)?.as_blob().map_err(rusqlite::Error::from)?;
    let bytes = zstd::bulk::decompress(data, size)
        .map_err(|error| errors::damaged(&format!("block {id} cannot be decompressed ({error})")).caused_by(error))?;
    if bytes.len() != size {
        return Err(errors::damaged(&format!("block {id} is shorter than it says")));
    }
    Ok(bytes.into())
}

fn failed(error: std::io::Error) -> Problem {
    Problem::io(format!("Compressing records failed: {error}.")).caused_by(error)
}

#[expect(clippy::cast_possible_wrap, reason = "lengths in memory are far below 2^63")]
const fn integer(length: usize) -> i64 {
    length as i64
}
