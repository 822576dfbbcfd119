//! Event logs: what was asked and what was answered in lines of their own, joined by the id of the call.

use std::collections::{HashMap, VecDeque};

use super::format::{Detector, Format, FormatReader, Reader, Strength};
use crate::domain::Time;
use crate::ingest::field_names::{Field, meaning_of, normalized};
use crate::ingest::json::{Fields, Kind, Value};
use crate::ingest::record::{RecordBuilder, Records, read_by_names};

/// `event-log`.
pub(super) const FORMAT: Format = Format {
    name: "event-log",
    description: "Events of calls: what was asked in one line, what was answered in another, under one id.",
    detector: Detector::File(detect),
    reader: Reader::File(|| Box::<Calls>::default()),
    example: r#"{"type": "prompt", "request_id": "1", "prompt": "2+2?", "model": "m", "ts": "2026-03-01T10:00:00Z"}
{"type": "prompt", "request_id": "2", "prompt": "3+3?"}
{"type": "completion", "request_id": "1", "completion": "4", "ts": "2026-03-01T10:00:01Z"}
{"type": "completion", "request_id": "2", "completion": "6"}"#,
    expected: "line 1\nuser: 2+2?\noutput: 4\nid: 1\nmodel: m\ntime: 2026-03-01T10:00:00Z\nlatency: 1000\nline 2\nuser: 3+3?\noutput: 6\nid: 2",
    source: "by hand",
    ..Format::BLANK
};

/// The names of the id that the events of one call share, the narrowest first.
const IDS: [&str; 11] = [
    "callid",
    "requestid",
    "spanid",
    "completionid",
    "generationid",
    "interactionid",
    "correlationid",
    "runid",
    "sampleid",
    "traceid",
    "messageid",
];
/// The most bytes of events whose calls are held open, each with what a record takes beside its texts; then the oldest call
/// is given out.
const MOST_BYTES: usize = 64 * 1024 * 1024;
const RECORD_BYTES: usize = 1024;

#[derive(Default)]
struct Calls {
    /// The ids of the calls that are held open, in the order in which they began.
    order: VecDeque<String>,
    held: HashMap<String, Call>,
    bytes: usize,
}

/// A call of which events were read.
struct Call {
    record: RecordBuilder,
    bytes: usize,
}

/// Returns the key and the value of the narrowest id.
fn id(fields: &Fields<'_>) -> Option<(String, String)> {
    let ids = fields.iter().filter_map(|(key, value)| {
        let name = normalized(key);
        let rank = IDS.iter().position(|wanted| name == *wanted)?;
        Some((rank, key, value.scalar()?))
    });
    ids.min_by_key(|(rank, ..)| *rank).map(|(_, key, id)| (key.to_owned(), id))
}

/// Returns whether a key says what kind of event it is.
fn is_kind(key: &str) -> bool {
    matches!(&*normalized(key), "type" | "event" | "eventtype" | "eventname" | "kind" | "phase")
}

fn is_event(fields: &Fields<'_>) -> bool {
    id(fields).is_some() && fields.iter().any(|(key, value)| is_kind(key) && value.kind() == Kind::String)
}

/// Returns whether an event says what was asked, and whether it says what was answered.
fn says(fields: &Fields<'_>) -> (bool, bool) {
    let has = |wanted: &[Field]| {
        let is_it = |(key, value): (&str, Value<'_>)| {
            !value.is_null() && meaning_of(key).is_some_and(|(field, _)| wanted.contains(&field))
        };
        fields.iter().any(is_it)
    };
    (has(&[Field::Input, Field::Messages]), has(&[Field::Output]))
}

/// A log is one where some call is asked in one event and answered in another, and none in the same.
fn detect(entries: &[Fields<'_>]) -> Strength {
    let mut asked: Vec<String> = Vec::new();
    let mut is_joined = false;
    for fields in entries {
        match (says(fields), id(fields)) {
            ((true, true), _) => return Strength::No,
            ((true, false), Some((_, id))) => asked.push(id),
            ((false, true), Some((_, id))) => is_joined |= asked.contains(&id),
            (_, None) | ((false, false), Some(_)) => {}
        }
    }
    let events = entries.iter().filter(|fields| is_event(fields)).count();
    if is_joined && events * 2 >= entries.len() { Strength::Possible } else { Strength::No }
}

impl FormatReader for Calls {
    fn read(&mut self, fields: &mut Fields<'_>, out: &mut Records<'_>) {
        let mut record = out.begin();
        let Some((key, id)) = id(fields) else {
            return out.skip("an event of no call");
        };
        if let Some(value) = fields.take(&key) {
            record.put(Field::Id, &key, value);
        }
        let bytes = fields.size() + RECORD_BYTES;
        for kind in fields.keys().iter().filter(|key| is_kind(key)) {
            fields.take(kind);
        }
        read_by_names(fields, &mut record);
        out.keep_line(&mut record);
        self.bytes += bytes;
        if let Some(call) = self.held.get_mut(&id) {
            call.bytes += bytes;
            go_on(&mut call.record, record);
        } else {
            self.order.push_back(id.clone());
            self.held.insert(id, Call { record, bytes });
        }
        while self.bytes > MOST_BYTES && self.order.len() > 1 {
            self.give_oldest(out);
        }
    }

    fn end(&mut self, out: &mut Records<'_>) {
        while !self.order.is_empty() {
            self.give_oldest(out);
        }
    }
}

/// Adds an event to the call that it belongs to.
fn go_on(call: &mut RecordBuilder, event: RecordBuilder) {
    let (begun, ended): (Option<Time>, Option<Time>) = (call.content.time, event.content.time);
    call.absorb(event);
    if let (Some(begun), Some(ended)) = (begun, ended)
        && ended > begun
        && call.content.latency_ms.is_none_or(|known| known < millis(begun, ended))
    {
        call.content.latency_ms = Some(millis(begun, ended));
    }
}

#[expect(clippy::cast_precision_loss, reason = "milliseconds of one call")]
fn millis(begun: Time, ended: Time) -> f64 {
    (ended.0 - begun.0) as f64
}

impl Calls {
    fn give_oldest(&mut self, out: &mut Records<'_>) {
        let Some(Call { record, bytes }) = self.order.pop_front().and_then(|id| self.held.remove(&id)) else { return };
        self.bytes -= bytes;
        if record.has_content() { out.push(record) } else { out.skip("an event that says nothing of a call") }
    }
}

#[cfg(test)]
mod tests {
    use super::{Calls, Fields, FormatReader, MOST_BYTES, RecordBuilder, Records};

    #[test]
    fn calls_are_held_open_up_to_so_many_bytes_and_the_oldest_is_given_out() {
        let (mut calls, mut given) = (Calls::default(), Vec::new());
        let long = "x".repeat(MOST_BYTES / 8);
        for id in 0..10 {
            let line = format!("{{\"type\": \"prompt\", \"request_id\": \"{id}\", \"prompt\": \"{long}\"}}");
            let text = String::new;
            let mut out = Records::new(RecordBuilder::default(), &text, None);
            calls.read(&mut Fields::parse(&line).unwrap(), &mut out);
            given.push(out.into_given().len());
        }
        assert_eq!(given, [0, 0, 0, 0, 0, 0, 0, 1, 1, 1]);
        assert_eq!((calls.held.len(), calls.order.front().map(String::as_str)), (7, Some("3")));
    }
}
