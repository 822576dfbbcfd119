//! HELM: the request states of a run (`scenario_state.json`).

use super::format::{Detector, Format, Reader, Strength};
use super::spans::first;
use crate::domain::{Part, RawJson};
use crate::ingest::field_names::Field;
use crate::ingest::json::{Fields, Value};
use crate::ingest::record::{Records, put_request};

/// `helm`.
pub(super) const FORMAT: Format = Format {
    name: "helm",
    description: "Scenario states of HELM and its predictions with their metrics: one record per request.",
    detector: Detector::Entry(|fields| {
        Strength::sure(has_shape(fields) || is_prediction(fields) || is_figures(fields))
    }),
    reader: Reader::Records(read),
    lists: &["request_states"],
    example: r#"{"adapter_spec": {"method": "multiple_choice_joint", "model": "openai/gpt-4o"}, "request_states": [{"instance": {"input": {"text": "2+2?"}, "references": [{"output": {"text": "4"}, "tags": ["correct"]}, {"output": {"text": "5"}, "tags": []}], "split": "test", "id": "id7"},
"train_trial_index": 0, "output_mapping": {"A": "4", "B": "5"}, "request": {"model": "openai/gpt-4o", "prompt": "2+2?\nA. 4\nB. 5\nAnswer:", "temperature": 0.0},
"result": {"success": true, "cached": false, "request_time": 1.25, "request_datetime": 1772359200, "completions": [{"text": " B", "logprob": -0.1, "finish_reason": {"reason": "stop"}}]}}]}"#,
    expected: "line 1
user: 2+2?
A. 4
B. 5
Answer:
output:  B
id: id7
model: openai/gpt-4o
expected: 4
finish: stop
time: 2026-03-01T10:00:00Z
latency: 1250
meta split: \"test\"
meta output_mapping: {\"A\":\"4\",\"B\":\"5\"}
meta mapped_output: \"5\"",
    source: "by hand, after stanford-crfm/helm (63754d05db)",
};

fn has_shape(fields: &Fields<'_>) -> bool {
    let has = |key: &str, inner: &str| fields.get(key).and_then(Value::members).is_some_and(|value| value.has(inner));
    has("instance", "input") && (has("request", "model") || has("request", "prompt") || has("result", "completions"))
}

/// Returns whether an entry is one of `display_predictions.json`: what was predicted for an instance, with its metrics.
fn is_prediction(fields: &Fields<'_>) -> bool {
    let has_metrics = fields.get("stats").is_some_and(|stats| stats.members().is_some());
    fields.has("instance_id") && fields.has("predicted_text") && has_metrics
}

/// Returns whether an entry is one of `per_instance_stats.json`: the metrics of an instance, without what was answered.
fn is_figures(fields: &Fields<'_>) -> bool {
    let stats = fields.get("stats").and_then(Value::elements).unwrap_or_default();
    let is_named = |one: &Value<'_>| one.members().is_some_and(|one| one.has("name") && one.has("count"));
    fields.has("instance_id") && !fields.has("predicted_text") && stats.iter().all(is_named) && !stats.is_empty()
}

/// Beginnings of the names of figures that say nothing about how good an output is.
const BOOKKEEPING: [&str; 9] = [
    "num_",
    "max_",
    "inference_",
    "training_",
    "batch_size",
    "prompt_truncated",
    "finish_reason",
    "logprob",
    "estimated_",
];

fn read_prediction(fields: &mut Fields<'_>, out: &mut Records<'_>) {
    let mut record = out.begin();
    for (field, key) in [(Field::Id, "instance_id"), (Field::Output, "predicted_text")] {
        if let Some(value) = fields.take(key) {
            record.put(field, key, value);
        }
    }
    let metrics = fields.take("stats").and_then(Value::members).unwrap_or_default();
    for (name, value) in metrics.iter() {
        if BOOKKEEPING.iter().any(|start| name.starts_with(start)) {
            record.keep(name, value.kept());
        } else if let Some(number) = value.number() {
            record.add_feedback(super::promptfoo::metric(name, number));
        }
    }
    for (key, value) in fields.iter().filter(|(_, value)| !value.is_null()) {
        record.keep(key, value.kept());
    }
    out.push(record);
}

