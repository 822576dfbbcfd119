//! The shapes that scripts rely on: each command's JSON, key by key.

use serde_json::json;

use super::{Cli, has_keys, log};

#[test]
fn an_import_tells_its_counts_in_one_object() {
    let cli = Cli::new();
    let path = cli.write("prod.jsonl", &(log(3) + "{broken\n"));
    let first = cli.run(&["import", path.to_str().unwrap(), "--json"]).good().json();
    assert_eq!(first.len(), 1);
    let report = &first[0];
    has_keys(report, &["schema", "source", "format", "read", "rejects_file", "seconds", "labels", "files", "mapping"]);
    assert_eq!(report["source"], "prod");
    assert_eq!(
        (&report["read"], &report["imported"], &report["duplicates"], &report["rejected"]),
        (&json!(4), &json!(3), &json!(0), &json!(1))
    );
    assert!(report["rejects_file"].as_str().is_some());
    assert!(report["seconds"].as_f64().is_some());

    let again = cli.run(&["import", "--json", path.to_str().unwrap()]).good().json();
    assert_eq!((&again[0]["imported"], &again[0]["duplicates"]), (&json!(0), &json!(3)));
}

#[test]
fn several_files_are_told_one_by_one_and_in_sum() {
    let cli = Cli::new();
    let one = cli.write("one.jsonl", &log(2));
    let two = cli.write("two.jsonl", &log(5));
    let report = cli.run(&["import", one.to_str().unwrap(), two.to_str().unwrap(), "--json"]).good().json().remove(0);
    assert_eq!((&report["read"], &report["imported"], &report["duplicates"]), (&json!(7), &json!(5), &json!(2)));
    assert_eq!(report["source"], json!(null), "two sources have no one name");
    let files = report["files"].as_array().unwrap();
    assert_eq!(files.len(), 2);
    assert_eq!((&files[0]["imported"], &files[1]["imported"]), (&json!(2), &json!(3)));
    has_keys(&files[0], &["path", "source", "format", "read", "rejected", "rejects_file", "seconds", "labels"]);
}

#[test]
fn a_filter_may_begin_with_a_hyphen() {
    let cli = Cli::with_records(4);
    let count = |filter: &str| cli.run(&["list", filter, "--json"]).good().json().len();
    assert_eq!(count("-(model:even* OR model:odd*)"), 0);
    assert_eq!(count("-(model:even*)"), count("model:odd*"));
}

#[test]
fn a_file_that_cannot_be_read_does_not_keep_the_others_out() {
    let cli = Cli::new();
    let one = cli.write("one.jsonl", &log(2));
    let mute = cli.write("mute.jsonl", "{\"level\":\"info\"}\n");
    let two = cli.write("two.jsonl", &log(5));
    let paths = [&one, &mute, &two].map(|path| path.to_str().unwrap().to_owned());
    let ran = cli.run(&["import", &paths[0], &paths[1], &paths[2], "--json"]);
    assert_eq!(ran.code, 3, "{}", ran.err);
    assert!(ran.err.contains("No field of") && ran.err.contains("mute.jsonl"), "{}", ran.err);
    let report = ran.json().remove(0);
    assert_eq!((&report["imported"], &report["duplicates"]), (&json!(5), &json!(2)));
    let problems: Vec<bool> = report["files"].as_array().unwrap().iter().map(|f| f["problem"].is_null()).collect();
    assert_eq!(problems, [true, false, true]);
    let empty = cli.write("empty.jsonl", "");
    let again = cli.run(&["import", &paths[0], &paths[1], empty.to_str().unwrap()]);
    assert_eq!(again.code, 3);
    assert!(again.out.contains("3 files in all: 0 records imported, 2 duplicates, 1 rejected; 2 files not imported"));
    assert!(again.err.contains("empty.jsonl is empty"), "{}", again.err);
}

