//! gemba's own export: everything comes back, and a colleague's merges without losing, doubling or moving a judgement.

use std::path::Path;

use serde_json::{Value, json};

use super::{Cli, log};

/// What a workspace shows of itself.
const SHOWN: [&[&str]; 10] = [
    &["list"],
    &["list", "--history"],
    &["stats"],
    &["drift"],
    &["align"],
    &["modes", "list"],
    &["criteria", "list"],
    &["checks", "list"],
    &["sources", "list"],
    &["saturation"],
];

pub(super) fn shown(cli: &Cli) -> Vec<Vec<Value>> {
    let show = |words: &&[&str]| {
        let answer = cli.run(&[*words, &["--json"]].concat());
        assert!(matches!(answer.code, 0 | 1), "{words:?}: {}", answer.err);
        answer.json()
    };
    SHOWN.iter().map(show).collect()
}

#[track_caller]
pub(super) fn same(one: &Cli, other: &Cli) {
    for (words, (one, other)) in SHOWN.iter().zip(shown(one).into_iter().zip(shown(other))) {
        assert_eq!(one, other, "{words:?}");
    }
}

/// Writes an export of `from` where `to` can read it.
pub(super) fn export(from: &Cli, to: &Cli, words: &[&str]) -> String {
    let path = to.work().join("theirs.jsonl");
    let text = path.to_str().unwrap().to_owned();
    from.run(&[&["export"], words, &["--out", &text]].concat()).good();
    text
}

pub(super) fn take(from: &Cli, to: &Cli) -> Value {
    let file = export(from, to, &[]);
    to.run(&["import", &file, "--json"]).good().json().remove(0)
}

/// A workspace with one of everything that people do.
pub(super) fn worked() -> Cli {
    let cli = Cli::with_records(30);
    let ids = cli.ids();
    for words in [
        &["modes", "add", "Short"][..],
        &["modes", "add", "Rude", "--definition", "Hurts."],
        &["criteria", "add", "Polite", "--text", "is polite"],
        &["checks", "add", "--mode", "short", "min-length", "--chars", "40"],
        &["criteria", "edit", "polite", "--text", "is polite and warm", "--edit", "meaning", "--reason", "too weak"],
        &["modes", "merge", "rude", "short"],
    ] {
        cli.run(words).good();
    }
    for (at, id) in ids.iter().enumerate() {
        let verdict = if at % 3 == 0 { "fail" } else { "pass" };
        cli.run(&["verdict", id, verdict]).good();
    }
    for words in [
        &["tag", &ids[0], "short"][..],
        &["note", &ids[3], "far too short"],
        &["correct", &ids[6], "A longer one."],
        &["grade", &ids[1], "polite", "met"],
        &["grade", &ids[2], "polite", "not-met"],
        &["verdict", &ids[4], "defer"],
        &["undo"],
        &["--reviewer", "ben", "verdict", &ids[5], "fail"],
    ] {
        cli.run(words).good();
    }
    cli
}

#[test]
fn a_workspace_restored_from_its_export_shows_the_same_and_goes_on() {
    let cli = worked();
    let other = Cli::new();
    let file = export(&cli, &other, &[]);
    other.run(&["restore", &file]).good();
    same(&cli, &other);
    assert!(other.run(&["doctor"]).good().out.contains("as it was written"));
    other.run(&["doctor", "--rebuild"]).good();
    same(&cli, &other);
    let second = Cli::new();
    let said = second.run(&["import", &file, "--json"]).good().json().remove(0);
    assert_eq!(said["judgements"]["ben"], json!(1));
    assert_eq!(said["codebook"], json!({"modes": 2, "criteria": 1, "checks": 1}));
    same(&cli, &second);
    // What is undone next is the same everywhere.
    assert_eq!(cli.run(&["undo"]).good().out, other.run(&["undo"]).good().out);
    same(&cli, &other);
}

