//! Vitest, `DeepEval` and Inspect: the same outputs, the same outcomes, the same broken hooks as pytest and promptfoo.
//!
//! Slow, and their tools are large: `tests/tools.sh --all` installs them, `tests/run --all` runs them.

use std::path::{Path, PathBuf};

use gemba::checks::Engine;

use super::agreement::holds_no_logged_text;
use super::hooks::{four_outcomes, replace, right_outcomes, spec};
use super::sources::{self, expected, table};
use super::tools;

fn folder(suite: &str) -> PathBuf {
    let out = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("conformance-{suite}"));
    if out.exists() {
        std::fs::remove_dir_all(&out).unwrap();
    }
    out
}

fn head(text: &str) -> String {
    text.lines().take(60).collect::<Vec<_>>().join("\n")
}

#[test]
fn the_other_suites_too_hold_no_logged_text_outside_data() {
    let out = tempfile::tempdir().unwrap();
    let sources = sources::all();
    tools::write(out.path(), &sources, &["vitest", "deepeval", "inspect"]);
    assert!(holds_no_logged_text(out.path()) > 5 * sources.len());
}

#[test]
#[ignore = "slow: needs tests/tools.sh --all"]
fn vitest_agrees_on_every_case() {
    let (sources, out) = (sources::all(), folder("vitest"));
    tools::write(&out, &sources, &["vitest"]);
    let Some((result, counts)) = tools::vitest(&out, false) else { return };
    let (bad, good, todo) = expected(&sources, Engine::JavaScript);
    assert_eq!((counts, result.code), ([bad + good, 0, 0, todo], 0), "{}", head(&result.text));
    eprintln!("{}{bad} bad, {good} good, {todo} without a check", table(&sources, "vitest", Engine::JavaScript));
}

#[test]
#[ignore = "slow: needs tests/tools.sh --all"]
fn deepeval_agrees_on_every_case() {
    let (sources, out) = (sources::all(), folder("deepeval"));
    tools::write(&out, &sources, &["deepeval"]);
    let Some(result) = tools::deepeval(&out, false) else { return };
    let (bad, good, todo) = expected(&sources, Engine::Python);
    assert_eq!((tools::counts(&result), result.code), ([good, 0, todo, bad, 0], 0), "{}", head(&result.text));
    eprintln!("{}{bad} bad, {good} good, {todo} without a check", table(&sources, "deepeval", Engine::Python));
}

#[test]
#[ignore = "slow: needs tests/tools.sh --all"]
fn inspect_agrees_on_every_case() {
    let (sources, out) = (sources::all(), folder("inspect"));
    tools::write(&out, &sources, &["inspect"]);
    let Some((result, gate)) = tools::inspect(&out, false) else { return };
    let (bad, good, _) = expected(&sources, Engine::Python);
    assert_eq!(gate.code, 0, "{}\n{}", gate.text, head(&result.text));
    assert!(gate.text.contains(&format!("all {} samples", bad + good)), "{}", gate.text);
    eprintln!("{}{bad} bad, {good} good", table(&sources, "inspect", Engine::Python));
}

#[test]
#[ignore = "slow: needs tests/tools.sh --all"]
fn each_outcome_has_its_mark_there_too() {
    let out = tempfile::tempdir().unwrap();
    tools::write(out.path(), &[four_outcomes()], &["vitest", "deepeval", "inspect"]);
    if let Some((result, counts)) = tools::vitest(out.path(), false) {
        assert_eq!((counts, result.code), ([4, 0, 2, 0], 0), "{}", result.text);
    }
    if let Some(result) = tools::deepeval(out.path(), false) {
        assert_eq!((tools::counts(&result), result.code), ([1, 0, 2, 3, 0], 0), "{}", result.text);
    }
    if let Some((result, gate)) = tools::inspect(out.path(), false) {
        assert!(gate.code == 0 && gate.text.contains("all 4 samples"), "{}\n{}", gate.text, result.text);
    }
    replace(out.path(), "checks/too-short.python.json", "\"chars\": 5", "\"chars\": 0");
    replace(out.path(), "checks/too-short.javascript.json", "\"chars\": 5", "\"chars\": 0");
    if let Some((result, counts)) = tools::vitest(out.path(), false) {
        assert_eq!((counts, result.code), ([1, 3, 2, 0], 1), "{}", result.text);
    }
    if let Some(result) = tools::deepeval(out.path(), false) {
        assert_eq!((tools::counts(&result)[1], result.code), (3, 1), "{}", result.text);
    }
    if let Some((result, gate)) = tools::inspect(out.path(), false) {
        assert!(gate.code == 1 && gate.text.contains("judged as expected"), "{}\n{}", gate.text, result.text);
    }
}

#[test]
#[ignore = "slow: needs tests/tools.sh --all"]
fn a_crashing_hook_turns_them_red() {
    let python = |body: &str| format!("def generate(case):\n    {body}\n\n\ndef unused(case):");
    for (body, node) in [
        ("raise AssertionError(\"boom\")", "async function generate(testCase) { throw new Error(\"boom\");"),
        ("return None", "async function generate(testCase) { return;"),
    ] {
        let out = tempfile::tempdir().unwrap();
        tools::write(out.path(), &[right_outcomes()], &["vitest", "deepeval", "inspect"]);
        let untyped = python(body);
        replace(out.path(), "conftest.py", "def generate(case: dict[str, Any]) -> Any:", &untyped);
        replace(out.path(), "inspect_hook.py", "def generate(case):", &python(body));
        replace(out.path(), "provider.js", "async function generate(testCase) {", node);
        if let Some((result, counts)) = tools::vitest(out.path(), false) {
            assert_eq!((counts, result.code), ([0, 3, 0, 0], 1), "{}", result.text);
        }
        if let Some(result) = tools::deepeval(out.path(), false) {
            assert_eq!((tools::counts(&result), result.code), ([0, 3, 0, 0, 0], 1), "{}", result.text);
        }
        if let Some((result, gate)) = tools::inspect(out.path(), false) {
            assert!(gate.code == 1 && gate.text.contains("run to its end"), "{}\n{}", gate.text, result.text);
        }
    }
}

