//! `DeepEval`: a test module per stub, its metric over the Python helper; marks and hook are those of pytest.

use super::suite::{CiJob, CiTools, Suite, SuiteResults, TestNaming};
use super::{jsonl, pytest};
use crate::checks::Engine;
use crate::domain::result::ResultsFormat;
use crate::stubs::evidence::proof::Proof;
use crate::stubs::evidence::stub_source::{StubSource, StubState};
use crate::stubs::judge;
use crate::stubs::output::out_file::OutFile;
use crate::stubs::output::stub_entry::StubEntry;

pub(super) const SUITE: Suite = Suite {
    word: "deepeval",
    help: "A DeepEval test module per mode or criterion; run with `pytest` or `deepeval test run`.",
    engine: Some(Engine::Python),
    file,
    write,
    shared,
    run: Some("pytest test_*__deepeval.py"),
    ci: Some(CiJob {
        tools: CiTools::Python,
        install: "python -m pip install pytest==9.2.0 deepeval==4.3.1",
        subfolder: "",
        environment: &[("DEEPEVAL_TELEMETRY_OPT_OUT", "1"), ("DEEPEVAL_DISABLE_DOTENV", "1")],
        run: &["python -m pytest test_*__deepeval.py"],
    }),
    results: Some(SuiteResults {
        format: ResultsFormat::Junit,
        command: None,
        tests: Some(TestNaming::Pytest { module: "__deepeval", functions: &["_deepeval"] }),
    }),
};

/// Returns a name that no pytest module has: no stem has this ending.
fn file(stem: &str) -> String {
    format!("test_{}__deepeval.py", stem.replace('-', "_"))
}

fn write(source: &StubSource, proof: &Proof) -> Vec<OutFile> {
    vec![OutFile::ours(file(&source.stem), module(source, proof)), jsonl::cases(source, proof)]
        .into_iter()
        .chain(pytest::run_as_data(source, proof))
        .chain(judge::data(source, proof))
        .collect()
}

fn shared(entries: &[StubEntry]) -> Vec<OutFile> {
    let mut files = vec![pytest::hook(), pytest::fixtures()];
    if pytest::has_judges(entries) {
        files.push(OutFile::ours("gemba_deepeval_judge.py", include_str!("../helpers/gemba_deepeval_judge.py")));
    }
    files.push(OutFile::ours("gemba_deepeval.py", include_str!("../helpers/gemba_deepeval.py")));
    files
}

fn module(source: &StubSource, proof: &Proof) -> String {
    let (stem, function) = (&source.stem, source.stem.replace('-', "_"));
    let head = pytest::head(source, proof);
    if proof.state == StubState::Todo {
        return format!(
            "{head}\n\n@pytest.mark.skip(reason=\"todo: no check for {stem} yet\")\n\
             def test_{function}_deepeval():\n    raise NotImplementedError\n"
        );
    }
    let weak = pytest::weak(&format!("test_{function}_deepeval"), source, proof).unwrap_or_default();
    if proof.red(source).is_some() && proof.judges.is_empty() {
        return format!("{head}{weak}");
    }
    // Where DeepEval is not installed, the modules of pytest beside this one still run.
    let head = format!("{head}\npytest.importorskip(\"deepeval\")\n\n");
    let judged = judged(source, proof);
    if proof.checks.is_empty() || proof.red(source).is_some() {
        return format!("{head}{judged}{weak}");
    }
    format!(
        "{head}import gemba_checks  # noqa: E402\nimport gemba_deepeval  # noqa: E402\nfrom deepeval import assert_test  # noqa: E402\n\n\
         SUITE = gemba_checks.Suite(\"{stem}\")\n\n\n\
         @pytest.mark.parametrize(\"case_id\", SUITE.params())\n\
         def test_{function}_deepeval(case_id, gemba_generate):\n    \
         test_case, metric = gemba_deepeval.prepare(SUITE, case_id, gemba_generate)\n    \
         assert_test(test_case, [metric], run_async=False)\n{judged}{weak}"
    )
}

/// A test for each rubric, with the marks of pytest's.
fn judged(source: &StubSource, proof: &Proof) -> String {
    let stem = &source.stem;
    let test = |(place, check): (usize, &crate::domain::Check)| {
        let (key, function) = (&check.key, check.key.as_str().replace('-', "_"));
        format!(
            "\n\nJUDGE_{place} = gemba_judge.Judge(\"{stem}\", \"{key}\")\n\n\n\
             @pytest.mark.parametrize(\"case_id\", JUDGE_{place}.params())\n\
             def test_{function}__judge(case_id, gemba_generate, request):\n    \
             test_case, metric = gemba_deepeval_judge.prepare(JUDGE_{place}, case_id, gemba_generate, request)\n    \
             assert_test(test_case, [metric], run_async=False)\n"
        )
    };
    let tests: String = proof.judges.iter().enumerate().map(test).collect();
    if tests.is_empty() {
        return tests;
    }
    format!(
        "\nimport gemba_deepeval_judge  # noqa: E402\nimport gemba_judge  # noqa: E402\n\
         from deepeval import assert_test  # noqa: E402\n{tests}"
    )
}
