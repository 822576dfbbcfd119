//! Runs of `AgentBench` and its kin: one line a sample, the turns of the agent in `output.history`.

use super::format::{Detector, Format, Reader, Strength};
use super::spans::{put_first, take_first};
use crate::domain::{Message, Role};
use crate::ingest::field_names::Field;
use crate::ingest::json::{Fields, Value};
use crate::ingest::record::{RecordBuilder, message, observations, read_by_names};

/// `agentbench`.
pub(super) const FORMAT: Format = Format {
    name: "agentbench",
    description: "Runs of AgentBench and MedAgentBench: one line a sample, its output the agent's last turn.",
    detector: Detector::Entry(|fields| Strength::sure(has_shape(fields))),
    reader: Reader::Record(read),
    example: r#"{"index": 96, "error": null, "info": null, "output": {"index": 96, "status": "completed", "result": "[-1]", "history": [{"role": "user", "content": "Find it."}, {"role": "agent", "content": "GET x"}, {"role": "user", "content": "Nothing."}, {"role": "agent", "content": "FINISH([-1])"}]}, "time": {"timestamp": 1737138742126, "str": "2025-01-17 10:32:22"}}"#,
    expected: r#"line 1
user: Find it.
assistant: GET x
tool: [result Nothing.]
output: FINISH([-1])
id: 96
finish: completed
time: 2025-01-17T18:32:22.126Z
meta output.result: "[-1]""#,
    source: "by hand, after runs of MedAgentBench in a copy of THUDM/AgentBench",
    ..Format::BLANK
};

fn has_shape(fields: &Fields<'_>) -> bool {
    let output = fields.get("output").and_then(Value::members).unwrap_or_default();
    fields.has("index") && output.has("status") && output.get("history").is_some_and(message::is_list)
}

/// Returns how many turns stand before the agent acts: the rules, which it may agree to, examples, the task.
fn before_acting(turns: &[Message]) -> usize {
    const TASKS: [&str; 4] = ["new problem", "here is your task", "new question", "my problem"];
    let is_task = |turn: &Message| {
        let text = turn.plain();
        let begin: String = text.chars().take(200).flat_map(char::to_lowercase).collect();
        turn.role == Role::User && TASKS.iter().any(|word| begin.contains(word))
    };
    let agrees = |turn: &Message| {
        let text = turn.plain().to_lowercase();
        text.len() < 200 && ["ok", "sure", "i understand", "understood"].iter().any(|word| text.starts_with(word))
    };
    let acts = turns.iter().position(|turn| turn.role == Role::Assistant && !agrees(turn)).unwrap_or(turns.len());
    turns.iter().rposition(is_task).map_or(acts, |task| acts.max(task + 1))
}

fn read(fields: &mut Fields<'_>, builder: &mut RecordBuilder) {
    let mut output = take_first(fields, &["output"]).and_then(Value::members).unwrap_or_default();
    if let Some(mut turns) =
        output.take("history").and_then(|history| message::messages(history, &mut builder.is_partial))
    {
        let before = before_acting(&turns);
        observations(&mut turns, before);
        builder.put_run("output.history", turns);
    }
    put_first(builder, Field::FinishReason, &mut output, &["status"]);
    output.take("index");
    for (key, value) in output.iter().filter(|(_, value)| !value.is_null()) {
        builder.keep(&format!("output.{key}"), value.kept());
    }
    put_first(builder, Field::Id, fields, &["index"]);
    if let Some(mut time) = fields.get("time").and_then(Value::members) {
        fields.take("time");
        put_first(builder, Field::Time, &mut time, &["timestamp", "str"]);
    }
    for key in ["error", "info"] {
        if fields.get(key).is_some_and(Value::is_null) {
            fields.take(key);
        }
    }
    read_by_names(fields, builder);
}
