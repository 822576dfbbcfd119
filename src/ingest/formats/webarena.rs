//! `WebArena`: results of its tasks. What was asked is the intent, what was answered the argument of the last `stop […]`.
//! `WebArena`-Verified: what its evaluators found, with the answer that they looked at.

use super::format::{Detector, Format, Reader, Strength};
use super::promptfoo::metric;
use super::spans::first;
use crate::domain::{Message, Part, Role};
use crate::ingest::field_names::Field;
use crate::ingest::json::{Fields, Kind, Value};
use crate::ingest::record::{RecordBuilder, message, read_by_names};

/// `webarena`.
pub(super) const FORMAT: Format = Format {
    name: "webarena",
    description: "Results of WebArena's tasks: the intent, the steps, the answer that the agent stopped with.",
    detector: Detector::Entry(|fields| Strength::sure(has_shape(fields))),
    reader: Reader::Record(read),
    example: r#"{"task_id": 7, "sites": ["shopping_admin"], "intent": "What sells best?", "eval": {"eval_types": ["string_match"], "reference_answers": {"exact_match": "Band"}}, "score": 0.0, "trajectory": [{"url": "http://a/", "observation": "[12] link 'Reports'", "action": "click [12]"}, {"url": "http://a/r", "raw_prediction": "It is the bag. ```stop [Bag]```", "action": "stop [Bag]"}]}"#,
    expected: r#"line 1
user: What sells best?
tool: [result http://a/
[12] link 'Reports']
assistant: click [12]
tool: [result http://a/r]
assistant: It is the bag. ```stop [Bag]```
output: Bag
id: 7
expected: Band
meta sites: ["shopping_admin"]
meta eval: {"eval_types":["string_match"],"reference_answers":{"exact_match":"Band"}}
feedback score: 0"#,
    source: "by hand, after the tasks and traces of web-arena-x/webarena",
    ..Format::BLANK
};

/// `webarena-verified`.
pub(super) const VERIFIED: Format = Format {
    name: "webarena-verified",
    description: "Results of WebArena-Verified; `--join` its tasks on task_id for what was asked.",
    detector: Detector::Entry(|fields| Strength::sure(fields.has("task_id") && fields.has("evaluators_results"))),
    reader: Reader::Record(read_verified),
    example: r#"{"task_id": 7, "sites": ["shopping"], "status": "failure", "score": 0.0, "evaluators_results": [{"evaluator_name": "AgentResponseEvaluator", "status": "failure", "score": 0.0, "actual": {"task_type": "RETRIEVE", "status": "SUCCESS", "retrieved_data": ["Bag"]}, "expected": {"task_type": "retrieve", "status": "SUCCESS", "retrieved_data": ["Band"]}, "error_msg": null}], "error_msg": null}"#,
    expected: r#"line 1
output: {"task_type":"RETRIEVE","status":"SUCCESS","retrieved_data":["Bag"]}
id: 7
expected: {"task_type":"retrieve","status":"SUCCESS","retrieved_data":["Band"]}
finish: failure
meta sites: ["shopping"]
feedback score: 0
feedback AgentResponseEvaluator: 0"#,
    source: "by hand, after the guide to results of ServiceNow/webarena-verified",
    ..Format::BLANK
};

const STEPS: [&str; 4] = ["trajectory", "steps", "actions", "action_history"];

fn has_shape(fields: &Fields<'_>) -> bool {
    let is_task = fields.has("sites") || fields.has("eval") || fields.has("start_url") || fields.has("intent_template");
    let is_run = steps(fields).is_some() || ["answer", "prediction", "response"].iter().any(|key| fields.has(key));
    fields.has("task_id") && fields.has("intent") && is_task && is_run
}

/// Returns the key and the steps of a run; turns of a conversation are none.
fn steps<'a>(fields: &Fields<'a>) -> Option<(&'static str, Vec<Value<'a>>)> {
    STEPS.into_iter().find_map(|key| {
        let value = fields.get(key).filter(|value| !message::is_list(*value))?;
        Some((key, value.elements()?))
    })
}

