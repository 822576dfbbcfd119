//! JSON text that a terminal can show and a parser still reads back exactly.

use std::fmt::Write;

use super::covered::covered;
use super::special::marker_of;

/// Makes JSON text terminal-safe and still exact: unsafe characters become `\uXXXX` escapes.
///
/// Between tokens a newline stays and other white space becomes a blank.
pub fn json_safe(json: &str) -> String {
    let json = &covered(json);
    let mut out = String::with_capacity(json.len());
    let (mut in_string, mut escaped) = (false, false);
    for c in json.chars() {
        if in_string {
            in_string = escaped || c != '"';
            escaped = !escaped && c == '\\';
        } else {
            in_string = c == '"';
            if c == '\n' {
                out.push(c);
                continue;
            }
            if matches!(c, '\t' | '\r') {
                out.push(' ');
                continue;
            }
        }
        if marker_of(c).is_none() {
            out.push(c);
            continue;
        }
        let mut units = [0; 2];
        for unit in c.encode_utf16(&mut units) {
            // Writing to a String cannot fail.
            let _ = write!(out, "\\u{unit:04x}");
        }
    }
    out
}
