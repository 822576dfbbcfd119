//! Runs of agents, as a shell sees them.

use super::Cli;

/// A workspace with a log of `tests/ingest/cases`.
fn imported(case: &str, more: &[&str]) -> Cli {
    let cli = Cli::new();
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/ingest/cases").join(case);
    let mut words = vec!["import", path.to_str().unwrap()];
    words.extend(more);
    cli.run(&words).good();
    cli
}

#[test]
fn an_answer_that_only_calls_a_tool_is_shown() {
    let cli = imported("tool-call-only.jsonl", &[]);
    let id = cli.ids().remove(0);
    for words in [&["show", &id][..], &["list"]] {
        let shown = cli.run(words).good().out;
        assert!(shown.contains(r#"weather({"city":"Oslo"})"#), "{shown}");
    }
    cli.run(&["verdict", &id, "pass"]).good();
    let line = cli.run(&["export", "--as", "examples"]).good().json().remove(0);
    assert_eq!(line["output"], r#"weather({"city":"Oslo"})"#);
    let table = cli.run(&["export", "--format", "csv"]).good().out;
    assert!(table.contains(r#""weather({""city"":""Oslo""})""#), "{table}");
}

#[test]
fn what_was_said_after_the_output_stands_below_it_and_comes_back_there() {
    let cli = imported("agent-run-ends-with-user.jsonl", &["--map", "messages=traj"]);
    let ids = cli.ids();
    let shown = cli.run(&["show", &ids[0]]).good().out;
    let place = |text: &str| shown.find(text).unwrap_or_else(|| panic!("no {text} in {shown}"));
    assert!(place("book_flight(") < place("Booked as HAT1.") && place("Booked as HAT1.") < place("###STOP###"));

    let printed = cli.run(&["list", "--json"]).good().out;
    let other = Cli::new();
    other.write("again.jsonl", &printed);
    other.run(&["import", "again.jsonl"]).good();
    assert_eq!(other.ids(), ids);
}
