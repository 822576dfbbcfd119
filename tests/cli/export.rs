//! Everything out and back: the same records with the same identities, tables that never run, and regression sets.

use serde_json::{Value, json};

use super::{Cli, has_keys};
use crate::hostile_inputs::HOSTILE;

/// A log of every shape that a record can have.
fn shapes() -> String {
    let mut lines = vec![
        json!({"id": 1, "prompt": "Why?", "output": "Because.", "latency_ms": 12.5, "cost": 0.000_123, "team": {"a": [1, 2]}}),
        json!({"prompt": "No id, a time", "output": "", "timestamp": "2026-11-20T08:00:00.123Z", "model": "m-1"}),
        json!({"messages": [
            {"role": "system", "content": "Be short."},
            {"role": "user", "content": [{"type": "text", "text": "See"}, {"type": "image_url", "image_url": {"url": "http://x/y.png"}}]},
            {"role": "assistant", "content": null, "tool_calls": [
                {"id": "c1", "type": "function", "function": {"name": "f", "arguments": "{\"a\": 1}"}}]},
            {"role": "tool", "tool_call_id": "c1", "content": "42"},
            {"role": "assistant", "content": "It is 42."}],
            "tools": [{"type": "function", "function": {"name": "f"}}]}),
        json!({"messages": [{"role": "user", "content": "Unanswered"}]}),
        json!({"request": {"model": "g", "messages": [{"role": "user", "content": "Hi"}]},
            "response": {"id": "x", "created": 1_700_000_000, "model": "g-1", "usage": {"prompt_tokens": 3, "completion_tokens": 4},
                "choices": [{"index": 0, "finish_reason": "length", "message": {"role": "assistant", "content": "{\"choices\": []}", "refusal": "no"}}]}}),
        json!({"input": "q", "output": "{\"choices\":[{\"message\":{\"content\":\"x\"}}]}", "expected": "y", "error": "timeout"}),
    ];
    lines.extend(
        HOSTILE
            .iter()
            .enumerate()
            .map(|(at, text)| json!({"id": format!("h{at}{text}"), "prompt": text, "output": text, "k": text})),
    );
    let mut log: String = lines.iter().map(|line| line.to_string() + "\n").collect();
    log += "{\"id\": \"d\", \"prompt\": \"twice\", \"prompt\": \"again\", \"output\": \"o\", \"x\": 1, \"x\": 2, \"n\": 12345678901234567890123}\n";
    log += "{\"prompt\": \"half \\ud83d\", \"output\": \"a\\udc00b\"}\n";
    log
}

/// A record without what import gives it anew and what people said.
fn logged(mut record: Value) -> Value {
    for key in ["source", "row"] {
        record.as_object_mut().unwrap().remove(key);
    }
    record
}

#[test]
fn what_is_exported_is_imported_as_the_same_records() {
    let cli = Cli::new();
    let log = cli.write("log.jsonl", &shapes());
    cli.run(&["import", log.to_str().unwrap()]).good();
    let before = cli.records();
    assert!(before.len() > 20);
    let exported = cli.run(&["export"]).good();
    let file = cli.work().join("all.jsonl");
    cli.run(&["export", "--out", file.to_str().unwrap()]).good();
    assert_eq!(std::fs::read_to_string(&file).unwrap(), exported.out);

    let other = Cli::new();
    let report = other.run(&["import", file.to_str().unwrap(), "--json"]).good().json().remove(0);
    assert_eq!((&report["imported"], &report["rejected"]), (&json!(before.len()), &json!(0)), "{report}");
    let after = other.records();
    for (was, is) in before.into_iter().zip(after) {
        assert_eq!(logged(was), logged(is));
    }
    let again = cli.run(&["import", file.to_str().unwrap(), "--json"]).good().json().remove(0);
    assert_eq!(again["imported"], json!(0), "they are duplicates where they came from: {again}");
}

#[test]
fn an_export_takes_a_filter_and_brings_judgements() {
    let cli = Cli::with_records(6);
    let ids = cli.ids();
    cli.run(&["modes", "add", "Short"]).good();
    cli.run(&["tag", &ids[0], "short"]).good();
    cli.run(&["verdict", &ids[1], "pass"]).good();
    let lines = cli.run(&["export", "--format", "jsonl", "mode:short"]).good().json();
    assert_eq!((lines.len(), &lines[0]["tags"][0]["mode"]), (1, &json!("short")));
    assert_eq!(cli.run(&["export", "--format", "jsonl", "-mode:short"]).good().json().len(), 5);
    cli.run(&["export", "nonsense:x"]).bad(2);
    cli.run(&["export", "--out", "no/such/folder/x.jsonl"]).bad(5);
}

