//! Entries that cannot be read, and why.

use crate::ingest::frame::Entry;
use crate::ingest::json::Value;
use crate::ingest::sink::Item;

/// The longest text of a reject, in bytes.
const LONGEST: usize = 64 * 1024;

/// Sets an entry aside with the reason and the beginning of its text.
pub(super) fn reject(entry: &Entry, reason: String, text: &str) -> Item {
    reject_at(entry.line, entry.offset, reason, text)
}

/// Sets the entry at this place aside.
pub(super) fn reject_at(line: u64, offset: u64, reason: String, text: &str) -> Item {
    let end = (0..=LONGEST.min(text.len())).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0);
    let text = text.get(..end).unwrap_or_default().trim_end_matches('\r').into();
    Item::Reject { line, offset, reason, text }
}

/// Says why a text is no object, with the place where it stops being JSON.
pub(super) fn not_an_object(text: &str, error: &serde_json::Error) -> String {
    let what = match text.trim_start().chars().next() {
        Some('[') => "an array",
        Some('"') => "a string",
        Some('0'..='9' | '-') => "a number",
        _ => "a single word",
    };
    match Value::parse(text) {
        Ok(_) => format!("not a JSON object but {what}"),
        Err(deeper) if error.is_data() => not_json(&deeper),
        Err(_) => not_json(error),
    }
}

fn not_json(error: &serde_json::Error) -> String {
    let place = format!(" at line {} column {}", error.line(), error.column());
    let message = error.to_string();
    let message = message.strip_suffix(&place).unwrap_or(&message);
    let message = message.replace("EOF while parsing", "it ends within").replace("expected ident", "expected a value");
    let line = if error.line() > 1 { format!("line {} of it, ", error.line()) } else { String::new() };
    format!("not JSON ({message} at {line}column {})", error.column())
}
