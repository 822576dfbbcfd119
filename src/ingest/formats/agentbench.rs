//! Runs of `AgentBench` and its kin: one line a sample, the turns of the agent in `output.history`.

use super::format::{Detector, Format, Reader, Strength};
use super::spans::{put_first, take_first};
use crate::ingest::field_names::Field;
use crate::ingest::json::{Fields, Value};
use crate::ingest::record::{RecordBuilder, message, read_by_names};

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
user: Nothing.
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

fn read(fields: &mut Fields<'_>, builder: &mut RecordBuilder) {
    let mut output = take_first(fields, &["output"]).and_then(Value::members).unwrap_or_default();
    if let Some(turns) = output.take("history").and_then(|history| message::messages(history, &mut builder.is_partial))
    {
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
