//! `TruLens`: the records of an app as its data frames are written to a table. Inputs and outputs are JSON texts, scores of
//! feedback functions stand in columns of their own names, their reasons in `… calls` beside them.

use super::format::{Detector, Format, Reader, Strength};
use super::spans::{first, unquoted};
use crate::domain::{Time, Untrusted};
use crate::ingest::field_names::Field;
use crate::ingest::json::{Fields, Kind, Value};
use crate::ingest::record::{RecordBuilder, read_by_names};
use crate::ingest::sink::Feedback;

/// `trulens`.
pub(super) const FORMAT: Format = Format {
    name: "trulens",
    description: "Records of TruLens as a table, with the scores of its feedback functions.",
    detector: Detector::Entry(|fields| Strength::sure(has_shape(fields))),
    reader: Reader::Record(read),
    example: r#"app_id,record_id,input,output,record_json,cost_json,perf_json,Relevance,Relevance_calls
a1,r1,"""2+2?""","""4 \""four\""""","{""app_id"": ""a1""}","{""n_prompt_tokens"": 5, ""n_completion_tokens"": 1, ""cost"": 0.5}","{""start_time"": ""2026-03-01T10:00:00"", ""end_time"": ""2026-03-01T10:00:02""}",0.0,"[{'args': {}, 'ret': 0.0, 'meta': {'reason': 'not asked'}}]"
"#,
    expected: "line 2
user: 2+2?
output: 4 \"four\"
id: r1
time: 2026-03-01T10:00:00Z
latency: 2000
cost: 0.5
tokens: 5/1
meta app_id: \"a1\"
meta record_json: \"{\\\"app_id\\\": \\\"a1\\\"}\"
feedback Relevance: 0 # not asked",
    source: "by hand, after the columns of `get_records_and_feedback` of TruLens 0.20 to 1.2",
    ..Format::BLANK
};

/// Columns that are no feedback, though they may hold numbers.
const OTHERS: [&str; 14] = [
    "app_id",
    "app_name",
    "app_version",
    "app_json",
    "type",
    "record_id",
    "input",
    "output",
    "tags",
    "ts",
    "latency",
    "total_tokens",
    "total_cost",
    "num_events",
];

fn has_shape(fields: &Fields<'_>) -> bool {
    let is_app = ["app_id", "app_name", "app_json"].iter().any(|key| fields.has(key));
    let has = |key: &str| fields.has(key);
    is_app && has("record_id") && has("input") && has("output") && (has("record_json") || has("cost_json"))
}

fn read(fields: &mut Fields<'_>, record: &mut RecordBuilder) {
    for (field, key) in [(Field::Id, "record_id"), (Field::Input, "input"), (Field::Output, "output")] {
        let Some(value) = fields.get(key) else { continue };
        let text = unquoted(value);
        if record.put(field, key, text.as_deref().map_or(value, Value::Json)) {
            fields.take(key);
        }
    }
    put_costs(fields, record);
    for name in fields.keys() {
        let Some(number) = fields.get(&name).and_then(Value::number).filter(|_| is_score(&name)) else { continue };
        fields.take(&name);
        let reason = [format!("{name}_calls"), format!("{name} calls")].iter().find_map(|key| {
            let reason = fields.get(key).and_then(reason);
            if reason.is_some() {
                fields.take(key);
            }
            reason
        });
        record.add_feedback(Feedback {
            name: Untrusted::new(name),
            score: Some(number),
            comment: reason.map(Untrusted::new),
            is_human: Some(false),
            ..Feedback::default()
        });
    }
    read_by_names(fields, record);
}

fn is_score(name: &str) -> bool {
    let is_about = ["_json", "_calls", " calls", " cost in USD", "_cost"].iter().any(|end| name.ends_with(end));
    !is_about && !OTHERS.contains(&name) && !name.is_empty() && !name.starts_with("Unnamed")
}

/// Puts in what the columns `cost_json` and `perf_json` say.
fn put_costs(fields: &mut Fields<'_>, record: &mut RecordBuilder) {
    let opened = |key: &str| fields.get(key).and_then(Value::openable).map(std::borrow::Cow::into_owned);
    let (cost, times) = (opened("cost_json"), opened("perf_json"));
    if let Some(cost) = cost.as_deref().and_then(|text| Fields::parse(text).ok()) {
        for (field, key) in
            [(Field::TokensIn, "n_prompt_tokens"), (Field::TokensOut, "n_completion_tokens"), (Field::Cost, "cost")]
        {
            if let Some(value) = cost.get(key) {
                record.put(field, key, value);
            }
        }
        fields.take("cost_json");
    }
    let Some(times) = times.as_deref().and_then(|text| Fields::parse(text).ok()) else { return };
    let (begun, ended) = (first(&times, &["start_time"]), first(&times, &["end_time"]));
    let at = |value: Option<Value<'_>>| {
        let text = value.and_then(Value::text)?;
        Time::parse(&text).or_else(|| Time::parse(&format!("{text}Z")))
    };
    if let Some(begun) = begun
        && record.put(Field::Time, "perf_json.start_time", begun)
    {
        fields.take("perf_json");
    }
    if let (Some(begun), Some(ended)) = (at(begun), at(ended)) {
        let millis = u32::try_from(ended.0 - begun.0).unwrap_or_default();
        record.put_latency("perf_json", f64::from(millis));
    }
}

/// Returns why a feedback function gave its score: the reasons of its calls.
fn reason(calls: Value<'_>) -> Option<String> {
    let opened = calls.openable()?;
    let reasons: Vec<String> = Value::Json(&opened)
        .elements()?
        .into_iter()
        .filter_map(|call| {
            let about = call.members()?.get("meta")?.members()?;
            let said = ["reason", "reasons"].iter().find_map(|key| about.get(key)).filter(|it| !it.is_null())?;
            (said.kind() == Kind::String).then(|| said.plain())
        })
        .collect();
    (!reasons.is_empty()).then(|| reasons.join("\n"))
}
