//! The training records that are searched, and the half that a record belongs to.

use std::collections::BTreeMap;

use super::limits::{SEARCHED, SEED};
use crate::domain::{Content, RecordId};
use crate::measures::check_sets::Half;

/// Returns the half of a record: by its input, so that equal inputs are always in the same one.
pub fn half(content: &Content) -> Half {
    Half::of_input(content.input_key())
}

/// The training records that are searched: all of them, or a seeded choice where there are too many.
#[derive(Debug, Default)]
pub struct Sample {
    pub(super) bad: BTreeMap<[u8; 32], Content>,
    pub(super) good: BTreeMap<[u8; 32], Content>,
    is_whole: bool,
}

impl Sample {
    /// Returns a sample of all labelled records, not only of the training half: none are left to prove anything on.
    pub fn whole() -> Self {
        Self { is_whole: true, ..Self::default() }
    }

    /// Takes a labelled record; one of the held-out half is left alone.
    pub fn take(&mut self, id: RecordId, content: &Content, is_bad: bool) {
        if half(content) == Half::Test && !self.is_whole {
            return;
        }
        let (kept, most) = if is_bad { (&mut self.bad, SEARCHED.0) } else { (&mut self.good, SEARCHED.1) };
        let mut place = blake3::Hasher::new();
        place.update(SEED).update(&id.0);
        let place = *place.finalize().as_bytes();
        if kept.len() >= most && kept.last_key_value().is_some_and(|(last, _)| place > *last) {
            return;
        }
        kept.insert(place, content.clone());
        if kept.len() > most {
            kept.pop_last();
        }
    }
}
