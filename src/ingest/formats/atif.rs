//! Trajectories in the interchange format of Harbor and terminal-bench (ATIF): one run a file, its steps with who took them.

use super::format::{Detector, Format, Reader, Strength};
use super::session_turn::SessionTurn;
use super::spans::{first, put_first};
use crate::domain::{Message, Part, Role};
use crate::ingest::field_names::Field;
use crate::ingest::json::{Fields, Value};
use crate::ingest::record::{RecordBuilder, Records, message};

/// `atif`.
pub(super) const FORMAT: Format = Format {
    name: "atif",
    description: "Trajectories of Harbor and terminal-bench (ATIF): one record per user turn of a run.",
    detector: Detector::Entry(|fields| Strength::sure(has_shape(fields))),
    reader: Reader::Records(read),
    lists: &["whole:steps"],
    example: r#"{"schema_version": "ATIF-v1.2", "session_id": "s1", "agent": {"name": "terminus-2", "version": "2", "model_name": "m"}, "steps": [{"step_id": 1, "timestamp": "2026-03-01T10:00:00Z", "source": "user", "message": "Make a file."},
{"step_id": 2, "timestamp": "2026-03-01T10:00:03Z", "source": "agent", "message": "Now.", "tool_calls": [{"tool_call_id": "c1", "function_name": "bash", "arguments": {"cmd": "touch a"}}], "observation": {"results": [{"source_call_id": "c1", "content": "ok"}]}},
{"step_id": 3, "source": "agent", "message": "Done."}], "final_metrics": {"total_prompt_tokens": 30, "total_completion_tokens": 5, "total_cost_usd": 0.1}}"#,
    expected: r#"line 1
user: Make a file.
assistant: Now. [call bash({"cmd":"touch a"})]
tool: [result ok]
output: Done.
conversation: s1
model: m
time: 2026-03-01T10:00:00Z
latency: 3000
cost: 0.1
tokens: 30/5
meta agent: "terminus-2""#,
    source: "by hand, after the document on ATIF of Harbor",
};

fn has_shape(fields: &Fields<'_>) -> bool {
    let version = fields.get("schema_version").and_then(Value::text).unwrap_or_default();
    let step = fields.get("steps").and_then(Value::elements).and_then(|list| list.first()?.members());
    version.starts_with("ATIF")
        || step.is_some_and(|step| step.has("step_id") && step.has("source") && step.has("message"))
}

fn read(fields: &mut Fields<'_>, out: &mut Records<'_>) {
    let steps = fields.get("steps").and_then(Value::elements).unwrap_or_default();
    let steps: Vec<Fields<'_>> = steps.into_iter().filter_map(Value::members).collect();
    let is_by = |step: &Fields<'_>, who: &str| step.get("source").is_some_and(|source| source.plain() == who);
    let asked = steps.iter().filter(|step| is_by(step, "user")).count();
    let mut turn: Option<SessionTurn> = None;
    let mut system: Option<Message> = None;
    for step in &steps {
        let text = step.get("message").map(message::content).unwrap_or_default();
        if is_by(step, "system") {
            system = Some(Message { role: Role::System, parts: text });
            continue;
        }
        if is_by(step, "user") {
            let is_only = asked == 1 && turn.is_none();
            if let Some(turn) = turn.take() {
                out.push(turn.finish("steps"));
            }
            let mut begun = SessionTurn::begin(begin(fields, step, is_only, out), system.clone());
            begun.add(Message { role: Role::User, parts: text });
            turn = Some(begun);
            continue;
        }
        let turn = turn.get_or_insert_with(|| SessionTurn::begin(begin(fields, step, asked == 0, out), system.clone()));
        turn.at(step.get("timestamp"));
        let thought = first(step, &["reasoning_content"]).map(|text| Part::Reasoning(text.plain().into()));
        let calls = step.get("tool_calls").and_then(Value::elements).unwrap_or_default();
        let calls = calls.into_iter().filter_map(Value::members).map(|call| Part::ToolCall {
            id: call.get("tool_call_id").and_then(Value::scalar).map(Into::into),
            name: call.get("function_name").map(Value::plain).unwrap_or_default().into(),
            arguments: call.get("arguments").map(Value::plain).unwrap_or_default().into(),
        });
        turn.add(Message { role: Role::Assistant, parts: thought.into_iter().chain(text).chain(calls).collect() });
        let seen = step.get("observation").and_then(Value::members).and_then(|seen| seen.get("results")?.elements());
        for result in seen.unwrap_or_default().into_iter().filter_map(Value::members) {
            let id = result.get("source_call_id").and_then(Value::scalar).map(Into::into);
            let content = result.get("content").map(Value::plain).unwrap_or_default().into();
            turn.add(Message { role: Role::Tool, parts: vec![Part::ToolResult { id, content }] });
        }
    }
    match turn {
        Some(turn) => out.push(turn.finish("steps")),
        None => out.skip("a run without steps"),
    }
}

/// Begins a record at a step; the run's totals are those of its only turn.
fn begin(fields: &Fields<'_>, step: &Fields<'_>, is_only: bool, out: &Records<'_>) -> RecordBuilder {
    let mut record = out.begin();
    put_first(&mut record, Field::Conversation, &mut fields.clone(), &["session_id"]);
    put_first(&mut record, Field::Time, &mut step.clone(), &["timestamp"]);
    let mut agent = fields.get("agent").and_then(Value::members).unwrap_or_default();
    put_first(&mut record, Field::Model, &mut agent, &["model_name"]);
    if let Some(name) = agent.get("name") {
        record.keep("agent", name.kept());
    }
    if let Some(mut totals) = fields.get("final_metrics").and_then(Value::members).filter(|_| is_only) {
        put_first(&mut record, Field::TokensIn, &mut totals, &["total_prompt_tokens"]);
        put_first(&mut record, Field::TokensOut, &mut totals, &["total_completion_tokens"]);
        put_first(&mut record, Field::Cost, &mut totals, &["total_cost_usd"]);
    }
    record
}
