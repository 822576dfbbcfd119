//! Inspect AI: a task per stub that replays the recorded outputs and scores them over the Python helper.
//!
//! Inspect ends with 0 whatever the scores are, so the shared module is a gate too.

use super::merge::OutFile;
use super::plan::{Outcome, Proof, Source, State};
use super::{Entry, Suite, jsonl, pytest};
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
    if proof.state == State::Todo || proof.cases.iter().all(|(_, outcome)| *outcome == Outcome::Missed) {
        return Vec::new();
    }
    vec![
        OutFile::ours(file(&source.stem), module(source, proof)),
        pytest::check_file(source, proof),
        jsonl::cases(source, proof),
    ]
}

fn shared(entries: &[Entry]) -> Vec<OutFile> {
    if entries.iter().all(|entry| entry.suite != SUITE.word || entry.files.is_empty()) {
        return Vec::new();
    }
    vec![
        OutFile::ours("gemba_checks.py", pytest::HELPER),
        OutFile::ours("gemba_inspect.py", include_str!("helpers/gemba_inspect.py")),
        OutFile::hook("inspect_hook.py", include_str!("helpers/inspect_hook.py")),
    ]
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
