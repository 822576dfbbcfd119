//! W&B Weave: calls with their feedback.

use super::format::{Detector, Format, Reader, Strength};
use super::spans::{
    Span, SpanKind, SpanReader, Traces, comment, first, keep_others, keep_trace_url, put_first, put_seconds, score,
    take_first,
};
use crate::ingest::field_names::Field;
use crate::ingest::json::{Fields, Value};
use crate::ingest::record::{RecordBuilder, Records, put_request, put_response};
use crate::ingest::sink::Feedback;

/// `weave`.
pub(super) const FORMAT: Format = Format {
    name: "weave",
    description: "Calls of W&B Weave.",
    detector: Detector::Entry(|fields| Strength::sure(has_shape(fields))),
    reader: Reader::File(|| SpanReader::boxed(read)),
    lists: &["calls", "whole:op_name"],
    example: r#"{"id": "c1", "project_id": "team/shop", "op_name": "weave:///team/shop/op/openai.chat.completions.create:abc", "trace_id": "t1", "parent_id": null, "thread_id": "th1", "started_at": "2026-03-01T10:00:00Z", "ended_at": "2026-03-01T10:00:01.25Z",
"inputs": {"self": "weave:///x", "model": "gpt-4o", "messages": [{"role": "user", "content": "2+2?"}]}, "output": {"choices": [{"finish_reason": "stop", "message": {"role": "assistant", "content": "4"}}]},
"exception": null, "summary": {"usage": {"gpt-4o": {"prompt_tokens": 9, "completion_tokens": 1}}, "weave": {"latency_ms": 1250, "status": "success", "feedback": [{"feedback_type": "wandb.reaction.1", "payload": {"emoji": "👎"}, "creator": "ana"}]}}}"#,
    expected: r#"line 1
user: 2+2?
output: 4
id: c1
conversation: th1
model: gpt-4o
finish: stop
time: 2026-03-01T10:00:00Z
latency: 1250
tokens: 9/1
meta op_name: "openai.chat.completions.create"
feedback reaction: 👎 by ana"#,
    source: "by hand, after the schemas of weave 0.54",
};

fn has_shape(fields: &Fields<'_>) -> bool {
    fields.has("op_name") && fields.has("inputs") && (fields.has("trace_id") || fields.has("started_at"))
}

/// Returns the name in `weave:///team/project/op/NAME:HASH`.
fn op_name(text: &str) -> String {
    let name = text.rsplit_once("/op/").map_or(text, |(_, name)| name);
    name.split_once(':').map_or(name, |(name, _)| name).to_owned()
}

fn read(fields: &mut Fields<'_>, out: &mut Records<'_>, traces: &mut Traces) {
    let bytes = fields.size();
    let id = fields.get("id").map(Value::plain).unwrap_or_default();
    let trace = take_first(fields, &["trace_id"]).map_or_else(|| id.clone(), Value::plain);
    let parent = take_first(fields, &["parent_id"]).map(Value::plain);
    let name = op_name(&take_first(fields, &["op_name"]).map(Value::plain).unwrap_or_default());
    let mut record = out.begin();
    put_first(&mut record, Field::Id, fields, &["id"]);
    put_first(&mut record, Field::Conversation, fields, &["thread_id"]);
    put_seconds(&mut record, first(fields, &["started_at"]), first(fields, &["ended_at"]));
    put_first(&mut record, Field::Time, fields, &["started_at"]);
    put_first(&mut record, Field::Error, fields, &["exception"]);
    record.keep("op_name", crate::domain::RawJson::string(&name));
    let opened = take_first(fields, &["attributes"]).and_then(Value::openable);
    let attributes = opened.as_deref().and_then(|text| Fields::parse(text).ok()).unwrap_or_default();
    let said = attributes.get("weave").and_then(Value::members).and_then(|weave| weave.get("kind")?.scalar());
    let said = said.or_else(|| attributes.get("kind").and_then(Value::scalar));
    let is_call = put_inputs(&mut record, fields, &name);
    if let Some(value) = take_first(fields, &["output", "outputs"]) {
        put_response(&mut record, "output", value);
    }
    put_summary(&mut record, fields);
    let is_model = match said.as_deref() {
        Some("llm") => true,
        Some(_) => false,
        None => is_call,
    };
    let kind = match said.as_deref() {
        Some("tool" | "retriever" | "scorer") => SpanKind::Aside,
        Some(_) | None if is_model => SpanKind::Model,
        Some(_) | None if name.rsplit('.').next() == Some("score") => SpanKind::Aside,
        Some(_) | None => SpanKind::Step,
    };
    keep_others(&mut record, &attributes, &["weave", "kind"]);
    keep_trace_url(&mut record, fields, &["ui_url", "url"]);
    let dropped = [
        "project_id",
        "ended_at",
        "wb_run_id",
        "wb_run_step",
        "wb_run_step_end",
        "deleted_at",
        "turn_id",
        "storage_size_bytes",
        "total_storage_size_bytes",
        "expire_at",
    ];
    keep_others(&mut record, fields, &dropped);
    traces.add(Span { trace, id, parent, kind, record }, bytes, out);
}

