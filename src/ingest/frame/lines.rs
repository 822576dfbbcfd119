//! One entry per line. Blank lines are passed over, CRLF is taken as LF, the last line may lack its end. Of server-sent
//! events, as they came over the wire, the data of each is an entry.

use std::io::{self, BufRead};

use bytes::{Buf, Bytes};

use super::entry::{Body, Entry, Frame};
use super::size_cap::{Capped, CappedBuffer, LONGEST};

/// Whole lines are taken out of the stream in pieces of at most so many bytes; the lines of a piece share it.
const PIECE: usize = 64 * 1024;

/// Lines of a stream.
pub(super) struct Lines<R> {
    text: R,
    line: u64,
    offset: u64,
    /// Whole lines, with their ends, that were not given yet.
    ready: Bytes,
    /// Whether they are server-sent events.
    is_events: bool,
}

impl<R: BufRead> Lines<R> {
    pub(super) fn new(text: R, offset: u64) -> Self {
        Self { text, line: 0, offset, ready: Bytes::new(), is_events: false }
    }

    /// Takes the lines as server-sent events.
    pub(super) fn events(text: R, offset: u64) -> Self {
        Self { is_events: true, ..Self::new(text, offset) }
    }

    /// Reads up to and with the next newline. Returns the bytes without it and whether it was there; `None` at the end.
    fn read_line(&mut self) -> io::Result<Option<(Capped, bool)>> {
        if self.ready.is_empty() {
            let piece = filled(&mut self.text)?;
            let piece = piece.get(..PIECE.min(piece.len())).unwrap_or_default();
            let whole = memchr::memrchr(b'\n', piece).map_or(0, |last| last + 1);
            self.ready = Bytes::copy_from_slice(piece.get(..whole).unwrap_or_default());
            self.text.consume(whole);
        }
        let Some(end) = memchr::memchr(b'\n', &self.ready) else { return self.read_long_line() };
        let line = self.ready.split_to(end);
        self.ready.advance(1);
        self.offset += line.len() as u64 + 1;
        Ok(Some((Capped::Whole(line), true)))
    }

    /// Reads a line of which no end is in sight.
    fn read_long_line(&mut self) -> io::Result<Option<(Capped, bool)>> {
        let (mut line, begin) = (CappedBuffer::new(LONGEST), self.offset);
        loop {
            let buffer = filled(&mut self.text)?;
            if buffer.is_empty() {
                return Ok((self.offset > begin).then(|| (line.finish(), false)));
            }
            let end = memchr::memchr(b'\n', buffer);
            let piece = buffer.get(..end.unwrap_or(buffer.len())).unwrap_or_default();
            line.push(piece);
            let used = piece.len() + usize::from(end.is_some());
            self.text.consume(used);
            self.offset += used as u64;
            if end.is_some() {
                return Ok(Some((line.finish(), true)));
            }
        }
    }
}

/// Returns what is there to read, after waiting for it.
fn filled(text: &mut impl BufRead) -> io::Result<&[u8]> {
    loop {
        match text.fill_buf() {
            Ok(_) => break,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
    // What is there already is given again.
    text.fill_buf()
}

impl<R: BufRead> Frame for Lines<R> {
    fn consumed(&self) -> Option<u64> {
        Some(self.offset)
    }

    fn next(&mut self) -> io::Result<Option<Entry>> {
        loop {
            let offset = self.offset;
            let Some((line, is_ended)) = self.read_line()? else { return Ok(None) };
            self.line += 1;
            let body = match line {
                Capped::Cut(cut) => Body::Cut(cut),
                Capped::Whole(bytes) if bytes.iter().all(u8::is_ascii_whitespace) => continue,
                Capped::Whole(bytes) if self.is_events => match event_data(&bytes) {
                    Some(data) => Body::Json { bytes: bytes.slice_ref(data), is_unfinished: !is_ended },
                    None => continue,
                },
                Capped::Whole(bytes) => Body::Json { bytes, is_unfinished: !is_ended },
            };
            return Ok(Some(Entry { line: self.line, offset, body }));
        }
    }
}

/// Returns the data of a line of server-sent events: nothing for the names of events, their ids and remarks, and for
/// `[DONE]`, which says that a response ends.
fn event_data(line: &[u8]) -> Option<&[u8]> {
    let other: [&[u8]; 4] = [b"event:", b"id:", b"retry:", b":"];
    let data = line.strip_prefix(b"data:").unwrap_or(line).trim_ascii();
    let is_said = !data.is_empty() && data != b"[DONE]" && !other.iter().any(|name| line.starts_with(name));
    is_said.then_some(data)
}

/// Returns whether a text is server-sent events whose data are objects.
pub(super) fn are_events(text: &[u8]) -> bool {
    let names: [&[u8]; 5] = [b"data:", b"event:", b"id:", b"retry:", b":"];
    let mut lines = text.split(|byte| *byte == b'\n').filter(|line| !line.trim_ascii().is_empty()).take(50);
    let has_object = |line: &[u8]| line.strip_prefix(b"data:").is_some_and(|data| data.trim_ascii().starts_with(b"{"));
    let is_begun = lines.clone().next().is_some_and(|line| names.iter().any(|name| line.starts_with(name)));
    is_begun && lines.any(has_object)
}

#[cfg(test)]
mod tests {
    use super::{Body, Frame, Lines};

    #[test]
    fn the_data_of_events_are_entries() {
        let text = b": hello\nevent: a\ndata: {\"a\":1}\n\ndata:{}\ndata: [DONE]\n";
        assert!(super::are_events(text) && !super::are_events(b"id: x\nname: y\n"));
        let mut lines = Lines::events(&text[..], 0);
        let mut next = || lines.next().unwrap().map(|entry| (entry.line, entry.offset));
        assert_eq!([next(), next(), next()], [Some((3, 17)), Some((5, 32)), None]);
    }

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
