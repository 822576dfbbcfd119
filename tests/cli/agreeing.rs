//! `gemba agree`: figures of several reviewers, by question, day and version, and in words where there are none.

use std::fmt::Write as _;

use serde_json::{Value, json};

use super::{Cli, has_keys};

const KEYS: [&str; 12] =
    ["scope", "answers", "reviewers", "records", "raw", "kappa", "fleiss", "alpha", "ac1", "low", "high", "why"];

/// A file with a row for each worker's answer: `f`, `p`, or `.` for none, a column of letters for each record.
fn workers(cli: &Cli, records: &[(&str, usize)]) -> std::path::PathBuf {
    let mut text = "id,question,response,worker,label\n".to_owned();
    let mut at = 0;
    for (answers, times) in records {
        for _ in 0..*times {
            at += 1;
            for (worker, letter) in
                ["ann", "bob", "cy"].iter().zip(answers.chars()).filter(|(_, letter)| *letter != '.')
            {
                let label = if letter == 'f' { "bad" } else { "good" };
                writeln!(text, "q{at},question {at},answer {at},{worker},{label}").unwrap();
            }
        }
    }
    cli.write("workers.csv", &text)
}

fn imported(records: &[(&str, usize)]) -> Cli {
    let cli = Cli::new();
    let path = workers(&cli, records);
    cli.run(&["import", path.to_str().unwrap(), "--label", "label", "--reviewer-from", "worker"]).good();
    cli
}

fn agree(cli: &Cli, more: &[&str]) -> Vec<Value> {
    let lines = cli.run(&[&["agree", "--json"], more].concat()).good().json();
    for line in &lines {
        has_keys(line, &KEYS);
    }
    lines
}

fn near(value: &Value, wanted: f64) {
    let found = value.as_f64().unwrap_or_else(|| panic!("{value} is not {wanted}"));
    assert!((found - wanted).abs() < 5e-5, "{found} is not {wanted}");
}

#[test]
fn two_workers_of_a_file_have_the_figures_of_the_definition() {
    let cli = imported(&[("ff", 20), ("fp", 5), ("pf", 10), ("pp", 15), ("f.", 3)]);
    let line = agree(&cli, &["bob", "ann"]).remove(0);
    assert_eq!((&line["scope"], &line["answers"], &line["records"]), (&json!("verdict"), &json!("blind"), &json!(50)));
    assert_eq!(
        (&line["reviewers"], &line["blind"], &line["why"]),
        (&json!(["bob", "ann"]), &json!(true), &json!(null))
    );
    near(&line["raw"], 0.70);
    near(&line["kappa"], 0.40);
    near(&line["positive"], 40.0 / 55.0);
    // By hand: shares of fail .55, chance .505 (Fleiss, of two as Scott's pi), .495 (AC1).
    near(&line["fleiss"], (0.70 - 0.505) / 0.495);
    near(&line["ac1"], (0.70 - 0.495) / 0.505);
    near(&line["alpha"], 1.0 - 99.0 * 30.0 / (2.0 * 55.0 * 45.0));
    assert_eq!((&line["interval_of"], &line["disagreements"]), (&json!("kappa"), &json!(15)));
    let limits = [&line["low"], &line["high"]].map(|limit| limit.as_f64().unwrap());
    assert!(limits[0] < 0.3 && limits[1] > 0.5, "{limits:?}");
    assert_eq!(agree(&cli, &[]).remove(0)["kappa"], line["kappa"], "there are no others");
    let text = cli.run(&["agree"]).good();
    let row = text.out.lines().nth(1).unwrap();
    assert!(row.contains("verdict") && row.contains("50") && row.contains("0.70") && row.contains("0.40"), "{row}");
    assert!(text.err.contains("disputed:yes"), "{}", text.err);
}

