//! Figures on the command line: drift, alignment, saturation, rates; their shapes and their gates.

use serde_json::{Value, json};

use super::{Cli, has_keys};

const STEP: [&str; 14] = [
    "from",
    "to",
    "regraded",
    "flips",
    "tightened",
    "relaxed",
    "mcnemar_p",
    "flip_rate",
    "noise_floor",
    "noise_n",
    "attributable",
    "low",
    "high",
    "detectable",
];
const ALIGNED: [&str; 15] = [
    "tp",
    "fn",
    "fp",
    "tn",
    "coverage",
    "ffr",
    "alignment",
    "mcc",
    "kappa",
    "coverage_low",
    "coverage_high",
    "ffr_low",
    "ffr_high",
    "n",
    "why",
];

/// Grades for `grade -`: one line per record, by its place.
fn grades(ids: &[String], purpose: &str, met: impl Fn(usize) -> bool) -> String {
    let line = |(place, id): (usize, &String)| {
        let answer = if met(place) { "met" } else { "not-met" };
        json!({"id": id, "criterion": "polite", "answer": answer, "purpose": purpose}).to_string() + "\n"
    };
    ids.iter().enumerate().filter(|(_, id)| !id.is_empty()).map(line).collect()
}

fn give(cli: &Cli, lines: &str) {
    let counts = cli.feed(&["grade", "-"], lines).good().json().remove(0);
    assert_eq!(counts["rejected"], json!(0));
}

fn drift(cli: &Cli) -> Value {
    cli.run(&["drift", "polite", "--json"]).good().json().remove(0)
}

fn polite(cli: &Cli) {
    cli.run(&["criteria", "add", "Polite", "--text", "Is polite."]).good();
}

fn new_meaning(cli: &Cli) {
    let edit = ["criteria", "edit", "polite", "--text", "Is polite, not gushing.", "--edit", "meaning"];
    cli.run(&[&edit[..], &["--reason", "apologies"]].concat()).good();
}

#[test]
fn drift_goes_from_nothing_over_too_few_to_a_verdict() {
    let cli = Cli::with_records(60);
    let ids = cli.ids();
    assert_eq!(cli.run(&["drift", "--json"]).good().out, "");
    polite(&cli);
    let none = drift(&cli);
    has_keys(&none, &["criterion", "version", "grades", "stale", "steps", "silent_drift_p", "silent_drift_why"]);
    assert_eq!((&none["criterion"], &none["steps"]), (&json!("polite"), &json!([])));

    give(&cli, &grades(&ids, "first", |_| true));
    new_meaning(&cli);
    let stale = drift(&cli);
    assert_eq!((&stale["version"], &stale["grades"], &stale["stale"]), (&json!(2), &json!(60), &json!(60)));
    let step = &stale["steps"][0];
    has_keys(step, &STEP);
    assert_eq!((&step["verdict"], &step["regraded"]), (&json!("too_few"), &json!(0)));
    assert_eq!((&step["flip_rate"], &step["low"], &step["mcnemar_p"]), (&json!(null), &json!(null), &json!(null)));
    assert!(step["why"].as_str().unwrap().contains("no stale grade"), "{step}");

    // Six of eighteen flip: too few for a direction, and there is no noise floor yet.
    give(&cli, &grades(&ids[..18], "regrade", |place| place % 3 > 0));
    let step = drift(&cli)["steps"][0].clone();
    assert_eq!((&step["regraded"], &step["tightened"], &step["relaxed"]), (&json!(18), &json!(6), &json!(0)));
    assert_eq!((&step["noise_floor"], &step["verdict"]), (&json!(null), &json!("too_few")));
    assert!(step["why"].as_str().unwrap().contains("no answer was repeated yet"), "{step}");
    // A gate trips on what is known, and says what is not.
    let gate = cli.run(&["drift", "--fail-over", "0"]).good();
    assert!(gate.err.contains("25 more repeat answers are needed (0 so far)"), "{}", gate.err);

    give(&cli, &grades(&[vec![String::new(); 18], ids[18..].to_vec()].concat(), "regrade", |place| place % 3 > 0));
    let step = drift(&cli)["steps"][0].clone();
    assert_eq!((&step["regraded"], &step["flips"], &step["verdict"]), (&json!(60), &json!(20), &json!("drift")));
    assert_eq!(
        (&step["attributable"], &step["at_least"], &step["more_repeats"]),
        (&json!(null), &json!(1.0 / 3.0), &json!(25))
    );
    cli.run(&["drift", "--fail-over", "0.2"]).bad(1);

    give(&cli, &grades(&ids[..30], "noise", |place| place % 3 > 0));
    let now = drift(&cli);
    let step = &now["steps"][0];
    assert_eq!((&step["noise_n"], &step["noise_floor"], &step["verdict"]), (&json!(30), &json!(0.0), &json!("drift")));
    assert_eq!((&step["attributable"], &step["why"]), (&json!(1.0 / 3.0), &json!(null)));
    assert_eq!(step["reviewers"][0]["noise_n"], json!(30));
    let (low, high) = (step["low"].as_f64().unwrap(), step["high"].as_f64().unwrap());
    assert!(0.1 < low && low < 1.0 / 3.0 && 1.0 / 3.0 < high && high < 0.6, "{low} {high}");
    assert_eq!((&now["stale"], &now["grades"]), (&json!(0), &json!(60)));
    cli.run(&["drift", "--fail-over", "0.2", "--json"]).bad(1);
    cli.run(&["drift", "polite", "--fail-over", "0.5"]).good();
    let answer = cli.run(&["drift"]).good();
    assert!(
        answer.out.contains("the rule moved: 33 % (") && answer.out.contains("60 re-graded, 30 twice"),
        "{}",
        answer.out
    );
    cli.run(&["drift", "rude"]).bad(2);
    cli.run(&["drift", "--fail-over", "30"]).bad(2);
}

