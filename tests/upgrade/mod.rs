//! A workspace and a stub folder that an older gemba wrote open, print, rebuild, undo and regenerate as they did then.
//!
//! `tests/fixtures/before/README.md` says how the fixtures were made.

use std::collections::BTreeSet;
use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};

use serde_json::Value;

use crate::cli::{Cli, files_below};

mod stubs;

/// Keys of JSON whose values are sentences. They may be worded anew; whether there is one may not change.
const SENTENCES: &[&str] = &["why", "silent_drift_why", "remarks", "caveat", "advice"];

fn fixture(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/before").join(name)
}

/// A home with a copy of the old workspace and of the old stub folder in its working folder.
fn old_workspace() -> Cli {
    let cli = Cli::new();
    let folder = cli.work().join(".gemba");
    fs::create_dir(&folder).unwrap();
    fs::set_permissions(&folder, fs::Permissions::from_mode(0o700)).unwrap();
    let packed = fs::File::open(fixture("workspace/gemba.db.gz")).unwrap();
    let mut database = fs::File::create(folder.join("gemba.db")).unwrap();
    std::io::copy(&mut flate2::read::GzDecoder::new(packed), &mut database).unwrap();
    fs::set_permissions(folder.join("gemba.db"), fs::Permissions::from_mode(0o600)).unwrap();
    fs::copy(fixture("workspace/config.toml"), folder.join("config.toml")).unwrap();
    for (path, bytes) in files_below(&fixture("stubs")) {
        let to = cli.work().join("stubs").join(path);
        fs::create_dir_all(to.parent().unwrap()).unwrap();
        fs::write(to, bytes).unwrap();
    }
    cli
}

/// The commands that are compared: the name of the file that holds what they printed, and their words.
fn commands() -> Vec<(String, Vec<String>)> {
    let text = fs::read_to_string(fixture("commands.txt")).unwrap();
    let lines = text.lines().filter(|line| !line.is_empty() && !line.starts_with('#'));
    let words = |line: &str| line.split_whitespace().map(str::to_owned).collect::<Vec<_>>();
    lines.map(words).map(|mut words| (words.remove(0), words)).collect()
}

/// Lines of JSON without their sentences; other text as it is.
fn without_sentences(printed: &str) -> String {
    let mut out = String::new();
    for line in printed.lines() {
        match serde_json::from_str::<Value>(line) {
            Ok(mut value) => {
                blank(&mut value);
                out += &value.to_string();
            }
            Err(_) => out += line,
        }
        out.push('\n');
    }
    out
}

fn blank(value: &mut Value) {
    match value {
        Value::Array(items) => items.iter_mut().for_each(blank),
        Value::Object(fields) => {
            // Since then a noise floor needs 25 repeat answers of a reviewer, and the figures that follow from it too.
            if fields.contains_key("noise_n") {
                fields.retain(|key, _| !["noise_floor", "low", "high", "detectable"].contains(&key.as_str()));
            }
            let is_doctor = fields.keys().eq(["check", "ok"]);
            for (key, value) in fields.iter_mut() {
                let is_sentence = SENTENCES.contains(&key.as_str()) || (is_doctor && key == "check");
                match value {
                    Value::String(text) if is_sentence => "…".clone_into(text),
                    Value::Array(texts) if is_sentence => texts.fill("…".into()),
                    _ => blank(value),
                }
            }
        }
        _ => {}
    }
}

/// Leaves out of each JSON object the keys that it did not have then: more may be said than before.
fn without_new_keys(now: &str, then: &str) -> String {
    let object = |line: &str| serde_json::from_str::<serde_json::Map<String, Value>>(line).ok();
    let rows: Vec<&str> = then.lines().collect();
    let then: Vec<_> = then.lines().map(object).collect();
    // A table's new columns stand behind all others.
    let is_then = |at: usize, row: &str| rows.get(at).is_some_and(|then| *then == row);
    let without_column = |at: usize, row: &str| {
        let cut = [",settled", ","].iter().filter_map(|end| row.strip_suffix(end)).find(|cut| is_then(at, cut));
        cut.unwrap_or(row).to_owned()
    };
    let line = |(at, line): (usize, &str)| match (object(line), then.get(at).and_then(Option::as_ref)) {
        (Some(mut now), Some(then)) => {
            retain_known(&mut now, then);
            serde_json::to_string(&now).unwrap()
        }
        // In a table a list is JSON in a cell.
        _ => without_column(at, &line.replace("\"\"reason\"\":null,", "")),
    };
    now.lines().enumerate().map(line).fold(String::new(), |all, line| all + &line + "\n")
}

/// Leaves out the keys that an object did not have then, in the objects of its lists too.
fn retain_known(now: &mut serde_json::Map<String, Value>, then: &serde_json::Map<String, Value>) {
    now.retain(|key, _| then.contains_key(key));
    for (key, value) in now {
        let (Value::Array(items), Some(Value::Array(before))) = (value, then.get(key)) else { continue };
        for pair in items.iter_mut().zip(before) {
            if let (Value::Object(now), Value::Object(then)) = pair {
                retain_known(now, then);
            }
        }
    }
}

