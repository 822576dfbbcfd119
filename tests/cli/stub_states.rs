//! Stubs that prove themselves: the proof by record, what a new meaning makes of them, and the gate.

use serde_json::{Value, json};

use super::{Bench, has_keys};

/// Ten outputs that are good and four that are too short, graded for the criterion `complete` with one check on it.
fn graded() -> (Bench, Vec<String>) {
    let bench = Bench::new();
    let output = |n: usize| if n < 4 { "No." } else { "Yes, the parcel was sent on Monday." };
    let line = |n: usize| json!({"id": n, "prompt": format!("q{n}"), "output": output(n)}).to_string() + "\n";
    let path = bench.write("log.jsonl", &(0..14).map(line).collect::<String>());
    bench.run(&["import", path.to_str().unwrap()]).good();
    bench.run(&["criteria", "add", "complete", "--text", "Answers the whole question."]).good();
    bench.run(&["checks", "add", "--criterion", "complete", "min-length", "10"]).good();
    let ids = bench.ids();
    grade(&bench, &ids);
    (bench, ids)
}

fn grade(bench: &Bench, ids: &[String]) {
    for (n, id) in ids.iter().enumerate() {
        bench.run(&["grade", id, "complete", if n < 4 { "not-met" } else { "met" }]).good();
    }
}

fn by_stub(lines: &[Value], stub: &str) -> Value {
    lines.iter().find(|line| line["stub"] == stub).unwrap_or_else(|| panic!("no {stub}")).clone()
}

fn move_meaning(bench: &Bench, text: &str) {
    let reason = "half answers pass for whole ones";
    bench.run(&["criteria", "edit", "complete", "--text", text, "--edit", "meaning", "--reason", reason]).good();
}

#[test]
fn the_proof_names_every_judged_record() {
    let (bench, ids) = graded();
    let line = bench.run(&["stubs", "--json"]).good().json().remove(0);
    has_keys(&line, &["criterion", "version", "proof", "held_out", "outdated", "checks_changed"]);
    assert_eq!(
        (&line["criterion"], &line["version"], &line["state"]),
        (&json!("complete"), &json!(1), &json!("proven"))
    );
    let proof = json!({"caught": ids[..4], "missed": [], "wrongly_rejected": []});
    assert_eq!((&line["proof"], &line["held_out"], &line["outdated"]), (&proof, &json!(false), &Value::Null));

    bench.run(&["checks", "add", "--criterion", "complete", "not-contains", "Monday"]).good();
    let line = bench.run(&["stubs", "--check", "--json"]).bad(1).json().remove(0);
    assert_eq!((&line["state"], &line["proof"]["wrongly_rejected"]), (&json!("weak"), &json!(ids[4..])));
    assert_eq!(line["checks_changed"]["added"].as_array().unwrap().len(), 1, "{line}");
}

#[test]
fn weak_stubs_list_their_records_and_proof_lists_those_of_all() {
    let (bench, ids) = graded();
    let plain = bench.run(&["stubs", "--target", "pytest,jsonl"]).good();
    assert!(!plain.out.contains("by record"), "{}", plain.out);
    let asked = bench.run(&["stubs", "--dry-run", "--target", "pytest,jsonl", "--proof"]).good().out;
    assert!(asked.contains("pytest/complete, jsonl/complete, by record:") && asked.contains(&ids[0][..6]), "{asked}");
    assert!(!asked.contains(&ids[5][..6]), "a good output rightly passed is only counted: {asked}");

    bench.run(&["grade", &ids[4], "complete", "not-met"]).good();
    let said = bench.run(&["stubs", "--target", "pytest,jsonl"]).good();
    assert!(said.out.contains("misses") && said.out.contains(&ids[4][..6]), "{}", said.out);
    assert!(!said.out.contains(&ids[0][..6]), "what it catches is not asked for: {}", said.out);
    let readme = std::fs::read_to_string(bench.work().join("evals/README.md")).unwrap();
    assert!(readme.contains(&format!("- pytest/complete misses: {}", &ids[4][..6])), "{readme}");
    let gate = bench.run(&["stubs", "--check"]).bad(1);
    assert!(gate.err.contains("pytest/complete is weak"), "{}", gate.err);
}

