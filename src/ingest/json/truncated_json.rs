//! Closes JSON that was cut off, so that what precedes the cut can still be read.

/// Returns the beginning of a JSON text with its open string, arrays and objects closed; a member without a whole value
/// is left out.
pub(crate) fn close_truncated(head: &[u8]) -> String {
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
    let (mut is_escaped, mut last_escape) = (false, 0);
    for (at, c) in valid.char_indices() {
        if in_string {
            match c {
                _ if is_escaped => is_escaped = false,
                '\\' => (is_escaped, last_escape) = (true, at),
                '"' => in_string = false,
                _ => {}
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
        let (before, escape) = valid.split_at(last_escape);
        let text = if is_whole_escape(escape) { valid.as_str() } else { before };
        return format!("{text}\"{closing}");
    }
    format!("{}{closing}", valid.get(..safe).unwrap_or_default())
}

/// Returns whether the text does not end within the escape that it begins with.
fn is_whole_escape(text: &str) -> bool {
    let length = if text.starts_with("\\u") { 6 } else { 2 };
    !text.starts_with('\\') || text.len() >= length
}

#[cfg(test)]
mod tests {
    use super::close_truncated;

    #[test]
    fn every_beginning_of_an_object_becomes_json() {
        let whole = "{\"a\": \"x\\n\\u00e9\\ud83d\\ude00é\", \"b\": [1, {\"c\": true}, \"d\"], \"e\": -1.5}";
        for cut in 1..whole.len() {
            let text = close_truncated(&whole.as_bytes()[..cut]);
            let parsed = serde_json::from_str::<&serde_json::value::RawValue>(&text);
            assert!(parsed.is_ok(), "cut at {cut}: {text}");
        }
        assert_eq!(close_truncated(b"{\"a\":1,\"b\":\"long te"), "{\"a\":1,\"b\":\"long te\"}");
    }
}