#[test]
fn grades_given_anew_outside_a_round_replace_the_old_ones_and_are_told_as_not_counted() {
    let cli = Cli::with_records(20);
    let ids = cli.ids();
    polite(&cli);
    give(&cli, &grades(&ids, "first", |_| true));
    new_meaning(&cli);
    give(&cli, &grades(&ids[..13], "first", |_| false));
    cli.run(&["grade", &ids[13], "polite", "not-met"]).good();
    let now = drift(&cli);
    assert_eq!((&now["grades"], &now["stale"]), (&json!(20), &json!(6)), "they hold");
    let step = &now["steps"][0];
    assert_eq!(
        (&step["regraded"], &step["outside_a_round"], &step["verdict"]),
        (&json!(0), &json!(14), &json!("too_few"))
    );
    let said = cli.run(&["drift"]).good().out;
    assert!(said.contains("Not counted: 14 graded outside a round."), "{said}");
}

#[test]
fn of_several_criteria_a_drift_has_to_hold_among_all_of_them() {
    let cli = Cli::with_records(40);
    let ids = cli.ids();
    let names = ["polite", "short", "kind", "clear"];
    for name in names {
        cli.run(&["criteria", "add", name, "--text", "Is so."]).good();
        let lines = |purpose: &str, flips: usize| -> String {
            let line = |(place, id): (usize, &String)| {
                let answer = if place < flips { "not-met" } else { "met" };
                json!({"id": id, "criterion": name, "answer": answer, "purpose": purpose}).to_string() + "\n"
            };
            ids.iter().enumerate().map(line).collect()
        };
        give(&cli, &lines("first", 0));
        cli.run(&["criteria", "edit", name, "--text", "Is very so.", "--edit", "meaning", "--reason", "vague"]).good();
        // Seven of forty one way: p .0156 alone, too much for four.
        give(&cli, &lines("regrade", if name == "polite" { 7 } else { 0 }));
    }
    let alone = drift(&cli)["steps"][0].clone();
    assert_eq!((&alone["verdict"], &alone["holds"]), (&json!("drift"), &json!(true)));
    let listed = cli.run(&["drift", "--json"]).good().json().remove(0)["steps"][0].clone();
    assert_eq!((&listed["verdict"], &listed["holds"]), (&json!("drift"), &json!(false)));
    let said = cli.run(&["drift", "--fail-over", "0"]).good();
    assert!(said.out.contains("among all criteria shown it may be chance"), "{}", said.out);
    assert!(said.err.contains("polite: ignored by --fail-over"), "{}", said.err);
}

