//! Kill an import any time: the workspace opens or is not there at all, holds whole records, and the import can be
//! repeated.

use std::io::{BufWriter, Write};
use std::os::unix::process::ExitStatusExt;
use std::path::Path;
use std::time::{Duration, Instant};

use gemba::store::Reader;

use crate::cli::Cli;

const RECORDS: u64 = 2_000;

fn write_log(path: &Path, first: u64) {
    let mut out = BufWriter::new(std::fs::File::create(path).unwrap());
    for n in first..first + RECORDS {
        let words = "some words of an answer ".repeat(usize::try_from(n % 60).unwrap());
        let line = serde_json::json!({"id": format!("r{n}"), "question": format!("Question {n}?"), "answer": words,
            "session_id": format!("s{}", n % 700), "model": format!("m{}", n % 3)});
        writeln!(out, "{line}").unwrap();
    }
    out.flush().unwrap();
}

/// Imports and kills the program after this time; returns whether it was still at work.
fn is_killed(cli: &Cli, path: &Path, after: Duration) -> bool {
    let mut child = cli.command(&["import", path.to_str().unwrap()]).spawn().unwrap();
    std::thread::sleep(after);
    child.kill().unwrap();
    child.wait().unwrap().signal().is_some()
}

/// The workspace is not there, or holds whole records and nothing else.
fn look(cli: &Cli) -> u64 {
    let folder = cli.work().join(".gemba");
    if !gemba::store::database(&folder).exists() {
        return 0;
    }
    let reader = Reader::open(&folder, &gemba::store::Viewer::nobody()).unwrap();
    let unwell: Vec<String> =
        reader.health().unwrap().checks.into_iter().filter(|(_, held)| !held).map(|(words, _)| words).collect();
    assert!(unwell.is_empty(), "{unwell:?}");
    reader.count().unwrap()
}

fn leftovers(cli: &Cli) -> Vec<String> {
    let names = std::fs::read_dir(cli.work().join(".gemba")).into_iter().flatten();
    let names = names.map(|entry| entry.unwrap().file_name().into_string().unwrap());
    names.filter(|name| name.starts_with("gemba.db.new-")).collect()
}

#[test]
fn a_first_import_that_is_killed_leaves_nothing_and_can_be_repeated() {
    let logs = tempfile::tempdir().unwrap();
    let path = logs.path().join("log.jsonl");
    write_log(&path, 0);
    let whole = Cli::new();
    let began = Instant::now();
    whole.run(&["import", path.to_str().unwrap()]).good();
    let long = began.elapsed();
    let cli = Cli::new();
    let mut killed = 0;
    for eighth in 1..10 {
        killed += u32::from(is_killed(&cli, &path, long * eighth / 8));
        // Whole or not at all: it is published in one step.
        assert!([0, RECORDS].contains(&look(&cli)));
    }
    assert!(killed > 2, "it was hardly ever killed at work");
    cli.run(&["import", path.to_str().unwrap()]).good();
    assert_eq!(look(&cli), RECORDS);
    // What the killed ones left behind went with the next first import.
    let again = Cli::new();
    let mut rounds = 0;
    while leftovers(&again).is_empty() && rounds < 20 {
        is_killed(&again, &path, long / 3);
        rounds += 1;
        if gemba::store::database(&again.work().join(".gemba")).exists() {
            return;
        }
    }
    again.run(&["import", path.to_str().unwrap()]).good();
    assert_eq!(leftovers(&again), Vec::<String>::new());
}

#[test]
fn an_import_into_a_workspace_that_is_killed_keeps_whole_batches_and_can_be_repeated() {
    let logs = tempfile::tempdir().unwrap();
    let (first, second) = (logs.path().join("first.jsonl"), logs.path().join("second.jsonl"));
    write_log(&first, 0);
    write_log(&second, RECORDS);
    let cli = Cli::new();
    let began = Instant::now();
    cli.run(&["import", first.to_str().unwrap()]).good();
    let long = began.elapsed();
    for eighth in 1..8 {
        is_killed(&cli, &second, long * eighth / 8);
        assert!((RECORDS..=2 * RECORDS).contains(&look(&cli)));
    }
    let report = cli.run(&["import", "--json", second.to_str().unwrap()]).good().json().remove(0);
    assert_eq!(report["imported"].as_u64().unwrap() + report["duplicates"].as_u64().unwrap(), RECORDS);
    assert_eq!(look(&cli), 2 * RECORDS);
}

#[test]
fn two_first_imports_at_once_end_in_one_workspace_with_everything() {
    let logs = tempfile::tempdir().unwrap();
    let (first, second) = (logs.path().join("first.jsonl"), logs.path().join("second.jsonl"));
    write_log(&first, 0);
    write_log(&second, RECORDS / 2);
    let cli = Cli::new();
    let mut children: Vec<_> = [&first, &second]
        .map(|path| cli.command(&["import", "--label", "model", "--fail-when", "m0", path.to_str().unwrap()]))
        .into_iter()
        .map(|mut command| command.spawn().unwrap())
        .collect();
    for child in &mut children {
        assert!(child.wait().unwrap().success());
    }
    assert_eq!(look(&cli), RECORDS + RECORDS / 2);
    let reader = Reader::open(&cli.work().join(".gemba"), &gemba::store::Viewer::nobody()).unwrap();
    assert_eq!(reader.judged_facts().unwrap().len() as u64, RECORDS + RECORDS / 2);
    assert_eq!(leftovers(&cli), Vec::<String>::new());
}
