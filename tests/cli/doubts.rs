//! What an import says of itself: counts, one record as it was read, what is doubtful and what to do about it.

use std::io::Write;
use std::process::Stdio;

use serde_json::{Value, json};

use super::{Cli, has_keys, holds, log};

fn case(name: &str) -> String {
    format!("{}/tests/ingest/cases/{name}", env!("CARGO_MANIFEST_DIR"))
}

#[test]
fn an_import_without_outputs_stores_nothing_and_says_what_to_do() {
    let cli = Cli::new();
    cli.write("log.jsonl", "{\"input\":\"Hi?\",\"zq\":\"Yes.\"}\n{\"input\":\"Ho?\",\"zq\":\"No.\"}\n");
    let refused = cli.run(&["import", "log.jsonl", "--map", "input=input"]).bad(3);
    for part in
        ["2 of the first 2 records have no output", "nothing was stored", "--map output=", "--accept-empty", "`zq`"]
    {
        assert!(refused.err.contains(part), "{part} in {}", refused.err);
    }
    assert!(!holds(&cli.work(), ".gemba"), "no workspace was made for it");
    cli.run(&["import", "log.jsonl", "--map", "input=input", "--map", "output=zq"]).good();
    assert_eq!(cli.records()[0]["output"], "Yes.");
}

#[test]
fn an_empty_object_is_no_output() {
    let cli = Cli::new();
    let line = json!({"id": "s1", "messages": [{"role": "user", "content": "hey"}], "response": {}});
    cli.write("log.jsonl", &format!("{line}\n"));
    let refused = cli.run(&["import", "log.jsonl"]).bad(3);
    assert!(refused.err.contains("no output"), "{}", refused.err);
    cli.run(&["import", "log.jsonl", "--accept-empty"]).good();
    let records = cli.records();
    assert_eq!((records.len(), &records[0]["output"]), (1, &json!("")));
    assert!(!cli.run(&["import", &case("empty-object-response.jsonl")]).bad(3).err.is_empty());
}

#[test]
fn doubts_are_told_with_a_count_an_example_and_what_to_do() {
    let cli = Cli::new();
    let line = |number: u32| {
        let output = if number == 2 { json!({"generations": [{"text": "x"}]}).to_string() } else { "Yes.".into() };
        let output = if number == 3 { String::new() } else { output };
        json!({"id": number, "input": format!("Q{number}?"), "output": output, "correct": number.is_multiple_of(2)})
    };
    cli.write("log.jsonl", &(0..6).map(|number| line(number).to_string() + "\n").collect::<String>());
    let told = cli.run(&["import", "log.jsonl"]).good();
    for part in [
        "doubt: 1 of 6 records have no output, as entry 4 (`Q3?`)",
        "doubt: 1 output is a JSON body with an answer inside, as entry 3",
        "--map output=output.generations[0].text",
        "`correct` looks like a judgement (true, false) and is not read as one",
        "--label correct",
    ] {
        assert!(told.out.contains(part), "{part} in {}", told.out);
    }
    for part in ["one record as it was read", "input: Q0?", "output: Yes."] {
        assert!(told.err.contains(part), "{part} in {}", told.err);
    }
    let shown = cli.run(&["sources", "show", "log"]).good().out;
    assert!(shown.contains("1 of 6 records have no output"), "{shown}");
}

#[test]
fn import_prints_every_count_as_json() {
    let cli = Cli::new();
    cli.write("log.jsonl", &log(3));
    let report = cli.run(&["import", "log.jsonl", "--json"]).good().json().remove(0);
    let keys = [
        "schema",
        "source",
        "format",
        "read",
        "imported",
        "duplicates",
        "enriched",
        "replaced",
        "rejected",
        "rejects_file",
        "skipped",
        "labels",
        "judgements",
        "doubts",
        "seconds",
        "files",
    ];
    has_keys(&report, &keys);
    has_keys(&report["files"][0], &keys[1..15]);
    has_keys(&report["labels"], &["pass", "fail", "unmapped"]);
    assert_eq!((&report["doubts"], &report["skipped"]), (&json!([]), &json!(0)));
    cli.write(
        "half.jsonl",
        "{\"input\":\"a\",\"output\":\"\"}\n{\"input\":\"b\",\"output\":\"x\"}\n{\"input\":\"c\",\"output\":\"y\"}\n",
    );
    let report = cli.run(&["import", "half.jsonl", "--json"]).good().json().remove(0);
    has_keys(&report["doubts"][0], &["kind", "count", "example", "hint"]);
    assert_eq!((&report["doubts"][0]["kind"], &report["doubts"][0]["count"]), (&json!("no_output"), &json!(1)));
}

