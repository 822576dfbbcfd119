//! Judgements that come with a log: columns of labels with what their values mean, notes, tags, corrections and whose
//! they are; and those in gemba's own export.

use serde_json::{Value, json};

use super::{Cli, holds};

fn case(name: &str) -> String {
    format!("{}/tests/ingest/cases/{name}", env!("CARGO_MANIFEST_DIR"))
}

fn verdicts(cli: &Cli) -> Vec<Value> {
    cli.records().into_iter().map(|record| record["verdicts"][0]["verdict"].clone()).collect()
}

#[test]
fn numbers_in_labels_compare_as_numbers() {
    let cli = Cli::new();
    let file = case("label-float.jsonl");
    let report = cli.run(&["import", &file, "--label", "reward", "--fail-when", "0", "--json"]).good().json().remove(0);
    assert_eq!(report["labels"], json!({"pass": 1, "fail": 2, "unmapped": 0}));
    assert_eq!(verdicts(&cli), [json!("pass"), json!("fail"), json!("fail")]);
    let other = Cli::new();
    other.run(&["import", &file, "--label", "reward", "--pass-when", ">=0.5"]).good();
    assert_eq!(verdicts(&other), [json!("pass"), json!("fail"), json!("fail")]);
}

#[test]
fn labels_that_say_that_nobody_decided_are_no_verdict_and_are_counted() {
    let cli = Cli::new();
    let said = cli.run(&["import", &case("label-na.csv"), "--label", "verdict", "--fail-when", "fail"]).good().out;
    assert!(said.contains("labels: 1 pass, 1 fail, 0 not understood, 2 without a verdict"), "{said}");
    assert!(said.contains("`ok` 1"), "what was taken for the opposite is listed: {said}");
    assert_eq!(verdicts(&cli), [json!("fail"), json!("pass"), json!(null), json!(null)]);
}

#[test]
fn a_judged_sheet_brings_verdicts_tags_notes_and_whose_they_are() {
    let cli = Cli::new();
    let file = case("judged-sheet.csv");
    let mut arguments = vec!["import", &file, "--label", "Verdict", "--fail-when", "fail", "--note", "Notes"];
    arguments.extend(["--tags", "Failure modes", "--reviewer-from", "Reviewer"]);
    let said = cli.run(&arguments).good().out;
    assert!(said.contains("new failure modes: made-up policy, too long"), "{said}");
    assert!(said.contains("judgements: ana 5, ben 3"), "{said}");
    let records = cli.records();
    assert_eq!(verdicts(&cli), [json!("fail"), json!("pass"), json!("fail"), json!(null)]);
    assert_eq!(records[0]["verdicts"][0]["reviewer"], "ana");
    assert_eq!(records[2]["verdicts"][0]["reviewer"], "ben");
    let tags: Vec<&Value> = records[0]["tags"].as_array().unwrap().iter().map(|tag| &tag["mode"]).collect();
    assert_eq!(tags, [&json!("made-up-policy"), &json!("too-long")]);
    assert_eq!(records[3]["notes"][0]["text"], "could not tell");
    assert_eq!(records[3]["notes"][0]["reviewer"], "ben");
    let again = cli.run(&arguments).good().out;
    assert!(!again.contains("judgements:") && !again.contains("new failure modes"), "twice is once: {again}");
}

#[test]
fn too_many_values_that_were_not_named_store_nothing() {
    let cli = Cli::new();
    let row = |n: u32| format!("q{n},a{n},{}", if n < 100 { 0 } else { n });
    let rows = (0..200).map(row).collect::<Vec<_>>().join("\n");
    cli.write("s.csv", &format!("input,output,score\n{rows}"));
    let refused = cli.run(&["import", "s.csv", "--label", "score", "--fail-when", "0"]).bad(3).err;
    assert!(refused.contains("more than 8 values") && refused.contains("--pass-when"), "{refused}");
    assert!(!holds(&cli.work(), ".gemba"), "no workspace was made for it");
    cli.run(&["import", "s.csv", "--label", "score", "--fail-when", "<150"]).good();
    let fails = verdicts(&cli).into_iter().filter(|verdict| verdict == "fail").count();
    assert_eq!(fails, 150);
}

