//! `backup` and `restore` as they are typed.

use std::io::Write;
use std::process::Stdio;

use super::Bench;

#[test]
fn a_backup_brings_everything_back() {
    let bench = Bench::with_records(5);
    let id = bench.ids().remove(2);
    bench.run(&["verdict", &id, "fail"]).good();
    let said = bench.run(&["backup", "monday.gemba", "--json"]).good().json().remove(0);
    assert_eq!((said["records"].as_u64(), said["events"].as_u64()), (Some(5), Some(1)));
    assert!(bench.run(&["backup", "monday.gemba"]).bad(2).err.contains("overwrites nothing"));

    bench.run(&["verdict", &id, "pass"]).good();
    let refused = bench.run(&["restore", "monday.gemba"]).bad(2);
    assert!(refused.err.contains("--replace"), "{}", refused.err);
    let restored = bench.run(&["restore", "monday.gemba", "--replace"]).good();
    assert!(restored.out.contains("5 records and 1 event."), "{}", restored.out);
    assert!(restored.err.contains("before-restore-1.bak"), "{}", restored.err);
    assert_eq!(bench.show(&id)["verdicts"][0]["verdict"], "fail");
    bench.run(&["doctor"]).good();

    bench.run(&["restore", "monday.gemba", "--workspace", "new"]).good();
    assert_eq!(bench.run(&["list", "--workspace", "new", "--json"]).good().json().len(), 5);
}

#[test]
fn what_is_no_backup_is_refused_in_words() {
    let bench = Bench::with_records(1);
    bench.write("notes.txt", &"no database ".repeat(50));
    assert!(bench.run(&["restore", "notes.txt", "--replace"]).bad(3).err.contains("not a backup of gemba"));
    assert!(bench.run(&["restore", "nowhere", "--replace"]).bad(3).err.contains("There is no file nowhere"));
    assert!(bench.run(&["restore", ".", "--replace"]).bad(3).err.contains("a folder"));
}

/// A program that has read blocks of the old workspace would show them as the new one's.
#[test]
fn a_workspace_that_is_open_elsewhere_is_not_replaced() {
    let bench = Bench::with_records(3);
    bench.run(&["backup", "copy"]).good();
    let mut other = bench.command(&["verdict", "-"]).stdin(Stdio::piped()).spawn().unwrap();
    let mut stdin = other.stdin.take().unwrap();
    let id = bench.ids().remove(0);
    // More than a chunk, so that it has surely written something and waits for more.
    let line = format!("{{\"id\":\"{id}\",\"verdict\":\"fail\"}}\n");
    stdin.write_all(line.repeat(1_500).as_bytes()).unwrap();
    stdin.flush().unwrap();
    let begun = std::time::Instant::now();
    while bench.show(&id)["verdicts"].as_array().unwrap().is_empty() {
        assert!(begun.elapsed().as_secs() < 30, "the other program never wrote");
        std::thread::sleep(std::time::Duration::from_millis(20));
    }
    let refused = bench.run(&["restore", "copy", "--replace"]).bad(4);
    assert!(refused.err.contains("open in another program"), "{}", refused.err);
    drop(stdin);
    assert!(other.wait().unwrap().success());
    bench.run(&["restore", "copy", "--replace"]).good();
}
