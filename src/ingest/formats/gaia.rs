//! GAIA: its tables of questions, whose `Final answer` is the right one and not a model's, and runs over them.

use super::format::{Detector, Format, Reader, Strength};
use super::promptfoo::metric;
use crate::ingest::field_names::Field;
use crate::ingest::json::{Fields, Value};
use crate::ingest::record::{Records, read_by_names};
use crate::ingest::sink::Feedback;

/// `gaia`.
pub(super) const FORMAT: Format = Format {
    name: "gaia",
    description: "Runs over GAIA's questions: its final answer is the expected one, the model's the output.",
    detector: Detector::Entry(|fields| Strength::sure(has_shape(fields))),
    reader: Reader::Records(read),
    example: r#"{"task_id": "c61d", "Question": "How many moons has Mars?", "Level": 1, "Final answer": "2", "file_name": "", "model_answer": "3"}"#,
    expected: "line 1
user: How many moons has Mars?
output: 3
id: c61d
expected: 2
meta Level: 1
meta file_name: \"\"",
    source: "by hand, after the columns of gaia-benchmark/GAIA and of a submission to its table",
    ..Format::BLANK
};

const RIGHT: &str = "Final answer";

fn has_shape(fields: &Fields<'_>) -> bool {
    let is_task = fields.has("Annotator Metadata") || fields.has("Level");
    is_task && fields.has("Question") && fields.has(RIGHT)
}

/// Returns what a run was given: a number, or yes and no in words.
fn judged(value: Value<'_>) -> Option<f64> {
    let word = value.scalar()?.to_ascii_lowercase();
    value.number().or(match word.as_str() {
        "true" => Some(1.0),
        "false" => Some(0.0),
        _ => None,
    })
}

fn read(fields: &mut Fields<'_>, out: &mut Records<'_>) {
    let mut record = out.begin();
    for (field, key) in [(Field::Input, "Question"), (Field::Expected, RIGHT)] {
        if let Some(value) = fields.get(key)
            && (record.put(field, key, value) || value.scalar().is_none())
        {
            fields.take(key);
        }
    }
    for key in ["is_correct", "correct", "score"] {
        if let Some(value) = fields.get(key).and_then(judged)
            && let Some(label) = fields.take(key)
        {
            record.add_feedback(Feedback { label: label.scalar().map(Into::into), ..metric(key, value) });
        }
    }
    read_by_names(fields, &mut record);
    if record.is_set(Field::Output) || record.ends_in_answer() {
        out.push(record);
    } else {
        out.reject("GAIA's own table: the question and its right answer, and no answer of a model");
    }
}
