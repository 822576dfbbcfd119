//! Kill it any time: nothing acknowledged is lost.
//!
//! The test binary starts itself as a child that judges and imports as fast as it can and prints what the store has
//! acknowledged. The parent kills it at a random moment, opens the store again, and holds it against what was printed.

use std::collections::BTreeSet;
use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Duration;

use gemba::domain::{Batch, Change, Content, Message, Name, RecordId, Role, SourceDraft, Time, Verdict};
use gemba::store::{Reader, Writer};

const FOLDER: &str = "GEMBA_TEST_KILL_LOOP";

fn content(n: usize) -> Content {
    Content {
        external_id: Some(format!("r{n}").as_str().into()),
        messages: vec![Message::text(Role::User, format!("Question {n}"))],
        output: format!("Answer {n}, {}", "with some words ".repeat(n % 40)).into(),
        ..Content::default()
    }
}

fn acknowledge(words: &str) {
    let mut out = std::io::stdout().lock();
    writeln!(out, "\nACK {words}").unwrap();
    out.flush().unwrap();
}

/// The child; without its folder in the environment there is nothing to do.
#[test]
fn child() {
    let Some(folder) = std::env::var_os(FOLDER) else { return };
    let (folder, reviewer) = (Path::new(&folder), Name::new("ana").unwrap());
    let mut writer = Writer::open_or_create(folder).unwrap();
    let known =
        usize::try_from(Reader::open(folder, &gemba::store::Viewer::nobody()).unwrap().count().unwrap()).unwrap();
    let draft = SourceDraft::new("loop", "loop.jsonl", "jsonl");
    let source = writer.begin_source(&draft, Time(1)).unwrap();
    let mut ids: Vec<RecordId> = (0..known).map(|n| RecordId::of(&content(n))).collect();
    for step in 0_usize.. {
        if step % 7 == 0 {
            let chunk: Vec<Content> = (ids.len()..ids.len() + 5).map(content).collect();
            let (_, rows) = writer.store_records(source, &chunk).unwrap();
            ids.extend(rows.iter().map(|(id, _)| *id));
            acknowledge(&format!("records {}", ids.len()));
        }
        let record = ids[step * 31 % ids.len()];
        let verdict = [Verdict::Pass, Verdict::Fail, Verdict::Defer][step % 3];
        let changes = match step % 5 {
            0 => vec![Change::Note {
                record,
                span: None,
                text: Some(format!("note {step} of {}", std::process::id()).into()),
            }],
            1 => vec![
                Change::Verdict { record, verdict: None, reason: None },
                Change::Verdict { record, verdict: Some(verdict), reason: None },
            ],
            _ => vec![Change::Verdict { record, verdict: Some(verdict), reason: None }],
        };
        let time = Time(i64::try_from(step).unwrap());
        let batch = Batch { reviewer: reviewer.clone(), session: None, time, changes };
        let applied = if step % 11 == 10 { writer.undo(&reviewer, None, time) } else { writer.append(&batch) };
        if let Some(group) = applied.unwrap().group {
            acknowledge(&format!("group {}", group.0));
        }
    }
}

#[test]
fn whatever_was_acknowledged_survives_kill_9() {
    let rounds = if std::env::var_os("GEMBA_LONG").is_some() { 200 } else { 25 };
    let root = tempfile::tempdir().unwrap();
    let folder = root.path().join("workspace");
    let mut acknowledged: BTreeSet<String> = BTreeSet::new();
    let mut records = 0;
    let mut dice = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap().subsec_nanos();
    for round in 0..rounds {
        let mut child = Command::new(std::env::current_exe().unwrap())
            .args(["safety::kill_loop::child", "--exact", "--nocapture"])
            .env(FOLDER, &folder)
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let killer = std::thread::spawn(move || {
            dice = dice.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            std::thread::sleep(Duration::from_millis(60 + u64::from(dice >> 16) % 240));
            child.kill().unwrap();
            child.wait().unwrap();
            dice
        });
        // A torn last line was never acknowledged.
        for line in lines.map_while(Result::ok) {
            let Some(words) = line.strip_prefix("ACK ") else { continue };
            match words.split_once(' ') {
                Some(("group", id)) if id.len() == 36 => drop(acknowledged.insert(id.to_owned())),
                Some(("records", count)) => records = records.max(count.parse().unwrap_or(0)),
                _ => {}
            }
        }
        dice = killer.join().unwrap();
        if !gemba::store::database(&folder).exists() {
            continue;
        }

        let reader = Reader::open(&folder, &gemba::store::Viewer::nobody()).unwrap();
        let mut stored = BTreeSet::new();
        reader
            .events(&mut |event, _| {
                stored.insert(event.group.0);
                Ok(true)
            })
            .unwrap();
        let lost: Vec<&String> = acknowledged.difference(&stored).collect();
        assert!(lost.is_empty(), "round {round}: acknowledged and lost: {lost:?}");
        assert!(reader.count().unwrap() >= records, "round {round}: {records} records were acknowledged");
        let unwell: Vec<String> =
            reader.health().unwrap().checks.into_iter().filter(|(_, held)| !held).map(|(words, _)| words).collect();
        assert!(unwell.is_empty(), "round {round}: {unwell:?}");
    }
    assert!(acknowledged.len() > rounds, "the child hardly did anything: {}", acknowledged.len());
    eprintln!("{rounds} rounds, {} groups and {records} records acknowledged, none lost", acknowledged.len());
}
