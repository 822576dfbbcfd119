//! The Berkeley function calling leaderboard: results of a model, which do not hold what was asked, and scores of what
//! failed, which do.

use super::format::{Detector, Format, Reader, Strength};
use super::spans::{keep_others, put_first};
use crate::domain::{Part, Untrusted};
use crate::ingest::field_names::Field;
use crate::ingest::json::{Fields, Kind, Value};
use crate::ingest::record::{RecordBuilder, Records, message};
use crate::ingest::sink::Feedback;

/// `bfcl`.
pub(super) const FORMAT: Format = Format {
    name: "bfcl",
    description: "Results and scores of the Berkeley function calling leaderboard.",
    detector: Detector::Entry(|fields| Strength::sure(is_result(fields) || is_score(fields) || is_head(fields))),
    reader: Reader::Records(read),
    example: r#"{"accuracy": 0.5, "correct_count": 1, "total_count": 2}
{"id": "simple_1", "model_name": "m", "test_category": "simple", "valid": false, "error": ["Wrong value for x."], "prompt": {"id": "simple_1", "question": [[{"role": "user", "content": "Area of 3?"}]], "function": []}, "model_result_raw": "[area(r=2)]", "possible_answer": [{"area": {"r": [3]}}]}
{"id": "simple_2", "result": [{"area": "{\"r\": 3}"}], "input_token_count": 20, "output_token_count": 5, "latency": 1.5}"#,
    expected: r#"line 1 skipped: a line of figures
line 2
user: Area of 3?
output: [area(r=2)]
id: simple_1
model: m
expected: [{"area":{"r":[3]}}]
meta test_category: "simple"
feedback valid: 0 false # Wrong value for x.
line 3
output: [call area({"r": 3})]
id: simple_2
latency: 1500
tokens: 20/5"#,
    source: "by hand, after the result and score files of ShishirPatil/gorilla",
    ..Format::BLANK
};

fn is_result(fields: &Fields<'_>) -> bool {
    fields.has("id") && fields.has("result") && (fields.has("input_token_count") || fields.has("inference_log"))
}

fn is_score(fields: &Fields<'_>) -> bool {
    let has_result = fields.has("model_result_raw") || fields.has("model_result") || fields.has("model_result_decoded");
    fields.has("valid") && fields.has("prompt") && has_result
}

fn is_head(fields: &Fields<'_>) -> bool {
    ["accuracy", "correct_count", "total_count"].iter().all(|key| fields.has(key))
}

fn read(fields: &mut Fields<'_>, out: &mut Records<'_>) {
    if is_head(fields) {
        return out.skip("a line of figures");
    }
    let mut record = out.begin();
    put_first(&mut record, Field::Id, fields, &["id"]);
    put_first(&mut record, Field::Model, fields, &["model_name"]);
    put_first(&mut record, Field::TokensIn, fields, &["input_token_count"]);
    put_first(&mut record, Field::TokensOut, fields, &["output_token_count"]);
    put_first(&mut record, Field::Expected, fields, &["possible_answer"]);
    if let Some(seconds) = fields.get("latency").and_then(Value::number) {
        fields.take("latency");
        record.put_latency("latency", seconds * 1000.0);
    }
    if let Some(prompt) = fields.get("prompt").and_then(Value::members) {
        put_question(&prompt, &mut record);
    }
    let key =
        ["result", "model_result_raw", "model_result", "model_result_decoded"].into_iter().find(|key| fields.has(key));
    if let Some((key, value)) = key.and_then(|key| Some((key, fields.take(key)?))) {
        record.put_answer(key, answer(value));
    }
    if let Some(valid) = fields.take("valid") {
        let errors = fields.take("error").and_then(Value::elements).unwrap_or_default();
        let errors: Vec<String> = errors.into_iter().map(Value::plain).collect();
        record.add_feedback(Feedback {
            name: "valid".into(),
            score: Some(f64::from(u8::from(valid.source() == "true"))),
            label: valid.scalar().map(Untrusted::new),
            comment: (!errors.is_empty()).then(|| errors.join("\n").into()),
            is_human: Some(false),
            ..Feedback::default()
        });
    }
    keep_others(&mut record, fields, &["prompt", "model_result_decoded"]);
    out.push(record);
}

/// Puts in what was asked: a list of turns, each a list of messages. The last turn is the question.
fn put_question(prompt: &Fields<'_>, record: &mut RecordBuilder) {
    let rounds = prompt.get("question").and_then(Value::elements).unwrap_or_default();
    let turns = rounds.into_iter().flat_map(|round| message::messages(round, &mut false).unwrap_or_default()).collect();
    record.put_turns("prompt.question", turns);
    if let Some(tools) = prompt.get("function") {
        record.put(Field::Tools, "prompt.function", tools);
    }
}

/// Returns the parts of an answer: a text, or calls as objects of their names and arguments.
fn answer(value: Value<'_>) -> Vec<Part> {
    let calls = value.elements().unwrap_or_default();
    let call = |one: &Value<'_>| {
        let fields = one.members().filter(|fields| fields.len() == 1)?;
        let (name, arguments) = fields.at(0)?;
        Some(Part::ToolCall { id: None, name: name.into(), arguments: arguments.plain().into() })
    };
    let calls: Option<Vec<Part>> = calls.iter().map(call).collect();
    match calls.filter(|calls| value.kind() == Kind::Array && !calls.is_empty()) {
        Some(calls) => calls,
        None => vec![Part::Text(value.plain().into())],
    }
}