#[test]
fn labels_become_the_reviewers_verdicts() {
    let cli = Cli::new();
    let lines: String = (0..10)
        .map(|n| {
            let label = if n < 3 { "yes" } else { "no" };
            json!({"id": n, "prompt": format!("q{n}"), "output": "o", "hallucination": label}).to_string() + "\n"
        })
        .collect();
    let path = cli.write("h.jsonl", &lines);
    let path = path.to_str().unwrap();
    let refused = cli.run(&["import", path, "--label", "hallucination"]).bad(2);
    assert!(refused.err.contains("--fail-when"), "{}", refused.err);
    let arguments = ["import", path, "--label", "hallucination", "--fail-when", "yes", "--label-as", "gold", "--json"];
    let report = cli.run(&arguments).good().json().remove(0);
    assert_eq!(report["labels"], json!({"pass": 7, "fail": 3, "unmapped": 0}));
    let failed = cli.run(&["list", "verdict:fail", "--json"]).good().json();
    assert_eq!(failed.len(), 3);
    assert_eq!(failed[0]["verdicts"][0]["reviewer"], "gold");
}

#[test]
fn labels_leave_alone_what_a_person_said_by_hand() {
    let cli = Cli::new();
    let path = cli.write("h.csv", "prompt,output,good\na,b,no\nc,d,yes\ne,f,no\n");
    let arguments = ["import", path.to_str().unwrap(), "--label", "good", "--fail-when", "no", "--json"];
    assert_eq!(cli.run(&arguments).good().json()[0]["labels_left"], 0);
    let ids = cli.ids();
    cli.run(&["verdict", &ids[0], "pass"]).good();
    cli.run(&["verdict", &ids[2], "none"]).good();
    assert_eq!(cli.run(&arguments).good().json()[0]["labels_left"], 2, "taking back is said by hand as well");
    let verdicts: Vec<_> = cli.records().into_iter().map(|record| record["verdicts"][0]["verdict"].clone()).collect();
    assert_eq!(verdicts, [json!("pass"), json!("pass"), json!(null)]);
}

#[test]
fn a_label_import_is_one_step_and_only_what_it_wrote_is_undone() {
    let cli = Cli::new();
    cli.write("h.csv", "prompt,output,good\na,b,no\nc,d,yes\n");
    cli.run(&["import", "h.csv"]).good();
    cli.run(&["verdict", &cli.ids()[0], "pass"]).good();
    cli.run(&["import", "h.csv", "--label", "good", "--fail-when", "no"]).good();
    let verdicts = || cli.records().into_iter().map(|one| one["verdicts"][0]["verdict"].clone()).collect::<Vec<_>>();
    assert_eq!(verdicts(), [json!("pass"), json!("pass")]);
    cli.run(&["undo"]).good();
    assert_eq!(verdicts(), [json!("pass"), json!(null)]);
}

#[test]
fn a_record_has_every_field_and_null_for_what_is_missing() {
    let cli = Cli::new();
    let path = cli.write("x.jsonl", "{\"prompt\":\"Why?\",\"output\":\"Because.\"}\n");
    cli.run(&["import", path.to_str().unwrap()]).good();
    let record = cli.records().remove(0);
    has_keys(
        &record,
        &["id", "source", "external_id", "conversation", "time", "model", "input", "output", "messages", "meta"],
    );
    has_keys(&record, &["verdicts", "tags", "notes", "grades"]);
    assert_eq!(record["model"], json!(null));
    assert_eq!(record["time"], json!(null));
    assert_eq!(record["input"], "Why?");
    assert_eq!(record["output"], "Because.");
    assert_eq!(record["messages"], json!([{"role": "user", "content": "Why?", "parts": null}]));
    assert_eq!(record["verdicts"], json!([]));
    assert_eq!(record["id"].as_str().unwrap().len(), 32);
    assert_eq!(cli.show(&record["id"].as_str().unwrap()[..8]), record, "show prints the same object");
}

#[test]
fn numbers_of_a_log_keep_every_digit() {
    let cli = Cli::new();
    let line = "{\"prompt\":\"q\",\"output\":\"o\",\"big\":12345678901234567890123,\"long\":0.10000000000000000001}\n";
    let path = cli.write("x.jsonl", line);
    cli.run(&["import", path.to_str().unwrap()]).good();
    let out = cli.run(&["list", "--json"]).good().out;
    assert!(out.contains("12345678901234567890123") && out.contains("0.10000000000000000001"), "{out}");
}

