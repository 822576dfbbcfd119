//! Judgements one by one: what they change, how they are taken back, and how modes are named.

use serde_json::json;

use super::Bench;

#[test]
fn a_verdict_is_given_changed_and_taken_back() {
    let bench = Bench::with_records(1);
    let id = bench.ids().remove(0);
    let said = bench.run(&["verdict", &id[..6], "fail"]).good();
    assert_eq!(said.out.trim(), format!("✗ {} fail", &id[..6]));
    bench.run(&["verdict", &id, "pass"]).good();
    assert_eq!(bench.show(&id)["verdicts"].as_array().unwrap().len(), 1, "one verdict a reviewer");
    assert_eq!(bench.show(&id)["verdicts"][0]["verdict"], "pass");
    bench.run(&["verdict", &id, "fail", "--reviewer", "ben"]).good();
    assert_eq!(bench.show(&id)["verdicts"].as_array().unwrap().len(), 2);
    bench.run(&["verdict", &id, "none"]).good();
    assert_eq!(bench.show(&id)["verdicts"][0]["reviewer"], "ben");

    let history = bench.run(&["show", &id, "--json", "--history"]).good().json().remove(0);
    let words: Vec<_> = history["verdicts"].as_array().unwrap().iter().map(|one| one["verdict"].clone()).collect();
    assert_eq!(words, [json!("fail"), json!("pass"), json!("fail"), json!(null)]);
}

#[test]
fn the_same_verdict_again_changes_nothing() {
    let bench = Bench::with_records(1);
    let id = bench.ids().remove(0);
    bench.run(&["verdict", &id, "pass"]).good();
    let again = bench.run(&["verdict", &id, "pass"]).good();
    assert!(again.out.is_empty() && again.err.contains("Nothing changed"), "{}{}", again.out, again.err);
    bench.run(&["undo"]).good();
    assert_eq!(bench.show(&id)["verdicts"], json!([]), "there was only one thing to undo");
}

#[test]
fn several_modes_at_once_are_one_step_of_undo() {
    let bench = Bench::with_records(1);
    let id = bench.ids().remove(0);
    for name in ["Too short", "Made up"] {
        bench.run(&["modes", "add", name]).good();
    }
    bench.run(&["tag", &id, "Too short", "made-up"]).good();
    assert_eq!(bench.show(&id)["tags"].as_array().unwrap().len(), 2);
    let undone = bench.run(&["undo"]).good();
    assert!(undone.out.contains("too-short") && undone.out.contains("made-up"), "{}", undone.out);
    assert_eq!(bench.show(&id)["tags"], json!([]));
    bench.run(&["redo"]).good();
    assert_eq!(bench.show(&id)["tags"].as_array().unwrap().len(), 2);
    bench.run(&["untag", &id, "Made up"]).good();
    assert_eq!(bench.show(&id)["tags"][0]["mode"], "too-short");
}

#[test]
fn an_unknown_mode_is_refused_with_the_nearest_and_the_way_to_make_it() {
    let bench = Bench::with_records(1);
    let id = bench.ids().remove(0);
    bench.run(&["modes", "add", "Too short"]).good();
    let refused = bench.run(&["tag", &id, "Too shrot"]).bad(2);
    assert!(refused.err.contains("Too shrot"), "{}", refused.err);
    assert!(refused.err.contains("too-short") || refused.err.contains("Too short"), "{}", refused.err);
    assert!(refused.err.contains("modes add"), "{}", refused.err);
    assert_eq!(bench.show(&id)["tags"], json!([]));
}

#[test]
fn spans_must_lie_in_their_text_and_may_name_a_turn() {
    let bench = Bench::with_records(1);
    let id = bench.ids().remove(0);
    bench.run(&["modes", "add", "Odd"]).good();
    bench.run(&["tag", &id, "odd", "--span", "0@"]).good();
    assert_eq!(bench.show(&id)["tags"][0]["span"], json!({"turn": 0, "start": 0, "end": 11}));
    bench.run(&["tag", &id, "odd", "--span", "5:500"]).bad(2);
    bench.run(&["tag", &id, "odd", "--span", "four"]).bad(2);
    bench.run(&["note", &id, "here", "--span", "0:6"]).good();
    assert_eq!(bench.show(&id)["notes"][0]["span"], json!({"turn": null, "start": 0, "end": 6}));
}

