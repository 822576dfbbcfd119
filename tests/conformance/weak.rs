//! A weak stub is red in every engine and says why; only where weak ones are allowed are its cases replayed, and the same
//! words are skipped beside them.

use std::path::Path;

use gemba::stubs::StubSource;

use super::hooks::spec;
use super::{corpus, rust, tools};

const OUTPUTS: [&str; 3] = ["long but wrong", "also long and wrong", "long and right"];

/// A check that catches none of two bad outputs, and the words for that.
fn catches_none() -> (StubSource, String) {
    let records = corpus::records(&OUTPUTS.map(str::to_owned));
    let ids = [records[0].id.short(), records[1].id.short()];
    let labelled = records.into_iter().zip([true, true, false]).collect();
    let source = corpus::labelled("Too short", &[&spec(&["min-length", "5"])], labelled);
    (source, format!("weak: fails 0 of 2 tagged outputs ({}, {})", ids[0], ids[1]))
}

fn written(allows_weak: bool, suites: &[&str]) -> (tempfile::TempDir, String) {
    let (source, words) = catches_none();
    let out = tempfile::tempdir().unwrap();
    tools::write_allowing(allows_weak, out.path(), &[source], suites);
    (out, words)
}

fn read(out: &Path, file: &str) -> String {
    std::fs::read_to_string(out.join(file)).unwrap()
}

#[test]
fn pytest_and_pydantic_fail_with_the_words_and_skip_them_where_weak_is_allowed() {
    let (out, words) = written(false, &["pytest", "jsonschema"]);
    if let Some(result) = tools::pytest(out.path(), false) {
        assert_eq!((tools::counts(&result), result.code), ([0, 2, 0, 0, 0], 1), "{}", result.text);
        // Under `CI` pytest repeats them, uncut, in the lines of its summary.
        let said = result.text.lines().filter(|line| *line == words);
        assert_eq!(said.count(), 2, "{}", result.text);
    }
    let (out, words) = written(true, &["pytest", "jsonschema"]);
    if let Some(result) = tools::pytest(out.path(), false) {
        let [passed, failed, skipped, ..] = tools::counts(&result);
        assert_eq!((failed, result.code), (0, 0), "{}", result.text);
        // The good case passes, the missed ones and the words are skipped. A model may lack its package.
        assert!(passed >= 1 && skipped >= 4 && result.text.contains(&words), "{}", result.text);
    }
}

#[test]
fn promptfoo_fails_with_the_words_and_asks_no_hook() {
    let (out, words) = written(false, &["promptfoo"]);
    std::fs::write(out.path().join("provider.js"), HOOK_THAT_THROWS).unwrap();
    if let Some((result, tests, text)) = tools::promptfoo_on(out.path(), "promptfooconfig.json", &[], &[]) {
        assert_eq!(tests, [(format!("too-short {words}"), false)], "{}", result.text);
        assert!(result.code != 0 && text.contains(&format!("\"reason\": \"{words}\"")), "{}", result.text);
        assert!(!text.contains("was asked"), "{}", result.text);
    }
    let (out, words) = written(true, &["promptfoo"]);
    assert!(read(out.path(), "promptfoo/too-short.json").contains(&words));
    if let Some((result, tests)) = tools::promptfoo(out.path(), false) {
        assert_eq!((tests.len(), result.code), (1, 0), "the missed ones are left out: {}", result.text);
    }
}

const HOOK_THAT_THROWS: &str = "module.exports = require(\"./gemba_checks.js\").provider(async () => {\n  \
    throw new Error(\"was asked\");\n});\n";

#[test]
fn the_crate_fails_with_the_words_and_ignores_them_where_weak_is_allowed() {
    let _alone = rust::alone();
    let (out, words) = written(false, &["rust"]);
    let result = tools::cargo(out.path(), false, &[]);
    assert!(result.code != 0 && result.text.contains(&words), "{}", result.text);
    assert!(result.text.contains("0 passed; 1 failed; 0 ignored"), "{}", result.text);
    let (out, words) = written(true, &["rust"]);
    let result = tools::cargo(out.path(), false, &[]);
    assert!(result.code == 0 && result.text.contains(&format!("ignored, {words}")), "{}", result.text);
    assert!(result.text.contains("1 passed; 0 failed; 2 ignored"), "{}", result.text);
}

#[test]
fn data_alone_says_it_too_and_gives_no_verdict_unless_weak_is_allowed() {
    for allows_weak in [false, true] {
        let (out, words) = written(allows_weak, &["jsonl"]);
        let text = read(out.path(), "jsonl/too-short.jsonl");
        let lines: Vec<serde_json::Value> = text.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
        assert_eq!(lines.len(), OUTPUTS.len());
        for line in lines {
            assert_eq!((&line["weak"], line["checks_say"].is_null()), (&words.as_str().into(), !allows_weak), "{line}");
        }
    }
}

#[test]
#[ignore = "slow: needs tests/tools.sh --all"]
fn the_other_suites_fail_with_the_words_and_skip_them_where_weak_is_allowed() {
    let suites = &["vitest", "deepeval", "inspect"];
    let (out, words) = written(false, suites);
    if let Some((result, counts)) = tools::vitest(out.path(), false) {
        assert_eq!((counts, result.code), ([0, 1, 0, 0], 1), "{}", result.text);
        assert!(result.text.contains(&words), "{}", result.text);
    }
    if let Some(result) = tools::deepeval(out.path(), false) {
        assert_eq!((tools::counts(&result), result.code), ([0, 1, 0, 0, 0], 1), "{}", result.text);
        assert!(result.text.contains(&words), "{}", result.text);
    }
    if let Some((result, gate)) = tools::inspect(out.path(), false) {
        assert!(gate.code == 1 && gate.text.contains(&words), "{}\n{}", gate.text, result.text);
    }
    let (out, words) = written(true, suites);
    if let Some((result, counts)) = tools::vitest(out.path(), false) {
        assert_eq!((counts, result.code), ([1, 0, 3, 0], 0), "{}", result.text);
        assert!(read(out.path(), "vitest/too-short.test.mjs").contains(&format!("it.skip(\"{words}\"")));
    }
    if let Some(result) = tools::deepeval(out.path(), false) {
        assert_eq!((tools::counts(&result), result.code), ([1, 0, 3, 0, 0], 0), "{}", result.text);
    }
    if let Some((result, gate)) = tools::inspect(out.path(), false) {
        assert!(gate.code == 0 && gate.text.contains("all 1 samples"), "{}\n{}", gate.text, result.text);
    }
}