/// Reads the arguments; returns whether they are those of a model's API.
fn put_inputs(record: &mut RecordBuilder, fields: &mut Fields<'_>, name: &str) -> bool {
    let Some(opened) = take_first(fields, &["inputs"]).and_then(Value::openable) else { return false };
    let Ok(mut inputs) = Fields::parse(&opened) else { return false };
    inputs.take("self");
    let names = ["chat.completions", "messages.create", "responses.create", "generate_content", "litellm.completion"];
    let is_call = (inputs.has("messages") && inputs.has("model")) || names.iter().any(|known| name.contains(known));
    let json = inputs.to_json();
    put_request(record, "inputs", Value::Json(json.text()));
    is_call
}

fn put_summary(record: &mut RecordBuilder, fields: &mut Fields<'_>) {
    let text = take_first(fields, &["summary"]).and_then(Value::openable).map(std::borrow::Cow::into_owned);
    let summary = text.as_deref().and_then(|text| Fields::parse(text).ok()).unwrap_or_default();
    let weave = summary.get("weave").and_then(Value::members).unwrap_or_default();
    let (mut asked, mut said) = (None, None);
    let usage = summary.get("usage").and_then(Value::members).unwrap_or_default();
    for (model, counts) in usage.iter() {
        let Some(counts) = counts.members() else { continue };
        let number = |keys: &[&str]| first(&counts, keys).and_then(|value| value.source().parse::<u64>().ok());
        let add = |all: Option<u64>, more: Option<u64>| all.zip(more).map(|(a, b)| a + b).or(all).or(more);
        asked = add(asked, number(&["prompt_tokens", "input_tokens"]));
        said = add(said, number(&["completion_tokens", "output_tokens"]));
        if record.content.model.is_none() {
            record.content.model = Some(model.into());
        }
    }
    let content = &mut record.content;
    content.tokens_in = content.tokens_in.or(asked);
    content.tokens_out = content.tokens_out.or(said);
    content.latency_ms = first(&weave, &["latency_ms"]).and_then(Value::number).or(content.latency_ms);
    let costs = weave.get("costs").and_then(Value::members).unwrap_or_default();
    let all = costs.iter().filter_map(|(_, cost)| cost.members()).map(|cost| {
        ["prompt_tokens_total_cost", "completion_tokens_total_cost"]
            .iter()
            .filter_map(|key| cost.get(key)?.number())
            .sum::<f64>()
    });
    let all: f64 = all.sum();
    if all > 0.0 {
        content.cost = Some(all);
    }
    for holder in [&weave, &summary, fields] {
        let list = holder.get("feedback").and_then(Value::elements).unwrap_or_default();
        for one in list.into_iter().filter_map(Value::members) {
            record.add_feedback(feedback(&one));
        }
    }
    fields.take("feedback");
}

fn feedback(one: &Fields<'_>) -> Feedback {
    let kind = one.get("feedback_type").map(Value::plain).unwrap_or_default();
    let payload = one.get("payload").and_then(Value::members).unwrap_or_default();
    let by = first(one, &["creator", "wb_user_id"]);
    if let Some(note) = payload.get("note") {
        return comment(note, by);
    }
    let name = kind.trim_start_matches("wandb.").trim_end_matches(".1");
    let value = first(&payload, &["emoji", "value", "output", "score"]);
    let mut said = score(name, value.or_else(|| one.get("payload")));
    said.by = by.and_then(Value::scalar).map(Into::into);
    said.is_human = Some(kind.starts_with("wandb.reaction") || kind.starts_with("wandb.note"));
    said
}
