//! Vitest: a test file per stub over the JavaScript helper, with the hook that promptfoo has too.
//!
//! A known-bad case is a test that passes when the checks object. `it.fails` would not do: with it, a hook that throws
//! is green.

use super::suite::{CiJob, CiTools, Suite, SuiteResults, TestNaming};
use super::{jsonl, promptfoo, pytest};
use crate::checks::Engine;
use crate::domain::result::ResultsFormat;
use crate::stubs::evidence::proof::Proof;
use crate::stubs::evidence::stub_source::{StubSource, StubState};
use crate::stubs::output::out_file::OutFile;
use crate::stubs::output::stub_entry::StubEntry;
use crate::stubs::{judge, module_head};

pub(super) const SUITE: Suite = Suite {
    word: "vitest",
    help: "A Vitest file per mode or criterion; run with `vitest run`.",
    engine: Some(Engine::JavaScript),
    file,
    write,
    shared,
    run: Some("vitest run"),
    ci: Some(CiJob {
        tools: CiTools::Node,
        install: "npm install --no-save --ignore-scripts vitest@3.2.4",
        subfolder: "",
        environment: &[],
        run: &["npx vitest run --root ."],
    }),
    results: Some(SuiteResults {
        format: ResultsFormat::Junit,
        command: Some("vitest run --reporter=junit --outputFile=results.xml"),
        tests: Some(TestNaming::Vitest),
    }),
};

fn file(stem: &str) -> String {
    format!("vitest/{stem}.test.mjs")
}

fn write(source: &StubSource, proof: &Proof) -> Vec<OutFile> {
    let test = OutFile::ours(file(&source.stem), module(source, proof));
    if is_todo(proof) {
        return vec![test];
    }
    let mut files = vec![test, promptfoo::check_file(source, proof), jsonl::cases(source, proof)];
    files.extend(judge::data(source, proof));
    files
}

/// Vitest takes a file without a test for a failure.
fn is_todo(proof: &Proof) -> bool {
    proof.state == StubState::Todo || proof.cases.is_empty()
}

fn shared(entries: &[StubEntry]) -> Vec<OutFile> {
    let mut files = promptfoo::helpers();
    if pytest::has_judges(entries) {
        files.push(promptfoo::judge_helper());
        files.push(OutFile::ours("gemba_vitest_judge.mjs", include_str!("../helpers/gemba_vitest_judge.mjs")));
    }
    files.push(OutFile::ours("gemba_vitest.mjs", include_str!("../helpers/gemba_vitest.mjs")));
    files
}

fn module(source: &StubSource, proof: &Proof) -> String {
    let stem = &source.stem;
    let head = module_head::head("//", source, proof);
    if is_todo(proof) {
        return format!("{head}import {{ it }} from \"vitest\";\n\nit.todo(\"{stem}: no check or no case yet\");\n");
    }
    let red = proof.red(source);
    let checked = if proof.checks.is_empty() || red.is_some() { String::new() } else { checked(stem) };
    let weak = proof.weak(source).map_or_else(String::new, |words| weak(stem, &words, red.is_some()));
    let judged: String = proof.judges.iter().map(|check| judged(stem, check.key.as_str())).collect();
    let judge_import =
        if judged.is_empty() { "" } else { "import { asked, held } from \"../gemba_vitest_judge.mjs\";\n" };
    let check_import = if checked.is_empty() { "" } else { "import { cases, judge } from \"../gemba_vitest.mjs\";\n" };
    let imports = format!("import {{ describe, expect, it }} from \"vitest\";\n{check_import}{judge_import}");
    format!("{head}{imports}{checked}{weak}{judged}")
}

/// Returns the one test of a weak stub, or that which stands beside its replayed cases and is skipped.
fn weak(stem: &str, words: &str, is_red: bool) -> String {
    let test = if is_red {
        format!("it(\"{words}\", () => {{\n    expect.fail(\n      \"{words}\",\n    );\n  }});")
    } else {
        format!("it.skip(\"{words}\", () => {{}});")
    };
    format!("\ndescribe(\"{stem}\", () => {{\n  {test}\n}});\n")
}

/// Returns the cases of a rubric, skipped unless a judge is there and is to be asked.
fn judged(stem: &str, check: &str) -> String {
    format!(
        "\ndescribe(\"{check}\", () => {{\n  \
         for (const one of held(\"{stem}\", \"{check}\")) {{\n    \
         it.skipIf(one.skip)(one.title, {{ timeout: 120_000 }}, async () => {{\n      \
         const {{ pass, reason }} = await asked(one);\n      \
         expect(pass, reason).toBe(true);\n    \
         }});\n  }}\n}});\n"
    )
}

fn checked(stem: &str) -> String {
    format!(
        "\ndescribe(\"{stem}\", () => {{\n  \
         for (const one of cases(\"{stem}\")) {{\n    \
         it.skipIf(one.skip)(one.title, {{ timeout: one.timeout }}, async () => {{\n      \
         const {{ pass, reason }} = await judge(one);\n      \
         expect(pass, reason).toBe(true);\n    \
         }});\n  }}\n}});\n"
    )
}
