//! Inspect AI: a task per stub that replays the recorded outputs and scores them over the Python helper.
//!
//! Inspect ends with 0 whatever the scores are, so the shared module is a gate too.

use super::merge::OutFile;
use super::plan::{Outcome, Proof, Source};
use super::{Entry, Suite, jsonl, judge, pytest};
use crate::checks::Engine;

pub(super) const SUITE: Suite = Suite {
    word: "inspect",
    help: "An Inspect AI task per mode or criterion; run with `inspect eval --model none`.",
    engine: Some(Engine::Python),
    file,
    write,
    shared,
};

fn file(stem: &str) -> String {
    format!("inspect_{}__task.py", stem.replace('-', "_"))
}

/// A stub that judges nothing appears only in the manifest: a task without samples is an error.
fn write(source: &Source, proof: &Proof) -> Vec<OutFile> {
    let mut files = Vec::new();
    if !proof.checks.is_empty() && proof.cases.iter().any(|(_, outcome)| *outcome != Outcome::Missed) {
        files.push(OutFile::ours(file(&source.stem), module(source, proof)));
    }
    if proof.judges.iter().any(|_| proof.cases.iter().any(|(at, _)| !proof.examples.contains(at))) {
        files.push(OutFile::ours(judge_file(&source.stem), judged(source, proof)));
        files.extend(judge::data(source, proof));
    }
    if !files.is_empty() {
        files.extend([pytest::check_file(source, proof), jsonl::cases(source, proof)]);
    }
    files
}

/// Inspect passes by folders that begin so, unless they are named: a rubric is asked on demand only.
fn judge_file(stem: &str) -> String {
    format!("_judges/{}.py", stem.replace('-', "_"))
}

/// A task for each rubric.
fn judged(source: &Source, proof: &Proof) -> String {
    let stem = &source.stem;
    let mut text = format!(
        "# Written by gemba from the {} `{}`. Change it if you like: gemba never writes over a changed file.\n\
         # {}: {}\nimport pathlib\nimport sys\n\nsys.path.insert(0, str(pathlib.Path(__file__).parent.parent))\n\n\
         import gemba_inspect_judge  # noqa: E402\nfrom inspect_ai import task  # noqa: E402\n",
        source.target.word(),
        source.target.key(),
        proof.state.word(),
        proof.words(),
    );
    text.extend(proof.judges.iter().map(|check| {
        let (key, function) = (&check.key, check.key.as_str().replace('-', "_"));
        format!("\n\n@task\ndef gemba_{function}():\n    return gemba_inspect_judge.task(\"{stem}\", \"{key}\")\n")
    }));
    text
}

fn shared(entries: &[Entry]) -> Vec<OutFile> {
    if entries.iter().all(|entry| entry.suite != SUITE.word || entry.files.is_empty()) {
        return Vec::new();
    }
    let mut files = vec![
        OutFile::ours("gemba_checks.py", pytest::HELPER),
        OutFile::ours("gemba_inspect.py", include_str!("helpers/gemba_inspect.py")),
        OutFile::hook("inspect_hook.py", include_str!("helpers/inspect_hook.py")),
    ];
    if pytest::has_judges(entries) {
        files.push(pytest::judge_helper());
        files.push(OutFile::ours("gemba_inspect_judge.py", include_str!("helpers/gemba_inspect_judge.py")));
    }
    files
}

fn module(source: &Source, proof: &Proof) -> String {
    let (stem, function) = (&source.stem, source.stem.replace('-', "_"));
    format!(
        "# Written by gemba from the {} `{}`. Change it if you like: gemba never writes over a changed file.\n\
         # {}: {}\nimport gemba_inspect\nfrom inspect_ai import task\n\n\n\
         @task\ndef gemba_{function}():\n    return gemba_inspect.task(\"{stem}\")\n",
        source.target.word(),
        source.target.key(),
        proof.state.word(),
        proof.words(),
    )
}
