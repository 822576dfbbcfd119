//! Exports that come through a pipe, or that were altered: nothing is lost by taking them.

use std::process::{Command, Stdio};

use serde_json::{Value, json};

use super::Cli;
use super::merging::{export, forged, refused, same, shown, take, worked};

fn is_record(line: &str) -> bool {
    !line.starts_with("{\"gemba\":")
}

/// Changes the lines of an export as JSON.
fn changed(file: &str, change: impl Fn(&mut Value)) -> String {
    forged(file, |_, line| {
        let mut line: Value = serde_json::from_str(line).unwrap();
        // How a line begins says what it is.
        let first = line.as_object_mut().unwrap().remove("gemba");
        change(&mut line);
        let text = line.to_string();
        Some(first.map_or(text.clone(), |kind| format!("{{\"gemba\":{kind},{}", &text[1..])))
    })
}

#[test]
fn a_workspace_is_replaced_by_an_export_from_standard_input_or_a_named_pipe() {
    let (cli, other) = (worked(), Cli::with_records(3));
    let text = cli.run(&["export"]).good().out;
    other.feed(&["restore", "-", "--replace"], &text).good();
    same(&cli, &other);
    let third = Cli::with_records(3);
    assert!(Command::new("mkfifo").arg(third.work().join("pipe")).status().unwrap().success());
    let run = third.command(&["restore", "pipe", "--replace"]).stdin(Stdio::null()).spawn().unwrap();
    std::fs::write(third.work().join("pipe"), &text).unwrap();
    let output = run.wait_with_output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    same(&cli, &third);
    // Nothing is left of what it was made in.
    let left: Vec<_> = std::fs::read_dir(other.work()).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert!(left.iter().all(|name| !name.to_string_lossy().contains("restore")), "{left:?}");
    // One that was cut replaces nothing.
    let before = shown(&other);
    let cut = &text[..text.trim_end().rfind('\n').unwrap()];
    let said = other.feed(&["restore", "-", "--replace"], cut).bad(3).err;
    assert!(said.contains("standard input has no last line"), "{said}");
    assert_eq!(shown(&other), before);
}

#[test]
fn a_record_whose_text_was_altered_is_refused() {
    let ana = worked();
    let ben = Cli::new();
    take(&ana, &ben);
    let file = export(&ana, &ben, &[]);
    let altered = forged(&file, |_, line| {
        let is_first = is_record(line) && line.contains("Answer 3:");
        Some(if is_first { line.replace("Answer 3:", "Answer 33:") } else { line.to_owned() })
    });
    refused(&ben, &altered, "is not what its id was taken of");
    ben.run(&["restore", &altered, "--replace"]).bad(3);
}

#[test]
fn a_record_that_is_said_to_be_another_reading_of_one_here_takes_its_place_and_that_is_said() {
    let (ana, ben) = (worked(), Cli::with_records(40));
    let extra = ben.ids()[35].clone();
    ben.run(&["--reviewer", "ben", "note", &extra, "seen"]).good();
    let file = export(&ana, &ben, &[]);
    let first = ana.ids()[0].clone();
    let claims = changed(&file, |line| {
        if line["id"] == json!(first) {
            line["aliases"] = json!([extra]);
        }
    });
    let said = ben.run(&["import", &claims, "--json"]).good().json().remove(0);
    let decided = said["decided"].to_string();
    assert!(decided.contains("1 record of this workspace is an earlier reading"), "{decided}");
    assert_eq!(ben.ids().len(), 39);
    assert_eq!(ben.show(&first)["notes"][0]["text"], json!("seen"), "what was said of it stays");
    ben.run(&["doctor"]).good();
}

#[test]
fn a_session_that_cannot_be_is_refused_and_one_of_an_unknown_plan_left_out() {
    let ana = worked();
    let ben = Cli::new();
    let file = export(&ana, &ben, &[]);
    let writer = std::fs::read_to_string(&file).unwrap();
    let writer: Value = serde_json::from_str(writer.lines().next().unwrap()).unwrap();
    let writer = writer["writers"][0]["writer"].as_str().unwrap().to_owned();
    let with = |number: &str, reviewer: &str, plan: &str| {
        let session = format!(
            "{{\"gemba\":\"session\",\"session\":\"{writer}:{number}\",\"reviewer\":\"{reviewer}\",\"filter\":\"\",\
             \"plan\":\"{plan}\",\"size\":null,\"seed\":1,\"population\":1,\"queue\":[],\"asks\":[],\"position\":null,\
             \"started\":1}}"
        );
        let text = std::fs::read_to_string(&file).unwrap();
        let at = text.find("{\"gemba\":\"event\"").unwrap();
        let changed = format!("{file}.sessions.jsonl");
        std::fs::write(&changed, format!("{}{session}\n{}", &text[..at], &text[at..])).unwrap();
        changed
    };
    let third = Cli::with_records(2);
    refused(&third, &with("9223372036854775807", "ana", "all"), "is a session whose number cannot be");
    refused(&third, &with("7", "a\\u0007na", "all"), "is not as gemba writes it");
    let said = ben.run(&["import", &with("7", "ana", "nonsense"), "--json"]).good().json().remove(0);
    assert!(said["decided"].to_string().contains("1 session was left out"), "{said}");
    ben.run(&["doctor"]).good();
    same(&ana, &ben);
    ben.run(&["export"]).good();
}

#[test]
fn a_row_far_beyond_the_others_is_not_taken_as_said() {
    let ana = Cli::with_records(5);
    let ben = Cli::new();
    let file = export(&ana, &ben, &[]);
    let last = ana.ids()[4].clone();
    let far = changed(&file, |line| {
        if line["id"] == json!(last) {
            line["row"] = json!(9_000_000_000_000_i64);
        }
    });
    ben.run(&["restore", &far]).good();
    let rows: Vec<Value> = ben.records().iter().map(|record| record["row"].clone()).collect();
    assert_eq!(rows, [1, 2, 3, 4, 5].map(|row| json!(row)));
    assert_eq!(ben.run(&["list", "answer", "--json"]).good().json().len(), 5);
}

#[test]
fn what_was_removed_with_its_source_counts_nowhere_again_by_an_export_of_some_records() {
    let (ana, ben) = (Cli::with_records(4), Cli::with_records(4));
    let id = ana.ids()[0].clone();
    ana.run(&["verdict", &id, "fail"]).good();
    ana.run(&["sources", "remove", "log", "--with-judgements"]).good();
    ana.run(&["import", "log.jsonl"]).good();
    assert_eq!(ana.show(&id)["verdicts"], json!([]));
    let file = export(&ana, &ben, &["id:r0"]);
    ben.run(&["import", &file]).good();
    assert_eq!(ben.show(&id)["verdicts"], json!([]));
    ben.run(&["doctor"]).good();
}
