//! Stubs that prove themselves: the proof by record, what a new meaning makes of them, and the gate.

use serde_json::{Value, json};

use super::{Cli, has_keys};

/// Ten outputs that are good and four that are too short, graded for the criterion `complete` with one check on it.
fn graded() -> (Cli, Vec<String>) {
    let cli = Cli::new();
    let output = |n: usize| if n < 4 { "No." } else { "Yes, the parcel was sent on Monday." };
    let line = |n: usize| json!({"id": n, "prompt": format!("q{n}"), "output": output(n)}).to_string() + "\n";
    let path = cli.write("log.jsonl", &(0..14).map(line).collect::<String>());
    cli.run(&["import", path.to_str().unwrap()]).good();
    cli.run(&["criteria", "add", "complete", "--text", "Answers the whole question."]).good();
    cli.run(&["checks", "add", "--criterion", "complete", "min-length", "10"]).good();
    let ids = cli.ids();
    grade(&cli, &ids);
    (cli, ids)
}

fn grade(cli: &Cli, ids: &[String]) {
    for (n, id) in ids.iter().enumerate() {
        cli.run(&["grade", id, "complete", if n < 4 { "not-met" } else { "met" }]).good();
    }
}

fn by_stub(lines: &[Value], stub: &str) -> Value {
    lines.iter().find(|line| line["stub"] == stub).unwrap_or_else(|| panic!("no {stub}")).clone()
}

fn move_meaning(cli: &Cli, text: &str) {
    let reason = "half answers pass for whole ones";
    cli.run(&["criteria", "edit", "complete", "--text", text, "--edit", "meaning", "--reason", reason]).good();
}

#[test]
fn the_proof_names_every_judged_record() {
    let (cli, ids) = graded();
    let line = cli.run(&["stubs", "--json"]).good().json().remove(0);
    has_keys(&line, &["criterion", "version", "proof", "held_out", "outdated", "checks_changed"]);
    assert_eq!(
        (&line["criterion"], &line["version"], &line["state"]),
        (&json!("complete"), &json!(1), &json!("proven"))
    );
    let proof = json!({"caught": ids[..4], "missed": [], "wrongly_rejected": []});
    assert_eq!((&line["proof"], &line["outdated"]), (&proof, &Value::Null));

    cli.run(&["checks", "add", "--criterion", "complete", "not-contains", "Monday"]).good();
    let line = cli.run(&["stubs", "--check", "--json"]).bad(1).json().remove(0);
    assert_eq!((&line["state"], &line["proof"]["wrongly_rejected"]), (&json!("weak"), &json!(ids[4..])));
    assert_eq!(line["checks_changed"]["added"].as_array().unwrap().len(), 1, "{line}");
}

#[test]
fn weak_stubs_list_their_records_and_proof_lists_those_of_all() {
    let (cli, ids) = graded();
    let plain = cli.run(&["stubs", "--target", "pytest,jsonl"]).good();
    assert!(!plain.out.contains("by record"), "{}", plain.out);
    let asked = cli.run(&["stubs", "--dry-run", "--target", "pytest,jsonl", "--proof"]).good().out;
    assert!(asked.contains("pytest/complete, jsonl/complete, by record:") && asked.contains(&ids[0][..6]), "{asked}");
    assert!(!asked.contains(&ids[5][..6]), "a good output rightly passed is only counted: {asked}");

    cli.run(&["grade", &ids[4], "complete", "not-met"]).good();
    let answer = cli.run(&["stubs", "--target", "pytest,jsonl"]).good();
    assert!(answer.out.contains("misses") && answer.out.contains(&ids[4][..6]), "{}", answer.out);
    assert!(!answer.out.contains(&ids[0][..6]), "what it catches is not asked for: {}", answer.out);
    let readme = std::fs::read_to_string(cli.work().join("evals/README.md")).unwrap();
    assert!(readme.contains(&format!("- pytest/complete misses: {}", &ids[4][..6])), "{readme}");
    let gate = cli.run(&["stubs", "--check"]).bad(1);
    assert!(gate.err.contains("pytest/complete is weak"), "{}", gate.err);
}