#[test]
fn a_list_prints_in_import_order_up_to_its_limit_and_only_the_fields_asked_for() {
    let cli = Cli::with_records(12);
    let rows: Vec<_> = cli.records().iter().map(|record| record["external_id"].clone()).collect();
    assert_eq!(rows, (0..12).map(|n| json!(format!("r{n}"))).collect::<Vec<_>>());
    let cut = cli.run(&["list", "--json", "--limit", "5", "--fields", "external_id,model"]).good();
    assert_eq!(cut.json()[0], json!({"external_id": "r0", "model": "even-1"}));
    assert_eq!(cut.json().len(), 5);
    assert!(cut.err.contains("5 records of 12"), "{}", cut.err);
    assert!(cli.run(&["list", "--fields", "modle"]).bad(2).err.contains("`model`"));
    assert_eq!(cli.run(&["list", "model:odd*", "--json"]).good().json().len(), 6);
    assert_eq!(cli.run(&["list", "-model:odd*", "--json"]).good().json().len(), 6);
    cli.run(&["list", "--limit", "100001"]).bad(2);
}

#[test]
fn judgements_stand_in_the_record_with_slugs_and_names() {
    let cli = Cli::with_records(2);
    let id = cli.ids().remove(0);
    cli.run(&["modes", "add", "Too short", "--hotkey", "s"]).good();
    cli.run(&["criteria", "add", "Says why", "--text", "Gives a reason.", "--mode", "Too short"]).good();
    cli.run(&["verdict", &id, "fail"]).good();
    cli.run(&["tag", &id, "too-short", "--span", "0:6"]).good();
    cli.run(&["note", &id, "no reason given"]).good();
    cli.run(&["grade", &id, "says-why", "not-met"]).good();
    let record = cli.show(&id);
    assert_eq!(
        (&record["verdicts"][0]["reviewer"], &record["verdicts"][0]["verdict"]),
        (&json!("ana"), &json!("fail"))
    );
    assert!(record["verdicts"][0]["time"].as_str().unwrap().ends_with('Z'));
    let span = json!({"turn": null, "start": 0, "end": 6});
    assert_eq!(record["tags"], json!([{"mode": "too-short", "name": "Too short", "reviewer": "ana", "span": span}]));
    assert_eq!(record["notes"], json!([{"text": "no reason given", "reviewer": "ana", "span": null}]));
    let grade = &record["grades"][0];
    assert_eq!((&grade["criterion"], &grade["answer"]), (&json!("says-why"), &json!("not-met")));
    assert_eq!((&grade["version"], &grade["stale"], &grade["name"]), (&json!(1), &json!(false), &json!("Says why")));

    let mode = cli.run(&["modes", "list", "--json"]).good().json().remove(0);
    has_keys(&mode, &["name", "slug", "status", "severity", "hotkey", "definition", "count", "lineage"]);
    assert_eq!((&mode["slug"], &mode["hotkey"], &mode["count"]), (&json!("too-short"), &json!("s"), &json!(1)));
    let criterion = cli.run(&["criteria", "--json"]).good().json().remove(0);
    has_keys(&criterion, &["name", "slug", "version", "text", "modes", "grades", "stale"]);
    assert_eq!((&criterion["modes"], &criterion["grades"]), (&json!(["too-short"]), &json!(1)));
}

#[test]
fn the_log_of_a_criterion_is_one_version_a_line() {
    let cli = Cli::with_records(1);
    let id = cli.ids().remove(0);
    cli.run(&["criteria", "add", "Polite", "--text", "Is polite."]).good();
    cli.run(&["grade", &id, "polite", "met"]).good();
    let without = cli.run(&["criteria", "edit", "Polite", "--text", "Is polite, not gushing."]).bad(2);
    assert!(without.err.contains("--edit") && without.err.contains("--reason"), "{}", without.err);
    let edit = ["criteria", "edit", "polite", "--text", "Is polite, not gushing.", "--edit", "meaning"];
    cli.run(&[&edit[..], &["--reason", "apologies", "--record", &id]].concat()).good();
    let versions = cli.run(&["criteria", "log", "Polite", "--json"]).good().json();
    assert_eq!(versions.len(), 2);
    has_keys(&versions[0], &["version", "text", "edit", "reason", "record", "reviewer", "time"]);
    assert_eq!((&versions[1]["edit"], &versions[1]["reason"]), (&json!("meaning"), &json!("apologies")));
    assert_eq!(versions[1]["record"], json!(id));
    let criterion = cli.run(&["criteria", "list", "--json"]).good().json().remove(0);
    assert_eq!((&criterion["version"], &criterion["stale"]), (&json!(2), &json!(1)));
    assert_eq!(cli.show(&id)["grades"][0]["stale"], json!(true));
}

