//! `review` over a file that others append to, a named pipe and a program: records come while one looks.

use std::fs::OpenOptions;
use std::io::Write as _;
use std::path::Path;
use std::process::Command;

use rustix::process::Signal;

use super::screen::{End, Screen};
use super::workspace::Workspace;

fn line(number: usize) -> String {
    serde_json::json!({"id": number, "input": format!("Live {number:03}?"), "output": "Answered."}).to_string() + "\n"
}

fn append(path: &Path, text: &str) {
    OpenOptions::new().append(true).create(true).open(path).unwrap().write_all(text.as_bytes()).unwrap();
}

#[test]
fn a_followed_file_fills_the_queue_and_the_place_stays() {
    let workspace = Workspace::plain(1);
    let path = workspace.root().join("app.jsonl");
    append(&path, &line(1));
    append(&path, &line(2));
    let mut screen = Screen::start(&workspace, &["review", "--follow", "app.jsonl"], 24, 80);
    screen.until("Live 001?");
    screen.until("0/2 ");
    screen.until("following app.jsonl: 2 records");
    screen.send("j");
    screen.until("Live 002?");
    append(&path, &line(3)[..20]);
    append(&path, &line(3)[20..]);
    let shown = screen.until("0/3 ");
    assert!(shown.contains("Live 002?"), "{shown}");
    std::fs::rename(&path, workspace.root().join("app.jsonl.1")).unwrap();
    append(&path, &line(4));
    let shown = screen.until("0/4 ");
    assert!(shown.contains("Live 002?"), "{shown}");
    screen.send("p");
    screen.until("Live 003?");
    screen.send("q");
    assert_eq!(screen.end(), End::Exit(0));
    screen.assert_given_back();
    assert_eq!(workspace.judged().len(), 1);
    // Killed in the midst, and once more from the beginning: nothing is there twice.
    let mut screen = Screen::start(&workspace, &["review", "--follow", "app.jsonl"], 24, 80);
    screen.until("Live 003?");
    append(&path, &line(5));
    screen.until("/5 ");
    screen.signal(Signal::KILL);
    screen.end();
    assert!(workspace.run(&["doctor"]).status.success());
    assert_eq!(workspace.json(&["list", "source:app", "--json", "--limit", "100"]).len(), 5);
}

#[test]
fn a_named_pipe_is_shown_while_it_is_written() {
    let workspace = Workspace::plain(1);
    let path = workspace.root().join("pipe");
    assert!(Command::new("mkfifo").arg(&path).status().unwrap().success());
    let mut screen = Screen::start(&workspace, &["review", "pipe"], 24, 80);
    screen.until("reading pipe");
    let mut writer = OpenOptions::new().write(true).open(&path).unwrap();
    writer.write_all(line(1).as_bytes()).unwrap();
    screen.until("Live 001?");
    screen.until("0/1 ");
    writer.write_all(line(2).as_bytes()).unwrap();
    screen.until("0/2 ");
    drop(writer);
    screen.until("2 new records");
    screen.send("q");
    assert_eq!(screen.end(), End::Exit(0));
}

#[test]
fn a_program_that_is_reviewed_ends_with_the_screen_and_garbles_nothing() {
    let workspace = Workspace::plain(1);
    let script = format!("printf '%s' '{}'; echo GARBLE >&2; sleep 300 & echo $! > child; wait", line(1));
    let arguments = ["review", "--exec", "sh", "-c", &script];
    let mut screen = Screen::start(&workspace, &arguments, 24, 80);
    screen.until("Live 001?");
    assert!(!screen.text().contains("GARBLE"));
    let pid = std::fs::read_to_string(workspace.root().join("child")).unwrap();
    screen.send("q");
    assert_eq!(screen.end(), End::Exit(0));
    let stat = std::fs::read_to_string(format!("/proc/{}/stat", pid.trim())).unwrap_or_default();
    assert!(stat.is_empty() || stat.contains(") Z"), "what it started still runs: {stat}");
    // One that fails says so on the screen and afterwards; what was shown stays.
    let failing = ["review", "--exec", "sh", "-c", &format!("printf '%s' '{}'; echo gone >&2; exit 4", line(2))];
    let mut screen = Screen::start(&workspace, &failing, 24, 80);
    screen.until("0/2 ");
    screen.until("`sh` ended with 4: gone");
    screen.send("q");
    assert_eq!(screen.end(), End::Exit(3));
}

#[test]
fn a_program_that_asks_on_the_terminal_is_ended_and_named() {
    let workspace = Workspace::plain(1);
    for script in ["read secret < /dev/tty", "exec >&-; stty -echo < /dev/tty"] {
        let mut screen = Screen::start(&workspace, &["import", "--exec", "sh", "-c", script], 24, 80);
        screen.until("`sh` asked for the terminal, which it cannot have here.");
        assert_eq!(screen.end(), End::Exit(3));
    }
    // Over a screen too, behind what came before.
    let script = format!("printf '%s\\n' '{}'; read secret < /dev/tty", line(1).trim());
    let mut screen = Screen::start(&workspace, &["review", "--exec", "sh", "-c", &script], 24, 80);
    screen.until("Live 001?");
    screen.until("asked for the terminal");
    screen.send("q");
    assert_eq!(screen.end(), End::Exit(3));
}

#[test]
fn a_reading_that_leaving_stops_says_what_is_kept_and_what_cannot_be_gone_on_with() {
    let workspace = Workspace::plain(1);
    let script = format!("printf '%s\\n' '{}'; sleep 300", line(1).trim());
    let mut screen = Screen::start(&workspace, &["review", "--exec", "sh", "-c", &script], 24, 80);
    screen.until("Live 001?");
    screen.send("q");
    assert_eq!(screen.end(), End::Exit(0));
    let said = screen.text();
    assert!(said.contains("The reading was stopped; what was read is stored."), "{said}");
    assert!(!said.contains("reads the rest"), "{said}");
}