#[test]
fn three_workers_with_holes_have_fleiss_and_alpha_apart_and_a_matrix() {
    let cli = imported(&[("fff", 5), ("ppp", 5), ("fpp", 4), ("pf.", 3), (".pp", 2)]);
    let line = agree(&cli, &[]).remove(0);
    assert_eq!((&line["kappa"], &line["fleiss_records"], &line["records"]), (&json!(null), &json!(14), &json!(19)));
    let why = "kappa is of two reviewers; fleiss is of the 14 records with 3 answers";
    assert_eq!((&line["why"], &line["interval_of"]), (&json!(why), &json!("alpha")));
    assert_ne!(line["fleiss"], line["alpha"]);
    let text = cli.run(&["agree"]).good();
    assert!(text.out.contains("Two by two on the verdict"), "{}", text.out);
    let row = text.out.lines().find(|line| line.starts_with("ann")).unwrap();
    assert!(row.contains("0.59 (17)") && row.contains("0.71 (14)"), "{row}");
    let pairs = agree(&cli, &["--pairs"]);
    assert_eq!(
        pairs.iter().map(|line| &line["reviewers"]).collect::<Vec<_>>(),
        [&json!(["ann", "bob"]), &json!(["ann", "cy"]), &json!(["bob", "cy"])]
    );
    assert!(pairs.iter().all(|line| line["kappa"].is_number()));
}

#[test]
fn figures_that_there_are_not_say_why() {
    let why = |records: &[(&str, usize)]| {
        let line = agree(&imported(records), &["ann", "bob"]).remove(0);
        (line["why"].clone(), line["kappa"].is_null(), line["raw"].clone())
    };
    assert_eq!(why(&[("f.", 2), (".p", 2)]), (json!("no overlap"), true, json!(null)));
    assert_eq!(why(&[("pp", 4)]), (json!("undefined: everyone gave the same label"), true, json!(1.0)));
    assert_eq!(
        why(&[("pp", 9), ("ff", 9), ("fp", 1)]),
        (json!("too few disagreements (1)"), false, json!(18.0 / 19.0))
    );
    let cli = imported(&[("pp", 9), ("ff", 9), ("fp", 1)]);
    let line = agree(&cli, &[]).remove(0);
    assert_eq!(
        (&line["interval_of"], &line["kappa_low"], &line["alpha_high"]),
        (&json!("raw"), &json!(null), &json!(null))
    );
    near(&line["low"], 0.7536);
    let alone = imported(&[("p..", 3)]);
    let line = agree(&alone, &[]).remove(0);
    assert_eq!(
        (&line["why"], &line["reviewers"], &line["records"]),
        (&json!("no overlap"), &json!(["ann"]), &json!(0))
    );
}

#[test]
fn names_that_cannot_agree_are_refused_with_what_is_near() {
    let cli = imported(&[("pp", 2)]);
    assert!(cli.run(&["agree", "ann", "bobb"]).bad(2).err.contains("Did you mean `bob`?"));
    assert!(cli.run(&["agree", "ann"]).bad(2).err.contains("needs two reviewers"));
    assert!(cli.run(&["agree", "ann", "ann"]).bad(2).err.contains("named twice"));
    let nobody = Cli::with_records(2);
    assert_eq!(agree(&nobody, &[]).remove(0)["why"], json!("no overlap"));
}

#[test]
fn modes_are_yes_or_no_and_criteria_met_or_not() {
    let cli = Cli::with_records(3);
    cli.run(&["criteria", "add", "Polite", "--text", "Is polite."]).good();
    cli.run(&["modes", "add", "too long"]).good();
    let said = |reviewer: &str, lines: &[(&str, Value)]| {
        for (command, line) in lines {
            cli.feed(&[command, "-", "--reviewer", reviewer], &format!("{line}\n")).good();
        }
    };
    said(
        "ann",
        &[
            ("tag", json!({"id": "r0", "mode": "too-long"})),
            ("verdict", json!({"id": "r0", "verdict": "fail"})),
            ("verdict", json!({"id": "r1", "verdict": "fail"})),
            ("verdict", json!({"id": "r2", "verdict": "defer"})),
            ("grade", json!({"id": "r0", "criterion": "polite", "answer": "met"})),
            ("grade", json!({"id": "r1", "criterion": "polite", "answer": "na"})),
        ],
    );
    said(
        "bob",
        &[
            ("verdict", json!({"id": "r0", "verdict": "pass"})),
            ("verdict", json!({"id": "r1", "verdict": "fail"})),
            ("grade", json!({"id": "r0", "criterion": "polite", "answer": "not-met"})),
            ("grade", json!({"id": "r1", "criterion": "polite", "answer": "met"})),
        ],
    );
    let lines = agree(&cli, &[]);
    let scopes: Vec<&Value> = lines.iter().map(|line| &line["scope"]).collect();
    assert_eq!(scopes, [&json!("verdict"), &json!("mode:too-long"), &json!("criterion:polite")]);
    let raw: Vec<_> =
        lines.iter().map(|line| (line["records"].as_u64().unwrap(), line["raw"].as_f64().unwrap())).collect();
    assert_eq!(raw, [(2, 0.5), (2, 0.5), (1, 0.0)]);
    assert_eq!((&lines[0]["excluded_deferred"], &lines[2]["excluded_na"]), (&json!(1), &json!(1)));
    let only = |by: &str| agree(&cli, &["--by", by]);
    assert_eq!(only("mode").len(), 1);
    assert_eq!(only("criterion")[0]["name"], json!("Polite"));
    let day = only("day").remove(0);
    assert!(day["day"].as_str().unwrap().starts_with("20") && day["records"] == json!(2), "{day}");

    // Under a new meaning the old grades are stale; by version they still stand.
    cli.run(&["criteria", "edit", "polite", "--text", "Is very polite.", "--edit", "meaning", "--reason", "vague"])
        .good();
    said("ann", &[("grade", json!({"id": "r1", "criterion": "polite", "answer": "met"}))]);
    said("bob", &[("grade", json!({"id": "r1", "criterion": "polite", "answer": "met"}))]);
    let versions = only("version");
    let shown: Vec<_> = versions.iter().map(|line| (&line["version"], &line["raw"])).collect();
    assert_eq!(shown, [(&json!(1), &json!(0.0)), (&json!(2), &json!(1.0))]);
    assert_eq!((&only("criterion")[0]["records"], &only("criterion")[0]["excluded_stale"]), (&json!(1), &json!(2)));
}

