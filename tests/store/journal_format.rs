//! The journal's JSON stays what it was: journals written by earlier versions are read and hashed byte by byte.

use std::collections::BTreeSet;

use gemba::domain::Change;

/// Payloads of every kind of change, as the version of November 2026 wrote them.
const GOLDEN: &str = include_str!("golden/changes.jsonl");

#[test]
fn every_payload_that_was_written_before_reads_and_is_written_the_same() {
    for line in GOLDEN.lines() {
        let change: Change = serde_json::from_str(line).unwrap_or_else(|error| panic!("{line}: {error}"));
        assert_eq!(serde_json::to_string(&change).unwrap(), line);
    }
}

#[test]
fn the_golden_payloads_hold_every_kind_of_change() {
    // Serde names all kinds when it meets one that it does not know.
    let refusal = serde_json::from_str::<Change>(r#"{"kind":"?"}"#).unwrap_err().to_string();
    let known: BTreeSet<String> = refusal.split('`').skip(3).step_by(2).map(str::to_owned).collect();
    let golden: BTreeSet<String> = GOLDEN
        .lines()
        .map(|line| serde_json::from_str::<serde_json::Value>(line).unwrap()["kind"].as_str().unwrap().to_owned())
        .collect();
    assert!(known.len() > 20, "{refusal}");
    assert_eq!(golden, known);
    assert_eq!(BTreeSet::from(Change::KINDS.map(str::to_owned)), known);
}
