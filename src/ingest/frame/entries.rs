//! Finds out how a stream is framed and reads its entries, whatever the frame.

use std::io::BufRead;
use std::rc::Rc;

use super::document::{Document, ListPaths};
use super::elements::Elements;
use super::entry::{Body, Entry, Frame};
use super::lines::Lines;
use super::parts::CONTAINERS;
use super::shape::{self, Shape};
use super::table::Table;
use super::text_lines::{Templates, Wrapped};
use crate::error::{Problem, Result};
use crate::ingest::source::{Packed, Stream, StreamStatus, read_problem};

/// An open stream that gives entries.
pub(crate) struct Entries {
    frame: Box<dyn Frame>,
    /// The delimiter of a table; `None` for the JSON frames.
    pub(crate) delimiter: Option<u8>,
    /// The size of the file, if it is one.
    pub(crate) bytes: Option<u64>,
    /// The name for sentences.
    pub(crate) name: String,
    /// The encoding of the text where it is not UTF-8 and nobody named it.
    pub(crate) guessed: Option<&'static str>,
    /// Whether the file holds tables or files, of which those that were asked for are read.
    pub(crate) is_part_chosen: bool,
    /// What the file is called whose entries are of no format of their own.
    pub(crate) called: Option<&'static str>,
    /// The beginnings of the files of which the entries come, where they are several.
    pub(crate) heads: Vec<Head>,
    /// The names of files beside them that are no logs.
    pub(crate) passed_over: Vec<String>,
    /// How many files were looked at, those of `passed_over` among them; 1 where the file is no archive.
    pub(crate) files: usize,
    /// Whether the frame says by itself where data are damaged.
    reports_faults: bool,
    status: Rc<StreamStatus>,
    last_line: u64,
    is_over: bool,
    /// A problem that comes after what was read before it.
    failed: Option<Problem>,
}

/// Returns what a log may be packed in, the folder apart: this is a file.
fn packed_names() -> String {
    let names: Vec<&str> =
        CONTAINERS.iter().map(|(name, _)| *name).filter(|name| !name.starts_with("folder")).collect();
    names.join(", ")
}

/// The beginning of one of several files.
pub(crate) struct Head {
    /// Its name.
    pub(crate) name: String,
    /// Its first entries.
    pub(crate) entries: Vec<Entry>,
    /// Whether it is a document of which they are a list.
    pub(crate) is_list: bool,
    /// Whether its records need what stands beside the list.
    pub(crate) has_common: bool,
}

impl Entries {
    /// Returns the entries of a file that is no text.
    pub(super) fn packed(packed: Packed, frame: Box<dyn Frame>) -> Self {
        let Packed { name, bytes, status, .. } = packed;
        Self {
            frame,
            delimiter: None,
            bytes,
            name,
            guessed: None,
            is_part_chosen: true,
            called: None,
            heads: Vec::new(),
            passed_over: Vec::new(),
            files: 1,
            reports_faults: true,
            status,
            last_line: 0,
            is_over: false,
            failed: None,
        }
    }

    /// Finds out how `stream` is framed. `forced` holds the delimiters of the table that was asked for, if any;
    /// `lists` says where the list of records may stand in an object.
    pub(crate) fn new(stream: Stream, forced: Option<&[u8]>, lists: ListPaths) -> Result<Self> {
        let Stream { mut text, mut head, is_whole, mut start, bytes, status, name, guessed } = stream;
        let skipped = shape::separator_line(&head);
        let separator = skipped.map(|(delimiter, length)| {
            head.drain(..length);
            text.consume(length);
            start += length as u64;
            delimiter
        });
        if head.iter().all(u8::is_ascii_whitespace) && is_whole && status.fault.borrow().is_none() {
            return Err(Problem::input(format!("{name} is empty: there is nothing to import in it.")));
        }
        let (frame, delimiter): (Box<dyn Frame>, _) = match match separator {
            Some(delimiter) => Shape::Table(delimiter),
            None => shape::detect(&head, is_whole, forced, &lists),
        } {
            Shape::Lines => (Box::new(Lines::new(text, start)), None),
            Shape::Wrapped => (Box::new(Wrapped::new(Lines::new(text, start))), None),
            Shape::Templates => (Box::new(Templates::new(text, start)), None),
            Shape::Events => (Box::new(Lines::events(text, start)), None),
            Shape::Array => (Box::new(Wrapped::looking(Elements::array(text, start))), None),
            Shape::Values => (Box::new(Elements::values(text, start)), None),
            Shape::Document => (Box::new(Wrapped::looking(Document::new(text, start, Rc::new(lists)))), None),
            Shape::Table(delimiter) => {
                let table = Table::new(text, start, delimiter, u64::from(separator.is_some()))
                    .map_err(|error| read_problem(&name, error))?;
                (Box::new(table), Some(delimiter))
            }
            Shape::Text if status.fault.borrow().is_some() => (Box::new(Lines::new(text, start)), None),
            Shape::Text => {
                return Err(Problem::input(format!("{name} holds neither JSON nor a table with a header.")).hint(
                    format!("gemba reads JSON Lines, JSON arrays, CSV and TSV, and these files: {}.", packed_names()),
                ));
            }
        };
        Ok(Self {
            frame,
            delimiter,
            bytes,
            name,
            guessed,
            is_part_chosen: false,
            called: None,
            heads: Vec::new(),
            passed_over: Vec::new(),
            files: 1,
            reports_faults: false,
            status,
            last_line: 0,
            is_over: false,
            failed: None,
        })
    }

    /// Returns the fields around the list whose elements the entries are, as a JSON object. Known with the first entry.
    pub(crate) fn outer(&self) -> Option<String> {
        self.frame.outer()
    }

    /// Returns how many bytes of the file were read so far.
    pub(crate) fn position(&self) -> u64 {
        self.status.read.get()
    }

    /// Returns how many bytes the file has and blake3 over them, where each was read.
    pub(crate) fn file_hash(&self) -> Option<(u64, [u8; 32])> {
        let bytes = self.bytes?;
        self.status.hash_of(bytes).map(|hash| (bytes, hash))
    }

    /// Returns whether the next entry is there without waiting for it; true also where that cannot be known.
    pub(crate) fn has_more_now(&self) -> bool {
        self.failed.is_some() || self.frame.consumed().is_none_or(|consumed| self.status.has_more_now(consumed))
    }

    /// Waits a moment for more; returns whether there is some.
    pub(crate) fn wait_a_moment(&self) -> bool {
        self.status.wait_a_moment()
    }

    /// Keeps a problem until the next entry is asked for.
    pub(crate) fn keep(&mut self, problem: Problem) {
        self.failed = Some(problem);
    }

    /// Returns the next entry. Compressed data that end early end with one broken entry.
    pub(crate) fn next(&mut self) -> Result<Option<Entry>> {
        if let Some(problem) = self.failed.take() {
            self.is_over = true;
            return Err(problem);
        }
        if self.is_over {
            return Ok(None);
        }
        let entry = self.frame.next().map_err(|error| read_problem(&self.name, error))?;
        let fault = self.status.fault.borrow().clone().filter(|_| !self.reports_faults);
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
