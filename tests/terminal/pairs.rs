//! Two reviewers at two terminals over one workspace, while a third one reads under both names all the time: nothing is lost,
//! nothing is locked, and nothing of the other is anywhere before the reveal.

use std::fmt::Write as _;
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use gemba::domain::{Name, RowId};
use gemba::store::{Reader, Viewer};
use serde_json::Value;

use super::screen::{End, Screen};
use super::workspace::Workspace;

/// The mode and the note of each: words that nothing else holds.
const ANA: [&str; 2] = ["zebrafold", "quincemark"];
const BEN: [&str; 2] = ["walrusbend", "juniperline"];

/// What the third terminal reads.
const READING: &[&[&str]] = &[
    &["list", "--json", "--limit", "100000"],
    &["stats", "--json"],
    &["modes", "--json"],
    &["saturation", "--json"],
    &["session", "list", "--json"],
    &["session", "summary"],
    &["show", "r3", "--json"],
    &["export", "--format", "jsonl", "--out", "export.jsonl"],
];

/// What it reads beside that when there is time.
const READING_MORE: &[&[&str]] = &[
    &["list", "verdict:fail", "--json"],
    &["list", "NOT mode:none", "--json"],
    &["criteria", "--json"],
    &["checks", "--json"],
    &["align", "--json"],
    &["drift", "--json"],
    &["modes", "notes", "--json"],
    &["today", "--json"],
    &["sources", "--json"],
    &["export", "--out", "all.jsonl"],
    &["blind", "--json"],
    &["checks", "suggest", "walrusbend", "--json"],
    &["checks", "run", "--json"],
    &["agree", "--json"],
    &["agree", "--by", "mode", "--json"],
    &["agree", "--by", "day", "--json"],
    &["stats", "--by", "mode,reviewer"],
    &["report", "--format", "md"],
    &["report", "--out", "report.html", "--force"],
    &["stubs", "--dry-run"],
    &["export", "r3"],
    &["export", "--as", "examples", "--out", "examples.jsonl"],
    &["export", "--format", "csv", "--out", "all.csv"],
    &["list", "disputed:yes", "--json"],
    &["list", "--by", "disputed", "--json"],
    &["list", "--history", "--json"],
    &["session", "show", "--json"],
    &["reviewers", "--json"],
    &["results", "list", "--json"],
    &["filters", "--json"],
    &["trust", "--json"],
    &["doctor", "--json"],
    &["config", "--json"],
];

fn holds(bytes: &[u8], word: &str) -> bool {
    bytes.windows(word.len()).any(|window| window == word.as_bytes())
}

/// The words that somebody must not see: cleo is not of the two.
fn of_others(name: &str) -> Vec<&'static str> {
    match name {
        "ana" => BEN.to_vec(),
        "ben" => ANA.to_vec(),
        _ => [ANA, BEN].concat(),
    }
}

/// What the connection of somebody is given of what others said of the records, or made meanwhile.
fn rows_of_others(workspace: &Workspace, name: &str, records: usize) -> Vec<String> {
    let reader = Reader::open(&workspace.folder(), &Viewer::of(&Name::new(name).unwrap())).unwrap();
    let mut wrong = Vec::new();
    for row in 1..=i64::try_from(records).unwrap() {
        let said = reader.judgements(RowId(row)).unwrap();
        let by = said.verdicts.iter().map(|one| &one.reviewer).chain(said.tags.iter().map(|one| &one.reviewer));
        let by = by.chain(said.notes.iter().map(|one| &one.reviewer));
        wrong.extend(by.filter(|by| by.as_str() != name).map(|by| format!("{name} is given what {by} said of {row}")));
    }
    let mut events = String::new();
    reader
        .events(&mut |event, _| {
            let _ = writeln!(events, "{event:?}");
            Ok(true)
        })
        .unwrap();
    let given = format!("{events}{:?}", reader.codebook().unwrap());
    wrong.extend(of_others(name).into_iter().filter(|word| given.contains(word)).map(|word| format!("{name}: {word}")));
    wrong
}

/// Runs every reading command under each name; returns what went wrong.
fn read_all(workspace: &Workspace, commands: &[&[&str]]) -> Vec<String> {
    let mut wrong = Vec::new();
    for name in ["ana", "ben", "cleo"] {
        for command in commands {
            let arguments = [*command, &["--reviewer", name]].concat();
            let done = workspace.run(&arguments);
            let (out, err) = (String::from_utf8_lossy(&done.stdout), String::from_utf8_lossy(&done.stderr));
            let may_fail = matches!(command[0], "session" | "checks" | "today" | "drift" | "stubs");
            if (!done.status.success() && !may_fail) || err.contains("locked") || err.contains("busy") {
                wrong.push(format!("{arguments:?} failed: {err}"));
            }
            let asked = command.join(" ");
            let leaks = of_others(name).into_iter().filter(|word| !asked.contains(word));
            for word in leaks.filter(|word| out.contains(word) || err.contains(word)) {
                wrong.push(format!("{arguments:?} printed {word}"));
            }
            if command[0] == "list" {
                let records = out.lines().map(|line| serde_json::from_str::<Value>(line).unwrap());
                for record in records {
                    for verdict in record["verdicts"].as_array().into_iter().flatten() {
                        if verdict["reviewer"] != name {
                            wrong.push(format!("{arguments:?} printed a vote of {}", verdict["reviewer"]));
                        }
                    }
                }
            }
        }
    }
    wrong
}

