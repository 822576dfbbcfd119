//! Tells from the first bytes of a text how it is framed: lines, one array, values, one object, or a table.

use super::document::{ListPaths, has_list};
use super::lines::are_events;
use super::text_lines::{are_wrapped, is_template};
use crate::ingest::field_names::{Field, meaning, normalized};
use crate::ingest::json::{Fields, Kind};

/// The frames.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Shape {
    /// One JSON object per line.
    Lines,
    /// Lines of a program with something written around each.
    Wrapped,
    /// Conversations in the template of a model.
    Templates,
    /// Server-sent events, as they came over the wire.
    Events,
    /// One JSON array.
    Array,
    /// JSON objects over several lines, one after the other.
    Values,
    /// One JSON object.
    Document,
    /// A table with this delimiter and a header.
    Table(u8),
    /// None of these.
    Text,
}

/// Returns the shape of a text that begins with `head`; `forced` holds the delimiters of the table that was asked for.
pub(super) fn detect(head: &[u8], is_whole: bool, forced: Option<&[u8]>, lists: &ListPaths) -> Shape {
    if let Some(known @ [first, ..]) = forced {
        return Shape::Table(delimiter(head).filter(|found| known.contains(found)).unwrap_or(*first));
    }
    let trimmed = head.trim_ascii_start();
    if is_template(trimmed) {
        return Shape::Templates;
    }
    match trimmed.first() {
        Some(b'{') if are_wrapped(trimmed, is_whole) => return Shape::Wrapped,
        Some(b'{') => return object(trimmed, is_whole, lists),
        Some(b'[') => match trimmed.get(1..).unwrap_or_default().trim_ascii_start().first() {
            Some(b'{' | b']') => return Shape::Array,
            // JSON, but no records: each line is rejected with that reason.
            Some(b'[' | b'"') => return Shape::Lines,
            Some(_) | None => {}
        },
        Some(_) | None => {}
    }
    if are_events(trimmed) {
        return Shape::Events;
    }
    if has_json_line(trimmed) {
        return Shape::Lines;
    }
    if known_columns(trimmed) == 0 && are_wrapped(trimmed, is_whole) {
        return Shape::Wrapped;
    }
    table(trimmed).map_or(Shape::Text, Shape::Table)
}

/// How the first value of a text goes on.
struct First {
    /// One past its end, when it ends within the head.
    end: Option<usize>,
    has_newline: bool,
    /// A newline is where JSON cannot have one: a line was cut off.
    is_broken: bool,
}

fn first_value(text: &[u8]) -> First {
    let mut open: Vec<u8> = Vec::new();
    let (mut in_string, mut escaped, mut has_newline) = (false, false, false);
    let mut last = b' ';
    for (at, byte) in text.iter().enumerate() {
        if in_string {
            match byte {
                b'\n' => return First { end: None, has_newline: true, is_broken: true },
                _ if escaped => escaped = false,
                b'\\' => escaped = true,
                b'"' => in_string = false,
                _ => {}
            }
            continue;
        }
        match byte {
            b'\n' => has_newline = true,
            b' ' | b'\t' | b'\r' => continue,
            b'"' => in_string = true,
            b'{' | b'[' => {
                let fits = match (open.last(), last) {
                    (None, _) | (Some(b'['), b'[' | b',') | (Some(b'{'), b':') => true,
                    (Some(_), _) => *byte != b'{' || !has_newline,
                };
                if !fits {
                    return First { end: None, has_newline, is_broken: true };
                }
                open.push(*byte);
            }
            b'}' | b']' => {
                open.pop();
                if open.is_empty() {
                    return First { end: Some(at + 1), has_newline, is_broken: false };
                }
            }
            _ => {}
        }
        if *byte != b'\n' {
            last = *byte;
        }
    }
    First { end: None, has_newline, is_broken: false }
}

fn object(text: &[u8], is_whole: bool, lists: &ListPaths) -> Shape {
    let first = first_value(text);
    if first.is_broken {
        return Shape::Lines;
    }
    let Some(end) = first.end else {
        return match (has_list(text, lists), first.has_newline) {
            (true, _) => Shape::Document,
            (false, true) => Shape::Values,
            (false, false) => Shape::Lines,
        };
    };
    let is_alone = text.get(end..).unwrap_or_default().trim_ascii_start().is_empty();
    if matches!(lists, ListPaths::Given(_)) && is_alone && has_list(text, lists) {
        return Shape::Document;
    }
    match (is_alone && is_whole, first.has_newline) {
        (true, true) if !is_record(text) => Shape::Document,
        (true, false) if has_list(text, lists) && !is_record(text) => Shape::Document,
        (true | false, false) => Shape::Lines,
        (true | false, true) => Shape::Values,
    }
}

/// Returns whether one object is itself a record: it has an output, or messages.
fn is_record(text: &[u8]) -> bool {
    let text = String::from_utf8_lossy(text);
    let Ok(fields) = Fields::parse(text.trim_end()) else { return false };
    fields.iter().any(|(key, value)| {
        let what = meaning(&normalized(key)).map(|(field, _)| field);
        matches!((what, value.kind()), (Some(Field::Output), Kind::String) | (Some(Field::Messages), Kind::Array))
            && key != "conversations"
    })
}

fn first_line(text: &[u8]) -> &[u8] {
    text.split(|byte| *byte == b'\n').next().unwrap_or_default()
}

