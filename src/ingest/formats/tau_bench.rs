//! tau-bench: conversations of an agent with a simulated user, each with its reward.

use super::format::{Detector, Format, Reader, Strength};
use crate::ingest::field_names::Field;
use crate::ingest::json::{Fields, Value};
use crate::ingest::record::message;
use crate::ingest::record::{RecordBuilder, read_by_names};
use crate::ingest::sink::Feedback;

/// `tau-bench`.
pub(super) const FORMAT: Format = Format {
    name: "tau-bench",
    description: "Runs of tau-bench and tau2-bench: an agent, a simulated user, a reward.",
    detector: Detector::Entry(|fields| Strength::sure(has_shape(fields))),
    lists: &["simulations"],
    example: r#"{"task_id": 3, "reward": 0.0, "trial": 0, "traj": [{"role": "user", "content": "Book it."}, {"role": "assistant",
"content": "Booked."}, {"role": "user", "content": "STOP"}]}"#,
    reader: Reader::Records(|fields, out| {
        let mut record = out.begin();
        read(fields, &mut record);
        put_model(&mut record, out.outer("info"));
        out.push(record);
    }),
    expected: "line 1\nuser: Book it.\nuser: STOP\noutput: Booked.\nid: 3\nmeta trial: 0\nmeta reward: 0.0\nfeedback reward: 0",
    source: "by hand, after the results in sierra-research/tau-bench",
};

fn turns(fields: &Fields<'_>) -> Option<&'static str> {
    ["traj", "messages"].into_iter().find(|key| fields.get(key).is_some_and(message::is_list))
}

fn has_shape(fields: &Fields<'_>) -> bool {
    let is_scored = fields.has("reward") || fields.has("reward_info");
    turns(fields).is_some_and(|key| key == "traj" || fields.has("reward_info")) && fields.has("task_id") && is_scored
}

fn read(fields: &mut Fields<'_>, builder: &mut RecordBuilder) {
    if let Some(key) = turns(fields)
        && let Some(list) = fields.get(key)
        && builder.put(Field::Messages, key, list)
    {
        fields.take(key);
    }
    // Costs and times of single turns.
    if fields.has("reward_info") {
        builder.is_partial = false;
    }
    for (field, key) in [
        (Field::Id, "task_id"),
        (Field::FinishReason, "termination_reason"),
        (Field::Cost, "agent_cost"),
        (Field::Time, "start_time"),
    ] {
        if let Some(value) = fields.get(key)
            && builder.put(field, key, value)
        {
            fields.take(key);
        }
    }
    if let Some(seconds) = fields.get("duration").and_then(Value::number)
        && builder.put_latency("duration", seconds * 1000.0)
    {
        fields.take("duration");
    }
    for key in ["trial", "reward"] {
        if let Some(value) = fields.take(key) {
            builder.keep(key, value.kept());
            if key == "reward" {
                add_reward(Some(value), builder);
            }
        }
    }
    add_reward(fields.get("reward_info").and_then(|info| info.members()?.get("reward")), builder);
    if let Some(id) = fields.take("id") {
        builder.keep("simulation", id.kept());
    }
    read_by_names(fields, builder);
}

/// Puts in the model of the agent, as the head of a file of tau2-bench names it.
fn put_model(record: &mut RecordBuilder, info: Option<Value<'_>>) {
    let agent = info.and_then(Value::members).and_then(|info| info.get("agent_info")?.members());
    if let Some(model) = agent.and_then(|agent| agent.get("llm")) {
        record.put(Field::Model, "info.agent_info.llm", model);
    }
}

fn add_reward(reward: Option<Value<'_>>, builder: &mut RecordBuilder) {
    if let Some(score) = reward.and_then(Value::number) {
        builder.add_feedback(Feedback {
            name: "reward".into(),
            score: Some(score),
            is_human: Some(false),
            ..Feedback::default()
        });
    }
}
