//! A program that a workspace names is started only where the user allowed it, as it was when it was allowed.

use std::fs;
use std::os::unix::fs::{PermissionsExt, symlink};
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use serde_json::Value;

use crate::terminal::screen::{End, Screen};
use crate::terminal::workspace::{PROGRAM, Workspace};

/// A workspace whose one check starts `sh judge.sh`, which leaves a file named `started`.
fn planted() -> Workspace {
    let workspace = Workspace::plain(2);
    write(&workspace, "judge.sh", "touch started; exit 1\n");
    good(&workspace, &["modes", "add", "Bad"]);
    let id = workspace.json(&["list", "--json"])[0]["id"].as_str().unwrap().to_owned();
    good(&workspace, &["tag", &id, "Bad"]);
    good(&workspace, &["checks", "add", "--mode", "Bad", "command", "--", "sh", "judge.sh"]);
    workspace
}

fn write(workspace: &Workspace, name: &str, text: &str) {
    fs::write(workspace.root().join(name), text).unwrap();
}

fn good(workspace: &Workspace, arguments: &[&str]) {
    let output = workspace.run(arguments);
    assert!(output.status.success(), "{arguments:?}: {}", said(&output));
}

fn said(output: &Output) -> String {
    format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr))
}

/// Runs a command of the workspace in this folder, with more in its environment.
fn run_in(workspace: &Workspace, folder: &Path, arguments: &[&str], extra: &[(&str, &str)]) -> Output {
    let mut command = Command::new(PROGRAM);
    command.args(arguments).current_dir(folder).env_clear().envs(workspace.environment());
    command.env_remove("GEMBA_WORKSPACE").envs(extra.iter().copied()).stdin(Stdio::null()).output().unwrap()
}

/// Whether `checks run` starts the program; what it said.
fn starts_in(workspace: &Workspace, folder: &Path, extra: &[(&str, &str)]) -> (bool, String) {
    let marker = folder.join("started");
    let _ = fs::remove_file(&marker);
    let output = run_in(workspace, folder, &["checks", "run"], extra);
    assert!(output.status.success(), "{}", said(&output));
    (marker.exists(), said(&output))
}

fn starts(workspace: &Workspace) -> (bool, String) {
    starts_in(workspace, workspace.root(), &[])
}

/// Answers the questions of `gemba trust` on a terminal, and returns what it showed.
fn answer(workspace: &Workspace, answers: &[&str]) -> String {
    let mut screen = Screen::start(workspace, &["trust"], 40, 200);
    for (count, answer) in answers.iter().enumerate() {
        screen.wait("the question", |text| text.matches("Allow it from now on").count() > count);
        screen.send(&format!("{answer}\r"));
    }
    assert_eq!(screen.end(), End::Exit(0), "{}", screen.text());
    screen.text()
}

fn trusted() -> Workspace {
    let workspace = planted();
    assert!(answer(&workspace, &["y"]).contains("Allowed."));
    assert!(starts(&workspace).0);
    workspace
}

fn trust_file(workspace: &Workspace) -> PathBuf {
    workspace.root().join("home/.config/gemba/trust.json")
}

fn state(workspace: &Workspace) -> Value {
    workspace.json(&["trust", "--json"]).remove(0)
}

#[test]
fn nothing_is_started_before_the_user_allowed_it_and_gates_say_so() {
    let workspace = planted();
    let (started, said_so) = starts(&workspace);
    assert!(!started && said_so.contains("not run") && said_so.contains("gemba trust"), "{said_so}");
    let gate = workspace.run(&["align", "--fail-under", "0.1"]);
    assert_eq!(gate.status.code(), Some(1));
    assert!(
        said(&gate).contains("bad-command was not run") && said(&gate).contains("never allowed"),
        "{}",
        said(&gate)
    );
    assert!(!workspace.root().join("started").exists());
}

#[test]
fn on_a_terminal_the_user_is_shown_what_would_run_and_asked() {
    let workspace = planted();
    let shown = answer(&workspace, &["n"]);
    for expected in ["on mode bad", "sh judge.sh", "judge.sh", "never allowed"] {
        assert!(shown.contains(expected), "{expected}: {shown}");
    }
    assert!(!starts(&workspace).0, "no is no");
    answer(&workspace, &[""]);
    assert!(!starts(&workspace).0, "Enter alone is no");
    answer(&workspace, &["y"]);
    assert!(starts(&workspace).0);
    let aligned = workspace.json(&["align", "--json"]);
    assert_eq!(aligned[0]["coverage"], 1.0, "a gate has figures again");
    assert!(said(&workspace.run(&["trust"])).contains("It is allowed."));
}

