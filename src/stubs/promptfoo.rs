//! promptfoo: a file of tests per stub, one helper, one provider as the hook, one configuration.
//!
//! promptfoo renders every string of its configuration as a template and opens what begins with `file://`: so a test
//! holds slugs and record ids and nothing else. The provider looks the case up.

use serde_json::{Value, json};

use super::merge::OutFile;
use super::plan::{Outcome, Proof, Source, State};
use super::{Entry, Suite, ascii, jsonl, pytest};
use crate::checks::Engine;

pub(super) const SUITE: Suite = Suite {
    word: "promptfoo",
    help: "A promptfoo configuration; run with `promptfoo eval`.",
    engine: Some(Engine::JavaScript),
    file,
    write,
    shared,
};

/// The configuration's file name.
const CONFIG: &str = "promptfooconfig.json";

fn file(stem: &str) -> String {
    format!("promptfoo/{stem}.json")
}

/// A stub without a check appears only in the manifest: a promptfoo test without an assertion would be green.
fn write(source: &Source, proof: &Proof) -> Vec<OutFile> {
    let tests = tests(source, proof);
    if proof.state == State::Todo || tests.is_empty() {
        return Vec::new();
    }
    vec![
        OutFile::ours(file(&source.stem), ascii::pretty_json(&tests)),
        check_file(source, proof),
        jsonl::cases(source, proof),
    ]
}

/// What the JavaScript helper reads.
pub(super) fn check_file(source: &Source, proof: &Proof) -> OutFile {
    let data = ascii::pretty_json(&pytest::data(source, proof));
    OutFile::ours(format!("checks/{}.javascript.json", source.stem), data)
}

/// The JavaScript helper and its hook.
pub(super) fn helpers() -> Vec<OutFile> {
    vec![
        OutFile::ours("gemba_checks.js", include_str!("helpers/gemba_checks.js")),
        OutFile::hook("provider.js", include_str!("helpers/provider.js")),
        OutFile::hook("package.json", "{\n  \"private\": true,\n  \"type\": \"commonjs\"\n}\n"),
    ]
}

fn tests(source: &Source, proof: &Proof) -> Vec<Value> {
    let test = |(at, outcome): &(usize, Outcome)| -> Option<Value> {
        let id = source.cases.get(*at)?.record.id;
        let (assertion, words) = match outcome {
            Outcome::Missed => return None,
            Outcome::Caught => ("knownBad", "known bad, must be caught"),
            Outcome::WronglyRejected => ("knownBad", "known false failure"),
            Outcome::Accepted => ("knownGood", "known good, must pass"),
        };
        Some(json!({
            "description": format!("{} {}: {words}", source.stem, id.short()),
            "vars": { "case": format!("{}/{id}", source.stem) },
            "assert": [{ "type": "javascript", "value": format!("file://gemba_checks.js:{assertion}") }],
        }))
    };
    proof.cases.iter().filter_map(test).collect()
}

fn shared(entries: &[Entry]) -> Vec<OutFile> {
    let files = entries.iter().filter(|entry| entry.suite == SUITE.word && entry.files.contains(&entry.file));
    let tests: Vec<String> = files.map(|entry| format!("file://{}", entry.file)).collect();
    if tests.is_empty() {
        return Vec::new();
    }
    let config = json!({
        "description": "Recorded outputs against the checks that gemba wrote",
        "prompts": ["{{case}}"],
        "providers": ["file://provider.js"],
        "tests": tests,
    });
    let mut files = helpers();
    files.push(OutFile::ours(CONFIG, ascii::pretty_json(&config)));
    files
}
