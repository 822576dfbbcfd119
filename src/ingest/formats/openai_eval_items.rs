//! Output items of a run of `OpenAI`'s Evals API: a sample with what each grader says.

use super::format::{Detector, Format, Reader, Strength};
use super::spans::{first, put_first, score, take_first};
use crate::ingest::field_names::Field;
use crate::ingest::json::{Fields, Value};
use crate::ingest::record::{Records, put_request, put_response};
use crate::ingest::sink::Feedback;

/// `openai-eval-items`.
pub(super) const FORMAT: Format = Format {
    name: "openai-eval-items",
    description: "Output items of OpenAI's Evals API: a sample with what each grader says.",
    detector: Detector::Entry(|fields| Strength::sure(has_shape(fields))),
    reader: Reader::Records(read),
    lists: &["whole:datasource_item"],
    example: r#"{"id": "oi1", "object": "eval.run.output_item", "created_at": 1743092076, "run_id": "r", "status": "fail", "datasource_item": {"q": "2+2?"}, "results": [{"name": "String check", "passed": false, "score": 0.0}],
"sample": {"input": [{"role": "user", "content": "2+2?"}], "output": [{"role": "assistant", "content": "5"}], "finish_reason": "stop", "model": "gpt-4o-mini", "usage": {"prompt_tokens": 9, "completion_tokens": 1}, "error": null}}"#,
    expected: "line 1\nuser: 2+2?\noutput: 5\nid: oi1\nmodel: gpt-4o-mini\nfinish: stop\ntime: 2025-03-27T16:14:36Z\ntokens: 9/1\nmeta datasource_item: {\"q\":\"2+2?\"}\nfeedback String check: 0 fail",
    source: "by hand, after the reference of OpenAI's Evals API",
};

fn has_shape(fields: &Fields<'_>) -> bool {
    let sample = fields.get("sample").and_then(Value::members).unwrap_or_default();
    fields.has("datasource_item") && sample.has("input") && sample.has("output")
}

fn read(fields: &mut Fields<'_>, out: &mut Records<'_>) {
    let mut record = out.begin();
    put_first(&mut record, Field::Id, fields, &["id"]);
    put_first(&mut record, Field::Time, fields, &["created_at"]);
    let mut sample = take_first(fields, &["sample"]).and_then(Value::members).unwrap_or_default();
    for (field, key) in [
        (Field::Model, "model"),
        (Field::FinishReason, "finish_reason"),
        (Field::Usage, "usage"),
        (Field::Error, "error"),
    ] {
        put_first(&mut record, field, &mut sample, &[key]);
    }
    if let Some(value) = first(&sample, &["input"]) {
        put_request(&mut record, "sample.input", value);
    }
    if let Some(value) = first(&sample, &["output"]) {
        put_response(&mut record, "sample.output", value);
    }
    for one in fields.get("results").and_then(Value::elements).unwrap_or_default() {
        let Some(one) = one.members() else { continue };
        let passed = one.get("passed").map(|passed| if passed.source() == "true" { "pass" } else { "fail" });
        let said = score(&one.get("name").map(Value::plain).unwrap_or_default(), first(&one, &["score"]));
        record.add_feedback(Feedback { label: passed.map(Into::into), is_human: Some(false), ..said });
    }
    if let Some(item) = fields.get("datasource_item") {
        record.keep("datasource_item", item.kept());
    }
    out.push(record);
}
