//! The daily sample: frozen by whoever asks first, the same for everyone, less for each by what is done.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::merging::take;
use super::{Cli, has_keys};

/// A log of some days of June 2025: so many records a day, of which some are unlike the others.
fn june(days: std::ops::RangeInclusive<u32>, a_day: usize) -> String {
    let line = |day: u32, at: usize| {
        let long = if at % 10 == 7 {
            " and so on, at length, with words that no other answer has".repeat(at)
        } else {
            String::new()
        };
        let (hour, minute) = (at / 60 % 24, at % 60);
        let record = json!({"id": format!("d{day}-{at}"), "timestamp": format!("2025-06-{day:02}T{hour:02}:{minute:02}:00Z"),
            "prompt": format!("Question {at} of day {day}?"), "output": format!("Answer {at} of {day}.{long}")});
        format!("{record}\n")
    };
    days.flat_map(|day| (0..a_day).map(move |at| line(day, at))).collect()
}

fn workspace(days: std::ops::RangeInclusive<u32>, a_day: usize) -> Cli {
    let cli = Cli::new();
    let path = cli.write("june.jsonl", &june(days, a_day));
    cli.run(&["import", path.to_str().unwrap()]).good();
    cli
}

fn today(cli: &Cli, day: u32, reviewer: &str) -> Value {
    let day = format!("2025-06-{day:02}");
    cli.run(&["today", "--day", &day, "--json", "--reviewer", reviewer]).good().json().remove(0)
}

fn ids(value: &Value) -> Vec<String> {
    value.as_array().unwrap().iter().map(|id| id.as_str().unwrap().to_owned()).collect()
}

fn judge(cli: &Cli, reviewer: &str, ids: &[String], verdict: &str) {
    let line = |id: &String| format!("{}\n", json!({"id": id, "verdict": verdict, "reviewer": reviewer}));
    cli.feed(&["verdict", "-"], &ids.iter().map(line).collect::<String>()).good();
}

#[test]
fn whoever_asks_first_freezes_it_for_everyone() {
    let cli = workspace(1..=3, 100);
    let ana = today(&cli, 2, "ana");
    has_keys(
        &ana,
        &["day", "from", "until", "population", "strata", "records", "queue", "questions", "people", "failing"],
    );
    assert_eq!((&ana["population"], &ana["from"], &ana["frozen_by"]), (&json!(100), &json!(null), &json!("ana")));
    assert_eq!(ids(&ana["queue"]).len(), ana["records"].as_array().unwrap().len());
    // What comes in later is of the next day's sample.
    let more = cli.write("more.jsonl", &june(1..=1, 130));
    cli.run(&["import", more.to_str().unwrap()]).good();
    let ben = today(&cli, 2, "ben");
    assert_eq!((&ben["records"], &ben["queue"]), (&ana["records"], &ana["queue"]));
    assert_eq!(ben["frozen_by"], "ana");
    let next = today(&cli, 3, "ben");
    assert_eq!(next["population"], 130, "a day, and what was imported late");
    cli.run(&["doctor", "--rebuild"]).good();
    assert_eq!(today(&cli, 2, "ben")["records"], ana["records"]);
}

#[test]
fn what_one_judged_is_gone_for_them_and_last_for_others() {
    let cli = workspace(1..=1, 120);
    let all = ids(&today(&cli, 2, "ana")["queue"]);
    judge(&cli, "ana", &all[..10], "pass");
    assert_eq!(ids(&today(&cli, 2, "ana")["queue"]), all[10..]);
    let ben = ids(&today(&cli, 2, "ben")["queue"]);
    assert_eq!(ben, [&all[10..], &all[..10]].concat());
}

#[test]
fn a_share_is_read_by_everyone_where_it_was_frozen_so() {
    let cli = workspace(1..=1, 120);
    let day = ["today", "--day", "2025-06-02", "--json"];
    cli.run(&[&day[..], &["--overlap", "5"]].concat()).good();
    let all = ids(&today(&cli, 2, "ana")["queue"]);
    judge(&cli, "ana", &all[..10], "pass");
    let ben = ids(&today(&cli, 2, "ben")["queue"]);
    assert_eq!(ben, [&all[..5], &all[10..], &all[5..10]].concat());
    let told = cli.run(&[&day[..], &["--overlap", "9"]].concat()).good();
    assert!(told.err.contains("--overlap 5") && told.err.contains("stays"), "{}", told.err);
}

#[test]
fn the_rate_is_weighted_back_as_long_as_the_order_is_kept() {
    let cli = workspace(1..=1, 200);
    let first = today(&cli, 2, "ana");
    let (all, records) = (ids(&first["queue"]), first["records"].as_array().unwrap().clone());
    let rare: BTreeSet<String> = records
        .iter()
        .filter(|one| one["held"].as_array().unwrap().contains(&json!("rare")))
        .map(|one| one["record"].as_str().unwrap().to_owned())
        .collect();
    // Everything unlike the others fails; the last two are left.
    let half = &all[..all.len() - 2];
    let (fails, passes): (Vec<String>, Vec<String>) = half.iter().cloned().partition(|id| rare.contains(id));
    judge(&cli, "ana", &fails, "fail");
    judge(&cli, "ben", &passes, "pass");
    let read = today(&cli, 2, "ana");
    let failing = &read["failing"];
    assert_eq!((&failing["n"], &failing["weighted"]), (&json!(half.len()), &json!(true)));
    let (value, plain) =
        (failing["rate"].as_f64().unwrap(), failing["hits"].as_f64().unwrap() / failing["n"].as_f64().unwrap());
    assert!((value - 0.1).abs() < 0.04 && plain > value + 0.05, "a tenth is unlike: {value}, not {plain}");
    assert!(failing["low"].as_f64().unwrap() <= 0.1 && failing["high"].as_f64().unwrap() >= 0.1, "{failing}");
    // One out of order: then it is only what was read.
    judge(&cli, "ana", &all[all.len() - 1..], "pass");
    assert_eq!(today(&cli, 2, "ana")["failing"]["weighted"], json!(false));
}

