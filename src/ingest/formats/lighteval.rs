//! Details of `LightEval`: what was asked, what the model answered, what it was measured by.

use super::format::{Detector, Format, Reader, Strength};
use super::promptfoo::metric;
use super::spans::first;
use crate::domain::RawJson;
use crate::ingest::field_names::Field;
use crate::ingest::json::{Fields, Value};
use crate::ingest::record::{RecordBuilder, put_request, read_by_names};

/// `lighteval`.
pub(super) const FORMAT: Format = Format {
    name: "lighteval",
    description: "Details of LightEval: one record a sample, its measures as results.",
    detector: Detector::Entry(|fields| Strength::sure(has_shape(fields))),
    reader: Reader::Record(read),
    example: r#"{"doc": {"query": "2+2?", "choices": ["4"], "gold_index": [0], "id": "7", "task_name": "sums"}, "model_response": {"text": ["5", "4"], "text_post_processed": null, "input_tokens": [1]}, "metric": {"exact_match": 0.0}}"#,
    expected: "line 1\nuser: 2+2?\noutput: 5\nid: 7\nexpected: 4\nmeta task_name: \"sums\"\nmeta other_answers: [\"4\"]\nfeedback exact_match: 0",
    source: "by hand, after the details that huggingface/lighteval saves",
    ..Format::BLANK
};

fn opened<'a>(fields: &Fields<'a>, key: &str) -> Option<Fields<'a>> {
    fields.get(key).and_then(Value::members)
}

fn has_shape(fields: &Fields<'_>) -> bool {
    let has = |key: &str, inner: &str| opened(fields, key).is_some_and(|it| it.has(inner));
    has("doc", "query") && has("model_response", "text") && fields.has("metric")
}

fn read(fields: &mut Fields<'_>, record: &mut RecordBuilder) {
    let doc = opened(fields, "doc").unwrap_or_default();
    if let Some(asked) = doc.get("query") {
        put_request(record, "doc.query", asked);
    }
    if let Some(id) = first(&doc, &["id"]) {
        record.put(Field::Id, "doc.id", id);
    }
    let gold = doc.get("gold_index").map(|gold| gold.elements().unwrap_or_else(|| vec![gold])).unwrap_or_default();
    let choices = doc.get("choices").and_then(Value::elements).unwrap_or_default();
    let right = gold.first().and_then(|at| choices.get(at.source().parse::<usize>().ok()?));
    if let Some(right) = right {
        record.put(Field::Expected, "doc.choices", *right);
    }
    if let Some(task) = first(&doc, &["task_name"]) {
        record.keep("task_name", task.kept());
    }
    let response = opened(fields, "model_response").unwrap_or_default();
    let answers = response.get("text").and_then(Value::elements).unwrap_or_default();
    match answers.split_first() {
        Some((first, others)) => {
            record.put(Field::Output, "model_response.text[0]", *first);
            let others: Vec<&str> = others.iter().map(|other| other.source()).collect();
            if let Ok(others) = RawJson::parse(&format!("[{}]", others.join(",")))
                && others.text() != "[]"
            {
                record.keep("other_answers", others);
            }
        }
        None => record.put_no_answer(),
    }
    for (name, value) in opened(fields, "metric").unwrap_or_default().iter() {
        if let Some(number) = value.number() {
            record.add_feedback(metric(name, number));
        }
    }
    for key in ["doc", "model_response", "metric"] {
        fields.take(key);
    }
    read_by_names(fields, record);
}
