//! Gathers the bytes of one entry up to a cap; beyond it keeps head, tail, length and hash, so that nothing is lost
//! without a trace and memory stays bounded.

/// The longest entry that is read whole, in bytes.
pub(in crate::ingest) const LONGEST: usize = 64 * 1024 * 1024;
/// What is kept of the beginning of a longer one.
const HEAD: usize = 1024 * 1024;
/// What is kept of its end.
const TAIL: usize = 64 * 1024;

/// What is left of an entry over the cap.
pub(in crate::ingest) struct Cut {
    /// The first bytes.
    pub(in crate::ingest) head: Vec<u8>,
    /// The last bytes.
    pub(in crate::ingest) tail: Vec<u8>,
    /// How long the entry was.
    pub(in crate::ingest) length: u64,
    /// The blake3 hash of all of it, in hex.
    pub(in crate::ingest) hash: String,
}

/// Gathers one entry.
pub(super) struct Keeper {
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
pub(super) enum Kept {
    Whole(Vec<u8>),
    Cut(Cut),
}

impl Keeper {
    pub(super) fn new(cap: usize) -> Self {
        Self { bytes: Vec::new(), cut: None, cap }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.bytes.is_empty()
    }

    pub(super) fn push(&mut self, more: &[u8]) {
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

    pub(super) fn finish(self) -> Kept {
        let Some(mut rest) = self.cut else { return Kept::Whole(self.bytes) };
        rest.tail.drain(..rest.tail.len().saturating_sub(TAIL));
        let hash = rest.hasher.finalize().to_hex().to_string();
        Kept::Cut(Cut { head: self.bytes, tail: rest.tail, length: rest.length, hash })
    }
}

#[cfg(test)]
mod tests {
    use super::{HEAD, Keeper, Kept, TAIL};

    #[test]
    fn what_is_over_the_cap_keeps_head_tail_length_and_hash() {
        let long: Vec<u8> = (0..3_000_000_u32).map(|n| (n % 251) as u8).collect();
        let mut keeper = Keeper::new(2_000_000);
        long.chunks(70_001).for_each(|piece| keeper.push(piece));
        let Kept::Cut(cut) = keeper.finish() else { panic!("not cut") };
        assert_eq!(cut.head, long[..HEAD]);
        assert_eq!(cut.tail, long[long.len() - TAIL..]);
        assert_eq!(cut.length, 3_000_000);
        assert_eq!(cut.hash, blake3::hash(&long).to_hex().to_string());
    }
}
