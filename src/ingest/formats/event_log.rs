//! Event logs: what was asked and what was answered in lines of their own, joined by the id of the call.

use std::collections::HashMap;

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
/// How many calls wait for their answer.
const MOST_WAITING: usize = 100_000;

#[derive(Default)]
struct Calls {
    order: Vec<String>,
    waiting: HashMap<String, RecordBuilder>,
}

fn id(fields: &Fields<'_>) -> Option<(String, String)> {
    IDS.iter().find_map(|wanted| {
        let (key, value) = fields.iter().find(|(key, _)| normalized(key) == *wanted)?;
        Some((key.to_owned(), value.scalar()?))
    })
}

fn is_event(fields: &Fields<'_>) -> bool {
    let is_kind =
        |key: &str| matches!(&*normalized(key), "type" | "event" | "eventtype" | "eventname" | "kind" | "phase");
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
        for kind in ["type", "event", "event_type", "eventType", "event_name", "phase"] {
            fields.take(kind);
        }
        read_by_names(fields, &mut record);
        out.keep_line(&mut record);
        let Some(call) = self.waiting.get_mut(&id) else {
            if self.waiting.len() >= MOST_WAITING {
                let oldest = self.order.remove(0);
                self.give(&oldest, out);
            }
            self.order.push(id.clone());
            self.waiting.insert(id, record);
            return;
        };
        let (begun, ended): (Option<Time>, Option<Time>) = (call.content.time, record.content.time);
        call.absorb(record);
        if let (Some(begun), Some(ended)) = (begun, ended)
            && ended > begun
            && call.content.latency_ms.is_none_or(|known| known < millis(begun, ended))
        {
            call.content.latency_ms = Some(millis(begun, ended));
        }
    }

    fn end(&mut self, out: &mut Records<'_>) {
        for id in std::mem::take(&mut self.order) {
            self.give(&id, out);
        }
    }
}

#[expect(clippy::cast_precision_loss, reason = "milliseconds of one call")]
fn millis(begun: Time, ended: Time) -> f64 {
    (ended.0 - begun.0) as f64
}

impl Calls {
    fn give(&mut self, id: &str, out: &mut Records<'_>) {
        let Some(record) = self.waiting.remove(id) else { return };
        if record.has_content() { out.push(record) } else { out.skip("an event that says nothing of a call") }
    }
}
