//! One entry per row of a CSV or TSV table with a header. Rows with too few or too many cells are broken entries.

use std::cell::Cell;
use std::io::{self, BufRead, Read};
use std::rc::Rc;
use std::sync::Arc;

use super::entry::{Body, Entry, Frame};
use super::size_cap::LONGEST;

use crate::ingest::source::hex_escape_invalid;

/// Rows of a table.
pub(super) struct Table<R> {
    rows: csv::Reader<RowLimit<R>>,
    row: csv::ByteRecord,
    headers: Arc<Vec<String>>,
    start: u64,
    lines_before: u64,
    /// Bytes that the reader may still take before a row has to end.
    bytes_left: Rc<Cell<u64>>,
    is_over: bool,
}

/// Stops a row that does not end, as one with an unclosed quote, before it fills the memory.
struct RowLimit<R> {
    inner: R,
    left: Rc<Cell<u64>>,
}

impl<R: Read> Read for RowLimit<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if self.left.get() == 0 {
            return Err(io::Error::new(io::ErrorKind::FileTooLarge, "the row does not end"));
        }
        let got = self.inner.read(buffer)?;
        self.left.set(self.left.get().saturating_sub(got as u64));
        Ok(got)
    }
}

impl<R: BufRead> Table<R> {
    /// Reads the header. `lines_before` lines were passed over.
    pub(super) fn new(text: R, start: u64, delimiter: u8, lines_before: u64) -> io::Result<Self> {
        let left = Rc::new(Cell::new(LONGEST as u64));
        let mut rows = csv::ReaderBuilder::new()
            .delimiter(delimiter)
            .flexible(true)
            .has_headers(true)
            .buffer_capacity(256 * 1024)
            .from_reader(RowLimit { inner: text, left: Rc::clone(&left) });
        let headers = match rows.byte_headers() {
            Ok(headers) => headers.iter().map(|cell| String::from_utf8_lossy(cell).trim().to_owned()).collect(),
            Err(error) => return Err(io::Error::other(error.to_string())),
        };
        Ok(Self {
            rows,
            row: csv::ByteRecord::new(),
            headers: Arc::new(headers),
            start,
            lines_before,
            bytes_left: left,
            is_over: false,
        })
    }

    fn entry(&self, line: u64, offset: u64) -> Entry {
        let mut is_lossy = false;
        let mut cells = Vec::with_capacity(self.row.len());
        for cell in &self.row {
            let text = String::from_utf8_lossy(cell);
            is_lossy |= matches!(text, std::borrow::Cow::Owned(_));
            cells.push(text.into_owned());
        }
        // Which bytes they were must not be lost.
        let escaped = is_lossy.then(|| self.row.iter().map(hex_escape_invalid).collect::<Vec<_>>().join("\t"));
        let body = if cells.len() == self.headers.len() {
            Body::Row { headers: Arc::clone(&self.headers), cells, escaped }
        } else {
            let plural = if cells.len() == 1 { "cell" } else { "cells" };
            let reason = format!("{} {plural} where the header has {}", cells.len(), self.headers.len());
            Body::Broken { reason, text: cells.join("\t") }
        };
        Entry { line, offset, body }
    }
}

impl<R: BufRead> Frame for Table<R> {
    fn consumed(&self) -> Option<u64> {
        Some(self.start + self.rows.position().byte())
    }

    fn next(&mut self) -> io::Result<Option<Entry>> {
        if self.is_over {
            return Ok(None);
        }
        self.bytes_left.set(LONGEST as u64);
        let before = self.rows.position().clone();
        match self.rows.read_byte_record(&mut self.row) {
            Ok(true) => {
                let place = self.row.position().unwrap_or(&before);
                Ok(Some(self.entry(self.lines_before + place.line(), self.start + place.byte())))
            }
            Ok(false) => Ok(None),
            Err(error) => {
                self.is_over = true;
                match error.into_kind() {
                    csv::ErrorKind::Io(error) if error.kind() == io::ErrorKind::FileTooLarge => {
                        let reason = "the row does not end within 64 MiB (an unclosed quote?)".to_owned();
                        let body = Body::Broken { reason, text: String::new() };
                        Ok(Some(Entry {
                            line: self.lines_before + before.line(),
                            offset: self.start + before.byte(),
                            body,
                        }))
                    }
                    csv::ErrorKind::Io(error) => Err(error),
                    other => Err(io::Error::other(format!("{other:?}"))),
                }
            }
        }
    }
}
