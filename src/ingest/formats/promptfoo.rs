//! promptfoo's results: JSON of versions 2 and 3 (`results.results`, or only `table`), and JSON Lines.

use super::format::{Detector, Format, Reader, Strength};
use super::spans::{first, put_first, take_first};
use crate::domain::Part;
use crate::ingest::field_names::Field;
use crate::ingest::json::{Fields, Value};
use crate::ingest::record::{RecordBuilder, Records, put_request};
use crate::ingest::sink::Feedback;

/// `promptfoo`.
pub(super) const FORMAT: Format = Format {
    name: "promptfoo",
    description: "Results of promptfoo, as JSON or JSON Lines.",
    detector: Detector::Entry(|fields| Strength::sure(has_shape(fields))),
    reader: Reader::Records(read),
    lists: &["results.results", "results.table.body", "table.body"],
    example: r#"{"evalId": "eval-abc", "results": {"version": 3, "timestamp": "2026-03-01T10:00:00Z", "prompts": [], "results": [{"promptIdx": 0, "testIdx": 0, "testCase": {"vars": {"q": "capital of Peru"}}, "provider": {"id": "openai:gpt-4o", "label": ""},
"prompt": {"raw": "Answer: capital of Peru", "label": "p"}, "vars": {"q": "capital of Peru"}, "response": {"output": "Quito", "tokenUsage": {"total": 9, "prompt": 5, "completion": 4}}, "success": false, "score": 0, "latencyMs": 812, "cost": 0.0002, "failureReason": 1, "error": "Expected output to contain \"Lima\"",
"gradingResult": {"pass": false, "score": 0, "reason": "no", "componentResults": [{"pass": false, "score": 0, "reason": "Expected output to contain \"Lima\"", "assertion": {"type": "contains", "value": "Lima"}}]}, "id": "r1"}], "stats": {}}, "config": {}}"#,
    expected: r#"line 1
user: Answer: capital of Peru
output: Quito
id: r1
model: openai:gpt-4o
prompt: p
latency: 812
cost: 0.0002
tokens: 5/4
meta tokenUsage: {"total":9}
meta vars: {"q":"capital of Peru"}
meta success: false
meta score: 0
meta evalId: "eval-abc"
feedback contains: 0 fail # Expected output to contain "Lima""#,
    source: "by hand, after results of promptfoo 0.121",
};

fn has_shape(fields: &Fields<'_>) -> bool {
    is_row(fields) || is_table_row(fields) || whole(fields).is_some()
}

fn is_row(fields: &Fields<'_>) -> bool {
    let is_result = fields.has("gradingResult") || fields.has("testCase") || fields.has("namedScores");
    let prompt = fields.get("prompt").and_then(Value::members).unwrap_or_default();
    let is_result = is_result || prompt.has("raw") && fields.has("vars") && fields.has("success");
    is_result && fields.has("prompt") && (fields.has("vars") || fields.has("provider") || fields.has("response"))
}

/// A row of the table of version 2: the outputs of all prompts for one test.
fn is_table_row(fields: &Fields<'_>) -> bool {
    let outputs = fields.get("outputs").and_then(Value::elements).unwrap_or_default();
    let first = outputs.first().and_then(|first| first.members());
    first.is_some_and(|output| output.has("text") && output.has("pass")) && (fields.has("vars") || fields.has("test"))
}

/// Returns the rows of a whole file that is one entry.
fn whole<'a>(fields: &Fields<'a>) -> Option<Vec<Fields<'a>>> {
    let results = fields.get("results")?;
    let inner = results.members();
    let list = results.elements().or_else(|| inner.as_ref()?.get("results")?.elements());
    let list = list.or_else(|| inner?.get("table")?.members()?.get("body")?.elements())?;
    let rows: Vec<Fields<'a>> = list.into_iter().filter_map(Value::members).collect();
    rows.first().is_some_and(|row| is_row(row) || is_table_row(row)).then_some(rows)
}

