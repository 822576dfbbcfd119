//! One entry per element of one JSON array, or per value where values follow each other. Cuts at brackets outside
//! strings and checks nothing else, so that a broken element breaks only itself.

use std::io::{self, BufRead};

use super::entry::{Body, Entry, Frame};
use super::size_cap::{Capped, CappedBuffer, LONGEST};

/// The state of a cutter inside one value.
#[derive(Debug, Default, Clone, Copy)]
struct Inside {
    depth: usize,
    in_string: bool,
    escaped: bool,
    has_begun: bool,
}

impl Inside {
    /// Scans bytes of a value; returns how many belong to it and whether it ended.
    fn walk(&mut self, bytes: &[u8]) -> (usize, bool) {
        for (at, byte) in bytes.iter().enumerate() {
            if self.in_string {
                match byte {
                    _ if self.escaped => self.escaped = false,
                    b'\\' => self.escaped = true,
                    b'"' => {
                        self.in_string = false;
                        if self.depth == 0 {
                            return (at + 1, true);
                        }
                    }
                    _ => {}
                }
                continue;
            }
            match byte {
                b'"' => self.in_string = true,
                b'{' | b'[' => self.depth += 1,
                b'}' | b']' if self.depth == 0 => return (at, true),
                b'}' | b']' => {
                    self.depth -= 1;
                    if self.depth == 0 {
                        return (at + 1, true);
                    }
                }
                b',' | b':' | b' ' | b'\n' | b'\r' | b'\t' if self.depth == 0 && self.has_begun => return (at, true),
                _ => {}
            }
            self.has_begun = true;
        }
        (bytes.len(), false)
    }
}

/// Cuts JSON values out of a stream.
pub(super) struct Cutter<R> {
    text: R,
    pub(super) offset: u64,
    /// Everything that was read since it was set, for callers that may have to go back.
    pub(super) tape: Option<CappedBuffer>,
}

impl<R: BufRead> Cutter<R> {
    pub(super) fn new(text: R, offset: u64) -> Self {
        Self { text, offset, tape: None }
    }

    fn fill(&mut self) -> io::Result<&[u8]> {
        // A loop would hold the borrow; the buffered readers below retry interrupted reads by being asked again.
        if let Err(error) = self.text.fill_buf()
            && error.kind() != io::ErrorKind::Interrupted
        {
            return Err(error);
        }
        self.text.fill_buf()
    }

    fn consume(&mut self, length: usize) -> io::Result<()> {
        if let Some(tape) = &mut self.tape {
            let buffer = self.text.fill_buf()?;
            tape.push(buffer.get(..length).unwrap_or(buffer));
        }
        self.text.consume(length);
        self.offset += length as u64;
        Ok(())
    }

    /// Returns the next byte that is not white space, left where it is.
    pub(super) fn peek(&mut self) -> io::Result<Option<u8>> {
        loop {
            let buffer = self.fill()?;
            if buffer.is_empty() {
                return Ok(None);
            }
            let blank = buffer.iter().take_while(|byte| byte.is_ascii_whitespace()).count();
            let next = buffer.get(blank).copied();
            self.consume(blank)?;
            if next.is_some() {
                return Ok(next);
            }
        }
    }

    /// Passes over one byte.
    pub(super) fn skip(&mut self) -> io::Result<()> {
        self.consume(1)
    }

    /// Cuts one value; returns whether it ended before the stream did.
    pub(super) fn cut(&mut self, value: &mut CappedBuffer) -> io::Result<bool> {
        let mut inside = Inside::default();
        loop {
            let buffer = self.fill()?;
            if buffer.is_empty() {
                return Ok(inside.has_begun && inside.depth == 0 && !inside.in_string);
            }
            let (length, is_over) = inside.walk(buffer);
            value.push(buffer.get(..length).unwrap_or_default());
            self.consume(length)?;
            if is_over {
                return Ok(true);
            }
        }
    }

    /// Reads to the end.
    pub(super) fn drain(&mut self) -> io::Result<()> {
        loop {
            let length = self.fill()?.len();
            if length == 0 {
                return Ok(());
            }
            self.consume(length)?;
        }
    }
}

/// Makes an entry of a captured value.
pub(super) fn entry(line: u64, offset: u64, kept: Capped, is_unfinished: bool) -> Entry {
    let body = match kept {
        Capped::Whole(bytes) => Body::Json { bytes, is_unfinished },
        Capped::Cut(cut) => Body::Cut(cut),
    };
    Entry { line, offset, body }
}

