//! Where a record comes from.

use crate::domain::{Flag, Untrusted};
use crate::ingest::label::Judged;

/// The entry that a record comes from, and what it says about the record whatever the format.
#[derive(Debug, Clone, Default)]
pub(crate) struct Place {
    /// The line from 1, or the number of an element.
    pub(crate) line: u64,
    /// Where it begins in the decompressed stream.
    pub(crate) offset: u64,
    /// What was noticed about its text.
    pub(crate) flags: Vec<Flag>,
    /// What the columns that the user named say of it.
    pub(crate) judged: Option<Box<Judged>>,
    /// Its text, where the record alone would lose something of it.
    pub(crate) raw: Option<Untrusted>,
}

impl Place {
    /// Adds the judgements of another entry that the same record is made of.
    pub(crate) fn judge(&mut self, judged: Option<Box<Judged>>) {
        match (&mut self.judged, judged) {
            (Some(own), Some(more)) => own.absorb(*more),
            (own @ None, more) => *own = more,
            (Some(_), None) => {}
        }
    }
}
