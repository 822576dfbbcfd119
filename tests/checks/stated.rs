//! Checks that people's words ask for: tried as they are, and never proven by the record that they were read off.

use gemba::checks::mining::{Known, MinedChecks, Sample, Stated, mine, typed};
use gemba::domain::RecordId;

use super::mining::{Labelled, labelled};
use crate::cli::Cli;

fn mined(records: &[Labelled], stated: &Stated) -> MinedChecks {
    let mut sample = Sample::default();
    for record in records {
        sample.take(RecordId::of(&record.content), &record.content, record.is_bad);
    }
    mine(&sample, &Known::default(), stated, &|_| true).unwrap()
}

/// Words by lot, so many of them.
fn words(seed: usize, count: usize) -> String {
    const WORDS: [&str; 12] = ["the", "order", "was", "sent", "to", "you", "on", "Monday", "and", "we", "hope", "that"];
    let hash = blake3::hash(format!("stated {seed}").as_bytes());
    let bytes = hash.as_bytes().iter().cycle().take(count);
    bytes.enumerate().map(|(at, byte)| WORDS[(usize::from(*byte) + at) % 12]).collect::<Vec<_>>().join(" ") + "."
}

#[test]
fn a_limit_that_a_rule_names_is_suggested_as_it_is_named() {
    let records: Vec<Labelled> = (0..24)
        .map(|at| {
            let is_bad = at % 2 == 0;
            labelled(&format!("question {at}"), &words(at, if is_bad { 44 + at } else { 20 + at / 2 }), is_bad)
        })
        .collect();
    let mut stated = Stated::default();
    stated.rule("Be kind. Use at most 37 words.");
    let found: Vec<String> = mined(&records, &stated).suggestions.iter().map(|one| typed(&one.spec)).collect();
    assert_eq!(found[0], "max-length --words 37", "{found:?}");
    let found = mined(&records, &Stated::default());
    let found: Vec<String> = found.suggestions.iter().map(|one| typed(&one.spec)).collect();
    assert!(
        !found.contains(&"max-length --words 37".to_owned()),
        "without the rule it is a number like others: {found:?}"
    );
}

#[test]
fn what_is_said_of_records_tagged_by_lot_proves_nothing() {
    for seed in 0..8 {
        let mut stated = Stated::default();
        let records: Vec<Labelled> = (0..60)
            .map(|at| {
                let text = words(seed * 1_000 + at, 24);
                let is_bad = blake3::hash(format!("{seed} {at}").as_bytes()).as_bytes()[0].is_multiple_of(2);
                let record = labelled(&format!("question {at}"), &text, is_bad);
                if is_bad {
                    let id = RecordId::of(&record.content);
                    let passage: Vec<&str> = text.split(' ').skip(3).take(2).collect();
                    stated.marked(&passage.join(" "), id);
                    stated.remark(&format!("it says \"{}\"", passage[1]), id);
                }
                record
            })
            .collect();
        let found: Vec<String> = mined(&records, &stated).suggestions.iter().map(|one| typed(&one.spec)).collect();
        assert!(found.is_empty(), "seed {seed}: {found:?}");
    }
}

#[test]
fn instructions_in_the_log_and_criteria_are_read_for_what_they_ask() {
    let cli = Cli::new();
    let told = "You are a clerk.\nAnswer in at most 37 words.";
    let line = |n: usize| {
        let messages =
            serde_json::json!([{"role": "system", "content": told}, {"role": "user", "content": format!("q{n}")}]);
        let count = if n < 12 { 44 + n } else { 20 + n / 2 };
        serde_json::json!({"id": n, "messages": messages, "output": words(n, count)}).to_string() + "\n"
    };
    let path = cli.write("log.jsonl", &(0..24).map(line).collect::<String>());
    cli.run(&["import", path.to_str().unwrap()]).good();
    cli.run(&["modes", "add", "Rambling"]).good();
    let ids = cli.ids();
    for (n, id) in ids.iter().enumerate() {
        if n < 12 {
            cli.run(&["tag", id, "rambling"]).good();
        } else {
            cli.run(&["verdict", id, "pass"]).good();
        }
    }
    let lines = cli.run(&["checks", "suggest", "rambling", "--json"]).good().json();
    assert_eq!(lines[0]["check"], "max-length --words 37", "{lines:?}");
}
