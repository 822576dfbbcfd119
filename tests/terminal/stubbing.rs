//! From a tag to a stub on a real terminal: the files are on disk, and the real pytest is green on them.

use std::path::Path;
use std::process::Command;

use super::screen::Screen;
use super::workspace::Workspace;

#[test]
fn four_keys_after_reading_a_stub_is_on_disk_and_pytest_is_green() {
    let pair = |n: usize| {
        let answer = if n.is_multiple_of(2) {
            ["Turn: kindly be advised, it works.", "Open. Kindly be advised to wait."][n / 2 % 2]
        } else {
            ["Turn the key twice.", "Open the app and wait."][n / 2 % 2]
        };
        (format!("How does topic number {n} work?"), answer.to_owned())
    };
    let workspace = Workspace::of(&(0..40).map(pair).collect::<Vec<_>>());
    let records = workspace.json(&["list", "--json", "--limit", "100"]);
    let id = |n: usize| records[n]["id"].as_str().unwrap().to_owned();
    assert!(workspace.run(&["modes", "add", "stiff tone", "--hotkey", "h"]).status.success());
    let (bad, good): (Vec<usize>, Vec<usize>) = (2..38).partition(|n: &usize| n.is_multiple_of(2));
    for n in &bad {
        assert!(workspace.run(&["tag", &id(*n), "stiff tone"]).status.success());
    }
    for n in &good {
        assert!(workspace.run(&["verdict", &id(*n), "pass"]).status.success());
    }
    let mut screen = Screen::start(&workspace, &["review"], 24, 80);
    screen.until("topic number 0");
    screen.send("t");
    screen.send("h");
    screen.until("tagged stiff tone");
    screen.send("S");
    screen.until("rejects 0 of");
    screen.send("\r");
    screen.until("wrote");
    screen.send("q");
    screen.end();
    screen.assert_given_back();
    let evals = workspace.root().join("evals");
    assert!(evals.join("test_stiff_tone.py").is_file() && evals.join("cases/stiff-tone.jsonl").is_file());
    let python = Path::new(env!("CARGO_MANIFEST_DIR")).join(".tools/venv/bin/python");
    if !python.exists() {
        eprintln!("skipped: .tools/venv is not installed (tests/tools.sh installs it)");
        return;
    }
    let said = Command::new(python)
        .args(["-m", "pytest", "-q", "-p", "no:cacheprovider"])
        .current_dir(&evals)
        .env_remove("GEMBA_LIVE")
        .env("PYTHONDONTWRITEBYTECODE", "1")
        .output()
        .unwrap();
    let text = String::from_utf8_lossy(&said.stdout);
    assert!(said.status.success() && text.contains("xfailed"), "{text}");
}