/// Files outside the database and its backups that hold one of the words.
fn leaking_files(folder: &Path, words: &[&str]) -> Vec<String> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        if path.is_dir() {
            if name != "backups" {
                found.extend(leaking_files(&path, words));
            }
        } else if !name.starts_with("gemba.db") {
            let bytes = std::fs::read(&path).unwrap_or_default();
            let leaks = words.iter().filter(|word| holds(&bytes, word));
            found.extend(leaks.map(|word| format!("{} holds {word}", path.display())));
        }
    }
    found
}

/// Ana fails every record, some with a mode of her own, one with a note; the readers run meanwhile.
fn judge_blind(workspace: &Workspace, records: usize, commands: &[&[&str]]) -> (Screen, Screen) {
    let open = |name: &str, other: &str| {
        let arguments = ["review", "--with", other, "--blind", "--reviewer", name];
        let screen = Screen::start(workspace, &arguments, 40, 170);
        screen.until("BLIND");
        screen
    };
    let mut ana = open("ana", "ben");
    let mut ben = open("ben", "ana");
    for (mode, key, name) in [(ANA[0], "z", "ana"), (BEN[0], "b", "ben")] {
        workspace.json(&["modes", "add", mode, "--hotkey", key, "--json", "--reviewer", name]);
    }
    ana.until(ANA[0]);
    ben.until(BEN[0]);
    let is_done = AtomicBool::new(false);
    let wrong = std::thread::scope(|scope| {
        let reading = scope.spawn(|| {
            let mut wrong = Vec::new();
            while !is_done.load(Ordering::Relaxed) {
                wrong.extend(read_all(workspace, commands));
                let given = ["ana", "ben", "cleo"].map(|name| rows_of_others(workspace, name, records));
                wrong.extend(given.into_iter().flatten());
                std::thread::sleep(Duration::from_millis(500));
            }
            wrong
        });
        for (screen, note) in [(&mut ana, ANA[1]), (&mut ben, BEN[1])] {
            screen.send("n");
            screen.until("save");
            screen.send(&format!("{note}\r"));
            screen.until("kept");
        }
        for at in 0..records {
            let judged = format!("{} of {records} judged", at + 1);
            ana.send("f");
            ana.until("Why?");
            ana.send(if at % 3 == 0 { "z" } else { "\r" });
            if at % 3 == 1 {
                ben.send("tb");
                ben.until("tagged");
            }
            ben.send("p");
            ana.until(&judged);
            ben.until(&judged);
        }
        is_done.store(true, Ordering::Relaxed);
        reading.join().unwrap()
    });
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    (ana, ben)
}

fn sitting(records: usize, settled: usize, commands: &[&[&str]]) {
    let workspace = Workspace::unlike(records);
    let (mut ana, mut ben) = judge_blind(&workspace, records, commands);
    ana.until(&format!("ben has voted on {records} of {records}"));
    ben.until(&format!("ana has voted on {records} of {records}"));
    for name in ["ana", "ben", "cleo"] {
        let given = rows_of_others(&workspace, name, records);
        assert!(given.is_empty(), "{}", given.join("\n"));
    }
    for (screen, name, verdict) in [(&ana, "ana", "✓"), (&ben, "ben", "✗")] {
        let bytes = screen.bytes();
        for word in of_others(name).into_iter().chain([verdict]) {
            assert!(!holds(&bytes, word), "the terminal of {name} got {word}");
        }
    }
    let words = [ANA, BEN].concat();
    let leaks = leaking_files(workspace.root(), &words);
    assert!(leaks.is_empty(), "{}", leaks.join("\n"));
    for at in 0..records {
        ana.send("\r");
        ana.until(&format!("0 of {} alike", at + 1));
        if at < settled {
            ana.send("f");
            ana.until("settled  ✗ fail");
        }
        ana.send("\r");
        if at + 1 < records {
            ana.until("BLIND");
        }
    }
    ben.until(&format!("0 of {records} alike"));
    ben.until("✗");
    for screen in [&mut ana, &mut ben] {
        screen.send("q");
        assert_eq!(screen.end(), End::Exit(0));
        screen.assert_given_back();
    }
    let reader = Reader::open(&workspace.folder(), &Viewer::of(&Name::new("cleo").unwrap())).unwrap();
    let all: Vec<_> = (1..=records).map(|row| reader.judgements(RowId(i64::try_from(row).unwrap())).unwrap()).collect();
    assert!(all.iter().all(|judgements| judgements.verdicts.len() == 2), "every vote is there");
    assert_eq!(all.iter().filter(|judgements| judgements.settled_verdict().is_some()).count(), settled);
    let tags: usize = all.iter().map(|judgements| judgements.tags.len()).sum();
    assert_eq!(tags, (0..records).filter(|at| at % 3 != 2).count());
    assert_eq!(all.iter().map(|judgements| judgements.notes.len()).sum::<usize>(), 2);
}

