//! A stub folder that an older gemba wrote: it moves to the layout of today once, and hand edits stay through it.
#![expect(clippy::case_sensitive_file_extension_comparisons, reason = "names that gemba writes itself")]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use serde_json::Value;

use super::{fixture, old_workspace, prints_as_then};
use crate::cli::{Cli, files_below};
use crate::conformance::tools;

const TARGETS: &str = "pytest,promptfoo,vitest,deepeval,inspect,jsonl,jsonschema,rust";

/// What people changed by hand in the old stub folder, and what gemba wrote beside it since then.
const EDITED: &[&str] =
    &["README.md", "README.md.new", "conftest.py", "test_json_in_a_fence.py", "test_json_in_a_fence.py.new"];

/// Cut from the program's own sources, whose names and comments change; the manifest holds its hash.
const HELPERS: [&str; 4] = ["rust/gemba_checks.rs", "gemba_checks.js", "gemba_judge.js", "gemba_vitest_judge.mjs"];
const MANIFEST: &str = "gemba-stubs.json";

/// The newer form of a file that was edited by hand, of the text that explains a folder.
const EXPLAINED: &str = "README.md.new";

/// Whether a file goes with the layout of the Python suites, which is another since then: a module for each kind, tests
/// that hold what they assert, and parameters beside them. Those of `DeepEval`, pydantic and Inspect are as they were.
fn goes_with_layout(name: &str) -> bool {
    let code = name.strip_suffix(".new").unwrap_or(name).strip_suffix(".py");
    let is_module = |name: &str| name.starts_with("gemba_") || (name.starts_with("test_") && !name.contains("__"));
    !EDITED_TESTS.contains(&name) && (code.is_some_and(is_module) || name.ends_with(".params.json"))
}

/// Modules of tests that people changed: they stay whatever the layout is.
const EDITED_TESTS: &[&str] = &["test_json_in_a_fence.py"];

/// Stubs that miss or wrongly reject too much, whose tests say so since then.
const WEAK: [&str; 3] = ["chatty", "keeps_to_the_facts", "too_long"];

/// Whether a file holds tests of a weak stub.
fn is_of_weak(name: &str) -> bool {
    let is_data = ["cases/", "checks/", "schema/", "judges/", "model_"].iter().any(|start| name.starts_with(start));
    !is_data && WEAK.iter().any(|stem| name.replace('-', "_").contains(stem))
}

/// Whether a file is data in which a word is new: of what kind a case is, or what a check reads.
fn has_new_words(name: &str) -> bool {
    (name.starts_with("cases/") && name.ends_with(".jsonl")) || name.ends_with(".python.json")
}

/// The comment that says how many of how many records are cases, which is new.
fn without_counts(text: &[u8]) -> Vec<u8> {
    let text = String::from_utf8_lossy(text);
    let is_new = |line: &str| line.starts_with("# Cases: ") || line.starts_with("// Cases: ");
    text.split_inclusive('\n').filter(|line| !is_new(line)).collect::<String>().into_bytes()
}

/// A record of which another one with the same verdict has the same prompt: no prompt is asked twice since then.
const ASKED_BEFORE: &str = "588e36";

/// Whether a file is data that holds cases, or names them.
fn is_data(name: &str) -> bool {
    name != MANIFEST && (name.ends_with(".json") || name.ends_with(".jsonl"))
}

/// Data without its new words, without the input of cases, which follows from the turns since then, and without what was asked
/// before.
fn as_of_then(name: &str, text: &[u8]) -> Vec<u8> {
    let words: &[&str] = match has_new_words(name) {
        true if name.ends_with(".jsonl") => &["kind", "input"],
        true => &["reads"],
        false => &[],
    };
    let one = |text: &str| {
        let mut value: Value = serde_json::from_str(text).unwrap();
        forget(&mut value, words);
        (!value.to_string().contains(ASKED_BEFORE)).then(|| format!("{value}\n"))
    };
    let text = std::str::from_utf8(text).unwrap();
    if name.ends_with(".jsonl") { text.lines().filter_map(one).collect() } else { one(text).unwrap_or_default() }
        .into_bytes()
}

