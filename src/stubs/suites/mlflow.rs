//! `MLflow`: a test module per stub, each case an evaluated row in the run of `@mlflow.test`; marks and hook are those of
//! pytest. Offline: what is recorded goes to a store of files unless the user has named another.

use super::suite::{CiJob, CiTools, Suite, SuiteResults, TestNaming};
use super::{jsonl, pytest};
use crate::checks::Engine;
use crate::domain::result::ResultsFormat;
use crate::stubs::evidence::proof::Proof;
use crate::stubs::evidence::stub_source::StubSource;
use crate::stubs::output::out_file::OutFile;
use crate::stubs::output::stub_entry::StubEntry;

pub(super) const SUITE: Suite = Suite {
    word: "mlflow",
    help: "A module of `@mlflow.test` per mode or criterion; run with `pytest -p mlflow.pytest.plugin`.",
    engine: Some(Engine::Python),
    file,
    write,
    shared,
    run: Some("MLFLOW_DISABLE_TELEMETRY=true pytest -p mlflow.pytest.plugin test_*__mlflow.py"),
    ci: Some(CiJob {
        tools: CiTools::Python,
        install: "python -m pip install pytest==9.2.0 mlflow==3.17.2",
        subfolder: "",
        environment: &[("MLFLOW_DISABLE_TELEMETRY", "true")],
        run: &["python -m pytest -p mlflow.pytest.plugin test_*__mlflow.py"],
    }),
    results: Some(SuiteResults {
        format: ResultsFormat::Junit,
        command: None,
        tests: Some(TestNaming::Pytest { module: "__mlflow", functions: &["_mlflow"] }),
    }),
};

/// Returns a name that no pytest module has: no stem has this ending.
fn file(stem: &str) -> String {
    format!("test_{}__mlflow.py", stem.replace('-', "_"))
}

fn write(source: &StubSource, proof: &Proof) -> Vec<OutFile> {
    let mut files = vec![OutFile::ours(file(&source.stem), module(source, proof))];
    if !proof.checks.is_empty() {
        files.push(jsonl::cases(source, proof));
        files.extend(pytest::run_as_data(source, proof));
    }
    files
}

fn shared(_: &[StubEntry]) -> Vec<OutFile> {
    let helper = OutFile::ours("gemba_mlflow.py", include_str!("../helpers/gemba_mlflow.py"));
    vec![pytest::hook(), pytest::fixtures(), helper]
}

fn module(source: &StubSource, proof: &Proof) -> String {
    let (stem, function) = (&source.stem, source.stem.replace('-', "_"));
    let head = pytest::head(source, proof);
    if proof.checks.is_empty() {
        return format!(
            "{head}\n\n@pytest.mark.skip(reason=\"todo: no check for {stem} yet\")\n\
             def test_{function}_mlflow():\n    raise NotImplementedError\n"
        );
    }
    let weak = pytest::weak(&format!("test_{function}_mlflow"), source, proof).unwrap_or_default();
    if proof.red(source).is_some() {
        return format!("{head}{weak}");
    }
    // Without MLflow's plugin the helper skips what follows.
    format!(
        "{head}\nimport gemba_mlflow\n\nimport gemba_checks\nimport mlflow\n\nSUITE = gemba_checks.Suite(\"{stem}\")\n\n\n\
         @pytest.mark.parametrize(\"case_id\", SUITE.params())\n@mlflow.test\n\
         def test_{function}_mlflow(case_id, gemba_generate):\n    \
         result = gemba_mlflow.evaluate(SUITE, case_id, gemba_generate)\n    \
         assert result.passed, result.reason\n{weak}"
    )
}
