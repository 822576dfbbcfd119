//! Reading an export line by line.

use std::fs::File;
use std::io::{self, BufRead, IsTerminal, Read};
use std::path::Path;

use super::line::{FIRST, Line, MARK, Place};
use crate::domain::Content;
use crate::error::{Problem, Result};
use crate::ingest;

/// Returns whether a file, or what standard input holds, begins as an export does.
#[must_use]
pub fn is_export(path: &Path) -> bool {
    if path.as_os_str() == "-" {
        let input = io::stdin();
        // What is looked at here is read again by the import that follows.
        return !input.is_terminal() && input.lock().fill_buf().is_ok_and(|head| head.starts_with(FIRST));
    }
    let mut head = Vec::new();
    let is_file = std::fs::metadata(path).is_ok_and(|about| about.is_file());
    let look = |head: &mut Vec<u8>| File::open(path)?.take(4).read_to_end(head);
    if !is_file || look(&mut head).is_err() {
        return false;
    }
    let is_packed =
        head.starts_with(&[0x1f, 0x8b]) || head.starts_with(&[0x28, 0xb5, 0x2f, 0xfd]) || head.starts_with(b"BZh");
    if !is_packed && !FIRST.starts_with(&head) {
        return false;
    }
    ingest::open_text(path).is_ok_and(|mut text| text.fill_buf().is_ok_and(|head| head.starts_with(FIRST)))
}

/// One line of an export.
pub(super) enum Entry {
    /// A record, with what is said besides.
    Record(Box<Content>, Place),
    /// Anything else.
    Line(Box<Line>),
}

/// An export that is read.
pub(super) struct Lines {
    text: Box<dyn BufRead>,
    line: String,
    number: u64,
    name: String,
}

impl Lines {
    pub(super) fn open(path: &Path) -> Result<Self> {
        let name = path.display().to_string();
        Ok(Self { text: ingest::open_text(path)?, line: String::new(), number: 0, name })
    }

    /// Returns the next line; `None` at the end.
    pub(super) fn next(&mut self) -> Result<Option<Entry>> {
        loop {
            self.line.clear();
            self.number += 1;
            let read = self.text.read_line(&mut self.line);
            let read = read.map_err(|error| self.bad(&format!("cannot be read ({error})")).caused_by(error))?;
            if read == 0 {
                return Ok(None);
            }
            if !self.line.trim().is_empty() {
                break;
            }
        }
        let line = self.line.trim();
        if line.starts_with(MARK) {
            let parsed = serde_json::from_str(line);
            return match parsed {
                Ok(line) => Ok(Some(Entry::Line(Box::new(line)))),
                Err(error) => Err(self.bad(&format!("is not as gemba writes it ({error})")).caused_by(error)),
            };
        }
        let place = serde_json::from_str(line);
        match (ingest::gemba_record(line), place) {
            (Some(content), Ok(place)) => Ok(Some(Entry::Record(Box::new(content), place))),
            (_, _) => Err(self.bad("is no record as gemba writes it")),
        }
    }

    /// Returns the problem of the line that was read last.
    pub(super) fn bad(&self, what: &str) -> Problem {
        Problem::input(format!("Line {} of {} {what}; nothing was stored.", self.number, self.name))
    }
}