/// Every command prints about the workspace what the older gemba printed.
#[track_caller]
fn prints_as_then(cli: &Cli) {
    let mut changed = Vec::new();
    // Checks are searched otherwise since then; tests/checks/mining.rs holds what is found. Saturation leaves out what reviewers
    // dispute; tests/cli/settling.rs holds that.
    let is_as_then = |(name, _): &(String, _)| !matches!(name.as_str(), "suggestions" | "saturation");
    for (name, words) in commands().into_iter().filter(is_as_then) {
        let words: Vec<&str> = words.iter().map(String::as_str).collect();
        let now = cli.run(&words);
        assert!(matches!(now.code, 0 | 1), "gemba {}: {}", words.join(" "), now.err);
        let then = fs::read_to_string(fixture("printed").join(&name)).unwrap();
        // Rates by reviewer came since then, behind all others.
        let is_of_then = |line: &&str| !line.starts_with("{\"group\":\"reviewer\"");
        let now = now.out.lines().filter(is_of_then).fold(String::new(), |all, line| all + line + "\n");
        let (now, then) = (without_sentences(&now), without_sentences(&then));
        let (now, then) = (without_new_keys(&now, &then), without_new_keys(&then, &then));
        if now != then {
            let at = now.lines().zip(then.lines()).position(|(a, b)| a != b);
            let at = at.unwrap_or_else(|| now.lines().count().min(then.lines().count()));
            let line = |text: &str| text.lines().nth(at).unwrap_or("(no line)").chars().take(600).collect::<String>();
            changed.push(format!(
                "{}, line {}:\n  then {}\n  now  {}",
                words.join(" "),
                at + 1,
                line(&then),
                line(&now)
            ));
        }
    }
    assert!(changed.is_empty(), "{}", changed.join("\n"));
}

#[test]
fn an_old_workspace_prints_what_it_printed_then() {
    prints_as_then(&old_workspace());
}

#[test]
fn an_old_workspace_rebuilt_from_its_journal_prints_the_same() {
    let cli = old_workspace();
    cli.run(&["doctor", "--rebuild"]).good();
    prints_as_then(&cli);
}

#[test]
fn an_old_workspace_goes_through_its_export_before_and_after_its_ids_are_taken_anew() {
    let (old, other) = (old_workspace(), Cli::new());
    let file = old.work().join("all.jsonl");
    let file = file.to_str().unwrap();
    let listed = old.run(&["list", "--json"]).good().out;
    old.run(&["export", "--out", file]).good();
    other.run(&["restore", file]).good();
    assert_eq!(other.run(&["list", "--json"]).good().out.lines().count(), listed.lines().count());
    old.run(&["doctor", "--upgrade-identity"]).good();
    let upgraded = old.run(&["list", "--json"]).good().out;
    old.run(&["export", "--out", file]).good();
    other.run(&["import", file]).good();
    assert_eq!(other.run(&["list", "--json"]).good().out, upgraded, "its former ids lead to the same records");
    let third = Cli::new();
    third.run(&["restore", file]).good();
    assert_eq!(third.run(&["list", "--json"]).good().out, upgraded);
}

#[test]
fn the_old_journal_holds_every_kind_of_change() {
    let cli = old_workspace();
    let reader = gemba::store::Reader::open(&cli.work().join(".gemba"), &gemba::store::Viewer::nobody()).unwrap();
    let mut kinds = BTreeSet::new();
    let mut reviewers = BTreeSet::new();
    let mut purposes = BTreeSet::new();
    reader
        .events(&mut |event, _| {
            let change = serde_json::to_value(&event.change).unwrap();
            kinds.insert(change["kind"].as_str().unwrap().to_owned());
            purposes.extend(change["purpose"].as_str().map(str::to_owned));
            reviewers.insert(event.reviewer.as_str().to_owned());
            Ok(true)
        })
        .unwrap();
    assert_eq!(kinds.len(), 23, "{kinds:?}");
    assert!(["first", "noise", "regrade"].iter().all(|purpose| purposes.contains(*purpose)), "{purposes:?}");
    assert!(["ana", "ben"].iter().all(|reviewer| reviewers.contains(*reviewer)), "{reviewers:?}");
}

