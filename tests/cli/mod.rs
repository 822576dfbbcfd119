//! The program as a shell sees it: the real binary, in a home of its own, its output read as JSON or byte by byte.

mod agreeing;
mod altered;
mod annotators;
mod backups;
mod batches;
mod blindness;
mod check_filters;
mod coding;
mod commands;
mod comparing;
mod contract;
mod corrections;
mod declining;
mod doubts;
mod export;
mod external_ids;
mod feeds;
mod figures;
mod filter_help;
mod folders;
mod grouping;
mod hostile;
mod json_suite;
mod judging;
mod known;
mod labels;
mod map;
mod merging;
mod own_commands;
mod own_keys;
mod places;
mod report;
mod result_names;
mod results;
mod results_round_trip;
mod rubric;
mod runs;
mod searching;
mod sessions;
mod settling;
mod sources;
mod stub_asking;
mod stub_cases;
mod stub_states;
mod today;
mod trouble;

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use serde_json::{Value, json};

/// Every file below a folder, by its path in it.
pub(crate) fn files_below(folder: &Path) -> std::collections::BTreeMap<String, Vec<u8>> {
    let mut found = std::collections::BTreeMap::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(next) = folders.pop() {
        for entry in std::fs::read_dir(next).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else {
                let name = path.strip_prefix(folder).unwrap().to_string_lossy().into_owned();
                found.insert(name, std::fs::read(path).unwrap());
            }
        }
    }
    found
}

/// A home, a working folder in it, and the binary.
pub(crate) struct Cli {
    home: tempfile::TempDir,
}

/// What one run answered.
pub(crate) struct Answer {
    pub(crate) code: i32,
    pub(crate) out: String,
    pub(crate) err: String,
}

impl Answer {
    /// The lines of standard output as JSON.
    pub(crate) fn json(&self) -> Vec<Value> {
        let parse = |line: &str| serde_json::from_str(line).unwrap_or_else(|error| panic!("{error} in {line}"));
        self.out.lines().map(parse).collect()
    }

    /// The run went well.
    #[track_caller]
    pub(crate) fn good(self) -> Self {
        assert_eq!(self.code, 0, "out: {}\nerr: {}", self.out, self.err);
        self
    }

    /// The run failed with this code, in words and without a backtrace.
    #[track_caller]
    fn bad(self, code: i32) -> Self {
        assert_eq!(self.code, code, "out: {}\nerr: {}", self.out, self.err);
        assert!(!self.err.trim().is_empty(), "a failure says why");
        for word in ["panicked", "RUST_BACKTRACE", "internal error", "stack backtrace"] {
            assert!(!self.err.contains(word), "{word} in: {}", self.err);
        }
        self
    }
}

impl Cli {
    pub(crate) fn new() -> Self {
        let home = tempfile::tempdir().unwrap();
        std::fs::create_dir(home.path().join("work")).unwrap();
        Self { home }
    }

    /// One with a workspace of `records` records, `r0`, `r1`, …, judged by nobody; the reviewer is `ana`.
    fn with_records(records: usize) -> Self {
        let cli = Self::new();
        let path = cli.write("log.jsonl", &log(records));
        cli.run(&["import", path.to_str().unwrap()]).good();
        cli
    }

    pub(crate) fn work(&self) -> PathBuf {
        self.home.path().join("work")
    }

    pub(crate) fn write(&self, name: &str, text: &str) -> PathBuf {
        let path = self.work().join(name);
        std::fs::write(&path, text).unwrap();
        path
    }

    pub(crate) fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_gemba"));
        command
            .args(arguments)
            .current_dir(self.work())
            .env_clear()
            .env("PATH", std::env::var_os("PATH").unwrap_or_default())
            .env("HOME", self.home.path())
            .env("XDG_CONFIG_HOME", self.home.path().join("config"))
            .env("XDG_DATA_HOME", self.home.path().join("data"))
            .env("GIT_CONFIG_GLOBAL", "/dev/null")
            .env("GIT_CONFIG_NOSYSTEM", "1")
            .env("USER", "ana")
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        command
    }

    pub(crate) fn run(&self, arguments: &[&str]) -> Answer {
        answer(self.command(arguments).output().unwrap())
    }

    /// Runs with this on standard input.
    fn feed(&self, arguments: &[&str], input: &str) -> Answer {
        let mut child = self.command(arguments).stdin(Stdio::piped()).spawn().unwrap();
        let mut stdin = child.stdin.take().unwrap();
        let input = input.as_bytes().to_vec();
        let writer = std::thread::spawn(move || stdin.write_all(&input));
        let output = child.wait_with_output().unwrap();
        let _ = writer.join().unwrap();
        answer(output)
    }

    /// All records as `list --json` prints them.
    fn records(&self) -> Vec<Value> {
        self.run(&["list", "--json"]).good().json()
    }

    /// The ids of all records, in import order.
    pub(crate) fn ids(&self) -> Vec<String> {
        self.records().iter().map(|record| record["id"].as_str().unwrap().to_owned()).collect()
    }

    /// One record as `show --json` prints it.
    fn show(&self, id: &str) -> Value {
        self.run(&["show", id, "--json"]).good().json().remove(0)
    }
}

fn answer(output: std::process::Output) -> Answer {
    Answer {
        code: output.status.code().unwrap_or(-1),
        out: String::from_utf8(output.stdout).unwrap(),
        err: String::from_utf8(output.stderr).unwrap(),
    }
}

/// A log of so many records.
fn log(records: usize) -> String {
    let line = |number: usize| {
        let record = json!({
            "id": format!("r{number}"), "timestamp": format!("2026-11-20T08:{:02}:00Z", number % 60),
            "model": if number.is_multiple_of(2) { "even-1" } else { "odd-1" },
            "conversation_id": format!("c{}", number / 3), "prompt": format!("Question {number}?"),
            "output": format!("Answer {number}: naïve 👍🏽 text"), "team": "billing",
        });
        format!("{record}\n")
    };
    (0..records).map(line).collect()
}

/// Every key is there, though its value may be `null`.
#[track_caller]
fn has_keys(object: &Value, keys: &[&str]) {
    for key in keys {
        assert!(object.get(key).is_some(), "`{key}` is missing in {object}");
    }
}

/// Whether the folder holds this name.
fn holds(folder: &Path, name: &str) -> bool {
    folder.join(name).symlink_metadata().is_ok()
}