/// Takes the words out of a value, and out of its lists what names the record that was asked before.
fn forget(value: &mut Value, words: &[&str]) {
    match value {
        Value::Array(items) => {
            for item in items.iter_mut() {
                forget(item, words);
            }
            items.retain(|item| !item.to_string().contains(ASKED_BEFORE));
        }
        Value::Object(fields) => {
            fields.retain(|name, _| !words.contains(&name.as_str()));
            fields.values_mut().for_each(|value| forget(value, words));
        }
        _ => {}
    }
}

/// The files of a stub folder, without the helpers, the explaining text, the tests of weak stubs and what goes with the
/// layout, and their hashes in the manifest.
fn stable(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut files = files_below(folder);
    for helper in HELPERS {
        files.remove(helper).unwrap();
    }
    files.remove(EXPLAINED);
    files.retain(|name, _| !goes_with_layout(name) && !is_of_weak(name));
    for (name, bytes) in &mut files {
        *bytes = if is_data(name) { as_of_then(name, bytes) } else { without_counts(bytes) };
    }
    let bytes = files.get_mut(MANIFEST).unwrap();
    let mut manifest: Value = serde_json::from_slice(bytes).unwrap();
    manifest["files"].as_object_mut().unwrap().retain(|name, _| {
        let is_changed = HELPERS.contains(&name.as_str()) || goes_with_layout(name) || is_data(name);
        !is_changed && !is_of_weak(name) && !name.contains("README.md")
    });
    // What is written says of how many records the cases are since then: every hash is another.
    manifest["files"].as_object_mut().unwrap().values_mut().for_each(|hash| *hash = Value::Null);
    forget(&mut manifest, &[]);
    for stub in manifest["stubs"].as_array_mut().unwrap() {
        let files = stub["files"].as_array_mut().unwrap();
        files.retain(|file| !goes_with_layout(file.as_str().unwrap()) && !has_new_words(file.as_str().unwrap()));
    }
    *bytes = manifest.to_string().into_bytes();
    files
}

#[track_caller]
fn same_files(now: &BTreeMap<String, Vec<u8>>, then: &BTreeMap<String, Vec<u8>>) {
    let names: BTreeSet<&String> = now.keys().chain(then.keys()).collect();
    let changed: Vec<&String> = names.into_iter().filter(|name| now.get(*name) != then.get(*name)).collect();
    assert!(changed.is_empty(), "not as then: {changed:?}");
}

#[test]
fn an_old_stub_folder_is_written_again_as_it_is_and_keeps_edits_by_hand() {
    let cli = old_workspace();
    cli.run(&["stubs", "--target", TARGETS, "--out", "stubs", "--redact", "off", "--allow-weak", "--cases", "1000"])
        .good();
    same_files(&stable(&cli.work().join("stubs")), &stable(&fixture("stubs")));
    prints_as_then(&cli);
}

#[test]
fn stubs_written_anew_are_those_of_then() {
    let cli = old_workspace();
    // What is masked is written since then; unmasked, nothing has changed.
    cli.run(&["stubs", "--target", TARGETS, "--out", "anew", "--redact", "off", "--allow-weak", "--cases", "1000"])
        .good();
    let unedited = |folder: &Path| {
        let mut files = stable(folder);
        files.retain(|name, _| name != MANIFEST && !EDITED.contains(&name.as_str()));
        files
    };
    let now = files_below(&cli.work().join("anew"));
    same_files(&unedited(&cli.work().join("anew")), &unedited(&fixture("stubs")));
    let then = files_below(&fixture("stubs"));
    let [explained, explained_then] = [&now["README.md"], &then[EXPLAINED]].map(|text| String::from_utf8_lossy(text));
    // The hook of pytest has a file of its own since then.
    let is_kept = |line: &&str| line.contains("conftest.py") || explained.lines().any(|now| now == *line);
    let missing = explained_then.lines().find(|line| !is_kept(line));
    assert_eq!(missing, None, "what was explained then is explained now");
}

