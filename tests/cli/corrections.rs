//! Corrected outputs: written, taken back, undone, exported as what was expected, and what checks hold outputs against.

use serde_json::{Value, json};

use super::{Cli, has_keys};
use crate::hostile_inputs::HOSTILE;

fn corrections(cli: &Cli, id: &str) -> Vec<(String, String)> {
    let of = |one: &Value| (one["reviewer"].as_str().unwrap().to_owned(), one["text"].as_str().unwrap().to_owned());
    cli.show(id)["corrections"].as_array().unwrap().iter().map(of).collect()
}

fn pair(reviewer: &str, text: &str) -> (String, String) {
    (reviewer.to_owned(), text.to_owned())
}

#[test]
fn each_reviewer_has_one_corrected_output_and_the_newest_stands() {
    let cli = Cli::with_records(1);
    let id = cli.ids().remove(0);
    let answer = cli.run(&["correct", &id, "First."]).good();
    assert_eq!(answer.out.trim(), format!("{} corrected", &id[..6]));
    cli.run(&["correct", &id, "Of Ben.", "--reviewer", "ben"]).good();
    assert_eq!(corrections(&cli, &id), [pair("ana", "First."), pair("ben", "Of Ben.")]);
    cli.run(&["correct", &id, "Second."]).good();
    assert_eq!(corrections(&cli, &id), [pair("ben", "Of Ben."), pair("ana", "Second.")], "the newest is the last");
    has_keys(&cli.show(&id)["corrections"][0], &["reviewer", "time", "text"]);
    assert!(cli.run(&["show", &id]).good().out.contains("Second."));

    cli.run(&["undo"]).good();
    assert_eq!(corrections(&cli, &id), [pair("ana", "First."), pair("ben", "Of Ben.")]);
    cli.run(&["redo"]).good();
    cli.run(&["correct", &id, ""]).good();
    assert_eq!(corrections(&cli, &id), [pair("ben", "Of Ben.")], "an empty text takes it back");
    cli.run(&["correct", &id, "--delete", "--reviewer", "ben"]).good();
    assert!(corrections(&cli, &id).is_empty());
    let again = cli.run(&["correct", &id, "--delete"]).good();
    assert!(again.err.contains("Nothing changed"), "{}", again.err);
}

#[test]
fn a_corrected_output_comes_from_a_file_from_standard_input_or_line_by_line() {
    let cli = Cli::with_records(3);
    let ids = cli.ids();
    let file = cli.write("good.txt", "Two\nlines, kept as they are.\n");
    cli.run(&["correct", &ids[0], "--file", file.to_str().unwrap()]).good();
    cli.feed(&["correct", &ids[1], "--file", "-"], "  from a pipe").good();
    assert_eq!(corrections(&cli, &ids[0])[0].1, "Two\nlines, kept as they are.\n");
    assert_eq!(corrections(&cli, &ids[1])[0].1, "  from a pipe");

    let lines = [json!({"id": ids[2], "text": "By line."}), json!({"id": ids[0], "text": null}), json!({"id": "zz"})];
    let lines = lines.map(|line| line.to_string()).join("\n");
    let report = cli.feed(&["correct", "-"], &lines).json().remove(0);
    assert_eq!((&report["applied"], &report["rejected"]), (&json!(2), &json!(1)), "{report}");
    assert_eq!(corrections(&cli, &ids[2]), [pair("ana", "By line.")]);
    assert!(corrections(&cli, &ids[0]).is_empty());
    cli.run(&["undo"]).good();
    assert_eq!(corrections(&cli, &ids[0]).len(), 1, "the lines were one step");
}

#[test]
fn what_corrects_nothing_is_refused_in_words() {
    let cli = Cli::with_records(1);
    let record = cli.records().remove(0);
    let (id, output) = (record["id"].as_str().unwrap(), record["output"].as_str().unwrap());
    assert!(cli.run(&["correct", id, output]).bad(2).err.contains("as it was logged"));
    assert!(cli.run(&["correct", id]).bad(2).err.contains("--file"));
    cli.run(&["correct", "ffffffff", "x"]).bad(2);
    cli.run(&["correct", id, "x", "--delete"]).bad(2);
    cli.run(&["correct", id, "--file", "absent.txt"]).bad(3);
}