#[test]
fn two_terminals_judge_blind_reveal_and_settle_while_a_third_reads() {
    sitting(40, 6, READING);
}

#[test]
#[ignore = "minutes: every reading command, all the time"]
fn two_terminals_judge_blind_while_a_third_reads_everything() {
    sitting(40, 6, &[READING, READING_MORE].concat());
}

#[test]
fn who_joins_second_is_told_by_name_who_has_voted() {
    let workspace = Workspace::unlike(2);
    let open = |name: &str, other: &str| {
        Screen::start(&workspace, &["review", "--with", other, "--blind", "--reviewer", name], 30, 170)
    };
    let mut ana = open("ana", "ben");
    ana.until("you have not voted · ben has not voted · ben has voted on 0 of 2");
    let mut ben = open("ben", "ana");
    ben.until("you have not voted · ana has not voted · ana has voted on 0 of 2");
    ana.send("p");
    ben.until("you have not voted · ana has voted · ana has voted on 1 of 2");
    ana.send("k");
    ana.until("you have voted · ben has not voted · ben has voted on 0 of 2");
    for screen in [&mut ana, &mut ben] {
        screen.send("q");
        assert_eq!(screen.end(), End::Exit(0));
    }
}

#[test]
fn at_one_terminal_two_sit_by_their_hands() {
    let workspace = Workspace::unlike(2);
    let file = workspace.folder().join("reviewers.toml");
    let say = |hand: &str| {
        let text = format!(
            "[[reviewer]]\nname = \"ana\"\nhand = \"right\"\n[[reviewer]]\nname = \"ben\"\nhand = \"{hand}\"\n"
        );
        std::fs::write(&file, text).unwrap();
    };
    say("left");
    let mut screen = Screen::start(&workspace, &["review", "--pair", "ana,ben"], 30, 100);
    screen.until("ben has not voted · ana has not voted");
    screen.until("ben a pass");
    screen.send("a");
    screen.until("ben has voted · ana has not voted");
    screen.send("q");
    assert_eq!(screen.end(), End::Exit(0));
    say("right");
    let mut again = Screen::start(&workspace, &["review", "--pair", "ana,ben"], 30, 100);
    again.until("ana has not voted · ben has voted");
    again.send("q");
    assert_eq!(again.end(), End::Exit(0));
    let said = String::from_utf8_lossy(&again.bytes()).into_owned();
    assert!(said.contains("gives both ana and ben the right hand, so they sit as they were named"), "{said}");
}

#[test]
fn what_both_make_clearer_over_a_revealed_record_is_on_their_screen_and_on_every_other() {
    let workspace = Workspace::unlike(3);
    workspace.json(&["criteria", "add", "polite", "--text", "It is polite", "--json"]);
    let mut both = Screen::start(&workspace, &["review", "--pair", "ana,ben"], 40, 140);
    both.until("ana has not voted · ben has not voted");
    both.send("aj");
    both.until("ana has voted · ben has voted");
    both.send("\r");
    both.until("both votes are alike");
    both.until("v1");
    both.send("ce1");
    both.until("It is polite");
    both.send(" and short\r");
    both.until("meaning");
    both.send("m");
    both.until("why it changes");
    both.send("we talked\r");
    both.until("v2");
    for reviewer in ["ana", "ben", "cem"] {
        let book = workspace.json(&["criteria", "--json", "--reviewer", reviewer]);
        assert!(book[0].to_string().contains("It is polite and short"), "{reviewer}: {book:?}");
    }
    both.send("q");
    assert_eq!(both.end(), End::Exit(0));
}

#[test]
fn at_one_terminal_a_vote_writes_no_byte_and_enter_reveals() {
    let workspace = Workspace::unlike(3);
    let mut screen = Screen::start(&workspace, &["review", "--pair", "ana,ben"], 30, 100);
    screen.until("ana has not voted · ben has not voted");
    screen.send("s");
    screen.until("ana has voted · ben has not voted");
    screen.send("\r");
    screen.until("Not revealed: ben has not voted on this record yet.");
    screen.send("j");
    screen.until("ana has voted · ben has voted");
    assert!(!holds(&screen.bytes(), "✗") && !holds(&screen.bytes(), "✓"));
    screen.send("\r");
    screen.until("the votes differ");
    screen.send("f");
    screen.until("settled  ✗ fail");
    screen.send("q");
    assert_eq!(screen.end(), End::Exit(0));
    let left = String::from_utf8_lossy(&screen.bytes()).into_owned();
    assert!(left.contains("stays open, 1 of 3 revealed"), "{left}");
    let mut again = Screen::start(&workspace, &["review", "--pair", "ben,ana", "--resume"], 30, 100);
    again.until("ben  ✓ pass");
    again.until("1/3");
    again.send("q");
    assert_eq!(again.end(), End::Exit(0));
}
