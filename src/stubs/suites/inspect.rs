//! Inspect AI: a task per stub that replays the recorded outputs and scores them over the Python helper.
//!
//! Inspect ends with 0 whatever the scores are, so the shared module is a gate too.

use super::suite::{CiJob, CiTools, Suite, SuiteResults};
use super::{jsonl, pytest};
use crate::checks::Engine;
use crate::domain::result::ResultsFormat;
use crate::stubs::evidence::proof::{Outcome, Proof};
use crate::stubs::evidence::stub_source::StubSource;
use crate::stubs::output::out_file::OutFile;
use crate::stubs::output::stub_entry::StubEntry;
use crate::stubs::{judge, module_head};

pub(super) const SUITE: Suite = Suite {
    word: "inspect",
    help: "An Inspect AI task per mode or criterion; run with `inspect eval --model none`.",
    engine: Some(Engine::Python),
    file,
    write,
    shared,
    run: Some("inspect eval inspect_*__task.py --model none --log-dir logs && python gemba_inspect.py logs"),
    ci: Some(CiJob {
        tools: CiTools::Python,
        install: "python -m pip install inspect-ai==0.3.285",
        subfolder: "",
        environment: &[],
        run: &[
            "inspect eval . --model none --display plain --max-tasks 1 --log-dir \"$RUNNER_TEMP/logs\"",
            "python gemba_inspect.py \"$RUNNER_TEMP/logs\"",
        ],
    }),
    results: Some(SuiteResults {
        format: ResultsFormat::Inspect,
        command: Some("inspect eval inspect_*__task.py --model none --log-format json --log-dir logs"),
        tests: None,
    }),
};

fn file(stem: &str) -> String {
    format!("inspect_{}__task.py", stem.replace('-', "_"))
}

/// A stub that judges nothing appears only in the manifest: a task without samples is an error.
fn write(source: &StubSource, proof: &Proof) -> Vec<OutFile> {
    let mut files = Vec::new();
    let is_judged = |(_, outcome): &(usize, Outcome)| *outcome != Outcome::Missed || proof.red(source).is_some();
    if !proof.checks.is_empty() && proof.cases.iter().any(is_judged) {
        files.push(OutFile::ours(file(&source.stem), module(source, proof)));
    }
    if proof.judges.iter().any(|_| proof.cases.iter().any(|(at, _)| !proof.examples.contains(at))) {
        files.push(OutFile::ours(judge_file(&source.stem), judged(source, proof)));
        files.extend(judge::data(source, proof));
    }
    if !files.is_empty() {
        files.push(jsonl::cases(source, proof));
        files.extend(pytest::run_as_data(source, proof));
    }
    files
}

/// Inspect passes by folders that begin so, unless they are named: a rubric is asked on demand only.
fn judge_file(stem: &str) -> String {
    format!("_judges/{}.py", stem.replace('-', "_"))
}

/// A task for each rubric.
fn judged(source: &StubSource, proof: &Proof) -> String {
    let stem = &source.stem;
    let mut text = format!(
        "{}import pathlib\nimport sys\n\nsys.path.insert(0, str(pathlib.Path(__file__).parent.parent))\n\n\
         import gemba_inspect_judge  # noqa: E402\nfrom inspect_ai import task  # noqa: E402\n",
        module_head::head("#", source, proof),
    );
    text.extend(proof.judges.iter().map(|check| {
        let (key, function) = (&check.key, check.key.as_str().replace('-', "_"));
        format!("\n\n@task\ndef gemba_{function}():\n    return gemba_inspect_judge.task(\"{stem}\", \"{key}\")\n")
    }));
    text
}

fn shared(entries: &[StubEntry]) -> Vec<OutFile> {
    if entries.iter().all(|entry| entry.suite != SUITE.word || entry.files.is_empty()) {
        return Vec::new();
    }
    let mut files = vec![
        OutFile::ours("gemba_inspect.py", include_str!("../helpers/gemba_inspect.py")),
        OutFile::hook("inspect_hook.py", include_str!("../helpers/inspect_hook.py")),
    ];
    if pytest::has_judges(entries) {
        files.push(OutFile::ours("gemba_inspect_judge.py", include_str!("../helpers/gemba_inspect_judge.py")));
    }
    files
}

fn module(source: &StubSource, proof: &Proof) -> String {
    let (stem, function) = (&source.stem, source.stem.replace('-', "_"));
    let name = if proof.allows_weak { "replayed_although" } else { "weak" };
    let weak = proof.weak(source).map(|words| format!(", {name}=\"{words}\"")).unwrap_or_default();
    format!(
        "{}import gemba_inspect\nfrom inspect_ai import task\n\n\n\
         @task\ndef gemba_{function}():\n    return gemba_inspect.task(\"{stem}\"{weak})\n",
        module_head::head("#", source, proof),
    )
}
