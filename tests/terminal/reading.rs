//! `review FILE`: the screen is open while the file is read.

use std::fmt::Write as _;
use std::path::PathBuf;
use std::time::{Duration, Instant};

use portable_pty::CommandBuilder;
use rustix::process::Signal;

use super::screen::{End, Screen};
use super::workspace::{PROGRAM, Workspace};

/// More than a loaded machine reads before the first look at the screen.
const MANY: usize = 12_000;

fn log(workspace: &Workspace, name: &str, count: usize, output: &str) -> PathBuf {
    let path = workspace.root().join(name);
    let mut text = String::new();
    for number in 0..count {
        let line = serde_json::json!({"id": format!("{name}{number}"), "input": format!("Read {number:05}?"),
            "output": output, "kind": "x"});
        let _ = writeln!(text, "{line}");
    }
    std::fs::write(&path, text).unwrap();
    path
}

fn sources(workspace: &Workspace, name: &str) -> Vec<serde_json::Value> {
    let mut all = workspace.json(&["sources", "--json"]);
    all.retain(|source| source["source"] == name);
    all
}

fn count(workspace: &Workspace, filter: &str) -> usize {
    workspace.json(&["list", filter, "--json", "--limit", "100000", "--fields", "id"]).len()
}

#[test]
fn the_screen_opens_over_a_file_and_takes_judgements_while_it_is_read() {
    let workspace = Workspace::plain(1);
    log(&workspace, "prod.jsonl", MANY, "Answered.");
    let mut screen = Screen::start(&workspace, &["review", "prod.jsonl"], 24, 80);
    screen.until("Read 00000?");
    screen.until("reading prod.jsonl: ");
    assert!(!screen.text().contains("Question number"), "only the file's records are in the queue");
    screen.send("p");
    screen.until("Read 00001?");
    screen.until("saved");
    let here = screen.text();
    assert!(here.contains("record 2 ") && here.contains(" 1/"), "{here}");
    let table = workspace.run(&["sources"]).stdout;
    let table = String::from_utf8(table).unwrap();
    assert!(table.contains("reading, ") && table.contains(" so far"), "{table}");
    // The queue grows, and the reviewer's place stays.
    screen.until("12,000 new records");
    let end = screen.until("1/12,000");
    assert!(end.contains("record 2 "), "{end}");
    assert!(end.contains("Read 00001?"), "{end}");
    screen.send("q");
    assert_eq!(screen.end(), End::Exit(0));
    screen.assert_given_back();
    assert_eq!(workspace.judged().len(), 1);
    assert_eq!(sources(&workspace, "prod")[0]["state"], "whole");
    // The same command goes on where it stopped.
    let again = Screen::start(&workspace, &["review", "prod.jsonl"], 24, 80);
    again.until("Read 00001?");
}

#[test]
fn whoever_leaves_before_the_end_is_told_and_goes_on_later() {
    let workspace = Workspace::plain(1);
    log(&workspace, "prod.jsonl", MANY, "Answered.");
    let mut screen = Screen::start(&workspace, &["review", "prod.jsonl"], 24, 80);
    screen.until("Read 00000?");
    screen.send("q");
    assert_eq!(screen.end(), End::Exit(0));
    let said = screen.text();
    assert!(said.contains("The reading was stopped") && said.contains("reads the rest"), "{said}");
    assert_eq!(sources(&workspace, "prod")[0]["state"], "incomplete");
    let stored = count(&workspace, "source:prod");
    assert!(stored > 0 && stored < MANY);
    let report = workspace.json(&["import", "prod.jsonl", "--json"]).remove(0);
    assert_eq!(report["imported"], MANY - stored);
    assert_eq!(sources(&workspace, "prod").len(), 1);
}

#[test]
fn a_kill_while_a_file_is_read_leaves_whole_records_and_reading_goes_on() {
    for look in ["reading prod.jsonl: ", "Read 00000?", " %"] {
        let workspace = Workspace::plain(1);
        log(&workspace, "prod.jsonl", MANY, "Answered.");
        let mut screen = Screen::start(&workspace, &["review", "prod.jsonl"], 24, 80);
        screen.until(look);
        screen.signal(Signal::KILL);
        screen.end();
        assert!(workspace.run(&["doctor"]).status.success());
        let stored = count(&workspace, "source:prod");
        assert!(stored < MANY);
        if stored > 0 {
            assert_eq!(sources(&workspace, "prod")[0]["state"], "incomplete");
        }
        let report = workspace.json(&["import", "prod.jsonl", "--json"]).remove(0);
        assert_eq!(report["imported"], MANY - stored);
        assert_eq!(sources(&workspace, "prod")[0]["state"], "whole");
    }
}

#[test]
fn a_word_in_quotes_is_a_word_and_a_file_that_is_not_there_is_none() {
    let workspace = Workspace::of(&[("Where is prod.jsonl?".into(), "Nowhere.".into())]);
    log(&workspace, "prod.jsonl", 3, "Answered.");
    let screen = Screen::start(&workspace, &["review", "\"prod.jsonl\""], 24, 80);
    screen.until("Where is prod.jsonl?");
    assert!(!screen.text().contains("Read 0"));
    drop(screen);
    let mut screen = Screen::start(&workspace, &["review", "missing.jsonl"], 24, 80);
    assert_eq!(screen.end(), End::Exit(3));
    assert!(screen.text().contains("There is no file missing.jsonl"));
    let mut screen = Screen::start(&workspace, &["review", "--map", "input=q"], 24, 80);
    assert_eq!(screen.end(), End::Exit(2));
    assert!(screen.text().contains("--map says how a log is read"));
}