#[test]
fn checks_tell_what_they_catch_and_wrongly_reject() {
    let cli = Cli::new();
    let outputs = ["short", "tiny", "long enough to be a real answer", "also long enough to please"];
    let lines: String = outputs
        .iter()
        .enumerate()
        .map(|(n, output)| json!({"id": n, "prompt": format!("q{n}"), "output": output}).to_string() + "\n")
        .collect();
    let path = cli.write("x.jsonl", &lines);
    cli.run(&["import", path.to_str().unwrap()]).good();
    let ids = cli.ids();
    cli.run(&["modes", "add", "Too short"]).good();
    cli.run(&["tag", &ids[0], "Too short"]).good();
    cli.run(&["tag", &ids[2], "Too short"]).good();
    cli.run(&["verdict", &ids[1], "pass"]).good();
    cli.run(&["verdict", &ids[3], "pass"]).good();
    cli.run(&["checks", "add", "--mode", "Too short", "min-length", "--chars", "10"]).good();
    let check = cli.run(&["checks", "run", "--json"]).good().json().remove(0);
    has_keys(&check, &["check", "target", "kind", "tp", "fn", "fp", "tn", "missed", "wrongly_rejected"]);
    assert_eq!((&check["target"], &check["kind"]), (&json!("too-short"), &json!("min-length")));
    let counts = [&check["tp"], &check["fn"], &check["fp"], &check["tn"]];
    assert_eq!(counts, [&json!(1), &json!(1), &json!(1), &json!(1)]);
    assert_eq!((&check["missed"], &check["wrongly_rejected"]), (&json!([ids[2]]), &json!([ids[1]])));
}

#[test]
fn stubs_tell_their_state_and_the_gate_trips() {
    let cli = Cli::with_records(3);
    let ids = cli.ids();
    cli.run(&["modes", "add", "Too short"]).good();
    cli.run(&["tag", &ids[0], "too-short"]).good();
    let lines = cli.run(&["stubs", "--target", "pytest,jsonl", "--json"]).good().json();
    assert_eq!(lines.len(), 2);
    has_keys(&lines[0], &["stub", "target", "file", "state", "caught", "missed", "wrongly_rejected"]);
    assert_eq!((&lines[0]["target"], &lines[0]["state"]), (&json!("too-short"), &json!("todo")));
    assert!(cli.work().join("evals").is_dir());
    let judged = cli.run(&["stubs", "--check", "--json"]).good().json();
    let suites: Vec<_> = judged.iter().map(|line| line["suite"].clone()).collect();
    assert_eq!(suites, [json!("pytest"), json!("jsonl")], "every suite of the folder is judged");
    cli.run(&["stubs", "--check", "--strict"]).bad(1);
    cli.run(&["checks", "add", "contains", "no such words", "--mode", "too-short"]).good();
    cli.run(&["checks", "run"]).good();
}

