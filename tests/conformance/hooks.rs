//! What the suites make of the four outcomes, of a hook that fails, and of a live run.

use std::fs;
use std::path::Path;

use gemba::checks;
use gemba::domain::CheckSpec;
use gemba::stubs::{StubSource, StubState, prove};

use super::{corpus, tools};

pub(super) fn spec(typed: &[&str]) -> CheckSpec {
    let words: Vec<String> = typed.iter().map(|word| (*word).to_owned()).collect();
    checks::parse(&words, &|_| unreachable!()).unwrap()
}

/// Bad and caught twice (once with an empty output), bad and missed, good and wrongly rejected, good and accepted.
pub(super) fn four_outcomes() -> StubSource {
    let outputs = ["", "no", "long but wrong", "yes", "long and right"].map(str::to_owned);
    let records = corpus::records(&outputs);
    let labels = [true, true, true, false, false];
    corpus::labelled("Too short", &[&spec(&["min-length", "5"])], records.into_iter().zip(labels).collect())
}

/// The same, without what the check gets wrong.
pub(super) fn right_outcomes() -> StubSource {
    let mut source = four_outcomes();
    source.cases.remove(3);
    source.cases.remove(2);
    source
}

pub(super) fn replace(out: &Path, file: &str, from: &str, to: &str) {
    let path = out.join(file);
    let text = fs::read_to_string(&path).unwrap();
    assert!(text.contains(from), "{file} holds no {from}");
    fs::write(path, text.replace(from, to)).unwrap();
}

#[test]
fn each_outcome_has_its_mark() {
    let source = four_outcomes();
    assert_eq!(prove(&source, None).unwrap().state, StubState::Weak);
    let out = tempfile::tempdir().unwrap();
    tools::write(out.path(), &[source], &["pytest", "promptfoo"]);
    if let Some(result) = tools::pytest(out.path(), false) {
        // One is missed, and beside the cases stands why the stub is weak.
        assert_eq!(tools::counts(&result), [1, 0, 2, 3, 0], "{}", result.text);
        assert!(result.text.contains("missed by the check") && result.text.contains("known false failure"));
        assert_eq!(result.code, 0);
    }
    if let Some((result, tests)) = tools::promptfoo(out.path(), false) {
        assert_eq!((tests.len(), result.code), (4, 0), "the missed one is left out: {}", result.text);
    }
}

#[test]
fn a_suite_that_is_not_installed_does_not_keep_the_others_from_running() {
    let out = tempfile::tempdir().unwrap();
    tools::write(out.path(), &[right_outcomes()], &["pytest", "deepeval", "jsonschema"]);
    // A package of this name stands before any other and says what a missing one says.
    fs::write(out.path().join("deepeval.py"), "raise ModuleNotFoundError(name=\"deepeval\")\n").unwrap();
    if let Some(result) = tools::pytest(out.path(), false) {
        let [passed, failed, skipped, xfailed, errors] = tools::counts(&result);
        assert!(passed > 0 && xfailed > 0 && skipped > 0 && failed + errors == 0, "{}", result.text);
        assert!(result.text.contains("deepeval"), "what was not run is named: {}", result.text);
        assert_eq!(result.code, 0, "{}", result.text);
    }
}

#[test]
fn a_check_that_stops_catching_turns_the_suites_red() {
    let out = tempfile::tempdir().unwrap();
    tools::write(out.path(), &[four_outcomes()], &["pytest", "promptfoo"]);
    replace(out.path(), "test_too_short.py", "len(output) >= 5", "len(output) >= 0");
    replace(out.path(), "checks/too-short.javascript.json", "\"chars\": 5", "\"chars\": 0");
    if let Some(result) = tools::pytest(out.path(), false) {
        assert_eq!((tools::counts(&result)[1], result.code), (3, 1), "{}", result.text);
        assert!(result.text.contains("XPASS(strict)"));
    }
    if let Some((result, tests)) = tools::promptfoo(out.path(), false) {
        assert_eq!(tests.iter().filter(|(_, success)| *success).count(), 1, "{}", result.text);
        assert_eq!(result.code, 100);
    }
}

#[test]
fn a_crashing_hook_turns_both_red() {
    let raise = "raise AssertionError(\"boom\")\n    raise KeyError(";
    for (live, python, node) in [
        (false, raise, "async function generate(testCase) { throw new Error(\"boom\");"),
        (true, raise, "async function generate(testCase) { throw new Error(\"boom\");"),
        (true, "return None\n    raise KeyError(", "async function generate(testCase) { return;"),
        (true, "return {\"output\": 7}\n    raise KeyError(", "async function generate(testCase) { return 7;"),
    ] {
        let out = tempfile::tempdir().unwrap();
        tools::write(out.path(), &[right_outcomes()], &["pytest", "promptfoo"]);
        replace(out.path(), "gemba_hook.py", "raise NotImplementedError(", python);
        replace(out.path(), "provider.js", "async function generate(testCase) {", node);
        if let Some(result) = tools::pytest(out.path(), live) {
            // pytest replays what was recorded, and asks nothing then.
            let (counts, code) = if live { ([0, 3, 0, 0, 0], 1) } else { ([1, 0, 0, 2, 0], 0) };
            assert_eq!((tools::counts(&result), result.code), (counts, code), "{}", result.text);
        }
        if let Some((result, tests)) = tools::promptfoo(out.path(), live) {
            assert!(tests.len() == 3 && tests.iter().all(|(_, success)| !success), "{tests:?}");
            assert_eq!(result.code, 100, "{}", result.text);
        }
    }
}