/// Returns whether one of the first lines is a JSON object, behind others that are not.
fn has_json_line(text: &[u8]) -> bool {
    let is_object = |line: &[u8]| {
        let line = line.trim_ascii();
        line.starts_with(b"{\"")
            && line.ends_with(b"}")
            && serde_json::from_slice::<serde::de::IgnoredAny>(line).is_ok()
    };
    text.split(|byte| *byte == b'\n').take(200).any(is_object)
}

/// Reads the first line `sep=;` that Excel writes and understands; returns its delimiter and its length.
pub(super) fn separator_line(text: &[u8]) -> Option<(u8, usize)> {
    let line = first_line(text);
    let length = line.len() + usize::from(text.len() > line.len());
    let line = line.trim_ascii_end();
    let inner = line.strip_prefix(b"\"").and_then(|line| line.strip_suffix(b"\"")).unwrap_or(line);
    let inner = if inner.is_empty() { line } else { inner };
    let name = inner.get(..4)?;
    match inner.get(4..)? {
        [delimiter] if name.eq_ignore_ascii_case(b"sep=") => Some((*delimiter, length)),
        // The tab is white space at the end of the line.
        [] if name.eq_ignore_ascii_case(b"sep=") => Some((b'\t', length)),
        [..] => None,
    }
}

/// The delimiters of tables, the likelier ones first.
const DELIMITERS: [u8; 4] = [b',', b';', b'\t', b'|'];

/// Returns the delimiter of the header line: the one that gives most known names, then that of which the first rows have
/// equally many, then the most frequent one outside quotes.
fn delimiter(text: &[u8]) -> Option<u8> {
    let line = first_line(text);
    let rank = |delimiter: &u8| {
        let mut is_quoted = false;
        let count = line
            .iter()
            .filter(|byte| {
                is_quoted ^= **byte == b'"';
                !is_quoted && *byte == delimiter
            })
            .count();
        (count > 0).then(|| (known_names(line, *delimiter), is_even(text, *delimiter), count))
    };
    DELIMITERS
        .iter()
        .rev()
        .max_by_key(|delimiter| rank(delimiter))
        .copied()
        .filter(|delimiter| rank(delimiter).is_some())
}

/// Returns how many known names the first line has as the header of a table; none where it holds an object.
fn known_columns(text: &[u8]) -> usize {
    let line = first_line(text);
    let is_header = !line.contains(&b'{');
    delimiter(text).filter(|_| is_header).map_or(0, |delimiter| known_names(line, delimiter))
}

fn known_names(line: &[u8], delimiter: u8) -> usize {
    let cells = line.split(|byte| *byte == delimiter);
    let is_known = |cell: &&[u8]| {
        let cell = String::from_utf8_lossy(cell);
        meaning(&normalized(cell.trim().trim_matches('"'))).is_some()
    };
    cells.filter(is_known).count()
}

/// Returns whether the first rows, three at least, have equally many cells.
fn is_even(text: &[u8], delimiter: u8) -> bool {
    let mut reader = csv::ReaderBuilder::new().delimiter(delimiter).flexible(true).has_headers(false).from_reader(text);
    let widths: Vec<usize> = reader.byte_records().take(4).filter_map(|row| row.ok().map(|row| row.len())).collect();
    widths.len() > 2 && widths.windows(2).all(|pair| pair.first() == pair.last())
}

/// Returns the delimiter of a table: one of its headers is a known name, or its first lines have equally many cells.
fn table(text: &[u8]) -> Option<u8> {
    let found = delimiter(text);
    let delimiter = found.unwrap_or(b',');
    if known_names(first_line(text), delimiter) > 0 {
        return Some(delimiter);
    }
    found.filter(|delimiter| is_even(text, *delimiter))
}

#[cfg(test)]
mod tests {
    use super::{ListPaths, Shape, detect};

    #[test]
    fn shapes_are_told_by_content() {
        let shape = |text: &str| detect(text.as_bytes(), true, None, &ListPaths::Known(Vec::new()));
        assert_eq!(shape("{\"a\":1}\n{\"a\":2}\n"), Shape::Lines);
        assert_eq!(shape("{\"a\":1}"), Shape::Lines);
        assert_eq!(shape("{\"a\":\"tru\n{\"a\":2}\n"), Shape::Lines);
        assert_eq!(shape("{\"a\":1,\n{\"a\":2}\n"), Shape::Lines);
        assert_eq!(shape("[{\"a\":1}]"), Shape::Array);
        assert_eq!(shape("{\n \"a\": 1\n}\n{\n \"a\": 2\n}"), Shape::Values);
        assert_eq!(shape("{\n \"data\": [{\"a\": 1}]\n}"), Shape::Document);
        assert_eq!(shape("{\"data\": [{\"a\": 1}]}"), Shape::Document);
        assert_eq!(shape("{\"items\": [{\"role\": \"user\", \"content\": \"x\"}]}"), Shape::Lines);
        assert_eq!(shape("question,answer\n1,2\n"), Shape::Table(b','));
        assert_eq!(shape("question;answer\n1,3;2\n"), Shape::Table(b';'));
        assert_eq!(shape("question, if any;answer\na, b, c;d\ne;f\n"), Shape::Table(b';'));
        assert_eq!(shape("question|answer\na, b|c\n"), Shape::Table(b'|'));
        assert_eq!(shape("a\tb\n1\t2\n3\t4\n"), Shape::Table(b'\t'));
        assert_eq!(shape("starting up\n{\"a\":1}\n"), Shape::Lines);
        assert_eq!(shape("[2024-01-01] INFO hello\n"), Shape::Text);
        assert_eq!(shape("Dear diary, today\nwas a day\n"), Shape::Text);
    }
}