#[test]
fn blind_and_settled_agreement_are_two_figures() {
    let cli = imported(&[("ff", 20), ("fp", 5), ("pf", 10), ("pp", 15)]);
    assert_eq!(agree(&cli, &[]).len(), 1, "nothing is settled yet");
    let disputed = cli.run(&["list", "disputed:yes", "--json"]).good().json();
    for record in disputed.iter().take(6) {
        let id = record["id"].as_str().unwrap();
        cli.run(&["settle", id, "verdict", "fail", "--by", "ann,bob"]).good();
    }
    let lines = agree(&cli, &[]);
    let shown: Vec<_> = lines.iter().map(|line| (&line["scope"], &line["answers"], &line["settled"])).collect();
    let verdict = json!("verdict");
    assert_eq!(shown, [(&verdict, &json!("blind"), &json!(false)), (&verdict, &json!("settled"), &json!(true))]);
    near(&lines[0]["raw"], 0.70);
    near(&lines[1]["raw"], 0.82);
    assert_eq!(lines[1]["disagreements"], json!(9));
    let text = cli.run(&["agree"]).good().out;
    assert!(
        text.lines().nth(1).unwrap().contains("blind") && text.lines().nth(2).unwrap().contains("settled"),
        "{text}"
    );
}

#[test]
fn days_have_a_settled_line_where_something_was_settled_and_the_versions_that_were_new() {
    let cli = imported(&[("ff", 20), ("fp", 5), ("pf", 10), ("pp", 15)]);
    let days = agree(&cli, &["--by", "day"]);
    assert_eq!((days.len(), &days[0]["marks"]), (1, &json!([])), "nothing is settled yet, and no criterion changed");
    let disputed = cli.run(&["list", "disputed:yes", "--json"]).good().json();
    for record in disputed.iter().take(6) {
        cli.run(&["settle", record["id"].as_str().unwrap(), "verdict", "fail", "--by", "ann,bob"]).good();
    }
    cli.run(&["criteria", "add", "Polite", "--text", "Is polite."]).good();
    cli.run(&["criteria", "edit", "polite", "--text", "Is very polite.", "--edit", "meaning", "--reason", "vague"])
        .good();
    let days = agree(&cli, &["--by", "day"]);
    let shown: Vec<_> = days.iter().map(|line| (&line["scope"], &line["answers"], &line["day"])).collect();
    let (verdict, day) = (json!("verdict"), &days[0]["day"]);
    assert_eq!(shown, [(&verdict, &json!("blind"), day), (&verdict, &json!("settled"), day)]);
    near(&days[0]["raw"], 0.70);
    near(&days[1]["raw"], 0.82);
    assert_eq!(days[0]["marks"], json!([{"criterion": "polite", "version": 2, "day": day}]));
    let text = cli.run(&["agree", "--by", "day"]).good().out;
    let rows: Vec<&str> = text.lines().collect();
    assert!(rows[1].contains(" blind ") && rows[1].ends_with("polite v2"), "{text}");
    assert!(rows[2].contains(" settled ") && !rows[2].contains("polite v2"), "{text}");
}

