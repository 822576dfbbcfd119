//! Answers to known records that were mixed into a session: counted by reviewer and session, and never a judgement.

use gemba::domain::{Batch, Change, Gold, GoldPlace, Name, RecordId, RowId, Sampling, Session, Slug, Time, Verdict};
use gemba::store::Writer;
use serde_json::{Value, json};

use super::Cli;
use super::merging::{same, shown, take};

/// Six records; ben and cem settled on pass for the first two, of which ana failed the second. Returns their ids.
fn settled() -> (Cli, Vec<String>) {
    let cli = Cli::with_records(6);
    let ids = cli.ids();
    cli.run(&["modes", "add", "Short"]).good();
    cli.run(&["verdict", &ids[1], "fail"]).good();
    for id in &ids[..2] {
        cli.run(&["verdict", id, "pass", "--reviewer", "ben"]).good();
        cli.run(&["verdict", id, "fail", "--reviewer", "cem"]).good();
        cli.run(&["settle", id, "verdict", "pass", "--by", "ben,cem", "--reviewer", "ben"]).good();
    }
    (cli, ids)
}

/// Ana reads everything, with the first two records as known ones before the third and fourth.
fn asked(cli: &Cli) -> i64 {
    let place = |(row, before)| GoldPlace { row: RowId(row), before: RowId(before) };
    let now = now();
    let session = Session {
        id: 0,
        reviewer: Name::new("ana").unwrap(),
        filter: String::new(),
        sampling: Sampling::default(),
        population: 6,
        queue: Vec::new(),
        asks: Vec::new(),
        position: None,
        started: now,
        gold: Some(Gold { since: now, places: [(1, 3), (2, 4)].map(place).to_vec() }),
    };
    Writer::open(&cli.work().join(".gemba")).unwrap().start_session(&session).unwrap()
}

fn now() -> Time {
    let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap().as_millis();
    Time(i64::try_from(now).unwrap())
}

/// Ana says this of a record in the session.
fn says(cli: &Cli, session: i64, id: &str, verdict: Verdict, tag: Option<&str>) {
    let record = RecordId::parse(id).unwrap();
    let mut changes = vec![Change::Verdict { record, verdict: Some(verdict), reason: None }];
    changes.extend(tag.map(|mode| Change::Tag { record, mode: Slug::of(mode), span: None }));
    let batch = Batch { reviewer: Name::new("ana").unwrap(), session: Some(session), time: now(), changes };
    Writer::open(&cli.work().join(".gemba")).unwrap().append(&batch).unwrap();
}

fn known(cli: &Cli) -> Value {
    let lines = cli.run(&["reviewers", "--json"]).good().json();
    lines.into_iter().find(|line| line["reviewer"] == "ana").map_or(Value::Null, |line| line["known"].clone())
}

/// What a workspace shows, without the times and events that each line of a history has.
fn judgements(cli: &Cli) -> Vec<Vec<Value>> {
    let mut all = shown(cli);
    all.remove(1);
    all
}

#[test]
fn answers_to_known_records_are_counted_beside_all_judgements() {
    let (cli, ids) = settled();
    let (before, session) = (judgements(&cli), asked(&cli));
    assert_eq!(known(&cli), Value::Null, "nothing is said of them before the answer");
    says(&cli, session, &ids[0], Verdict::Fail, Some("short"));
    says(&cli, session, &ids[1], Verdict::Pass, None);
    assert_eq!(judgements(&cli), before, "a known record is judged by nobody anew");
    let counted = known(&cli);
    assert_eq!((&counted["as_known"]["hits"], &counted["as_known"]["n"]), (&json!(1), &json!(2)), "{counted}");
    assert!(counted["as_known"]["low"].as_f64().unwrap() < 0.5 && counted["as_known"]["high"].as_f64().unwrap() > 0.5);
    // Of the second ana had said something else before: it is a repeat.
    assert_eq!((&counted["as_before"]["hits"], &counted["as_before"]["n"]), (&json!(0), &json!(1)), "{counted}");
    let summary = cli.run(&["session", "summary", &session.to_string(), "--json"]).good().json().remove(0);
    assert_eq!((&summary["known"], &summary["passed"], &summary["failed"]), (&counted, &json!(0), &json!(0)));
    let table = cli.run(&["reviewers"]).good().out;
    assert!(table.contains("1 of 2, 50 % (9–91)") && table.contains("0 of 1, 0 % (0–79)"), "{table}");

    // The answer that was given last counts, a deferral is none.
    says(&cli, session, &ids[0], Verdict::Pass, None);
    assert_eq!(known(&cli)["as_known"]["hits"], 2);
    says(&cli, session, &ids[1], Verdict::Defer, None);
    assert_eq!((&known(&cli)["as_known"]["n"], &known(&cli)["as_before"]), (&json!(1), &json!(null)));
    assert_eq!(judgements(&cli), before);
}

#[test]
fn what_was_known_when_it_was_answered_stays_and_undo_takes_the_answer_back() {
    let (cli, ids) = settled();
    let session = asked(&cli);
    says(&cli, session, &ids[0], Verdict::Fail, None);
    assert_eq!(known(&cli)["as_known"]["hits"], 0);
    cli.run(&["settle", &ids[0], "verdict", "fail", "--by", "ben,cem", "--reviewer", "ben"]).good();
    assert_eq!(known(&cli)["as_known"]["hits"], 0, "pass was known then");
    says(&cli, session, &ids[1], Verdict::Pass, None);
    let both = known(&cli);
    cli.run(&["undo", "--reviewer", "ana"]).good();
    assert_eq!(known(&cli)["as_known"]["n"], 1);
    cli.run(&["redo", "--reviewer", "ana"]).good();
    assert_eq!(known(&cli), both);
    cli.run(&["sources", "remove", "log", "--with-judgements"]).good();
    assert_eq!(known(&cli), Value::Null, "they went with their records");
}

#[test]
fn answers_to_known_records_outlive_a_rebuild_and_go_with_an_export() {
    let (cli, ids) = settled();
    let session = asked(&cli);
    says(&cli, session, &ids[0], Verdict::Pass, Some("short"));
    says(&cli, session, &ids[1], Verdict::Fail, None);
    let (before, counted) = (shown(&cli), known(&cli));
    assert_eq!(counted["as_known"]["n"], 2);
    cli.run(&["doctor", "--rebuild"]).good();
    assert_eq!((shown(&cli), known(&cli)), (before, counted.clone()));
    let other = Cli::new();
    other.run(&["init"]);
    take(&cli, &other);
    same(&cli, &other);
    assert_eq!(known(&other), counted);
    take(&cli, &other);
    assert_eq!(known(&other), counted, "a second time nothing is new");
}
