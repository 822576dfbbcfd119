//! kill -9 in the midst of an import or of a removal: the workspace opens, holds whole records only, and the command can
//! be given again.

use std::fs;
use std::time::Duration;

use serde_json::{Value, json};

use crate::cli::Cli;

const RECORDS: usize = 12_000;

fn log() -> String {
    let line =
        |number| json!({"id": number, "input": format!("Question {number}?"), "output": format!("Answer {number}.")});
    (0..RECORDS).map(|number| line(number).to_string() + "\n").collect()
}

/// Runs a command and kills it after so many milliseconds; returns whether it had ended by itself.
fn killed_after(cli: &Cli, arguments: &[&str], millis: u64) -> bool {
    let mut child = cli.command(arguments).spawn().unwrap();
    std::thread::sleep(Duration::from_millis(millis));
    let ended = child.try_wait().unwrap().is_some();
    child.kill().unwrap();
    child.wait().unwrap();
    ended
}

/// How many records the workspace holds; none where there is no workspace yet. What there is must be sound.
fn held(cli: &Cli) -> usize {
    if !cli.work().join(".gemba/gemba.db").exists() {
        return 0;
    }
    cli.run(&["doctor"]).good();
    let records: Vec<Value> = cli.run(&["list", "--json", "--limit", "100000", "--fields", "id,output"]).good().json();
    assert!(records.iter().all(|record| record["output"].as_str().unwrap().starts_with("Answer ")));
    records.len()
}

#[test]
fn an_import_that_is_killed_leaves_whole_records_and_goes_on_when_given_again() {
    for millis in [5, 60, 150, 300, 600] {
        let cli = Cli::new();
        fs::write(cli.work().join("log.jsonl"), log()).unwrap();
        killed_after(&cli, &["import", "log.jsonl"], millis);
        let before = held(&cli);
        assert!(before <= RECORDS);
        let report = cli.run(&["import", "log.jsonl", "--json"]).good().json().remove(0);
        assert_eq!(report["imported"], RECORDS - before, "killed after {millis} ms");
        assert_eq!(held(&cli), RECORDS);
        let sources = cli.run(&["sources", "--json"]).good().json();
        assert_eq!(sources.len(), 1, "the unfinished import went on: {sources:?}");
        assert_eq!((&sources[0]["state"], &sources[0]["records"]), (&json!("whole"), &json!(RECORDS)));
    }
}

#[test]
fn a_removal_that_is_killed_took_all_or_nothing() {
    let cli = Cli::new();
    fs::write(cli.work().join("log.jsonl"), log()).unwrap();
    cli.run(&["import", "log.jsonl"]).good();
    for millis in [5, 20, 60, 120, 250] {
        killed_after(&cli, &["sources", "remove", "log"], millis);
        let left = held(&cli);
        assert!(left == RECORDS || left == 0, "{left} records are left, killed after {millis} ms");
        if left == 0 {
            cli.run(&["import", "log.jsonl"]).good();
        }
    }
    cli.run(&["sources", "remove", "log"]).good();
    assert_eq!(held(&cli), 0);
}

#[test]
fn an_export_whose_import_is_killed_can_be_imported_again() {
    let from = Cli::new();
    fs::write(from.work().join("log.jsonl"), log()).unwrap();
    from.run(&["import", "log.jsonl"]).good();
    let ids: Vec<Value> = from.run(&["list", "--json", "--limit", "3000", "--fields", "id"]).good().json();
    for id in ids.iter().take(20) {
        from.run(&["verdict", id["id"].as_str().unwrap(), "fail"]).good();
    }
    from.run(&["export", "--out", "all.jsonl"]).good();
    for millis in [60, 300, 700] {
        let cli = Cli::new();
        fs::copy(from.work().join("all.jsonl"), cli.work().join("all.jsonl")).unwrap();
        killed_after(&cli, &["import", "all.jsonl"], millis);
        held(&cli);
        cli.run(&["import", "all.jsonl"]).good();
        assert_eq!(held(&cli), RECORDS);
        let stats = |cli: &Cli| cli.run(&["stats", "--json"]).good().out;
        assert_eq!(stats(&cli), stats(&from), "killed after {millis} ms");
    }
}
