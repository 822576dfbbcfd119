//! A workspace that another user made is read and never written.

use std::fs;
use std::os::unix::fs::{MetadataExt, lchown};
use std::path::Path;
use std::process::{Command, Output, Stdio};

use crate::terminal::screen::{End, Screen};
use crate::terminal::workspace::{PROGRAM, Workspace};

/// The number of a user that is neither root nor whoever runs the tests.
const OTHER: u32 = 54_321;

/// A workspace of another user; `None`, said, where the tests may not make one.
fn foreign() -> Option<Workspace> {
    if !rustix::process::geteuid().is_root() {
        eprintln!("skipped: only root may give files away");
        return None;
    }
    let workspace = Workspace::plain(2);
    give_away(&workspace.folder());
    Some(workspace)
}

fn give_away(folder: &Path) {
    for entry in fs::read_dir(folder).unwrap() {
        lchown(entry.unwrap().path(), Some(OTHER), Some(OTHER)).unwrap();
    }
    lchown(folder, Some(OTHER), Some(OTHER)).unwrap();
}

fn said(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

fn run_as(workspace: &Workspace, sudo_uid: &str, arguments: &[&str]) -> Output {
    let mut command = Command::new(PROGRAM);
    command.args(arguments).current_dir(workspace.root()).env_clear().envs(workspace.environment());
    command.env("SUDO_UID", sudo_uid).stdin(Stdio::null()).output().unwrap()
}

/// The names, owners and sizes of what is in the folder.
fn contents(folder: &Path) -> Vec<(String, u32, u64)> {
    let mut all: Vec<_> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| {
            let entry = entry.unwrap();
            let found = entry.metadata().unwrap();
            (entry.file_name().into_string().unwrap(), found.uid(), found.size())
        })
        .collect();
    all.sort();
    all
}

#[test]
fn a_workspace_of_another_user_is_read_and_says_so() {
    let Some(workspace) = foreign() else { return };
    let before = contents(&workspace.folder());
    for arguments in [&["list"][..], &["modes"], &["checks", "run"], &["stats"], &["export", "--out", "out.jsonl"]] {
        let read = workspace.run(arguments);
        assert_eq!(read.status.code(), Some(0), "{arguments:?}: {}", said(&read));
        assert!(
            said(&read).contains("belongs to another user") && said(&read).contains("only read"),
            "{}",
            said(&read)
        );
    }
    assert_eq!(contents(&workspace.folder()), before, "nothing was made or changed in it");
    good_copy(&workspace);
}

/// A backup of it makes a workspace of one's own.
fn good_copy(workspace: &Workspace) {
    assert!(workspace.run(&["backup", "copy.gemba"]).status.success());
    let own = workspace.root().join("own");
    let restored = workspace.run(&["restore", "copy.gemba", "--workspace", own.to_str().unwrap()]);
    assert!(restored.status.success(), "{}", said(&restored));
    assert!(workspace.run(&["modes", "add", "Bad", "--workspace", own.to_str().unwrap()]).status.success());
}

#[test]
fn writing_a_workspace_of_another_user_ends_with_4() {
    let Some(workspace) = foreign() else { return };
    let before = contents(&workspace.folder());
    let id = workspace.json(&["list", "--json"])[0]["id"].as_str().unwrap().to_owned();
    let log = workspace.root().join("log.jsonl");
    assert!(workspace.run(&["backup", "copy.gemba"]).status.success());
    for arguments in [
        &["verdict", &id, "pass"][..],
        &["modes", "add", "Bad"],
        &["import", log.to_str().unwrap()],
        &["undo"],
        &["doctor", "--rebuild"],
        &["restore", "copy.gemba", "--replace"],
    ] {
        let refused = workspace.run(arguments);
        assert_eq!(refused.status.code(), Some(4), "{arguments:?}: {}", said(&refused));
        assert!(said(&refused).contains("another user") && said(&refused).contains("chown"), "{}", said(&refused));
    }
    assert_eq!(contents(&workspace.folder()), before);
}

#[test]
fn no_workspace_is_made_in_a_folder_of_another_user() {
    let Some(workspace) = foreign() else { return };
    let theirs = workspace.root().join("theirs");
    fs::create_dir(&theirs).unwrap();
    lchown(&theirs, Some(OTHER), Some(OTHER)).unwrap();
    let log = workspace.root().join("log.jsonl");
    let refused = workspace.run(&["import", log.to_str().unwrap(), "--workspace", theirs.to_str().unwrap()]);
    assert_eq!(refused.status.code(), Some(4));
    assert!(said(&refused).contains("--workspace"), "{}", said(&refused));
    assert!(contents(&theirs).is_empty());
}

#[test]
fn one_file_of_another_user_is_enough() {
    let Some(workspace) = foreign() else { return };
    lchown(workspace.folder(), Some(0), Some(0)).unwrap();
    assert_eq!(workspace.run(&["modes", "add", "Bad"]).status.code(), Some(4), "its database is still theirs");
    lchown(workspace.folder().join("gemba.db"), Some(0), Some(0)).unwrap();
    assert_eq!(workspace.run(&["modes", "add", "Bad"]).status.code(), Some(0));
}

#[test]
fn under_sudo_the_callers_workspace_is_ones_own() {
    let Some(workspace) = foreign() else { return };
    let own = run_as(&workspace, &OTHER.to_string(), &["modes", "add", "Bad"]);
    assert_eq!(own.status.code(), Some(0), "{}", said(&own));
    for wrong in ["12345", "", "x"] {
        assert_eq!(run_as(&workspace, wrong, &["modes", "add", "Worse"]).status.code(), Some(4), "{wrong:?}");
    }
}

#[test]
fn the_screen_reads_it_and_refuses_a_judgement_in_words() {
    let Some(workspace) = foreign() else { return };
    let before = contents(&workspace.folder());
    let mut screen = Screen::start(&workspace, &["review"], 24, 120);
    screen.until("Question number 001");
    screen.until("(only read)");
    screen.send("jq");
    assert_eq!(screen.end(), End::Exit(0), "reading ends with 0");
    let mut screen = Screen::start(&workspace, &["review"], 24, 120);
    screen.until("Question number 001");
    screen.send("p");
    screen.until("another user");
    screen.send("q");
    screen.end();
    screen.assert_given_back();
    assert_eq!(contents(&workspace.folder()), before);
}
