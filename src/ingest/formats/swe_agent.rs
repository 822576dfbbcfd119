//! SWE-agent and its kin: trajectories, one run a file or a line, and predictions as SWE-bench takes them. In a run the user
//! sets the task; what the environment showed after that is no question, whatever role it was logged under.

use super::format::{Detector, Format, Reader, Strength};
use super::spans::score;
use crate::domain::{Message, Role};
use crate::ingest::field_names::{Field, meaning_of};
use crate::ingest::json::{Fields, Kind, Value};
use crate::ingest::record::message;
use crate::ingest::record::{RecordBuilder, observations, read_by_names};

/// `swe-agent`.
pub(super) const TRAJECTORY: Format = Format {
    name: "swe-agent",
    description: "Runs of SWE-agent, mini-swe-agent and their kin: the task, what was done, the last turn of the model.",
    detector: Detector::Entry(|fields| Strength::sure(is_trajectory(fields))),
    lists: &["whole:trajectory"],
    example: r#"{"environment": "main", "trajectory": [{"action": "ls", "observation": "a.py", "thought": "Look."}], "history":
[{"role": "system", "content": "You fix bugs."}, {"role": "user", "content": "Fix it."}, {"role": "assistant", "content": "Look.",
"action": "ls", "thought": "Look."}, {"role": "user", "content": "a.py"}, {"role": "assistant", "content": "submit"}],
"info": {"exit_status": "submitted", "submission": "diff", "model_stats": {"instance_cost": 0.5, "tokens_sent": 9,
"tokens_received": 3}}}"#,
    reader: Reader::Record(read),
    expected: "line 1\nsystem: You fix bugs.\nuser: Fix it.\nassistant: Look.\ntool: [result a.py]\noutput: submit\nfinish: submitted\ncost: 0.5\ntokens: 9/3\nmeta info.submission: \"diff\"\nmeta environment: \"main\"",
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

/// What only a run on an instance of SWE-bench says of itself.
const OF_A_RUN: [&str; 12] = [
    "exit_status",
    "resolved",
    "target",
    "model_patch",
    "generated_patch",
    "patch",
    "eval_logs",
    "traj_id",
    "trajectory_id",
    "run_id",
    "exp_name",
    "test_result",
];
/// Where its turns stand.
const TURNS: [&str; 4] = ["history", "trajectory", "messages", "conversations"];

fn is_trajectory(fields: &Fields<'_>) -> bool {
    let step = fields.get("trajectory").and_then(Value::elements).and_then(|list| list.first()?.members());
    let is_step = step.is_some_and(|step| step.has("action") && (step.has("observation") || step.has("response")));
    let info = fields.get("info").and_then(Value::members);
    let is_mini = fields.has("trajectory_format") && fields.has("messages");
    let is_of_set = || {
        let has_turns = || TURNS.iter().any(|key| fields.get(key).is_some_and(message::is_list));
        fields.has("instance_id") && OF_A_RUN.iter().any(|key| fields.has(key)) && has_turns()
    };
    is_mini
        || is_step
            && (fields.has("history") || fields.has("environment") || info.is_some_and(|it| it.has("exit_status")))
        || is_of_set()
}

/// Returns the turns of a run and how many stand before it acts: the demonstrations and the task.
fn turns(list: Value<'_>) -> Option<(Vec<Message>, usize)> {
    let opened = list.openable()?;
    let (mut all, mut before) = (Vec::new(), None);
    for element in Value::Json(&opened).elements()? {
        let fields = element.members()?;
        let is_demo = fields.get("is_demo").is_some_and(|value| value.source() == "true")
            || fields.get("message_type").and_then(Value::text).as_deref() == Some("demonstration");
        let turn = message::message(element, &mut false)?;
        if turn.role == Role::Assistant && !is_demo {
            before.get_or_insert(all.len());
        }
        all.push(turn);
    }
    let before = before.unwrap_or(all.len());
    Some((all, before))
}

fn read(fields: &mut Fields<'_>, builder: &mut RecordBuilder) {
    for key in TURNS {
        if let Some((mut all, before)) = fields.get(key).filter(|list| message::is_list(*list)).and_then(turns)
            && !builder.is_set(Field::Messages)
        {
            observations(&mut all, before);
            builder.put_turns(key, all);
            fields.take(key);
        }
    }
    // Its steps are the turns once more; without turns they are all that there is.
    if builder.is_set(Field::Messages) {
        fields.take("trajectory");
        // The run's last turn is its output, whatever else is called one.
        for key in fields.keys() {
            if let Some((Field::Output, _)) = meaning_of(&key)
                && let Some(value) = fields.take(&key)
            {
                builder.keep(&key, value.kept());
            }
        }
        for key in ["resolved", "target"] {
            if let Some(value) = fields.get(key).filter(|value| matches!(value.kind(), Kind::Bool | Kind::Number)) {
                fields.take(key);
                builder.add_feedback(score(key, Some(value)));
            }
        }
        if let Some(status) = fields.get("exit_status")
            && builder.put(Field::FinishReason, "exit_status", status)
        {
            fields.take("exit_status");
        }
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
    for (field, key) in [(Field::Id, "instance_id"), (Field::Model, "model_name_or_path"), (Field::Model, "model_name")]
    {
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
