//! What is generated pleases the linters that teams run, with their defaults, and a simple stub is short enough to be read.

use std::fs;
use std::path::Path;
use std::process::Command;

use gemba::domain::{CheckSpec, Slug, Target};
use gemba::stubs::StubSource;

use super::hooks::{four_outcomes, spec};
use super::{corpus, sources, tools};

/// The most lines of code that a reviewer of one simple stub reads, over all files but the cases.
const SIMPLE: usize = 60;

/// A stub of these checks, with a name.
fn stub(name: &str, checks: &[&[&str]]) -> StubSource {
    let specs: Vec<_> = checks.iter().map(|typed| spec(typed)).collect();
    let records = corpus::records(&["{}", "sorry", "[1]", "as an AI"].map(str::to_owned));
    let specs: Vec<&CheckSpec> = specs.iter().collect();
    if checks.iter().any(|typed| typed[0] == "judge") {
        let labels = [false, true, false, true];
        return corpus::labelled(name, &specs, records.into_iter().zip(labels).collect());
    }
    corpus::source(name, &specs, &records)
}

/// Stubs with long names, long texts and every way in which checks stand together.
fn odd() -> Vec<StubSource> {
    let eighty = "x y.".repeat(20);
    let judge: &[&str] = &["judge", "Is it kind?", "--name", "Kind?"];
    let mut todo = four_outcomes();
    todo.checks.clear();
    "todo".clone_into(&mut todo.stem);
    let mut long = stub(&"long name ".repeat(6), &[&["contains", "{"], &["contains", "a"], &["regex", r"^\{"]]);
    long.stem = format!("{}--criterion", long.target.key());
    long.target = Target::Criterion(Slug::of("long"));
    vec![
        todo,
        long,
        stub(&"a b ".repeat(15), &[&["is-json"]]),
        stub(&"middle name of ".repeat(3), &[&["is-json"], judge]),
        stub("only judged", &[judge]),
        stub("eighty", &[&["not-contains", &eighty]]),
        stub(
            "many eighties",
            &[&["contains-any", &eighty, "sorry"], &["not-regex", r"\bsorry"], &["not-regex", "x+y"]],
        ),
        stub(
            "set of all",
            &[
                &["contains-all", "a", "b"],
                &["is-json"],
                &["max-length", "10"],
                &["not-refusal"],
                &["max-length", "--words", "5", "--on", "turns"],
                &["not-contains", "sorry", "--ignore-case"],
                &["numbers-from-input", "--on", "turns"],
                &["starts-with", "as"],
                &["tool-call", "look_up"],
            ],
        ),
    ]
}

/// Runs a linter in a folder; says what it says.
fn lint(out: &Path, words: &[&str]) {
    let Some(program) = tools::tool(&format!("lint/bin/{}", words[0])) else { return };
    let output = Command::new(program).args(&words[1..]).current_dir(out).output().unwrap();
    let said = [output.stdout, output.stderr].concat();
    let said: String = String::from_utf8_lossy(&said).chars().take(4000).collect();
    assert!(output.status.success(), "{words:?} in {}: {said}", out.display());
}

#[test]
fn python_is_clean() {
    for (sources, allows_weak) in [(sources::all(), true), (odd(), true), (odd(), false)] {
        let out = tempfile::tempdir().unwrap();
        tools::write_allowing(allows_weak, out.path(), &sources, &["pytest"]);
        lint(out.path(), &["ruff", "check", "--no-cache", "--isolated", "."]);
        lint(out.path(), &["ruff", "format", "--no-cache", "--isolated", "--check", "--diff", "."]);
        lint(out.path(), &["mypy", "--strict", "--cache-dir", "/dev/null", "."]);
    }
}

/// Lines that are neither blank nor a comment nor a docstring.
fn lines_of_code(text: &str) -> usize {
    let (mut count, mut in_docstring) = (0, false);
    for line in text.lines().map(str::trim) {
        let marks = line.matches("\"\"\"").count();
        if in_docstring || line.starts_with("\"\"\"") {
            in_docstring ^= marks == 1;
            continue;
        }
        count += usize::from(!line.is_empty() && !line.starts_with('#'));
    }
    count
}

#[test]
fn a_simple_stub_is_read_in_a_minute() {
    for typed in [
        &["is-json"][..],
        &["not-contains", "as an AI"],
        &["contains", "refund"],
        &["starts-with", "Dear"],
        &["ends-with", "."],
        &["equals", "no"],
        &["max-length", "400"],
        &["contains-any", "refund", "money back"],
        &["regex", "^Dear"],
    ] {
        let out = tempfile::tempdir().unwrap();
        tools::write(out.path(), &[stub("Simple", &[typed])], &["pytest"]);
        let mut lines = 0;
        for entry in fs::read_dir(out.path()).unwrap().map(|entry| entry.unwrap().path()) {
            if entry.extension().is_some_and(|end| end == "py") {
                lines += lines_of_code(&fs::read_to_string(entry).unwrap());
            }
        }
        assert!(lines <= SIMPLE, "{typed:?}: {lines} lines of code");
    }
}
