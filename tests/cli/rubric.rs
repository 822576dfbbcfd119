//! The history of what good means: versions and their differences, terms, merging and splitting.

use serde_json::{Value, json};

use super::{Cli, has_keys};

/// A cli with the criterion `Polite`: a meaning edit and a wording edit behind its birth.
fn edited() -> Cli {
    let cli = Cli::with_records(1);
    cli.run(&["criteria", "add", "Polite", "--text", "Is polite."]).good();
    for (text, edit, reason) in
        [("Is polite, not gushing.", "meaning", "apologies"), ("Is polite, never gushing.", "wording", "clearer")]
    {
        cli.run(&["criteria", "edit", "polite", "--text", text, "--edit", edit, "--reason", reason]).good();
    }
    cli
}

fn texts(object: &Value) -> String {
    let piece = |piece: &Value| {
        let text = piece["text"].as_str().unwrap().to_owned();
        match piece["change"].as_str().unwrap() {
            "kept" => text,
            "removed" => format!("-{text}-"),
            "added" => format!("+{text}+"),
            other => panic!("{other}"),
        }
    };
    object["pieces"].as_array().unwrap().iter().map(piece).collect()
}

#[test]
fn a_diff_marks_words_and_says_why_they_changed() {
    let cli = edited();
    let diff = cli.run(&["criteria", "diff", "Polite", "1", "3", "--json"]).good().json().remove(0);
    has_keys(&diff, &["criterion", "name", "from", "to", "edit", "pieces", "steps"]);
    assert_eq!((&diff["from"], &diff["to"], &diff["edit"]), (&json!(1), &json!(3), &json!("meaning")));
    assert_eq!(texts(&diff), "Is polite+, never gushing+.");
    assert_eq!(diff["steps"].as_array().unwrap().len(), 2);

    let last = cli.run(&["criteria", "diff", "polite", "--json"]).good().json().remove(0);
    assert_eq!((&last["from"], &last["to"], &last["edit"]), (&json!(2), &json!(3), &json!("wording")));
    let same = cli.run(&["criteria", "diff", "polite@2", "polite@3", "--json"]).good().json().remove(0);
    assert_eq!(same, last);

    let answer = cli.run(&["criteria", "diff", "polite", "2", "3"]).good().out;
    assert!(answer.contains("Is polite, [-not-]{+never+} gushing."), "{answer}");
    assert!(answer.contains("because: clearer") && !answer.contains('\u{1b}'), "{answer}");
    let coloured = cli.run(&["criteria", "diff", "polite", "2", "3", "--color", "always"]).good().out;
    assert!(coloured.contains("\u{1b}[31m[-not-]\u{1b}[39m"), "{coloured}");

    assert!(cli.run(&["criteria", "diff", "polite", "1", "9"]).bad(2).err.contains("It has 1 to 3"));
    cli.run(&["criteria", "diff", "polite", "one", "two"]).bad(2);
}

#[test]
fn a_criterion_is_shown_as_it_stood_in_an_older_version() {
    let cli = edited();
    let old = cli.run(&["criteria", "show", "Polite@2", "--json"]).good().json().remove(0);
    has_keys(&old, &["name", "slug", "version", "text", "edit", "reason", "record", "reviewer", "time", "current"]);
    has_keys(&old, &["use_when", "avoid_when", "must_pass", "tau", "owner", "heir", "lineage"]);
    assert_eq!((&old["version"], &old["text"]), (&json!(2), &json!("Is polite, not gushing.")));
    assert_eq!((&old["current"], &old["reason"]), (&json!(3), &json!("apologies")));
    let now = cli.run(&["criteria", "show", "polite", "--json"]).good().json().remove(0);
    assert_eq!((&now["version"], &now["edit"]), (&json!(3), &json!("wording")));
    cli.run(&["criteria", "show", "polite@4"]).bad(2);
    assert!(cli.run(&["criteria", "show", "polite@v2"]).good().out.contains("not gushing"));
}