#[test]
#[ignore = "slow: needs tests/tools.sh --all"]
fn a_live_run_asks_their_hooks_and_every_case_must_pass() {
    let out = tempfile::tempdir().unwrap();
    tools::write(out.path(), &[four_outcomes()], &["vitest", "deepeval", "inspect"]);
    for (from, to, is_good) in [("", "a good answer", true), ("a good answer", "bad", false)] {
        for (file, raise) in [
            ("gemba_hook.py", "raise NotImplementedError("),
            ("inspect_hook.py", "raise NotImplementedError("),
            ("provider.js", "throw new Error("),
        ] {
            let call =
                if file == "provider.js" { "return \"a good answer\"; (" } else { "return \"a good answer\" or (" };
            let (from, to) = if from.is_empty() { (raise, call) } else { (from, to) };
            replace(out.path(), file, from, to);
        }
        let (pass, fail, code) = if is_good { (5, 0, 0) } else { (0, 5, 1) };
        if let Some((result, counts)) = tools::vitest(out.path(), true) {
            assert_eq!((counts, result.code), ([pass, fail, 1, 0], code), "{}", result.text);
        }
        if let Some(result) = tools::deepeval(out.path(), true) {
            assert_eq!((tools::counts(&result), result.code), ([pass, fail, 1, 0, 0], code), "{}", result.text);
        }
        if let Some((result, gate)) = tools::inspect(out.path(), true) {
            assert_eq!(gate.code, code, "{}\n{}", gate.text, result.text);
        }
    }
}

#[test]
#[ignore = "slow: needs tests/tools.sh --all"]
fn without_a_check_nothing_is_green_there() {
    let mut todo = four_outcomes();
    todo.checks.clear();
    let mut sound = right_outcomes();
    sound.checks[0].spec = spec(&["min-length", "4"]);
    sound.stem = "sound".to_owned();
    let out = tempfile::tempdir().unwrap();
    tools::write(out.path(), &[todo, sound], &["vitest", "deepeval", "inspect"]);
    if let Some((result, counts)) = tools::vitest(out.path(), false) {
        assert_eq!((counts, result.code), ([3, 0, 0, 1], 0), "{}", result.text);
    }
    if let Some(result) = tools::deepeval(out.path(), false) {
        assert_eq!((tools::counts(&result), result.code), ([1, 0, 1, 2, 0], 0), "{}", result.text);
    }
    assert!(!out.path().join("inspect_too_short__task.py").exists());
}

#[test]
#[ignore = "slow: needs tests/tools.sh --all"]
fn mlflow_agrees_and_keeps_what_it_says_in_the_folder() {
    let mut sources = sources::all();
    // Each case is evaluated and recorded, which takes a fifth of a second: a few of every check.
    for source in &mut sources {
        source.cases.truncate(3);
    }
    let out = tempfile::tempdir().unwrap();
    tools::write(out.path(), &sources, &["mlflow"]);
    let Some(result) = tools::mlflow(out.path(), false) else { return };
    let (bad, good, todo) = expected(&sources, Engine::Python);
    assert_eq!((tools::counts(&result), result.code), ([good, 0, todo, bad, 0], 0), "{}", head(&result.text));
    let kept = crate::cli::files_below(&out.path().join("mlruns"));
    let is_finished = |(name, text): (&String, &Vec<u8>)| {
        name.ends_with("meta.yaml") && String::from_utf8_lossy(text).contains("status: 3")
    };
    assert!(kept.iter().any(is_finished), "the run is finished, not failed: {:?}", kept.keys().take(20));
}

#[test]
#[ignore = "slow: needs tests/tools.sh --all"]
fn mlflow_has_the_marks_of_pytest_and_an_error_is_no_answer() {
    let out = tempfile::tempdir().unwrap();
    tools::write(out.path(), &[four_outcomes()], &["mlflow"]);
    let Some(result) = tools::mlflow(out.path(), false) else { return };
    assert_eq!((tools::counts(&result), result.code), ([1, 0, 2, 3, 0], 0), "{}", result.text);
    replace(out.path(), "checks/too-short.python.json", "\"chars\": 5", "\"chars\": 0");
    let result = tools::mlflow(out.path(), false).unwrap();
    assert_eq!((tools::counts(&result)[1], result.code), (3, 1), "{}", result.text);

    let out = tempfile::tempdir().unwrap();
    tools::write(out.path(), &[right_outcomes()], &["mlflow"]);
    let untyped = "def generate(case):\n    raise AssertionError(\"boom\")\n\n\ndef unused(case):";
    replace(out.path(), "conftest.py", "def generate(case: dict[str, Any]) -> Any:", untyped);
    let result = tools::mlflow(out.path(), false).unwrap();
    assert_eq!((tools::counts(&result), result.code), ([0, 3, 0, 0, 0], 1), "{}", result.text);
}

#[test]
fn the_modules_of_mlflow_are_skipped_where_its_plugin_is_not_there() {
    let out = tempfile::tempdir().unwrap();
    tools::write(out.path(), &[right_outcomes()], &["mlflow", "pytest"]);
    let Some(result) = tools::pytest(out.path(), false) else { return };
    assert_eq!((tools::counts(&result), result.code), ([1, 0, 1, 2, 0], 0), "{}", result.text);
    assert!(result.text.contains("pytest -p mlflow.pytest.plugin"), "{}", result.text);
}
