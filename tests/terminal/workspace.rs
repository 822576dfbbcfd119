//! A throw-away workspace with records of one's own, made and read by the real program.

use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use serde_json::Value;
use tempfile::TempDir;

/// The program under test.
pub(crate) const PROGRAM: &str = env!("CARGO_BIN_EXE_gemba");

/// A workspace, and a home that knows no settings.
pub(crate) struct Workspace {
    root: TempDir,
}

impl Workspace {
    /// One without records.
    pub(crate) fn empty() -> Self {
        let workspace = Self { root: tempfile::tempdir().unwrap() };
        std::fs::create_dir(workspace.root.path().join("home")).unwrap();
        workspace
    }

    /// One record for each pair of question and answer.
    pub(crate) fn of(pairs: &[(String, String)]) -> Self {
        let workspace = Self::empty();
        let log = workspace.root.path().join("log.jsonl");
        let mut file = std::fs::File::create(&log).unwrap();
        for (index, (input, output)) in pairs.iter().enumerate() {
            let line = serde_json::json!({"id": format!("r{index}"), "input": input, "output": output});
            writeln!(file, "{line}").unwrap();
        }
        drop(file);
        let imported = workspace.run(&["import", log.to_str().unwrap(), "--json"]);
        assert!(imported.status.success(), "import failed: {}", String::from_utf8_lossy(&imported.stderr));
        workspace
    }

    /// `count` plain records, `Question number 001` and so on.
    pub(crate) fn plain(count: usize) -> Self {
        let pair = |n| (format!("Question number {n:03}"), format!("The answer to {n:03} is plain."));
        Self::of(&(1..=count).map(pair).collect::<Vec<_>>())
    }

    /// Records of which no two answers are alike, so that each has a place of its own in a sample.
    pub(crate) fn unlike(count: usize) -> Self {
        let pair = |n| (format!("Question number {n:03}"), format!("It is {}.", "so ".repeat(n)));
        Self::of(&(1..=count).map(pair).collect::<Vec<_>>())
    }

    /// The folder that holds the workspace, the home and the log.
    pub(crate) fn root(&self) -> &Path {
        self.root.path()
    }

    /// The workspace itself.
    pub(crate) fn folder(&self) -> PathBuf {
        self.root.path().join(".gemba")
    }

    /// The whole environment that the program sees, and nothing of the tester's.
    pub(crate) fn environment(&self) -> Vec<(String, String)> {
        let text = |path: PathBuf| path.to_str().unwrap().to_owned();
        let home = text(self.root.path().join("home"));
        vec![
            ("PATH".into(), std::env::var("PATH").unwrap_or_else(|_| "/usr/bin:/bin".into())),
            ("HOME".into(), home),
            ("USER".into(), "ana".into()),
            ("LANG".into(), "C.UTF-8".into()),
            ("TERM".into(), "xterm-256color".into()),
            ("GEMBA_WORKSPACE".into(), text(self.folder())),
            ("EDITOR".into(), "false".into()),
        ]
    }

    /// Runs a command to its end, without a terminal.
    pub(crate) fn run(&self, arguments: &[&str]) -> Output {
        self.run_with(arguments, "")
    }

    /// Runs a command to its end, with this on its standard input.
    pub(crate) fn run_with(&self, arguments: &[&str], input: &str) -> Output {
        let mut child = Command::new(PROGRAM)
            .args(arguments)
            .current_dir(self.root.path())
            .env_clear()
            .envs(self.environment())
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        drop(child.stdin.take().unwrap().write_all(input.as_bytes()));
        child.wait_with_output().unwrap()
    }

    /// Runs a command that must succeed and gives its JSON lines.
    pub(crate) fn json(&self, arguments: &[&str]) -> Vec<Value> {
        let output = self.run(arguments);
        assert!(output.status.success(), "{arguments:?} failed: {}", String::from_utf8_lossy(&output.stderr));
        let text = String::from_utf8(output.stdout).unwrap();
        text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
    }

    /// The records that have something in one of the lists of judgements, as `list --json` tells them.
    pub(crate) fn judged(&self) -> Vec<Value> {
        let has = |record: &Value| {
            ["verdicts", "tags", "notes", "grades"]
                .iter()
                .any(|list| record[list].as_array().is_some_and(|l| !l.is_empty()))
        };
        self.json(&["list", "--json", "--limit", "100000"]).into_iter().filter(has).collect()
    }
}
