//! The folder of stubs comes with a workspace: it never leads out of the project, whatever its name or links say.

use std::fs;
use std::os::unix::fs::symlink;

use crate::terminal::screen::{End, Screen};
use crate::terminal::workspace::Workspace;

/// A workspace in a project below the root, with a tag to write a stub for.
fn tagged() -> Workspace {
    let workspace = Workspace::plain(2);
    let id = workspace.json(&["list", "--json"])[0]["id"].as_str().unwrap().to_owned();
    assert!(workspace.run(&["modes", "add", "Bad"]).status.success());
    assert!(workspace.run(&["tag", &id, "Bad"]).status.success());
    workspace
}

fn set(workspace: &Workspace, folder: &str) {
    fs::write(workspace.folder().join("config.toml"), format!("stub_folder = '{folder}'\n")).unwrap();
}

#[test]
fn a_folder_outside_of_the_project_is_refused_in_words() {
    let workspace = tagged();
    let outside = tempfile::tempdir().unwrap();
    let absolute = outside.path().to_str().unwrap();
    symlink(outside.path(), workspace.root().join("link")).unwrap();
    symlink(outside.path().join("nowhere"), workspace.root().join("dangling")).unwrap();
    fs::create_dir(workspace.root().join("inside")).unwrap();
    let folders = ["../x", "inside/../../x", "missing/../../x", absolute, "link", "link/deeper", "dangling", "/"];
    for folder in folders {
        set(&workspace, folder);
        for arguments in [&["stubs"][..], &["stubs", "--dry-run"], &["stubs", "--ci", "github"]] {
            let refused = workspace.run(arguments);
            let said = String::from_utf8_lossy(&refused.stderr).into_owned();
            assert_eq!(refused.status.code(), Some(2), "{folder} {arguments:?}: {said}");
            assert!(said.contains("stub_folder") && said.contains("config.toml"), "{folder}: {said}");
        }
    }
    assert_eq!(fs::read_dir(outside.path()).unwrap().count(), 0, "nothing was written there");
    assert!(!workspace.root().parent().unwrap().join("x").exists());
}

#[test]
fn a_folder_inside_of_the_project_is_taken_and_a_named_one_may_be_anywhere() {
    let workspace = tagged();
    let outside = tempfile::tempdir().unwrap();
    fs::create_dir(workspace.root().join("inside")).unwrap();
    symlink("inside", workspace.root().join("link")).unwrap();
    let whole = workspace.root().join("whole");
    for folder in ["evals", "new/deeper", "inside/../other", "link", whole.to_str().unwrap()] {
        set(&workspace, folder);
        let written = workspace.run(&["stubs"]);
        assert!(written.status.success(), "{folder}: {}", String::from_utf8_lossy(&written.stderr));
    }
    set(&workspace, "../x");
    assert!(workspace.run(&["stubs", "--out", outside.path().to_str().unwrap()]).status.success());
    assert!(fs::read_dir(outside.path()).unwrap().count() > 0);
}

#[test]
fn the_usual_folder_is_refused_too_where_a_link_leads_out() {
    let workspace = tagged();
    let outside = tempfile::tempdir().unwrap();
    symlink(outside.path(), workspace.root().join("evals")).unwrap();
    assert_eq!(workspace.run(&["stubs"]).status.code(), Some(2));
    let mut screen = Screen::start(&workspace, &["review"], 24, 80);
    assert_eq!(screen.end(), End::Exit(2));
    assert!(screen.text().contains("outside of the project"), "{}", screen.text());
    assert_eq!(fs::read_dir(outside.path()).unwrap().count(), 0);
}
