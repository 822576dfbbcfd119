//! Stubs whose texts are masked: every engine says of the masked text what gemba says of it, and what a check only says of the text
//! as it was logged is left out, counted and named.

use std::collections::BTreeSet;
use std::path::Path;
use std::sync::Arc;

use gemba::checks::{self, Engine, Subject};
use gemba::domain::{CheckSpec, Content, Record};
use gemba::redact::Redactor;
use gemba::stubs::{MaskedSource, Outcome, Proof, StubSource, mask_source, prove_masked};

use super::{corpus, rust, tools};
use crate::redaction::planted::planted;

/// Checks that masking changes nothing of, that it changes, and that masking finds something in.
const TYPED: &[&[&str]] = &[
    &["not-contains", "today"],
    &["contains", "use "],
    &["contains-any", "pay to", "reach me", "card"],
    &["not-contains", "@"],
    &["not-contains", "ana.soto@example.com"],
    &["contains", "203.0.113.7"],
    &["starts-with", "{"],
    &["ends-with", "after six"],
    &["regex", r"\d{4}"],
    &["not-regex", r"[a-z]+@[a-z]+\.[a-z]+"],
    &["not-regex", r"\+\d{1,3} \d"],
    &["max-length", "40"],
    &["min-length", "30"],
    &["max-length", "--words", "6"],
    &["is-json"],
    &["json-path", "secret"],
    &["numbers-from-input"],
    &["quotes-from-input"],
];

/// Everything planted, as it stands in prose and in JSON; and texts that hold nothing.
fn records() -> Vec<Arc<Record>> {
    let plain = (0..20).map(|at| format!("There is nothing to hide in answer {at}, use it today."));
    let prose = planted().into_iter().map(|planted| planted.text);
    let json = planted()
        .into_iter()
        .step_by(9)
        .map(|planted| serde_json::json!({"secret": planted.secret, "said": planted.text, "n": 4}).to_string());
    corpus::records(&prose.chain(json).chain(plain).collect::<Vec<_>>())
}

/// A source for each check, labelled by gemba's own verdict on what was logged, and how it is masked. A stub takes fewer good
/// cases than there are, so they are shared out.
fn sources() -> Vec<(StubSource, MaskedSource)> {
    let redactor = Redactor::default();
    let records = records();
    let mut sources = Vec::new();
    for (at, typed) in TYPED.iter().enumerate() {
        let words: Vec<String> = typed.iter().map(|word| (*word).to_owned()).collect();
        let spec = checks::parse(&words, &|_| unreachable!()).unwrap();
        for (part, some) in records.chunks(PER_SOURCE).enumerate() {
            let source = corpus::source(&format!("masked {at:02} {} {part}", spec.kind), &[&spec], some);
            let masked = mask_source(&source, &redactor).unwrap();
            sources.push((source, masked));
        }
    }
    sources
}

/// Records of one source: fewer than a stub takes good ones, so that none is left out for that.
const PER_SOURCE: usize = 150;

fn fails(spec: &CheckSpec, content: &Content) -> bool {
    let check = checks::compile(spec).unwrap();
    !check.objections(&Subject { output: content.output.raw(), content }).is_empty()
}

/// How many written cases are bad and good; each is so by the native verdict on its masked text.
fn expected(sources: &[(StubSource, MaskedSource)], engine: Engine) -> (u64, u64) {
    let (mut bad, mut good) = (0, 0);
    for (source, masked) in sources {
        let proof = prove_masked(source, masked, Some(engine)).unwrap();
        for (at, outcome) in &proof.cases {
            let case = &masked.source.cases[*at];
            let is_bad = fails(&masked.source.checks[0].spec, &case.record.content);
            assert_eq!(is_bad, *outcome == Outcome::Caught, "{}: {}", source.stem, case.record.content.output.raw());
            assert_eq!(is_bad, case.is_bad, "{}: {}", source.stem, case.record.content.output.raw());
            *(if is_bad { &mut bad } else { &mut good }) += 1;
        }
    }
    (bad, good)
}

fn written(suites: &[&str]) -> (Vec<(StubSource, MaskedSource)>, tempfile::TempDir) {
    let (sources, out) = (sources(), tempfile::tempdir().unwrap());
    tools::write_masked(out.path(), &sources, suites);
    holds_nothing_planted(out.path());
    (sources, out)
}

/// Nothing planted stands in any file of the suite.
fn holds_nothing_planted(out: &Path) {
    let planted = planted();
    for (name, bytes) in crate::cli::files_below(out) {
        let text = String::from_utf8_lossy(&bytes);
        let left = planted.iter().find(|planted| text.contains(&planted.secret));
        assert!(left.is_none(), "{name} holds {}", left.unwrap().secret);
    }
}

