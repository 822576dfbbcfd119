//! External ids name records wherever ids do.

use serde_json::json;

use super::Cli;

/// Records with the external ids `r01`, `r02` (twice), `a b`, and one that no log gave an id.
fn workspace() -> Cli {
    let cli = Cli::new();
    let line = |id: &str, output: &str| json!({"id": id, "input": "Why?", "output": output}).to_string();
    let lines = [line("r01", "one"), line("r02", "two"), line("r02", "too"), line("a b", "three")].join("\n");
    cli.write("log.jsonl", &format!("{lines}\n{}\n", json!({"input": "Why?", "output": "no id"})));
    cli.run(&["import", "log.jsonl"]).good();
    cli.run(&["modes", "add", "Odd"]).good();
    cli.run(&["criteria", "add", "tone", "--text", "Polite."]).good();
    cli
}

#[test]
fn every_command_takes_an_external_id_and_refuses_an_ambiguous_one() {
    let cli = workspace();
    let id = cli.records().into_iter().find(|record| record["external_id"] == "r01").unwrap()["id"].clone();
    let commands: [&[&str]; 9] = [
        &["show", "ID"],
        &["verdict", "ID", "fail"],
        &["tag", "ID", "odd"],
        &["untag", "ID", "odd"],
        &["note", "ID", "text"],
        &["correct", "ID", "better"],
        &["grade", "ID", "tone", "met"],
        &["list", "--sample", "2", "--by", "like:ID"],
        &["criteria", "add", "like ID", "--text", "Like ID.", "--record", "ID"],
    ];
    for command in commands {
        let with = |id: &str| {
            let words: Vec<String> = command.iter().map(|word| word.replace("ID", id)).collect();
            cli.run(&words.iter().map(String::as_str).collect::<Vec<_>>())
        };
        let refused = with("r02").bad(2);
        assert!(refused.err.contains("more than one record"), "{command:?}: {}", refused.err);
        for record in cli.records().iter().filter(|record| record["external_id"] == "r02") {
            assert!(refused.err.contains(&record["id"].as_str().unwrap()[..12]), "{command:?}: {}", refused.err);
        }
        with("r09").bad(2);
        with("r01").good();
        with("a b").good();
    }
    let shown = cli.show("r01");
    assert_eq!(shown["id"], id);
    assert_eq!(shown["verdicts"][0]["verdict"], "fail");
    assert_eq!(shown["notes"][0]["text"], "text");
}

#[test]
fn lines_on_standard_input_take_external_ids() {
    let cli = workspace();
    for (command, rest) in [
        ("verdict", r#""verdict":"fail""#),
        ("tag", r#""mode":"odd""#),
        ("untag", r#""mode":"odd""#),
        ("note", r#""text":"hm""#),
        ("correct", r#""text":"better""#),
        ("grade", r#""criterion":"tone","answer":"met""#),
    ] {
        let lines = ["r01", "r02", "a b", "r09"].map(|id| format!("{{\"id\":\"{id}\",{rest}}}\n")).concat();
        let answer = cli.feed(&[command, "-"], &lines).good();
        assert_eq!((&answer.json()[0]["applied"], &answer.json()[0]["rejected"]), (&json!(2), &json!(2)), "{command}");
        assert!(answer.err.contains("line 2") && answer.err.contains("line 4"), "{}", answer.err);
    }
}

#[test]
fn an_external_id_that_begins_another_records_id_is_refused_and_its_own_is_not() {
    let cli = Cli::with_records(1);
    let id = cli.ids().remove(0);
    let four = &id[..4];
    cli.write("more.jsonl", &format!("{}\n", json!({"id": four, "input": "Why?", "output": "Hm."})));
    cli.run(&["import", "more.jsonl"]).good();
    let refused = cli.run(&["verdict", four, "fail"]).bad(2);
    assert!(refused.err.contains("names two records") && refused.err.contains(&id[..12]), "{}", refused.err);
    cli.run(&["verdict", &id[..8], "fail"]).good();
    assert_eq!(cli.show(&id)["verdicts"][0]["verdict"], "fail");
}

#[test]
fn a_filter_finds_records_by_either_id() {
    let cli = workspace();
    let found = |filter: &str| cli.run(&["list", filter, "--json"]).good().json().len();
    let id = cli.show("r01")["id"].as_str().unwrap().to_owned();
    assert_eq!((found("id:r01"), found("id:r0*"), found("id:\"a b\""), found("id:r09")), (1, 3, 1, 0));
    assert_eq!((found(&format!("id:{}", &id[..10])), found(&format!("-id:{id}"))), (1, 4));
}