/// Writes the stubs into the old folder: all, or those of one mode or criterion.
fn write(cli: &Cli, redact: &str, only: &[&str]) {
    let words = ["stubs", "--target", TARGETS, "--out", "stubs", "--redact", redact, "--allow-weak", "--cases", "1000"];
    cli.run(&[&words, only].concat()).good();
}

#[test]
fn twenty_hand_edits_survive_the_move_from_the_old_layout_and_twenty_regenerations() {
    let cli = old_workspace();
    let folder = cli.work().join("stubs");
    let edited = [
        "cases/chatty.jsonl",
        "checks/chatty.python.json",
        "checks/chatty.javascript.json",
        "gemba_checks.js",
        "gemba_checks.py",
        "gemba_deepeval.py",
        "gemba_inspect.py",
        "gemba_judge.py",
        "gemba_pydantic.py",
        "inspect_chatty__task.py",
        "model_chatty.py",
        "promptfoo/chatty.json",
        "promptfooconfig.json",
        "rust/test_chatty.rs",
        "test_answers_in_json.py",
        "test_chatty.py",
        "test_chatty__deepeval.py",
        "test_claims_an_action.py",
        "test_passes_it_on.py",
        "test_polite.py",
        "test_short__jsonschema.py",
        "test_too_long.py",
    ];
    for file in edited {
        let text = fs::read_to_string(folder.join(file)).unwrap();
        fs::write(folder.join(file), format!("{text}\n# mine\n")).unwrap();
    }
    let kept: Vec<&str> = edited.into_iter().chain(EDITED_TESTS.iter().copied()).chain(["conftest.py"]).collect();
    let mine: Vec<Vec<u8>> = kept.iter().map(|file| fs::read(folder.join(file)).unwrap()).collect();
    // The first moves the folder; then the stubs that were edited are written anew one by one.
    let edited = [["--mode", "chatty"], ["--mode", "too-long"], ["--mode", "passes-it-on"], ["--criterion", "polite"]];
    for round in 0..20 {
        let only: &[&str] = if round == 0 { &[] } else { &edited[round % edited.len()] };
        write(&cli, if round % 2 == 0 { "off" } else { "mask" }, only);
        for (file, text) in kept.iter().zip(&mine) {
            assert!(fs::read(folder.join(file)).unwrap() == *text, "{file} in round {round}");
        }
    }
    assert!(folder.join("gemba_cases.py").exists() && folder.join("test_too_long.py.new").exists());
}

#[test]
fn edited_tests_of_the_old_layout_run_beside_those_of_today() {
    let cli = old_workspace();
    let folder = cli.work().join("stubs");
    for file in ["test_chatty.py", "test_polite.py", "test_claims_an_action.py", "test_chatty__jsonschema.py"] {
        let text = fs::read_to_string(folder.join(file)).unwrap();
        fs::write(folder.join(file), format!("# mine\n{text}")).unwrap();
    }
    write(&cli, "off", &[]);
    let report = "--ignore-glob=*__deepeval.py";
    if let Some(result) = tools::pytest_with(&folder, &[], &[report]) {
        let [passed, failed, _, caught, errors] = tools::counts(&result);
        assert_eq!((failed, errors, result.code), (0, 0, 0), "{}", result.text);
        assert!(passed > 200 && caught > 50, "{}", result.text);
    }
    // The system that is called in conftest.py since then is the one that is asked.
    let conftest = fs::read_to_string(folder.join("conftest.py")).unwrap();
    let raises = "raise NotImplementedError(";
    assert!(conftest.contains(raises));
    fs::write(folder.join("conftest.py"), conftest.replace(raises, "raise LookupError(\"asked\") or (")).unwrap();
    if let Some(result) = tools::pytest_with(&folder, &[("GEMBA_LIVE", "1")], &[report, "test_too_long.py", "-rfE"]) {
        assert!(result.text.contains("LookupError: asked") && result.code == 1, "{}", result.text);
    }
}
