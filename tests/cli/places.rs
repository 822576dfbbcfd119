//! Where the workspace is, who the reviewer is, and what the settings say.

use std::process::Stdio;

use serde_json::{Value, json};

use super::{Cli, holds, log};

fn setting(cli: &Cli, name: &str, extra: &[(&str, &str)]) -> (Value, Value) {
    let mut command = cli.command(&["config", "--json"]);
    command.envs(extra.iter().copied());
    let lines = super::answer(command.output().unwrap()).good().json();
    let line = lines.into_iter().find(|line| line["setting"] == name).unwrap();
    (line["value"].clone(), line["from"].clone())
}

#[test]
fn an_import_makes_the_workspace_here_and_says_so() {
    let cli = Cli::new();
    let path = cli.write("log.jsonl", &log(2));
    let answer = cli.run(&["import", path.to_str().unwrap()]).good();
    assert!(answer.err.contains(".gemba"), "{}", answer.err);
    assert!(holds(&cli.work().join(".gemba"), "gemba.db"));
    let deep = cli.work().join("a/b");
    std::fs::create_dir_all(&deep).unwrap();
    let mut command = cli.command(&["list", "--json"]);
    let answer = super::answer(command.current_dir(&deep).output().unwrap()).good();
    assert_eq!(answer.json().len(), 2, "found upwards");
    let mut command = cli.command(&["import", path.to_str().unwrap()]);
    let answer = super::answer(command.current_dir(&deep).output().unwrap()).good();
    assert!(
        answer.err.contains(&format!("Into the workspace in {}", cli.work().join(".gemba").display())),
        "{}",
        answer.err
    );
    assert!(!cli.run(&["import", path.to_str().unwrap()]).good().err.contains("Into the workspace"));
}

#[test]
fn a_named_workspace_is_made_where_it_is_named() {
    let cli = Cli::new();
    let path = cli.write("log.jsonl", &log(2));
    let other = cli.home.path().join("elsewhere/deep");
    cli.run(&["import", path.to_str().unwrap(), "--workspace", other.to_str().unwrap()]).good();
    assert!(holds(&other, "gemba.db") && !holds(&cli.work(), ".gemba"));
    let mut command = cli.command(&["list", "--json"]);
    let answer = super::answer(command.env("GEMBA_WORKSPACE", &other).output().unwrap()).good();
    assert_eq!(answer.json().len(), 2);
    cli.run(&["list"]).bad(4);
}

#[test]
fn a_dry_run_and_a_failed_import_leave_no_workspace() {
    let cli = Cli::new();
    let path = cli.write("log.jsonl", &log(2));
    let report = cli.run(&["import", path.to_str().unwrap(), "--dry-run", "--json"]).good().json().remove(0);
    assert_eq!(report["read"], json!(2));
    assert!(!holds(&cli.work(), ".gemba"));
    let broken = cli.write("broken.jsonl", &(log(1) + "{broken\n"));
    cli.run(&["import", broken.to_str().unwrap(), "--strict"]).bad(3);
    assert!(!holds(&cli.work(), ".gemba"), "nothing was stored, so nothing was made");
}

#[test]
fn without_a_workspace_every_command_says_how_to_make_one() {
    let cli = Cli::new();
    for arguments in [&["list"][..], &["show", "abc"], &["verdict", "abc", "pass"], &["modes"], &["stubs"], &["undo"]] {
        assert!(cli.run(arguments).bad(4).err.contains("gemba import"), "{arguments:?}");
    }
    let welcome = cli.run(&[]).good();
    assert!(welcome.out.contains("gemba import FILE") && welcome.out.contains("gemba demo"));
}

#[test]
fn the_reviewer_is_flag_environment_settings_git_then_user() {
    let cli = Cli::new();
    assert_eq!(setting(&cli, "reviewer", &[]), (json!("ana"), json!("$USER")));
    let git = cli.home.path().join("gitconfig");
    std::fs::write(&git, "[user]\n\tname = Git \u{202e}Name\n").unwrap();
    let by_git = [("GIT_CONFIG_GLOBAL", git.to_str().unwrap())];
    assert_eq!(setting(&cli, "reviewer", &by_git), (json!("Git Name"), json!("git")), "cleaned");
    let config = cli.home.path().join("config/gemba");
    std::fs::create_dir_all(&config).unwrap();
    std::fs::write(config.join("config.toml"), "reviewer = 'carl'\n").unwrap();
    assert_eq!(setting(&cli, "reviewer", &by_git), (json!("carl"), json!("user")));
    let both = [by_git[0], ("GEMBA_REVIEWER", "dora")];
    assert_eq!(setting(&cli, "reviewer", &both), (json!("dora"), json!("environment")));
}

#[test]
fn an_unknown_setting_is_refused_with_file_and_nearest() {
    let cli = Cli::with_records(1);
    std::fs::write(cli.work().join(".gemba/config.toml"), "them = 'dark'\n").unwrap();
    let refused = cli.run(&["config"]).bad(2);
    assert!(refused.err.contains("config.toml") && refused.err.contains("`theme`"), "{}", refused.err);
}

#[test]
fn a_mapping_is_saved_and_used_again_by_name() {
    let cli = Cli::new();
    let lines = "{\"a\":{\"q\":\"one\"},\"b\":\"1\"}\n{\"a\":{\"q\":\"two\"},\"b\":\"2\"}\n";
    let first = cli.write("one.jsonl", lines);
    let arguments = ["import", first.to_str().unwrap(), "--map", "input=a.q", "--map", "output=b", "--map-as", "ours"];
    cli.run(&arguments).good();
    assert_eq!((&cli.records()[0]["input"], &cli.records()[0]["output"]), (&json!("one"), &json!("1")));
    let second = cli.write("two.jsonl", "{\"a\":{\"q\":\"three\"},\"b\":\"3\"}\n");
    cli.run(&["import", second.to_str().unwrap(), "--map", "ours"]).good();
    assert_eq!(cli.records()[2]["input"], "three");
    cli.run(&["import", second.to_str().unwrap(), "--map", "theirs"]).bad(2);
}

#[test]
fn a_closed_pipe_ends_quietly() {
    let cli = Cli::with_records(2_000);
    let mut child = cli.command(&["list", "--json"]).spawn().unwrap();
    drop(child.stdout.take());
    let output = child.wait_with_output().unwrap();
    assert_eq!(output.status.code(), Some(0));
    assert!(output.stderr.is_empty(), "{}", String::from_utf8_lossy(&output.stderr));
    let mut child = cli.command(&["man"]).stdout(Stdio::piped()).spawn().unwrap();
    drop(child.stdout.take());
    assert_eq!(child.wait().unwrap().code(), Some(0));
}

#[test]
fn config_lists_what_is_masked_and_where_that_was_set() {
    let cli = Cli::new();
    assert_eq!(setting(&cli, "redact.copies", &[]), (json!("mask"), json!("built in")));
    assert_eq!(setting(&cli, "redact.words", &[]), (json!("none"), json!("built in")));
    let folder = cli.home.path().join("config/gemba");
    std::fs::create_dir_all(&folder).unwrap();
    std::fs::write(folder.join("config.toml"), "[redact]\nwords = ['Heron']\ncopies = 'off'").unwrap();
    assert_eq!(setting(&cli, "redact.words", &[]), (json!("1 word"), json!("user")));
    assert_eq!(setting(&cli, "redact.copies", &[]), (json!("off"), json!("user")));
    assert!(!cli.run(&["config"]).good().out.contains("Heron"), "what is to be hidden is not printed");
}