#[test]
fn for_a_script_doubts_can_fail_and_then_nothing_is_stored() {
    let cli = Cli::new();
    let doubtful =
        "{\"input\":\"a\",\"output\":\"\"}\n{\"input\":\"b\",\"output\":\"x\"}\n{\"input\":\"c\",\"output\":\"y\"}\n";
    cli.write("doubtful.jsonl", doubtful);
    cli.write("fine.jsonl", &log(3));
    let failed = cli.run(&["import", "fine.jsonl", "doubtful.jsonl", "--doubts", "fail"]).bad(1);
    assert!(failed.err.contains("1 of 3 records have no output"), "{}", failed.err);
    assert!(!holds(&cli.work(), ".gemba"));
    let failed = cli.feed(&["import", "-", "--doubts", "fail"], doubtful).bad(1);
    assert!(failed.err.contains("nothing was stored"), "{}", failed.err);
    cli.run(&["import", "fine.jsonl", "--doubts", "fail"]).good();
    assert_eq!(cli.ids().len(), 3);
}

#[test]
fn doubts_that_come_only_of_what_is_stored_fail_too_and_then_nothing_is_stored() {
    let line = |id: u32, input: &str, output: &str, more: &Value| {
        let mut line = json!({"id": id, "timestamp": "2026-11-20T08:00:00Z", "input": input, "output": output});
        line.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        line.to_string() + "\n"
    };
    let none = json!({});
    let files = [
        ("known.jsonl", line(1, "Q1", "A long answer", &json!({"k": 1, "short": "No."}))),
        ("later.jsonl", line(3, "Q3", "A3", &none) + &line(1, "Q1", "A long answer", &json!({"k": 2}))),
        ("pair.jsonl", json!({"prompt": "Q3", "chosen": "A.", "rejected": "B.", "final": "C."}).to_string()),
        ("both.jsonl", line(1, "Q1", "One", &none) + &line(1, "Q1", "Two", &none)),
        ("third.jsonl", line(1, "Q1", "Three", &none)),
        ("twice.jsonl", [1, 2].map(|k| line(1, "Q1", "A1", &json!({"k": k}))).concat()),
    ];
    // What is imported first, what then, and the doubt.
    let orders: [(&str, &[&str], &str); 5] = [
        ("known.jsonl", &["later.jsonl"], "other values beside the same texts in 1 record"),
        ("known.jsonl", &["known.jsonl", "--map", "output=short"], "the text of 1 span of judgements has changed"),
        ("pair.jsonl", &["pair.jsonl", "--map", "input=prompt", "--map", "output=final"], "more than one record"),
        ("both.jsonl", &["third.jsonl", "--source", "both"], "more than one record could be meant by 1 entry"),
        ("", &["twice.jsonl"], "other values beside the same texts in 1 record"),
    ];
    for (first, then, doubt) in orders {
        let cli = Cli::new();
        for (name, text) in &files {
            cli.write(name, text);
        }
        let fails = |more: &[&str]| {
            let failed = cli.run(&[&["import"], then, &["--doubts", "fail"], more].concat()).bad(1).err;
            assert!(failed.contains(doubt) && failed.contains("nothing was stored"), "{doubt} in {failed}");
        };
        if first.is_empty() {
            fails(&[]);
            fails(&["--dry-run"]);
            assert!(!holds(&cli.work(), ".gemba"), "no workspace was made for it");
            continue;
        }
        cli.run(&["import", first]).good();
        if first == "known.jsonl" {
            cli.run(&["note", &cli.ids()[0], "the end of it", "--span", "2:13"]).good();
        }
        let all = || (cli.records(), cli.run(&["sources", "--json"]).good().out);
        let before = all();
        fails(&["--dry-run"]);
        fails(&[]);
        assert_eq!(all(), before, "{doubt}");
        let left = std::fs::read_dir(cli.work().join(".gemba")).unwrap().map(|file| file.unwrap().file_name());
        let left: Vec<_> = left.filter(|name| name.to_string_lossy().contains(".new-")).collect();
        assert!(left.is_empty(), "{left:?}");
    }
}

