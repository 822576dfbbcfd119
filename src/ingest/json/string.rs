//! The text of a JSON string.

use std::borrow::Cow;

use crate::checks::strict_json;

/// Returns the text of a JSON string; a lone surrogate becomes U+FFFD.
pub(crate) fn decode(raw: &str) -> Cow<'_, str> {
    let inner = match raw.as_bytes() {
        [b'"', .., b'"'] => raw.get(1..raw.len() - 1).unwrap_or(raw),
        _ => raw,
    };
    if memchr::memchr(b'\\', inner.as_bytes()).is_none() {
        return Cow::Borrowed(inner);
    }
    Cow::Owned(unescaped(inner).unwrap_or_else(|| strict_json::string_text(raw).0))
}

/// Returns a text without its escapes; nothing for one with half a surrogate pair.
fn unescaped(text: &str) -> Option<String> {
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

#[cfg(test)]
mod tests {
    use super::decode;

    #[test]
    fn escapes_are_read_as_any_reader_does() {
        for raw in [r#""\n\t\r\b\f\/\\\"""#, r#""a\u00e9b\ud83d\ude00c\u0000""#, r#""\\u0041 é\n""#, r#""plain""#] {
            assert_eq!(decode(raw), serde_json::from_str::<String>(raw).unwrap(), "{raw}");
        }
    }

    #[test]
    fn a_lone_surrogate_becomes_a_replacement_and_a_pair_a_character() {
        assert_eq!(decode(r#""a\ud83db\n""#), "a\u{fffd}b\n");
        assert_eq!(decode(r#""\ud83d\ude00\ud83d""#), "😀\u{fffd}");
        assert_eq!(decode(r#""\udc00\u00e9\\\"""#), "\u{fffd}é\\\"");
    }
}
