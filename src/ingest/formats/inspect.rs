//! Inspect AI: the samples of a log, from its `.json` or from the files within an `.eval`.

use std::collections::HashMap;

use super::format::{Detector, Format, Reader, Strength};
use super::spans::{first, put_first, score, take_first};
use crate::domain::{Message, RawJson, Role};
use crate::ingest::field_names::Field;
use crate::ingest::json::{Fields, Kind, Value};
use crate::ingest::record::{RecordBuilder, Records, answer, observations, turns};
use crate::ingest::sink::Feedback;

/// `inspect`.
pub(super) const FORMAT: Format = Format {
    name: "inspect",
    description: "Logs of Inspect AI: one record per sample.",
    detector: Detector::Entry(|fields| Strength::sure(kind(fields).is_some())),
    reader: Reader::Records(read),
    lists: &["whole:reductions"],
    example: r#"{"version": 2, "status": "success", "eval": {"task": "sums", "model": "openai/gpt-4o"}, "samples": [{"id": 1, "epoch": 1, "input": "2+2?", "target": "4", "messages": [{"id": "a", "role": "user", "content": "attachment://h1"}, {"role": "assistant", "content": "5", "source": "generate"}],
"output": {"model": "openai/gpt-4o", "choices": [{"message": {"role": "assistant", "content": "5"}, "stop_reason": "stop"}], "usage": {"input_tokens": 9, "output_tokens": 1}, "time": 1.25}, "scores": {"match": {"value": "I", "answer": "5", "explanation": "not 4"}}, "attachments": {"h1": "2+2?"}}]}"#,
    expected: "line 1
user: 2+2?
output: 5
id: 1
model: openai/gpt-4o
expected: 4
finish: stop
latency: 1250
tokens: 9/1
meta epoch: 1
meta task: \"sums\"
feedback match: I # not 4",
    source: "by hand, after logs of inspect-ai 0.3.285",
};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Shape {
    Sample,
    /// A sample without its messages, of the list of summaries.
    Summary,
    /// A log without samples, or what stands beside them.
    Header,
    /// A whole log that is one entry.
    Log,
}

fn kind(fields: &Fields<'_>) -> Option<Shape> {
    let is_sample = fields.has("epoch") && fields.has("target") && fields.has("input");
    if is_sample && (fields.has("messages") || fields.has("output")) {
        return Some(Shape::Sample);
    }
    if is_sample && (fields.has("scores") || fields.has("completed")) {
        return Some(Shape::Summary);
    }
    let is_log = fields.get("eval").and_then(Value::members).is_some_and(|eval| eval.has("task") || eval.has("run_id"));
    if is_log && fields.get("samples").is_some_and(|samples| samples.elements().is_some()) {
        return Some(Shape::Log);
    }
    let is_reduction = fields.has("scorer") && fields.has("samples") && fields.has("reducer");
    (is_reduction || (is_log && (fields.has("plan") || fields.has("version")))).then_some(Shape::Header)
}

fn read(fields: &mut Fields<'_>, out: &mut Records<'_>) {
    match kind(fields) {
        Some(Shape::Sample) => {
            let eval = out.outer("eval").and_then(Value::members);
            sample(fields, eval.as_ref(), out);
        }
        Some(Shape::Log) => {
            let eval = fields.get("eval").and_then(Value::members);
            let samples = fields.get("samples").and_then(Value::elements).unwrap_or_default();
            for mut one in samples.into_iter().filter_map(Value::members) {
                sample(&mut one, eval.as_ref(), out);
            }
        }
        Some(Shape::Summary) => out.skip("a summary of a sample"),
        Some(Shape::Header) => out.skip("the header of a log"),
        None => out.reject("no sample of an Inspect log"),
    }
}

