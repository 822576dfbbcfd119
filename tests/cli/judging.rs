//! Judgements one by one: what they change, how they are taken back, and how modes are named.

use serde_json::json;

use super::Cli;

#[test]
fn a_verdict_is_given_changed_and_taken_back() {
    let cli = Cli::with_records(1);
    let id = cli.ids().remove(0);
    let answer = cli.run(&["verdict", &id[..6], "fail"]).good();
    assert_eq!(answer.out.trim(), format!("✗ {} fail", &id[..6]));
    cli.run(&["verdict", &id, "pass"]).good();
    assert_eq!(cli.show(&id)["verdicts"].as_array().unwrap().len(), 1, "one verdict a reviewer");
    assert_eq!(cli.show(&id)["verdicts"][0]["verdict"], "pass");
    cli.run(&["verdict", &id, "fail", "--reviewer", "ben"]).good();
    assert_eq!(cli.show(&id)["verdicts"].as_array().unwrap().len(), 2);
    cli.run(&["verdict", &id, "none"]).good();
    assert_eq!(cli.show(&id)["verdicts"][0]["reviewer"], "ben");

    let history = cli.run(&["show", &id, "--json", "--history"]).good().json().remove(0);
    let words: Vec<_> = history["verdicts"].as_array().unwrap().iter().map(|one| one["verdict"].clone()).collect();
    assert_eq!(words, [json!("fail"), json!("pass"), json!("fail"), json!(null)]);
}

#[test]
fn the_same_verdict_again_changes_nothing() {
    let cli = Cli::with_records(1);
    let id = cli.ids().remove(0);
    cli.run(&["verdict", &id, "pass"]).good();
    let again = cli.run(&["verdict", &id, "pass"]).good();
    assert!(again.out.is_empty() && again.err.contains("Nothing changed"), "{}{}", again.out, again.err);
    cli.run(&["undo"]).good();
    assert_eq!(cli.show(&id)["verdicts"], json!([]), "there was only one thing to undo");
}

#[test]
fn several_modes_at_once_are_one_step_of_undo() {
    let cli = Cli::with_records(1);
    let id = cli.ids().remove(0);
    for name in ["Too short", "Made up"] {
        cli.run(&["modes", "add", name]).good();
    }
    cli.run(&["tag", &id, "Too short", "made-up"]).good();
    assert_eq!(cli.show(&id)["tags"].as_array().unwrap().len(), 2);
    let undone = cli.run(&["undo"]).good();
    assert!(undone.out.contains("too-short") && undone.out.contains("made-up"), "{}", undone.out);
    assert_eq!(cli.show(&id)["tags"], json!([]));
    cli.run(&["redo"]).good();
    assert_eq!(cli.show(&id)["tags"].as_array().unwrap().len(), 2);
    cli.run(&["untag", &id, "Made up"]).good();
    assert_eq!(cli.show(&id)["tags"][0]["mode"], "too-short");
}

#[test]
fn an_unknown_mode_is_refused_with_the_nearest_and_the_way_to_make_it() {
    let cli = Cli::with_records(1);
    let id = cli.ids().remove(0);
    cli.run(&["modes", "add", "Too short"]).good();
    let refused = cli.run(&["tag", &id, "Too shrot"]).bad(2);
    assert!(refused.err.contains("Too shrot"), "{}", refused.err);
    assert!(refused.err.contains("too-short") || refused.err.contains("Too short"), "{}", refused.err);
    assert!(refused.err.contains("modes add"), "{}", refused.err);
    assert_eq!(cli.show(&id)["tags"], json!([]));
}

#[test]
fn spans_must_lie_in_their_text_and_may_name_a_turn() {
    let cli = Cli::with_records(1);
    let id = cli.ids().remove(0);
    cli.run(&["modes", "add", "Odd"]).good();
    cli.run(&["tag", &id, "odd", "--span", "0@"]).good();
    assert_eq!(cli.show(&id)["tags"][0]["span"], json!({"turn": 0, "start": 0, "end": 11}));
    cli.run(&["tag", &id, "odd", "--span", "5:500"]).bad(2);
    cli.run(&["tag", &id, "odd", "--span", "four"]).bad(2);
    cli.run(&["note", &id, "here", "--span", "0:6"]).good();
    assert_eq!(cli.show(&id)["notes"][0]["span"], json!({"turn": null, "start": 0, "end": 6}));
}