#[test]
fn what_was_done_then_is_undone_and_redone_now() {
    let cli = old_workspace();
    // What the other reviewer built on is refused, so they take turns.
    let mut rounds = Vec::new();
    for reviewer in ["ana", "ben", "ana", "ben", "ana"] {
        let mut undone = 0;
        loop {
            let answer = cli.run(&["undo", "--json", "--reviewer", reviewer]);
            if answer.code != 0 || answer.json()[0]["applied"] == 0 {
                break;
            }
            undone += 1;
        }
        rounds.push((reviewer, undone));
    }
    assert!(rounds.iter().map(|(_, undone)| undone).sum::<u32>() > 90, "{rounds:?}");
    assert_eq!(cli.run(&["modes", "list", "--json"]).good().out, "");
    cli.run(&["doctor"]).good();
    for (reviewer, undone) in rounds.into_iter().rev() {
        for _ in 0..undone {
            cli.run(&["redo", "--reviewer", reviewer]).good();
        }
    }
    prints_as_then(&cli);
}

#[test]
fn what_was_undone_then_is_redone_now() {
    let cli = old_workspace();
    let tagged = |cli: &Cli| cli.run(&["list", "mode:too-long", "--json"]).good().json().len();
    let before = tagged(&cli);
    cli.run(&["redo"]).good();
    assert_eq!(tagged(&cli), before + 1);
    cli.run(&["undo"]).good();
    prints_as_then(&cli);
}

/// Writes the logs that the old workspace was filled with beside it, as `make.py` did.
fn old_logs(cli: &Cli) {
    let samples = Path::new(env!("CARGO_MANIFEST_DIR")).join("sample-data");
    let mut log = String::new();
    for (name, count) in [("support-week-3.jsonl", 59), ("support-week-1-2.jsonl", 50)] {
        let text = fs::read_to_string(samples.join(name)).unwrap();
        for (number, line) in text.lines().take(count).enumerate() {
            let mut record: Value = serde_json::from_str(line).unwrap();
            if number >= 3 || name != "support-week-3.jsonl" {
                record["messages"].as_array_mut().unwrap().retain(|turn| turn["role"] != "system");
            }
            log += &record.to_string();
            log.push('\n');
        }
    }
    fs::write(cli.work().join("support.jsonl"), log).unwrap();
    let labelled = "id,question,answer,label\nl1,Which plan is cheapest?,Drop has no monthly fee.,good\n\
        l2,Where is my parcel?,It is on its way.,bad\nl3,Can I send fish?,\"No, animals are not accepted.\",good\n";
    fs::write(cli.work().join("labelled.csv"), labelled).unwrap();
}

/// Imports the old logs; nothing of them is new.
#[track_caller]
fn imports_nothing_new(cli: &Cli) {
    for log in ["support.jsonl", "labelled.csv"] {
        let answer = cli.run(&["import", log, "--json"]).good().json().remove(0);
        assert_eq!(answer["imported"], 0, "{log}: {answer}");
        assert_eq!(answer["duplicates"], answer["read"], "{log}: {answer}");
    }
}

#[test]
fn last_weeks_log_imported_again_doubles_nothing_and_loses_no_judgement() {
    let cli = old_workspace();
    old_logs(&cli);
    imports_nothing_new(&cli);
    prints_as_then(&cli);
    cli.run(&["doctor", "--upgrade-identity"]).good();
    imports_nothing_new(&cli);
    prints_as_then(&cli);
}

#[test]
fn an_old_workspace_that_may_not_be_written_is_read_all_the_same() {
    let cli = old_workspace();
    let folder = cli.work().join(".gemba");
    fs::set_permissions(folder.join("gemba.db"), fs::Permissions::from_mode(0o400)).unwrap();
    fs::set_permissions(&folder, fs::Permissions::from_mode(0o500)).unwrap();
    let then = fs::read_to_string(fixture("printed/modes")).unwrap();
    let now = cli.run(&["modes", "list", "--json"]).good().out;
    assert_eq!(without_new_keys(&now, &then), without_new_keys(&then, &then));
    fs::set_permissions(&folder, fs::Permissions::from_mode(0o700)).unwrap();
}

#[test]
fn a_copy_of_the_old_file_is_kept_when_it_is_brought_to_the_format_of_today() {
    let cli = old_workspace();
    let before = fs::read(cli.work().join(".gemba/gemba.db")).unwrap();
    cli.run(&["stats"]).good();
    let copy = cli.work().join(".gemba/gemba.v1.bak");
    assert_eq!(fs::metadata(&copy).unwrap().len(), before.len() as u64);
    assert_eq!(fs::metadata(&copy).unwrap().permissions().mode() & 0o777, 0o600);
    cli.run(&["restore", ".gemba/gemba.v1.bak", "--replace"]).good();
    prints_as_then(&cli);
}

#[test]
fn an_upgrade_that_is_killed_leaves_a_workspace_that_opens_and_prints_the_same() {
    for millis in [1, 3, 6, 10, 15, 25, 40] {
        let cli = old_workspace();
        let mut child = cli.command(&["stats"]).spawn().unwrap();
        std::thread::sleep(std::time::Duration::from_millis(millis));
        child.kill().unwrap();
        child.wait().unwrap();
        cli.run(&["doctor"]).good();
        if millis == 10 {
            prints_as_then(&cli);
        }
    }
}
