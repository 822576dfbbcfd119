//! `backup` and `restore` as they are typed.

use std::io::Write;
use std::process::Stdio;

use super::Cli;

#[test]
fn a_backup_brings_everything_back() {
    let cli = Cli::with_records(5);
    let id = cli.ids().remove(2);
    cli.run(&["verdict", &id, "fail"]).good();
    let answer = cli.run(&["backup", "monday.gemba", "--json"]).good().json().remove(0);
    assert_eq!((answer["records"].as_u64(), answer["events"].as_u64()), (Some(5), Some(1)));
    assert!(cli.run(&["backup", "monday.gemba"]).bad(2).err.contains("overwrites nothing"));

    cli.run(&["verdict", &id, "pass"]).good();
    let refused = cli.run(&["restore", "monday.gemba"]).bad(2);
    assert!(refused.err.contains("--replace"), "{}", refused.err);
    let restored = cli.run(&["restore", "monday.gemba", "--replace"]).good();
    assert!(restored.out.contains("5 records and 1 event."), "{}", restored.out);
    assert!(restored.err.contains("before-restore-1.bak"), "{}", restored.err);
    assert_eq!(cli.show(&id)["verdicts"][0]["verdict"], "fail");
    cli.run(&["doctor"]).good();

    cli.run(&["restore", "monday.gemba", "--workspace", "new"]).good();
    assert_eq!(cli.run(&["list", "--workspace", "new", "--json"]).good().json().len(), 5);
}

#[test]
fn what_is_no_backup_is_refused_in_words() {
    let cli = Cli::with_records(1);
    cli.write("notes.txt", &"no database ".repeat(50));
    assert!(cli.run(&["restore", "notes.txt", "--replace"]).bad(3).err.contains("not a backup of gemba"));
    assert!(cli.run(&["restore", "nowhere", "--replace"]).bad(3).err.contains("There is no file nowhere"));
    assert!(cli.run(&["restore", ".", "--replace"]).bad(3).err.contains("a folder"));
}

/// A program that has read blocks of the old workspace would show them as the new one's.
#[test]
fn a_workspace_that_is_open_elsewhere_is_not_replaced() {
    let cli = Cli::with_records(3);
    cli.run(&["backup", "copy"]).good();
    let mut other = cli.command(&["verdict", "-"]).stdin(Stdio::piped()).spawn().unwrap();
    let mut stdin = other.stdin.take().unwrap();
    let id = cli.ids().remove(0);
    // More than a chunk, so that it has surely written something and waits for more.
    let line = format!("{{\"id\":\"{id}\",\"verdict\":\"fail\"}}\n");
    stdin.write_all(line.repeat(6_000).as_bytes()).unwrap();
    stdin.flush().unwrap();
    let begun = std::time::Instant::now();
    while cli.show(&id)["verdicts"].as_array().unwrap().is_empty() {
        assert!(begun.elapsed().as_secs() < 30, "the other program never wrote");
        std::thread::sleep(std::time::Duration::from_millis(20));
    }
    let refused = cli.run(&["restore", "copy", "--replace"]).bad(4);
    assert!(refused.err.contains("open in another program"), "{}", refused.err);
    drop(stdin);
    assert!(other.wait().unwrap().success());
    cli.run(&["restore", "copy", "--replace"]).good();
}
