//! Bodies of records in compressed blocks: packed at import, and read back through a small cache.

use std::cell::RefCell;
use std::sync::Arc;

use rusqlite::Connection;

use crate::domain::{Content, records};
use crate::error::{Problem, Result};
use crate::store::errors;

/// A block is full when it holds so many bytes; a longer body gets a block of its own.
pub(crate) const FULL: usize = 64 * 1024;

/// The fastest level: bodies are written once and read often.
const LEVEL: i32 = 1;

/// No block is larger than what SQLite keeps in one value.
pub(crate) const LARGEST: usize = 1_000_000_000;

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

/// Compresses bodies.
pub(crate) struct Packer {
    compressor: zstd::bulk::Compressor<'static>,
}

impl Packer {
    pub(crate) fn new() -> Result<Self> {
        Ok(Self { compressor: zstd::bulk::Compressor::new(LEVEL).map_err(failed)? })
    }

    /// Returns bodies as one compressed block.
    pub(crate) fn pack(&mut self, bodies: &[u8]) -> Result<Vec<u8>> {
        self.compressor.compress(bodies).map_err(failed)
    }
}

/// Writes the body of a content behind others.
pub(crate) fn write_body(content: &Content, bodies: &mut Vec<u8>) -> Result<()> {
    records::write_body(content, bodies)
        .map_err(|error| Problem::input(format!("A record cannot be written as JSON: {error}.")).caused_by(error))
}

/// Stores a body in a block of its own.
pub(crate) fn store_alone(conn: &Connection, content: &Content) -> Result<Place> {
    let mut body = Vec::new();
    write_body(content, &mut body)?;
    let data = Packer::new()?.pack(&body)?;
    let block = conn.query_row("SELECT coalesce(max(id), 0) + 1 FROM block", [], |row| row.get(0))?;
    let length = integer(body.len());
    conn.prepare_cached("INSERT INTO block (id, size, data) VALUES (?1, ?2, ?3)")?.execute((block, length, data))?;
    Ok(Place { block, offset: 0, length })
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

/// A block as it is stored, to be unpacked on any thread.
pub(crate) struct Packed {
    /// Its number.
    pub id: i64,
    size: usize,
    data: Vec<u8>,
}

impl Packed {
    /// Reads a block.
    pub(crate) fn read(conn: &Connection, id: i64) -> Result<Self> {
        let mut select = conn.prepare_cached("SELECT size, data FROM block WHERE id = ?1")?;
        let mut rows = select.query([id])?;
        let Some(row) = rows.next()? else {
            return Err(errors::damaged(&format!("block {id} is missing")));
        };
        let size = usize::try_from(row.get::<_, i64>(0)?).unwrap_or(usize::MAX);
        if size > LARGEST {
            return Err(errors::damaged(&format!("block {id} claims an impossible size")));
        }
        Ok(Self { id, size, data: row.get_ref(1)?.as_blob().map_err(rusqlite::Error::from)?.to_vec() })
    }

    /// Returns its bodies.
    pub(crate) fn unpack(&self) -> Result<Vec<u8>> {
        unpack(self.id, &self.data, self.size)
    }
}

thread_local! {
    /// What decompresses: made once for each thread.
    static DECOMPRESSOR: RefCell<Option<zstd::bulk::Decompressor<'static>>> = const { RefCell::new(None) };
}

fn decompress(data: &[u8], size: usize) -> std::io::Result<Vec<u8>> {
    DECOMPRESSOR.with_borrow_mut(|made| match made {
        Some(decompressor) => decompressor.decompress(data, size),
        None => made.insert(zstd::bulk::Decompressor::new()?).decompress(data, size),
    })
}

fn unpack(id: i64, data: &[u8], size: usize) -> Result<Vec<u8>> {
    let bytes = decompress(data, size)
        .map_err(|error| errors::damaged(&format!("block {id} cannot be decompressed ({error})")).caused_by(error))?;
    if bytes.len() != size {
        return Err(errors::damaged(&format!("block {id} is shorter than it says")));
    }
    Ok(bytes)
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
    Ok(Packed::read(conn, id)?.unpack()?.into())
}

fn failed(error: std::io::Error) -> Problem {
    Problem::io(format!("Compressing records failed: {error}.")).caused_by(error)
}

#[expect(clippy::cast_possible_wrap, reason = "lengths in memory are far below 2^63")]
pub(crate) const fn integer(length: usize) -> i64 {
    length as i64
}