/// Returns JSON with its attachments put in.
fn resolved(value: Value<'_>, attachments: &HashMap<String, String>) -> Option<String> {
    let source = value.source();
    if attachments.is_empty() || !source.contains("attachment://") {
        return None;
    }
    let mut text = source.to_owned();
    for (hash, kept) in attachments {
        // Where the name is the whole string, and where it stands in a longer one.
        text = text.replace(&format!("\"attachment://{hash}\""), kept);
        let inner = kept.trim_start_matches('"').trim_end_matches('"');
        text = text.replace(&format!("attachment://{hash}"), inner);
    }
    Value::parse(&text).is_ok().then_some(text)
}

fn sample(fields: &mut Fields<'_>, eval: Option<&Fields<'_>>, out: &mut Records<'_>) {
    let mut record = out.begin();
    let kept = take_first(fields, &["attachments"]).and_then(Value::members).unwrap_or_default();
    let attachments: HashMap<String, String> = kept
        .iter()
        .filter(|(_, value)| value.kind() == Kind::String)
        .map(|(hash, value)| (hash.to_owned(), value.source().to_owned()))
        .collect();
    put_first(&mut record, Field::Id, fields, &["id", "uuid"]);
    let output_text =
        take_first(fields, &["output"]).map(|v| resolved(v, &attachments).unwrap_or_else(|| v.source().to_owned()));
    let mut output = output_text.as_deref().and_then(|text| Fields::parse(text).ok()).unwrap_or_default();
    put_first(&mut record, Field::Model, &mut output, &["model"]);
    if let Some(eval) = eval {
        for (key, field) in [("model", Some(Field::Model)), ("task", None), ("run_id", None)] {
            let Some(value) = first(eval, &[key]) else { continue };
            match field {
                Some(field) => drop(record.put(field, &format!("eval.{key}"), value)),
                None if key == "task" => record.keep("task", value.kept()),
                None => {}
            }
        }
    }
    let target = take_first(fields, &["target"]);
    if let Some(target) = target {
        let list = target.elements().unwrap_or_default();
        let text = if let [only] = list.as_slice() { only.plain() } else { target.plain() };
        record.content.expected = (!text.is_empty()).then(|| text.into());
    }
    put_turns(&mut record, fields, &output, &attachments);
    put_usage(&mut record, fields, &mut output);
    if let Some(error) = take_first(fields, &["error"]).or_else(|| first(&output, &["error"])) {
        record.put(Field::Error, "error", error);
    }
    put_first(&mut record, Field::Time, fields, &["started_at"]);
    put_scores(&mut record, fields, &attachments);
    for key in ["epoch", "choices", "metadata", "sandbox", "limit"] {
        if let Some(value) = take_first(fields, &[key]).filter(|value| !matches!(value.source(), "{}" | "[]")) {
            record.keep(key, value.kept());
        }
    }
    if let Some(place) = record.content.meta.iter().position(|(key, _)| key.raw() == "task") {
        let task = record.content.meta.remove(place);
        record.content.meta.push(task);
    }
    record.is_partial = false;
    out.push(record);
}

/// Reads the messages; the last of the assistant is the output, as `output` says it.
fn put_turns(
    record: &mut RecordBuilder,
    fields: &mut Fields<'_>,
    output: &Fields<'_>,
    attachments: &HashMap<String, String>,
) {
    let mut read = |key: &str| {
        let value = take_first(fields, &[key])?;
        Some(resolved(value, attachments).unwrap_or_else(|| value.source().to_owned()))
    };
    let (messages, input) = (read("messages"), read("input"));
    let mut list = messages.as_deref().and_then(|text| turns(Value::Json(text), &mut false)).unwrap_or_default();
    let goes_on = |turn: &Message| {
        turn.role == Role::User && GOES_ON.iter().any(|begin| turn.plain().trim_start().starts_with(begin))
    };
    for turn in list.iter_mut().skip(1).filter(|turn| goes_on(turn)) {
        observations(std::slice::from_mut(turn), 0);
    }
    if list.is_empty()
        && let Some(input) = &input
    {
        let value = Value::Json(input);
        list = turns(value, &mut false).unwrap_or_else(|| vec![Message::text(Role::User, value.plain())]);
    }
    let choice = output.get("choices").and_then(Value::elements).and_then(|list| list.first()?.members());
    if let Some(reason) = choice.as_ref().and_then(|choice| choice.get("stop_reason")) {
        record.put(Field::FinishReason, "output.choices[0].stop_reason", reason);
    }
    let said = choice.as_ref().and_then(|choice| choice.get("message"));
    let parts = said.map(|said| answer(said, &mut false)).unwrap_or_default();
    let text = output.get("completion").filter(|_| parts.is_empty()).map(Value::plain).unwrap_or_default();
    let has_answer = list.last().is_some_and(|turn| turn.role == Role::Assistant);
    if has_answer || (parts.is_empty() && text.is_empty()) {
        return record.put_run("messages", list);
    }
    let spoken = crate::domain::records::plain_text(&parts);
    if list.iter().any(|turn| turn.role == Role::Assistant && turn.plain() == spoken) {
        return record.put_run("messages", list);
    }
    record.put_turns("messages", list);
    let parts = if parts.is_empty() { vec![crate::domain::Part::Text(text.into())] } else { parts };
    record.put_answer("output", parts);
}

