//! The text of a JSON string.

use std::borrow::Cow;

use crate::checks::strict_json;
use crate::domain::records::unescaped;

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
