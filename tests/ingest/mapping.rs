//! What the user says about a log: paths, settings, labels.

use super::{meta, problem_with, read_with};
use gemba::domain::Verdict::{Fail, Pass};
use gemba::error::Kind;
use gemba::ingest::{ImportOptions, LabelOptions};

fn pairs(list: &[(&str, &str)]) -> Vec<(String, String)> {
    list.iter().map(|(a, b)| ((*a).to_owned(), (*b).to_owned())).collect()
}

fn map(list: &[(&str, &str)]) -> impl FnOnce(&mut ImportOptions) {
    let map = pairs(list);
    move |order| order.map = map
}

fn label(field: &str, fail_when: &[&str]) -> impl FnOnce(&mut ImportOptions) {
    let fail_when = fail_when.iter().map(|v| (*v).to_owned()).collect();
    let label = LabelOptions { field: field.to_owned(), fail_when, ..LabelOptions::default() };
    move |order| order.labels = vec![label]
}

#[test]
fn any_json_is_read_through_paths() {
    let line = br#"{"call":{"q":"Why?","answers":[{"t":"x"},{"t":"Because."}],"k":1},"who":"m1","output":"not this"}"#;
    let all = read_with(line, map(&[("input", "call.q"), ("output", "$.call.answers[1].t"), ("model", "who")]));
    let record = &all.records[0];
    assert_eq!(record.input_text(), "Why?");
    assert_eq!(record.output.raw(), "Because.");
    assert_eq!(record.model.as_ref().unwrap().raw(), "m1");
    assert_eq!(meta(record, "output"), Some("\"not this\""));
    assert_eq!(all.mapping("output"), Some("$.call.answers[1].t"));
    assert!(meta(record, "call").unwrap().contains("\"k\":1"));
    assert!(!meta(record, "call").unwrap().contains("Why?"));
    assert_eq!(meta(record, "who"), None);
}

#[test]
fn where_a_named_place_is_empty_nothing_else_is_taken_for_it() {
    let lines = concat!(
        "{\"request\":{\"q\":\"Why?\"},\"response\":{\"text\":\"Because.\"}}\n",
        "{\"request\":{\"q\":\"Who?\"},\"response\":{\"code\":500}}\n",
        "{\"request\":{},\"response\":{\"text\":\"You.\"}}\n",
        "{\"request\":{\"x\":1},\"response\":{\"code\":503}}\n",
        "{\"request\":{\"q\":\"When?\"},\"response\":{\"text\":null}}\n",
    );
    let all = read_with(lines.as_bytes(), map(&[("input", "request.q"), ("output", "response.text")]));
    let read: Vec<_> = all.records.iter().map(|record| (record.input_text(), record.output.raw())).collect();
    assert_eq!(read, [("Why?".into(), "Because."), ("Who?".into(), ""), (String::new(), "You."), ("When?".into(), "")]);
    assert_eq!(meta(&all.records[1], "response"), Some("{\"code\":500}"), "what was not taken is kept");
    assert_eq!(all.rejects.len(), 1, "neither input nor output");
}

#[test]
fn where_nothing_is_recognised_the_ways_into_the_record_are_named() {
    let line = br#"{"call":{"ask":{"t":"Why?"},"reply":{"t":"Because."}},"k":[1]}"#;
    let problem = problem_with(line, |_| ());
    assert_eq!(problem.kind, Kind::Input);
    assert!(problem.advice().contains("call.ask.t, call.reply.t, k"), "{problem:?}");
}

#[test]
fn a_wrong_field_names_the_nearest_and_a_wrong_path_the_keys() {
    let problem = problem_with(b"{\"a\":\"x\"}", map(&[("ouput", "a")]));
    assert_eq!(problem.kind, Kind::Usage);
    assert!(problem.advice().contains("`output`"));
    let problem = problem_with(b"{\"a\":\"x\",\"b\":1}\n{\"a\":\"y\"}\n", map(&[("output", "c.d")]));
    assert_eq!(problem.kind, Kind::Input);
    assert!(problem.sentence.contains("`c.d`"));
    assert!(problem.advice().contains("a, b"));
}

