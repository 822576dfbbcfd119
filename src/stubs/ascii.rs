//! Writers whose result is pure printable ASCII, for code, configuration and data files.

use std::fmt::Write as _;

use serde::Serialize;

/// A value as JSON on one line, every character outside printable ASCII as `\uXXXX`. Reads back as the same value in
/// every language (JSON joins surrogate pairs; Python and YAML literals would not).
pub fn json(value: &impl Serialize) -> String {
    escape(&serde_json::to_string(value).unwrap_or_else(|_| "null".to_owned()))
}

/// Returns the same, indented for people.
pub fn pretty_json(value: &impl Serialize) -> String {
    let mut text = escape(&serde_json::to_string_pretty(value).unwrap_or_else(|_| "null".to_owned()));
    text.push('\n');
    text
}

/// JSON lines.
pub fn json_lines<T: Serialize>(values: impl IntoIterator<Item = T>) -> String {
    let mut text = String::new();
    for value in values {
        text.push_str(&json(&value));
        text.push('\n');
    }
    text
}

fn escape(json: &str) -> String {
    let mut out = String::with_capacity(json.len());
    for c in json.chars() {
        if c == '\n' || matches!(c, ' '..='~') {
            out.push(c);
            continue;
        }
        for unit in c.encode_utf16(&mut [0; 2]) {
            let written = write!(out, "\\u{unit:04x}");
            debug_assert!(written.is_ok(), "writing into a String cannot fail");
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::json;

    #[test]
    fn what_is_written_is_ascii_and_reads_back() {
        let text = "a\u{202e}\u{7f}é👍\u{2028}\"\\\n\0";
        let written = json(&text);
        assert!(written.bytes().all(|byte| (0x20..0x7f).contains(&byte)), "{written}");
        assert_eq!(serde_json::from_str::<String>(&written).unwrap(), text);
    }
}
