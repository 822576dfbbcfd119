//! What Amazon `SageMaker` captures of an endpoint: the request and the response, as JSON, CSV or base64.

use super::format::{Detector, Format, Reader, Strength};
use crate::domain::RawJson;
use crate::ingest::field_names::Field;
use crate::ingest::json::{Fields, Kind, Value};
use crate::ingest::record::{RecordBuilder, put_request, put_response, read_by_names};

/// `sagemaker`.
pub(super) const FORMAT: Format = Format {
    name: "sagemaker",
    description: "Data that Amazon SageMaker captured of an endpoint.",
    detector: Detector::Entry(|fields| Strength::sure(captured(fields).is_some())),
    reader: Reader::Record(read),
    example: r#"{"captureData": {"endpointInput": {"observedContentType": "application/json", "mode": "INPUT", "data": "{\"inputs\": \"2+2?\", \"parameters\": {\"max_new_tokens\": 5}}", "encoding": "JSON"}, "endpointOutput": {"observedContentType": "application/json", "mode": "OUTPUT", "data": "W3siZ2VuZXJhdGVkX3RleHQiOiAiNCJ9XQ==", "encoding": "BASE64"}}, "eventMetadata": {"eventId": "e-1", "inferenceTime": "2026-03-01T10:00:00Z"}, "eventVersion": "0"}"#,
    expected: "line 1\nuser: 2+2?\noutput: 4\nid: e-1\ntime: 2026-03-01T10:00:00Z\nmeta captureData.endpointInput.parameters: {\"max_new_tokens\":5}",
    source: "by hand, after the guide to data capture of Amazon SageMaker",
    ..Format::BLANK
};

fn captured<'a>(fields: &Fields<'a>) -> Option<Fields<'a>> {
    let data = fields.get("captureData")?.members()?;
    (data.has("endpointInput") || data.has("endpointOutput")).then_some(data)
}

fn read(fields: &mut Fields<'_>, record: &mut RecordBuilder) {
    let data = captured(fields).unwrap_or_default();
    let mut about = fields.take("eventMetadata").and_then(Value::members).unwrap_or_default();
    for (field, key) in [(Field::Id, "eventId"), (Field::Time, "inferenceTime")] {
        if let Some(value) = about.get(key)
            && record.put(field, key, value)
        {
            about.take(key);
        }
    }
    if let Some(body) = data.get("endpointInput").and_then(body) {
        put_asked(record, "captureData.endpointInput", &body);
    }
    match data.get("endpointOutput").and_then(body) {
        Some(body) => {
            put_response(record, "captureData.endpointOutput", Value::Json(&body));
        }
        None => record.put_no_answer(),
    }
    fields.take("captureData");
    fields.take("eventVersion");
    record.keep_rest("eventMetadata", &about);
    read_by_names(fields, record);
}

/// Puts in what was asked; an object of one prompt and its parameters is the prompt.
fn put_asked(record: &mut RecordBuilder, key: &str, body: &str) {
    let Some(mut inner) = Fields::parse(body).ok().filter(|inner| inner.has("inputs")) else {
        put_request(record, key, Value::Json(body));
        return;
    };
    if let Some(asked) = inner.take("inputs") {
        let key = format!("{key}.inputs");
        // A text may be turns in the template of the model.
        if asked.kind() == Kind::String {
            record.put(Field::Input, &key, asked);
        } else {
            put_request(record, &key, asked);
        }
    }
    for (name, value) in inner.iter() {
        record.keep(&format!("{key}.{name}"), value.kept());
    }
}

/// Returns the body of one side as JSON: as it is, or as a text.
fn body(side: Value<'_>) -> Option<String> {
    let fields = side.members()?;
    let data = fields.get("data").filter(|data| !data.is_null())?;
    let text = data.text().map_or_else(|| data.source().to_owned(), std::borrow::Cow::into_owned);
    let is_packed =
        fields.get("encoding").and_then(Value::text).is_some_and(|word| word.eq_ignore_ascii_case("base64"));
    let text = if is_packed { unpacked(&text).unwrap_or(text) } else { text };
    let is_json = Value::parse(&text).is_ok() && text.trim_start().starts_with(['{', '[', '"']);
    Some(if is_json { text.trim().to_owned() } else { RawJson::string(&text).text().to_owned() })
}

/// Returns the text that base64 stands for; `None` where it is none, or no text.
fn unpacked(text: &str) -> Option<String> {
    let digit = |byte: u8| match byte {
        b'A'..=b'Z' => Some(byte - b'A'),
        b'a'..=b'z' => Some(byte - b'a' + 26),
        b'0'..=b'9' => Some(byte - b'0' + 52),
        b'+' | b'-' => Some(62),
        b'/' | b'_' => Some(63),
        _ => None,
    };
    let (mut bytes, mut held, mut count) = (Vec::with_capacity(text.len() / 4 * 3), 0_u32, 0);
    for byte in text.bytes().filter(|byte| !byte.is_ascii_whitespace() && *byte != b'=') {
        held = held << 6 | u32::from(digit(byte)?);
        count += 6;
        if count >= 8 {
            count -= 8;
            bytes.push(u8::try_from(held >> count & 0xff).unwrap_or_default());
        }
    }
    String::from_utf8(bytes).ok()
}