/// Elements of an array, or values one after the other.
pub(super) struct Elements<R> {
    pub(super) cutter: Cutter<R>,
    number: u64,
    list: List,
    is_over: bool,
}

/// The list around the elements.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum List {
    /// Nothing: one value follows the other.
    None,
    /// An array whose bracket has not been read.
    Closed,
    /// An array that is the whole text.
    Open,
    /// An array inside an object: what follows it is not read.
    Within,
}

impl<R: BufRead> Elements<R> {
    /// Returns the elements of the array that the stream begins with.
    pub(super) fn array(text: R, offset: u64) -> Self {
        Self { cutter: Cutter::new(text, offset), number: 0, list: List::Closed, is_over: false }
    }

    /// Returns the values of the stream.
    pub(super) fn values(text: R, offset: u64) -> Self {
        Self { cutter: Cutter::new(text, offset), number: 0, list: List::None, is_over: false }
    }

    /// Returns the elements behind the first one of an array inside of an object.
    pub(super) fn behind_first(cutter: Cutter<R>, is_unfinished: bool) -> Self {
        Self { cutter, number: 1, list: List::Within, is_over: is_unfinished }
    }

    fn broken(&mut self, reason: &str) -> Entry {
        self.is_over = true;
        let body = Body::Broken { reason: reason.to_owned(), text: String::new() };
        Entry { line: self.number + 1, offset: self.cutter.offset, body }
    }
}

impl<R: BufRead> Frame for Elements<R> {
    fn next(&mut self) -> io::Result<Option<Entry>> {
        if self.is_over {
            return Ok(None);
        }
        loop {
            match (self.cutter.peek()?, self.list) {
                (None, List::None) => return Ok(None),
                (None, List::Closed | List::Open | List::Within) => {
                    return Ok(Some(self.broken("the file ends before the array does")));
                }
                (Some(b'['), List::Closed) => self.list = List::Open,
                (Some(b']'), List::Open) => {
                    self.cutter.skip()?;
                    self.is_over = true;
                    let rest = self.cutter.peek()?;
                    return Ok(rest.map(|_| self.broken("there is more text after the end of the array")));
                }
                (Some(b']'), List::Within) => {
                    self.is_over = true;
                    return Ok(None);
                }
                // Stray brackets and colons between values belong to none.
                (Some(b',' | b']' | b'}' | b':'), _) => {}
                (Some(_), _) => break,
            }
            self.cutter.skip()?;
        }
        self.number += 1;
        let offset = self.cutter.offset;
        let mut value = CappedBuffer::new(LONGEST);
        let is_complete = self.cutter.cut(&mut value)?;
        self.is_over = !is_complete;
        Ok(Some(entry(self.number, offset, value.finish(), !is_complete)))
    }
}

#[cfg(test)]
mod tests {
    use super::{Body, Elements, Frame};
    use std::io::BufReader;

    fn all(text: &str, capacity: usize) -> Vec<(u64, u64, String)> {
        let mut elements = Elements::array(BufReader::with_capacity(capacity, text.as_bytes()), 0);
        let mut found = Vec::new();
        while let Some(entry) = elements.next().unwrap() {
            let text = match entry.body {
                Body::Json { bytes, is_unfinished } => {
                    format!("{}{}", std::str::from_utf8(&bytes).unwrap(), if is_unfinished { "…" } else { "" })
                }
                Body::Broken { reason, .. } => reason,
                _ => panic!("neither"),
            };
            found.push((entry.line, entry.offset, text));
        }
        found
    }

    #[test]
    fn elements_are_cut_alike_for_every_size_of_buffer() {
        let text = "[\n {\"a\": \"]}\\\"\", \"b\": [1]} , 5 ,\"x,]\", [1,[2]]\n]\n";
        let whole = all(text, 4096);
        assert_eq!(
            whole.iter().map(|e| e.2.as_str()).collect::<Vec<_>>(),
            ["{\"a\": \"]}\\\"\", \"b\": [1]}", "5", "\"x,]\"", "[1,[2]]"]
        );
        for capacity in 1..40 {
            assert_eq!(all(text, capacity), whole);
        }
    }

    #[test]
    fn an_array_that_stops_is_told() {
        assert_eq!(all("[{\"a\":1},{\"a\":", 64).last().unwrap().2, "{\"a\":…");
        assert_eq!(all("[{\"a\":1}", 64).last().unwrap().2, "the file ends before the array does");
        assert_eq!(all("[{\"a\":1}] x", 64).last().unwrap().2, "there is more text after the end of the array");
    }
}
