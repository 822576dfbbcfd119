//! Reading an export line by line.

use std::fs::File;
use std::io::{self, BufRead, IsTerminal, Read};
use std::path::Path;

use super::line::{FIRST, Line, MARK, Place};
use crate::domain::Content;
use crate::error::{Problem, Result};
use crate::ingest::{self, Readable};

/// The longest line that is read, in bytes. An entry of a log has 64 MiB at most, and its text stands in the line of a
/// record up to four times, escaped.
const LONGEST: u64 = 512 * 1024 * 1024;

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
    let look = |head: &mut Vec<u8>| File::open(path)?.take(10).read_to_end(head);
    if !is_file || look(&mut head).is_err() {
        return false;
    }
    if !ingest::is_packed(&head) && !FIRST.starts_with(&head) {
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
    pub(super) fn open(file: &Readable) -> Result<Self> {
        Ok(Self { text: ingest::open_text(file.path())?, line: String::new(), number: 0, name: file.name() })
    }

    /// Returns the next line; `None` at the end.
    pub(super) fn next(&mut self) -> Result<Option<Entry>> {
        loop {
            self.number += 1;
            let read = read_line(&mut self.text, &mut self.line, LONGEST);
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

    /// Returns the problem of the line that was read last, as long as nothing is stored.
    pub(super) fn bad(&self, what: &str) -> Problem {
        Problem::input(format!("Line {} of {} {what}; nothing was stored.", self.number, self.name))
    }

    /// Returns the problem of a file that ends before its last line.
    pub(super) fn cut(&self) -> Problem {
        Problem::input(format!("{} has no last line: it was cut.", self.name))
    }
}

/// Reads the next line into `line`, and returns how many bytes it has; 0 at the end.
///
/// # Errors
/// What reading says; `InvalidData` for a line of more than `longest` bytes, of which no more than that is read.
fn read_line(text: &mut dyn BufRead, line: &mut String, longest: u64) -> io::Result<usize> {
    line.clear();
    let mut bytes = std::mem::take(line).into_bytes();
    let read = text.take(longest + 1).read_until(b'\n', &mut bytes)?;
    if read as u64 > longest {
        return Err(io::Error::new(io::ErrorKind::InvalidData, format!("it has more than {longest} bytes")));
    }
    *line = String::from_utf8(bytes).map_err(|error| io::Error::new(io::ErrorKind::InvalidData, error.utf8_error()))?;
    Ok(read)
}

#[cfg(test)]
mod tests {
    use super::read_line;

    #[test]
    fn a_line_without_an_end_is_read_only_so_far() {
        let mut line = String::new();
        let mut text = std::io::BufReader::new(&b"short\nlonger than that\n"[..]);
        assert_eq!(read_line(&mut text, &mut line, 8).unwrap(), 6);
        assert_eq!(line, "short\n");
        let said = read_line(&mut text, &mut line, 8).unwrap_err().to_string();
        assert!(said.contains("more than 8 bytes"), "{said}");
    }
}