fn read(fields: &mut Fields<'_>, out: &mut Records<'_>) {
    if is_prediction(fields) {
        return read_prediction(fields, out);
    }
    if is_figures(fields) {
        return out
            .reject("only figures of HELM: import display_predictions.json or scenario_state.json of the same run");
    }
    let inner = |key: &str| fields.get(key).and_then(Value::members).unwrap_or_default();
    let (instance, request, result) = (inner("instance"), inner("request"), inner("result"));
    let mut record = out.begin();
    for (field, from, key) in [
        (Field::Id, &instance, "id"),
        (Field::Model, &request, "model"),
        (Field::Time, &result, "request_datetime"),
        (Field::Error, &result, "error"),
    ] {
        if let Some(value) = first(from, &[key]) {
            record.put(field, key, value);
        }
    }
    let asked = first(&request, &["messages"]).filter(|value| value.source() != "[]");
    let asked = asked.or_else(|| first(&request, &["prompt"]));
    let text = instance.get("input").and_then(Value::members).and_then(|input| input.get("text"));
    if let Some(value) = asked.or(text) {
        put_request(&mut record, "request", value);
    }
    let completions = result.get("completions").and_then(Value::elements).unwrap_or_default();
    let completion = completions.first().and_then(|first| first.members()).unwrap_or_default();
    let mut parts = Vec::new();
    if let Some(thinking) =
        completion.get("thinking").and_then(Value::members).and_then(|thinking| thinking.get("text"))
    {
        parts.push(Part::Reasoning(thinking.plain().into()));
    }
    let said = completion.get("text").map(Value::plain);
    parts.extend(said.clone().map(|text| Part::Text(text.into())));
    if !parts.is_empty() {
        record.put_answer("result.completions[0]", parts);
    }
    let reason = completion.get("finish_reason");
    let reason = reason.and_then(Value::members).and_then(|reason| reason.get("reason")).or(reason);
    if let Some(reason) = reason {
        record.put(Field::FinishReason, "finish_reason", reason);
    }
    record.content.latency_ms = result.get("request_time").and_then(Value::number).map(|seconds| seconds * 1000.0);
    if result.get("success").is_some_and(|success| success.source() == "false") && record.content.error.is_none() {
        record.content.error = Some("the request failed".into());
    }
    let references = instance.get("references").and_then(Value::elements).unwrap_or_default();
    let is_correct = |reference: &Fields<'_>| {
        let tags = reference.get("tags").and_then(Value::elements).unwrap_or_default();
        tags.iter().any(|tag| tag.plain() == "correct")
    };
    let right: Vec<String> = references
        .into_iter()
        .filter_map(Value::members)
        .filter(is_correct)
        .filter_map(|reference| Some(reference.get("output")?.members()?.get("text")?.plain()))
        .collect();
    record.content.expected = (!right.is_empty()).then(|| right.join("\n").into());
    for (key, value) in [
        ("split", instance.get("split")),
        ("sub_split", instance.get("sub_split")),
        ("perturbation", instance.get("perturbation")),
        ("output_mapping", fields.get("output_mapping")),
        ("reference_index", fields.get("reference_index")),
    ] {
        if let Some(value) = value.filter(|value| !value.is_null()) {
            record.keep(key, value.kept());
        }
    }
    // What the letter of a joint multiple choice stands for.
    let mapping = fields.get("output_mapping").and_then(Value::members);
    if let Some(meant) = mapping.zip(said).and_then(|(mapping, said)| mapping.get(said.trim()).map(Value::plain)) {
        record.keep("mapped_output", RawJson::string(&meant));
    }
    if completions.len() > 1
        && let Some(all) = result.get("completions")
    {
        record.keep("completions", all.kept());
    }
    out.push(record);
}
