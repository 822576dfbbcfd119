//! Bedrock's log of model invocations, and calls of Converse.

use super::format::{Detector, Format, Reader, Strength};
use crate::ingest::field_names::Field;
use crate::ingest::json::{Fields, Value};
use crate::ingest::record::exchange::{self, Shape};
use crate::ingest::record::{RecordBuilder, read_by_names};

/// `bedrock`.
pub(super) const FORMAT: Format = Format {
    name: "bedrock",
    description: "Bedrock's log of model invocations, and calls of Converse.",
    detector: Detector::Entry(detect),
    example: r#"{"schemaType": "ModelInvocationLog", "timestamp": "2026-01-02T03:04:05Z", "requestId": "q1", "operation":
"Converse", "modelId": "nova", "input": {"inputContentType": "application/json", "inputBodyJson": {"messages": [{"role":
"user", "content": [{"text": "2+2?"}]}]}, "inputTokenCount": 5}, "output": {"outputContentType": "application/json",
"outputBodyJson": {"output": {"message": {"role": "assistant", "content": [{"text": "4"}]}}, "stopReason": "end_turn",
"metrics": {"latencyMs": 250}, "usage": {"inputTokens": 5, "outputTokens": 1, "totalTokens": 6}}, "outputTokenCount": 1}}"#,
    reader: Reader::Record(read),
    expected: "line 1\nuser: 2+2?\noutput: 4\nid: q1\nmodel: nova\nfinish: end_turn\ntime: 2026-01-02T03:04:05Z\nlatency: 250\ntokens: 5/1\nmeta input: {\"inputContentType\":\"application/json\",\"inputTokenCount\":5}\nmeta output: {\"outputContentType\":\"application/json\",\"outputTokenCount\":1}\nmeta operation: \"Converse\"",
    source: "by hand, after the Bedrock user guide on model invocation logging",
    ..Format::BLANK
};

fn is_log(fields: &Fields<'_>) -> bool {
    fields.get("schemaType").and_then(Value::text).as_deref() == Some("ModelInvocationLog")
        || fields.has("modelId")
            && fields.get("input").and_then(Value::members).is_some_and(|it| it.has("inputBodyJson"))
}

fn detect(fields: &Fields<'_>) -> Strength {
    Strength::sure(exchange::is_call(fields, Shape::Bedrock)).max(Strength::sure(is_log(fields)))
}

fn read(fields: &mut Fields<'_>, builder: &mut RecordBuilder) {
    if !is_log(fields) {
        return exchange::read(fields, builder);
    }
    for (field, key) in [(Field::Id, "requestId"), (Field::Time, "timestamp"), (Field::Model, "modelId")] {
        if let Some(value) = fields.get(key)
            && builder.put(field, key, value)
        {
            fields.take(key);
        }
    }
    for (field, side, name) in
        [(Field::TokensIn, "input", "inputTokenCount"), (Field::TokensOut, "output", "outputTokenCount")]
    {
        let count = fields.get(side).and_then(Value::members).and_then(|inner| inner.get(name));
        if let Some(count) = count {
            builder.put(field, &format!("{side}.{name}"), count);
        }
    }
    if let Some(code) = fields.get("errorCode")
        && builder.put(Field::Error, "errorCode", code)
    {
        fields.take("errorCode");
        builder.put_no_answer();
    }
    exchange::read_bodies(fields, builder);
    // What says only that this is such a log.
    for key in ["schemaType", "schemaVersion"] {
        fields.take(key);
    }
    read_by_names(fields, builder);
}