#[test]
fn a_script_is_never_asked() {
    let workspace = planted();
    let piped = workspace.run_with(&["trust"], "y\ny\n");
    assert_eq!(piped.status.code(), Some(2));
    assert!(said(&piped).contains("--allow-commands"), "{}", said(&piped));
    assert!(!starts(&workspace).0);
    for arguments in [&["checks", "run", "--allow-commands"][..], &["align", "--allow-commands"]] {
        let _ = fs::remove_file(workspace.root().join("started"));
        good(&workspace, arguments);
        assert!(workspace.root().join("started").exists(), "{arguments:?}");
    }
    assert!(!starts(&workspace).0, "allowed for one run only");
    assert!(!trust_file(&workspace).exists());
}

#[test]
fn the_environment_allows_one_run_with_1_and_with_nothing_else() {
    let workspace = planted();
    for word in ["true", "yes", "0", "11", " 1", ""] {
        let (started, said_so) = starts_in(&workspace, workspace.root(), &[("GEMBA_ALLOW_COMMANDS", word)]);
        assert!(!started, "{word:?}");
        assert!(word.is_empty() || said_so.contains("only 1 does"), "{said_so}");
    }
    assert!(starts_in(&workspace, workspace.root(), &[("GEMBA_ALLOW_COMMANDS", "1")]).0);
}

#[test]
fn a_workspace_cannot_allow_its_own_programs() {
    let workspace = planted();
    fs::write(workspace.folder().join("config.toml"), "allow_commands = true\n").unwrap();
    let (started, said_so) = starts(&workspace);
    assert!(!started && said_so.contains("`allow_commands`") && said_so.contains("allows nothing"), "{said_so}");
    assert!(said(&workspace.run(&["config"])).contains("allows nothing"));
    // Nor does a file of the user's allow it for every workspace that comes along.
    fs::remove_file(workspace.folder().join("config.toml")).unwrap();
    let of_user = workspace.root().join("home/.config/gemba");
    fs::create_dir_all(&of_user).unwrap();
    fs::write(of_user.join("config.toml"), "allow_commands = true\n").unwrap();
    let refused = workspace.run(&["checks", "run"]);
    assert_eq!(refused.status.code(), Some(2));
    assert!(said(&refused).contains("gemba trust"), "{}", said(&refused));
    // And a copy of the user's file that lies in the workspace is not looked at.
    fs::remove_file(of_user.join("config.toml")).unwrap();
    answer(&workspace, &["y"]);
    fs::rename(trust_file(&workspace), workspace.folder().join("trust.json")).unwrap();
    assert!(!starts(&workspace).0);
}

#[test]
fn an_edited_script_is_asked_about_anew() {
    let workspace = trusted();
    write(&workspace, "judge.sh", "touch started; exit 0\n");
    let (started, said_so) = starts(&workspace);
    assert!(!started && said_so.contains("judge.sh is changed since it was allowed"), "{said_so}");
    assert_eq!(state(&workspace)["state"], "files-changed");
    assert_eq!(state(&workspace)["changes"][0]["name"], "judge.sh");
    let shown = answer(&workspace, &["y"]);
    assert!(shown.contains("judge.sh   changed since it was allowed"), "{shown}");
    assert!(starts(&workspace).0);
    write(&workspace, "judge.sh", "touch started; exit 1\n");
    assert!(!starts(&workspace).0, "what was allowed before is not allowed any more");
}

#[test]
fn a_script_that_only_now_appears_is_asked_about() {
    let workspace = planted();
    fs::remove_file(workspace.root().join("judge.sh")).unwrap();
    answer(&workspace, &["y"]);
    write(&workspace, "judge.sh", "touch started\n");
    let (started, said_so) = starts(&workspace);
    assert!(!started && said_so.contains("judge.sh is new"), "{said_so}");
}

#[test]
fn an_edited_argument_list_is_asked_about_anew() {
    let workspace = trusted();
    good(&workspace, &["checks", "edit", "bad-command", "command", "--", "sh", "judge.sh", "--strict"]);
    let (started, said_so) = starts(&workspace);
    assert!(!started && said_so.contains("these arguments"), "{said_so}");
    let shown = answer(&workspace, &["y"]);
    assert!(shown.contains("sh judge.sh --strict") && shown.contains("other arguments: sh judge.sh"), "{shown}");
    assert!(starts(&workspace).0);
}

#[test]
fn a_moved_or_copied_workspace_is_asked_about_anew() {
    let workspace = trusted();
    let other = workspace.root().join("other");
    fs::create_dir(&other).unwrap();
    fs::rename(workspace.folder(), other.join(".gemba")).unwrap();
    fs::copy(workspace.root().join("judge.sh"), other.join("judge.sh")).unwrap();
    let (started, said_so) = starts_in(&workspace, &other, &[]);
    assert!(!started && said_so.contains("it was allowed for the workspace"), "{said_so}");
    fs::rename(other.join(".gemba"), workspace.folder()).unwrap();
    assert!(starts(&workspace).0, "back at its place it is allowed");
}