#[test]
fn every_text_comes_back_as_it_was_written() {
    let cli = Cli::with_records(1);
    let id = cli.ids().remove(0);
    for text in HOSTILE.iter().filter(|text| !text.trim().is_empty() && !text.contains('\0')) {
        cli.run(&["correct", &id, "--", text]).good();
        assert_eq!(corrections(&cli, &id), [pair("ana", text)]);
        let shown = cli.run(&["show", &id]).good().out;
        assert!(!shown.contains('\u{1b}') && !shown.contains('\u{202e}'), "{shown:?}");
    }
}

#[test]
fn examples_expect_what_was_corrected_and_the_filter_finds_it() {
    let cli = Cli::new();
    let log = cli.write(
        "log.jsonl",
        "{\"id\":1,\"prompt\":\"a\",\"output\":\"bad\",\"expected\":\"of the log\"}\n\
         {\"id\":2,\"prompt\":\"b\",\"output\":\"worse\",\"expected\":\"of the log\"}\n\
         {\"id\":3,\"prompt\":\"c\",\"output\":\"fine\"}\n",
    );
    cli.run(&["import", log.to_str().unwrap()]).good();
    let ids = cli.ids();
    for id in &ids {
        cli.run(&["verdict", id, "fail"]).good();
    }
    cli.run(&["correct", &ids[0], "good"]).good();
    cli.run(&["correct", &ids[0], "better", "--reviewer", "ben"]).good();
    let expected = |line: &Value| line["expected"].clone();
    let examples = cli.run(&["export", "--as", "examples"]).good().json();
    let found: Vec<Value> = examples.iter().map(expected).collect();
    assert_eq!(found, [json!("better"), json!("of the log"), json!(null)], "the newest correction, else the log's");

    let all = cli.run(&["export", "--format", "jsonl"]).good().json();
    assert_eq!(expected(&all[0]), json!("of the log"), "the record itself stays as it was logged");
    assert_eq!(all[0]["corrections"].as_array().unwrap().len(), 2);
    let listed = |filter: &str| cli.run(&["list", filter, "--json"]).good().json().len();
    assert_eq!((listed("corrected:yes"), listed("corrected:no"), listed("-corrected:yes")), (1, 2, 2));
    assert_eq!((listed("by:ben corrected:yes"), listed("by:cyd")), (1, 0));
    cli.run(&["list", "corrected:maybe"]).bad(2);
}

#[test]
fn a_correction_is_what_checks_and_the_cases_of_stubs_expect() {
    let cli = Cli::with_records(2);
    let ids = cli.ids();
    cli.run(&["modes", "add", "Off"]).good();
    cli.run(&["tag", &ids[0], "off"]).good();
    cli.run(&["verdict", &ids[1], "pass"]).good();
    cli.run(&["correct", &ids[0], "Something else entirely"]).good();
    cli.run(&["correct", &ids[1], "Answer 1: naïve 👍🏽 words"]).good();
    cli.run(&["checks", "add", "--mode", "off", "similar", "0.5"]).good();
    let stub = cli.run(&["stubs", "--target", "jsonl", "--out", "suite", "--json"]).good().json().remove(0);
    let figures = ["caught", "missed", "wrongly_rejected"].map(|key| stub[key].clone());
    assert_eq!(figures, [json!(1), json!(0), json!(0)], "{stub}");
    let file = cli.work().join("suite").join(stub["file"].as_str().unwrap());
    let cases = std::fs::read_to_string(file).unwrap();
    let case = |id: &str| {
        cases.lines().find(|line| line.contains(id)).map(|line| serde_json::from_str::<Value>(line).unwrap())
    };
    assert_eq!(case(&ids[0]).unwrap()["expected_output"], "Something else entirely");
    assert_eq!(case(&ids[1]).unwrap()["expected_output"], "Answer 1: naïve 👍🏽 words");
}
