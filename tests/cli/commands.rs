//! Checks of the kind `command`, as a shell sees them: allowed for one run, exact on standard input, and never a silent answer.

use std::time::{Duration, Instant};

use serde_json::Value;

use super::{Cli, has_keys};

/// Four records, of which the odd ones are tagged and the even ones passed.
fn judged() -> Cli {
    let cli = Cli::with_records(4);
    cli.run(&["modes", "add", "Odd"]).good();
    for (place, id) in cli.ids().iter().enumerate() {
        if place % 2 == 1 {
            cli.run(&["tag", id, "Odd"]).good();
        } else {
            cli.run(&["verdict", id, "pass"]).good();
        }
    }
    cli
}

fn add(cli: &Cli, words: &[&str]) -> String {
    let mut all = vec!["checks", "add", "--mode", "Odd", "command"];
    all.extend(words);
    cli.run(&all).good().err
}

/// The figures of the first check, with what it starts allowed for this run.
fn tally(cli: &Cli) -> Value {
    cli.run(&["checks", "run", "--json", "--allow-commands"]).good().json().remove(0)
}

/// Fails the records of the model `odd-1`, and keeps what it was given.
const ODD: &str = r#"import json, sys
text = sys.stdin.read()
record = json.loads(text)
open("seen.jsonl", "a").write(text)
if record["model"] == "odd-1":
    print("\n  the model is \x1b[31modd\n second line")
    sys.exit(1)
"#;

#[test]
fn a_command_says_what_it_found_and_nothing_in_it_acts() {
    let cli = judged();
    cli.write("odd.py", ODD);
    let answer = add(&cli, &["python3", "odd.py"]);
    assert!(answer.contains("will not run yet") && answer.contains("gemba trust"), "{answer}");
    let on = tally(&cli);
    assert_eq!((&on["tp"], &on["fn"], &on["fp"], &on["tn"]), (&2.into(), &0.into(), &0.into(), &2.into()), "{on}");
    assert_eq!(on["said"][0]["reason"], "the model is \u{1b}[31modd");
    let people = cli.run(&["checks", "run", "--allow-commands"]).good();
    assert!(people.err.contains("the model is") && !people.err.contains('\u{1b}'), "{}", people.err);
    assert!(!people.err.contains("second line"));
}

#[test]
fn what_would_be_started_is_told_as_json_and_without_a_question() {
    let cli = judged();
    cli.write("odd.py", ODD);
    add(&cli, &["python3", "odd.py"]);
    let line = cli.run(&["trust", "--json"]).good().json().remove(0);
    let keys = ["check", "target", "target_kind", "name", "workspace", "folder", "command", "files", "hash", "state"];
    has_keys(&line, &keys);
    has_keys(&line, &["changes", "why"]);
    assert_eq!((&line["state"], &line["files"][0]["name"]), (&"new".into(), &"odd.py".into()));
    assert!(cli.run(&["trust", "--list", "--json"]).good().out.is_empty());
    assert_eq!(cli.run(&["trust", "--revoke", "--json"]).good().json()[0]["revoked"], 0);
    assert!(cli.run(&["trust", "no-such-check"]).bad(2).err.contains("checks list"));
    cli.run(&["trust", "--list", "--revoke"]).bad(2);
}

#[test]
fn the_record_comes_as_list_prints_it_without_judgements() {
    let cli = judged();
    cli.write("odd.py", ODD);
    add(&cli, &["python3", "odd.py"]);
    tally(&cli);
    let seen = std::fs::read_to_string(cli.work().join("seen.jsonl")).unwrap();
    let seen: Vec<Value> = seen.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let mut listed = cli.records();
    for record in &mut listed {
        for judged in ["verdicts", "tags", "notes", "grades", "corrections", "settled"] {
            record.as_object_mut().unwrap().remove(judged).unwrap();
        }
    }
    assert_eq!(seen, listed);
}

