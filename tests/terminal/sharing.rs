//! A shared screen in a real terminal, and told in lines, over a workspace full of secrets and identities: nothing of them is in
//! the bytes that were written. What is not shared shows all of it.

use gemba::redact::Redactor;

use super::lines::assert_only_lines;
use super::screen::{End, Screen};
use super::workspace::Workspace;
use crate::redaction::planted::{Planted, Telltale, log, planted};

/// Where keys lead beside the records.
const PLACES: &[&str] =
    &["gm", "gc", "gk", "gi", "\t\t", "gr", "b", "\x1b", "?", "\x1b", ":", "\x1b", "T", "\x1b", "f", "\x1b", "r", "gg"];

/// The corpus as a log, with notes, a criterion and a mode that repeat parts of it.
fn workspace(all: &[Planted]) -> Workspace {
    let workspace = Workspace::empty();
    std::fs::write(workspace.root().join("prodlog.jsonl"), log()).unwrap();
    let map = ["--map", "input=input", "--map", "output=output"];
    assert!(workspace.run(&[["import", "prodlog.jsonl"].as_slice(), &map].concat()).status.success());
    let ids: Vec<String> =
        workspace.json(&["list", "--json", "--limit", "6"]).iter().map(|one| one["id"].to_string()).collect();
    for (id, one) in ids.iter().zip(all.iter().step_by(31)) {
        let id = id.trim_matches('"');
        assert!(workspace.run(&["note", id, &one.text, "--reviewer", "quirin"]).status.success());
        assert!(workspace.run(&["verdict", id, "fail", "--reviewer", "quirin"]).status.success());
    }
    let criterion = ["criteria", "add", "discreet", "--text", &all[90].text, "--owner", "zenobia"];
    assert!(workspace.run(&criterion).status.success());
    assert!(workspace.run(&["modes", "add", "leaks", "--definition", &all[40].text]).status.success());
    workspace
}

/// What stands in questions and answers, but for markup, which is shown as it is read.
fn secrets_of_questions_and_answers(all: &[Planted]) -> impl Iterator<Item = &str> {
    let secrets = all.chunks(3).flat_map(|three| three.iter().take(2)).map(|one| one.secret.as_str());
    secrets.filter(|secret| !secret.contains(['<', '&']))
}

/// The text of what was written, without the sequences that place and colour it.
fn plain(bytes: &[u8]) -> String {
    let sequence = regex::Regex::new(r"\x1b(?:\[[0-?]*[ -/]*[@-~]|\][^\x07\x1b]*(?:\x07|\x1b\\)|[@-Z\\-_=>])").unwrap();
    sequence.replace_all(&String::from_utf8_lossy(bytes), "").into_owned()
}

#[track_caller]
fn assert_nothing_of(all: &[Planted], text: &str, workspace: &Workspace) {
    let telltale = Telltale::of(all, &Redactor::default());
    assert_eq!(telltale.seen_in(text), None);
    let root = workspace.root().to_str().unwrap();
    let names = ["quirin", "zenobia", "prodlog", root].into_iter().filter(|name| text.contains(name));
    assert_eq!(names.collect::<Vec<_>>(), [""; 0]);
}

/// Goes through every record and every place; tells what the screen showed meanwhile.
fn walk(screen: &mut Screen, records: usize) -> String {
    let mut shown = String::new();
    for record in 1..=records {
        shown += &screen.until(&format!("Question {}:", record - 1));
        screen.send("j");
    }
    for keys in PLACES {
        let mark = screen.mark();
        screen.send(keys);
        screen.wait_bytes(keys, mark, |bytes| !bytes.is_empty());
        if *keys == "\x1b" {
            // Escape and a key right behind it are one key, with Alt.
            std::thread::sleep(std::time::Duration::from_millis(200));
        }
        shown += &screen.text();
    }
    screen.send("q");
    assert_eq!(screen.end(), End::Exit(0));
    screen.assert_given_back();
    shown
}

#[test]
fn the_bytes_of_a_shared_terminal_hold_nothing_of_the_corpus_and_set_no_title() {
    let all = planted();
    let workspace = workspace(&all);
    let records = all.len().div_ceil(3);
    for (rows, columns) in [(24, 80), (50, 200)] {
        let mut screen = Screen::start(&workspace, &["review", "--present", "--new"], rows, columns);
        walk(&mut screen, records);
        let bytes = screen.bytes();
        assert_nothing_of(&all, &plain(&bytes), &workspace);
        assert!(!bytes.windows(2).any(|two| two == b"\x1b]"), "a title, or another message to the terminal");
    }
    let mut screen = Screen::start(&workspace, &["review", "--new"], 24, 80);
    // A long one goes on in the next row; the longest are longer than a page.
    let in_one_line = |text: &str| text.replace(|c: char| c.is_whitespace() || c == '┃', "");
    let shown = in_one_line(&walk(&mut screen, records));
    let asked = secrets_of_questions_and_answers(&all).map(in_one_line);
    let missing: Vec<String> = asked.filter(|secret| !shown.contains(secret)).collect();
    assert!(missing.iter().all(|secret| secret.len() > 80), "{missing:?}");
}

#[test]
fn the_lines_of_a_shared_sitting_hold_nothing_of_the_corpus() {
    let all = planted();
    let workspace = workspace(&all);
    let script = "next\n".repeat(all.len().div_ceil(3)) + "g m\ng c\ng k\ng i\nTab\ng r\n/\nesc\n?\ng g\nr\n";
    let told = |arguments: &[&str]| {
        let output = workspace.run_with(arguments, &script);
        assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
        assert_only_lines(&output.stdout);
        String::from_utf8(output.stdout).unwrap()
    };
    let shared = told(&["review", "--accessible", "--present", "--new"]);
    assert_nothing_of(&all, &shared, &workspace);
    assert!(shared.starts_with("Presenting: ") || shared.contains("\nPresenting: "), "{shared:.400}");
    let own = told(&["review", "--accessible", "--new"]);
    let asked = secrets_of_questions_and_answers(&all);
    let missing: Vec<&str> = asked.filter(|secret| !own.contains(secret)).collect();
    assert!(missing.is_empty(), "{missing:?}");
    assert!(own.contains("quirin"), "{own:.400}");
}
