//! SWE-agent: the trajectory of one run a file, and predictions as SWE-bench takes them.

use super::format::{Detector, Format, Reader, Strength};
use crate::ingest::field_names::Field;
use crate::ingest::json::{Fields, Kind, Value};
use crate::ingest::record::message;
use crate::ingest::record::{RecordBuilder, read_by_names};

/// `swe-agent`.
pub(super) const TRAJECTORY: Format = Format {
    name: "swe-agent",
    description: "Trajectories of SWE-agent and mini-swe-agent: one run, its output the last turn of the model.",
    detector: Detector::Entry(|fields| Strength::sure(is_trajectory(fields))),
    lists: &["whole:trajectory"],
    example: r#"{"environment": "main", "trajectory": [{"action": "ls", "observation": "a.py", "thought": "Look."}], "history":
[{"role": "system", "content": "You fix bugs."}, {"role": "user", "content": "Fix it."}, {"role": "assistant", "content": "Look.",
"action": "ls", "thought": "Look."}, {"role": "user", "content": "a.py"}, {"role": "assistant", "content": "submit"}],
"info": {"exit_status": "submitted", "submission": "diff", "model_stats": {"instance_cost": 0.5, "tokens_sent": 9,
"tokens_received": 3}}}"#,
    reader: Reader::Record(read),
    expected: "line 1\nsystem: You fix bugs.\nuser: Fix it.\nassistant: Look.\nuser: a.py\noutput: submit\nfinish: submitted\ncost: 0.5\ntokens: 9/3\nmeta info.submission: \"diff\"\nmeta environment: \"main\"",
    source: "by hand, after the document on trajectories of SWE-agent/SWE-agent",
};

/// `swe-bench`.
pub(super) const PREDICTIONS: Format = Format {
    name: "swe-bench",
    description: "Predictions for SWE-bench: the patch is the output; `--join` the set on instance_id for the problems.",
    detector: Detector::Entry(|fields| Strength::sure(fields.has("instance_id") && fields.has("model_patch"))),
    example: r#"{"instance_id": "a__b-1", "model_name_or_path": "m", "model_patch": "diff --git a/x b/x"}"#,
    reader: Reader::Record(read_prediction),
    expected: "line 1\noutput: diff --git a/x b/x\nid: a__b-1\nmodel: m",
    source: "by hand, after the guide to evaluation of SWE-bench",
    ..Format::BLANK
};

fn is_trajectory(fields: &Fields<'_>) -> bool {
    let step = fields.get("trajectory").and_then(Value::elements).and_then(|list| list.first()?.members());
    let is_step = step.is_some_and(|step| step.has("action") && (step.has("observation") || step.has("response")));
    let info = fields.get("info").and_then(Value::members);
    let is_mini = fields.has("trajectory_format") && fields.has("messages");
    is_mini
        || is_step
            && (fields.has("history") || fields.has("environment") || info.is_some_and(|it| it.has("exit_status")))
}

fn read(fields: &mut Fields<'_>, builder: &mut RecordBuilder) {
    for key in ["history", "messages"] {
        if let Some(list) = fields.get(key).filter(|list| message::is_list(*list))
            && builder.put(Field::Messages, key, list)
        {
            fields.take(key);
        }
    }
    // Its steps are the turns once more; without turns they are all that there is.
    if builder.is_set(Field::Messages) {
        fields.take("trajectory");
    }
    // What a turn says of its agent, thought and action is in its text.
    builder.is_partial = false;
    if let Some(mut info) = fields.take("info").and_then(Value::members) {
        let mut stats = info.take("model_stats").and_then(Value::members).unwrap_or_default();
        let known =
            [(Field::Cost, "instance_cost"), (Field::TokensIn, "tokens_sent"), (Field::TokensOut, "tokens_received")];
        for (field, key) in known {
            if let Some(value) = stats.get(key)
                && builder.put(field, &format!("info.model_stats.{key}"), value)
            {
                stats.take(key);
            }
        }
        if let Some(status) = info.get("exit_status")
            && builder.put(Field::FinishReason, "info.exit_status", status)
        {
            info.take("exit_status");
        }
        for (key, value) in info.iter() {
            builder.keep(&format!("info.{key}"), value.kept());
        }
        builder.keep_rest("info.model_stats", &stats);
    }
    put_instance(fields, builder);
    read_by_names(fields, builder);
}

fn put_instance(fields: &mut Fields<'_>, builder: &mut RecordBuilder) {
    for (field, key) in [(Field::Id, "instance_id"), (Field::Model, "model_name_or_path")] {
        if let Some(value) = fields.get(key)
            && builder.put(field, key, value)
        {
            fields.take(key);
        }
    }
}

fn read_prediction(fields: &mut Fields<'_>, builder: &mut RecordBuilder) {
    put_instance(fields, builder);
    for (field, key) in
        [(Field::Output, "model_patch"), (Field::Input, "problem_statement"), (Field::Expected, "patch")]
    {
        if let Some(value) = fields.get(key)
            && value.kind() == Kind::String
            && builder.put(field, key, value)
        {
            fields.take(key);
        }
    }
    if fields.get("model_patch").is_some_and(Value::is_null) {
        fields.take("model_patch");
        builder.put_no_answer();
        builder.put_answer("model_patch", Vec::new());
    }
    read_by_names(fields, builder);
}