#[test]
fn what_is_neither_yes_nor_no_is_no_answer() {
    for (script, answer) in [
        ("import sys; print('broken', file=sys.stderr); sys.exit(3)", "ended with 3"),
        ("import os; os.kill(os.getpid(), 11)", "signal 11"),
    ] {
        let cli = judged();
        cli.write("check.py", script);
        add(&cli, &["python3", "check.py"]);
        let line = tally(&cli);
        assert_eq!((&line["tp"], &line["fn"], &line["not_run"]), (&0.into(), &0.into(), &4.into()), "{line}");
        assert!(line["trouble"].as_str().unwrap().contains(answer), "{line}");
        assert!(cli.run(&["checks", "run", "--allow-commands"]).good().err.contains("gave no answer on 4 records"));
        let gate = cli.run(&["align", "--fail-under", "0.1", "--allow-commands"]).bad(1);
        assert!(gate.err.contains("cannot be computed"), "{}", gate.err);
    }
}

#[test]
fn a_program_that_is_not_there_is_tried_once() {
    let cli = judged();
    add(&cli, &["--", "./no-such-program", "--strict"]);
    let line = tally(&cli);
    assert_eq!(line["not_run"], 4, "{line}");
    assert!(line["trouble"].as_str().unwrap().contains("`./no-such-program` could not be started"), "{line}");
}

#[test]
fn a_command_that_takes_too_long_ends_with_all_it_started() {
    let cli = judged();
    let marker = "import os, subprocess, sys, time\nsubprocess.Popen([sys.executable, '-c', 'import time; time.sleep(3); open(\"late\", \"w\")'])\ntime.sleep(60)\n";
    cli.write("slow.py", marker);
    add(&cli, &["python3", "slow.py", "--timeout", "1"]);
    let began = Instant::now();
    let line = tally(&cli);
    assert_eq!(line["not_run"], 4, "{line}");
    assert!(line["trouble"].as_str().unwrap().contains("longer than 1 s"), "{line}");
    assert!(began.elapsed() < Duration::from_secs(20), "three time-outs in a row are enough");
    std::thread::sleep(Duration::from_millis(3200));
    assert!(!cli.work().join("late").exists(), "what it started ended with it");
}

#[test]
fn endless_output_is_bounded_and_arguments_meet_no_shell() {
    let cli = judged();
    cli.write("loud.py", "import sys\nprint('x' * 50_000_000)\nprint(sys.argv[1], file=sys.stderr)\nsys.exit(1)\n");
    add(&cli, &["python3", "loud.py", "; touch pwned $(touch pwned)"]);
    let line = tally(&cli);
    assert_eq!(line["tp"], 2, "{line}");
    assert_eq!(line["said"][0]["reason"].as_str().unwrap().len(), 300);
    assert!(!cli.work().join("pwned").exists());
}

#[test]
fn a_judge_has_no_figures_and_no_gate_waits_for_it() {
    let cli = judged();
    cli.write("rubric.md", "Passes when the answer\nis even.\n");
    let answer = cli.run(&["checks", "add", "--mode", "Odd", "judge", "--rubric-file", "rubric.md", "--name", "Even?"]);
    assert!(answer.good().err.contains("asks no model"));
    let line = tally(&cli);
    assert_eq!((&line["tp"], &line["fp"]), (&Value::Null, &Value::Null));
    assert!(line["idle"].as_str().unwrap().contains("model"), "{line}");
    assert!(cli.run(&["checks", "list"]).good().out.contains("'Passes when the answer is even.' name Even?"));
    assert!(cli.run(&["align"]).good().err.contains("was not run"));
    cli.run(&["align", "--fail-under", "0.1"]).bad(1);
    cli.run(&["checks", "add", "--mode", "Odd", "not-regex", "Answer [13]"]).good();
    cli.run(&["align", "--fail-under", "0.9"]).good();
    assert!(cli.run(&["checks", "add", "--mode", "Odd", "judge", "  "]).bad(2).err.contains("rubric"));
}
