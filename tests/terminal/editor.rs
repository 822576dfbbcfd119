//! `$EDITOR`: whatever it does to the text or to the terminal, the screen comes back and nothing is lost.

use std::os::unix::fs::PermissionsExt;
use std::path::PathBuf;

use rustix::process::Signal;

use super::screen::{End, Screen};
use super::workspace::Workspace;

/// An editor made of a shell script; `$1` is the file.
fn editor(workspace: &Workspace, script: &str) -> PathBuf {
    let path = workspace.root().join("my editor.sh");
    std::fs::write(&path, format!("#!/bin/sh\n{script}\n")).unwrap();
    std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o755)).unwrap();
    path
}

/// Opens the note of the first record in an editor.
fn edit(workspace: &Workspace, script: &str) -> Screen {
    let path = editor(workspace, script);
    let quoted = format!("'{}'", path.display());
    let mut screen = Screen::start_with(workspace, &["review"], 24, 80, &[("EDITOR", &quoted), ("VISUAL", "")]);
    screen.until("Question number 001");
    screen.send("N");
    screen
}

/// Waits until the screen has the terminal again.
fn come_back(screen: &Screen) {
    let entered = |bytes: &[u8]| bytes.windows(8).filter(|window| *window == b"\x1b[?1049h").count() >= 2;
    screen.wait_bytes("the screen again", 0, entered);
}

fn leave(mut screen: Screen) {
    screen.send("j");
    screen.until("Question number 002");
    screen.send("q");
    assert_eq!(screen.end(), End::Exit(0));
    screen.assert_given_back();
}

/// After a failure the text is still there to go on with; Esc puts it away.
fn still_open(mut screen: Screen) {
    screen.send("\x1b");
    screen.until("p pass");
    leave(screen);
}

fn notes(workspace: &Workspace) -> Vec<String> {
    let judged = workspace.judged();
    let notes = judged.iter().flat_map(|record| record["notes"].as_array().unwrap().clone());
    notes.map(|note| note["text"].as_str().unwrap().to_owned()).collect()
}

fn leftovers(workspace: &Workspace) -> Vec<PathBuf> {
    let Ok(entries) = std::fs::read_dir(workspace.folder().join("tmp")) else { return Vec::new() };
    entries.map(|entry| entry.unwrap().path()).collect()
}

#[test]
fn what_the_editor_wrote_becomes_the_note() {
    let workspace = Workspace::plain(3);
    let screen = edit(&workspace, "printf 'made up a policy\\nand a price\\n' > \"$1\"");
    screen.until("made up a policy");
    screen.until("saved");
    leave(screen);
    assert_eq!(notes(&workspace), ["made up a policy\nand a price"]);
    assert_eq!(leftovers(&workspace), Vec::<PathBuf>::new());
}

#[test]
fn an_editor_that_fails_changes_nothing() {
    let workspace = Workspace::plain(3);
    let screen = edit(&workspace, "echo lost > \"$1\"; exit 1");
    screen.until("ended with 1");
    still_open(screen);
    assert!(notes(&workspace).is_empty());
}

#[test]
fn an_editor_that_is_missing_changes_nothing() {
    let workspace = Workspace::plain(3);
    let mut screen = Screen::start_with(&workspace, &["review"], 24, 80, &[("VISUAL", "/no/such/editor")]);
    screen.until("Question number 001");
    screen.send("N");
    screen.until("could not be started");
    still_open(screen);
    assert!(notes(&workspace).is_empty());
}

#[test]
fn an_editor_that_empties_the_text_leaves_no_note() {
    let workspace = Workspace::plain(3);
    let screen = edit(&workspace, ": > \"$1\"");
    come_back(&screen);
    leave(screen);
    assert!(notes(&workspace).is_empty());
}

#[test]
fn an_editor_that_wrecks_the_terminal_is_cleaned_up_after() {
    let workspace = Workspace::plain(3);
    let screen = edit(&workspace, "printf 'cleaned up' > \"$1\"; stty raw -echo; printf '\\033[?1049h\\033[5;1Hjunk'");
    screen.until("cleaned up");
    screen.until_gone("junk");
    screen.until("saved");
    leave(screen);
    assert_eq!(notes(&workspace), ["cleaned up"]);
}

#[test]
fn the_keys_typed_in_the_editor_are_the_editors() {
    let workspace = Workspace::plain(5);
    let mut screen = edit(&workspace, "echo ready; read -r line; printf '%s' \"$line\" > \"$1\"");
    screen.until("ready");
    screen.send("pppp quite wrong\r");
    screen.until("pppp quite wrong");
    screen.until("saved");
    leave(screen);
    assert_eq!(notes(&workspace), ["pppp quite wrong"]);
    let verdicts: usize = workspace.judged().iter().map(|record| record["verdicts"].as_array().unwrap().len()).sum();
    assert_eq!(verdicts, 0, "the editor's keys judged");
}

#[test]
fn a_signal_while_the_editor_is_open_ends_both() {
    let workspace = Workspace::plain(3);
    let mut screen = edit(&workspace, "echo ready; exec sleep 60");
    screen.until("ready");
    screen.signal(Signal::TERM);
    assert!(matches!(screen.end(), End::Signal(name) if name.starts_with("Terminated")));
    assert_eq!(leftovers(&workspace), Vec::<PathBuf>::new());
}

#[test]
fn ctrl_j_in_a_note_is_a_line_end_and_enter_saves_it() {
    let workspace = Workspace::plain(3);
    let mut screen = Screen::start(&workspace, &["review"], 24, 80);
    screen.until("Question number 001");
    screen.send("n");
    screen.until("ctrl-j");
    screen.send("one\ntwo");
    screen.until("two");
    screen.send("\r");
    screen.until_gone("ctrl-j");
    leave(screen);
    assert_eq!(notes(&workspace), ["one\ntwo"]);
}