#[test]
fn a_live_run_asks_the_hook_and_every_case_must_pass() {
    let out = tempfile::tempdir().unwrap();
    tools::write(out.path(), &[four_outcomes()], &["pytest", "promptfoo"]);
    if let Some(result) = tools::pytest(out.path(), true) {
        assert_eq!(tools::counts(&result), [0, 5, 1, 0, 0], "without a system of its own: {}", result.text);
    }
    replace(out.path(), "gemba_hook.py", "raise NotImplementedError(", "return \"a good answer\" or (");
    replace(out.path(), "provider.js", "throw new Error(", "return \"a good answer\"; (");
    if let Some(result) = tools::pytest(out.path(), true) {
        assert_eq!((tools::counts(&result), result.code), ([5, 0, 1, 0, 0], 0), "{}", result.text);
    }
    if let Some((result, tests)) = tools::promptfoo(out.path(), true) {
        assert!(tests.len() == 4 && tests.iter().all(|(_, success)| *success), "{}", result.text);
    }
    replace(out.path(), "gemba_hook.py", "a good answer", "bad");
    replace(out.path(), "provider.js", "a good answer", "bad");
    if let Some(result) = tools::pytest(out.path(), true) {
        assert_eq!((tools::counts(&result), result.code), ([0, 5, 1, 0, 0], 1), "{}", result.text);
    }
    if let Some((result, tests)) = tools::promptfoo(out.path(), true) {
        assert!(tests.iter().all(|(_, success)| !success) && result.code == 100, "{}", result.text);
    }
}

#[test]
fn a_live_answer_brings_its_own_context_and_calls() {
    let records = corpus::records(&["no number".to_owned()]);
    let checks = [&spec(&["numbers-from-input"]), &spec(&["tool-call", "look_up"])];
    let source = corpus::labelled("Grounded", &checks, records.into_iter().map(|record| (record, true)).collect());
    let out = tempfile::tempdir().unwrap();
    tools::write(out.path(), &[source], &["pytest", "promptfoo"]);
    let answer = r#"{"output": "It is 42", "tool_calls": [{"name": "look_up", "arguments": {"id": 1}}],
        "messages": [{"role": "user", "content": "CONTEXT"}]}"#;
    for (context, passes) in [("Say 42.", true), ("Say 41.", false)] {
        let answer = answer.replace("CONTEXT", context);
        replace(
            out.path(),
            "gemba_hook.py",
            "raise NotImplementedError(",
            &format!("return {answer}\n    raise KeyError("),
        );
        replace(out.path(), "provider.js", "throw new Error(", &format!("return {answer};\n  throw new TypeError("));
        if let Some(result) = tools::pytest(out.path(), true) {
            assert_eq!(result.code == 0, passes, "{}", result.text);
        }
        if let Some((result, tests)) = tools::promptfoo(out.path(), true) {
            assert_eq!(tests.iter().all(|(_, success)| *success), passes, "{}", result.text);
        }
        replace(
            out.path(),
            "gemba_hook.py",
            &format!("return {answer}\n    raise KeyError("),
            "raise NotImplementedError(",
        );
        replace(out.path(), "provider.js", &format!("return {answer};\n  throw new TypeError("), "throw new Error(");
    }
}

#[test]
fn without_a_check_nothing_is_green() {
    let mut todo = four_outcomes();
    todo.checks.clear();
    let mut yaml = four_outcomes();
    yaml.checks[0].spec = spec(&["is-yaml"]);
    (yaml.stem, yaml.target) = ("no-yaml".to_owned(), gemba::domain::Target::Mode(gemba::domain::Slug::of("no-yaml")));
    let out = tempfile::tempdir().unwrap();
    tools::write(out.path(), &[todo, yaml], &["pytest", "promptfoo"]);
    assert!(!out.path().join("promptfooconfig.json").exists());
    let manifest = fs::read_to_string(out.path().join("gemba-stubs.json")).unwrap();
    assert!(manifest.contains("promptfoo/too-short") && manifest.contains("\"todo\"") && manifest.contains("YAML"));
    if let Some(result) = tools::pytest(out.path(), false) {
        assert_eq!(tools::counts(&result), [0, 0, 2, 0, 0], "{}", result.text);
        assert!(result.text.contains("todo: no check"));
    }
}