#[test]
fn several_labels_say_what_they_are_about() {
    let cli = Cli::new();
    cli.write("first.jsonl", "{\"input\":\"x\",\"output\":\"y\"}\n");
    cli.run(&["import", "first.jsonl"]).good();
    cli.run(&["criteria", "add", "Cites a source", "--text", "It names where it knows it from."]).good();
    cli.write(
        "s.jsonl",
        concat!(
            "{\"input\":\"a\",\"output\":\"1\",\"ok\":\"no\",\"cites\":1,\"long\":true,\"better\":\"2\"}\n",
            "{\"input\":\"b\",\"output\":\"2\",\"ok\":\"yes\",\"cites\":0,\"long\":false,\"better\":\"2\"}\n"
        ),
    );
    let labels = ["--label", "ok", "--label", "cites=criterion:Cites a source", "--label", "long=mode:too long"];
    let mut arguments = vec!["import", "s.jsonl", "--correct", "better"];
    arguments.extend(labels);
    let without_field = [arguments.as_slice(), &["--fail-when", "no"]].concat();
    assert!(cli.run(&without_field).bad(2).err.contains("does not say of which label"));
    arguments.extend(["--fail-when", "ok:no", "--fail-when", "cites:0", "--fail-when", "long:true"]);
    cli.run(&arguments).good();
    let records = cli.records();
    let (bad, good) = (&records[1], &records[2]);
    assert_eq!((&bad["verdicts"][0]["verdict"], &good["verdicts"][0]["verdict"]), (&json!("fail"), &json!("pass")));
    assert_eq!((&bad["grades"][0]["answer"], &good["grades"][0]["answer"]), (&json!("met"), &json!("not-met")));
    assert_eq!((&bad["tags"][0]["mode"], &good["tags"]), (&json!("too-long"), &json!([])));
    assert_eq!(bad["corrections"][0]["text"], "2");
    assert_eq!(good["corrections"], json!([]), "what equals the output corrects nothing");
    let unknown = ["import", "s.jsonl", "--label", "ok=criterion:nowhere", "--fail-when", "no"];
    assert!(cli.run(&unknown).bad(2).err.contains("nowhere"));
}

#[test]
fn a_colleagues_judged_records_are_taken_only_when_somebody_says_so() {
    let cli = Cli::new();
    cli.run(&["import", &case("team-log.jsonl"), "--source", "team"]).good();
    let file = case("judged-by-ana.jsonl");
    let refused = cli.run(&["import", &file]).bad(3).err;
    assert!(refused.contains("judgements of ana 4") && refused.contains("--format gemba"), "{refused}");
    assert_eq!(cli.records()[2]["verdicts"], json!([]));
    let taken = cli.run(&["import", &file, "--format", "gemba"]).good();
    assert!(taken.err.contains("judgements of ana 4"), "whose they are is said before: {}", taken.err);
    assert!(taken.out.contains("judgements: ana 4"), "{}", taken.out);
    let record = &cli.records()[2];
    assert_eq!(
        record["verdicts"],
        json!([{"reviewer": "ana", "verdict": "fail", "reason": null, "time": "2026-11-26T02:31:10.176Z"}])
    );
    assert_eq!(record["tags"][0]["mode"], "invented-guarantee");
    assert!(record["notes"][0]["text"].as_str().unwrap().contains("marmalade"));
    assert_eq!(cli.records().len(), 6, "they are judgements of the records that are there");
    let again = cli.run(&["import", &file, "--format", "gemba", "--json"]).good().json().remove(0);
    assert_eq!((&again["judgements"], &again["labels_left"]), (&json!({}), &json!(0)), "twice is once");
    let empty = Cli::new();
    empty.run(&["import", &file, "--format", "gemba"]).good();
    assert_eq!(empty.records()[0]["verdicts"][0]["reviewer"], "ana");
}

#[test]
fn a_label_on_a_span_or_on_a_question_reaches_the_record_that_is_made_of_it() {
    let span = |id: &str, parent: Option<&str>, kind: &str| {
        json!({"context": {"trace_id": "t", "span_id": id}, "parent_id": parent,
               "attributes": {"openinference.span.kind": kind, "input.value": "q", "output.value": "a"}})
    };
    let mut call = span("call", Some("root"), "LLM");
    call["quality"] = json!("bad");
    let rows = "session,role,content,quality\nA,user,hi,bad\nA,assistant,hello,\n";
    for (name, log) in
        [("spans.jsonl", format!("{}\n{call}\n", span("root", None, "CHAIN"))), ("rows.csv", rows.to_owned())]
    {
        let cli = Cli::new();
        cli.write(name, &log);
        cli.run(&["import", name, "--label", "quality", "--fail-when", "bad"]).good();
        let records = cli.run(&["list", "--json"]).good().json();
        assert_eq!(records.len(), 1, "{name}");
        assert_eq!(records[0]["verdicts"][0]["verdict"], "fail", "{name}");
    }
}
