//! What leaves a workspace: masked in summaries, stubs and masked exports, whole where it was asked for.

use std::fs;

use serde_json::Value;

use super::planted::{Planted, log, planted};
use crate::cli::{Cli, files_below};

/// A workspace with everything planted, judged by ana: half of it fails, with a note that repeats something planted.
fn workspace() -> Cli {
    let cli = Cli::new();
    fs::write(cli.work().join("log.jsonl"), log()).unwrap();
    cli.run(&["import", "log.jsonl", "--map", "input=input", "--map", "output=output"]).good();
    cli.run(&["modes", "add", "Leaks"]).good();
    let records = cli.run(&["list", "--json", "--limit", "1000"]).good().json();
    let all = planted();
    for (at, record) in records.iter().enumerate() {
        let id = record["id"].as_str().unwrap();
        if at % 2 == 0 {
            cli.run(&["tag", id, "Leaks"]).good();
            cli.run(&["note", id, &format!("It says {}", all[at].text)]).good();
        }
        cli.run(&["verdict", id, if at % 2 == 0 { "fail" } else { "pass" }]).good();
    }
    cli.run(&["checks", "add", "--mode", "Leaks", "not-contains", "Answer 1"]).good();
    cli
}

/// The planted things that stand in a text, also escaped as JSON does.
fn left<'p>(text: &str, planted: &'p [Planted]) -> Vec<&'p str> {
    let is_left = |one: &&Planted| {
        let json = serde_json::to_string(&one.secret).unwrap();
        let ascii: String = one
            .secret
            .chars()
            .map(|c| if c.is_ascii() { c.to_string() } else { format!("\\u{:04x}", u32::from(c)) })
            .collect();
        [one.secret.as_str(), json.trim_matches('"'), &ascii].iter().any(|form| text.contains(form))
    };
    planted.iter().filter(is_left).map(|one| one.secret.as_str()).collect()
}

#[test]
fn nothing_planted_leaves_masked_and_all_of_it_leaves_unmasked() {
    let (cli, all) = (workspace(), planted());
    let none = Vec::<&str>::new();
    for form in ["gemba", "jsonl", "csv"] {
        let masked = cli.run(&["export", "--format", form, "--redact", "mask"]).good();
        assert_eq!(left(&masked.out, &all), none, "export --format {form}");
        assert!(masked.err.contains("Masked: ") && masked.err.contains("Names of people"), "{}", masked.err);
    }
    let examples = cli.run(&["export", "--as", "examples", "--format", "jsonl", "--redact", "mask"]).good();
    assert_eq!(left(&examples.out, &all), none, "examples");
    examples.json();

    let plain = cli.run(&["export", "--format", "jsonl"]).good();
    assert!(plain.err.contains("It holds ") && plain.err.contains("--redact mask"), "{}", plain.err);
    let texts: Vec<String> = plain
        .json()
        .iter()
        .flat_map(|line| {
            [text(&line["input"]), text(&line["output"]), text(&line["meta"]["remark"])].map(str::to_owned)
        })
        .collect();
    let texts = texts.join("\n");
    let missing: Vec<&str> =
        all.iter().map(|one| one.secret.as_str()).filter(|secret| !texts.contains(secret)).collect();
    assert_eq!(missing, none, "unmasked, everything is there");

    fs::write(cli.work().join("masked.gemba"), cli.run(&["export", "--redact", "mask"]).good().out).unwrap();
    let refused = cli.run(&["--workspace", "other", "import", "masked.gemba"]);
    assert!(refused.code == 3 && refused.err.contains("cannot be taken back"), "{}", refused.err);

    cli.run(&["stubs", "--target", "pytest,promptfoo,jsonl,vitest,deepeval,inspect,rust,jsonschema"]).good();
    for (name, bytes) in files_below(&cli.work().join("evals")) {
        assert_eq!(left(&String::from_utf8_lossy(&bytes), &all), none, "{name}");
    }
    cli.run(&["stubs", "--target", "jsonl", "--redact", "off", "--out", "plain"]).good();
    let cases = fs::read_to_string(cli.work().join("plain/jsonl/leaks.jsonl")).unwrap();
    assert!(left(&cases, &all).len() > 60, "unmasked stubs hold the texts");
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap_or_default()
}

#[test]
fn a_case_that_only_holds_unmasked_is_left_out_and_named() {
    let cli = Cli::new();
    let line = |at: usize, output: &str| {
        serde_json::json!({"id": at, "input": format!("q{at}"), "output": output}).to_string() + "\n"
    };
    let log: String = (0..4)
        .map(|at| line(at, &format!("Write to ana{at}@example.com")))
        .chain([line(4, "Write to nobody")])
        .collect();
    fs::write(cli.work().join("log.jsonl"), log).unwrap();
    cli.run(&["import", "log.jsonl"]).good();
    cli.run(&["modes", "add", "Leaks"]).good();
    for record in cli.run(&["list", "--json"]).good().json() {
        let id = record["id"].as_str().unwrap();
        let is_bad = record["output"].as_str().unwrap().contains('@');
        if is_bad {
            cli.run(&["tag", id, "Leaks"]).good();
        }
        cli.run(&["verdict", id, if is_bad { "fail" } else { "pass" }]).good();
    }
    cli.run(&["checks", "add", "--mode", "Leaks", "not-regex", "[a-z0-9]+@[a-z]+[.]com"]).good();
    let masked = cli.run(&["stubs", "--target", "jsonl"]).good();
    assert!(masked.err.contains("4 cases only hold unmasked and not written: --redact off"), "{}", masked.err);
    assert!(masked.out.contains("4 of 4 (masked 0 of 0)"), "{}", masked.out);
    let line = &cli.run(&["stubs", "--target", "jsonl", "--json"]).good().json()[0];
    assert_eq!((&line["caught"], &line["masked"]["caught"]), (&4.into(), &0.into()), "{line}");
    assert_eq!(line["masked"]["left_out"].as_array().unwrap().len(), 4);
    let plain = cli.run(&["stubs", "--target", "jsonl", "--redact", "off", "--json"]).good().json();
    assert!(plain[0]["masked"].is_null(), "{plain:?}");
}

#[test]
fn a_summary_masks_what_people_wrote_and_the_same_person_stays_the_same() {
    let cli = Cli::new();
    fs::write(cli.work().join("log.jsonl"), "{\"input\":\"q\",\"output\":\"a\"}\n{\"input\":\"r\",\"output\":\"b\"}\n")
        .unwrap();
    cli.run(&["import", "log.jsonl"]).good();
    let ids: Vec<String> =
        cli.run(&["list", "--json"]).good().json().iter().map(|line| line["id"].as_str().unwrap().to_owned()).collect();
    for (id, reason) in ids.iter().zip(["ask Ana.Soto@example.com", "ana.soto@example.com knows"]) {
        cli.run(&["verdict", id, "declined", "--reason", reason]).good();
    }
    let numbers = |text: &str| {
        let found: Vec<String> = text.match_indices("[email ").map(|(at, _)| text[at..at + 14].to_owned()).collect();
        found
    };
    let list = cli.run(&["export", "--format", "jsonl", "--redact", "mask"]).good();
    let found = numbers(&list.out);
    assert!(found.len() >= 2 && found.iter().all(|one| *one == found[0]), "{}", list.out);
    let again = cli.run(&["export", "--format", "csv", "--redact", "mask"]).good();
    assert_eq!(numbers(&again.out)[0], found[0], "the number is the same in every file");
}
