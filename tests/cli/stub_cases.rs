//! The cases that a stub carries: few, each prompt once, chosen so that a change of the log is a small change of the file.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::Cli;
use crate::conformance::tools;

const CASES: &str = "evals/cases/short.jsonl";

/// So many bad outputs, of which the check misses those with `long`, and so many good ones; every third prompt is one
/// that was there before.
fn tagged(bad: usize, missed: usize, good: usize) -> Cli {
    let cli = Cli::new();
    let output = |n: usize| match n {
        n if n < missed => format!("long and wrong, number {n}"),
        n if n < bad => format!("no {n}"),
        n => format!("long and right, number {n}"),
    };
    let line = |n: usize| {
        let prompt = if n % 3 == 2 { n - 1 } else { n };
        let messages = json!([
            {"role": "system", "content": "You are the help of a shop of parcels."},
            {"role": "user", "content": format!("Question number {prompt}, please?")},
        ]);
        json!({"id": format!("r{n}"), "messages": messages, "output": output(n), "bad": n < bad}).to_string() + "\n"
    };
    let path = cli.write("log.jsonl", &(0..bad + good).map(line).collect::<String>());
    cli.run(&["import", path.to_str().unwrap(), "--label", "bad", "--fail-when", "true"]).good();
    cli.run(&["modes", "add", "Short"]).good();
    for line in cli.run(&["list", "verdict:fail", "--json"]).good().json() {
        cli.run(&["tag", line["id"].as_str().unwrap(), "short"]).good();
    }
    cli.run(&["checks", "add", "--mode", "short", "min-length", "10"]).good();
    cli
}

fn lines(cli: &Cli) -> Vec<Value> {
    let text = std::fs::read_to_string(cli.work().join(CASES)).unwrap();
    text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

fn side(lines: &[Value], expect: &str) -> Vec<Value> {
    lines.iter().filter(|line| line["expect"] == expect).cloned().collect()
}

fn prompts(lines: &[Value]) -> BTreeSet<String> {
    lines.iter().map(|line| line["messages"].to_string()).collect()
}

#[test]
fn a_stub_carries_a_few_cases_of_each_side_and_no_prompt_twice() {
    let cli = tagged(24, 0, 30);
    cli.run(&["stubs", "--cases", "6"]).good();
    let first = lines(&cli);
    for (expect, of) in [("fail", 24), ("pass", 30)] {
        let side = side(&first, expect);
        assert_eq!((side.len(), prompts(&side).len()), (6, 6), "{expect} of {of}");
    }
    let test = std::fs::read_to_string(cli.work().join("evals/test_short.py")).unwrap();
    let head = test.split("import").next().unwrap();
    assert!(head.contains("fails 24 of 24 tagged outputs, 0 of 30 good ones"), "the figures count all: {head}");
    assert!(head.contains("Cases: 6 of 24 tagged outputs, 6 of 30 good ones."), "{head}");

    cli.run(&["stubs"]).good();
    let usual = lines(&cli);
    // Of 24 and of 30 records in a row two in three have a prompt of their own.
    assert_eq!((side(&usual, "fail").len(), side(&usual, "pass").len()), (16, 20));
    std::fs::write(cli.work().join(".gemba/config.toml"), "stub_cases = 6\n").unwrap();
    cli.run(&["stubs"]).good();
    assert_eq!(lines(&cli), first, "the same choice, in the same order");
    assert!(cli.run(&["stubs", "--cases", "0"]).bad(2).err.contains("--cases"));
}

#[test]
fn a_case_says_what_was_asked_once() {
    let cli = tagged(2, 0, 2);
    cli.run(&["stubs", "--target", "pytest,jsonl"]).good();
    for line in std::fs::read_to_string(cli.work().join(CASES)).unwrap().lines() {
        assert_eq!(line.matches("help of a shop").count(), 1, "{line}");
        assert_eq!(line.matches("Question number").count(), 1, "{line}");
    }
}

#[test]
fn your_system_is_given_what_was_asked_as_one_text_too() {
    let cli = tagged(2, 0, 2);
    cli.run(&["stubs"]).good();
    let out = cli.work().join("evals");
    let hook = std::fs::read_to_string(out.join("gemba_hook.py")).unwrap();
    let answers = "return case[\"input\"] if \"parcels.\\n\\nuser: Question\" in case[\"input\"] else \"\"\n    \
                   raise NotImplementedError(";
    std::fs::write(out.join("gemba_hook.py"), hook.replace("raise NotImplementedError(", answers)).unwrap();
    let Some(result) = tools::pytest_with(&out, &[("GEMBA_LIVE", "1")], &[]) else { return };
    assert_eq!((tools::counts(&result), result.code), ([4, 0, 0, 0, 0], 0), "{}", result.text);
}

#[test]
fn every_miss_is_a_case_where_those_of_a_weak_stub_are_replayed() {
    let cli = tagged(20, 9, 12);
    cli.run(&["stubs", "--allow-weak", "--cases", "4"]).good();
    let missed = lines(&cli).iter().filter(|line| line["kind"] == "missed").count();
    assert_eq!((missed, side(&lines(&cli), "fail").len(), side(&lines(&cli), "pass").len()), (9, 9, 4));
}

#[test]
fn a_new_record_changes_at_most_one_case_of_its_side() {
    let cli = tagged(12, 0, 30);
    cli.run(&["stubs", "--cases", "8"]).good();
    let before: BTreeSet<String> = lines(&cli).iter().map(|line| line["id"].to_string()).collect();
    let line = json!({"id": "later", "prompt": "Another question?", "output": "long and right, later", "bad": false});
    let path = cli.write("later.jsonl", &format!("{line}\n"));
    cli.run(&["import", path.to_str().unwrap(), "--label", "bad", "--fail-when", "true"]).good();
    cli.run(&["stubs", "--cases", "8"]).good();
    let after: BTreeSet<String> = lines(&cli).iter().map(|line| line["id"].to_string()).collect();
    assert!(before.difference(&after).count() <= 1 && after.len() == before.len(), "{before:?} {after:?}");
}
