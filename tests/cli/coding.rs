//! From notes to failure modes: which notes wait, how they are grouped, and what fails without a mode.

use serde_json::{Value, json};

use super::Cli;

/// Six failed records, five of them with a note, and one that passed with a note.
fn noted() -> (Cli, Vec<String>) {
    let cli = Cli::with_records(8);
    let ids = cli.ids();
    let notes = [
        "invents a refund policy",
        "the answer's tone is too casual",
        "refund policy is invented",
        "Invented policy: no such refund rule",
        "tone far too casual",
    ];
    for (id, note) in ids.iter().zip(notes) {
        cli.run(&["verdict", id, "fail"]).good();
        cli.run(&["note", id, note]).good();
    }
    cli.run(&["verdict", &ids[5], "fail"]).good();
    cli.run(&["verdict", &ids[6], "pass"]).good();
    cli.run(&["note", &ids[6], "invents a refund policy, but a good one"]).good();
    (cli, ids)
}

fn ids_of(group: &Value) -> Vec<&str> {
    group["notes"].as_array().unwrap().iter().map(|note| note["id"].as_str().unwrap()).collect()
}

#[test]
fn notes_on_failures_without_a_mode_are_grouped_by_what_they_say() {
    let (cli, ids) = noted();
    let groups = cli.run(&["modes", "notes", "--json"]).good().json();
    assert_eq!(
        groups.iter().map(ids_of).collect::<Vec<_>>(),
        [vec![&ids[0], &ids[2], &ids[3]], vec![&ids[1], &ids[4]]]
    );
    assert_eq!((&groups[0]["group"], &groups[0]["records"]), (&json!(1), &json!(3)));
    assert!(groups[0]["label"].as_str().unwrap().contains("policy"), "{}", groups[0]);
    let note = &groups[0]["notes"][0];
    assert_eq!(note, &json!({"id": ids[0], "reviewer": "ana", "span": null, "text": "invents a refund policy"}));
    let text = cli.run(&["modes", "notes"]).good();
    assert!(text.out.starts_with("3 notes on 3 records\n"), "{}", text.out);
    assert!(
        text.err.contains("5 notes in 2 groups.")
            && text.err.contains("1 note on records that passed")
            && text.err.contains("Fails without a mode: 6."),
        "{}",
        text.err
    );
}

#[test]
fn a_mode_of_a_group_tags_its_records_and_one_undo_takes_all_back() {
    let (cli, ids) = noted();
    let made = cli.run(&["modes", "code", "invented policy", &ids[2]]).good();
    assert_eq!(made.out.trim(), "+ invented policy (invented-policy): 3 records tagged");
    for id in [&ids[0], &ids[2], &ids[3]] {
        assert_eq!(cli.show(id)["tags"][0]["mode"], "invented-policy");
    }
    let left = cli.run(&["modes", "notes", "--json"]).good().json();
    assert_eq!(left.iter().map(ids_of).collect::<Vec<_>>(), [vec![&ids[1], &ids[4]]]);
    cli.run(&["undo"]).good();
    assert_eq!(cli.show(&ids[0])["tags"], json!([]));
    assert!(cli.run(&["modes", "--json"]).good().json().is_empty(), "the mode went with its tags");
    assert_eq!(cli.run(&["modes", "notes", "--json"]).good().json().len(), 2);
}

#[test]
fn notes_go_to_a_mode_that_there_is() {
    let (cli, ids) = noted();
    cli.run(&["modes", "add", "Odd"]).good();
    let answer = cli.run(&["modes", "code", "odd", &ids[0], &ids[1], "--json"]).good().json();
    assert_eq!(answer[0]["events"], json!(5), "both groups, and no new mode");
    let mode = cli.run(&["modes", "show", "odd", "--json"]).good().json().remove(0);
    assert_eq!((&mode["count"], &mode["uncoded_fails"]), (&json!(5), &json!(1)));
    let refused = cli.run(&["modes", "code", "odd", &ids[5]]).bad(2);
    assert!(refused.err.contains("no note that waits"), "{}", refused.err);
    cli.run(&["modes", "retire", "odd"]).good();
    assert!(cli.run(&["modes", "code", "odd", &ids[0]]).bad(2).err.contains("revive"));
}

#[test]
fn what_failed_without_a_mode_is_counted_where_rates_of_modes_stand() {
    let (cli, ids) = noted();
    cli.run(&["modes", "add", "Odd"]).good();
    cli.run(&["tag", &ids[0], "odd"]).good();
    let lines = cli.run(&["stats", "--json"]).good().json();
    let of = |group: &str| lines.iter().find(|line| line["group"] == group).unwrap()["uncoded_fails"].clone();
    assert_eq!((of("all"), of("mode"), of("source")), (json!(5), json!(5), Value::Null));
    for args in [&["stats"][..], &["modes"], &["stats", "--by", "mode"]] {
        let said = cli.run(args).good().err;
        assert!(said.contains("Fails without a mode: 5.") && said.contains("verdict:fail mode:none"), "{said}");
    }
    assert!(!cli.run(&["stats", "--by", "model"]).good().err.contains("without a mode"));
    assert_eq!(cli.run(&["list", "verdict:fail mode:none", "--json"]).good().json().len(), 5);
    for id in &ids[1..6] {
        cli.run(&["tag", id, "odd"]).good();
    }
    assert!(!cli.run(&["modes"]).good().err.contains("without a mode"), "nothing is said of none");
}

#[test]
fn what_suggestions_are_worth_is_told_with_the_modes() {
    let cli = Cli::with_records(1);
    cli.run(&["modes", "add", "Odd"]).good();
    let mode = cli.run(&["modes", "--json"]).good().json().remove(0);
    assert_eq!((&mode["suggested"], &mode["uncoded_fails"]), (&json!([]), &json!(0)));
    let (id, folder) = (cli.ids().remove(0), cli.work().join(".gemba"));
    let record = gemba::domain::RecordId::parse(&id).unwrap();
    let source = gemba::domain::TagSource::Similar(record);
    let answer = gemba::domain::TagAnswer::Dismissed;
    let change =
        gemba::domain::Change::TagSuggestionAnswer { record, mode: gemba::domain::Slug::of("odd"), source, answer };
    let reviewer = gemba::domain::Name::new("ana").unwrap();
    let batch = gemba::domain::Batch { reviewer, session: None, time: gemba::domain::Time(0), changes: vec![change] };
    gemba::store::Writer::open(&folder).unwrap().append(&batch).unwrap();
    cli.run(&["export", "--out", "all.jsonl"]).good();
    cli.run(&["restore", "all.jsonl", "--workspace", "other"]).good();
    for workspace in [folder.to_str().unwrap(), "other"] {
        let mode = cli.run(&["modes", "show", "odd", "--json", "--workspace", workspace]).good().json().remove(0);
        let suggested = &mode["suggested"][0];
        assert_eq!((&suggested["source"], &suggested["check"]), (&json!("similar"), &Value::Null));
        assert_eq!(
            (&suggested["answered"], &suggested["accepted"], &suggested["dismissed"]),
            (&json!(1), &json!(0), &json!(1))
        );
        let said = cli.run(&["modes", "--workspace", workspace]).good().err;
        assert!(said.contains("Suggested tags: similar records 0 of 1 accepted."), "{said}");
    }
    assert_eq!(cli.run(&["list", "verdict:none", "--json"]).good().json().len(), 1, "an answer is no judgement");
}
