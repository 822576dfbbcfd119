//! The README's first sitting, done as it is written: its commands are typed into a shell, its keys at the screen.

use std::path::Path;
use std::time::Duration;

use portable_pty::CommandBuilder;

use super::screen::Screen;
use super::workspace::{PROGRAM, Workspace};

const README: &str = include_str!("../../README.md");
/// What the shell shows when it waits.
const PROMPT: &str = "ready>";

/// Returns language and text of each fenced block of a section.
fn blocks(section: &str) -> Vec<(String, String)> {
    let heading = format!("\n## {section}\n");
    let (_, text) = README.split_once(&heading).unwrap();
    let text = text.split("\n## ").next().unwrap();
    let fenced = text.split("```").skip(1).step_by(2);
    fenced
        .map(|block| {
            let (language, body) = block.split_once('\n').unwrap();
            (language.to_owned(), body.to_owned())
        })
        .collect()
}

#[test]
fn a_newcomer_who_types_the_blocks_of_the_readme_reaches_the_end_of_a_session() {
    let elsewhere = Workspace::plain(1);
    let clone = tempfile::tempdir().unwrap();
    let samples = Path::new(env!("CARGO_MANIFEST_DIR")).join("sample-data");
    std::os::unix::fs::symlink(samples, clone.path().join("sample-data")).unwrap();
    let mut shell = CommandBuilder::new("sh");
    shell.arg("-i");
    let prompt = format!("{PROMPT} ");
    let mut screen = Screen::spawn(&elsewhere, shell, 24, 80, &[("PS1", &prompt), ("ENV", "")]);
    screen.until(PROMPT);
    // What was built stands in for building it.
    screen.send(&format!(
        "cd '{}'; unset GEMBA_WORKSPACE; cargo() {{ shift 3; '{PROGRAM}' \"$@\"; }}; clear\n",
        clone.path().display()
    ));
    screen.wait("an empty screen", |text| text.trim() == PROMPT);
    let shell_is_back = |bytes: &[u8]| String::from_utf8_lossy(bytes).contains(PROMPT);
    let mut ended = false;
    for (language, body) in blocks("A first sitting") {
        if language == "keys" {
            for key in body.split_whitespace() {
                let (before, mark) = (screen.text(), screen.mark());
                screen.send(key);
                if key == "q" {
                    screen.wait_bytes("the shell's prompt", mark, shell_is_back);
                } else {
                    screen.wait("what the key does", |text| text != before);
                }
            }
            if !ended {
                screen.until("Every record of this session is judged, deferred or declined.");
                // What is typed in the first moments was meant for the record.
                std::thread::sleep(Duration::from_millis(350));
                ended = true;
            }
            continue;
        }
        assert_eq!(language, "sh");
        for line in body.lines() {
            let mark = screen.mark();
            screen.send(&format!("{line}\n"));
            let command = line.split(" #").next().unwrap().trim();
            if command.contains(" review ") {
                screen.until("0/10");
            } else {
                screen.wait_bytes("the end of the command", mark, shell_is_back);
            }
            if command.ends_with("session summary") {
                let text = screen.text();
                assert!(text.contains("1 failed without a mode") || text.contains("deferred"), "{text}");
            }
        }
    }
    assert!(ended);
    screen.send("clear; ls -A\n");
    screen.wait("what is left", |text| text.contains("sample-data") && !text.contains(".gemba"));
}
