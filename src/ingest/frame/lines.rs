//! One entry per line. Blank lines are passed over, CRLF is taken as LF, the last line may lack its end.

use std::io::{self, BufRead};

use super::entry::{Body, Entry, Frame};
use super::size_cap::{Capped, CappedBuffer, LONGEST};

/// Lines of a stream.
pub(super) struct Lines<R> {
    text: R,
    line: u64,
    offset: u64,
}

impl<R: BufRead> Lines<R> {
    pub(super) fn new(text: R, offset: u64) -> Self {
        Self { text, line: 0, offset }
    }

    /// Reads up to and with the next newline. Returns the bytes without it and whether it was there.
    fn read_line(&mut self) -> io::Result<(CappedBuffer, bool)> {
        let mut bytes = CappedBuffer::new(LONGEST);
        loop {
            let buffer = match self.text.fill_buf() {
                Ok(buffer) => buffer,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
                Err(error) => return Err(error),
            };
            if buffer.is_empty() {
                return Ok((bytes, false));
            }
            let end = memchr::memchr(b'\n', buffer);
            let piece = buffer.get(..end.unwrap_or(buffer.len())).unwrap_or_default();
            bytes.push(piece);
            let used = piece.len() + usize::from(end.is_some());
            self.text.consume(used);
            self.offset += used as u64;
            if end.is_some() {
                return Ok((bytes, true));
            }
        }
    }
}

impl<R: BufRead> Frame for Lines<R> {
    fn next(&mut self) -> io::Result<Option<Entry>> {
        loop {
            let offset = self.offset;
            let (bytes, is_ended) = self.read_line()?;
            if bytes.is_empty() && !is_ended {
                return Ok(None);
            }
            self.line += 1;
            let body = match bytes.finish() {
                Capped::Cut(cut) => Body::Cut(cut),
                Capped::Whole(bytes) if bytes.iter().all(u8::is_ascii_whitespace) => continue,
                Capped::Whole(bytes) => Body::Json { bytes, is_unfinished: !is_ended },
            };
            return Ok(Some(Entry { line: self.line, offset, body }));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Body, Frame, Lines};

    #[test]
    fn lines_keep_their_numbers_and_offsets_over_blank_ones() {
        let mut lines = Lines::new(&b"{}\r\n\n  \n{\"a\":1}"[..], 3);
        let first = lines.next().unwrap().unwrap();
        assert_eq!((first.line, first.offset), (1, 3));
        let second = lines.next().unwrap().unwrap();
        assert_eq!((second.line, second.offset), (4, 11));
        assert!(matches!(second.body, Body::Json { is_unfinished: true, .. }));
        assert!(lines.next().unwrap().is_none());
    }
}
