//! Why a judge said what it said: taken over from every format of results, bounded, untouched.

use gemba::domain::result::{Finding, JudgeVerdict, REASON_AT_MOST};
use gemba::ingest::results::{ResultsOptions, read};

fn findings(name: &str, text: &str) -> Vec<Finding> {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join(name);
    std::fs::write(&path, text).unwrap();
    read(&ResultsOptions { path, ..ResultsOptions::default() }).unwrap().findings
}

fn reasons(name: &str, text: &str) -> Vec<(JudgeVerdict, Option<String>)> {
    let told = |finding: Finding| (finding.verdict, finding.reason.map(|reason| reason.raw().to_owned()));
    findings(name, text).into_iter().map(told).collect()
}

fn why(verdict: JudgeVerdict, reason: &str) -> (JudgeVerdict, Option<String>) {
    (verdict, Some(reason.to_owned()))
}

#[test]
fn json_lines_give_an_explanation_or_a_reason() {
    let text = r#"{"id":"1","verdict":"fail","explanation":" names no date\n"}
{"id":"2","verdict":"pass","reason":"fine"}
{"id":"3","verdict":"pass","explanation":"","reason":"second"}
{"id":"4","verdict":"pass","explanation":null}
{"id":"5","verdict":"pass","reason":"\u001b]52;c;aGk=\u0007\u202e{{7*7}}"}
"#;
    let wanted = [
        why(JudgeVerdict::Fail, "names no date"),
        why(JudgeVerdict::Pass, "fine"),
        why(JudgeVerdict::Pass, "second"),
        (JudgeVerdict::Pass, None),
        why(JudgeVerdict::Pass, "\u{1b}]52;c;aGk=\u{7}\u{202e}{{7*7}}"),
    ];
    assert_eq!(reasons("a.jsonl", text), wanted);
}

#[test]
fn a_long_reason_is_cut_and_says_so() {
    let row = serde_json::json!({"id": "1", "pass": false, "reason": "€".repeat(5_000_000)});
    let found = findings("a.jsonl", &row.to_string());
    let reason = found[0].reason.as_ref().unwrap().raw();
    assert_eq!(reason.chars().count(), REASON_AT_MOST + 2);
    assert!(reason.ends_with("€ …"));
}

#[test]
fn promptfoo_gives_the_reason_of_each_assertion() {
    let text = r#"{"results":{"results":[{"vars":{"id":"r1"},"gradingResult":{"pass":false,"reason":"of the row","componentResults":[
        {"pass":false,"reason":"The reply blames the customer.","assertion":{"type":"llm-rubric","metric":"tone"}},
        {"pass":true,"assertion":{"type":"contains"}}]}}]}}"#;
    assert_eq!(
        reasons("out.json", text),
        [why(JudgeVerdict::Fail, "The reply blames the customer."), (JudgeVerdict::Pass, None)]
    );
}

#[test]
fn inspect_gives_the_explanation_also_where_it_is_attached() {
    let text = r#"{"eval":{"model":"m"},"samples":[{"id":"r1","attachments":{"ab":"at length"},"scores":{
        "tone":{"value":"I","explanation":"rude"},"length":{"value":"C","explanation":"attachment://ab"},
        "both":{"value":{"x":1,"y":0},"explanation":"of both"},"bare":{"value":"C"}}}]}"#;
    assert_eq!(
        reasons("log.json", text),
        [
            why(JudgeVerdict::Fail, "rude"),
            why(JudgeVerdict::Pass, "at length"),
            why(JudgeVerdict::Pass, "of both"),
            why(JudgeVerdict::Fail, "of both"),
            (JudgeVerdict::Pass, None)
        ]
    );
}

#[test]
fn junit_gives_the_message_of_a_failure_and_not_the_words_of_a_mark() {
    let text = r#"<testsuites><testsuite>
        <testcase name="test_a[r1]"><failure message="AssertionError: no date&#10;assert not ['x']">trace</failure></testcase>
        <testcase name="test_a[r2]"><skipped type="pytest.xfail" message="known bad, and the check catches it"/></testcase>
        <testcase name="test_a[r3]"><failure message="[XPASS(strict)] known bad"/></testcase>
        <testcase name="test_a[r4]"><skipped type="pytest.skip" message="missed by the check"/></testcase>
        <testcase name="test_a[r5]"/></testsuite></testsuites>"#;
    assert_eq!(
        reasons("junit.xml", text),
        [
            why(JudgeVerdict::Fail, "AssertionError: no date\nassert not ['x']"),
            (JudgeVerdict::Fail, None),
            (JudgeVerdict::Pass, None),
            why(JudgeVerdict::NoAnswer, "missed by the check"),
            (JudgeVerdict::Pass, None)
        ]
    );
}