#[test]
fn half_a_surrogate_pair_is_said_to_be_replaced() {
    let cli = Cli::new();
    cli.write("log.jsonl", "{\"input\":\"a\",\"output\":\"cut \\ud83d here\"}\n{\"input\":\"b\",\"output\":\"x\"}\n");
    let said = doubts_of(&cli, &["log.jsonl"]);
    assert!(said.contains("half of a surrogate pair in 1 of 2 records"), "{said}");
}

#[test]
fn after_ctrl_c_it_says_what_is_stored_and_how_to_go_on() {
    let cli = Cli::new();
    let mut child = cli.command(&["import", "-"]).stdin(Stdio::piped()).spawn().unwrap();
    let mut stdin = child.stdin.take().unwrap();
    stdin.write_all(log(3000).as_bytes()).unwrap();
    stdin.flush().unwrap();
    // The folder is there as soon as the import has begun.
    let folder = cli.work().join(".gemba");
    while std::fs::read_dir(&folder).map_or(0, Iterator::count) == 0 {
        std::thread::sleep(std::time::Duration::from_millis(5));
    }
    let pid = rustix::process::Pid::from_child(&child);
    rustix::process::kill_process(pid, rustix::process::Signal::INT).unwrap();
    let _ = stdin.write_all(log(3010).as_bytes());
    drop(stdin);
    let output = child.wait_with_output().unwrap();
    let out = String::from_utf8(output.stdout).unwrap();
    assert!(out.contains("so far are stored; importing - again goes on"), "{out}");
    assert!(!output.status.success());
    let stored = cli.run(&["list", "--json", "--limit", "100000"]).good().json().len();
    assert!((1..3010).contains(&stored), "{stored}");
    assert_eq!(cli.run(&["sources", "--json"]).good().json()[0]["state"], "incomplete");
    let all: Vec<Value> = cli.feed(&["import", "-", "--json"], &log(3010)).good().json();
    assert_eq!(all[0]["imported"], 3010 - stored);
    assert_eq!(cli.run(&["sources", "--json"]).good().json()[0]["state"], "whole");
}

/// Returns the lines in which an import tells its doubts.
fn doubts_of(cli: &Cli, arguments: &[&str]) -> String {
    let out = cli.run(&[&["import"], arguments].concat()).good().out;
    let lines = out.lines().filter(|line| line.starts_with("  doubt: ") || line.starts_with("    "));
    lines.fold(String::new(), |all, line| all + line.trim_start() + "\n")
}

#[test]
fn every_doubt_says_the_cause_an_example_with_its_number_and_what_to_do() {
    let cli = Cli::new();
    cli.write(
        "times.csv",
        "input,output,time,latency,cost\nQ1,A1,03/04/2026 10:00,0.5,fast\nQ2,A2,05/06/2026 10:00,0.7,0.1\nQ3,A3,soon,0.6,0.1\n",
    );
    std::fs::write(cli.work().join("umlaut.csv"), b"input;output\nWann?;Sp\xe4t\nWo?;Hier\n").unwrap();
    cli.write(
        "asked.jsonl",
        "{\"id\":1,\"input\":\"Q1\"}\n{\"id\":2,\"input\":\"Q2\"}\n{\"id\":1,\"input\":\"Q3\"}\n{\"id\":9,\"input\":\"Q4\",\"output\":\"A4\"}\n",
    );
    cli.write(
        "answers.jsonl",
        "{\"id\":1,\"output\":\"A1\"}\n{\"id\":1,\"output\":\"A2\"}\n{\"id\":7,\"output\":\"A9\"}\n{\"output\":\"A\"}\n{\n",
    );
    cli.write("known.jsonl", "{\"id\":1,\"input\":\"Q1\",\"output\":\"A1\",\"k\":1}\n");
    cli.write("later.jsonl", "{\"id\":1,\"input\":\"Q1\",\"output\":\"A1\",\"k\":2}\n");
    let body = json!({"role": "assistant", "content": "x"}).to_string();
    let plain = [
        json!({"input": "Q1", "output": "", "correct": true}),
        json!({"input": "Q2", "output": body, "correct": false}),
        json!({"output": "A3", "model": "m"}),
    ];
    cli.write("plain.jsonl", &plain.map(|line| line.to_string()).join("\n"));
    let orders: [&[&str]; 6] = [
        &["times.csv"],
        &["umlaut.csv"],
        &["asked.jsonl", "--join", "answers.jsonl", "--on", "id"],
        &["known.jsonl"],
        &["later.jsonl"],
        &["plain.jsonl"],
    ];
    let said = orders.map(|order| format!("== {}\n{}", order[0], doubts_of(&cli, order))).concat();
    assert_eq!(said, EVERY_DOUBT, "{said}");
}

