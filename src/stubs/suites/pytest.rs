//! pytest: a test module per stub, one helper, one hook. Replay marks known-bad cases as strict, expected failures.

use serde_json::{Value, json};

use super::jsonl;
use super::suite::{CiJob, CiTools, Suite, SuiteResults, TestNaming};
use crate::checks::Engine;
use crate::domain::result::ResultsFormat;
use crate::stubs::evidence::proof::{Outcome, Proof};
use crate::stubs::evidence::stub_source::{StubSource, StubState};
use crate::stubs::output::out_file::OutFile;
use crate::stubs::output::stub_entry::StubEntry;
use crate::stubs::{ascii, judge, module_head};

pub(super) const SUITE: Suite = Suite {
    word: "pytest",
    help: "A pytest module per mode or criterion; run with `pytest`.",
    engine: Some(Engine::Python),
    file,
    write,
    shared,
    run: Some("pytest"),
    ci: Some(CiJob {
        tools: CiTools::Python,
        install: "python -m pip install pytest==9.2.0",
        subfolder: "",
        environment: &[],
        run: &["python -m pytest --ignore-glob='*__deepeval.py' --ignore-glob='*__jsonschema.py'"],
    }),
    results: Some(SuiteResults {
        format: ResultsFormat::Junit,
        command: Some("pytest --junitxml=results.xml                      # DeepEval and jsonschema too"),
        tests: Some(TestNaming::Pytest { module: "", functions: &[] }),
    }),
};

/// The helper's text.
pub(super) const HELPER: &str = include_str!("../helpers/gemba_checks.py");

fn file(stem: &str) -> String {
    format!("test_{}.py", stem.replace('-', "_"))
}

fn write(source: &StubSource, proof: &Proof) -> Vec<OutFile> {
    vec![
        OutFile::ours(file(&source.stem), module(source, proof)),
        check_file(source, proof),
        jsonl::cases(source, proof),
    ]
    .into_iter()
    .chain(judge::data(source, proof))
    .collect()
}

/// Returns what the Python helper reads.
pub(super) fn check_file(source: &StubSource, proof: &Proof) -> OutFile {
    OutFile::ours(format!("checks/{}.python.json", source.stem), ascii::pretty_json(&data(source, proof)))
}

pub(super) fn shared(entries: &[StubEntry]) -> Vec<OutFile> {
    let mut files = vec![
        OutFile::ours("gemba_checks.py", HELPER),
        OutFile::hook("conftest.py", include_str!("../helpers/conftest.py")),
    ];
    if has_judges(entries) {
        files.push(judge_helper());
    }
    files
}

/// Returns whether a stub of the folder carries a rubric.
pub(super) fn has_judges(entries: &[StubEntry]) -> bool {
    entries.iter().any(|entry| !entry.judges.is_empty())
}

/// Returns what hands cases to a judge in Python.
pub(super) fn judge_helper() -> OutFile {
    OutFile::ours("gemba_judge.py", include_str!("../helpers/gemba_judge.py"))
}

/// Returns what the helper reads: the checks, and which cases need a mark.
pub(super) fn data(source: &StubSource, proof: &Proof) -> Value {
    let ids = |outcome| -> Vec<String> { proof.with(source, outcome).map(|case| case.record.id.to_string()).collect() };
    json!({
        "stub": source.stem,
        "checks": check_data(proof),
        "missed": ids(Outcome::Missed),
        "wrongly_rejected": ids(Outcome::WronglyRejected),
    })
}

/// Returns the checks as a helper reads them.
fn check_data(proof: &Proof) -> Vec<Value> {
    let data_of = |(check, data): &(crate::domain::Check, Value)| {
        let mut data = data.clone();
        if let Some(fields) = data.as_object_mut() {
            fields.insert("check".to_owned(), check.key.as_str().into());
        }
        data
    };
    proof.checks.iter().map(data_of).collect()
}

/// Returns the head of a module, and pytest's import.
pub(super) fn head(source: &StubSource, proof: &Proof) -> String {
    format!("{}import pytest\n", module_head::head("#", source, proof))
}

fn module(source: &StubSource, proof: &Proof) -> String {
    let (stem, function) = (&source.stem, source.stem.replace('-', "_"));
    let head = head(source, proof);
    if proof.state == StubState::Todo {
        return format!(
            "{head}\n\n@pytest.mark.skip(reason=\"todo: no check for {stem} yet\")\ndef test_{function}():\n    \
             raise NotImplementedError\n"
        );
    }
    let judged = judged(source, proof);
    if proof.checks.is_empty() {
        return format!("{head}{judged}");
    }
    format!(
        "{head}\nimport gemba_checks\n\nSUITE = gemba_checks.Suite(\"{stem}\")\n\n\n\
         @pytest.mark.parametrize(\"case_id\", SUITE.params())\n\
         def test_{function}(case_id, gemba_generate):\n    \
         objections = SUITE.objections(case_id, gemba_generate)\n    \
         assert not objections, \"; \".join(objections)\n{judged}"
    )
}

/// A test for each rubric. Its name ends in `__judge`, by which its results are known again.
fn judged(source: &StubSource, proof: &Proof) -> String {
    let stem = &source.stem;
    let test = |(place, check): (usize, &crate::domain::Check)| {
        let (key, function) = (&check.key, check.key.as_str().replace('-', "_"));
        format!(
            "\n\nJUDGE_{place} = gemba_judge.Judge(\"{stem}\", \"{key}\")\n\n\n\
             @pytest.mark.parametrize(\"case_id\", JUDGE_{place}.params())\n\
             def test_{function}__judge(case_id, gemba_generate, request):\n    \
             objection = JUDGE_{place}.objection(case_id, gemba_generate, request)\n    \
             assert objection is None, objection\n"
        )
    };
    let tests: String = proof.judges.iter().enumerate().map(test).collect();
    if tests.is_empty() { tests } else { format!("\nimport gemba_judge  # noqa: E402\n{tests}") }
}
