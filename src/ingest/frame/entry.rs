//! One entry of a stream with its place, and the trait of what cuts a stream into entries.

use std::io;
use std::sync::Arc;

use bytes::Bytes;

use super::size_cap::Cut;

/// One line, element or row.
pub(crate) struct Entry {
    /// The line from 1, or the number of an element.
    pub(crate) line: u64,
    /// Where it begins in the decompressed stream.
    pub(crate) offset: u64,
    /// What it holds.
    pub(crate) body: Body,
}

impl Entry {
    /// Returns about how many bytes it has.
    pub(crate) fn size(&self) -> usize {
        match &self.body {
            Body::Json { bytes, .. } => bytes.len(),
            Body::Row { cells, .. } => cells.iter().map(String::len).sum(),
            Body::Cut(cut) => cut.head.len() + cut.tail.len(),
            Body::Broken { text, .. } => text.len(),
        }
    }
}

/// What an entry holds.
pub(crate) enum Body {
    /// Bytes that should be one JSON object; `is_unfinished` when the stream ended without closing them.
    Json { bytes: Bytes, is_unfinished: bool },
    /// A row of a table under its headers; `escaped` is its text with invalid UTF-8 in hex, where it has any.
    Row { headers: Arc<Vec<String>>, cells: Vec<String>, escaped: Option<String> },
    /// Longer than the cap.
    Cut(Cut),
    /// Nothing that can be read, and why.
    Broken { reason: String, text: String },
}

/// A way to cut a stream into entries.
pub(crate) trait Frame {
    /// Returns the next entry, or `None` at the end.
    fn next(&mut self) -> io::Result<Option<Entry>>;

    /// Returns how many bytes of the text were taken; `None` where the frame cannot tell.
    fn consumed(&self) -> Option<u64> {
        None
    }

    /// Returns the fields around the list whose elements the entries are, as a JSON object.
    fn outer(&self) -> Option<String> {
        None
    }
}