#[test]
fn a_workspace_is_replaced_by_an_export_only_when_told_and_kept_beside_it() {
    let cli = worked();
    let file = export(&cli, &cli, &[]);
    cli.run(&["verdict", &cli.ids()[7], "fail"]).good();
    cli.run(&["restore", &file]).bad(2);
    let said = cli.run(&["restore", &file, "--replace"]).good();
    assert!(said.err.contains("kept in"), "{}", said.err);
    assert_eq!(cli.show(&cli.ids()[7])["verdicts"][0]["verdict"], json!("pass"));
}

#[test]
fn an_export_begins_with_a_header_and_its_records_read_as_ever() {
    let cli = worked();
    let lines = cli.run(&["export"]).good().json();
    assert_eq!((&lines[0]["gemba"], &lines[0]["version"]), (&json!("header"), &json!(1)));
    assert_eq!(lines.last().unwrap()["gemba"], json!("end"));
    let listed = cli.run(&["list", "--json"]).good().json();
    let records: Vec<&Value> = lines.iter().filter(|line| line.get("gemba").is_none()).collect();
    for (listed, exported) in listed.iter().zip(&records) {
        for (key, value) in listed.as_object().unwrap() {
            assert_eq!(&exported[key], value, "{key}");
        }
    }
    assert_eq!(cli.run(&["export", "--format", "jsonl"]).good().json(), listed);
}

/// Two reviewers with the same log, who each edit one criterion from the same base and grade 50 under it.
fn apart() -> (Cli, Cli) {
    let (ana, ben) = (Cli::with_records(60), Cli::new());
    ana.run(&["criteria", "add", "Polite", "--text", "is polite"]).good();
    ana.run(&["modes", "add", "Short"]).good();
    take(&ana, &ben);
    for (cli, who, text, answer) in
        [(&ana, "ana", "is polite and warm", "met"), (&ben, "ben", "is never rude", "not-met")]
    {
        let edit =
            ["--reviewer", who, "criteria", "edit", "polite", "--text", text, "--edit", "meaning", "--reason", "r"];
        cli.run(&edit).good();
        let grades: String = cli
            .ids()
            .iter()
            .take(50)
            .map(|id| json!({"id": id, "criterion": "polite", "answer": answer}).to_string() + "\n")
            .collect();
        let given = cli.feed(&["--reviewer", who, "grade", "-"], &grades);
        given.good();
    }
    (ana, ben)
}

#[test]
fn two_reviewers_who_edit_one_criterion_and_grade_merge_both_ways_twice() {
    let (ana, ben) = apart();
    let first = take(&ana, &ben);
    assert_eq!(first["judgements"], json!({"ana": 50}), "{first}");
    take(&ben, &ana);
    take(&ana, &ben);
    let last = take(&ben, &ana);
    assert_eq!(last["judgements"], json!({}));
    same(&ana, &ben);
    let versions = ana.run(&["criteria", "log", "polite", "--json"]).good().json();
    let texts: Vec<&str> = versions.iter().map(|version| version["text"].as_str().unwrap()).collect();
    assert_eq!((texts.len(), texts[0]), (3, "is polite"));
    let mut seen = 0;
    for record in ana.records() {
        for grade in record["grades"].as_array().unwrap() {
            let version = usize::try_from(grade["version"].as_u64().unwrap()).unwrap();
            let text = if grade["reviewer"] == json!("ana") { "is polite and warm" } else { "is never rude" };
            assert_eq!(texts[version - 1], text, "each grade is under the text that it was given for");
            seen += 1;
        }
    }
    assert_eq!(seen, 100);
    for cli in [&ana, &ben] {
        cli.run(&["doctor"]).good();
        cli.run(&["doctor", "--rebuild"]).good();
    }
    same(&ana, &ben);
    // And both go on.
    ana.run(&["verdict", &ana.ids()[0], "fail"]).good();
    ana.run(&["criteria", "edit", "polite", "--text", "is kind", "--edit", "meaning", "--reason", "shorter"]).good();
    let file = export(&ana, &ben, &[]);
    let said = ben.run(&["import", &file]).good().err;
    assert!(said.contains("judgements of ana 1; 1 new version of a criterion"), "{said}");
    same(&ana, &ben);
}

