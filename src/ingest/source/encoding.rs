//! Text in other encodings than UTF-8: found out once for a file, or named, and decoded while it is read.

use std::io::{self, BufRead, Read};

use encoding_rs::{CoderResult, Decoder, Encoding, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};

use super::magic;
use crate::error::{Problem, Result};

/// Returns the encoding of this name.
pub(super) fn named(name: &str) -> Result<&'static Encoding> {
    Encoding::for_label(name.trim().as_bytes()).ok_or_else(|| {
        Problem::usage(format!("There is no encoding `{name}`."))
            .hint("Names are those of the web: utf-8, windows-1252, utf-16le, shift_jis, gb18030, …")
    })
}

/// Returns the encoding of a text that begins with `head`: UTF-16 by its mark or its NULs, UTF-8, and windows-1252 where
/// bytes are not UTF-8 and none is above ASCII that is.
pub(super) fn of(head: &[u8], is_whole: bool) -> &'static Encoding {
    if let Some(is_little) = magic::wide(head) {
        return if is_little { UTF_16LE } else { UTF_16BE };
    }
    let (mut has_utf8, mut invalid) = (false, Vec::new());
    let mut rest = head;
    for chunk in head.utf8_chunks() {
        has_utf8 |= !chunk.valid().is_ascii();
        rest = rest.get(chunk.valid().len() + chunk.invalid().len()..).unwrap_or_default();
        // What is cut off at the end of the head may go on.
        let may_go_on = rest.is_empty() && !is_whole && chunk.invalid().len() < 4;
        if !may_go_on {
            invalid.extend_from_slice(chunk.invalid());
        }
    }
    let is_undefined = |byte: &u8| matches!(byte, 0x81 | 0x8d | 0x8f | 0x90 | 0x9d);
    if has_utf8 || invalid.is_empty() || invalid.iter().any(is_undefined) { UTF_8 } else { WINDOWS_1252 }
}

/// Text that is decoded while it is read.
pub(super) struct Decoded<R> {
    inner: R,
    decoder: Decoder,
    is_over: bool,
    /// Bytes of a character that the last buffer had no room for.
    pending: Vec<u8>,
}

impl<R: BufRead> Decoded<R> {
    pub(super) fn new(inner: R, encoding: &'static Encoding) -> Self {
        Self { inner, decoder: encoding.new_decoder_with_bom_removal(), is_over: false, pending: Vec::new() }
    }
}

impl<R: BufRead> Read for Decoded<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if !self.pending.is_empty() {
            let length = self.pending.len().min(buffer.len());
            let given: Vec<u8> = self.pending.drain(..length).collect();
            buffer.iter_mut().zip(given).for_each(|(slot, byte)| *slot = byte);
            return Ok(length);
        }
        let mut small = [0; 8];
        while !self.is_over {
            let bytes = self.inner.fill_buf()?;
            let is_last = bytes.is_empty();
            let is_small = buffer.len() < small.len();
            let room = if is_small { &mut small[..] } else { &mut *buffer };
            let (result, read, written, _) = self.decoder.decode_to_utf8(bytes, room, is_last);
            self.inner.consume(read);
            self.is_over = is_last && result == CoderResult::InputEmpty;
            if written > 0 && is_small {
                self.pending.extend_from_slice(small.get(..written).unwrap_or_default());
                return self.read(buffer);
            }
            if written > 0 || buffer.is_empty() {
                return Ok(written);
            }
        }
        Ok(0)
    }
}

#[cfg(test)]
mod tests {
    use std::io::{BufReader, Read};

    use super::{Decoded, named, of};

    #[test]
    fn encodings_are_told_by_their_bytes() {
        let name = |bytes: &[u8]| of(bytes, true).name();
        assert_eq!(name("Grüße – €".as_bytes()), "UTF-8");
        assert_eq!(name(b"plain"), "UTF-8");
        assert_eq!(name(b"Gr\xfc\xdfe \x96 \x80"), "windows-1252");
        assert_eq!(
            name("Grüße caf\u{e9}".as_bytes().iter().copied().chain(*b"\xff").collect::<Vec<_>>().as_slice()),
            "UTF-8"
        );
        assert_eq!(name(b"\x81\x8d"), "UTF-8");
        assert_eq!(name(b"\xff\xfea\0b\0"), "UTF-16LE");
        assert_eq!(name(b"\0a\0b\0c\0d\0e"), "UTF-16BE");
        assert_eq!(of(b"abc\xc3", false).name(), "UTF-8", "the rest of the character is not read yet");
    }

    #[test]
    fn text_is_decoded_for_every_size_of_buffer() {
        let bytes: Vec<u8> = "Grüße 😀".encode_utf16().flat_map(u16::to_le_bytes).collect();
        for capacity in 1..9 {
            let mut text = String::new();
            let read = BufReader::with_capacity(capacity, bytes.as_slice());
            let decoded = Decoded::new(read, named("utf-16le").unwrap());
            BufReader::with_capacity(16, decoded).read_to_string(&mut text).unwrap();
            assert_eq!(text, "Grüße 😀");
        }
    }
}
