//! Folders and patterns of names to import: which files they stand for, what is passed over, what is asked.

use std::os::unix::fs::symlink;

use super::Cli;

const ONE: &str = "{\"input\": \"q1\", \"output\": \"a1\"}\n";
const TWO: &str = "{\"input\": \"q2\", \"output\": \"a2\"}\n";

/// Writes files, with the folders that they are in.
fn with(cli: &Cli, files: &[(&str, &str)]) {
    for (name, text) in files {
        let path = cli.work().join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    }
}

fn outputs(cli: &Cli) -> Vec<String> {
    cli.records().iter().map(|record| record["output"].as_str().unwrap().to_owned()).collect()
}

#[test]
fn a_folder_stands_for_the_logs_in_it_and_what_is_passed_over_is_said() {
    let cli = Cli::new();
    with(
        &cli,
        &[
            ("logs/b.jsonl", TWO),
            ("logs/a/a.jsonl", ONE),
            ("logs/.hidden.jsonl", ONE),
            ("logs/package.json", "{\"name\": \"x\", \"version\": \"1\"}"),
            ("logs/notes.md", "input,output\nq,a\n"),
        ],
    );
    symlink("/etc", cli.work().join("logs/etc")).unwrap();
    symlink(cli.work().join("logs/b.jsonl"), cli.work().join("logs/c.jsonl")).unwrap();
    let said = cli.run(&["import", "logs"]).good();
    assert_eq!(outputs(&cli), ["a1", "a2"], "in the order of their names");
    assert!(said.out.contains("2 files in all: 2 records imported"), "{}", said.out);
    for part in [".hidden.jsonl", "2 files passed over (links)", "package.json", "notes.md"] {
        assert!(said.err.contains(part), "{part} in {}", said.err);
    }
    let json = cli.run(&["import", "logs", "--json"]).good().json().remove(0);
    assert_eq!(json["files"].as_array().unwrap().len(), 2);
    assert_eq!(json["duplicates"], 2);
}

#[test]
fn a_folder_with_its_own_workspace_imports_none_of_what_gemba_made() {
    let cli = Cli::new();
    with(&cli, &[("project/app.jsonl", &format!("{ONE}{{\"input\": \"broken\n"))]);
    let folder = cli.work().join("project");
    let import = || {
        let mut command = cli.command(&["import", "."]);
        super::answer(command.current_dir(&folder).output().unwrap())
    };
    let first = import().good();
    assert!(folder.join(".gemba").is_dir(), "{}", first.err);
    let export = cli.command(&["export"]).current_dir(&folder).output().unwrap();
    std::fs::write(folder.join("export.jsonl"), export.stdout).unwrap();
    let backup = cli.command(&["backup", "copy.db"]).current_dir(&folder).output().unwrap();
    assert!(backup.status.success());
    let again = import().good();
    assert!(again.out.contains("0 imported, 1 duplicates"), "{}", again.out);
    assert!(again.err.contains(".gemba") && again.err.contains("copy.db"), "{}", again.err);
    assert!(again.err.contains("passed over (made by gemba): export.jsonl"), "{}", again.err);
}

#[test]
fn a_pattern_in_quotes_stands_for_the_files_that_it_matches() {
    let cli = Cli::new();
    with(
        &cli,
        &[("logs/app-1.jsonl", ONE), ("logs/app-2.jsonl", TWO), ("logs/deep/app-3.jsonl", ONE), ("logs/x.csv", "a\n")],
    );
    cli.run(&["import", "logs/app-*.jsonl"]).good();
    assert_eq!(outputs(&cli), ["a1", "a2"]);
    let said = cli.run(&["import", "logs/**/app-?.jsonl"]).good();
    assert!(said.out.contains("3 files in all"), "{}", said.out);
    let none = cli.run(&["import", "logs/*.parquet"]).bad(3);
    assert!(none.err.contains("holds no log"), "{}", none.err);
    cli.run(&["import", "nothing.jsonl"]).bad(3);
}

#[test]
fn logs_of_several_formats_in_a_folder_are_asked_about() {
    let cli = Cli::new();
    with(&cli, &[("logs/a.jsonl", ONE), ("logs/b.csv", "question,answer\nq,a\n")]);
    let said = cli.run(&["import", "logs"]).bad(3);
    assert!(
        said.err.contains("2 formats") && said.err.contains("b.csv") && said.err.contains("a.jsonl"),
        "{}",
        said.err
    );
    assert!(!cli.work().join(".gemba").exists(), "nothing was made");
    cli.run(&["import", "logs/a.jsonl", "logs/b.csv"]).good();
    assert_eq!(cli.records().len(), 2);
}

#[test]
fn more_than_a_thousand_files_are_asked_about() {
    let cli = Cli::new();
    std::fs::create_dir(cli.work().join("many")).unwrap();
    for number in 0..1_001 {
        std::fs::write(cli.work().join(format!("many/{number}.jsonl")), "").unwrap();
    }
    let said = cli.run(&["import", "many"]).bad(3);
    assert!(said.err.contains("1,001 files"), "{}", said.err);
    std::fs::create_dir(cli.work().join("empty")).unwrap();
    let said = cli.run(&["import", "empty"]).bad(3);
    assert!(said.err.contains("holds no log"), "{}", said.err);
}

#[test]
fn the_formats_and_what_they_are_packed_in_are_listed() {
    let cli = Cli::new();
    let said = cli.run(&["import", "--formats"]).good();
    for word in ["langfuse", "llm-logs", "inspect", "csv", "sqlite", "parquet", "xlsx", "zip", "folder"] {
        assert!(said.out.lines().any(|line| line.starts_with(word)), "{word} in {}", said.out);
    }
    let json = cli.run(&["import", "--formats", "--json"]).good().json().remove(0);
    assert!(json["formats"].as_array().unwrap().len() > 40);
    assert_eq!(json["containers"][2]["name"], "sqlite");
}
