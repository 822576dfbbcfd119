//! What runtimes of containers, collectors of logs and loggers write around the line of a program: Docker's
//! `{"log": "…\n", "stream": "stdout", "time": "…"}`, the `TIME stdout F …` of Kubernetes, `web-1 | …` and `TIME INFO …`.

use std::borrow::Cow;
use std::ops::Range;

use crate::domain::RawJson;
use crate::ingest::field_names::{Field, meaning_of};
use crate::ingest::json::{Fields, Kind, Value};

/// The line of a program, with what was written around it.
pub(super) struct Inside<'l> {
    /// The line, or a part of it.
    pub(super) text: Cow<'l, [u8]>,
    /// Which stream it came from: parts of several may alternate.
    pub(super) stream: String,
    /// Whether more of it follows.
    pub(super) is_part: bool,
    /// When it was written, and what else was said around it, as members of a JSON object.
    pub(super) around: Vec<(String, String)>,
}

/// Keys under which collectors keep the line.
const LINES: [&str; 8] = ["log", "message", "MESSAGE", "line", "msg", "textPayload", "@message", "_raw"];
/// The longest text in front of a line.
const LONGEST_PREFIX: usize = 300;

/// Returns what an object holds that a collector wrote around a line. `None` where it is a record itself.
pub(super) fn of_object(line: &[u8]) -> Option<Inside<'static>> {
    let fields = Fields::parse(std::str::from_utf8(line).ok()?).ok()?;
    let key = LINES.into_iter().find(|key| fields.get(key).is_some_and(|value| value.kind() == Kind::String))?;
    let answers = |name: &str| matches!(meaning_of(name), Some((Field::Output | Field::Messages, _)));
    if fields.keys().iter().any(|name| name != key && answers(name)) {
        return None;
    }
    let text = fields.get(key).and_then(Value::text)?.into_owned();
    let stream = fields.get("stream").map(Value::plain).unwrap_or_default();
    // Docker ends a line with its newline, and cuts long ones without.
    let is_part = key == "log" && !text.ends_with('\n') || is_marked_part(&fields);
    let around = fields
        .iter()
        .filter(|(name, value)| *name != key && !value.is_null() && !matches!(*name, "stream" | "_p" | "logtag"))
        .map(|(name, value)| (name.to_owned(), value.source().to_owned()))
        .collect();
    Some(Inside { text: Cow::Owned(text.into_bytes()), stream, is_part, around })
}

/// Returns whether fluent-bit marked a line as one of several parts.
fn is_marked_part(fields: &Fields<'_>) -> bool {
    ["_p", "logtag"].iter().any(|key| fields.get(key).and_then(Value::text).as_deref() == Some("P"))
}

/// Returns what stands in a line behind the time, the stream and the mark of Kubernetes' runtimes.
pub(super) fn of_runtime(line: &[u8]) -> Option<Inside<'_>> {
    let mut words = line.splitn(4, |byte| *byte == b' ');
    let (time, stream, mark) = (words.next()?, words.next()?, words.next()?);
    let text = words.next().unwrap_or_default();
    let is_time = time_in(time).is_some_and(|at| at == (0..time.len()));
    let mark = mark.split(|byte| *byte == b':').next()?;
    if !is_time || !matches!(stream, b"stdout" | b"stderr") || !matches!(mark, b"F" | b"P") {
        return None;
    }
    let around = vec![("time".to_owned(), string(time))];
    let stream = String::from_utf8_lossy(stream).into_owned();
    Some(Inside { text: Cow::Borrowed(text), stream, is_part: mark == b"P", around })
}

/// Returns the object that a line ends with, behind a few words.
pub(super) fn of_prefix(line: &[u8]) -> Option<Inside<'_>> {
    let line = line.trim_ascii_end();
    let at = line.iter().take(LONGEST_PREFIX).position(|byte| *byte == b'{')?;
    let (before, text) = line.split_at(at);
    let is_apart =
        before.last().is_none_or(|byte| !byte.is_ascii_alphanumeric() && !matches!(byte, b'"' | b'{' | b'['));
    if !is_apart || !is_object(text) {
        return None;
    }
    let time = time_in(before).and_then(|at| before.get(at));
    let around = time.map(|time| ("time".to_owned(), string(time))).into_iter().collect();
    Some(Inside { text: Cow::Borrowed(text), stream: String::new(), is_part: false, around })
}

/// Returns whether a text is one JSON object with something in it.
pub(super) fn is_object(text: &[u8]) -> bool {
    let text = text.trim_ascii();
    text.starts_with(b"{")
        && text.ends_with(b"}")
        && std::str::from_utf8(text).is_ok_and(|text| Fields::parse(text).is_ok_and(|fields| !fields.is_empty()))
}

/// Returns an object with what was said around it, where it says nothing of the kind itself.
pub(super) fn joined(object: &[u8], around: &[(String, String)]) -> Vec<u8> {
    let object = object.trim_ascii();
    let Some(fields) = std::str::from_utf8(object).ok().and_then(|text| Fields::parse(text).ok()) else {
        return object.to_vec();
    };
    let is_time = |name: &str| name.starts_with("__") || matches!(meaning_of(name), Some((Field::Time, _)));
    let has_time = fields.keys().iter().any(|name| is_time(name));
    let mut text = object.strip_suffix(b"}").unwrap_or(object).trim_ascii_end().to_vec();
    for (name, value) in around {
        if fields.has(name) || is_time(name) && has_time {
            continue;
        }
        text.extend_from_slice(format!(", {}: {value}", RawJson::string(name).text()).as_bytes());
    }
    text.push(b'}');
    text
}

fn string(text: &[u8]) -> String {
    // Loggers of Python write the fraction of a second behind a comma.
    RawJson::string(&String::from_utf8_lossy(text).replace(',', ".")).text().to_owned()
}

/// Returns where a time of the form `2026-03-01T10:00:00.123Z` stands at the beginning of a text, with a blank for the `T`
/// and without a zone as well.
fn time_in(text: &[u8]) -> Option<Range<usize>> {
    let begin = text.iter().take(60).position(u8::is_ascii_digit)?;
    let rest = text.get(begin..)?;
    let shape = b"0000-00-00T00:00:00";
    let fits = |(byte, form): (&u8, &u8)| match form {
        b'0' => byte.is_ascii_digit(),
        b'T' => matches!(byte, b'T' | b' '),
        form => byte == form,
    };
    if rest.len() < shape.len() || !rest.iter().zip(shape).all(fits) {
        return None;
    }
    let mut end = shape.len();
    let digits = |from: usize| rest.iter().skip(from).take_while(|byte| byte.is_ascii_digit()).count();
    if matches!(rest.get(end), Some(b'.' | b',')) && digits(end + 1) > 0 {
        end += 1 + digits(end + 1);
    }
    match rest.get(end) {
        Some(b'Z') => end += 1,
        Some(b'+' | b'-') if digits(end + 1) >= 2 => {
            end += rest.iter().skip(end + 1).take_while(|byte| byte.is_ascii_digit() || **byte == b':').count() + 1;
        }
        Some(_) | None => {}
    }
    Some(begin..begin + end)
}
