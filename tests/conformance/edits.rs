//! Hand edits survive: what a person changed is never written over, however often the stubs are written again.

use std::fs;
use std::path::Path;

use gemba::checks;
use gemba::stubs::{Manifest, Merged, OutFile, SUITES, StubSource, merge, suite_named};

use super::{corpus, tools};

/// Every suite there is.
fn all() -> Vec<&'static str> {
    SUITES.iter().map(|suite| suite.word).collect()
}

fn stub(limit: usize) -> StubSource {
    let words = ["min-length".to_owned(), limit.to_string()];
    let spec = checks::parse(&words, &|_| unreachable!()).unwrap();
    let records = corpus::records(&["", "no", "long enough"].map(str::to_owned));
    corpus::source("Too short", &[&spec], &records)
}

fn read(out: &Path, file: &str) -> String {
    fs::read_to_string(out.join(file)).unwrap()
}

#[test]
fn hand_edits_survive_twenty_regenerations() {
    let out = tempfile::tempdir().unwrap();
    let out = out.path();
    tools::write(out, &[stub(1)], &all());
    let hooks = [
        "gemba_hook.py",
        "conftest.py",
        "provider.js",
        "inspect_hook.py",
        "package.json",
        "rust/hook.rs",
        "rust/Cargo.toml",
    ];
    let shared = [
        "README.md",
        "gemba_cases.py",
        "gemba_checks.py",
        "gemba_pydantic.py",
        "rust/main.rs",
        "cases/too-short.jsonl",
    ];
    let of_suites: Vec<String> = all().iter().map(|word| (suite_named(word).unwrap().file)("too-short")).collect();
    let mut edited: Vec<&str> = of_suites.iter().map(String::as_str).collect();
    edited.extend(hooks.iter().chain(&shared).chain(&["model_too_short.py"]));
    assert!(edited.len() >= 10);
    for file in &edited {
        fs::write(out.join(file), format!("{}\n# mine\n", read(out, file))).unwrap();
    }
    let mine: Vec<String> = edited.iter().map(|file| read(out, file)).collect();
    for round in 2..22 {
        let done = tools::write(out, &[stub(round % 5)], &all());
        for (file, text) in edited.iter().zip(&mine) {
            assert_eq!(read(out, file), *text, "{file} in round {round}");
        }
        for file in &of_suites {
            assert_eq!(done[file], Merged::Beside, "{file} in round {round}");
        }
        for file in hooks {
            assert_eq!(done[file], Merged::Hook, "{file}");
            assert!(!out.join(format!("{file}.new")).exists(), "{file}");
        }
        assert!(read(out, "checks/too-short.python.json").contains(&format!("\"chars\": {}", round % 5)));
        assert!(!out.join("gemba_checks.js.new").exists() && !out.join("rust/gemba_checks.rs.new").exists());
    }
    assert!(read(out, "test_too_short.py.new").contains("def test_too_short"));
}

#[test]
fn an_edit_that_is_given_up_is_gemba_s_again() {
    let out = tempfile::tempdir().unwrap();
    let out = out.path();
    tools::write(out, &[stub(1)], &all());
    let (file, beside) = ("checks/too-short.python.json", "checks/too-short.python.json.new");
    fs::write(out.join(file), "{}").unwrap();
    assert_eq!(tools::write(out, &[stub(2)], &all())[file], Merged::Beside);
    fs::rename(out.join(beside), out.join(file)).unwrap();
    assert_eq!(tools::write(out, &[stub(3)], &all())[file], Merged::Written);
    assert!(read(out, file).contains("\"chars\": 3") && !out.join(beside).exists());

    fs::write(out.join(file), "mine").unwrap();
    tools::write(out, &[stub(3)], &all());
    fs::write(out.join(beside), "mine too").unwrap();
    assert_eq!(tools::write(out, &[stub(4)], &all())[file], Merged::KeptBoth);
    assert_eq!((read(out, file), read(out, beside)), ("mine".to_owned(), "mine too".to_owned()));
}

#[test]
fn a_stranger_s_file_is_never_written_over_even_without_a_manifest() {
    let out = tempfile::tempdir().unwrap();
    let out = out.path();
    fs::write(out.join("test_too_short.py"), "theirs").unwrap();
    fs::write(out.join("conftest.py"), "theirs").unwrap();
    let done = tools::write(out, &[stub(1)], &all());
    assert_eq!((done["test_too_short.py"], done["conftest.py"]), (Merged::Beside, Merged::Hook));
    assert_eq!(read(out, "test_too_short.py"), "theirs");
    fs::write(out.join("gemba-stubs.json"), "[1]").unwrap();
    assert!(merge::read_manifest(out).unwrap_err().sentence.contains("gemba-stubs.json"));
}

#[test]
fn a_stub_that_is_gone_takes_only_its_untouched_files_along() {
    let out = tempfile::tempdir().unwrap();
    let out = out.path();
    tools::write(out, &[stub(1)], &all());
    fs::write(out.join("test_too_short.py"), "mine").unwrap();
    let done = tools::write(out, &[], &all());
    assert_eq!(done["cases/too-short.jsonl"], Merged::Removed);
    assert!(!out.join("cases/too-short.jsonl").exists());
    assert_eq!(read(out, "test_too_short.py"), "mine");
    assert!(out.join("conftest.py").exists());
}

#[cfg(unix)]
#[test]
fn no_link_leads_out_of_the_folder() {
    use std::os::unix::fs::symlink;
    let outside = tempfile::tempdir().unwrap();
    let (victim, folder) = (outside.path().join("victim"), outside.path().join("folder"));
    fs::write(&victim, "precious").unwrap();
    fs::create_dir(&folder).unwrap();
    let file = |path: &str| [OutFile::ours(path, "text"), OutFile::hook("conftest.py", "hook")];
    for (link, to) in [
        ("a.json", &victim),
        ("cases", &folder),
        ("gone", &outside.path().join("nowhere")),
        ("gemba-stubs.json", &victim),
    ] {
        let out = tempfile::tempdir().unwrap();
        symlink(to, out.path().join(link)).unwrap();
        let path = if link == "cases" { "cases/x.jsonl" } else { link };
        let problem = merge::write(out.path(), &file(path), Manifest::default(), &|_| true).unwrap_err();
        assert!(problem.sentence.contains("link"), "{problem}");
    }
    assert_eq!(fs::read_to_string(&victim).unwrap(), "precious");
    assert_eq!(fs::read_dir(&folder).unwrap().count(), 0);
    assert!(!outside.path().join("nowhere").exists());
    for path in ["../x", "/x", "a//b", "a/../../x", "a\0b"] {
        let out = tempfile::tempdir().unwrap();
        assert!(merge::write(out.path(), &file(path), Manifest::default(), &|_| true).is_err(), "{path:?}");
    }
}
