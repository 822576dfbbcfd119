//! Where the workspace is, who the reviewer is, and what the settings say.

use std::process::Stdio;

use serde_json::{Value, json};

use super::{Bench, holds, log};

fn setting(bench: &Bench, name: &str, extra: &[(&str, &str)]) -> (Value, Value) {
    let mut command = bench.command(&["config", "--json"]);
    command.envs(extra.iter().copied());
    let lines = super::answer(command.output().unwrap()).good().json();
    let line = lines.into_iter().find(|line| line["setting"] == name).unwrap();
    (line["value"].clone(), line["from"].clone())
}

#[test]
fn an_import_makes_the_workspace_here_and_says_so() {
    let bench = Bench::new();
    let path = bench.write("log.jsonl", &log(2));
    let said = bench.run(&["import", path.to_str().unwrap()]).good();
    assert!(said.err.contains(".gemba"), "{}", said.err);
    assert!(holds(&bench.work().join(".gemba"), "gemba.db"));
    let deep = bench.work().join("a/b");
    std::fs::create_dir_all(&deep).unwrap();
    let mut command = bench.command(&["list", "--json"]);
    let answer = super::answer(command.current_dir(&deep).output().unwrap()).good();
    assert_eq!(answer.json().len(), 2, "found upwards");
}

#[test]
fn a_named_workspace_is_made_where_it_is_named() {
    let bench = Bench::new();
    let path = bench.write("log.jsonl", &log(2));
    let other = bench.home.path().join("elsewhere/deep");
    bench.run(&["import", path.to_str().unwrap(), "--workspace", other.to_str().unwrap()]).good();
    assert!(holds(&other, "gemba.db") && !holds(&bench.work(), ".gemba"));
    let mut command = bench.command(&["list", "--json"]);
    let answer = super::answer(command.env("GEMBA_WORKSPACE", &other).output().unwrap()).good();
    assert_eq!(answer.json().len(), 2);
    bench.run(&["list"]).bad(4);
}

#[test]
fn a_dry_run_and_a_failed_import_leave_no_workspace() {
    let bench = Bench::new();
    let path = bench.write("log.jsonl", &log(2));
    let report = bench.run(&["import", path.to_str().unwrap(), "--dry-run", "--json"]).good().json().remove(0);
    assert_eq!(report["read"], json!(2));
    assert!(!holds(&bench.work(), ".gemba"));
    let broken = bench.write("broken.jsonl", &(log(1) + "{broken\n"));
    bench.run(&["import", broken.to_str().unwrap(), "--strict"]).bad(3);
    assert!(!holds(&bench.work(), ".gemba"), "nothing was stored, so nothing was made");
}

#[test]
fn without_a_workspace_every_command_says_how_to_make_one() {
    let bench = Bench::new();
    for arguments in [&["list"][..], &["show", "abc"], &["verdict", "abc", "pass"], &["modes"], &["stubs"], &["undo"]] {
        assert!(bench.run(arguments).bad(4).err.contains("gemba import"), "{arguments:?}");
    }
    let welcome = bench.run(&[]).good();
    assert!(welcome.out.contains("gemba import FILE") && welcome.out.contains("gemba demo"));
}

#[test]
fn the_reviewer_is_flag_environment_settings_git_then_user() {
    let bench = Bench::new();
    assert_eq!(setting(&bench, "reviewer", &[]), (json!("ana"), json!("$USER")));
    let git = bench.home.path().join("gitconfig");
    std::fs::write(&git, "[user]\n\tname = Git \u{202e}Name\n").unwrap();
    let by_git = [("GIT_CONFIG_GLOBAL", git.to_str().unwrap())];
    assert_eq!(setting(&bench, "reviewer", &by_git), (json!("Git Name"), json!("git")), "cleaned");
    let config = bench.home.path().join("config/gemba");
    std::fs::create_dir_all(&config).unwrap();
    std::fs::write(config.join("config.toml"), "reviewer = 'carl'\n").unwrap();
    assert_eq!(setting(&bench, "reviewer", &by_git), (json!("carl"), json!("user")));
    let both = [by_git[0], ("GEMBA_REVIEWER", "dora")];
    assert_eq!(setting(&bench, "reviewer", &both), (json!("dora"), json!("environment")));
}

#[test]
fn an_unknown_setting_is_refused_with_file_and_nearest() {
    let bench = Bench::with_records(1);
    std::fs::write(bench.work().join(".gemba/config.toml"), "them = 'dark'\n").unwrap();
    let refused = bench.run(&["config"]).bad(2);
    assert!(refused.err.contains("config.toml") && refused.err.contains("`theme`"), "{}", refused.err);
}

#[test]
fn a_mapping_is_saved_and_used_again_by_name() {
    let bench = Bench::new();
    let lines = "{\"a\":{\"q\":\"one\"},\"b\":\"1\"}\n{\"a\":{\"q\":\"two\"},\"b\":\"2\"}\n";
    let first = bench.write("one.jsonl", lines);
    let arguments = ["import", first.to_str().unwrap(), "--map", "input=a.q", "--map", "output=b", "--map-as", "ours"];
    bench.run(&arguments).good();
    assert_eq!((&bench.records()[0]["input"], &bench.records()[0]["output"]), (&json!("one"), &json!("1")));
    let second = bench.write("two.jsonl", "{\"a\":{\"q\":\"three\"},\"b\":\"3\"}\n");
    bench.run(&["import", second.to_str().unwrap(), "--map", "ours"]).good();
    assert_eq!(bench.records()[2]["input"], "three");
    bench.run(&["import", second.to_str().unwrap(), "--map", "theirs"]).bad(2);
}

#[test]
fn a_closed_pipe_ends_quietly() {
    let bench = Bench::with_records(2_000);
    let mut child = bench.command(&["list", "--json"]).spawn().unwrap();
    drop(child.stdout.take());
    let output = child.wait_with_output().unwrap();
    assert_eq!(output.status.code(), Some(0));
    assert!(output.stderr.is_empty(), "{}", String::from_utf8_lossy(&output.stderr));
    let mut child = bench.command(&["man"]).stdout(Stdio::piped()).spawn().unwrap();
    drop(child.stdout.take());
    assert_eq!(child.wait().unwrap().code(), Some(0));
}