#[test]
fn a_criterion_decides_how_many_good_outputs_its_stub_may_reject() {
    let (bench, ids) = graded();
    bench.run(&["checks", "add", "--criterion", "complete", "not-contains", "whole"]).good();
    bench.run(&["grade", &ids[3], "complete", "met"]).good();
    bench.run(&["stubs"]).good();
    let state = |bench: &Bench| bench.run(&["stubs", "--dry-run", "--json"]).good().json()[0]["state"].clone();
    assert_eq!(state(&bench), "proven", "one of eleven good ones is within a fifth");
    bench.run(&["criteria", "edit", "complete", "--tau", "0.05"]).good();
    assert_eq!(state(&bench), "weak");
    bench.run(&["stubs", "--check"]).bad(1);
    bench.run(&["criteria", "edit", "complete", "--tau", "0.5"]).good();
    assert_eq!(state(&bench), "proven");
}

#[test]
fn a_new_meaning_makes_a_stub_outdated_and_shows_what_changed() {
    let (bench, ids) = graded();
    bench.run(&["stubs", "--target", "pytest,promptfoo"]).good();
    let wording = "Answers all of the question.";
    bench.run(&["criteria", "edit", "complete", "--text", wording, "--edit", "wording", "--reason", "plainer"]).good();
    let line = bench.run(&["stubs", "--check", "--json"]).good().json().remove(0);
    assert_eq!((&line["state"], &line["outdated"]), (&json!("proven"), &Value::Null), "a wording outdates nothing");

    move_meaning(&bench, "Answers all of the question and says when.");
    let said = bench.run(&["stubs", "--check"]).bad(1);
    assert!(said.out.contains("version 1 \u{2192} 3") && said.out.contains("{+ and says when+}"), "{}", said.out);
    assert!(said.out.contains("half answers pass") && said.out.contains("[-whole -]"), "{}", said.out);
    assert!(said.err.contains("pytest/complete is outdated"), "{}", said.err);
    let line = by_stub(&bench.run(&["stubs", "--check", "--json"]).bad(1).json(), "promptfoo/complete");
    let outdated = &line["outdated"];
    has_keys(outdated, &["from", "to", "diff", "reason"]);
    assert_eq!((&outdated["from"], &outdated["to"]), (&json!(1), &json!(3)));
    assert_eq!(outdated["reason"], "half answers pass for whole ones", "the reason of a wording is none: {outdated}");
    assert!(outdated["diff"].as_array().unwrap().iter().any(|piece| piece["change"] == "added"));

    let written = by_stub(&bench.run(&["stubs", "--json"]).good().json(), "pytest/complete");
    assert_eq!((&written["state"], &written["outdated"]["to"]), (&json!("thin"), &json!(3)));
    assert!(written["remarks"][0].as_str().unwrap().contains("version 1"), "{written}");
    let judged = by_stub(&bench.run(&["stubs", "--check", "--json"]).good().json(), "pytest/complete");
    assert_eq!(
        (&judged["state"], &judged["proof"]["caught"]),
        (&json!("thin"), &json!([])),
        "stale grades prove nothing"
    );
    assert!(judged["remarks"].to_string().contains("14 records were graded under an older meaning"), "{judged}");
    grade(&bench, &ids);
    let judged = by_stub(&bench.run(&["stubs", "--check", "--json"]).good().json(), "pytest/complete");
    assert_eq!((&judged["state"], &judged["proof"]["caught"]), (&json!("proven"), &json!(ids[..4])));
}

#[test]
fn an_undone_meaning_is_not_mistaken_for_the_next_one_of_its_number() {
    let (bench, ids) = graded();
    move_meaning(&bench, "Answers the whole question and says when.");
    grade(&bench, &ids);
    bench.run(&["stubs"]).good();
    for _ in 0..=ids.len() {
        bench.run(&["undo"]).good();
    }
    let state = |bench: &Bench, code: i32| {
        let answer = bench.run(&["stubs", "--check", "--json"]);
        assert_eq!(answer.code, code, "{}", answer.err);
        answer.json().remove(0)
    };
    assert_eq!(state(&bench, 1)["outdated"]["from"], 2, "its meaning was taken back");
    move_meaning(&bench, "Answers in one word.");
    grade(&bench, &ids);
    let line = state(&bench, 1);
    assert_eq!((&line["state"], &line["outdated"]["diff"]), (&json!("outdated"), &json!([])), "{line}");
    bench.run(&["stubs"]).good();
    assert_eq!(state(&bench, 0)["outdated"], Value::Null);
}