fn read(fields: &mut Fields<'_>, out: &mut Records<'_>) {
    if !is_row(fields)
        && !is_table_row(fields)
        && let Some(rows) = whole(fields)
    {
        for mut row in rows {
            read_any(&mut row, out);
        }
        return;
    }
    read_any(fields, out);
}

fn read_any(fields: &mut Fields<'_>, out: &mut Records<'_>) {
    if is_row(fields) {
        let mut record = out.begin();
        read_row(fields, &mut record);
        keep_outer(&mut record, out);
        return out.push(record);
    }
    let test = fields.get("test").and_then(Value::members).unwrap_or_default();
    let vars = test.get("vars").or_else(|| fields.get("vars"));
    let outputs = fields.get("outputs").and_then(Value::elements).unwrap_or_default();
    for mut output in outputs.into_iter().filter_map(Value::members) {
        let mut record = out.begin();
        put_first(&mut record, Field::Id, &mut output, &["id"]);
        put_first(&mut record, Field::Model, &mut output, &["provider"]);
        put_first(&mut record, Field::Latency, &mut output, &["latencyMs"]);
        put_first(&mut record, Field::Cost, &mut output, &["cost"]);
        put_first(&mut record, Field::Usage, &mut output, &["tokenUsage"]);
        if let Some(prompt) = take_first(&mut output, &["prompt"]) {
            put_request(&mut record, "prompt", prompt);
        } else if let Some(vars) = vars {
            put_request(&mut record, "vars", vars);
        }
        if let Some(text) = take_first(&mut output, &["text"]) {
            let said = text.plain();
            let bare = ["[PASS] ", "[FAIL] ", "[ERROR] "].iter().find_map(|mark| said.strip_prefix(mark));
            record.put_answer("text", vec![Part::Text(bare.unwrap_or(&said).into())]);
        }
        put_grading(&mut record, &mut output);
        if let Some(vars) = vars {
            record.keep("vars", vars.kept());
        }
        for key in ["pass", "score"] {
            if let Some(value) = output.get(key) {
                record.keep(key, value.kept());
            }
        }
        keep_outer(&mut record, out);
        out.push(record);
    }
}

fn keep_outer(record: &mut RecordBuilder, out: &Records<'_>) {
    if let Some(id) = out.outer("evalId").filter(|id| !id.is_null()) {
        record.keep("evalId", id.kept());
    }
}

fn read_row(fields: &mut Fields<'_>, record: &mut RecordBuilder) {
    put_first(record, Field::Id, fields, &["id"]);
    let provider = take_first(fields, &["provider"]);
    let named = provider.and_then(Value::members);
    // The id says which model; a label is what the suite calls it.
    let model = named.as_ref().and_then(|named| first(named, &["id", "label"])).or(provider);
    if let Some(model) = model {
        record.put(Field::Model, "provider.id", model);
    }
    if let Some(label) = named.as_ref().and_then(|named| first(named, &["label"])).filter(|label| Some(*label) != model)
    {
        record.keep("provider.label", label.kept());
    }
    put_prompt(fields, record);
    put_first(record, Field::Latency, fields, &["latencyMs"]);
    put_first(record, Field::Cost, fields, &["cost"]);
    put_response(fields, record);
    put_grading(record, fields);
    put_first(record, Field::Time, fields, &["createdAt", "timestamp"]);
    let test = take_first(fields, &["testCase"]).and_then(Value::members).unwrap_or_default();
    for (key, value) in [("description", first(&test, &["description"])), ("metadata", first(&test, &["metadata"]))] {
        if let Some(value) = value.filter(|value| value.source() != "{}") {
            record.keep(key, value.kept());
        }
    }
    for key in ["vars", "success", "score"] {
        if let Some(value) = take_first(fields, &[key]) {
            record.keep(key, value.kept());
        }
    }
}