const EVERY_DOUBT: &str = r#"== times.csv
doubt: day and month can be swapped in `time` of 2 of 3 records, as entry 2 (`03/04/2026 10:00`)
--time-format '%d/%m/%Y %H:%M' says which is which
doubt: no zone in `time` of 2 of 3 records: read as UTC, as entry 2 (`03/04/2026 10:00`)
--timezone NAME names the zone
doubt: no unit in `latency` of all 3 records: read as seconds, as entry 2 (`0.5`)
a column called latency_ms or latency_s names its unit
doubt: `cost` could not be read as a number in 1 of 3 records, as entry 2 (`fast`)
write it as 1234.5
doubt: `time` could not be read as a time in 1 of 3 records, as entry 4 (`soon`)
--time-format '%d.%m.%Y %H:%M' says how it is written
== umlaut.csv
doubt: not UTF-8: all 2 records read as windows-1252
--encoding NAME names another encoding
== asked.jsonl
doubt: 1 of 6 records have no output, as entry 2 (`Q2`)
--map output=PATH says where it stands, --accept-empty takes them as they are
doubt: no partner in the joined file for 2 entries of the log (`id`)
--on FIELD names another field that both have
doubt: the same `id` as an earlier one in 1 entry of the log
--on FIELD names another field that both have
doubt: no partner in the log for 1 of 5 entries of the joined file (`id`)
--on FIELD names another field that both have
doubt: the same `id` as an earlier one in 1 of 5 entries of the joined file: one record each
--on FIELD names another field that both have
doubt: no `id` in 1 of 5 entries of the joined file
--on FIELD names another field that both have
doubt: 1 of 5 entries of the joined file could not be read
import that file alone to see why
== known.jsonl
== later.jsonl
doubt: other values beside the same texts in 1 record: the known values were kept
`gemba show ID` shows what is kept
== plain.jsonl
doubt: 1 of 3 records have no output, as entry 1 (`Q1`)
--map output=PATH says where it stands, --accept-empty takes them as they are
doubt: 1 of 3 records have no input, as entry 3 (`A3`)
--map input=PATH says where it stands
doubt: 1 output is a JSON body with an answer inside, as entry 2 (`{"role":"assistant","content":"x"}`)
--map output=output.content takes the answer
doubt: `correct` looks like a judgement (true, false) and is not read as one
--label correct reads it as verdicts
"#;

#[test]
fn a_file_of_which_most_is_set_aside_is_doubtful() {
    let cli = Cli::new();
    let good = "{\"input\":\"a\",\"output\":\"b\"}\n";
    cli.write("most.jsonl", &format!("no json\n{good}neither\nnor this\n"));
    cli.write("few.jsonl", &format!("{good}no json\n"));
    let doubts = doubts_of(&cli, &["most.jsonl"]);
    assert!(doubts.contains("3 of 4 entries set aside; the first: line 1: not JSON"), "{doubts}");
    assert!(!doubts_of(&cli, &["few.jsonl"]).contains("set aside;"));
    let strict = cli.run(&["import", "most.jsonl", "--doubts", "fail"]).bad(1);
    assert!(strict.err.contains("3 of 4 entries set aside"), "{}", strict.err);
}
