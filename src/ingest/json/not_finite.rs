//! `NaN`, `Infinity` and `-Infinity`, which Python's json writes and JSON does not know.

use crate::ingest::field_names::{Field, meaning, normalized};

/// Returns the text with these words as strings, and as `null` where a text of the record would stand; `None` where it has
/// none of them outside strings.
pub(crate) fn without_not_finite(text: &str) -> Option<String> {
    if !text.contains("NaN") && !text.contains("Infinity") {
        return None;
    }
    let mut out = String::with_capacity(text.len() + 16);
    let (mut depth, mut key, mut last_string) = (0_usize, String::new(), (0, 0));
    let (mut at, mut has_changed) = (0, false);
    while let Some(byte) = text.as_bytes().get(at) {
        let begin = at;
        match byte {
            b'"' => {
                at = end_of_string(text, at);
                last_string = (begin, at);
            }
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'+' | b'-' | b'.' => {
                let is_word = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'-' | b'.' | b'_');
                at += text.as_bytes().iter().skip(at).take_while(|byte| is_word(byte)).count();
                let word = text.get(begin..at).unwrap_or_default();
                if matches!(word, "NaN" | "Infinity" | "-Infinity") {
                    has_changed = true;
                    if depth == 1 && is_text(&key) {
                        out.push_str("null");
                    } else {
                        out.extend(["\"", word, "\""]);
                    }
                    continue;
                }
            }
            other => {
                match other {
                    b'{' | b'[' => depth += 1,
                    b'}' | b']' => depth = depth.saturating_sub(1),
                    b':' if depth == 1 => {
                        let (begin, end) = last_string;
                        text.get(begin..end).unwrap_or_default().trim_matches('"').clone_into(&mut key);
                    }
                    _ => {}
                }
                at += text.get(at..).and_then(|rest| rest.chars().next()).map_or(1, char::len_utf8);
            }
        }
        out.push_str(text.get(begin..at).unwrap_or_default());
    }
    has_changed.then_some(out)
}

/// Returns one past the end of the string that begins at a place.
fn end_of_string(text: &str, begin: usize) -> usize {
    let mut is_escaped = false;
    for (at, byte) in text.bytes().enumerate().skip(begin + 1) {
        match byte {
            _ if is_escaped => is_escaped = false,
            b'\\' => is_escaped = true,
            b'"' => return at + 1,
            _ => {}
        }
    }
    text.len()
}

fn is_text(key: &str) -> bool {
    let field = meaning(&normalized(key)).map(|(field, _)| field);
    matches!(field, Some(Field::Input | Field::Output | Field::Messages | Field::System | Field::Expected))
}

#[cfg(test)]
mod tests {
    use super::without_not_finite;

    #[test]
    fn only_whole_words_outside_strings_are_replaced() {
        let replaced = |text: &str| without_not_finite(text);
        assert_eq!(
            replaced(r#"{"a":NaN,"output":NaN,"b":[Infinity,-Infinity],"c":"NaN \" NaN"}"#).unwrap(),
            r#"{"a":"NaN","output":null,"b":["Infinity","-Infinity"],"c":"NaN \" NaN"}"#
        );
        for text in [r#"{"a":"NaN"}"#, r#"{"a":-NaN}"#, r#"{"a":+Infinity}"#, r#"{"a":NaNx}"#, r#"{"é":Inf}"#] {
            assert_eq!(replaced(text), None, "{text}");
        }
    }
}