#[test]
fn the_log_of_the_whole_rubric_names_each_criterion() {
    let cli = edited();
    cli.run(&["criteria", "add", "Brief", "--text", "Two sentences."]).good();
    let versions = cli.run(&["criteria", "log", "--json"]).good().json();
    let names: Vec<_> =
        versions.iter().map(|version| (version["criterion"].clone(), version["version"].clone())).collect();
    let expected = [("polite", 1), ("polite", 2), ("polite", 3), ("brief", 1)];
    assert_eq!(names, expected.map(|(slug, version)| (json!(slug), json!(version))));
}

#[test]
fn the_terms_of_a_criterion_are_written_changed_and_taken_back() {
    let cli = Cli::with_records(1);
    let add = ["criteria", "add", "Safe", "--text", "Harms nobody.", "--use-when", "medicine", "--must-pass"];
    cli.run(&[&add[..], &["--tau", "0.05", "--owner", "ben", "--avoid-when", "-jokes"]].concat()).good();
    let read = || cli.run(&["criteria", "show", "safe", "--json"]).good().json().remove(0);
    let safe = read();
    assert_eq!((&safe["use_when"], &safe["avoid_when"]), (&json!("medicine"), &json!("-jokes")));
    assert_eq!((&safe["must_pass"], &safe["tau"], &safe["owner"]), (&json!(true), &json!(0.05), &json!("ben")));
    cli.run(&["criteria", "edit", "safe", "--must-pass=no", "--owner", "none", "--use-when", ""]).good();
    let safe = read();
    assert_eq!((&safe["must_pass"], &safe["owner"], &safe["use_when"]), (&json!(false), &json!(null), &json!("")));
    assert_eq!((&safe["tau"], &safe["version"]), (&json!(0.05), &json!(1)), "what was not named stays");
    cli.run(&["criteria", "edit", "safe", "--tau", "1.5"]).bad(2);
    cli.run(&["undo"]).good();
    assert_eq!(read()["must_pass"], json!(true));
}

#[test]
fn a_dry_run_says_what_a_meaning_edit_makes_stale_and_writes_nothing() {
    let cli = Cli::with_records(3);
    cli.run(&["criteria", "add", "Polite", "--text", "Is polite."]).good();
    for id in cli.ids() {
        cli.run(&["grade", &id, "polite", "met"]).good();
    }
    cli.run(&["checks", "add", "--criterion", "polite", "not-contains", "idiot"]).good();
    let edit = ["criteria", "edit", "polite", "--text", "Is very polite.", "--edit", "meaning", "--reason", "r"];
    let answer = cli.run(&[&edit[..], &["--dry-run", "--json"]].concat()).good().json().remove(0);
    assert_eq!(answer["grades"], json!(3));
    assert_eq!(answer["checks"].as_array().unwrap().len(), 1);
    assert_eq!((&answer["stubs"], &answer["reviewers"]), (&json!([]), &json!([{"reviewer": "ana", "grades": 3}])));
    cli.run(&["stubs", "--criterion", "polite"]).good();
    let answer = cli.run(&["criteria", "edit", "polite", "--dry-run", "--json"]).good().json().remove(0);
    assert!(answer["stubs"][0].as_str().unwrap().contains("polite"), "{answer}");
    let polite = cli.run(&["criteria", "show", "polite", "--json"]).good().json().remove(0);
    assert_eq!((&polite["version"], &polite["stale"]), (&json!(1), &json!(0)), "nothing was written");
    assert!(cli.run(&["criteria", "edit", "polite", "--dry-run"]).good().out.contains("3 grades"));
    let wording =
        cli.run(&["criteria", "edit", "polite", "--dry-run", "--edit", "wording", "--text", "x", "--reason", "y"]);
    assert!(wording.good().out.contains("nothing stale"));
    let done = cli.run(&edit).good();
    assert!(done.err.contains("3 grades") && done.err.contains("--by stale"), "{}", done.err);
}