#[test]
fn what_is_stale_is_asked_again_at_a_cost_that_is_told() {
    let cli = Cli::with_records(9);
    polite(&cli);
    give(&cli, &grades(&cli.ids(), "first", |_| true));
    let nothing = cli.run(&["review", "--by", "stale"]).good();
    assert!(nothing.err.contains("Nothing is stale"), "{}", nothing.err);
    new_meaning(&cli);
    // Nine are too few for a second question far enough from the first. Without a terminal the screen does not open.
    let answer = cli.run(&["review", "--by", "stale"]).bad(2);
    assert!(answer.err.starts_with("9 stale, about 5 min."), "{}", answer.err);
    assert!(cli.run(&["review", "--by", "stale", "model:even-1"]).bad(2).err.starts_with("5 stale"));
}

/// Eight records, four bad; the first check catches three of them and rejects one good one, the second catches nothing.
fn checked() -> Cli {
    let cli = Cli::new();
    let line = |place: usize| {
        let words = if matches!(place, 0 | 1 | 2 | 7) { "sorry" } else { "well" };
        json!({"id": place, "prompt": format!("q{place}"), "output": format!("{words} {place}")}).to_string() + "\n"
    };
    let path = cli.write("x.jsonl", &(0..8).map(line).collect::<String>());
    cli.run(&["import", path.to_str().unwrap()]).good();
    polite(&cli);
    give(&cli, &grades(&cli.ids(), "first", |place| place >= 4));
    cli.run(&["checks", "add", "--criterion", "polite", "not-contains", "sorry"]).good();
    cli.run(&["checks", "add", "--criterion", "polite", "not-contains", "no such words"]).good();
    cli
}

#[test]
fn alignment_is_told_per_check_and_for_the_set_with_both_halves() {
    let cli = checked();
    let lines = cli.run(&["align", "--json"]).good().json();
    assert_eq!(lines.len(), 3);
    for line in &lines {
        has_keys(line, &ALIGNED);
        has_keys(line, &["check", "criterion", "checks", "excluded_stale", "excluded_disputed", "excluded_na"]);
        has_keys(&line["train"], &ALIGNED);
        has_keys(&line["test"], &ALIGNED);
        for count in ["tp", "fn", "fp", "tn", "n"] {
            let half = |half: &str| line[half][count].as_u64().unwrap();
            assert_eq!(line[count].as_u64().unwrap(), half("train") + half("test"), "{count} of {line}");
        }
    }
    let first = &lines[0];
    assert_eq!([&first["tp"], &first["fn"], &first["fp"], &first["tn"]], [3, 1, 1, 3].map(|n| json!(n)).each_ref());
    assert_eq!((&first["coverage"], &first["ffr"], &first["alignment"]), (&json!(0.75), &json!(0.25), &json!(0.75)));
    assert_eq!((&first["mcc"], &first["kappa"], &first["why"]), (&json!(0.5), &json!(0.5), &json!(null)));
    let blind = &lines[1];
    assert_eq!((&blind["mcc"], &blind["coverage"]), (&json!(null), &json!(0.0)));
    assert!(blind["why"].as_str().unwrap().contains("fails no record"), "{blind}");
    let set = &lines[2];
    assert_eq!((&set["check"], &set["criterion"], &set["tp"]), (&json!("set"), &json!("polite"), &json!(3)));
    assert_eq!(set["checks"].as_array().unwrap().len(), 2);
    has_keys(set, &["smallest", "smallest_why", "tau"]);

    cli.run(&["align", "polite", "--fail-under", "0.7"]).good();
    let tripped = cli.run(&["align", "--fail-under", "0.8", "--json"]).bad(1);
    assert!(tripped.err.contains("polite 0.75"), "{}", tripped.err);
    cli.run(&["align", "rude"]).bad(2);
}

