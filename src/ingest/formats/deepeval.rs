//! `DeepEval`: test runs with the metrics of each test case, and goldens of its data sets.

use super::format::{Detector, Format, Reader, Strength};
use super::spans::{comment, first, put_first, take_first};
use crate::ingest::field_names::Field;
use crate::ingest::json::{Fields, Value};
use crate::ingest::record::{RecordBuilder, Records, put_request, turns};
use crate::ingest::sink::Feedback;

/// `deepeval`.
pub(super) const FORMAT: Format = Format {
    name: "deepeval",
    description: "Test runs and goldens of DeepEval.",
    detector: Detector::Entry(|fields| Strength::sure(has_shape(fields))),
    reader: Reader::Records(read),
    lists: &["testRunData.testCases", "testRunData.conversationalTestCases", "test_run_data.test_cases", "goldens"],
    example: r#"{"testRunData": {"testCases": [{"name": "test_case_0", "input": "2+2?", "actualOutput": "5", "expectedOutput": "4", "retrievalContext": ["sums"], "success": false, "runDuration": 1.25,
"metricsData": [{"name": "Correctness", "threshold": 0.5, "success": false, "score": 0.0, "reason": "wrong", "evaluationModel": "gpt-4o"}], "additionalMetadata": {"team": "shop"}}]}}"#,
    expected: "line 1
user: 2+2?
output: 5
expected: 4
latency: 1250
meta name: \"test_case_0\"
meta retrievalContext: [\"sums\"]
meta success: false
meta team: \"shop\"
feedback Correctness: 0 fail # wrong",
    source: "by hand, after `.latest_test_run.json` of deepeval 4.3",
};

const ACTUAL: [&str; 2] = ["actualOutput", "actual_output"];
const EXPECTED: [&str; 4] = ["expectedOutput", "expected_output", "expectedOutcome", "expected_outcome"];
const METRICS: [&str; 2] = ["metricsData", "metrics_data"];

fn has_shape(fields: &Fields<'_>) -> bool {
    let has = |keys: &[&str]| keys.iter().any(|key| fields.has(key));
    let context = [
        "context",
        "retrievalContext",
        "retrieval_context",
        "expectedTools",
        "expected_tools",
        "sourceFile",
        "source_file",
    ];
    let is_case = fields.has("input") && has(&ACTUAL) && (has(&METRICS) || has(&EXPECTED) || has(&context));
    let is_golden = fields.has("input") && has(&EXPECTED) && has(&context);
    let is_talk = fields.get("turns").is_some_and(|value| turns(value, &mut false).is_some())
        && (has(&METRICS) || fields.has("scenario") || has(&["chatbotRole", "chatbot_role"]));
    is_case || is_golden || is_talk
}

fn read(fields: &mut Fields<'_>, out: &mut Records<'_>) {
    let mut record = out.begin();
    if let Some(list) = take_first(fields, &["turns"]).and_then(|value| turns(value, &mut false)) {
        record.put_run("turns", list);
    }
    if let Some(value) = take_first(fields, &["input"]) {
        put_request(&mut record, "input", value);
    }
    put_first(&mut record, Field::Output, fields, &ACTUAL);
    put_first(&mut record, Field::Expected, fields, &EXPECTED);
    let seconds = take_first(fields, &["runDuration", "run_duration", "completionTime", "completion_time"]);
    record.content.latency_ms = seconds.and_then(Value::number).map(|seconds| seconds * 1000.0);
    put_first(&mut record, Field::Cost, fields, &["tokenCost", "token_cost"]);
    take_first(fields, &["evaluationCost", "evaluation_cost"]);
    put_metrics(&mut record, fields);
    if let Some(text) = take_first(fields, &["comments"]) {
        record.add_feedback(comment(text, None));
    }
    let more = take_first(fields, &["additionalMetadata", "additional_metadata"]).and_then(Value::openable);
    for (key, value) in fields.iter() {
        let is_empty = value.is_null() || matches!(value.source(), "[]" | "{}" | "\"\"");
        if !is_empty && !matches!(key, "order" | "identifier" | "multimodal") {
            record.keep(key, value.kept());
        }
    }
    if let Some(more) = more.as_deref().and_then(|text| Fields::parse(text).ok()) {
        for (key, value) in more.iter() {
            record.keep(key, value.kept());
        }
    }
    out.push(record);
}

fn put_metrics(record: &mut RecordBuilder, fields: &mut Fields<'_>) {
    let opened = take_first(fields, &METRICS).and_then(Value::openable);
    let list = opened.as_deref().and_then(|text| Value::Json(text).elements()).unwrap_or_default();
    for metric in list.into_iter().filter_map(Value::members) {
        let success = metric.get("success").map(Value::source);
        let reason = first(&metric, &["reason"]).or_else(|| first(&metric, &["error"]));
        record.add_feedback(Feedback {
            name: metric.get("name").map(Value::plain).unwrap_or_default().into(),
            score: metric.get("score").and_then(Value::number),
            label: success
                .filter(|word| *word != "null")
                .map(|word| if word == "true" { "pass" } else { "fail" }.into()),
            comment: reason.map(|text| text.plain().into()),
            by: None,
            time: None,
            is_human: Some(false),
        });
    }
}