#[test]
fn a_weak_stub_is_red_and_replays_its_cases_only_where_that_is_allowed() {
    let (cli, ids) = graded();
    cli.run(&["grade", &ids[4], "complete", "not-met"]).good();
    let words = format!("weak: fails 4 of 5 outputs graded not met ({})", &ids[4][..6]);
    let test = || std::fs::read_to_string(cli.work().join("evals/test_complete.py")).unwrap();
    let said = cli.run(&["stubs"]).good().err;
    assert!(said.contains("--allow-weak replays its cases"), "{said}");
    assert!(
        test().contains(&words) && test().contains("pytest.fail(") && !test().contains("parametrize"),
        "{}",
        test()
    );

    let said = cli.run(&["stubs", "--allow-weak"]).good().err;
    assert!(!said.contains("--allow-weak"), "{said}");
    let replayed = test();
    assert!(
        replayed.contains(&words) && replayed.contains("mark.skip") && replayed.contains("parametrize"),
        "{replayed}"
    );
    cli.run(&["stubs", "--check"]).bad(1);

    cli.run(&["stubs"]).good();
    assert_ne!(test(), replayed, "what was allowed once is not allowed for good");
    std::fs::write(cli.work().join(".gemba/config.toml"), "stub_allow_weak = true\n").unwrap();
    cli.run(&["stubs"]).good();
    assert_eq!(test(), replayed, "the setting allows it for good");
}

#[test]
fn a_criterion_decides_how_many_good_outputs_its_stub_may_reject() {
    let (cli, ids) = graded();
    cli.run(&["checks", "add", "--criterion", "complete", "not-contains", "whole"]).good();
    cli.run(&["grade", &ids[3], "complete", "met"]).good();
    cli.run(&["stubs"]).good();
    let state = |cli: &Cli| cli.run(&["stubs", "--dry-run", "--json"]).good().json()[0]["state"].clone();
    assert_eq!(state(&cli), "proven", "one of eleven good ones is within a fifth");
    cli.run(&["criteria", "edit", "complete", "--tau", "0.05"]).good();
    assert_eq!(state(&cli), "weak");
    cli.run(&["stubs", "--check"]).bad(1);
    cli.run(&["criteria", "edit", "complete", "--tau", "0.5"]).good();
    assert_eq!(state(&cli), "proven");
}

#[test]
fn a_new_meaning_makes_a_stub_outdated_and_shows_what_changed() {
    let (cli, ids) = graded();
    cli.run(&["stubs", "--target", "pytest,promptfoo"]).good();
    let wording = "Answers all of the question.";
    cli.run(&["criteria", "edit", "complete", "--text", wording, "--edit", "wording", "--reason", "plainer"]).good();
    let line = cli.run(&["stubs", "--check", "--json"]).good().json().remove(0);
    assert_eq!((&line["state"], &line["outdated"]), (&json!("proven"), &Value::Null), "a wording outdates nothing");

    move_meaning(&cli, "Answers all of the question and says when.");
    let answer = cli.run(&["stubs", "--check"]).bad(1);
    assert!(answer.out.contains("version 1 \u{2192} 3") && answer.out.contains("{+ and says when+}"), "{}", answer.out);
    assert!(answer.out.contains("half answers pass") && answer.out.contains("[-whole -]"), "{}", answer.out);
    assert!(answer.err.contains("pytest/complete is outdated"), "{}", answer.err);
    let line = by_stub(&cli.run(&["stubs", "--check", "--json"]).bad(1).json(), "promptfoo/complete");
    let outdated = &line["outdated"];
    has_keys(outdated, &["from", "to", "diff", "reason"]);
    assert_eq!((&outdated["from"], &outdated["to"]), (&json!(1), &json!(3)));
    assert_eq!(outdated["reason"], "half answers pass for whole ones", "the reason of a wording is none: {outdated}");
    assert!(outdated["diff"].as_array().unwrap().iter().any(|piece| piece["change"] == "added"));

    let written = by_stub(&cli.run(&["stubs", "--json"]).good().json(), "pytest/complete");
    assert_eq!((&written["state"], &written["outdated"]["to"]), (&json!("thin"), &json!(3)));
    assert!(written["remarks"][0].as_str().unwrap().contains("version 1"), "{written}");
    let judged = by_stub(&cli.run(&["stubs", "--check", "--json"]).good().json(), "pytest/complete");
    assert_eq!(
        (&judged["state"], &judged["proof"]["caught"]),
        (&json!("thin"), &json!([])),
        "stale grades prove nothing"
    );
    assert!(judged["remarks"].to_string().contains("14 records were graded under an older meaning"), "{judged}");
    grade(&cli, &ids);
    let judged = by_stub(&cli.run(&["stubs", "--check", "--json"]).good().json(), "pytest/complete");
    assert_eq!((&judged["state"], &judged["proof"]["caught"]), (&json!("proven"), &json!(ids[..4])));
}

