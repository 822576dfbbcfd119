//! Anthropic's Message Batches: results, requests, or both joined on `custom_id`.

use super::format::{Detector, Format, Reader, Strength};
use crate::domain::RawJson;
use crate::ingest::field_names::Field;
use crate::ingest::json::{Fields, Value};
use crate::ingest::record::exchange;
use crate::ingest::record::message;
use crate::ingest::record::{RecordBuilder, read_by_names};

/// `anthropic-batch`.
pub(super) const FORMAT: Format = Format {
    name: "anthropic-batch",
    description: "Anthropic's Message Batches: results and requests; `--join REQUESTS --on custom_id` puts them together.",
    detector: Detector::Entry(|fields| Strength::sure(has_shape(fields))),
    example: r#"{"custom_id": "a", "result": {"type": "succeeded", "message": {"id": "msg_1", "type": "message", "role": "assistant",
"model": "claude", "content": [{"type": "text", "text": "4"}], "stop_reason": "end_turn", "stop_sequence": null,
"usage": {"input_tokens": 9, "output_tokens": 1}}}}"#,
    reader: Reader::Record(read),
    expected: "line 1\noutput: 4\nid: a\nmodel: claude\nfinish: end_turn\ntokens: 9/1\nmeta result: {\"type\":\"succeeded\"}\nmeta result.message: {\"id\":\"msg_1\"}",
    source: "by hand, after the Anthropic API reference for Message Batches",
    ..Format::BLANK
};

fn kind<'a>(fields: &Fields<'a>) -> Option<std::borrow::Cow<'a, str>> {
    fields.get("result")?.members()?.get("type")?.text()
}

fn has_shape(fields: &Fields<'_>) -> bool {
    let is_result =
        kind(fields).is_some_and(|kind| matches!(kind.as_ref(), "succeeded" | "errored" | "canceled" | "expired"));
    let params = fields.get("params").and_then(Value::members);
    let is_request = params.is_some_and(|params| params.get("messages").is_some_and(message::is_list));
    fields.has("custom_id") && (is_result || is_request)
}

fn read(fields: &mut Fields<'_>, builder: &mut RecordBuilder) {
    if let Some(id) = fields.get("custom_id")
        && builder.put(Field::Id, "custom_id", id)
    {
        fields.take("custom_id");
    }
    if let Some(kind) = kind(fields).filter(|kind| kind != "succeeded") {
        let result = fields.take("result").and_then(Value::members).unwrap_or_default();
        let outer = result.get("error").and_then(Value::members);
        let error = outer.and_then(|error| error.get("error")).or_else(|| result.get("error"));
        let told = RawJson::string(&kind);
        builder.put(Field::Error, "result.error", error.unwrap_or(Value::Json(told.text())));
        builder.put_no_answer();
    }
    exchange::read_bodies(fields, builder);
    read_by_names(fields, builder);
}