/// Changes the lines of an export.
pub(super) fn forged(file: &str, change: impl Fn(usize, &str) -> Option<String>) -> String {
    let text = std::fs::read_to_string(file).unwrap();
    let lines: Vec<String> = text.lines().enumerate().filter_map(|(at, line)| change(at, line)).collect();
    let forged = format!("{file}.forged.jsonl");
    std::fs::write(&forged, lines.join("\n") + "\n").unwrap();
    forged
}

#[track_caller]
pub(super) fn refused(cli: &Cli, file: &str, why: &str) {
    let before = shown(cli);
    let said = cli.run(&["import", file]).bad(3).err;
    assert!(said.contains(why), "{why}: {said}");
    assert_eq!(shown(cli), before, "nothing was stored");
}

#[test]
fn forged_exports_are_refused_in_words() {
    let (ana, ben) = apart();
    take(&ben, &ana);
    let file = export(&ben, &ana, &[]);
    let altered = |what: &str, with: &str| forged(&file, |_, line| Some(line.replace(what, with)));
    refused(&ana, &altered("is never rude", "is always rude"), "not what its hash was taken over");
    refused(&ana, &altered("\"reviewer\":\"ben\",\"session\"", "\"reviewer\":\"ana\",\"session\""), "its hash");
    let is_event = |line: &str| line.starts_with("{\"gemba\":\"event\"");
    let events = std::fs::read_to_string(&file).unwrap().lines().filter(|line| is_event(line)).count();
    let first = std::fs::read_to_string(&file).unwrap().lines().position(is_event).unwrap();
    let last = first + events - 1;
    refused(&ana, &forged(&file, |at, line| (at != last).then(|| line.to_owned())), "does not hold all events");
    refused(&ana, &forged(&file, |at, line| (at != last - 5).then(|| line.to_owned())), "missing");
    refused(&ana, &forged(&file, |at, line| (at <= last).then(|| line.to_owned())), "it was cut");
    let text: Vec<String> = std::fs::read_to_string(&file).unwrap().lines().map(str::to_owned).collect();
    let swapped = forged(&file, |at, line| {
        Some(
            if at == last {
                &text[last - 1]
            } else if at == last - 1 {
                &text[last]
            } else {
                line
            }
            .to_owned(),
        )
    });
    refused(&ana, &swapped, "cannot be taken");
    refused(&ana, &forged(&file, |at, line| (at != 3).then(|| line.to_owned())), "records and holds");
}

#[test]
fn a_file_that_goes_on_as_this_workspace_is_refused_and_restore_takes_it() {
    let cli = worked();
    let backup = cli.work().join("earlier.bak");
    cli.run(&["backup", backup.to_str().unwrap()]).good();
    let ids = cli.ids();
    cli.run(&["verdict", &ids[8], "fail"]).good();
    let file = export(&cli, &cli, &[]);
    // The workspace as it was, with the writer of then.
    let folder = cli.work().join(".gemba");
    for ending in ["", "-wal", "-shm"] {
        let _ = std::fs::remove_file(folder.join(format!("gemba.db{ending}")));
    }
    std::fs::copy(&backup, folder.join("gemba.db")).unwrap();
    refused(&cli, &file, "this workspace wrote it");
    cli.run(&["restore", &file, "--replace"]).good();
    assert_eq!(cli.show(&ids[8])["verdicts"][0]["verdict"], json!("fail"));
}

#[test]
fn a_check_that_starts_a_program_comes_switched_off() {
    let (ana, ben) = (Cli::with_records(6), Cli::new());
    ana.run(&["modes", "add", "Short"]).good();
    ana.run(&["checks", "add", "--mode", "short", "command", "touch", "ran"]).good();
    let file = export(&ana, &ben, &[]);
    let said = ben.run(&["import", &file]).good();
    assert!(said.out.contains("switched off"), "{}", said.out);
    let run = ben.run(&["checks", "run"]);
    assert!(!Path::new(&ben.work()).join("ran").exists(), "{}", run.err);
}

