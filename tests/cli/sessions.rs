//! Sessions: what was done in one, and the hand-off.

use gemba::domain::{Name, RowId, Sampling, SamplingPlan, Session, Time};
use serde_json::json;

use super::Cli;

/// Begins a session that drew these rows.
fn drew(cli: &Cli, reviewer: &str, rows: &[i64], started: i64) -> i64 {
    let session = Session {
        id: 0,
        reviewer: Name::new(reviewer).unwrap(),
        filter: "model:m".into(),
        sampling: Sampling { plan: SamplingPlan::Random, by: None, size: Some(5), seed: 1 },
        population: 40,
        queue: rows.iter().copied().map(RowId).collect(),
        asks: Vec::new(),
        position: None,
        started: Time(started),
        gold: None,
    };
    gemba::store::Writer::open(&cli.work().join(".gemba")).unwrap().start_session(&session).unwrap()
}

#[test]
fn a_summary_says_what_was_judged_what_is_new_what_is_deferred_and_how_to_go_on() {
    let cli = Cli::with_records(8);
    let ids = cli.ids();
    cli.run(&["modes", "add", "Old *tone*"]).good();
    let first = drew(&cli, "ana", &[6, 7], 0);
    for (id, verdict) in [(&ids[5], "pass"), (&ids[6], "fail")] {
        cli.run(&["verdict", id, verdict, "--reviewer", "ana"]).good();
    }
    // Later than the mode of before.
    std::thread::sleep(std::time::Duration::from_millis(5));
    let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap().as_millis();
    let second = drew(&cli, "ana", &[5, 1, 2, 3, 4], i64::try_from(now).unwrap());
    std::thread::sleep(std::time::Duration::from_millis(5));
    for (id, verdict) in [(&ids[0], "fail"), (&ids[1], "fail"), (&ids[2], "pass"), (&ids[3], "defer")] {
        cli.run(&["verdict", id, verdict, "--reviewer", "ana"]).good();
    }
    cli.run(&["verdict", &ids[4], "fail", "--reviewer", "ben"]).good();
    cli.run(&["modes", "add", "Invented policy", "--reviewer", "ana"]).good();
    cli.run(&["tag", &ids[0], "invented-policy", "old-tone", "--reviewer", "ana"]).good();
    cli.run(&["note", &ids[3], "is the <b>window</b> @legal said?", "--reviewer", "ana"]).good();

    let summary = cli.run(&["session", "summary", "--reviewer", "ana"]).good().out;
    assert!(summary.starts_with("## Review by ana, ") && !summary.contains("Question"), "{summary}");
    let short = |id: &str| id[..12].to_owned();
    for line in [
        "3 judged of 5 records (random 5, seed 1, drawn from 40 of model\\:m); 1 passed, 2 failed; 1 deferred; 1 alike to judged ones; 0 left."
            .to_owned(),
        "- Fails: 2 of 3, 67 % (21–94); 50 % to 75 % if all that is deferred passes or fails".to_owned(),
        format!("- Before (session {first}): 1 of 2, 50 % (9–91)"),
        format!("- new: Invented policy: 1 of 3, 33 % (6–79) · `{}`", short(&ids[0])),
        format!("- Old \\*tone\\*: 1 of 3, 33 % (6–79) · `{}`", short(&ids[0])),
        format!("- Failed without a mode: 1 record · `{}`", short(&ids[1])),
        format!("- `{}`: is the \\<b\\>window\\</b\\> \\@legal said?", short(&ids[3])),
        format!("`gemba review --session {second}` goes on with it."),
    ] {
        assert!(summary.contains(&line), "{line}\n---\n{summary}");
    }

    assert!(!summary.contains(" more\n"), "all are named: {summary}");

    // One in which nothing was judged is not handed over.
    drew(&cli, "ana", &[8], i64::MAX / 2);
    assert_eq!(cli.run(&["session", "summary", "--reviewer", "ana"]).good().out, summary);
    let json = cli.run(&["session", "summary", &second.to_string(), "--json"]).good().json().remove(0);
    assert_eq!((&json["passed"], &json["failed"]), (&json!(1), &json!(2)));
    assert_eq!((&json["alike"], &json["left"]), (&json!(1), &json!(0)), "as the screen shows it once");
    assert_eq!(json["failing"]["n"], 3);
    assert_eq!(json["deferred"][0]["record"], json!(ids[3]));
    assert_eq!(json["failed_records"], json!([ids[1]]));
    assert_eq!(json["before"]["session"], first);
    let listed = cli.run(&["session", "list", "--json"]).good().json();
    assert_eq!((&listed[1]["failed"], &listed[1]["deferred"]), (&json!(2), &json!(1)));
}

