//! Records made ready for the store, on any thread: what their rows say, and their bodies in compressed blocks.

use std::hash::BuildHasher;
use std::ops::Range;
use std::sync::LazyLock;

use crate::domain::{Content, IdentityRule, RecordId, Untrusted};
use crate::error::{Problem, Result};
use crate::store::records::blocks::{FULL, LARGEST, Packer, write_body};
use crate::store::records::shape;

static HASHER: LazyLock<foldhash::quality::RandomState> = LazyLock::new(Default::default);

/// The length of a body and 64 bits over it, by which two of one record are compared; the same in one run of the program,
/// and only there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct BodyHash(usize, u64);

impl BodyHash {
    /// Hashes a body.
    pub(crate) fn of(body: &[u8]) -> Self {
        Self(body.len(), HASHER.hash_one(body))
    }
}

/// What a record's row says of it.
pub(crate) struct PreparedRow {
    pub id: RecordId,
    /// The line or element that it was read from.
    pub entry: u64,
    pub time: Option<i64>,
    pub model: Option<String>,
    pub prompt: Option<String>,
    pub conversation: Option<String>,
    pub external_id: Option<String>,
    pub input_key: i64,
    pub latency: Option<f64>,
    pub tokens_in: Option<u64>,
    pub tokens_out: Option<u64>,
    pub cost: Option<f64>,
    pub output_chars: usize,
    pub shape: u8,
    pub has_error: bool,
    pub preview: String,
    /// Where its body stands among the bodies of the chunk.
    pub body: Range<usize>,
    pub body_hash: BodyHash,
}

/// Neighbouring bodies, compressed as one.
pub(crate) struct PackedBlock {
    /// Their rows.
    pub rows: Range<usize>,
    pub data: Vec<u8>,
}

/// A chunk of records that is ready to be stored.
#[derive(Default)]
pub struct PreparedChunk {
    pub(crate) rows: Vec<PreparedRow>,
    pub(crate) bodies: Vec<u8>,
    pub(crate) blocks: Vec<PackedBlock>,
}

impl PreparedChunk {
    /// Returns the identities of the records, in the order in which they were added.
    pub fn ids(&self) -> impl Iterator<Item = RecordId> + '_ {
        self.rows.iter().map(|row| row.id)
    }

    /// Returns how many records it holds.
    #[must_use]
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// Returns whether it holds no record.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// Returns how many bytes its bodies have.
    #[must_use]
    pub fn bytes(&self) -> usize {
        self.bodies.len()
    }
}

/// The memory of larger bodies is not used again.
const LARGEST_KEPT: usize = 1024 * 1024;

/// Makes chunks ready, one after the other.
pub struct Preparer {
    rule: IdentityRule,
    packer: Packer,
    chunk: PreparedChunk,
    /// The first row and the first byte that are in no block yet.
    unpacked: (usize, usize),
}

impl Preparer {
    /// Begins with an empty chunk.
    ///
    /// # Errors
    /// `Io` where the compressor cannot be had.
    pub(crate) fn new(rule: IdentityRule) -> Result<Self> {
        Ok(Self { rule, packer: Packer::new()?, chunk: PreparedChunk::default(), unpacked: (0, 0) })
    }

    /// Adds a record that was read from a line or element to the chunk.
    ///
    /// # Errors
    /// `Input` for a record that is too large to be stored.
    pub fn add(&mut self, entry: u64, content: &Content) -> Result<()> {
        let start = self.chunk.bodies.len();
        write_body(content, &mut self.chunk.bodies)?;
        let end = self.chunk.bodies.len();
        if end - start > LARGEST {
            return Err(Problem::input("A record is larger than a gigabyte."));
        }
        if start > self.unpacked.1 && end - self.unpacked.1 > FULL {
            self.pack(start)?;
        }
        let body_hash = BodyHash::of(self.chunk.bodies.get(start..end).unwrap_or_default());
        self.chunk.rows.push(row(self.rule, entry, content, start..end, body_hash));
        Ok(())
    }

    /// Returns how many bytes the bodies of the chunk have so far.
    #[must_use]
    pub fn bytes(&self) -> usize {
        self.chunk.bytes()
    }

    /// Returns the line or element of the record that was added last.
    #[must_use]
    pub fn last_entry(&self) -> Option<u64> {
        self.chunk.rows.last().map(|row| row.entry)
    }

    /// Returns how many records the chunk has so far.
    #[must_use]
    pub fn len(&self) -> usize {
        self.chunk.len()
    }

    /// Returns whether nothing was added yet.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.chunk.is_empty()
    }

    /// Ends the chunk and begins another.
    ///
    /// # Errors
    /// `Io` where compressing fails.
    pub fn finish(&mut self) -> Result<PreparedChunk> {
        self.finish_into(None)
    }

    /// Ends the chunk and begins another, in the memory of one that was stored where there is one.
    ///
    /// # Errors
    /// `Io` where compressing fails.
    pub fn finish_into(&mut self, stored: Option<PreparedChunk>) -> Result<PreparedChunk> {
        self.pack(self.chunk.bodies.len())?;
        self.unpacked = (0, 0);
        let next = match stored.filter(|stored| stored.bodies.capacity() <= LARGEST_KEPT) {
            Some(mut stored) => {
                stored.rows.clear();
                stored.bodies.clear();
                stored.blocks.clear();
                stored
            }
            // The next chunk is likely as large.
            None => PreparedChunk {
                rows: Vec::with_capacity(self.chunk.rows.len()),
                bodies: Vec::with_capacity(self.chunk.bodies.len() + FULL),
                blocks: Vec::with_capacity(self.chunk.blocks.len()),
            },
        };
        Ok(std::mem::replace(&mut self.chunk, next))
    }

    /// Compresses what is in no block yet, up to a byte.
    fn pack(&mut self, end: usize) -> Result<()> {
        let (row, start) = self.unpacked;
        let rows = self.chunk.rows.len();
        if row < rows {
            let data = self.packer.pack(self.chunk.bodies.get(start..end).unwrap_or_default())?;
            self.chunk.blocks.push(PackedBlock { rows: row..rows, data });
        }
        self.unpacked = (rows, end);
        Ok(())
    }
}

fn row(rule: IdentityRule, entry: u64, content: &Content, body: Range<usize>, body_hash: BodyHash) -> PreparedRow {
    let raw = |text: &Option<Untrusted>| text.as_ref().map(|text| text.raw().to_owned());
    PreparedRow {
        id: RecordId::by(rule, content),
        entry,
        input_key: content.input_key(),
        output_chars: content.output.chars(),
        shape: shape::number(shape::of(content.output.raw())),
        has_error: content.error.is_some(),
        preview: shape::preview(&content.last_question()),
        time: content.time.map(|time| time.0),
        model: raw(&content.model),
        prompt: raw(&content.prompt_version),
        conversation: raw(&content.conversation),
        external_id: raw(&content.external_id),
        latency: content.latency_ms,
        tokens_in: content.tokens_in,
        tokens_out: content.tokens_out,
        cost: content.cost,
        body,
        body_hash,
    }
}
