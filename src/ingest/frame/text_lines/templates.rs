//! Conversations written out in the template of a model, one after the other, as `ChatML` is: each becomes an entry with
//! one text.

use std::io::{self, BufRead};

use crate::ingest::frame::entry::{Body, Entry, Frame};
use crate::ingest::frame::size_cap::LONGEST;

/// What a conversation in a template begins with.
const BEGINNINGS: [&[u8]; 7] = [
    b"<|im_start|>",
    b"<|begin_of_text|>",
    b"<|start_header_id|>",
    b"<start_of_turn>",
    b"<bos><start_of_turn>",
    b"<s>[INST]",
    b"[INST]",
];
/// What only the first line of a conversation begins with.
const FIRST: [&[u8]; 5] = [b"<|im_start|>system", b"<|begin_of_text|>", b"<bos>", b"<s>[INST]", b"<|endoftext|>"];

/// Returns whether a text is conversations in a template.
pub(crate) fn is_template(text: &[u8]) -> bool {
    BEGINNINGS.iter().any(|begin| text.starts_with(begin))
}

/// The conversations of a stream.
pub(crate) struct Templates<R> {
    text: R,
    line: u64,
    offset: u64,
    /// The first line of the next conversation.
    next: Vec<u8>,
}

impl<R: BufRead> Templates<R> {
    pub(crate) const fn new(text: R, offset: u64) -> Self {
        Self { text, line: 0, offset, next: Vec::new() }
    }

    /// Reads a line with its end, or as much of it as an entry may be long.
    fn read_line(&mut self) -> io::Result<Vec<u8>> {
        let mut line = Vec::new();
        io::Read::take(&mut self.text, LONGEST as u64).read_until(b'\n', &mut line)?;
        self.line += u64::from(!line.is_empty());
        self.offset += line.len() as u64;
        Ok(line)
    }
}

impl<R: BufRead> Frame for Templates<R> {
    fn next(&mut self) -> io::Result<Option<Entry>> {
        let mut text = std::mem::take(&mut self.next);
        let (mut line, mut offset) = (self.line, self.offset - text.len() as u64);
        loop {
            let more = self.read_line()?;
            let is_first = FIRST.iter().any(|begin| more.starts_with(begin));
            if more.is_empty() || is_first && !text.trim_ascii().is_empty() || text.len() + more.len() > LONGEST {
                self.next = more;
                break;
            }
            if text.trim_ascii().is_empty() {
                (line, offset) = (self.line, self.offset - more.len() as u64);
                text.clear();
            }
            text.extend_from_slice(&more);
        }
        let said = text.strip_prefix(b"<|endoftext|>").unwrap_or(&text).trim_ascii();
        if said.is_empty() {
            return if self.next.is_empty() { Ok(None) } else { self.next() };
        }
        let body = Body::Json { bytes: object(said).into(), is_unfinished: false };
        Ok(Some(Entry { line: line.max(1), offset, body }))
    }

    fn consumed(&self) -> Option<u64> {
        Some(self.offset)
    }
}

/// Returns `{"text": …}` around the bytes of a text, those that are not UTF-8 as they are.
fn object(text: &[u8]) -> Vec<u8> {
    let mut json = b"{\"text\": \"".to_vec();
    for byte in text {
        match byte {
            b'"' | b'\\' => json.extend_from_slice(&[b'\\', *byte]),
            0..0x20 => json.extend_from_slice(format!("\\u{byte:04x}").as_bytes()),
            byte => json.push(*byte),
        }
    }
    json.extend_from_slice(b"\"}");
    json
}
