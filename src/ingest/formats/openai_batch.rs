//! `OpenAI`'s Batch files: requests, results, errors, or results joined with their requests on `custom_id`.

use super::format::{Detector, Format, Reader, Strength};
use crate::ingest::field_names::Field;
use crate::ingest::json::{Fields, Kind, Value};
use crate::ingest::record::Records;
use crate::ingest::record::exchange;
use crate::ingest::record::read_by_names;

/// `openai-batch`.
pub(super) const FORMAT: Format = Format {
    name: "openai-batch",
    description: "OpenAI's Batch files: results, errors and requests; `--join REQUESTS --on custom_id` puts them together.",
    detector: Detector::Entry(|fields| Strength::sure(has_shape(fields))),
    example: r#"{"id": "batch_req_1", "custom_id": "a", "response": {"status_code": 200, "request_id": "q", "body": {"id": "c1",
"model": "gpt-4o", "choices": [{"index": 0, "message": {"role": "assistant", "content": "4"}, "finish_reason": "stop"}]}},
"error": null}
{"id": "batch_req_2", "custom_id": "b", "response": null, "error": {"code": "batch_expired", "message": "Too late."}}"#,
    reader: Reader::Records(read),
    expected: "line 1\noutput: 4\nid: a\nmodel: gpt-4o\nfinish: stop\nmeta response: {\"status_code\":200,\"request_id\":\"q\"}\nmeta response.body: {\"id\":\"c1\"}\nmeta id: \"batch_req_1\"\nline 2\noutput: \nid: b\nerror: Too late.\nmeta error: {\"code\":\"batch_expired\",\"message\":\"Too late.\"}\nmeta id: \"batch_req_2\"\nflag: NoFinalAnswer",
    source: "by hand, after the OpenAI guide to the Batch API",
    ..Format::BLANK
};

fn has_shape(fields: &Fields<'_>) -> bool {
    let is_object = |key: &str| fields.get(key).is_some_and(|value| value.kind() == Kind::Object);
    let is_result = fields.get("response").and_then(Value::members).is_some_and(|it| it.has("body"))
        || fields.get("response").is_some_and(Value::is_null) && is_object("error");
    fields.has("custom_id") && (is_result || fields.has("method") && fields.has("url") && is_object("body"))
}

fn read(fields: &mut Fields<'_>, out: &mut Records<'_>) {
    let body = fields.get("response").and_then(Value::members).and_then(|it| it.get("body")?.members());
    if body.is_some_and(|body| body.get("object").and_then(Value::text).as_deref() == Some("list")) {
        return out.skip("a list of embeddings");
    }
    let mut builder = out.begin();
    if let Some(id) = fields.get("custom_id")
        && builder.put(Field::Id, "custom_id", id)
    {
        fields.take("custom_id");
    }
    exchange::read_bodies(fields, &mut builder);
    if fields.get("method").and_then(Value::text).as_deref() == Some("POST") {
        fields.take("method");
    }
    read_by_names(fields, &mut builder);
    out.push(builder);
}
