//! JSON text by the byte: where a string or a value ends, a string read and written.

const ONES: u64 = u64::from_ne_bytes([0x01; 8]);

/// Returns the place of the next quote, backslash or control character at or behind a place; the text's length where
/// there is none. Looks at eight bytes, as most strings are short, then at 64 bytes at a time, which the compiler turns into
/// a few instructions.
#[expect(clippy::needless_bitwise_bool, reason = "without branches it becomes vector instructions")]
pub(crate) fn plain_end(text: &[u8], from: usize) -> usize {
    let is_meant = |byte: u8| (byte == b'"') | (byte == b'\\') | (byte < 0x20);
    let mut at = from;
    if let Some(eight) = text.get(at..).and_then(|rest| rest.first_chunk()) {
        if let Some(step) = meant_in(*eight) {
            return at + step;
        }
        at += 8;
    }
    while let Some(bytes) = text.get(at..).and_then(|rest| rest.first_chunk::<64>()) {
        if bytes.iter().fold(false, |found, byte| found | is_meant(*byte)) {
            break;
        }
        at += 64;
    }
    while let Some(eight) = text.get(at..).and_then(|rest| rest.first_chunk()) {
        if let Some(step) = meant_in(*eight) {
            return at + step;
        }
        at += 8;
    }
    let rest = text.get(at..).unwrap_or_default();
    rest.iter().position(|byte| is_meant(*byte)).map_or(text.len(), |step| at + step)
}

/// Returns the place of the first quote, backslash or control character among eight bytes.
#[inline]
fn meant_in(eight: [u8; 8]) -> Option<usize> {
    let word = u64::from_le_bytes(eight);
    // A byte that is zero borrows from its highest bit: the lowest of those that are marked is one that was meant.
    let zero = |word: u64| word.wrapping_sub(ONES) & !word;
    let control = word.wrapping_sub(ONES * 0x20) & !word;
    let found = (control | zero(word ^ (ONES * 0x22)) | zero(word ^ (ONES * 0x5c))) & (ONES << 7);
    (found != 0).then_some(found.trailing_zeros() as usize / 8)
}

/// Returns the place behind the closing quote of the string of valid JSON that opens at `quote`.
pub(crate) fn string_end(text: &[u8], quote: usize) -> usize {
    let mut at = quote + 1;
    loop {
        at = plain_end(text, at);
        match text.get(at) {
            Some(b'"') => return at + 1,
            Some(b'\\') => at += 2,
            Some(_) => at += 1,
            None => return text.len(),
        }
    }
}

/// Returns the place behind the value of valid JSON that begins at a place.
pub(crate) fn value_end(bytes: &[u8], begin: usize) -> usize {
    let (mut at, mut depth) = (begin, 0_usize);
    while let Some(byte) = bytes.get(at) {
        match byte {
            b'"' => {
                at = string_end(bytes, at);
                if depth == 0 {
                    return at;
                }
                continue;
            }
            b'{' | b'[' => depth += 1,
            b'}' | b']' if depth <= 1 => return at + depth,
            b'}' | b']' => depth -= 1,
            b',' | b' ' | b'\n' | b'\r' | b'\t' if depth == 0 => return at,
            _ => {}
        }
        at += 1;
    }
    bytes.len()
}

/// Returns the inside of a string of valid JSON without its escapes; nothing for one with half a surrogate pair.
pub(crate) fn unescaped(text: &str) -> Option<String> {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = memchr::memchr(b'\\', rest.as_bytes()) {
        let (before, escape) = rest.split_at_checked(at)?;
        out.push_str(before);
        let (c, length) = match escape.as_bytes().get(1)? {
            b'n' => ('\n', 2),
            b't' => ('\t', 2),
            b'r' => ('\r', 2),
            b'b' => ('\u{8}', 2),
            b'f' => ('\u{c}', 2),
            b'u' => character(escape)?,
            other => (char::from(*other), 2),
        };
        out.push(c);
        rest = escape.get(length..)?;
    }
    out.push_str(rest);
    Some(out)
}

/// Returns the character that `\uXXXX`, or a pair of them, stands for, and how long the escape is.
fn character(escape: &str) -> Option<(char, usize)> {
    let unit = |at: usize| u32::from_str_radix(escape.get(at..at + 4)?, 16).ok();
    let first = unit(2)?;
    if let Some(c) = char::from_u32(first) {
        return Some((c, 6));
    }
    let second = unit(8).filter(|second| escape.get(6..8) == Some("\\u") && (0xdc00..0xe000).contains(second))?;
    let is_first_half = (0xd800..0xdc00).contains(&first);
    let c = is_first_half.then(|| char::from_u32(0x10000 + ((first - 0xd800) << 10) + (second - 0xdc00)))??;
    Some((c, 12))
}

/// Writes a text as a JSON string, byte by byte as `serde_json` does.
pub(crate) fn write_string(text: &str, out: &mut Vec<u8>) {
    const HEX: [u8; 16] = *b"0123456789abcdef";
    let bytes = text.as_bytes();
    out.push(b'"');
    let mut at = 0;
    loop {
        let end = plain_end(bytes, at);
        out.extend_from_slice(bytes.get(at..end).unwrap_or_default());
        let Some(byte) = bytes.get(end) else { break };
        match byte {
            b'"' => out.extend_from_slice(b"\\\""),
            b'\\' => out.extend_from_slice(b"\\\\"),
            b'\n' => out.extend_from_slice(b"\\n"),
            b'\r' => out.extend_from_slice(b"\\r"),
            b'\t' => out.extend_from_slice(b"\\t"),
            0x08 => out.extend_from_slice(b"\\b"),
            0x0c => out.extend_from_slice(b"\\f"),
            other => {
                out.extend_from_slice(b"\\u00");
                out.extend([other >> 4, other & 15].map(|digit| HEX.get(usize::from(digit)).copied().unwrap_or(b'0')));
            }
        }
        at = end + 1;
    }
    out.push(b'"');
}

#[cfg(test)]
mod tests {
    use super::{plain_end, write_string};

    #[test]
    fn a_string_is_written_as_serde_does() {
        let all: String = (0..0x250).filter_map(char::from_u32).collect();
        for text in ["", "plain", "a\"b\\c\n\u{7f}\u{80}", "日本 🙂 \u{0}", all.as_str()] {
            for from in text.char_indices().map(|(at, _)| at) {
                let (rest, mut out) = (&text[from..], Vec::new());
                write_string(rest, &mut out);
                assert_eq!(String::from_utf8(out).unwrap(), serde_json::to_string(rest).unwrap());
            }
        }
    }

    #[test]
    fn the_first_byte_that_needs_an_escape_is_found_wherever_it_stands() {
        for byte in 0..=255_u8 {
            for place in 0..150 {
                let mut text = vec![b'!'; 150];
                text[place] = byte;
                let is_meant = byte < 0x20 || byte == b'"' || byte == b'\\';
                assert_eq!(plain_end(&text, 0), if is_meant { place } else { 150 }, "{byte} at {place}");
            }
        }
    }
}