#[test]
fn criteria_are_merged_and_split_and_keep_their_own_grades() {
    let cli = Cli::with_records(1);
    let id = cli.ids().remove(0);
    for name in ["Polite", "Kind", "Tone"] {
        cli.run(&["criteria", "add", name, "--text", "Is so."]).good();
    }
    cli.run(&["grade", &id, "polite", "met"]).good();
    cli.run(&["criteria", "merge", "Polite", "Kind"]).good();
    let heir = cli.run(&["criteria", "show", "polite", "--json"]).good().json().remove(0);
    assert_eq!((&heir["slug"], &heir["grades"]), (&json!("kind"), &json!(0)), "the old name leads on, the grades stay");
    let all = cli.run(&["criteria", "--json"]).good().json();
    let own = all.iter().find(|one| one["slug"] == "polite").unwrap();
    assert_eq!((&own["heir"], &own["grades"]), (&json!("kind"), &json!(1)));
    cli.run(&["criteria", "revive", "polite"]).good();
    assert_eq!(cli.run(&["criteria", "show", "polite", "--json"]).good().json()[0]["slug"], "polite");

    cli.run(&["criteria", "edit", "tone", "--tau", "0.1"]).good();
    cli.run(&["criteria", "split", "tone", "Kind", "Calm"]).bad(2);
    cli.run(&["criteria", "split", "tone", "Kind", "Calm=Does not shout."]).good();
    let calm = cli.run(&["criteria", "show", "calm", "--json"]).good().json().remove(0);
    assert_eq!((&calm["text"], &calm["tau"]), (&json!("Does not shout."), &json!(0.1)));
    let tone = cli.run(&["criteria", "show", "tone", "--json"]).good().json().remove(0);
    assert_eq!(tone["retired"], json!(true));
    cli.run(&["undo"]).good();
    assert_eq!(cli.run(&["criteria", "show", "tone", "--json"]).good().json()[0]["retired"], json!(false));
    cli.run(&["criteria", "show", "calm"]).bad(2);
}

#[test]
fn a_mode_is_split_into_old_and_new_ones_in_one_step() {
    let cli = Cli::with_records(1);
    for name in ["Wrong", "Too short"] {
        cli.run(&["modes", "add", name, "--severity", "3"]).good();
    }
    cli.run(&["modes", "split", "wrong", "Too short", "Made up=Says what no source says."]).good();
    let modes = cli.run(&["modes", "--json"]).good().json();
    let of = |slug: &str| modes.iter().find(|mode| mode["slug"] == slug).unwrap().clone();
    assert_eq!(of("wrong")["status"], "split");
    assert_eq!(
        (of("made-up")["definition"].clone(), of("made-up")["severity"].clone()),
        (json!("Says what no source says."), json!(3))
    );
    cli.run(&["undo"]).good();
    assert_eq!(cli.run(&["modes", "--json"]).good().json().len(), 2);
}

#[test]
fn lines_of_grades_may_say_why_they_were_asked() {
    let cli = Cli::with_records(1);
    let id = cli.ids().remove(0);
    cli.run(&["criteria", "add", "Polite", "--text", "Is polite."]).good();
    let line = |answer: &str, purpose: &str| {
        json!({"id": id, "criterion": "polite", "answer": answer, "purpose": purpose}).to_string() + "\n"
    };
    let counts = cli.feed(&["grade", "-"], &(line("met", "first") + &line("not-met", "noise"))).good().json().remove(0);
    assert_eq!(counts["applied"], json!(2));
    let grades = cli.show(&id)["grades"].clone();
    assert_eq!((grades.as_array().unwrap().len(), &grades[0]["answer"]), (1, &json!("met")), "noise never replaces");
    cli.feed(&["grade", "-"], &line("met", "whim")).bad(3);
}