#[test]
fn an_undone_meaning_is_not_mistaken_for_the_next_one_of_its_number() {
    let (cli, ids) = graded();
    move_meaning(&cli, "Answers the whole question and says when.");
    grade(&cli, &ids);
    cli.run(&["stubs"]).good();
    for _ in 0..=ids.len() {
        cli.run(&["undo"]).good();
    }
    let state = |cli: &Cli, code: i32| {
        let answer = cli.run(&["stubs", "--check", "--json"]);
        assert_eq!(answer.code, code, "{}", answer.err);
        answer.json().remove(0)
    };
    assert_eq!(state(&cli, 1)["outdated"]["from"], 2, "its meaning was taken back");
    move_meaning(&cli, "Answers in one word.");
    grade(&cli, &ids);
    let line = state(&cli, 1);
    assert_eq!((&line["state"], &line["outdated"]["diff"]), (&json!("outdated"), &json!([])), "{line}");
    cli.run(&["stubs"]).good();
    assert_eq!(state(&cli, 0)["outdated"], Value::Null);
}

#[test]
fn a_gate_that_had_nothing_to_look_at_trips_and_says_so() {
    let (cli, _) = graded();
    let answer = cli.run(&["stubs", "--check"]).bad(1);
    assert!(answer.err.contains("There is no stub in evals"), "{}", answer.err);
    cli.run(&["stubs", "--check", "--out", "elsewhere"]).bad(1);
    assert!(!cli.work().join("elsewhere").exists(), "a check writes nothing");
    cli.run(&["stubs"]).good();
    cli.run(&["stubs", "--check", "--strict"]).good();
    assert!(cli.run(&["stubs", "--check", "--target", "vitest"]).bad(1).err.contains("There is no vitest stub"));
    cli.run(&["modes", "add", "Rude"]).good();
    assert!(cli.run(&["stubs", "--check", "--mode", "rude"]).bad(1).err.contains("There is no stub of rude"));

    std::fs::remove_file(cli.work().join("evals/test_complete.py")).unwrap();
    let answer = cli.run(&["stubs", "--check"]).bad(1);
    assert!(answer.err.contains("not whole") && answer.err.contains("test_complete.py is no longer"), "{}", answer.err);
    cli.run(&["stubs"]).good();
    cli.run(&["stubs", "--check"]).good();
}

#[test]
fn a_remark_that_many_stubs_share_is_said_once() {
    let cli = Cli::new();
    let line = |n: usize| json!({"id": n, "prompt": format!("q{n}"), "output": "so", "bad": n < 2}).to_string() + "\n";
    let path = cli.write("log.jsonl", &(0..203).map(line).collect::<String>());
    cli.run(&["import", path.to_str().unwrap(), "--label", "bad", "--fail-when", "true"]).good();
    cli.run(&["modes", "add", "odd"]).good();
    for bad in cli.run(&["list", "verdict:fail", "--json"]).good().json() {
        cli.run(&["tag", bad["id"].as_str().unwrap(), "odd"]).good();
    }
    let answer = cli.run(&["stubs", "--target", "pytest,promptfoo,vitest,inspect,jsonl"]).good().err;
    let remarks = answer.lines().filter(|line| line.contains("good ones")).collect::<Vec<_>>();
    assert_eq!(
        remarks,
        [
            "pytest/odd, promptfoo/odd, vitest/odd and 2 more: Cases: 2 of 2 tagged outputs, 20 of 201 good ones. --cases says \
             how many of each side at most."
        ],
        "{answer}"
    );
}

#[test]
fn strict_trips_on_what_is_still_to_do_and_nothing_trips_on_thin() {
    let (cli, ids) = graded();
    cli.run(&["modes", "add", "Rude"]).good();
    cli.run(&["tag", &ids[0], "rude"]).good();
    cli.run(&["stubs"]).good();
    cli.run(&["stubs", "--check"]).good();
    assert!(cli.run(&["stubs", "--check", "--strict"]).bad(1).err.contains("pytest/rude is todo"));
    cli.run(&["checks", "add", "--mode", "rude", "min-length", "10"]).good();
    cli.run(&["stubs"]).good();
    let line = by_stub(&cli.run(&["stubs", "--check", "--strict", "--json"]).good().json(), "pytest/rude");
    assert_eq!(line["state"], "thin");
}

#[test]
fn a_stub_of_a_retired_mode_is_named_by_the_gate() {
    let (cli, ids) = graded();
    cli.run(&["modes", "add", "Rude"]).good();
    cli.run(&["tag", &ids[0], "rude"]).good();
    cli.run(&["stubs"]).good();
    cli.run(&["modes", "retire", "rude"]).good();
    let answer = cli.run(&["stubs", "--check"]).good();
    assert!(answer.err.contains("pytest/rude in the folder belongs to no open mode"), "{}", answer.err);
}