#[test]
fn a_log_without_input_and_output_names_its_keys() {
    let problem = problem_with(b"{\"level\":\"info\",\"event\":\"x\"}\n{\"level\":\"warn\"}\n", |_| {});
    assert_eq!(problem.kind, Kind::Input);
    let hint = problem.advice();
    assert!(hint.contains("--map") && hint.contains("level, event"), "{hint}");
}

#[test]
fn settings_are_laid_over_every_record() {
    let all = read_with(b"{\"input\":\"a\",\"output\":\"b\",\"model\":\"old\",\"team\":\"x\"}", |order| {
        order.set = pairs(&[("model", "new"), ("prompt", "v2"), ("team", "y"), ("region", "eu=1")]);
    });
    let record = &all.records[0];
    assert_eq!(record.model.as_ref().unwrap().raw(), "new");
    assert_eq!(record.prompt_version.as_ref().unwrap().raw(), "v2");
    assert_eq!((meta(record, "team"), meta(record, "region")), (Some("\"y\""), Some("\"eu=1\"")));
    let problem = problem_with(b"{\"input\":\"a\"}", |order| order.set = pairs(&[("output", "x")]));
    assert_eq!(problem.kind, Kind::Usage);
}

#[test]
fn labels_become_verdicts_by_words_that_everybody_understands() {
    let text = "input,output,rating\na,1,GOOD\nb,2,bad\nc,3,\nd,4,hm\n";
    let all = read_with(text.as_bytes(), label("rating", &[]));
    assert_eq!(all.verdicts, [Some(Pass), Some(Fail), None, None]);
    assert_eq!(all.unmapped, 1);
    assert_eq!(meta(&all.records[0], "rating"), Some("\"GOOD\""));
    let all = read_with(b"{\"input\":\"a\",\"output\":\"b\",\"eval\":{\"passed\":0}}", label("eval.passed", &[]));
    assert_eq!(all.verdicts, [Some(Fail)]);
}

#[test]
fn with_values_that_mean_fail_every_other_value_is_pass() {
    let text = b"{\"input\":\"a\",\"output\":\"1\",\"h\":\"Yes\"}\n{\"input\":\"b\",\"output\":\"2\",\"h\":\"no\"}\n{\"input\":\"c\",\"output\":\"3\",\"h\":null}\n";
    let all = read_with(text, label("h", &["yes"]));
    assert_eq!(all.verdicts, [Some(Fail), Some(Pass), None]);
}

#[test]
fn a_column_that_could_mean_either_is_asked_about() {
    let text = b"{\"input\":\"a\",\"output\":\"1\",\"h\":\"no\"}\n{\"input\":\"b\",\"output\":\"2\",\"h\":\"yes\"}\n";
    let problem = problem_with(text, label("h", &[]));
    assert_eq!(problem.kind, Kind::Usage);
    assert!(problem.sentence.contains("`no`, `yes`"), "{}", problem.sentence);
    assert!(problem.advice().contains("--fail-when no`"));
    let problem =
        problem_with(&String::from_utf8_lossy(text).replace("\"h\"", "\"toxic\"").into_bytes(), label("toxic", &[]));
    assert!(problem.advice().contains("--fail-when yes`"));
    let problem = problem_with(text, label("score", &[]));
    assert_eq!(problem.kind, Kind::Usage);
    assert!(problem.advice().contains("input, output, h"));
}

#[test]
fn a_limit_stops_the_reading() {
    let text = "{\"input\":\"a\",\"output\":\"b\"}\n".repeat(500);
    assert_eq!(read_with(text.as_bytes(), |order| order.limit = Some(70)).records.len(), 70);
}

#[test]
fn an_unknown_format_names_the_nearest() {
    let problem = problem_with(b"{}", |order| order.format = Some("sharegtp".to_owned()));
    assert_eq!(problem.kind, Kind::Usage);
    assert!(problem.advice().contains("sharegpt"));
}
