//! The generated crate, compiled by the real cargo, says what gemba says, case by case; and it is red where it has to be.
//!
//! It compiles offline from the crates that this project has locked, into a folder that stays.

use std::path::Path;
use std::sync::{Mutex, MutexGuard, PoisonError};

use gemba::checks::Engine;
use gemba::stubs::StubSource;

use super::agreement::holds_no_logged_text;
use super::hooks::{four_outcomes, replace, right_outcomes, spec};
use super::sources::{self, expected, table};
use super::tools;

/// One crate at a time: all have the same name, and share what is compiled.
pub(super) fn alone() -> MutexGuard<'static, ()> {
    static ONE: Mutex<()> = Mutex::new(());
    ONE.lock().unwrap_or_else(PoisonError::into_inner)
}

fn written(out: &Path, source: StubSource) {
    tools::write(out, &[source], &["rust"]);
}

/// The outcomes of single tests: passed, failed, ignored.
pub(super) fn counts(result: &tools::ToolRun) -> [u64; 3] {
    let last = result.text.lines().find(|line| line.starts_with("test result:")).unwrap_or_default();
    let words: Vec<&str> = last.split([' ', ';']).collect();
    ["passed", "failed", "ignored"].map(|name| {
        let at = words.iter().position(|word| *word == name);
        at.and_then(|at| words.get(at.checked_sub(1)?)).and_then(|count| count.parse().ok()).unwrap_or(u64::MAX)
    })
}

/// How many cases the tests say that they judged as expected.
pub(super) fn judged(result: &tools::ToolRun) -> u64 {
    let cases = result.text.lines().filter_map(|line| line.strip_prefix("gemba: ")?.strip_suffix(" cases as expected"));
    cases.filter_map(|line| line.rsplit(' ').next()?.parse::<u64>().ok()).sum()
}

#[test]
fn cargo_agrees_on_every_case() {
    let _alone = alone();
    let sources = sources::all();
    let out = tempfile::tempdir().unwrap();
    tools::write(out.path(), &sources, &["rust"]);
    assert!(holds_no_logged_text(out.path()) > 2 * sources.len());
    let result = tools::cargo(out.path(), false, &[]);
    let (bad, good, todo) = expected(&sources, Engine::Rust);
    let shown = result.text.lines().filter(|line| !line.starts_with("gemba: ")).collect::<Vec<_>>().join("\n");
    assert_eq!((judged(&result), result.code), (bad + good, 0), "{shown}");
    assert!(!result.text.contains("warning:"), "{shown}");
    assert_eq!(counts(&result)[2], todo, "{shown}");
    eprintln!("{}{bad} bad, {good} good, {todo} without a check", table(&sources, "rust", Engine::Rust));
}

#[test]
fn each_outcome_has_its_test_and_a_check_that_stops_catching_is_red() {
    let _alone = alone();
    let out = tempfile::tempdir().unwrap();
    written(out.path(), four_outcomes());
    let result = tools::cargo(out.path(), false, &[]);
    assert_eq!((counts(&result), judged(&result), result.code), ([2, 0, 2], 4, 0), "{}", result.text);
    assert!(result.text.contains("ignored, missed by the check: 1"), "{}", result.text);
    let result = tools::cargo(out.path(), false, &["--ignored"]);
    assert_eq!((counts(&result)[1], result.code), (1, 101), "{}", result.text);

    replace(out.path(), "checks/too-short.rust.json", "\"chars\": 5", "\"chars\": 0");
    let result = tools::cargo(out.path(), false, &[]);
    assert_eq!((counts(&result), result.code), ([1, 1, 2], 101), "{}", result.text);
    assert!(result.text.contains("the checks let it pass"), "{}", result.text);
}

#[test]
fn a_hook_that_fails_is_red_and_a_live_run_asks_it() {
    let _alone = alone();
    let out = tempfile::tempdir().unwrap();
    written(out.path(), right_outcomes());
    let recorded = "return Ok(case[\"output\"].clone());";
    for broken in ["panic!(\"boom\");", "return Err(\"boom\".into());", "return Ok(Value::Null);"] {
        replace(out.path(), "rust/hook.rs", recorded, broken);
        let result = tools::cargo(out.path(), false, &[]);
        assert_eq!((counts(&result), result.code), ([0, 2, 0], 101), "{}", result.text);
        replace(out.path(), "rust/hook.rs", broken, recorded);
    }
    let result = tools::cargo(out.path(), true, &[]);
    assert_eq!(counts(&result)[1], 2, "without a system of its own: {}", result.text);
    replace(out.path(), "rust/hook.rs", "Err(\"GEMBA_LIVE=1 wants", "return Ok(\"a good answer\".into());\n    Err(\"");
    let result = tools::cargo(out.path(), true, &[]);
    assert_eq!((counts(&result), judged(&result), result.code), ([2, 0, 0], 3, 0), "{}", result.text);
    replace(out.path(), "rust/hook.rs", "a good answer", "bad");
    assert_eq!(counts(&tools::cargo(out.path(), true, &[]))[1], 2);
}

#[test]
fn without_a_check_nothing_is_green() {
    let _alone = alone();
    let out = tempfile::tempdir().unwrap();
    let mut yaml = four_outcomes();
    yaml.checks[0].spec = spec(&["is-yaml"]);
    written(out.path(), yaml);
    let result = tools::cargo(out.path(), false, &[]);
    assert_eq!((counts(&result), result.code), ([0, 0, 1], 0), "{}", result.text);
    assert_eq!(tools::cargo(out.path(), false, &["--ignored"]).code, 101);
}
