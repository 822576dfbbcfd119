//! Every fixture through the real program: what it stored, what it asked, what it doubted, in a few lines each.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::sync::Mutex;

use serde_json::Value;

use crate::cli::Cli;

/// Files that are made into a log first.
const SOURCES: [&str; 2] = ["sql", "md"];

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/ingest/formats")
}

fn line(text: &str) -> String {
    let line = text.replace('\n', "⏎");
    if line.chars().count() <= 100 { line } else { line.chars().take(99).chain(['…']).collect() }
}

/// Returns what one file became.
fn imported(path: &Path) -> String {
    let cli = Cli::new();
    let answer = cli.run(&["import", path.to_str().unwrap()]);
    let mut said = String::new();
    if answer.code != 0 {
        let why = answer.err.lines().find(|line| line.starts_with("gemba: ")).unwrap_or_default();
        let _ = writeln!(said, "  ends with {}: {}", answer.code, line(&without_folder(why)));
    }
    for doubt in answer.out.lines().chain(answer.err.lines()).filter(|line| line.trim_start().starts_with("doubt: ")) {
        let _ = writeln!(said, "  {}", line(doubt.trim()));
    }
    let export = cli.run(&["export"]);
    for record in export.out.lines().map(|line| serde_json::from_str::<Value>(line).unwrap()) {
        if record.get("messages").is_some() {
            said += &rendered(&record);
        }
    }
    said
}

fn without_folder(text: &str) -> String {
    text.replace(&format!("{}/", folder().display()), "")
}

fn rendered(record: &Value) -> String {
    let text = |value: &Value| value.as_str().map_or_else(|| value.to_string(), str::to_owned);
    let turns = record["messages"].as_array().unwrap();
    let is_asked = |turn: &&Value| turn["role"] == "user" && turn["after_output"].is_null();
    let asked = turns.iter().rev().find(is_asked).map(|turn| text(&turn["content"]));
    let roles: Vec<&str> = turns.iter().filter_map(|turn| turn["role"].as_str()?.get(..1)).collect();
    let mut said = format!("  - [{}] {}\n", roles.concat(), line(&asked.unwrap_or_default()));
    let parts = record["output_parts"].as_array().map_or(0, Vec::len);
    let more = if parts == 0 { String::new() } else { format!(" (and {parts} parts)") };
    let _ = writeln!(said, "    > {}{more}", line(&text(&record["output"])));
    let mut facts = String::new();
    for key in
        ["external_id", "conversation", "time", "model", "expected", "finish_reason", "latency_ms", "cost", "error"]
    {
        if !record[key].is_null() {
            let _ = write!(facts, " {key}={}", line(&text(&record[key])));
        }
    }
    for (name, key) in [("in", "in"), ("out", "out")] {
        if !record["tokens"][key].is_null() {
            let _ = write!(facts, " tokens_{name}={}", record["tokens"][key]);
        }
    }
    if !facts.is_empty() {
        let _ = writeln!(said, "   {facts}");
    }
    for judged in record["meta"]["feedback"].as_array().into_iter().flatten() {
        let of = |key: &str| if judged[key].is_null() { String::new() } else { format!(" {}", text(&judged[key])) };
        let _ = writeln!(said, "    judged {}:{}{}{}", text(&judged["name"]), of("score"), of("label"), of("comment"));
    }
    let names: Vec<&String> = record["meta"].as_object().into_iter().flatten().map(|(key, _)| key).collect();
    let names: Vec<&str> = names.into_iter().map(String::as_str).filter(|name| *name != "feedback").collect();
    if !names.is_empty() {
        let _ = writeln!(said, "    beside: {}", line(&names.join(", ")));
    }
    said
}

#[test]
fn every_fixture_comes_in_as_its_golden_says() {
    let mut paths: Vec<PathBuf> = std::fs::read_dir(folder()).unwrap().map(|entry| entry.unwrap().path()).collect();
    let is_log =
        |path: &PathBuf| path.is_file() && !SOURCES.iter().any(|end| path.extension().is_some_and(|it| it == *end));
    paths.retain(is_log);
    paths.sort();
    let (left, found) = (Mutex::new(paths.clone()), Mutex::new(Vec::new()));
    std::thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| {
                while let Some(path) = { left.lock().unwrap().pop() } {
                    let said = imported(&path);
                    found.lock().unwrap().push((path, said));
                }
            });
        }
    });
    let mut found = found.into_inner().unwrap();
    found.sort();
    let mut all = String::new();
    for (path, said) in found {
        let _ = write!(all, "{}\n{said}\n", path.file_name().unwrap().to_str().unwrap());
    }
    let golden = folder().join("read/imported.txt");
    if std::env::var_os("GEMBA_UPDATE").is_some() {
        std::fs::write(&golden, &all).unwrap();
    }
    let known = std::fs::read_to_string(&golden).unwrap_or_default();
    let sections = |text: &str| text.split("\n\n").map(str::to_owned).collect::<Vec<String>>();
    let (now, then) = (sections(&all), sections(&known));
    let changed: Vec<&String> = now.iter().filter(|section| !then.contains(section)).collect();
    assert!(
        changed.is_empty() && now.len() == then.len(),
        "not as in imported.txt (GEMBA_UPDATE=1 writes it anew): {changed:#?}"
    );
}