fn read(fields: &mut Fields<'_>, record: &mut RecordBuilder) {
    for (field, key) in [(Field::Id, "task_id"), (Field::Input, "intent")] {
        if let Some(value) = fields.get(key)
            && record.put(field, key, value)
        {
            fields.take(key);
        }
    }
    if let Some((key, list)) = steps(fields) {
        let mut turns = record.take_turns();
        turns.extend(list.iter().flat_map(|step| told(*step)));
        record.put_turns(key, turns);
        if let Some(answer) = list.iter().rev().find_map(|step| stopped(*step)) {
            record.put_answer(key, vec![Part::Text(answer.into())]);
        }
        fields.take(key);
    }
    let within = fields.get("eval").and_then(Value::members);
    let reference = fields.get("reference_answers").or_else(|| within.as_ref()?.get("reference_answers"));
    if let Some(text) = reference.and_then(right) {
        record.content.expected = Some(text.into());
        fields.take("reference_answers");
    }
    for name in ["score", "reward"] {
        if let Some(number) = fields.get(name).and_then(Value::number) {
            fields.take(name);
            record.add_feedback(metric(name, number));
        }
    }
    read_by_names(fields, record);
}

/// Returns the right answer: a text, or what must match, one a line.
fn right(value: Value<'_>) -> Option<String> {
    if value.kind() == Kind::String {
        return value.scalar();
    }
    let within = value.members()?;
    let must = first(&within, &["exact_match", "must_include", "fuzzy_match"])?;
    match must.elements() {
        Some(all) => Some(all.into_iter().map(Value::plain).collect::<Vec<_>>().join("\n")),
        None => must.scalar(),
    }
}

fn action(step: Value<'_>) -> Option<String> {
    let Some(fields) = step.members() else { return step.scalar() };
    first(&fields, &["action", "action_str", "parsed_action", "pred"]).map(Value::plain)
}

/// Returns what the page showed, and what the agent did.
fn told(step: Value<'_>) -> Vec<Message> {
    let fields = step.members().unwrap_or_default();
    let seen: Vec<String> = [["url"], ["observation"]].iter().filter_map(|key| first(&fields, key)?.scalar()).collect();
    let did =
        first(&fields, &["raw_prediction", "prediction", "thought"]).and_then(Value::scalar).or_else(|| action(step));
    let mut turns = Vec::new();
    if !seen.is_empty() {
        let content = seen.join("\n").into();
        turns.push(Message { role: Role::Tool, parts: vec![Part::ToolResult { id: None, content }] });
    }
    turns.extend(did.map(|text| Message::text(Role::Assistant, text)));
    turns
}

/// Returns what the agent stopped with.
fn stopped(step: Value<'_>) -> Option<String> {
    let action = action(step)?;
    let (_, inner) = action.split_once("stop")?;
    let inner = inner.trim_start().strip_prefix(['[', '('])?;
    let end = inner.rfind([']', ')'])?;
    let answer = inner.get(..end)?.trim().trim_matches(['"', '\'']);
    (!answer.is_empty()).then(|| answer.to_owned())
}

fn read_verified(fields: &mut Fields<'_>, record: &mut RecordBuilder) {
    let list = fields.get("evaluators_results").and_then(Value::elements).unwrap_or_default();
    let response = list.into_iter().filter_map(Value::members).find(|one| {
        one.get("evaluator_name").and_then(Value::text).is_some_and(|name| name.starts_with("AgentResponse"))
    });
    if let Some(response) = &response {
        for (field, key) in [(Field::Output, "actual"), (Field::Expected, "expected")] {
            if let Some(value) = response.get(key) {
                record.put(field, &format!("evaluators_results.{key}"), value);
            }
        }
    }
    if !record.is_set(Field::Output) {
        record.put_no_answer();
    }
    for (field, key) in [(Field::Id, "task_id"), (Field::FinishReason, "status"), (Field::Error, "error_msg")] {
        if let Some(value) = fields.get(key)
            && (value.is_null() || record.put(field, key, value))
        {
            fields.take(key);
        }
    }
    if let Some(number) = fields.take("score").and_then(Value::number) {
        record.add_feedback(metric("score", number));
    }
    read_by_names(fields, record);
}