#[test]
fn a_gate_that_had_nothing_to_look_at_trips_and_says_so() {
    let (bench, _) = graded();
    let said = bench.run(&["stubs", "--check"]).bad(1);
    assert!(said.err.contains("No stub stands in evals"), "{}", said.err);
    bench.run(&["stubs", "--check", "--out", "elsewhere"]).bad(1);
    assert!(!bench.work().join("elsewhere").exists(), "a check writes nothing");
    bench.run(&["stubs"]).good();
    bench.run(&["stubs", "--check", "--strict"]).good();
    assert!(bench.run(&["stubs", "--check", "--target", "vitest"]).bad(1).err.contains("No vitest stub"));
    bench.run(&["modes", "add", "Rude"]).good();
    assert!(bench.run(&["stubs", "--check", "--mode", "rude"]).bad(1).err.contains("No stub of rude"));

    std::fs::remove_file(bench.work().join("evals/test_complete.py")).unwrap();
    let said = bench.run(&["stubs", "--check"]).bad(1);
    assert!(said.err.contains("not whole") && said.err.contains("test_complete.py is no longer"), "{}", said.err);
    bench.run(&["stubs"]).good();
    bench.run(&["stubs", "--check"]).good();
}

#[test]
fn a_remark_that_many_stubs_share_is_said_once() {
    let bench = Bench::new();
    let line = |n: usize| json!({"id": n, "prompt": format!("q{n}"), "output": "so", "bad": n < 2}).to_string() + "\n";
    let path = bench.write("log.jsonl", &(0..203).map(line).collect::<String>());
    bench.run(&["import", path.to_str().unwrap(), "--label", "bad", "--fail-when", "true"]).good();
    bench.run(&["modes", "add", "odd"]).good();
    for bad in bench.run(&["list", "verdict:fail", "--json"]).good().json() {
        bench.run(&["tag", bad["id"].as_str().unwrap(), "odd"]).good();
    }
    let said = bench.run(&["stubs", "--target", "pytest,promptfoo,vitest,inspect,jsonl"]).good().err;
    let told = said.lines().filter(|line| line.contains("200 are written")).collect::<Vec<_>>();
    assert_eq!(
        told,
        ["pytest/odd, promptfoo/odd, vitest/odd and 2 more: Of 201 good records 200 are written."],
        "{said}"
    );
}

#[test]
fn strict_trips_on_what_is_still_to_do_and_nothing_trips_on_thin() {
    let (bench, ids) = graded();
    bench.run(&["modes", "add", "Rude"]).good();
    bench.run(&["tag", &ids[0], "rude"]).good();
    bench.run(&["stubs"]).good();
    bench.run(&["stubs", "--check"]).good();
    assert!(bench.run(&["stubs", "--check", "--strict"]).bad(1).err.contains("pytest/rude is todo"));
    bench.run(&["checks", "add", "--mode", "rude", "min-length", "10"]).good();
    bench.run(&["stubs"]).good();
    let line = by_stub(&bench.run(&["stubs", "--check", "--strict", "--json"]).good().json(), "pytest/rude");
    assert_eq!(line["state"], "thin");
}

#[test]
fn a_stub_of_a_retired_mode_is_named_by_the_gate() {
    let (bench, ids) = graded();
    bench.run(&["modes", "add", "Rude"]).good();
    bench.run(&["tag", &ids[0], "rude"]).good();
    bench.run(&["stubs"]).good();
    bench.run(&["modes", "retire", "rude"]).good();
    let said = bench.run(&["stubs", "--check"]).good();
    assert!(said.err.contains("pytest/rude stands in the folder"), "{}", said.err);
}
