//! Another program holds the workspace: the screen says so, loses nothing that was saved, and can always be left.

use std::os::unix::fs::PermissionsExt;
use std::time::{Duration, Instant};

use rusqlite::Connection;
use rustix::process::Signal;

use super::screen::{End, Screen};
use super::workspace::Workspace;

/// A connection that holds the lock until it is dropped.
fn hold(workspace: &Workspace) -> Connection {
    let connection = Connection::open(gemba::store::database(&workspace.folder())).unwrap();
    connection.execute_batch("BEGIN IMMEDIATE").unwrap();
    connection
}

fn open(workspace: &Workspace) -> Screen {
    let screen = Screen::start(workspace, &["review"], 24, 80);
    screen.until("Question number 001");
    screen.until("saved");
    screen
}

#[test]
fn leaving_waits_for_the_last_write_and_says_so() {
    let workspace = Workspace::plain(3);
    let mut screen = open(&workspace);
    let lock = hold(&workspace);
    screen.send("p");
    screen.until("saving");
    screen.send("q");
    screen.until("Saving");
    drop(lock);
    assert_eq!(screen.end(), End::Exit(0));
    screen.assert_given_back();
    assert_eq!(workspace.judged().len(), 1);
}

#[test]
fn what_could_not_be_saved_is_said_in_words_and_by_the_exit_code() {
    let workspace = Workspace::plain(3);
    let mut screen = open(&workspace);
    let lock = hold(&workspace);
    screen.send("p");
    screen.until("saving");
    screen.send("q");
    assert_eq!(screen.end(), End::Exit(4));
    screen.assert_given_back();
    drop(lock);
    assert!(workspace.judged().is_empty());
}

#[test]
fn a_program_that_is_read_ends_also_where_the_last_write_cannot_be_saved() {
    let workspace = Workspace::plain(1);
    let line = r#"{"input": "Live?", "output": "Answered."}"#;
    let script = format!("printf '%s\\n' '{line}'; sleep 300 & echo $! > child; wait");
    let mut screen = Screen::start(&workspace, &["review", "--exec", "sh", "-c", &script], 24, 80);
    screen.until("Live?");
    screen.until("saved");
    let lock = hold(&workspace);
    screen.send("p");
    screen.until("saving");
    screen.send("q");
    assert_eq!(screen.end(), End::Exit(4));
    drop(lock);
    let pid = std::fs::read_to_string(workspace.root().join("child")).unwrap();
    let stat = std::fs::read_to_string(format!("/proc/{}/stat", pid.trim())).unwrap_or_default();
    assert!(stat.is_empty() || stat.contains(") Z"), "what it started still runs: {stat}");
    assert!(screen.text().contains("The reading was stopped"), "{}", screen.text());
}

#[test]
fn a_second_signal_does_not_wait() {
    let workspace = Workspace::plain(3);
    let mut screen = open(&workspace);
    let _lock = hold(&workspace);
    screen.send("p");
    screen.until("saving");
    let mark = screen.mark();
    screen.signal(Signal::TERM);
    screen.wait_bytes("its farewell", mark, |bytes| bytes.windows(8).any(|window| window == b"\x1b[?1049l"));
    let asked = Instant::now();
    screen.signal(Signal::TERM);
    assert!(matches!(screen.end(), End::Signal(name) if name.starts_with("Terminated")));
    // The store alone would wait five seconds for the lock.
    assert!(asked.elapsed() < Duration::from_secs(3), "it waited {:?}", asked.elapsed());
    screen.assert_given_back();
}

#[test]
fn a_workspace_that_cannot_be_written_can_still_be_read() {
    if rustix::process::geteuid().is_root() {
        eprintln!("skipped: root may write anything");
        return;
    }
    let workspace = Workspace::plain(3);
    let writable = |mode| std::fs::set_permissions(workspace.folder(), std::fs::Permissions::from_mode(mode)).unwrap();
    writable(0o500);
    let mut screen = Screen::start(&workspace, &["review"], 24, 80);
    screen.until("Question number 001");
    screen.send("j");
    screen.until("Question number 002");
    screen.send("q");
    assert_eq!(screen.end(), End::Exit(0), "reading ends with 0");
    writable(0o700);
    screen.assert_given_back();
}