#[test]
fn stale_grades_never_count_silently_in_alignment() {
    let cli = checked();
    new_meaning(&cli);
    let set = cli.run(&["align", "polite", "--json"]).good().json().remove(2);
    assert_eq!((&set["n"], &set["excluded_stale"], &set["alignment"]), (&json!(0), &json!(8), &json!(null)));
    assert!(set["why"].as_str().unwrap().contains("no human judgement"), "{set}");
    cli.run(&["align", "--fail-under", "0"]).bad(1);
    assert!(cli.run(&["align"]).good().err.contains("8 stale"));
    give(&cli, &grades(&cli.ids()[..6], "regrade", |place| place >= 4));
    let set = cli.run(&["align", "polite", "--json"]).good().json().remove(2);
    assert_eq!((&set["n"], &set["excluded_stale"]), (&json!(6), &json!(2)));
}

#[test]
fn a_gate_without_checks_does_not_pass() {
    let cli = Cli::with_records(1);
    assert!(cli.run(&["align"]).good().err.contains("no checks"));
    cli.run(&["align", "--fail-under", "0.5"]).bad(1);
}

#[test]
fn saturation_tells_what_is_unseen_and_what_to_do() {
    let cli = Cli::with_records(6);
    let ids = cli.ids();
    let nothing = cli.run(&["saturation", "--json"]).good().json().remove(0);
    has_keys(&nothing, &["read", "modes", "unseen_mass", "chao2", "since_new", "curve", "advice", "why"]);
    assert_eq!((&nothing["unseen_mass"], &nothing["chao2"]), (&json!(null), &json!(null)));
    assert!(nothing["why"].as_str().is_some());
    for name in ["Short", "Rude"] {
        cli.run(&["modes", "add", name]).good();
    }
    cli.run(&["verdict", &ids[5], "pass"]).good();
    for (place, mode) in [(0, "short"), (1, "short"), (3, "rude")] {
        cli.run(&["tag", &ids[place], mode]).good();
    }
    let figures = cli.run(&["saturation", "--json"]).good().json().remove(0);
    assert_eq!((&figures["read"], &figures["modes"], &figures["since_new"]), (&json!(4), &json!(2), &json!(0)));
    // In the order of reading, which is not that of the log.
    assert_eq!(figures["curve"], json!([[0, 0], [2, 1], [4, 2]]));
    // Three failing records, one mode seen once and one twice: 2 + 2/3 · 1/2.
    assert_eq!((&figures["unseen_mass"], &figures["why"]), (&json!(1.0 / 3.0), &json!(null)));
    assert!((figures["chao2"].as_f64().unwrap() - 7.0 / 3.0).abs() < 1e-12);
    assert!(figures["advice"].as_str().unwrap().starts_with("Keep reading"));
    let answer = cli.run(&["saturation"]).good().out;
    assert!(answer.contains("Keep reading") && answer.contains("per 50 read, up to now: failure modes 2;"), "{answer}");
}