/// Reads the prompt as it was sent; without it the variables.
fn put_prompt(fields: &mut Fields<'_>, record: &mut RecordBuilder) {
    let prompt = take_first(fields, &["prompt"]);
    let inner = prompt.and_then(Value::members).unwrap_or_default();
    let raw = first(&inner, &["raw"]).or(prompt.filter(|prompt| prompt.text().is_some()));
    if let Some(raw) = raw {
        put_request(record, "prompt.raw", raw);
    } else if let Some(vars) = fields.get("vars") {
        put_request(record, "vars", vars);
    }
    let label = first(&inner, &["label"]).filter(|label| {
        let text = label.plain();
        !text.contains("{{") && Some(text) != raw.map(Value::plain)
    });
    if let Some(label) = label {
        record.put(Field::Prompt, "prompt.label", label);
    }
}

fn put_response(fields: &mut Fields<'_>, record: &mut RecordBuilder) {
    let reason = take_first(fields, &["failureReason"]).map(Value::plain);
    let opened = take_first(fields, &["response"]);
    let mut response = opened.and_then(Value::members).unwrap_or_default();
    let is_error = reason.as_deref() == Some("2") || response.get("error").is_some_and(|error| !error.is_null());
    // For a failed assertion `error` repeats the grader's reason.
    let error = take_first(fields, &["error"]);
    if is_error || (reason.is_none() && !fields.has("gradingResult")) {
        let own = first(&response, &["error"]).or(error);
        if let Some(text) = own {
            record.put(Field::Error, "error", text);
        }
    }
    let output = first(&response, &["output"]).or(opened.filter(|opened| opened.text().is_some()));
    if let Some(output) = output {
        // An output that is JSON is an answer like any other.
        record.put_answer("response.output", vec![Part::Text(output.plain().into())]);
    }
    put_first(record, Field::Usage, &mut response, &["tokenUsage"]);
    put_first(record, Field::Cost, &mut response, &["cost"]);
    put_first(record, Field::FinishReason, &mut response, &["finishReason"]);
    if response.get("cached").is_some_and(|cached| cached.source() == "true") {
        record.keep("cached", crate::domain::RawJson::of(&true.into()));
    }
}

/// Reads what each assertion said, and a person's comment.
fn put_grading(record: &mut RecordBuilder, fields: &mut Fields<'_>) {
    let grading = take_first(fields, &["gradingResult"]).and_then(Value::members).unwrap_or_default();
    let parts = grading.get("componentResults").and_then(Value::elements).unwrap_or_default();
    let word = |pass: Option<Value<'_>>| match pass.map(Value::source) {
        Some("true") => Some("pass".into()),
        Some("false") => Some("fail".into()),
        Some(_) | None => None,
    };
    for part in parts.iter().copied().filter_map(Value::members) {
        let assertion = part.get("assertion").and_then(Value::members).unwrap_or_default();
        let name = first(&assertion, &["metric", "type"]).map_or_else(|| "assertion".to_owned(), Value::plain);
        record.add_feedback(Feedback {
            is_human: Some(name == "human"),
            name: name.into(),
            score: part.get("score").and_then(Value::number),
            label: word(part.get("pass")),
            comment: first(&part, &["reason"]).map(|reason| reason.plain().into()),
            by: None,
            time: None,
        });
    }
    if parts.is_empty() && (grading.has("pass") || grading.has("score")) {
        record.add_feedback(Feedback {
            name: "assertions".into(),
            score: grading.get("score").and_then(Value::number),
            label: word(grading.get("pass")),
            comment: first(&grading, &["reason"]).map(|reason| reason.plain().into()),
            by: None,
            time: None,
            is_human: Some(false),
        });
    }
    let own = take_first(fields, &["namedScores"]).and_then(Value::members);
    let named = own.filter(|named| !named.is_empty()).or_else(|| grading.get("namedScores")?.members());
    for (name, value) in named.unwrap_or_default().iter() {
        let is_known = record.feedback.iter().any(|known| known.name.raw() == name);
        if let Some(number) = value.number().filter(|_| !is_known) {
            record.add_feedback(metric(name, number));
        }
    }
    if let Some(text) = first(&grading, &["comment"]) {
        record.add_feedback(super::spans::comment(text, None));
    }
}

/// Returns what a metric of the suite says.
pub(super) fn metric(name: &str, number: f64) -> Feedback {
    Feedback { name: name.into(), score: Some(number), is_human: Some(false), ..Feedback::default() }
}
