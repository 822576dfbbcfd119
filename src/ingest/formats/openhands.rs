//! `OpenHands`: `output.jsonl` of its benchmarks, one run a line with its events, and the trajectory of one run.

use super::format::{Detector, Format, FormatReader, Reader, Strength};
use super::session_turn::SessionTurn;
use super::spans::{first, put_first, take_first};
use crate::domain::{Message, Part, Role};
use crate::ingest::field_names::Field;
use crate::ingest::json::{Fields, Value};
use crate::ingest::record::{Records, message, read_by_names};

/// `openhands`.
pub(super) const RUNS: Format = Format {
    name: "openhands",
    description: "Runs of OpenHands' benchmarks (output.jsonl): the instruction, the events, the agent's last words.",
    detector: Detector::Entry(|fields| Strength::sure(is_run(fields))),
    reader: Reader::Records(read_run),
    example: r#"{"instance_id": "a__b-1", "instruction": "Fix it.", "metadata": {"agent_class": "CodeActAgent", "llm_config": {"model": "m"}}, "history": [{"id": 0, "source": "user", "action": "message", "args": {"content": "Fix it."}},
{"id": 1, "source": "agent", "action": "run", "args": {"command": "ls", "thought": "Look."}}, {"id": 2, "source": "agent", "observation": "run", "content": "a.py"}, {"id": 3, "source": "agent", "action": "finish", "args": {"final_thought": "Fixed."}}],
"test_result": {"git_patch": "diff"}, "metrics": {"accumulated_cost": 0.4, "accumulated_token_usage": {"prompt_tokens": 9, "completion_tokens": 2}}, "error": null}"#,
    expected: r#"line 1
user: Fix it.
assistant: Look. [call run({"command":"ls","thought":"Look."})]
tool: [result a.py]
output: Fixed.[call finish({"final_thought":"Fixed."})]
id: a__b-1
model: m
cost: 0.4
tokens: 9/2
meta test_result: {"git_patch":"diff"}
meta agent_class: "CodeActAgent""#,
    source: "by hand, after the evaluation harness of All-Hands-AI/OpenHands",
    ..Format::BLANK
};

/// `openhands-trajectory`.
pub(super) const TRAJECTORY: Format = Format {
    name: "openhands-trajectory",
    description: "Events of one run of OpenHands: one record per user turn.",
    detector: Detector::File(|entries| {
        Strength::sure(
            !entries.is_empty() && entries.iter().all(is_event) && entries.iter().any(|one| one.has("action")),
        )
    }),
    reader: Reader::File(|| Box::<Trajectory>::default()),
    example: r#"[{"id": 0, "timestamp": "2026-03-01T10:00:00", "source": "user", "message": "Fix it.", "action": "message", "args": {"content": "Fix it."}},
{"id": 1, "timestamp": "2026-03-01T10:00:05", "source": "agent", "message": "Done.", "action": "finish", "args": {"final_thought": "Fixed."}}]"#,
    expected: "line 1\nuser: Fix it.\noutput: Fixed.[call finish({\"final_thought\":\"Fixed.\"})]\ntime: 2026-03-01T10:00:00Z\nlatency: 5000",
    source: "by hand, after trajectories of All-Hands-AI/OpenHands",
    ..Format::BLANK
};

fn is_event(fields: &Fields<'_>) -> bool {
    let source = fields.get("source").and_then(Value::text).unwrap_or_default();
    matches!(source.as_ref(), "user" | "agent" | "environment")
        && (fields.has("action") && fields.has("args") || fields.has("observation") && fields.has("content"))
}

fn events<'a>(fields: &Fields<'a>) -> Vec<Fields<'a>> {
    let list = fields.get("history").and_then(Value::elements).unwrap_or_default();
    list.into_iter().filter_map(Value::members).collect()
}

fn is_run(fields: &Fields<'_>) -> bool {
    let result = fields.get("test_result").and_then(Value::members).unwrap_or_default();
    let is_ours = fields.has("instance_id") && fields.get("history").is_some_and(|list| list.elements().is_some());
    is_ours && (fields.has("instruction") || result.has("git_patch")) && fields.has("metrics")
}

