//! Nothing is written outside the workspace and the folders that a command names, and the export comes back exactly.

use std::fs;

use serde_json::{Value, json};

use crate::cli::{Cli, files_below};

fn log() -> String {
    let line = |number| {
        let (question, answer) = (format!("Question {number}?"), format!("Answer {number}, as an AI."));
        json!({"id": number, "input": question, "output": answer, "score": number})
    };
    let lines: Vec<String> = (0..12).map(|number| line(number).to_string()).collect();
    format!("{}\nnot json\n", lines.join("\n"))
}

#[test]
fn nothing_is_written_outside_the_workspace_and_named_folders() {
    let cli = Cli::new();
    let logs = cli.work().join("logs");
    fs::create_dir(&logs).unwrap();
    fs::write(logs.join("prod.jsonl"), log()).unwrap();
    fs::write(cli.work().join("README.md"), "a project").unwrap();
    let home = cli.work().parent().unwrap().to_owned();
    let before = files_below(&home);

    cli.run(&["import", "logs/prod.jsonl"]).good();
    let ids: Vec<String> = cli
        .run(&["list", "--json"])
        .good()
        .json()
        .iter()
        .map(|record| record["id"].as_str().unwrap().to_owned())
        .collect();
    for words in [
        vec!["modes", "add", "As an AI"],
        vec!["tag", &ids[0], "as-an-ai"],
        vec!["verdict", &ids[1], "pass"],
        vec!["note", &ids[1], "good"],
        vec!["criteria", "add", "Short", "--text", "At most a line"],
        vec!["checks", "add", "--mode", "As an AI", "not-regex", "as an AI"],
        vec!["checks", "run"],
        vec!["checks", "suggest", "as-an-ai"],
        vec!["stats"],
        vec!["drift"],
        vec!["align"],
        vec!["session"],
        vec!["sources"],
        vec!["doctor"],
        vec!["export"],
        vec!["stubs", "--target", "pytest", "--out", "evals"],
        vec!["import", "logs/prod.jsonl", "--source", "again"],
        vec!["sources", "remove", "again"],
        vec!["undo"],
    ] {
        let answer = cli.run(&words);
        assert!(matches!(answer.code, 0 | 1), "gemba {}: {}", words.join(" "), answer.err);
    }

    let after = files_below(&home);
    for (path, bytes) in &before {
        assert_eq!(after.get(path), Some(bytes), "{path} was changed");
    }
    let is_within = |path: &str, folder: &str| home.join(path).starts_with(cli.work().join(folder));
    let is_outside =
        |path: &&String| !before.contains_key(*path) && !is_within(path, ".gemba") && !is_within(path, "evals");
    let outside: Vec<&String> = after.keys().filter(is_outside).collect();
    assert!(outside.is_empty(), "written outside: {outside:?}");
    let rejects: Vec<&String> = after.keys().filter(|path| path.ends_with(".rejects.jsonl")).collect();
    assert!(!rejects.is_empty() && rejects.iter().all(|path| is_within(path, ".gemba/rejects")), "{rejects:?}");
}

#[test]
fn an_import_says_where_its_rejects_are() {
    let cli = Cli::new();
    fs::write(cli.work().join("prod.jsonl"), log()).unwrap();
    let answer = cli.run(&["import", "prod.jsonl"]).good();
    assert!(answer.err.contains(".gemba/rejects/prod.jsonl.rejects.jsonl"), "{}", answer.err);
}

#[test]
fn records_that_were_exported_are_taken_back_exactly() {
    let cli = Cli::new();
    fs::write(cli.work().join("prod.jsonl"), log()).unwrap();
    cli.run(&["import", "prod.jsonl"]).good();
    cli.run(&["export", "--out", "all.jsonl"]).good();
    let other = Cli::new();
    fs::copy(cli.work().join("all.jsonl"), other.work().join("all.jsonl")).unwrap();
    other.run(&["import", "all.jsonl", "--source", "prod", "--format", "gemba"]).good();
    let records = |cli: &Cli| -> Vec<Value> { cli.run(&["list", "--json"]).good().json() };
    let without_place = |records: Vec<Value>| -> Vec<Value> {
        let bare = |mut record: Value| {
            record["source"] = Value::Null;
            record
        };
        records.into_iter().map(bare).collect()
    };
    assert_eq!(without_place(records(&other)), without_place(records(&cli)));
}

#[test]
fn a_workspace_named_by_its_project_is_made_inside_it_and_found_again() {
    let cli = Cli::new();
    fs::write(cli.work().join("prod.jsonl"), log()).unwrap();
    let said = cli.run(&["import", "prod.jsonl", "--workspace", "."]).good();
    assert!(said.err.contains(".gemba"), "{}", said.err);
    assert!(cli.work().join(".gemba/gemba.db").exists() && !cli.work().join("gemba.db").exists());
    assert_eq!(cli.run(&["list", "--json"]).good().json().len(), 12);
}