#[test]
fn what_one_took_back_while_the_other_used_it_stands_and_is_said() {
    let (ana, ben) = (Cli::with_records(6), Cli::new());
    ana.run(&["modes", "add", "Short"]).good();
    take(&ana, &ben);
    let ids = ben.ids();
    ben.run(&["--reviewer", "ben", "tag", &ids[0], "short"]).good();
    ana.run(&["undo"]).good();
    assert_eq!(ana.run(&["modes", "list", "--json"]).good().json().len(), 0);
    let said = take(&ben, &ana);
    assert!(said["decided"].to_string().contains("the use stands"), "{said}");
    take(&ana, &ben);
    same(&ana, &ben);
    assert_eq!(ana.show(&ids[0])["tags"][0]["mode"], json!("short"));
    ana.run(&["doctor"]).good();
}

#[test]
fn modes_of_one_name_and_numbers_given_twice_stay_with_the_earlier() {
    let (ana, ben) = (Cli::with_records(6), Cli::with_records(6));
    ana.run(&["modes", "add", "Short", "--definition", "One line."]).good();
    ana.run(&["criteria", "add", "Polite", "--text", "is polite"]).good();
    ben.run(&["--reviewer", "ben", "criteria", "add", "Brief", "--text", "is brief"]).good();
    ben.run(&["--reviewer", "ben", "modes", "add", "Short", "--definition", "Too few words."]).good();
    ben.run(&["--reviewer", "ben", "modes", "add", "Stiff"]).good();
    let said = take(&ben, &ana);
    assert!(said["decided"].to_string().contains("the earlier definition, severity and hotkey hold"), "{said}");
    take(&ana, &ben);
    // Each imported the log itself, so only the order of their sources differs.
    for words in [["modes", "list", "--json"], ["criteria", "list", "--json"]] {
        assert_eq!(ana.run(&words).good().out, ben.run(&words).good().out);
    }
    let modes = ana.run(&["modes", "list", "--json"]).good().json();
    assert_eq!(modes.iter().filter(|mode| mode["slug"] == json!("short")).count(), 1);
    assert_eq!(modes.iter().find(|mode| mode["slug"] == json!("short")).unwrap()["definition"], json!("One line."));
    let numbers: Vec<Value> =
        ana.run(&["criteria", "list", "--json"]).good().json().iter().map(|found| found["number"].clone()).collect();
    assert_eq!(numbers.iter().filter(|number| **number == json!(1)).count(), 1, "{numbers:?}");
    ana.run(&["doctor"]).good();
}

#[test]
fn a_filtered_export_brings_its_records_and_is_incomplete_and_never_damaged() {
    let (cli, other) = (worked(), Cli::new());
    let file = export(&cli, &other, &["verdict:fail"]);
    other.run(&["restore", &file]).bad(3);
    let said = other.run(&["import", &file]).good();
    assert!(said.out.contains("incomplete"), "{}", said.out);
    let failed = cli.run(&["list", "verdict:fail", "--json"]).good().json();
    let came = other.run(&["list", "--json"]).good().json();
    assert_eq!(came.len(), failed.len());
    for (one, other) in failed.iter().zip(&came) {
        for key in ["id", "verdicts", "tags", "notes", "grades", "corrections"] {
            assert_eq!(one[key], other[key]);
        }
    }
    other.run(&["doctor"]).good();
    // The whole fills the gaps.
    take(&cli, &other);
    other.run(&["doctor"]).good();
    assert_eq!(cli.run(&["stats", "--json"]).good().out, other.run(&["stats", "--json"]).good().out);
}

#[test]
fn an_export_is_read_from_standard_input_and_packed() {
    let (cli, other) = (worked(), Cli::new());
    let text = cli.run(&["export"]).good().out;
    other.feed(&["import", "-"], &text).good();
    same(&cli, &other);
    let third = Cli::new();
    let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    std::io::Write::write_all(&mut packed, text.as_bytes()).unwrap();
    std::fs::write(third.work().join("all.jsonl.gz"), packed.finish().unwrap()).unwrap();
    third.run(&["import", "all.jsonl.gz"]).good();
    same(&cli, &third);
    // A log beside it is read as ever.
    third.write("more.jsonl", &log(40));
    third.run(&["import", "all.jsonl.gz", "more.jsonl"]).good();
    assert_eq!(third.records().len(), 40);
}
