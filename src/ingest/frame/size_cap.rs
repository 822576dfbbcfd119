//! Gathers the bytes of one entry up to a cap; beyond it keeps head, tail, length and hash, so that nothing is lost
//! without a trace and memory stays bounded.

use bytes::Bytes;

/// The longest entry that is read whole, in bytes.
pub(crate) const LONGEST: usize = 64 * 1024 * 1024;
/// Why a row over it is not read.
pub(crate) const ROW_TOO_LONG: &str = "the row is longer than 64 MiB";
/// What is kept of the beginning of a longer one.
const HEAD: usize = 1024 * 1024;
/// What is kept of its end.
const TAIL: usize = 64 * 1024;

/// What is left of an entry over the cap.
pub(crate) struct Cut {
    /// The first bytes.
    pub(crate) head: Vec<u8>,
    /// The last bytes.
    pub(crate) tail: Vec<u8>,
    /// How long the entry was.
    pub(crate) length: u64,
    /// The blake3 hash of all of it, in hex.
    pub(crate) hash: String,
}

/// Gathers one entry.
pub(crate) struct CappedBuffer {
    bytes: Vec<u8>,
    cut: Option<Box<Rest>>,
    cap: usize,
}

struct Rest {
    hasher: blake3::Hasher,
    tail: Vec<u8>,
    length: u64,
}

/// What was gathered.
pub(crate) enum Capped {
    Whole(Bytes),
    Cut(Cut),
}

impl CappedBuffer {
    pub(crate) fn new(cap: usize) -> Self {
        Self { bytes: Vec::new(), cut: None, cap }
    }

    pub(crate) fn push(&mut self, more: &[u8]) {
        if self.cut.is_none() && self.bytes.len() + more.len() <= self.cap {
            self.bytes.extend_from_slice(more);
            return;
        }
        let whole = &mut self.bytes;
        let rest = self.cut.get_or_insert_with(|| {
            let mut hasher = blake3::Hasher::new();
            hasher.update(whole);
            let tail = whole.get(whole.len().saturating_sub(TAIL)..).unwrap_or_default().to_vec();
            let length = whole.len() as u64;
            whole.truncate(HEAD);
            whole.shrink_to_fit();
            Box::new(Rest { hasher, tail, length })
        });
        rest.hasher.update(more);
        rest.length += more.len() as u64;
        rest.tail.extend_from_slice(more);
        if rest.tail.len() > 2 * TAIL {
            rest.tail.drain(..rest.tail.len() - TAIL);
        }
    }

    pub(crate) fn finish(self) -> Capped {
        let Some(mut rest) = self.cut else { return Capped::Whole(self.bytes.into()) };
        rest.tail.drain(..rest.tail.len().saturating_sub(TAIL));
        let hash = rest.hasher.finalize().to_hex().to_string();
        Capped::Cut(Cut { head: self.bytes, tail: rest.tail, length: rest.length, hash })
    }
}

#[cfg(test)]
mod tests {
    use super::{Capped, CappedBuffer, HEAD, TAIL};

    #[test]
    fn what_is_over_the_cap_keeps_head_tail_length_and_hash() {
        let long: Vec<u8> = (0..3_000_000_u32).map(|n| (n % 251) as u8).collect();
        let mut bytes = CappedBuffer::new(2_000_000);
        long.chunks(70_001).for_each(|piece| bytes.push(piece));
        let Capped::Cut(cut) = bytes.finish() else { panic!("not cut") };
        assert_eq!(cut.head, long[..HEAD]);
        assert_eq!(cut.tail, long[long.len() - TAIL..]);
        assert_eq!(cut.length, 3_000_000);
        assert_eq!(cut.hash, blake3::hash(&long).to_hex().to_string());
    }
}
