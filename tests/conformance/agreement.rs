//! Every kind of check over every hostile and realistic output: native, Python and JavaScript verdicts are one.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use gemba::checks::{self, Engine};
use gemba::stubs::StubSource;

use super::sources::{self, expected, table};
use super::tools;

/// All sources, and the folder that they are written to, made once.
fn written() -> &'static (Vec<StubSource>, PathBuf) {
    static WRITTEN: OnceLock<(Vec<StubSource>, PathBuf)> = OnceLock::new();
    WRITTEN.get_or_init(|| {
        let sources = sources::all();
        let out = Path::new(env!("CARGO_TARGET_TMPDIR")).join("conformance");
        if out.exists() {
            std::fs::remove_dir_all(&out).unwrap();
        }
        tools::write(&out, &sources, &["pytest", "promptfoo", "jsonl"]);
        (sources, out)
    })
}

#[test]
fn the_corpus_holds_enough_outputs_and_both_verdicts_for_every_kind_and_engine() {
    let sources = sources::all();
    for engine in [Engine::Python, Engine::JavaScript, Engine::Rust] {
        assert!(table(&sources, engine.name(), engine).lines().count() > checks::KINDS.len());
    }
}

#[test]
fn pytest_agrees_on_every_case() {
    let (sources, out) = written();
    let Some(result) = tools::pytest_reporting(out, false, "-rfE") else { return };
    let wrong: Vec<&str> =
        result.text.lines().filter(|line| line.starts_with("FAILED") || line.starts_with("ERROR")).collect();
    assert!(
        wrong.is_empty(),
        "{} wrong:\n{}\n{}",
        wrong.len(),
        wrong.join("\n"),
        result.text.lines().take(60).collect::<Vec<_>>().join("\n")
    );
    let (bad, good, todo) = expected(sources, Engine::Python);
    assert_eq!(tools::counts(&result), [good, 0, todo, bad, 0], "{}", result.text.lines().last().unwrap_or_default());
    assert_eq!(result.code, 0);
    eprintln!("{}{bad} bad, {good} good, {todo} without a check", table(sources, "pytest", Engine::Python));
}

#[test]
fn promptfoo_agrees_on_every_case() {
    let (sources, out) = written();
    let Some((result, tests)) = tools::promptfoo(out, false) else { return };
    let mut wrong: BTreeMap<&str, usize> = BTreeMap::new();
    for (name, _) in tests.iter().filter(|(_, success)| !success) {
        *wrong.entry(name).or_default() += 1;
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
    let (bad, good, todo) = expected(sources, Engine::JavaScript);
    assert_eq!(tests.len() as u64, bad + good, "{}", result.text);
    assert_eq!(result.code, 0, "{}", result.text);
    eprintln!("{}{bad} bad, {good} good, {todo} without a check", table(sources, "promptfoo", Engine::JavaScript));
}

#[test]
fn what_is_generated_is_ascii_and_holds_no_logged_text_outside_data() {
    let (sources, out) = written();
    assert!(holds_no_logged_text(out) > 4 * sources.len());
}

/// How many files a folder holds, after a look into each.
pub(super) fn holds_no_logged_text(out: &Path) -> usize {
    let mut folders = vec![out.to_owned()];
    let mut files = 0;
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            if path.extension().is_some_and(|end| end == "pyc") {
                continue;
            }
            files += 1;
            let text = std::fs::read_to_string(&path).unwrap();
            assert!(text.bytes().all(|byte| matches!(byte, b'\n' | b' '..=b'~')), "{} is not ASCII", path.display());
            let data = ["checks", "schema", "judges"];
            let ends = [".jsonl", ".params.json"];
            let is_data = ends.iter().any(|end| path.to_string_lossy().ends_with(end))
                || data.iter().any(|folder| path.parent().unwrap().ends_with(folder));
            let is_manifest = path.ends_with("gemba-stubs.json");
            for logged in ["CANARY", "etc/passwd", "os.abort"] {
                assert!(is_data || is_manifest || !text.contains(logged), "{} holds {logged}", path.display());
            }
        }
    }
    files
}