#[test]
fn checks_are_suggested_with_figures_out_of_fold_and_accepted_by_number() {
    let cli = Cli::new();
    let output = |n: usize| if n < 30 { "Well, as an AI I cannot say." } else { "The order was sent on Monday." };
    let line = |n: usize| json!({"id": n, "prompt": format!("q{n}"), "output": output(n)}).to_string() + "\n";
    let log: String = (0..120).map(line).collect();
    let path = cli.write("log.jsonl", &log);
    cli.run(&["import", path.to_str().unwrap()]).good();
    cli.run(&["modes", "add", "Evasive"]).good();
    let answer = cli.run(&["checks", "suggest", "evasive", "--json"]).good();
    assert!(answer.err.contains("No record is tagged"), "{}", answer.err);
    let silent = |cli: &Cli| {
        let mut lines = cli.run(&["checks", "suggest", "evasive", "--json"]).good().json();
        assert!(lines.len() == 1 && lines[0]["number"].is_null(), "{lines:?}");
        lines.remove(0)
    };
    assert_eq!((&silent(&cli)["silence"], &silent(&cli)["closest"]), (&json!("nothing-to-compare"), &json!(null)));

    let (mut tags, mut verdicts) = (String::new(), String::new());
    for (n, id) in cli.ids().iter().enumerate() {
        let line = if n < 30 { json!({"id": id, "mode": "evasive"}) } else { json!({"id": id, "verdict": "pass"}) };
        (if n < 30 { &mut tags } else { &mut verdicts }).push_str(&(line.to_string() + "\n"));
    }
    cli.feed(&["tag", "-"], &tags).good();
    cli.feed(&["verdict", "-"], &verdicts).good();
    let lines = cli.run(&["checks", "suggest", "evasive", "--json"]).good().json();
    assert!((1..=5).contains(&lines.len()));
    let first = &lines[0];
    has_keys(
        first,
        &["check", "kind", "spec", "caught", "tagged", "false_failures", "passed", "out_of_fold", "why", "weak"],
    );
    let folds = first["out_of_fold"]["folds"].as_array().unwrap();
    let mut records: Vec<&str> = folds
        .iter()
        .flat_map(|fold| fold["records"].as_array().unwrap())
        .filter_map(serde_json::Value::as_str)
        .collect();
    records.sort_unstable();
    records.dedup();
    assert_eq!(records.len(), 120, "whoever doubts the figures counts each record once, with the check of its fold");
    assert_eq!((&first["out_of_fold"]["tagged"], &first["out_of_fold"]["passed"]), (&json!(30), &json!(90)));
    assert_eq!((&first["caught"], &first["false_failures"]), (&json!(30), &json!(0)));
    assert!(first["why"].as_str().unwrap().ends_with("30 of 30 tagged, 0 of 90 passed"), "{first}");

    cli.run(&["checks", "suggest", "evasive", "--accept", "9"]).bad(2);
    cli.run(&["checks", "suggest", "evasive", "--accept", "1"]).good();
    let check = cli.run(&["checks", "run", "--json"]).good().json().remove(0);
    assert_eq!((&check["kind"], &check["tp"], &check["fp"]), (&first["kind"], &json!(30), &json!(0)));
    let again = cli.run(&["checks", "suggest", "evasive", "--json"]).good();
    assert!(again.err.contains("attached already"), "no near copy of it: {}", again.err);
    assert_eq!(silent(&cli)["silence"], json!("covered"));
    cli.run(&["undo"]).good();
    assert_eq!(cli.run(&["checks", "suggest", "evasive", "--json"]).good().json(), lines);

    cli.run(&["checks", "suggest", "evasive", "--dismiss", "1"]).good();
    assert!(cli.run(&["checks", "list", "--json"]).good().out.is_empty());
    let left = cli.run(&["checks", "suggest", "evasive", "--json"]).good().json();
    assert!(!left.is_empty() && left.iter().all(|line| line["kind"] != first["kind"]), "other explanations: {left:?}");
    let mut dismissed = 1;
    while cli.run(&["checks", "suggest", "evasive", "--json"]).good().json()[0]["number"] == json!(1) {
        cli.run(&["checks", "suggest", "evasive", "--dismiss", "1"]).good();
        dismissed += 1;
        assert!(dismissed < 20, "the answers are kept");
    }
    for _ in 1..dismissed {
        cli.run(&["undo"]).good();
    }
    cli.run(&["doctor"]).good();
    cli.run(&["undo"]).good();
    assert_eq!(cli.run(&["checks", "suggest", "evasive", "--json"]).good().json(), lines);
}

#[test]
fn every_kind_of_check_can_be_asked_for() {
    let cli = Cli::new();
    let kinds = cli.run(&["checks", "kinds", "--json"]).good().json();
    for kind in &kinds {
        has_keys(kind, &["kind", "group", "help", "params"]);
    }
    let words: Vec<&str> = kinds.iter().filter_map(|kind| kind["kind"].as_str()).collect();
    for word in ["not-contains", "json-schema", "urls-from-input", "language", "similar", "command", "judge"] {
        assert!(words.contains(&word), "{words:?}");
    }
    let answer = cli.run(&["checks", "kinds"]).good().out;
    assert!(words.iter().all(|word| answer.contains(&format!("  {word}"))), "{answer}");
}

#[test]
fn show_and_list_print_an_answer_of_tool_calls_alone() {
    let cli = Cli::new();
    cli.write("log.jsonl", include_str!("../ingest/cases/tool-call-only.jsonl"));
    cli.run(&["import", "log.jsonl"]).good();
    let id = cli.records()[0]["id"].as_str().unwrap().to_owned();
    for command in [vec!["list"], vec!["show", &id]] {
        let out = cli.run(&command).good().out;
        assert!(out.contains(r#"weather({"city":"Oslo"})"#), "{out}");
    }
}