#[test]
fn a_note_is_replaced_and_deleted() {
    let bench = Bench::with_records(1);
    let id = bench.ids().remove(0);
    bench.run(&["note", &id, "first"]).good();
    bench.run(&["note", &id, "second"]).good();
    assert_eq!(bench.show(&id)["notes"].as_array().unwrap().len(), 1);
    bench.run(&["note", &id, "--delete"]).good();
    assert_eq!(bench.show(&id)["notes"], json!([]));
    bench.run(&["note", &id]).bad(2);
    bench.run(&["note", &id, "  "]).bad(2);
    bench.run(&["note", &id, "text", "--delete"]).bad(2);
}

#[test]
fn modes_merge_into_an_heir_that_answers_to_both_names() {
    let bench = Bench::with_records(2);
    let ids = bench.ids();
    for name in ["Too brief", "Curt", "Too short"] {
        bench.run(&["modes", "add", name]).good();
    }
    bench.run(&["tag", &ids[0], "Too brief"]).good();
    bench.run(&["tag", &ids[1], "Too short"]).good();
    bench.run(&["modes", "merge", "Too brief", "curt", "Too short"]).good();
    assert_eq!(bench.show(&ids[0])["tags"][0]["mode"], "too-short");
    let modes = bench.run(&["modes", "--json"]).good().json();
    let heir = modes.iter().find(|mode| mode["slug"] == "too-short").unwrap();
    assert_eq!(heir["count"], json!(2));
    assert!(!heir["lineage"].as_array().unwrap().is_empty());
    assert_eq!(modes.iter().find(|mode| mode["slug"] == "too-brief").unwrap()["status"], "merged");
    bench.run(&["undo"]).good();
    assert_eq!(bench.show(&ids[0])["tags"][0]["mode"], "too-brief", "a merge is one step");
}

#[test]
fn a_retired_mode_is_not_offered_until_it_is_revived() {
    let bench = Bench::with_records(1);
    let id = bench.ids().remove(0);
    bench.run(&["modes", "add", "Odd"]).good();
    bench.run(&["modes", "retire", "odd"]).good();
    let refused = bench.run(&["tag", &id, "odd"]).bad(2);
    assert!(refused.err.contains("retired") && refused.err.contains("revive"), "{}", refused.err);
    bench.run(&["modes", "revive", "odd"]).good();
    bench.run(&["tag", &id, "odd"]).good();
    bench.run(&["modes", "add", "Odd"]).bad(2);
    bench.run(&["modes", "edit", "odd", "--name", "Strange", "--severity", "3", "--hotkey", "none"]).good();
    let mode = bench.run(&["modes", "show", "strange", "--json"]).good().json().remove(0);
    assert_eq!((&mode["name"], &mode["severity"], &mode["hotkey"]), (&json!("Strange"), &json!(3), &json!(null)));
    assert_eq!(bench.show(&id)["tags"][0]["mode"], "strange");
}

#[test]
fn criteria_are_named_by_name_slug_or_number() {
    let bench = Bench::with_records(1);
    let id = bench.ids().remove(0);
    bench.run(&["criteria", "add", "Says why", "--text", "Gives a reason."]).good();
    for named in ["Says why", "says-why", "1"] {
        bench.run(&["grade", &id, named, "met"]).good();
    }
    assert_eq!(bench.show(&id)["grades"].as_array().unwrap().len(), 1);
    bench.run(&["grade", &id, "says-why", "maybe"]).bad(2);
    bench.run(&["grade", &id, "says-wy", "met"]).bad(2);
    bench.run(&["grade", &id, "1", "none"]).good();
    assert_eq!(bench.show(&id)["grades"], json!([]));
}

#[test]
fn nothing_to_undo_is_said_and_no_failure() {
    let bench = Bench::with_records(1);
    let said = bench.run(&["undo"]).good();
    assert!(said.out.is_empty() && !said.err.is_empty());
    assert_eq!(bench.run(&["undo", "--json"]).good().json()[0]["applied"], json!(0));
}

#[test]
fn the_doctor_finds_a_judged_workspace_sound_and_rebuilds_it() {
    let bench = Bench::with_records(3);
    let id = bench.ids().remove(0);
    bench.run(&["modes", "add", "Odd"]).good();
    bench.run(&["tag", &id, "odd"]).good();
    bench.run(&["verdict", &id, "fail"]).good();
    bench.run(&["undo"]).good();
    let before = bench.records();
    bench.run(&["doctor", "--rebuild"]).good();
    assert_eq!(bench.records(), before);
    assert!(bench.run(&["doctor", "--json"]).good().json().iter().all(|line| line["ok"] == json!(true)));
}
