//! Verdicts that decline: what cannot be answered is in no rate, and its reason is kept.

use serde_json::json;

use super::Cli;

#[test]
fn a_record_that_cannot_be_answered_is_declined_with_its_reason() {
    let cli = Cli::with_records(3);
    let ids = cli.ids();
    let refused = cli.run(&["verdict", &ids[0], "declined"]).bad(2);
    assert!(refused.err.contains("needs a reason") && refused.err.contains("--reason"), "{}", refused.err);
    let said = cli.run(&["verdict", &ids[0], "declined", "--reason", "the picture is missing"]).good();
    assert_eq!(said.out.trim(), format!("⊘ {} declined", &ids[0][..6]));
    let verdict = &cli.show(&ids[0])["verdicts"][0];
    assert_eq!((&verdict["verdict"], &verdict["reason"]), (&json!("declined"), &json!("the picture is missing")));
    let shown = cli.run(&["show", &ids[0]]).good();
    assert!(shown.out.contains("verdicts: ⊘ ana (the picture is missing)"), "{}", shown.out);
    cli.run(&["undo"]).good();
    assert_eq!(cli.show(&ids[0])["verdicts"], json!([]), "one step takes verdict and reason back");
}

#[test]
fn declined_records_are_in_no_rate_and_counted_apart() {
    let cli = Cli::with_records(4);
    let ids = cli.ids();
    let lines = format!(
        "{}\n{}\n{}\n{}\n",
        json!({"id": ids[0], "verdict": "fail"}),
        json!({"id": ids[1], "verdict": "pass"}),
        json!({"id": ids[2], "verdict": "declined", "reason": "no context was logged"}),
        json!({"id": ids[3], "verdict": "declined"}),
    );
    let done = cli.feed(&["verdict", "-"], &lines).good();
    assert_eq!((&done.json()[0]["applied"], &done.json()[0]["rejected"]), (&json!(3), &json!(1)));
    assert!(done.err.contains("line 4") && done.err.contains("needs a reason"), "{}", done.err);
    let all = &cli.run(&["stats", "--by", "all", "--json"]).good().json()[0];
    assert_eq!((&all["n"], &all["hits"], &all["excluded_declined"]), (&json!(2), &json!(1), &json!(1)));
    assert_eq!(all["more_for_5_points"], 1, "no more than can be answered: {all}");
    let found = cli.run(&["list", "verdict:declined", "--json"]).good().json();
    assert_eq!(found.len(), 1);
    assert_eq!(found[0]["id"], json!(ids[2]));
}

#[test]
fn only_declined_and_deferred_ones_have_a_reason() {
    let cli = Cli::with_records(2);
    let ids = cli.ids();
    cli.run(&["verdict", &ids[0], "pass", "--reason", "fine"]).bad(2);
    cli.run(&["verdict", &ids[0], "defer", "--reason", "@ben is this our policy?"]).good();
    assert_eq!(cli.show(&ids[0])["verdicts"][0]["reason"], "@ben is this our policy?");
    cli.run(&["verdict", &ids[0], "pass"]).good();
    assert_eq!(cli.show(&ids[0])["verdicts"][0]["reason"], json!(null));
}

#[test]
fn reasons_come_back_from_an_export() {
    let cli = Cli::with_records(1);
    let id = cli.ids().remove(0);
    cli.run(&["verdict", &id, "declined", "--reason", "cut off"]).good();
    let records = cli.run(&["export"]).good().out;
    let other = Cli::new();
    let path = other.write("records.jsonl", &records);
    other.run(&["import", path.to_str().unwrap()]).good();
    let verdict = &other.show(&id)["verdicts"][0];
    assert_eq!((&verdict["verdict"], &verdict["reason"]), (&json!("declined"), &json!("cut off")));
}

#[test]
fn a_verdict_over_another_one_of_the_same_person_is_a_contradiction() {
    let cli = Cli::with_records(4);
    let ids = cli.ids();
    let contradictions = || cli.run(&["list", "contradiction:yes", "--json"]).good().json().len();
    cli.run(&["verdict", &ids[0], "fail"]).good();
    cli.run(&["verdict", &ids[0], "pass", "--reviewer", "ben"]).good();
    cli.run(&["verdict", &ids[1], "defer"]).good();
    cli.run(&["verdict", &ids[1], "pass"]).good();
    assert_eq!(contradictions(), 0, "two people dispute, and a deferral decides nothing");
    cli.run(&["verdict", &ids[0], "pass"]).good();
    assert_eq!(contradictions(), 1);
    cli.run(&["verdict", &ids[0], "fail"]).good();
    assert_eq!(contradictions(), 1, "to and fro");
    cli.run(&["doctor"]).good();
    cli.run(&["undo"]).good();
    cli.run(&["undo"]).good();
    assert_eq!(contradictions(), 0, "as it was given first");
}
