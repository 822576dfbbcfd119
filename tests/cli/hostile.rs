//! Logged text that would act on a terminal: no command lets a byte of it through, and none of it is lost.

use serde_json::json;

use super::{Answer, Cli};
use crate::hostile_inputs::HOSTILE;
use gemba::domain::name::is_printable;

/// A workspace of hostile outputs, inputs, models, keys and notes.
fn hostile_bench() -> Cli {
    let cli = Cli::new();
    let line = |(n, text): (usize, &&str)| {
        let record = json!({
            "id": format!("h{n}{text}"), "prompt": format!("q{n} {text}"), "output": text, "model": text,
            "conversation_id": text, "meta": {text.to_owned(): text},
        });
        format!("{record}\n")
    };
    let log: String = HOSTILE.iter().enumerate().map(line).collect();
    let path = cli.write("hostile\u{1b}[31m.jsonl", &(log + "{broken \u{1b}]0;title\u{7}\n"));
    cli.run(&["import", path.to_str().unwrap()]).good();
    cli
}

/// Nothing but printable characters and line ends. `emoji`: joiners and variation selectors may stand in emoji.
#[track_caller]
fn is_harmless(text: &str, emoji: bool) {
    for c in text.chars() {
        let joined = emoji && matches!(c, '\u{200d}' | '\u{fe0f}');
        assert!(c == '\n' || joined || is_printable(c), "U+{:04X} in {:?}", u32::from(c), text);
    }
}

#[track_caller]
fn harmless(answer: &Answer) {
    is_harmless(&answer.out, true);
    is_harmless(&answer.err, true);
}

#[test]
fn no_command_prints_a_control_byte_of_a_log() {
    let cli = hostile_bench();
    let ids = cli.ids();
    assert_eq!(ids.len(), HOSTILE.len());
    for arguments in [&["list"][..], &["list", "--fields", "id,source,model,conversation,meta,messages,notes"]] {
        harmless(&cli.run(arguments).good());
    }
    for id in &ids {
        harmless(&cli.run(&["show", id]).good());
    }
}

#[test]
fn json_is_harmless_and_exact() {
    let cli = hostile_bench();
    let answer = cli.run(&["list", "--json"]).good();
    is_harmless(&answer.out, false);
    for (record, text) in answer.json().iter().zip(HOSTILE) {
        assert_eq!(record["output"], json!(text));
    }
}

#[test]
fn notes_definitions_and_criteria_are_made_visible() {
    let cli = hostile_bench();
    let id = cli.ids().remove(3);
    cli.run(&["modes", "add", "Odd", "--definition", "a\u{1b}[31mb\u{202e}c"]).good();
    cli.run(&["criteria", "add", "Fine", "--text", "a\u{1b}]0;x\u{7}\nb\u{9b}c"]).good();
    cli.run(&["note", &id, "n\u{1b}[2J\u{200b}"]).good();
    for arguments in [
        &["modes"][..],
        &["modes", "show", "odd"],
        &["criteria"],
        &["criteria", "log", "fine"],
        &["criteria", "show", "fine"],
        &["show", &id],
        &["list", "--fields", "notes"],
    ] {
        harmless(&cli.run(arguments).good());
    }
    let note = &cli.show(&id)["notes"][0]["text"];
    assert_eq!(note, "n\u{1b}[2J\u{200b}", "kept exactly");
}

#[test]
fn complaints_quote_nothing_that_acts() {
    let cli = hostile_bench();
    let id = cli.ids().remove(0);
    let evil = "x\u{1b}[31m\u{202e}y";
    for arguments in [
        &["tag", &id, evil][..],
        &["show", evil],
        &["verdict", &id, evil],
        &["grade", &id, evil, "met"],
        &["list", "--fields", evil],
        &["import", evil],
        &["checks", "run", evil],
        &["modes", "add", evil],
        &[evil],
        &["list", &format!("nonsense{evil}:{evil}")],
    ] {
        let answer = cli.run(arguments);
        assert_ne!(answer.code, 0, "{arguments:?}");
        harmless(&answer);
    }
    let batch = cli.feed(&["verdict", "-"], &json!({"id": id, "verdict": evil}).to_string()).bad(3);
    harmless(&batch);
}