#[test]
fn rates_are_told_by_group_with_what_they_are_rates_of() {
    let cli = Cli::with_records(10);
    let ids = cli.ids();
    cli.run(&["modes", "add", "Too short"]).good();
    for (place, id) in ids.iter().take(4).enumerate() {
        cli.run(&["verdict", id, if place == 0 { "fail" } else { "pass" }]).good();
    }
    cli.run(&["verdict", &ids[4], "defer"]).good();
    cli.run(&["tag", &ids[0], "too-short"]).good();
    let lines = cli.run(&["stats", "--json"]).good().json();
    for line in &lines {
        has_keys(line, &["group", "value", "n", "rate", "low", "high", "weighted", "why"]);
    }
    let of = |group: &str, value: Value| {
        lines.iter().find(|line| line["group"] == group && line["value"] == value).cloned().unwrap()
    };
    let all = of("all", json!(null));
    assert_eq!((&all["n"], &all["rate"], &all["weighted"]), (&json!(4), &json!(0.25), &json!(false)));
    assert!(all["low"].as_f64().unwrap() < 0.25 && all["high"].as_f64().unwrap() > 0.25);
    let mode = of("mode", json!("too-short"));
    assert_eq!((&mode["rate"], &mode["n"], &mode["name"]), (&json!(0.25), &json!(4), &json!("Too short")));
    assert_eq!(of("model", json!("even-1"))["rate"], json!(0.5));
    assert_eq!(of("model", json!("odd-1"))["rate"], json!(0.0));
    assert_eq!(of("source", json!("log"))["n"], json!(4));
    assert_eq!(of("day", json!("2026-11-20"))["n"], json!(4));
    for line in lines.iter().filter(|line| line["group"] != "model") {
        assert_eq!(line["excluded_deferred"], json!(1), "what is left out is counted: {line}");
    }
    let only = cli.run(&["stats", "--by", "model,day", "--json"]).good().json();
    assert_eq!(only.len(), 3);
    cli.run(&["stats", "--by", "moon"]).bad(2);
    assert!(cli.run(&["stats"]).good().out.contains("what was read"));
}

#[test]
fn an_assisted_rate_stands_beside_the_plain_one_or_says_why_there_is_none() {
    let cli = Cli::with_records(10);
    let ids = cli.ids();
    cli.run(&["modes", "add", "Too short"]).good();
    assert!(cli.run(&["stats", "--assist", "auto"]).good().err.contains("has a check that could assist"));
    for id in ids.iter().take(4) {
        cli.run(&["verdict", id, "pass"]).good();
    }
    cli.run(&["checks", "add", "--mode", "too-short", "min-length", "--chars", "3"]).good();
    let lines = cli.run(&["stats", "--assist", "auto", "--json"]).good().json();
    let of_mode = lines.iter().find(|line| line["group"] == "mode").unwrap();
    has_keys(&of_mode["assisted"], &["check", "n", "rate", "low", "high", "narrower", "failing", "records", "why"]);
    assert!(of_mode["assisted"]["why"].as_str().unwrap().contains("since it was attached"), "{of_mode}");
    assert_eq!((&of_mode["assisted"]["rate"], &of_mode["ppi"]), (&json!(null), &json!(null)));
    assert!(lines.iter().filter(|line| line["group"] != "mode").all(|line| line["assisted"].is_null()));
    // All the others are judged too: everything was read, so that it is a draw of all.
    for id in ids.iter().skip(4) {
        cli.run(&["verdict", id, "pass"]).good();
    }
    let said = cli.run(&["stats", "--assist", "too-short-min-length"]).good();
    assert!(said.err.contains("too-short is not assisted by too-short-min-length: not all"), "{}", said.err);
    cli.run(&["stats", "--assist", "moon"]).bad(2);
    assert!(cli.run(&["stats", "--json"]).good().json().iter().all(|line| line.get("assisted").is_none()));
}

#[test]
fn a_fail_without_a_mode_is_said_and_counts_for_no_estimate() {
    let cli = Cli::with_records(4);
    let ids = cli.ids();
    for id in &ids[..3] {
        cli.run(&["verdict", id, "fail"]).good();
    }
    let answer = cli.run(&["saturation"]).good().out;
    assert!(answer.contains("0 failure modes in 0 tagged records"), "{answer}");
    assert!(answer.contains("3 failed records have no failure mode yet"), "{answer}");
    cli.run(&["modes", "add", "rude"]).good();
    cli.run(&["tag", &ids[0], "rude"]).good();
    let figures = cli.run(&["saturation", "--json"]).good().json().remove(0);
    assert_eq!((&figures["failing"], &figures["failing_without_mode"]), (&json!(1), &json!(2)));
}