/// Returns what an event says or does; nothing for the program's own.
fn step(event: &Fields<'_>) -> Option<Message> {
    let text = |fields: &Fields<'_>, key: &str| fields.get(key).and_then(Value::scalar);
    if let Some(kind) = text(event, "observation") {
        let content =
            text(event, "content").filter(|_| !matches!(kind.as_str(), "agent_state_changed" | "null" | "recall"))?;
        return Some(Message { role: Role::Tool, parts: vec![Part::ToolResult { id: None, content: content.into() }] });
    }
    let action = text(event, "action")?;
    let args = event.get("args").and_then(Value::members).unwrap_or_default();
    match (action.as_str(), text(event, "source").as_deref()) {
        ("change_agent_state" | "recall" | "null", _) => None,
        ("system", _) => Some(Message::text(Role::System, text(&args, "content")?)),
        ("message", Some("user")) => Some(Message::text(Role::User, text(&args, "content")?)),
        ("message", _) => Some(Message::text(Role::Assistant, text(&args, "content")?)),
        (name, _) => {
            let said = text(&args, "final_thought").or_else(|| text(&args, "thought"));
            let call = Part::ToolCall { id: None, name: name.into(), arguments: event.get("args")?.plain().into() };
            let parts = said.map(|text| Part::Text(text.into())).into_iter().chain([call]).collect();
            Some(Message { role: Role::Assistant, parts })
        }
    }
}

fn read_run(fields: &mut Fields<'_>, out: &mut Records<'_>) {
    let mut record = out.begin();
    let history = fields.get("history");
    let mut turns: Vec<Message> = events(fields).iter().filter_map(step).collect();
    if turns.is_empty()
        && let Some(list) = history.and_then(|list| message::messages(list, &mut record.is_partial))
    {
        turns = list;
    }
    fields.take("history");
    let asked = take_first(fields, &["instruction"]);
    let is_asked = turns.iter().any(|turn| turn.role == Role::User);
    if let Some(asked) = asked.filter(|_| !is_asked) {
        turns.insert(0, Message::text(Role::User, asked.plain()));
    }
    let is_answered = turns.iter().any(|turn| turn.role == Role::Assistant);
    record.put_run("history", turns);
    if !is_answered {
        record.put_no_answer();
    }
    put_first(&mut record, Field::Id, fields, &["instance_id"]);
    let mut metadata = take_first(fields, &["metadata"]).and_then(Value::members).unwrap_or_default();
    if let Some(mut config) = metadata.take("llm_config").or_else(|| metadata.take("llm")).and_then(Value::members) {
        put_first(&mut record, Field::Model, &mut config, &["model"]);
    }
    put_first(&mut record, Field::Model, &mut metadata, &["model_name"]);
    put_first(&mut record, Field::Time, &mut metadata, &["start_time", "timestamp"]);
    if let Some(mut metrics) = take_first(fields, &["metrics"]).and_then(Value::members) {
        put_first(&mut record, Field::Cost, &mut metrics, &["accumulated_cost"]);
        put_first(&mut record, Field::Usage, &mut metrics, &["accumulated_token_usage"]);
    }
    put_first(&mut record, Field::Error, fields, &["error"]);
    for key in ["test_result", "resolved", "report"] {
        if let Some(value) = take_first(fields, &[key]) {
            record.keep(key, value.kept());
        }
    }
    if let Some(class) = metadata.get("agent_class") {
        record.keep("agent_class", class.kept());
    }
    for key in ["instance", "error", "runtime_runs"] {
        fields.take(key);
    }
    read_by_names(fields, &mut record);
    record.is_partial = false;
    out.push(record);
}

#[derive(Default)]
struct Trajectory {
    system: Option<Message>,
    turn: Option<SessionTurn>,
}

impl FormatReader for Trajectory {
    fn read(&mut self, fields: &mut Fields<'_>, out: &mut Records<'_>) {
        let Some(step) = step(fields) else { return out.skip("an event that says nothing") };
        match step.role {
            Role::System => self.system = Some(step),
            Role::User => {
                self.end(out);
                let mut record = out.begin();
                put_first(&mut record, Field::Time, fields, &["timestamp"]);
                let mut turn = SessionTurn::begin(record, self.system.clone());
                turn.add(step);
                self.turn = Some(turn);
            }
            Role::Assistant | Role::Tool | Role::Other(_) => {
                let system = || self.system.clone();
                let turn = self.turn.get_or_insert_with(|| SessionTurn::begin(out.begin(), system()));
                out.tell(&mut turn.record);
                turn.at(first(fields, &["timestamp"]));
                turn.add(step);
            }
        }
    }

    fn end(&mut self, out: &mut Records<'_>) {
        if let Some(turn) = self.turn.take() {
            out.push(turn.finish("the events"));
        }
    }
}
