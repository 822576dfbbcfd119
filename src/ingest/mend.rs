//! Text for what is not whole: closes JSON that was cut off, so that what stands before the cut can still be read;
//! spells bytes that are no text.

use std::fmt::Write as _;

/// The text of these bytes, with each byte that is not UTF-8 spelled as `<FF>`: unlike a replacement character, that
/// tells two of them apart.
pub(super) fn spelled(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(bytes.len());
    for chunk in bytes.utf8_chunks() {
        text.push_str(chunk.valid());
        for byte in chunk.invalid() {
            let _ = write!(text, "<{byte:02X}>");
        }
    }
    text
}

/// Stands for the character behind a backslash, before it is known how long the escape is.
const ESCAPE: u8 = 99;

/// The beginning of a JSON text with its open string, arrays and objects closed; a member that has no whole value is
/// left out.
pub(super) fn mend(head: &[u8]) -> String {
    let valid = match std::str::from_utf8(head) {
        Ok(text) => text.to_owned(),
        Err(error) if error.error_len().is_none() => {
            String::from_utf8_lossy(head.get(..error.valid_up_to()).unwrap_or_default()).into_owned()
        }
        Err(_) => String::from_utf8_lossy(head).into_owned(),
    };
    let mut open: Vec<char> = Vec::new();
    // The last place behind a whole value or an opening bracket; what is open has not changed since.
    let mut safe = 0;
    let (mut in_string, mut is_key, mut expects_key) = (false, false, false);
    let mut escape: Option<(usize, u8)> = None;
    for (at, c) in valid.char_indices() {
        if in_string {
            match (escape, c) {
                (Some((start, ESCAPE)), 'u') => escape = Some((start, 4)),
                (Some((_, ESCAPE)), _) => escape = None,
                (Some((start, left)), _) => escape = Some((start, left - 1)),
                (None, '\\') => escape = Some((at, ESCAPE)),
                (None, '"') => in_string = false,
                (None, _) => {}
            }
            if matches!(escape, Some((_, 0))) {
                escape = None;
            }
            continue;
        }
        match c {
            '"' => (in_string, is_key, expects_key) = (true, expects_key, false),
            '{' | '[' => {
                open.push(if c == '{' { '}' } else { ']' });
                expects_key = c == '{';
                safe = at + 1;
            }
            '}' | ']' => {
                open.pop();
                safe = at + 1;
            }
            ',' => {
                expects_key = open.last() == Some(&'}');
                safe = at;
            }
            _ => {}
        }
    }
    let closing: String = open.iter().rev().collect();
    if in_string && !is_key {
        let end = escape.map_or(valid.len(), |(start, _)| start);
        return format!("{}\"{closing}", valid.get(..end).unwrap_or_default());
    }
    format!("{}{closing}", valid.get(..safe).unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::{mend, spelled};

    #[test]
    fn bytes_that_are_no_text_are_told_apart() {
        assert_eq!(spelled(b"caf\xe9 \xc3("), "caf<E9> <C3>(");
        assert_eq!(spelled("é\u{fffd}".as_bytes()), "é\u{fffd}");
    }

    #[test]
    fn every_beginning_of_an_object_becomes_json() {
        let whole = "{\"a\": \"x\\n\\u00e9\\ud83d\\ude00é\", \"b\": [1, {\"c\": true}, \"d\"], \"e\": -1.5}";
        for cut in 1..whole.len() {
            let text = mend(&whole.as_bytes()[..cut]);
            let parsed = serde_json::from_str::<&serde_json::value::RawValue>(&text);
            assert!(parsed.is_ok(), "cut at {cut}: {text}");
        }
        assert_eq!(mend(b"{\"a\":1,\"b\":\"long te"), "{\"a\":1,\"b\":\"long te\"}");
    }
}