/// What the agents of Inspect say in the user's place where a model stops without an answer.
const GOES_ON: [&str; 2] =
    ["Please proceed to the next step using your best judgement", "Your submission was incorrect"];

fn put_usage(record: &mut RecordBuilder, fields: &mut Fields<'_>, output: &mut Fields<'_>) {
    // The usage of all calls of the run, else that of the last.
    let all = take_first(fields, &["model_usage"]).and_then(Value::members).unwrap_or_default();
    let sum = |key: &str| {
        let numbers: Vec<u64> =
            all.iter().filter_map(|(_, usage)| usage.members()?.get(key)?.source().parse::<u64>().ok()).collect();
        (!numbers.is_empty()).then(|| numbers.iter().sum::<u64>())
    };
    (record.content.tokens_in, record.content.tokens_out) = (sum("input_tokens"), sum("output_tokens"));
    if record.content.tokens_in.is_none()
        && let Some(usage) = output.get("usage").and_then(Value::members)
    {
        let number = |key: &str| usage.get(key)?.source().parse::<u64>().ok();
        (record.content.tokens_in, record.content.tokens_out) = (number("input_tokens"), number("output_tokens"));
    }
    let seconds = take_first(fields, &["total_time", "working_time"]).or_else(|| first(output, &["time"]));
    record.content.latency_ms = seconds.and_then(Value::number).map(|seconds| seconds * 1000.0);
}

fn put_scores(record: &mut RecordBuilder, fields: &mut Fields<'_>, attachments: &HashMap<String, String>) {
    let taken = take_first(fields, &["scores", "score"]);
    let text = taken.map(|value| resolved(value, attachments).unwrap_or_else(|| value.source().to_owned()));
    let scores = text.as_deref().and_then(|text| Fields::parse(text).ok()).unwrap_or_default();
    for (scorer, value) in scores.iter() {
        let inner = value.members().filter(|inner| inner.has("value"));
        let explanation =
            inner.as_ref().and_then(|inner| first(inner, &["explanation"])).map(|text| text.plain().into());
        let value = inner.as_ref().and_then(|inner| inner.get("value")).unwrap_or(value);
        let several = value.members().unwrap_or_default();
        let list: Vec<(String, Value<'_>)> = if several.is_empty() {
            vec![(scorer.to_owned(), value)]
        } else {
            several.iter().map(|(key, value)| (format!("{scorer}/{key}"), value)).collect()
        };
        for (name, value) in list {
            record.add_feedback(Feedback {
                comment: explanation.clone(),
                is_human: Some(false),
                ..score(&name, Some(value))
            });
        }
        if let Some(answer) = inner.as_ref().and_then(|inner| first(inner, &["answer"]))
            && record.content.output_parts.is_empty()
            && answer.scalar().is_none()
        {
            record.keep(&format!("{scorer}.answer"), RawJson::string(&answer.plain()));
        }
    }
}