#[test]
fn what_is_left_is_what_has_no_verdict_whenever_it_was_given() {
    let cli = Cli::with_records(8);
    let ids = cli.ids();
    for id in &ids[..3] {
        cli.run(&["verdict", id, "pass", "--reviewer", "ana"]).good();
    }
    std::thread::sleep(std::time::Duration::from_millis(5));
    let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap().as_millis();
    let whole = Session {
        id: 0,
        reviewer: Name::new("ana").unwrap(),
        filter: String::new(),
        sampling: Sampling::default(),
        population: 2,
        queue: Vec::new(),
        asks: Vec::new(),
        position: None,
        started: Time(i64::try_from(now).unwrap()),
        gold: None,
    };
    gemba::store::Writer::open(&cli.work().join(".gemba")).unwrap().start_session(&whole).unwrap();
    std::thread::sleep(std::time::Duration::from_millis(5));
    cli.run(&["verdict", &ids[3], "fail", "--reviewer", "ana"]).good();
    let json = cli.run(&["session", "summary", "--reviewer", "ana", "--json"]).good().json().remove(0);
    assert_eq!((&json["failed"], &json["passed"]), (&json!(1), &json!(0)), "of this session");
    assert_eq!((&json["records"], &json["left"]), (&json!(8), &json!(4)), "of the workspace as it is");
}

#[test]
fn a_session_that_is_not_there_is_refused_with_where_to_look() {
    let cli = Cli::with_records(1);
    let answer = cli.run(&["session", "summary", "7"]).bad(2);
    assert!(
        answer.err.contains("There is no such session") && answer.err.contains("gemba session list"),
        "{}",
        answer.err
    );
}

#[test]
fn a_summary_links_to_traces_and_names_the_stubs_that_were_written_meanwhile() {
    let cli = Cli::with_records(6);
    let ids = cli.ids();
    drew(&cli, "ana", &[1, 2, 3], 0);
    for (id, verdict) in [(&ids[0], "fail"), (&ids[1], "pass"), (&ids[2], "defer")] {
        cli.run(&["verdict", id, verdict, "--reviewer", "ana"]).good();
    }
    cli.run(&["modes", "add", "Too short", "--reviewer", "ana"]).good();
    cli.run(&["tag", &ids[0], "too-short", "--reviewer", "ana"]).good();
    cli.run(&["checks", "add", "--mode", "too-short", "min-length", "500"]).good();
    cli.run(&["stubs", "--target", "pytest"]).good();
    let table = "[trace_url]\n\"*\" = \"https://traces.example/{record}\"\n";
    std::fs::write(cli.work().join(".gemba/config.toml"), table).unwrap();
    let summary = cli.run(&["session", "summary", "--reviewer", "ana"]).good().out;
    for (id, line) in [(&ids[0], "- new: Too short: 1 of 2"), (&ids[2], "- `")] {
        let link = format!("`{}` <https://traces.example/{id}>", &id[..12]);
        assert!(summary.lines().any(|said| said.starts_with(line) && said.contains(&link)), "{link}\n{summary}");
    }
    assert!(summary.contains("### Stubs written\n\n- pytest/too-short: "), "{summary}");
    let json = cli.run(&["session", "summary", "--reviewer", "ana", "--json"]).good().json().remove(0);
    assert_eq!(json["modes"][0]["links"], json!([format!("https://traces.example/{}", ids[0])]));
    assert_eq!(json["deferred"][0]["link"], json!(format!("https://traces.example/{}", ids[2])));
    assert_eq!(json["stubs"][0]["stub"], "pytest/too-short");
}

#[test]
fn an_address_of_traces_that_is_none_is_refused() {
    let cli = Cli::with_records(1);
    std::fs::write(cli.work().join(".gemba/config.toml"), "trace_url = \"https://{id}/\"\n").unwrap();
    let answer = cli.run(&["session", "list"]).bad(2);
    assert!(answer.err.contains("trace_url") && answer.err.contains("host"), "{}", answer.err);
}

#[test]
fn a_summary_says_how_many_records_it_does_not_name() {
    let cli = Cli::with_records(40);
    let ids = cli.ids();
    cli.run(&["modes", "add", "Rude"]).good();
    drew(&cli, "ana", &(1..=40).collect::<Vec<i64>>(), 0);
    let line = |id: &String| json!({"id": id, "verdict": "fail"}).to_string();
    cli.feed(&["verdict", "-"], &ids.iter().map(line).collect::<Vec<_>>().join("\n")).good();
    let tag = |id: &String| json!({"id": id, "mode": "Rude"}).to_string();
    cli.feed(&["tag", "-"], &ids[..5].iter().map(tag).collect::<Vec<_>>().join("\n")).good();
    let summary = cli.run(&["session", "summary"]).good().out;
    let line =
        |start: &str| summary.lines().find(|line| line.starts_with(start)).unwrap_or_else(|| panic!("{summary}"));
    let mode = summary.lines().find(|line| line.contains("Rude: 5 of 40")).unwrap_or_else(|| panic!("{summary}"));
    assert!(mode.ends_with(" and 3 more"), "{mode}");
    let fails = line("- Failed without a mode: 35 records · `");
    assert!(fails.ends_with(" and 15 more") && fails.matches('`').count() == 40, "{fails}");
}