#[test]
fn a_note_is_replaced_and_deleted() {
    let cli = Cli::with_records(1);
    let id = cli.ids().remove(0);
    cli.run(&["note", &id, "first"]).good();
    cli.run(&["note", &id, "second"]).good();
    assert_eq!(cli.show(&id)["notes"].as_array().unwrap().len(), 1);
    cli.run(&["note", &id, "--delete"]).good();
    assert_eq!(cli.show(&id)["notes"], json!([]));
    cli.run(&["note", &id]).bad(2);
    cli.run(&["note", &id, "  "]).bad(2);
    cli.run(&["note", &id, "text", "--delete"]).bad(2);
}

#[test]
fn modes_merge_into_an_heir_that_answers_to_both_names() {
    let cli = Cli::with_records(2);
    let ids = cli.ids();
    for name in ["Too brief", "Curt", "Too short"] {
        cli.run(&["modes", "add", name]).good();
    }
    cli.run(&["tag", &ids[0], "Too brief"]).good();
    cli.run(&["tag", &ids[1], "Too short"]).good();
    cli.run(&["modes", "merge", "Too brief", "curt", "Too short"]).good();
    assert_eq!(cli.show(&ids[0])["tags"][0]["mode"], "too-short");
    let modes = cli.run(&["modes", "--json"]).good().json();
    let heir = modes.iter().find(|mode| mode["slug"] == "too-short").unwrap();
    assert_eq!(heir["count"], json!(2));
    assert!(!heir["lineage"].as_array().unwrap().is_empty());
    assert_eq!(modes.iter().find(|mode| mode["slug"] == "too-brief").unwrap()["status"], "merged");
    cli.run(&["undo"]).good();
    assert_eq!(cli.show(&ids[0])["tags"][0]["mode"], "too-brief", "a merge is one step");
}

#[test]
fn a_retired_mode_is_not_offered_until_it_is_revived() {
    let cli = Cli::with_records(1);
    let id = cli.ids().remove(0);
    cli.run(&["modes", "add", "Odd"]).good();
    cli.run(&["modes", "retire", "odd"]).good();
    let refused = cli.run(&["tag", &id, "odd"]).bad(2);
    assert!(refused.err.contains("retired") && refused.err.contains("revive"), "{}", refused.err);
    cli.run(&["modes", "revive", "odd"]).good();
    cli.run(&["tag", &id, "odd"]).good();
    cli.run(&["modes", "add", "Odd"]).bad(2);
    cli.run(&["modes", "edit", "odd", "--name", "Strange", "--severity", "3", "--hotkey", "none"]).good();
    let mode = cli.run(&["modes", "show", "strange", "--json"]).good().json().remove(0);
    assert_eq!((&mode["name"], &mode["severity"], &mode["hotkey"]), (&json!("Strange"), &json!(3), &json!(null)));
    assert_eq!(cli.show(&id)["tags"][0]["mode"], "strange");
}

#[test]
fn criteria_are_named_by_name_slug_or_number() {
    let cli = Cli::with_records(1);
    let id = cli.ids().remove(0);
    cli.run(&["criteria", "add", "Says why", "--text", "Gives a reason."]).good();
    for named in ["Says why", "says-why", "1"] {
        cli.run(&["grade", &id, named, "met"]).good();
    }
    assert_eq!(cli.show(&id)["grades"].as_array().unwrap().len(), 1);
    cli.run(&["grade", &id, "says-why", "maybe"]).bad(2);
    cli.run(&["grade", &id, "says-wy", "met"]).bad(2);
    cli.run(&["grade", &id, "1", "none"]).good();
    assert_eq!(cli.show(&id)["grades"], json!([]));
}

#[test]
fn nothing_to_undo_is_said_and_no_failure() {
    let cli = Cli::with_records(1);
    let answer = cli.run(&["undo"]).good();
    assert!(answer.out.is_empty() && !answer.err.is_empty());
    assert_eq!(cli.run(&["undo", "--json"]).good().json()[0]["applied"], json!(0));
}

#[test]
fn the_doctor_finds_a_judged_workspace_sound_and_rebuilds_it() {
    let cli = Cli::with_records(3);
    let id = cli.ids().remove(0);
    cli.run(&["modes", "add", "Odd"]).good();
    cli.run(&["tag", &id, "odd"]).good();
    cli.run(&["verdict", &id, "fail"]).good();
    cli.run(&["undo"]).good();
    let before = cli.records();
    cli.run(&["doctor", "--rebuild"]).good();
    assert_eq!(cli.records(), before);
    assert!(cli.run(&["doctor", "--json"]).good().json().iter().all(|line| line["ok"] == json!(true)));
}