#[test]
fn questions_of_the_last_hand_off_and_those_by_name_come_first() {
    let cli = workspace(1..=3, 60);
    let first = ids(&today(&cli, 2, "ana")["queue"]);
    cli.run(&["verdict", &first[0], "defer"]).good();
    cli.run(&["verdict", &first[1], "defer", "--reason", "@ben is this our policy?"]).good();
    cli.run(&["verdict", &first[2], "defer"]).good();
    cli.run(&["note", &first[2], "@Cid knows; write to cid@example.org"]).good();
    cli.run(&["verdict", &first[3], "defer", "--reason", "from mail@ben.example"]).good();
    let ben = today(&cli, 3, "ben");
    let asked: Vec<&Value> = ben["questions"].as_array().unwrap().iter().collect();
    let of = |at: usize| json!(first[at]);
    assert_eq!(asked.iter().map(|one| one["record"].clone()).collect::<Vec<_>>(), [of(1), of(0), of(3)]);
    assert_eq!((&asked[0]["addressed"], &asked[0]["reviewer"]), (&json!(true), &json!("ana")));
    assert_eq!(ids(&ben["queue"])[..3], [first[1].clone(), first[0].clone(), first[3].clone()]);
    let cid = today(&cli, 3, "cid");
    assert_eq!(ids(&cid["queue"])[0], first[2]);
    let ana = today(&cli, 3, "ana");
    assert!(ana["questions"].as_array().unwrap().is_empty(), "what one deferred oneself is offered, not served");
    assert_eq!(ana["deferred_by_you"].as_array().unwrap().len(), 4);
    judge(&cli, "ben", &first[..2], "pass");
    assert_eq!(today(&cli, 3, "ben")["questions"].as_array().unwrap().len(), 1);
    assert_eq!(today(&cli, 3, "ana")["deferred_by_you"].as_array().unwrap().len(), 2, "decided since");
}

#[test]
fn what_was_left_is_offered_on_the_next_day() {
    let cli = workspace(1..=2, 60);
    let first = ids(&today(&cli, 2, "ana")["queue"]);
    judge(&cli, "ana", &first[..20], "pass");
    let next = today(&cli, 3, "ana");
    assert_eq!(next["left_before"], json!({"day": "2025-06-02", "left": first.len() - 20}));
    let person = &next["people"][0];
    assert_eq!((&person["reviewer"], &person["judged"], &person["days"]), (&json!("ana"), &json!(20), &json!(1)));
    assert_eq!(ids(&today(&cli, 2, "ana")["queue"]), first[20..], "and can be read later");
}

#[test]
fn two_workspaces_that_froze_a_day_each_agree_once_they_are_merged() {
    let (one, other) = (workspace(1..=1, 100), workspace(1..=1, 140));
    let (first, second) = (today(&one, 2, "ana"), today(&other, 2, "ben"));
    assert_ne!(first["records"], second["records"]);
    judge(&one, "ana", &ids(&first["queue"])[..5], "pass");
    judge(&other, "ben", &ids(&second["queue"])[..5], "pass");
    take(&other, &one);
    take(&one, &other);
    let (here, there) = (today(&one, 2, "cid"), today(&other, 2, "cid"));
    assert_eq!((&here["records"], &here["frozen_by"]), (&there["records"], &there["frozen_by"]));
    assert!([&first["records"], &second["records"]].contains(&&here["records"]), "one of the two");
    assert_eq!(here["all_days"]["samples"], 2, "what was read of the other counts as drawn");
    assert!(here["all_days"]["failing"]["n"].as_u64().unwrap() >= 5, "{here}");
}

#[test]
fn an_undo_passes_over_the_sample() {
    let cli = workspace(1..=1, 60);
    let id = cli.ids().remove(0);
    cli.run(&["verdict", &id, "fail"]).good();
    let sample = today(&cli, 2, "ana");
    let undone = cli.run(&["undo"]).good();
    assert!(undone.out.contains("fail"), "{}", undone.out);
    assert_eq!(today(&cli, 2, "ana")["records"], sample["records"]);
}

#[test]
fn what_cannot_be_drawn_is_refused_in_words() {
    let cli = workspace(3..=4, 20);
    let refused = cli.run(&["today", "--day", "2025-06-02", "--json"]).bad(2);
    assert!(refused.err.contains("Nothing was logged before 2025-06-02"), "{}", refused.err);
    let refused = cli.run(&["today", "--day", "9999-01-01", "--json"]).bad(2);
    assert!(refused.err.contains("has not begun"), "{}", refused.err);
    cli.run(&["today", "--day", "June", "--json"]).bad(2);
    today(&cli, 5, "ana");
    let refused = cli.run(&["today", "--day", "2025-06-04", "--json"]).bad(2);
    assert!(refused.err.contains("2025-06-05"), "{}", refused.err);
    let refused = cli.run(&["today"]).bad(2);
    assert!(refused.err.contains("terminal"), "{}", refused.err);
}