#[test]
fn a_table_never_runs_in_a_spreadsheet() {
    let cli = Cli::new();
    let evil = ["=cmd|' /C calc'!A0", "+1", "-2+3", "@SUM(A1)", "\t=1", "fine, \"quoted\"\nsecond line"];
    let log: String = evil.iter().map(|text| json!({"prompt": text, "output": text}).to_string() + "\n").collect();
    let log = cli.write("log.jsonl", &log);
    cli.run(&["import", log.to_str().unwrap()]).good();
    let file = cli.work().join("t.csv");
    cli.run(&["export", "--out", file.to_str().unwrap()]).good();
    let mut rows = csv::Reader::from_path(&file).unwrap();
    let place = rows.headers().unwrap().iter().position(|head| head == "output").unwrap();
    let outputs: Vec<String> = rows.records().map(|row| row.unwrap()[place].to_owned()).collect();
    assert_eq!(outputs.len(), evil.len());
    assert!(outputs[..5].iter().all(|text| text.starts_with('\'')), "{outputs:?}");
    assert_eq!(outputs[5], evil[5]);
    assert_eq!(cli.run(&["export", "--format", "csv"]).good().out, std::fs::read_to_string(&file).unwrap());
}

#[test]
fn half_of_a_surrogate_pair_goes_out_in_every_form() {
    let cli = Cli::new();
    let log = "{\"prompt\":\"q\",\"output\":\"a\",\"team\":\"\\ud800\",\"n\":1e999}\n".to_owned()
        + "{\"messages\":[{\"role\":\"user\",\"content\":[{\"type\":\"odd\",\"x\":\"\\udc00\"}]}],\"output\":\"b\",\"tools\":[{\"n\":\"\\ud800\"}]}\n";
    let log = cli.write("log.jsonl", &log);
    cli.run(&["import", log.to_str().unwrap()]).good();
    for line in cli.run(&["list", "--fields", "id", "--json"]).good().json() {
        cli.run(&["verdict", line["id"].as_str().unwrap(), "pass"]).good();
    }
    let table = cli.run(&["export", "--format", "csv"]).good().out;
    assert_eq!(csv::Reader::from_reader(table.as_bytes()).records().count(), 2);
    assert!(table.contains("\\ud800") && table.contains("1e999") && table.contains("\\udc00"), "{table}");
    let examples = cli.run(&["export", "--as", "examples"]).good().out;
    assert!(examples.lines().count() == 2 && examples.contains("\\udc00"), "{examples}");
    assert_eq!(cli.run(&["export", "--as", "examples", "--format", "csv"]).good().err, "");
    let fields = cli.run(&["list", "--fields", "meta,tools,messages"]).good().out;
    assert!(fields.contains("\\ud800") && fields.contains("\\udc00"), "{fields}");
}

#[test]
fn examples_are_what_was_tagged_and_what_was_passed() {
    let cli = Cli::with_records(6);
    let ids = cli.ids();
    cli.run(&["modes", "add", "Short"]).good();
    cli.run(&["modes", "add", "Rude"]).good();
    cli.run(&["criteria", "add", "Polite", "--text", "is polite"]).good();
    cli.run(&["tag", &ids[0], "short", "rude"]).good();
    cli.run(&["note", &ids[0], "far too short"]).good();
    cli.run(&["verdict", &ids[1], "pass"]).good();
    cli.run(&["grade", &ids[1], "polite", "met"]).good();
    cli.run(&["grade", &ids[2], "polite", "not-met"]).good();
    cli.run(&["verdict", &ids[3], "pass"]).good();
    cli.run(&["--reviewer", "ben", "verdict", &ids[3], "fail"]).good();
    let answer = cli.run(&["export", "--as", "examples"]).good();
    assert!(answer.err.contains("1 example left out"), "{}", answer.err);
    let lines = answer.json();
    let answer: Vec<(&str, &Value, &Value, &Value)> = lines
        .iter()
        .map(|line| (line["id"].as_str().unwrap(), &line["verdict"], &line["mode"], &line["criterion"]))
        .collect();
    let none = Value::Null;
    let (fail, pass) = (json!("fail"), json!("pass"));
    let (short, rude, polite) = (json!("short"), json!("rude"), json!("polite"));
    let expected: Vec<(&str, &Value, &Value, &Value)> = vec![
        (&ids[0], &fail, &short, &none),
        (&ids[0], &fail, &rude, &none),
        (&ids[1], &pass, &none, &none),
        (&ids[1], &pass, &none, &polite),
        (&ids[2], &fail, &none, &polite),
    ];
    assert_eq!(answer, expected);
    assert_eq!(lines[0]["note"], json!("far too short"));
    has_keys(&lines[0], &["source", "external_id", "input", "messages", "output", "expected", "version", "model"]);
    let table = cli.run(&["export", "--as", "examples", "--format", "csv"]).good().out;
    assert!(
        table.starts_with("id,source,external_id,input,messages,output,expected,verdict,mode,criterion"),
        "{table}"
    );
}