#[test]
fn a_folder_and_a_pattern_are_reviewed_as_the_logs_that_they_hold() {
    let workspace = Workspace::plain(1);
    std::fs::create_dir_all(workspace.root().join("logs/old")).unwrap();
    std::fs::create_dir(workspace.root().join("empty")).unwrap();
    log(&workspace, "logs/a.jsonl", 2, "Answered.");
    log(&workspace, "logs/old/b.jsonl", 3, "Answered.");
    let screen = Screen::start(&workspace, &["review", "logs/*.jsonl"], 24, 80);
    screen.until("0/2 ");
    drop(screen);
    let screen = Screen::start(&workspace, &["review", "logs"], 24, 80);
    assert!(!screen.until("0/5 ").contains("Question number"), "only the folder's records are in the queue");
    drop(screen);
    let mut screen = Screen::start(&workspace, &["review", "empty"], 24, 80);
    assert_eq!(screen.end(), End::Exit(3));
    let said = screen.text();
    assert!(said.contains("holds no log") && said.contains("In quotes it is a word of the filter"), "{said}");
}

#[test]
fn standard_input_is_reviewed_while_keys_come_from_the_terminal() {
    let workspace = Workspace::plain(1);
    log(&workspace, "prod.jsonl", 3, "Answered.");
    let mut command = CommandBuilder::new("sh");
    command.args(["-c", &format!("cat prod.jsonl | exec {PROGRAM} review -")]);
    let mut screen = Screen::spawn(&workspace, command, 24, 80, &[]);
    screen.until("Read 00000?");
    screen.until("0/3 ");
    screen.send("p");
    screen.until("Read 00001?");
    let deadline = Instant::now() + Duration::from_secs(60);
    while sources(&workspace, "stdin")[0]["state"] != "whole" {
        assert!(Instant::now() < deadline, "standard input has ended, but its source never became whole");
        std::thread::sleep(Duration::from_millis(100));
    }
    screen.send("q");
    assert_eq!(screen.end(), End::Exit(0));
    assert_eq!(workspace.judged().len(), 1);
    let mut screen = Screen::start(&workspace, &["review", "-"], 24, 80);
    assert_eq!(screen.end(), End::Exit(2));
    assert!(screen.text().contains("there is no log on it"), "{}", screen.text());
    assert_eq!(workspace.run_with(&["review", "-"], "{}").status.code(), Some(2));
}

#[test]
fn what_an_import_would_ask_is_asked_before_the_screen() {
    let workspace = Workspace::plain(1);
    log(&workspace, "silent.jsonl", 3, "");
    let mut screen = Screen::start(&workspace, &["review", "silent.jsonl"], 24, 80);
    screen.until("have no output. Import them all the same?");
    screen.send("n\r");
    assert_eq!(screen.end(), End::Exit(3));
    let said = screen.text();
    assert!(said.contains("nothing was stored") && said.contains("--accept-empty"), "{said}");
    assert!(sources(&workspace, "silent").is_empty());
    let screen = Screen::start(&workspace, &["review", "silent.jsonl", "--accept-empty"], 24, 80);
    screen.until("Read 00000?");
}

#[test]
fn an_export_of_gemba_is_refused_with_what_to_do() {
    let workspace = Workspace::plain(3);
    let export = workspace.run(&["export"]);
    std::fs::write(workspace.root().join("theirs.jsonl"), &export.stdout).unwrap();
    let mut screen = Screen::start(&workspace, &["review", "theirs.jsonl"], 24, 100);
    assert_eq!(screen.end(), End::Exit(2));
    let said = screen.text();
    assert!(said.contains("gemba's own export") && said.contains("`gemba import theirs.jsonl`"), "{said}");
}

#[test]
fn agreeing_to_judgements_of_one_file_leaves_the_others_as_they_are() {
    let workspace = Workspace::plain(1);
    let record = workspace.json(&["list", "--json", "--limit", "1"]).remove(0);
    workspace.run(&["note", record["id"].as_str().unwrap(), "seen"]);
    let own = workspace.run(&["list", "--json", "--limit", "1"]).stdout;
    std::fs::write(workspace.root().join("own.jsonl"), own).unwrap();
    std::fs::write(workspace.root().join("table.csv"), "question,answer\nWhat of the table?,Read.\n").unwrap();
    let mut screen = Screen::start(&workspace, &["review", "own.jsonl", "table.csv", "--new"], 24, 80);
    screen.until("Take them?");
    screen.send("y\r");
    screen.until("table.csv: 1 new record.");
    screen.wait("both records in the queue", |text| text.contains("/2 "));
    // Which file's record the screen opened on depends on how much of them was stored by then.
    screen.send("G");
    screen.until("What of the table?");
    screen.send("q");
    assert_eq!(screen.end(), End::Exit(0));
}

#[test]
fn arguments_of_import_and_a_filter_apply_to_the_file() {
    let workspace = Workspace::plain(1);
    let path = workspace.root().join("odd.json");
    let rows: Vec<_> = (0..4)
        .map(|n| {
            let ok = if n % 2 == 0 { "no" } else { "yes" };
            serde_json::json!({"q": format!("Odd {n}?"), "a": "yes", "ok": ok})
        })
        .collect();
    std::fs::write(&path, serde_json::json!({"deep": {"rows": rows}}).to_string()).unwrap();
    let arguments = [
        "review",
        "odd.json",
        "--records",
        "deep.rows",
        "--map",
        "input=q",
        "--map",
        "output=a",
        "--label",
        "ok",
        "--fail-when",
        "no",
        "--source",
        "odd one",
        "verdict:fail",
    ];
    let screen = Screen::start(&workspace, &arguments, 24, 120);
    screen.until("4 new records");
    screen.wait("the two that fail", |text| text.contains("Odd 0?") && text.contains("of 2 "));
    assert_eq!(sources(&workspace, "odd one")[0]["records"], 4);
}
