//! Where a report goes, and which records it is of.

use std::os::unix::fs::PermissionsExt;

use super::{page, reviewed};
use crate::cli::{Cli, holds};

#[test]
fn a_report_is_a_private_file_and_replaces_none_unless_asked() {
    let cli = Cli::with_records(3);
    let answer = cli.run(&["report", "--out", "r.html"]).good();
    assert!(
        answer.out.is_empty() && answer.err.contains("A report of 3 records is written to r.html."),
        "{}",
        answer.err
    );
    let path = cli.work().join("r.html");
    assert_eq!(std::fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
    assert!(std::fs::read_to_string(&path).unwrap().starts_with("<!DOCTYPE html>"));
    std::fs::write(&path, "mine").unwrap();
    let refused = cli.run(&["report", "--out", "r.html"]).bad(2);
    assert!(refused.err.contains("is there already") && refused.err.contains("--force"), "{}", refused.err);
    assert_eq!(std::fs::read_to_string(&path).unwrap(), "mine");
    cli.run(&["report", "--out", "r.html", "--force"]).good();
    assert!(std::fs::read_to_string(&path).unwrap().starts_with("<!DOCTYPE html>"));
    cli.run(&["report", "--out", "nowhere/r.html"]).bad(5);
    let left: Vec<_> = std::fs::read_dir(cli.work()).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert!(left.iter().all(|name| !name.to_string_lossy().starts_with(".tmp")), "{left:?}");
}

#[test]
fn the_ending_decides_the_format_and_a_pipe_gets_the_report_itself() {
    let cli = Cli::with_records(3);
    assert!(cli.run(&["report"]).good().out.starts_with("# Review report, "));
    assert!(cli.run(&["report", "--format", "md", "--out", "-"]).good().out.starts_with("# Review report, "));
    assert!(page(&cli).starts_with("<!DOCTYPE html>"));
    cli.run(&["report", "--out", "r.md"]).good();
    assert!(std::fs::read_to_string(cli.work().join("r.md")).unwrap().starts_with("# Review report, "));
    cli.run(&["report", "--format", "md", "--out", "r.HTM"]).good();
    assert!(std::fs::read_to_string(cli.work().join("r.HTM")).unwrap().starts_with("# Review report, "));
    cli.run(&["report", "--format", "pdf"]).bad(2);
    cli.run(&["report", "mode:nothing-like-it"]).bad(2);
    assert!(!holds(&cli.work(), "gemba-report.html"));
}

#[test]
fn a_filter_chooses_the_records_and_is_named() {
    let cli = reviewed();
    let out = cli.run(&["report", "model:heron-2"]).good().out;
    assert!(out.contains("30 records: what the filter model\\:heron-2 holds."), "{out}");
    assert!(out.contains("| Records | 30 |") && out.contains("| Failed | 15 |"), "{out}");
    let out = cli.run(&["report", "-model:heron-2"]).good().out;
    assert!(out.contains("| Records | 30 |") && out.contains("| Failed | 0 |"), "{out}");
}

#[test]
fn examples_are_as_many_as_asked() {
    let cli = reviewed();
    let records = |out: &str| out.lines().filter(|line| line.starts_with("Record `")).count();
    assert_eq!(records(&cli.run(&["report"]).good().out), 6, "two of each mode and two without");
    assert_eq!(records(&cli.run(&["report", "--examples", "1"]).good().out), 3);
    assert_eq!(records(&cli.run(&["report", "--examples", "100"]).good().out), 15);
    let none = cli.run(&["report", "--examples", "0", "--format", "html"]).good().out;
    assert!(!none.contains("90-day") && none.contains("No examples"));
}
