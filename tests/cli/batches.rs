//! Judgements by the thousand: JSON lines on standard input.

use std::fmt::Write;

use serde_json::{Value, json};

use super::Cli;

/// Objects as lines, each with this ending.
fn in_lines(objects: &[Value], ending: &str) -> String {
    objects.iter().flat_map(|object| [object.to_string(), ending.to_owned()]).collect()
}

#[test]
fn five_thousand_verdicts_are_one_step_of_undo() {
    let cli = Cli::with_records(5_000);
    let mut lines = String::new();
    for (n, id) in cli.ids().iter().enumerate() {
        let verdict = if n.is_multiple_of(5) { "fail" } else { "pass" };
        writeln!(lines, "{}", json!({"id": id, "verdict": verdict})).unwrap();
    }
    let answer = cli.feed(&["verdict", "-"], &lines).good().json().remove(0);
    assert_eq!((&answer["applied"], &answer["rejected"]), (&json!(5_000), &json!(0)));
    assert_eq!(cli.run(&["list", "verdict:fail", "--json"]).good().json().len(), 1_000);
    cli.run(&["undo"]).good();
    assert_eq!(cli.run(&["list", "verdict:none", "--json"]).good().json().len(), 5_000);
    cli.run(&["redo"]).good();
    assert_eq!(cli.run(&["list", "verdict:fail", "--json"]).good().json().len(), 1_000);
}

#[test]
fn bad_lines_are_counted_and_named_and_the_others_written() {
    let cli = Cli::with_records(3);
    let ids = cli.ids();
    let lines = [
        json!({"id": ids[0], "verdict": "pass"}).to_string(),
        "{not json".to_owned(),
        String::new(),
        json!({"id": "zzzz", "verdict": "pass"}).to_string(),
        json!({"id": ids[1], "verdict": "maybe"}).to_string(),
        json!(["a list"]).to_string(),
        json!({"id": ids[2], "verdict": "fail", "reviewer": "ben"}).to_string(),
        json!({"id": ids[0]}).to_string(),
    ];
    let answer = cli.feed(&["verdict", "-"], &lines.join("\n")).good();
    let counts = answer.json().remove(0);
    assert_eq!((&counts["applied"], &counts["rejected"]), (&json!(2), &json!(5)));
    for line in ["line 2:", "line 4:", "line 5:", "line 6:", "line 8:"] {
        assert!(answer.err.contains(line), "{line} in {}", answer.err);
    }
    assert_eq!(cli.show(&ids[2])["verdicts"][0]["reviewer"], "ben");
    cli.run(&["undo"]).good();
    assert_eq!(cli.show(&ids[0])["verdicts"], json!([]));
    assert_eq!(cli.show(&ids[2])["verdicts"].as_array().unwrap().len(), 1, "ben's judgement is not ana's to undo");
}

#[test]
fn only_bad_lines_are_unusable_input_and_none_at_all_is_nothing() {
    let cli = Cli::with_records(1);
    let answer = cli.feed(&["verdict", "-"], "rubbish\n").bad(3);
    assert_eq!(answer.json()[0]["rejected"], json!(1));
    assert_eq!(cli.feed(&["verdict", "-"], "").good().json()[0]["applied"], json!(0));
    cli.feed(&["verdict", "-", "pass"], "").bad(2);
}

#[test]
fn tags_take_one_mode_or_a_list_and_a_span_in_either_form() {
    let cli = Cli::with_records(3);
    let ids = cli.ids();
    for name in ["Too short", "Made up"] {
        cli.run(&["modes", "add", name]).good();
    }
    let lines = [
        json!({"id": ids[0], "mode": "Too short"}),
        json!({"id": ids[1], "mode": ["too-short", "Made up"], "span": "0:6"}),
        json!({"id": ids[2], "mode": "made-up", "span": {"turn": 0, "start": 0, "end": 8}}),
        json!({"id": ids[2], "mode": "Too shrot"}),
        json!({"id": ids[2], "mode": "made-up", "span": "0:9999"}),
    ];
    let input = in_lines(&lines, "\r\n");
    let answer = cli.feed(&["tag", "-"], &input).good();
    let counts = answer.json().remove(0);
    assert_eq!((&counts["applied"], &counts["rejected"]), (&json!(3), &json!(2)));
    assert!(answer.err.contains("line 4:") && answer.err.contains("`Too short`"), "{}", answer.err);
    assert_eq!(cli.show(&ids[1])["tags"].as_array().unwrap().len(), 2);
    assert_eq!(cli.show(&ids[1])["tags"][0]["span"], json!({"turn": null, "start": 0, "end": 6}));
    assert_eq!(cli.show(&ids[2])["tags"][0]["span"], json!({"turn": 0, "start": 0, "end": 8}));
    let gone = json!({"id": ids[1], "mode": ["too-short", "made-up"]}).to_string();
    cli.feed(&["untag", "-"], &gone).good();
    assert_eq!(cli.show(&ids[1])["tags"], json!([]));
}

#[test]
fn notes_and_grades_come_in_lines_too() {
    let cli = Cli::with_records(2);
    let ids = cli.ids();
    cli.run(&["criteria", "add", "Says why", "--text", "Gives a reason."]).good();
    let notes = [json!({"id": ids[0], "text": "odd\nreally"}), json!({"id": ids[1], "text": "here", "span": "0:6"})];
    let input = in_lines(&notes, "\n");
    assert_eq!(cli.feed(&["note", "-"], &input).good().json()[0]["applied"], json!(2));
    assert_eq!(cli.show(&ids[0])["notes"][0]["text"], "odd\nreally");
    assert_eq!(cli.show(&ids[1])["notes"][0]["span"]["end"], json!(6));
    let gone = json!({"id": ids[0], "text": null}).to_string();
    cli.feed(&["note", "-"], &gone).good();
    assert_eq!(cli.show(&ids[0])["notes"], json!([]));

    let grades = [
        json!({"id": ids[0], "criterion": "says-why", "answer": "met"}),
        json!({"id": ids[1], "criterion": "Says why", "answer": "not-met", "reviewer": "ben"}),
        json!({"id": ids[1], "criterion": "Says wy", "answer": "met"}),
    ];
    let input = in_lines(&grades, "\n");
    let counts = cli.feed(&["grade", "-"], &input).good().json().remove(0);
    assert_eq!((&counts["applied"], &counts["rejected"]), (&json!(2), &json!(1)));
    assert_eq!(cli.show(&ids[1])["grades"][0]["reviewer"], "ben");
}
