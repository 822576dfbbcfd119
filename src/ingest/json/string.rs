//! The text of a JSON string.

use std::borrow::Cow;

use crate::checks::strict_json;

/// Returns the text of a JSON string; a lone surrogate becomes U+FFFD.
pub(crate) fn decode(raw: &str) -> Cow<'_, str> {
    let inner = raw.strip_prefix('"').and_then(|rest| rest.strip_suffix('"')).unwrap_or(raw);
    if !inner.contains('\\') {
        return Cow::Borrowed(inner);
    }
    Cow::Owned(serde_json::from_str(raw).unwrap_or_else(|_| strict_json::string_text(raw).0))
}

#[cfg(test)]
mod tests {
    use super::decode;

    #[test]
    fn a_lone_surrogate_becomes_a_replacement_and_a_pair_a_character() {
        assert_eq!(decode(r#""a\ud83db\n""#), "a\u{fffd}b\n");
        assert_eq!(decode(r#""\ud83d\ude00\ud83d""#), "😀\u{fffd}");
        assert_eq!(decode(r#""\udc00\u00e9\\\"""#), "\u{fffd}é\\\"");
    }
}
