//! pytest: a test module per stub, a reader of cases, one hook, and a helper for each kind that is no line of Python.
//! Replay marks known-bad cases as strict, expected failures.

use serde_json::{Value, json};

use super::jsonl;
use super::suite::{CiJob, CiTools, Suite, SuiteResults, TestNaming};
use crate::checks::Engine;
use crate::domain::Check;
use crate::domain::result::ResultsFormat;
use crate::stubs::evidence::proof::{Outcome, Proof};
use crate::stubs::evidence::stub_source::{StubSource, StubState};
use crate::stubs::output::out_file::OutFile;
use crate::stubs::output::stub_entry::StubEntry;
use crate::stubs::python::{self, TestModule, docstring, form, with_needed};
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
        run: &[
            "python -m pytest --ignore-glob='*__deepeval.py' --ignore-glob='*__jsonschema.py' --ignore-glob='*__mlflow.py'",
        ],
    }),
    results: Some(SuiteResults {
        format: ResultsFormat::Junit,
        command: Some("pytest --junitxml=results.xml                      # DeepEval and jsonschema too"),
        tests: Some(TestNaming::Pytest { module: "", functions: &[] }),
    }),
};

fn file(stem: &str) -> String {
    format!("test_{}.py", stem.replace('-', "_"))
}

fn write(source: &StubSource, proof: &Proof) -> Vec<OutFile> {
    let red = proof.red(source);
    let module = if red.is_some() { TestModule::empty(source) } else { TestModule::new(source, proof) };
    let (params, needed) = (module.params_file(), with_needed(module.needs()));
    let mut files = vec![OutFile::ours(file(&source.stem), text(module, source, proof)), jsonl::cases(source, proof)];
    files.extend(params);
    files.extend(needed);
    if !proof.judges.is_empty() {
        files.extend(judge::data(source, proof));
        files.extend(run_as_data(source, proof));
    }
    files
}

/// Returns what a suite needs that runs the checks as data: the data, and the helper of each kind.
pub(super) fn run_as_data(source: &StubSource, proof: &Proof) -> Vec<OutFile> {
    let kinds = proof.checks.iter().filter_map(|(check, _)| Some(form(&check.spec.kind)?.function));
    let judge = (!proof.judges.is_empty()).then_some("judge");
    let mut files = with_needed(kinds.chain(["checks"]).chain(judge));
    files.push(check_file(source, proof));
    files
}

/// Returns the checks as `gemba_checks.py` reads them.
fn check_file(source: &StubSource, proof: &Proof) -> OutFile {
    let mut data = data(source, proof);
    for check in data["checks"].as_array_mut().into_iter().flatten() {
        let reads = check["kind"].as_str().and_then(form).map(|form| form.reads.word());
        check["reads"] = reads.into();
    }
    OutFile::ours(format!("checks/{}.python.json", source.stem), ascii::pretty_json(&data))
}

fn shared(entries: &[StubEntry]) -> Vec<OutFile> {
    let is_judged = entries.iter().any(|entry| entry.suite == SUITE.word && !entry.judges.is_empty());
    let mut files = with_needed(["cases"]);
    files.push(hook());
    files.extend(is_judged.then(fixtures));
    files
}

/// Returns the hook, the user's once written.
pub(super) fn hook() -> OutFile {
    OutFile::hook("gemba_hook.py", include_str!("../helpers/gemba_hook.py"))
}

/// Returns the fixtures by which a suite asks the hook and a judge, the user's once written.
pub(super) fn fixtures() -> OutFile {
    OutFile::hook("conftest.py", include_str!("../helpers/conftest.py"))
}

/// Returns whether a stub of the folder carries a rubric.
pub(super) fn has_judges(entries: &[StubEntry]) -> bool {
    entries.iter().any(|entry| !entry.judges.is_empty())
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
    let data_of = |(check, data): &(Check, Value)| {
        let mut data = data.clone();
        if let Some(fields) = data.as_object_mut() {
            fields.insert("check".to_owned(), check.key.as_str().into());
        }
        data
    };
    proof.checks.iter().map(data_of).collect()
}

/// Returns the head of a module that runs the checks as data, and pytest's import.
pub(super) fn head(source: &StubSource, proof: &Proof) -> String {
    format!("{}import pytest\n", module_head::head("#", source, proof))
}

fn text(module: TestModule<'_>, source: &StubSource, proof: &Proof) -> String {
    let (stem, head) = (&source.stem, docstring(source, proof));
    if proof.state == StubState::Todo {
        let defined = python::definition(&format!("test_{}", stem.replace('-', "_")), &[], "None");
        return format!(
            "{head}\nimport pytest\n\n\n@pytest.mark.skip(reason=\"todo: no check yet\")\n{defined}\n    \
             raise NotImplementedError\n"
        );
    }
    let judged: String = proof.judges.iter().enumerate().map(|(place, judge)| judged(stem, place, judge)).collect();
    let weak = weak(&format!("test_{}", stem.replace('-', "_")), source, proof).unwrap_or_default();
    module.text(&head, &weak, &judged)
}

/// Returns the one test of a weak stub, or that which stands beside its replayed cases and is skipped; `None` where the
/// stub is not weak.
pub(super) fn weak(function: &str, source: &StubSource, proof: &Proof) -> Option<String> {
    let words = proof.weak(source)?;
    if proof.allows_weak {
        let skip = python::call("@pytest.mark.skip", &[&format!("reason=\"{words}\"")]);
        let defined = python::definition(&format!("{function}__weak"), &[], "None");
        return Some(format!("\n\n{skip}\n{defined}\n    raise NotImplementedError\n"));
    }
    let failed = python::call_at(4, "pytest.fail", &[&format!("\"{words}\""), "pytrace=False"]);
    Some(format!("\n\n{}\n{failed}\n", python::definition(function, &[], "None")))
}

/// A test for a rubric. Its name ends in `__judge`, by which its results are known again.
fn judged(stem: &str, place: usize, judge: &Check) -> String {
    let (key, constant) = (&judge.key, format!("JUDGE_{place}"));
    let opened = python::call(&format!("{constant} = Judge"), &[&format!("\"{stem}\""), &format!("\"{key}\"")]);
    let name = format!("test_{}__judge", key.as_str().replace('-', "_"));
    let parameters = ["case_id: str", "gemba_generate: Generate", "request: pytest.FixtureRequest"];
    let defined = python::definition(&name, &parameters, "None");
    format!(
        "\n\n{opened}\n\n\n@pytest.mark.parametrize(\"case_id\", {constant}.params())\n{defined}\n    \
         objection = {constant}.objection(case_id, gemba_generate, request)\n    \
         assert objection is None, objection\n"
    )
}