#[test]
fn a_link_to_the_same_workspace_is_the_same_workspace() {
    let workspace = trusted();
    let link = workspace.root().join("link");
    fs::create_dir(&link).unwrap();
    symlink(workspace.folder(), link.join(".gemba")).unwrap();
    let _ = fs::remove_file(workspace.root().join("started"));
    assert!(run_in(&workspace, &link, &["checks", "run"], &[]).status.success());
    assert!(workspace.root().join("started").exists());
}

#[test]
fn what_is_allowed_is_listed_and_taken_back() {
    let workspace = trusted();
    let listed = workspace.json(&["trust", "--list", "--json"]);
    assert_eq!((listed.len(), &listed[0]["command"][1]), (1, &Value::from("judge.sh")));
    assert_eq!(
        listed[0]["workspace"].as_str().unwrap(),
        fs::canonicalize(workspace.folder()).unwrap().to_str().unwrap()
    );
    assert!(said(&workspace.run(&["trust", "--list"])).contains("sh judge.sh"));
    assert_eq!(workspace.json(&["trust", "--revoke", "--json", "another-check"])[0]["revoked"], 0);
    assert!(starts(&workspace).0);
    assert_eq!(workspace.json(&["trust", "--revoke", "--json"])[0]["revoked"], 1);
    assert!(!starts(&workspace).0);
    answer(&workspace, &["y"]);
    good(&workspace, &["trust", "--revoke", "--all"]);
    assert!(workspace.json(&["trust", "--list", "--json"]).is_empty());
}

#[test]
fn what_is_allowed_is_kept_private_and_counts_only_while_nobody_else_can_write_it() {
    let workspace = trusted();
    let file = trust_file(&workspace);
    let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
    assert_eq!((mode(&file), mode(file.parent().unwrap())), (0o600, 0o700));
    fs::set_permissions(&file, fs::Permissions::from_mode(0o666)).unwrap();
    let (started, said_so) = starts(&workspace);
    assert!(!started && said_so.contains("written by other users"), "{said_so}");
}

#[test]
fn what_would_run_is_shown_without_acting_on_the_terminal() {
    let workspace = planted();
    let odd = "echo \u{1b}]0;pwned\u{7} \u{202e}";
    good(&workspace, &["checks", "edit", "bad-command", "command", "--", "sh", "-c", odd]);
    let mut screen = Screen::start(&workspace, &["trust"], 40, 200);
    screen.until("Allow it from now on");
    assert!(screen.text().contains("␛]0;pwned␇ <RLO>"), "{}", screen.text());
    screen.send("n\r");
    assert_eq!(screen.end(), End::Exit(0));
    screen.assert_given_back();
    let json = String::from_utf8(workspace.run(&["trust", "--json"]).stdout).unwrap();
    assert!(!json.contains('\u{1b}') && json.contains("\\u001b"), "{json}");
}

#[test]
fn a_script_that_changes_while_the_checks_run_is_not_started_again() {
    let workspace = planted();
    let ids: Vec<String> =
        workspace.json(&["list", "--json"]).iter().map(|record| record["id"].as_str().unwrap().to_owned()).collect();
    good(&workspace, &["tag", &ids[1], "Bad"]);
    write(&workspace, "judge.sh", "echo >> runs; echo '# more' >> judge.sh; exit 1\n");
    answer(&workspace, &["y"]);
    let (_, said_so) = starts(&workspace);
    assert!(said_so.contains("was changed while the checks ran"), "{said_so}");
    assert_eq!(fs::read_to_string(workspace.root().join("runs")).unwrap().lines().count(), 1);
}

#[test]
fn a_signal_ends_the_program_that_was_started_and_gemba_with_it() {
    let workspace = planted();
    write(&workspace, "judge.sh", "touch started; sleep 3; touch late; exit 1\n");
    let mut screen = Screen::start(&workspace, &["checks", "run", "--allow-commands"], 24, 80);
    let marker = workspace.root().join("started");
    while !marker.exists() {
        std::thread::sleep(std::time::Duration::from_millis(10));
    }
    screen.signal(rustix::process::Signal::INT);
    assert!(matches!(screen.end(), End::Signal(name) if name.starts_with("Interrupt")));
    std::thread::sleep(std::time::Duration::from_millis(3200));
    assert!(!workspace.root().join("late").exists());
}

#[test]
fn a_screen_starts_nothing_even_where_it_is_allowed() {
    let workspace = trusted();
    fs::remove_file(workspace.root().join("started")).unwrap();
    let mut screen = Screen::start(&workspace, &["review"], 24, 80);
    screen.until("Question number");
    screen.send("gk");
    screen.until("commands are not run from a screen");
    screen.send("q");
    screen.end();
    assert!(!workspace.root().join("started").exists());
}