#[test]
fn what_only_holds_unmasked_is_left_out_counted_and_named() {
    let (mut changed, mut kinds) = (0, BTreeSet::new());
    for (source, masked) in sources() {
        let proof: Proof = prove_masked(&source, &masked, None).unwrap();
        let differs = |at: &usize| {
            let plain = fails(&source.checks[0].spec, &source.cases[*at].record.content);
            plain != fails(&masked.source.checks[0].spec, &masked.source.cases[*at].record.content)
        };
        let expected: Vec<usize> = (0..source.cases.len()).filter(differs).collect();
        assert_eq!(masked.changed.iter().copied().collect::<Vec<_>>(), expected, "{}", source.stem);
        let written: BTreeSet<usize> = proof.cases.iter().map(|(at, _)| *at).collect();
        assert!(expected.iter().all(|at| !written.contains(at)), "{}", source.stem);
        assert_eq!(written.len() + expected.len(), source.cases.len(), "nothing else is left out of {}", source.stem);
        let said = proof.remarks.iter().find(|remark| remark.contains("unmasked and not written: --redact off"));
        let number = if expected.len() == 1 {
            "1 case only holds ".to_owned()
        } else {
            format!("{} cases only hold ", expected.len())
        };
        assert_eq!(said.is_some_and(|said| said.starts_with(&number)), !expected.is_empty(), "{:?}", proof.remarks);
        let first = expected.first().map(|at| source.cases[*at].record.id.short());
        assert!(first.is_none_or(|id| said.is_some_and(|said| said.contains(&id))), "{said:?}");
        if !expected.is_empty() {
            changed += expected.len();
            kinds.insert(source.checks[0].spec.kind.clone());
        }
    }
    assert!(changed > 200 && kinds.len() >= 5, "{changed} cases of {kinds:?}");
}

#[test]
fn pytest_agrees_on_every_masked_case() {
    let (sources, out) = written(&["pytest"]);
    let Some(result) = tools::pytest_reporting(out.path(), false, "-rfE") else { return };
    let (bad, good) = expected(&sources, Engine::Python);
    assert_eq!((tools::counts(&result), result.code), ([good, 0, 0, bad, 0], 0), "{}", result.text);
    eprintln!("pytest agrees on {bad} bad and {good} good masked cases");
}

#[test]
fn promptfoo_agrees_on_every_masked_case() {
    let (sources, out) = written(&["promptfoo"]);
    let Some((result, tests)) = tools::promptfoo(out.path(), false) else { return };
    let wrong: BTreeSet<&str> = tests.iter().filter(|(_, success)| !success).map(|(name, _)| name.as_str()).collect();
    assert!(wrong.is_empty(), "{wrong:#?}");
    let (bad, good) = expected(&sources, Engine::JavaScript);
    assert_eq!((tests.len() as u64, result.code), (bad + good, 0), "{}", result.text);
    eprintln!("promptfoo agrees on {bad} bad and {good} good masked cases");
}

#[test]
fn pydantic_and_jsonschema_agree_on_every_masked_case() {
    if !tools::has_pydantic() {
        return;
    }
    let (sources, out) = written(&["jsonschema"]);
    let Some(result) = tools::pytest_reporting(out.path(), false, "-rfE") else { return };
    let (bad, good) = expected(&sources, Engine::Python);
    let [passed, failed, _, caught, errors] = tools::counts(&result);
    // Where a schema says everything, it is asked beside the model.
    assert!(passed >= good && caught >= bad, "{}", result.text);
    assert_eq!((failed, errors, result.code), (0, 0, 0), "{}", result.text);
    eprintln!("pydantic and jsonschema agree on {bad} bad and {good} good masked cases");
}

#[test]
fn cargo_agrees_on_every_masked_case() {
    let _alone = rust::alone();
    let (sources, out) = written(&["rust"]);
    let result = tools::cargo(out.path(), false, &[]);
    let (bad, good) = expected(&sources, Engine::Rust);
    assert_eq!((rust::judged(&result), rust::counts(&result)[1], result.code), (bad + good, 0, 0), "{}", result.text);
    eprintln!("cargo agrees on {bad} bad and {good} good masked cases");
}

#[test]
#[ignore = "slow: needs tests/tools.sh --all"]
fn the_other_engines_agree_on_every_masked_case() {
    let (sources, out) = written(&["vitest", "deepeval", "inspect"]);
    if let Some((result, counts)) = tools::vitest(out.path(), false) {
        let (bad, good) = expected(&sources, Engine::JavaScript);
        assert_eq!((counts, result.code), ([bad + good, 0, 0, 0], 0), "{}", result.text);
    }
    let (bad, good) = expected(&sources, Engine::Python);
    if let Some(result) = tools::deepeval(out.path(), false) {
        assert_eq!((tools::counts(&result), result.code), ([good, 0, 0, bad, 0], 0), "{}", result.text);
    }
    if let Some((result, gate)) = tools::inspect(out.path(), false) {
        assert!(
            gate.code == 0 && gate.text.contains(&format!("all {} samples", bad + good)),
            "{}\n{}",
            gate.text,
            result.text
        );
    }
}
