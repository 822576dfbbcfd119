//! The end of a session in a real terminal: it comes, is handed over, and is not shown twice.

use super::screen::{End, Screen};
use super::workspace::Workspace;

#[test]
fn the_addresses_of_a_summary_are_links_where_the_terminal_knows_them() {
    let workspace = Workspace::unlike(2);
    std::fs::write(workspace.folder().join("config.toml"), "trace_url = \"https://traces.example/{id}\"\n").unwrap();
    let mut screen = Screen::start(&workspace, &["review"], 24, 80);
    screen.until("0/2");
    screen.send("d");
    screen.until("Question number 002");
    screen.send("q");
    assert_eq!(screen.end(), End::Exit(0));
    for (environment, is_link) in [(&[("VTE_VERSION", "7600")][..], true), (&[][..], false)] {
        let mut screen = Screen::start_with(&workspace, &["session", "summary", "1"], 24, 80, environment);
        assert_eq!(screen.end(), End::Exit(0));
        assert!(screen.text().contains("<https://traces.example/r0>"), "{}", screen.text());
        screen.wait_bytes("the address", 0, |bytes| {
            String::from_utf8_lossy(bytes).contains("\u{1b}]8;;https://traces.example/r0\u{1b}\\") == is_link
        });
    }
}

#[test]
fn a_session_ends_with_a_summary_that_is_written_into_the_workspace() {
    let workspace = Workspace::unlike(4);
    let mut screen = Screen::start(&workspace, &["review", "--sample", "2", "--seed", "7"], 24, 80);
    screen.until("0/2");
    screen.send("p");
    screen.until("1/2");
    screen.send("p");
    screen.until("Every record of this session has your verdict.");
    screen.until("2 judged of 2 records (random 2, seed 7, drawn from 4)");
    // What is typed in the first moments was meant for the record.
    std::thread::sleep(std::time::Duration::from_millis(350));
    screen.send("w");
    screen.until("session-1.md");
    screen.send("k");
    screen.until("2/2");
    screen.send("u");
    screen.until("1/2");
    screen.send("q");
    assert_eq!(screen.end(), End::Exit(0));
    let summary = std::fs::read_to_string(workspace.root().join(".gemba/exports/session-1.md")).unwrap();
    assert!(summary.starts_with("## Review by ") && summary.contains("2 judged of 2 records"), "{summary}");
    let mut screen = Screen::start(&workspace, &["review"], 24, 80);
    screen.until("1/2");
    screen.send("p");
    screen.until("2/2");
    screen.send("q");
    assert_eq!(screen.end(), End::Exit(0));
    assert!(!screen.text().contains("Every record of this session"), "{}", screen.text());
}

#[test]
fn a_sample_without_a_seed_goes_on_until_another_is_asked_for() {
    let workspace = Workspace::unlike(30);
    let review = |words: &[&str], until: &str, keys: &str| {
        let sample: &[&str] = if words.is_empty() { &["--sample", "3"] } else { &[] };
        let mut screen = Screen::start(&workspace, &[&["review"], sample, words].concat(), 24, 80);
        screen.until(until);
        screen.send(keys);
        if keys.starts_with('p') {
            screen.until("1/3");
            screen.send("q");
        }
        assert_eq!(screen.end(), End::Exit(0));
    };
    review(&[], "0/3", "p");
    review(&[], "1/3", "q");
    assert_eq!(workspace.json(&["session", "list", "--all", "--json"]).len(), 1, "the same one");
    // All of them are drawn, so that the record that was judged before is among them.
    review(&["--new", "--sample", "30"], "1/30", "q");
    assert_eq!(workspace.json(&["session", "list", "--all", "--json"]).len(), 2);
    let listed = workspace.json(&["session", "list", "--json"]);
    assert_eq!(listed.len(), 1, "to look at a queue is no session's work: {listed:?}");
    let summary = workspace.json(&["session", "summary", "--json"]);
    assert_eq!(summary[0]["session"], 1, "{summary:?}");
}
