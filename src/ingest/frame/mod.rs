//! Framing: a stream of text becomes entries (lines, elements, rows), each with its place. Knows no field names of logs
//! beyond those that hold a list of records.

mod document;
mod elements;
mod keeper;
mod lines;
mod shape;
mod table;

use std::io;
use std::rc::Rc;

pub(super) use keeper::Cut;

use self::document::Document;
use self::elements::Elements;
use self::lines::Lines;
use self::shape::Shape;
use self::table::Table;
use super::open::{self, Gauge, Stream};
use crate::error::{Problem, Result};

/// One line, element or row.
pub(super) struct Entry {
    /// The line from 1, or the number of an element.
    pub(super) line: u64,
    /// Where it begins in the decompressed stream.
    pub(super) offset: u64,
    /// What stood there.
    pub(super) body: Body,
}

/// What stood in an entry.
pub(super) enum Body {
    /// Bytes that should be one JSON object; `is_last` when the stream ended without closing them.
    Json { bytes: Vec<u8>, is_unfinished: bool },
    /// A row of a table under its headers.
    RowId { headers: Rc<Vec<String>>, cells: Vec<String>, spelled: Option<String> },
    /// Longer than the cap.
    Cut(Cut),
    /// Nothing that can be read, and why.
    Broken { reason: String, text: String },
}

/// A way to cut a stream into entries.
trait Frame {
    /// The next entry, or `None` at the end.
    fn next(&mut self) -> io::Result<Option<Entry>>;
}

/// An open stream that gives entries.
pub(super) struct Entries {
    frame: Box<dyn Frame>,
    /// `csv`, `tsv`, or `None` for the JSON frames.
    pub(super) table: Option<&'static str>,
    /// The size of the file, if it is one.
    pub(super) bytes: Option<u64>,
    /// The name for sentences.
    pub(super) name: String,
    gauge: Rc<Gauge>,
    last_line: u64,
    is_over: bool,
}

impl Entries {
    /// Finds out how `stream` is framed. `forced` is the format that was asked for, if any.
    pub(super) fn new(stream: Stream, forced: Option<&str>) -> Result<Self> {
        let Stream { text, head, is_whole, start, bytes, gauge, name } = stream;
        if head.iter().all(u8::is_ascii_whitespace) && is_whole && gauge.fault.borrow().is_none() {
            return Err(Problem::input(format!("{name} is empty: there is nothing to import in it.")));
        }
        let (frame, table): (Box<dyn Frame>, _) = match shape::of(&head, is_whole, forced) {
            Shape::Lines => (Box::new(Lines::new(text, start)), None),
            Shape::Array => (Box::new(Elements::array(text, start)), None),
            Shape::Values => (Box::new(Elements::values(text, start)), None),
            Shape::Document => (Box::new(Document::new(text, start)), None),
            Shape::Table(delimiter) => {
                let table = Table::new(text, start, delimiter).map_err(|e| open::problem(&name, &e))?;
                (Box::new(table), Some(if delimiter == b'\t' { "tsv" } else { "csv" }))
            }
            Shape::Text if gauge.fault.borrow().is_some() => (Box::new(Lines::new(text, start)), None),
            Shape::Text => {
                return Err(Problem::input(format!("{name} holds neither JSON nor a table with a header."))
                    .hint("gemba reads JSON Lines, JSON arrays, CSV and TSV, plain or as gzip or zstd."));
            }
        };
        Ok(Self { frame, table, bytes, name, gauge, last_line: 0, is_over: false })
    }

    /// How many bytes of the file were read so far.
    pub(super) fn position(&self) -> u64 {
        self.gauge.read.get()
    }

    /// The next entry. Compressed data that end early end with one broken entry.
    pub(super) fn next(&mut self) -> Result<Option<Entry>> {
        if self.is_over {
            return Ok(None);
        }
        let entry = self.frame.next().map_err(|e| open::problem(&self.name, &e))?;
        let fault = self.gauge.fault.borrow().clone();
        let Some(reason) = fault else {
            self.is_over = entry.is_none();
            return Ok(entry);
        };
        // Damage was met while this entry was read, or while an earlier buffer was: only what is cut off is broken.
        match entry {
            Some(Entry { line, offset, body: Body::Json { bytes, is_unfinished: true } }) => {
                self.is_over = true;
                let text = String::from_utf8_lossy(&bytes).into_owned();
                Ok(Some(Entry { line, offset, body: Body::Broken { reason, text } }))
            }
            Some(entry) => {
                self.last_line = entry.line;
                Ok(Some(entry))
            }
            None => {
                self.is_over = true;
                let body = Body::Broken { reason, text: String::new() };
                Ok(Some(Entry { line: self.last_line + 1, offset: 0, body }))
            }
        }
    }
}