#[test]
fn a_version_has_a_settled_line_under_the_meaning_that_was_settled() {
    let cli = Cli::with_records(2);
    cli.run(&["criteria", "add", "Polite", "--text", "Is polite."]).good();
    let grade = |reviewer: &str, id: &str, answer: &str| {
        cli.run(&["grade", id, "polite", answer, "--reviewer", reviewer]).good();
    };
    let ids = cli.ids();
    for id in &ids {
        grade("ann", id, "met");
        grade("bob", id, "not-met");
    }
    cli.run(&["settle", &ids[0], "criterion", "polite", "met", "--by", "ann,bob"]).good();
    let edit = |kind: &str, text: &str| {
        cli.run(&["criteria", "edit", "polite", "--text", text, "--edit", kind, "--reason", "vague"]).good();
    };
    edit("wording", "It is polite.");
    edit("meaning", "Is very polite.");
    grade("ann", &ids[0], "met");
    grade("bob", &ids[0], "not-met");
    let shown = |line: &Value| (line["version"].clone(), line["answers"].clone(), line["raw"].clone());
    let lines: Vec<_> = agree(&cli, &["--by", "version"]).iter().map(shown).collect();
    assert_eq!(
        lines,
        [
            (json!(1), json!("blind"), json!(0.0)),
            (json!(1), json!("settled"), json!(0.5)),
            (json!(3), json!("blind"), json!(0.0)),
        ]
    );
    assert!(cli.run(&["agree", "--by", "version"]).good().out.contains("v1 settled"));
}

/// Two workers on two texts, each answer with a time in a field of this name.
fn timed(field: &str, times: [&str; 4]) -> (Cli, Vec<Value>, String) {
    let cli = Cli::new();
    let said = [("Hi", "w1", "good"), ("Hi", "w2", "bad"), ("Bye", "w1", "bad"), ("Bye", "w2", "bad")];
    let lines = said.iter().zip(times).map(|((text, worker, label), time)| {
        let mut row = json!({"prompt": text, "response": format!("{text}!"), "worker_id": worker, "label": label});
        row[field] = json!(time);
        row.to_string()
    });
    let path = cli.write("rows.jsonl", &lines.collect::<Vec<_>>().join("\n"));
    cli.run(&["import", path.to_str().unwrap(), "--label", "label"]).good();
    let days = agree(&cli, &["--by", "day"]);
    let said = cli.run(&["agree", "--by", "day"]).good().err;
    (cli, days, said)
}

#[test]
fn imported_verdicts_stand_on_the_day_on_which_they_were_given() {
    let times = ["2026-01-01T08:00:00Z", "2026-01-02T08:00:00Z", "2026-01-05T08:00:00Z", "2026-01-05T09:00:00Z"];
    for field in ["created_at", "annotated_at", "SubmitTime"] {
        let (cli, days, said) = timed(field, times);
        let shown: Vec<_> = days.iter().map(|line| (&line["day"], &line["raw"], &line["undated"])).collect();
        let (first, last) = (json!("2026-01-02"), json!("2026-01-05"));
        assert_eq!(shown, [(&first, &json!(0.0), &json!(0)), (&last, &json!(1.0), &json!(0))], "{field}");
        assert!(!said.contains("does not say when"), "{field}: {said}");
        let verdict = &cli.records()[0]["verdicts"][0];
        assert_eq!(verdict["time"], json!("2026-01-01T08:00:00Z"), "{field}");
        cli.run(&["undo", "--reviewer", "w1"]).good();
        assert_eq!(cli.records()[0]["verdicts"].as_array().unwrap().len(), 1, "they were one group");
    }
}

#[test]
fn verdicts_whose_log_says_no_time_of_judging_are_told_with_the_day_of_their_import() {
    let (_, days, said) = timed("note_to_self", ["a", "b", "c", "d"]);
    assert_eq!((days.len(), &days[0]["undated"]), (1, &json!(4)));
    let day = days[0]["day"].as_str().unwrap();
    assert!(
        said.contains(&format!("4 verdicts of an import were given: they stand on the day of the import ({day})")),
        "{said}"
    );
}
