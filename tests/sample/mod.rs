//! The sample data is what `make.py` writes, has the variety it promises, and carries no judgement.

use std::collections::BTreeSet;
use std::path::PathBuf;
use std::process::Command;

use serde_json::Value;

fn folder() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("sample-data")
}

fn records(name: &str) -> Vec<Value> {
    let text = std::fs::read_to_string(folder().join(name)).unwrap();
    text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

fn distinct<'a>(records: &'a [Value], pointer: &str) -> BTreeSet<&'a str> {
    records.iter().filter_map(|record| record.pointer(pointer)?.as_str()).collect()
}

#[test]
fn two_weeks_of_traffic_with_two_models_and_two_prompts() {
    let records = records("support-week-1-2.jsonl");
    assert!((200..=400).contains(&records.len()), "{} records", records.len());
    assert_eq!(distinct(&records, "/id").len(), records.len());
    assert_eq!(distinct(&records, "/model").len(), 2);
    assert_eq!(distinct(&records, "/prompt_version"), BTreeSet::from(["v3", "v4"]));
    assert_eq!(distinct(&records, "/metadata/task"), BTreeSet::from(["answer", "intent"]));
    let days: BTreeSet<&str> = distinct(&records, "/timestamp").into_iter().map(|time| &time[..10]).collect();
    assert!(days.iter().all(|day| ("2026-11-09"..="2026-11-22").contains(day)) && days.len() == 14, "{days:?}");
    let questions: BTreeSet<&str> =
        records.iter().filter_map(|record| record["messages"].as_array()?.last()?["content"].as_str()).collect();
    assert!(questions.len() >= 120, "{} different questions", questions.len());
    let several_turns = records.iter().filter(|record| record["messages"].as_array().unwrap().len() > 2).count();
    assert!(several_turns >= 20, "{several_turns} records with earlier turns");
}

#[test]
fn the_third_week_has_a_new_failure_and_a_mended_one() {
    let fenced = |records: &[Value]| {
        records.iter().filter(|record| record["output"].as_str().unwrap().contains("```json")).count()
    };
    let claims = |records: &[Value]| {
        let done = ["I have cancelled", "I have redirected", "I have opened", "I have switched you"];
        records
            .iter()
            .filter(|record| done.iter().any(|words| record["output"].as_str().unwrap().contains(words)))
            .count()
    };
    let (before, after) = (records("support-week-1-2.jsonl"), records("support-week-3.jsonl"));
    assert!(fenced(&before) >= 5 && fenced(&after) == 0);
    assert!(claims(&before) == 0 && claims(&after) >= 4);
}

#[test]
fn nothing_in_it_is_judged() {
    for record in records("support-week-1-2.jsonl").iter().chain(&records("support-week-3.jsonl")) {
        let fields: Vec<&String> = record.as_object().unwrap().keys().collect();
        for word in ["label", "verdict", "rating", "score", "failure", "kind"] {
            assert!(!fields.iter().any(|field| field.contains(word)), "{fields:?}");
        }
    }
}

#[test]
fn the_files_are_what_the_script_writes() {
    let script = Command::new("python3").arg(folder().join("make.py")).arg("--check").output();
    let Ok(done) = script else {
        println!("skipped: python3 is missing, so sample-data/make.py --check did not run");
        return;
    };
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
}
