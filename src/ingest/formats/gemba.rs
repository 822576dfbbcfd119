//! gemba's own records, as `export` and `list --json` print them: each comes back as it was, with the same identity.
//! Judgements in the export come beside it: whether they are taken is decided by whoever stores the record.

use super::format::{Detector, Format, Reader, Strength};
use crate::domain::{Content, Message, Part, RawJson, Role, Time, Untrusted};
use crate::ingest::field_names::Field;
use crate::ingest::json::{Fields, Value};
use crate::ingest::label::own;
use crate::ingest::record::{RecordBuilder, read_by_names};

/// `gemba`.
pub(super) const FORMAT: Format = Format {
    name: "gemba",
    description: "gemba's own records, as `gemba export` and `gemba list --json` print them.",
    detector: Detector::Entry(|fields| Strength::sure(has_shape(fields))),
    example: r#"{"id": "", "source": {}, "row": 1, "external_id": null, "messages": [{"role": "user", "content": "2+2?"}],
"output": "4", "output_parts": [], "verdicts": [], "grades": [], "flags": []}"#,
    reader: Reader::Record(read),
    expected: "line 1\nuser: 2+2?\noutput: 4",
    source: "by hand, after what `gemba list --json` prints",
    ..Format::BLANK
};

/// Keys that together no other log has.
const KEYS: [&str; 10] =
    ["id", "source", "external_id", "messages", "output", "output_parts", "verdicts", "grades", "flags", "row"];

fn has_shape(fields: &Fields<'_>) -> bool {
    KEYS.iter().all(|key| fields.has(key))
}

fn read(fields: &mut Fields<'_>, builder: &mut RecordBuilder) {
    let Some(content) = content(fields).filter(|_| has_shape(fields)) else {
        return read_by_names(fields, builder);
    };
    builder.note(Field::Input, "messages");
    builder.note(Field::Output, "output");
    builder.content = content;
    let opinions = own(fields);
    if !opinions.is_empty() {
        builder.place.judged.get_or_insert_default().opinions.extend(opinions);
    }
    builder.is_exact = true;
}

/// Reads a line as a record, with nothing lost; `None` where something in it is not as gemba writes it.
#[must_use]
pub fn record(line: &str) -> Option<Content> {
    content(&Fields::parse(line).ok()?)
}

/// Returns the record; `None` where something in it is not as gemba writes it.
fn content(fields: &Fields<'_>) -> Option<Content> {
    let given = |key: &str| fields.get(key).filter(|value| !value.is_null());
    let text = |key: &str| given(key).and_then(Value::text).map(|text| Untrusted::new(text.into_owned()));
    let number = |value: Option<Value<'_>>| value.and_then(Value::number);
    let tokens = given("tokens").and_then(Value::members).unwrap_or_default();
    let count = |key: &str| serde_json::from_str(tokens.get(key)?.source()).ok();
    let meta = given("meta").and_then(Value::members).unwrap_or_default();
    let meta = meta.iter().map(|(key, value)| Some((Untrusted::from(key), RawJson::parse(value.source()).ok()?)));
    Some(Content {
        external_id: text("external_id"),
        conversation: text("conversation"),
        time: match given("time") {
            Some(value) => Some(time(&value.text()?)?),
            None => None,
        },
        model: text("model"),
        prompt_version: text("prompt_version"),
        messages: given("messages")?.elements()?.into_iter().map(turn).collect::<Option<_>>()?,
        tools: match given("tools") {
            Some(value) => Some(RawJson::parse(value.source()).ok()?),
            None => None,
        },
        output: text("output")?,
        output_parts: parts(given("output_parts")?)?,
        after_output: turns_after_output(given("messages")?)?,
        expected: text("expected"),
        finish_reason: text("finish_reason"),
        latency_ms: number(given("latency_ms")),
        tokens_in: count("in"),
        tokens_out: count("out"),
        cost: number(given("cost")),
        error: text("error"),
        meta: meta.collect::<Option<_>>()?,
        flags: serde_json::from_str(given("flags")?.source()).ok()?,
        raw: text("raw"),
    })
}

/// A time as it is printed, also where no calendar has it.
fn time(text: &str) -> Option<Time> {
    let millis = text.strip_prefix('@').and_then(|text| text.strip_suffix("ms")).and_then(|text| text.parse().ok());
    millis.map(Time).or_else(|| Time::parse(text))
}

/// Returns how many turns say that they come after the output; they are the last ones.
fn turns_after_output(list: Value<'_>) -> Option<u32> {
    let says = |turn: &Value<'_>| turn.members().is_some_and(|turn| turn.has("after_output"));
    u32::try_from(list.elements()?.iter().rev().take_while(|turn| says(turn)).count()).ok()
}

fn turn(value: Value<'_>) -> Option<Message> {
    let turn = value.members()?;
    let role: Role = serde_json::from_str(turn.get("role")?.source()).ok()?;
    match turn.get("parts").filter(|parts| !parts.is_null()) {
        Some(list) => Some(Message { role, parts: parts(list)? }),
        None => Some(Message::text(role, turn.get("content")?.text()?.into_owned())),
    }
}

fn parts(value: Value<'_>) -> Option<Vec<Part>> {
    serde_json::from_str(value.source()).ok()
}
