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

#[test]
fn a_tool_call_counts_wherever_in_the_run_it_was_made() {
    let cli = imported("agent-run-ends-with-user.jsonl", &["--map", "messages=traj"]);
    let ids = cli.ids();
    cli.run(&["modes", "add", "Not booked"]).good();
    cli.run(&["verdict", &ids[0], "pass"]).good();
    cli.run(&["tag", &ids[1], "Not booked"]).good();
    let failing = |words: &[&str]| {
        let mut all = vec!["checks", "add", "--mode", "Not booked"];
        all.extend(words);
        cli.run(&all).good();
        let tally = cli.run(&["checks", "run", "--json"]).good().json().pop().unwrap();
        (tally["tp"].as_u64().unwrap(), tally["fp"].as_u64().unwrap())
    };
    assert_eq!(failing(&["tool-call", "book_flight"]), (1, 0));
    assert_eq!(failing(&["tool-call", "book_flight", "--on", "output"]), (1, 1));
    assert_eq!(failing(&["contains", "book_flight(", "--on", "tools"]), (1, 0));
    assert_eq!(failing(&["not-contains", "JFK", "--on", "transcript"]), (0, 1));
    assert_eq!(failing(&["not-contains", "cannot", "--on", "turns"]), (1, 0));
    let listed = cli.run(&["checks", "list"]).good().out;
    assert!(listed.contains("on turns"), "{listed}");

    let wrong = cli.run(&["checks", "add", "--mode", "Not booked", "contains", "x", "--on", "answers"]).bad(2).err;
    assert!(wrong.contains("output, turns, tools, transcript"), "{wrong}");
    let wrong = cli.run(&["checks", "add", "--mode", "Not booked", "max-latency", "5", "--on", "turns"]).bad(2).err;
    assert!(wrong.contains("no option"), "{wrong}");
}
