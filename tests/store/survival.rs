//! What the store survives: other processes, kill -9, a full disk, a folder that nobody may write to.
//!
//! Some tests run this test binary a second time, as another process, with one ignored test as its work.

use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Command, Stdio};

use gemba::domain::filter::Filter;
use gemba::domain::{Change, RowId, Sampling, Verdict};
use gemba::error::Kind;
use gemba::store::{Reader, Writer, database};

use super::workspace::{NOW, batch, fail, numbered, verdict, with_records};

const FOLDER: &str = "GEMBA_TEST_FOLDER";

/// This test binary, to run one of the ignored tests below in `folder`.
fn child(work: &str, folder: &Path) -> Command {
    let mut command = Command::new(std::env::current_exe().unwrap());
    command.args([&format!("store::survival::{work}"), "--exact", "--ignored", "--nocapture", "--test-threads=1"]);
    command.env(FOLDER, folder).stdout(Stdio::piped()).stderr(Stdio::piped());
    command
}

/// The folder that the work of a process is for; without one the test was not called by another and has nothing to do.
fn folder() -> Option<std::path::PathBuf> {
    std::env::var_os(FOLDER).map(Into::into)
}

#[test]
fn two_processes_write_at_once_and_nothing_is_lost() {
    let workspace = with_records(300);
    let path = workspace.folder();
    let mut children: Vec<_> = ["ana", "ben"]
        .map(|who| child("writes_three_hundred_verdicts", &path).env("GEMBA_TEST_REVIEWER", who).spawn().unwrap())
        .into_iter()
        .collect();
    for child in &mut children {
        assert!(child.wait().unwrap().success());
    }
    let reader = workspace.reader();
    assert_eq!(reader.figures().unwrap().fail, 300, "each record counts once, whatever number of people judged it");
    let verdicts = |name: &str| reader.queue(&gemba::domain::filter::parse(name).unwrap(), &Sampling::default(), NOW);
    assert_eq!(["by:ana", "by:ben"].map(|name| verdicts(name).unwrap().rows.len()), [300, 300]);
    let mut last = 0;
    reader
        .events(&mut |event, _| {
            assert_eq!(event.sequence, last + 1);
            last += 1;
            Ok(true)
        })
        .unwrap();
    assert_eq!(last, 600);
    assert!(workspace.complaints().is_empty(), "{:?}", workspace.complaints());
}

/// A lock that is lost is lost in silence: another program that closes the database then takes itself for the last one
/// and deletes the write-ahead log, with all that is written to it from then on.
#[test]
fn an_open_workspace_stays_locked_whatever_else_is_opened() {
    use std::os::unix::fs::MetadataExt;
    let mut workspace = with_records(3);
    let path = workspace.folder();
    // As the review screen does: several connections, some of them later than the writing one.
    let readers = [
        Reader::open(&path, &gemba::store::Viewer::nobody()).unwrap(),
        Reader::open(&path, &gemba::store::Viewer::nobody()).unwrap(),
    ];
    let id = gemba::domain::RecordId::of(&numbered(0));
    workspace.writer.append(&batch("ana", &[fail(id)])).unwrap();
    assert_eq!(readers.map(|reader| reader.figures().unwrap().fail), [1, 1]);
    let process = format!(" {} ", std::process::id());
    let inode = |name: &str| format!(":{} ", std::fs::metadata(path.join(name)).unwrap().ino());
    let (database, memory) = (inode("gemba.db"), inode("gemba.db-shm"));
    // The list is read in pieces and may miss a lock while other tests take and leave theirs.
    let mut is_listed = false;
    for _ in 0..50 {
        let locks = std::fs::read_to_string("/proc/locks").unwrap_or_default();
        let ours = |inode: &str| locks.lines().any(|line| line.contains(&process) && line.contains(inode));
        if ours(&database) {
            return;
        }
        is_listed |= ours(&memory);
        std::thread::sleep(std::time::Duration::from_millis(10));
    }
    assert!(!is_listed, "the lock on the database is lost");
    eprintln!("skipped: the system does not list our locks here");
}

#[test]
#[ignore = "run by another test as a process of its own"]
fn writes_three_hundred_verdicts() {
    let Some(folder) = folder() else { return };
    let mut writer = Writer::open(&folder).unwrap();
    let who = std::env::var("GEMBA_TEST_REVIEWER").unwrap();
    for number in 0..300 {
        let id = gemba::domain::RecordId::of(&numbered(number));
        assert_eq!(writer.append(&batch(&who, &[fail(id)])).unwrap().events, 1);
    }
}

#[test]
fn kill_nine_in_building_the_index_loses_nothing_and_building_goes_on() {
    let mut workspace = with_records(9_000);
    let filter = gemba::domain::filter::parse("77*").unwrap();
    let held = |reader: &Reader| reader.queue(&filter, &Sampling::default(), NOW).unwrap().rows;
    let expected = held(&workspace.reader());
    assert_eq!(expected.len(), 111);
    let path = workspace.folder();
    let mut slices = 0;
    for round in 0..3 {
        let mut child = child("indexes_until_it_is_killed", &path).spawn().unwrap();
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
        // Within the first slice, behind it, within a later one.
        if round > 0 {
            slices += lines.by_ref().map_while(Result::ok).take_while(|line| line != "slice").count();
        }
        std::thread::sleep(std::time::Duration::from_millis(10 + round * 15));
        child.kill().unwrap();
        child.wait().unwrap();
        assert_eq!(held(&workspace.reader()), expected, "in round {round}");
    }
    assert!(slices > 0 || workspace.reader().index_state().unwrap().left < 9_000);
    workspace.writer.index_texts(&mut |_| true).unwrap();
    assert_eq!(held(&workspace.reader()), expected);
    assert!(workspace.complaints().is_empty(), "{:?}", workspace.complaints());
}

#[test]
#[ignore = "run by another test as a process of its own"]
fn indexes_until_it_is_killed() {
    let Some(folder) = folder() else { return };
    let mut writer = Writer::open(&folder).unwrap();
    while writer.index_texts(&mut |_| false).unwrap().left > 0 {
        println!("slice");
    }
    println!("slice");
    std::thread::park();
}

#[test]
fn what_was_acknowledged_is_there_after_kill_nine() {
    let workspace = with_records(50);
    let path = workspace.folder();
    drop(workspace.writer);
    let mut acknowledged = 0;
    for round in 0..8_u64 {
        let mut child = child("judges_until_it_is_killed", &path).spawn().unwrap();
        let lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let killer = std::thread::spawn(move || {
            std::thread::sleep(std::time::Duration::from_millis(120 + round * 37));
            child.kill().unwrap();
            child.wait().unwrap();
        });
        // The first one stands behind the name of the test, in the same line.
        let told: Vec<u64> = lines
            .map_while(Result::ok)
            .filter_map(|line| line.split_once("saved ").and_then(|(_, events)| events.parse().ok()))
            .collect();
        killer.join().unwrap();
        acknowledged = told.last().copied().unwrap_or(acknowledged);
        let reader = Reader::open(&path, &gemba::store::Viewer::nobody()).unwrap();
        let mut last = 0;
        reader
            .events(&mut |event, _| {
                last = event.sequence;
                Ok(true)
            })
            .unwrap();
        assert!(last >= acknowledged && last <= acknowledged + 1, "{last} on disk, {acknowledged} told");
        assert!(reader.health().unwrap().checks.iter().all(|(_, holds)| *holds));
    }
    assert!(acknowledged > 10, "only {acknowledged} judgements: the test shows nothing");
}

#[test]
#[ignore = "run by another test as a process of its own"]
fn judges_until_it_is_killed() {
    let Some(folder) = folder() else { return };
    let mut writer = Writer::open(&folder).unwrap();
    let mut events = 0;
    Reader::open(&folder, &gemba::store::Viewer::nobody())
        .unwrap()
        .events(&mut |event, _| {
            events = event.sequence;
            Ok(true)
        })
        .unwrap();
    for round in 0_u32.. {
        let id = gemba::domain::RecordId::of(&numbered(round % 50));
        let said = [Verdict::Pass, Verdict::Fail, Verdict::Defer][(round / 50 % 3) as usize];
        events += writer.append(&batch("ana", &[verdict(id, said)])).unwrap().events;
        println!("saved {events}");
    }
}

/// Runs work in a mount namespace of its own, after `setup`; `None` where the system does not allow one.
fn in_namespace(setup: &str, work: &str, folder: &Path) -> Option<String> {
    let allowed = Command::new("unshare").args(["-rm", "true"]).output().is_ok_and(|out| out.status.success());
    if !allowed {
        eprintln!("skipped: no mount namespace here");
        return None;
    }
    let script =
        format!("{setup} && exec \"$GEMBA_TEST_BINARY\" store::survival::{work} --exact --ignored --nocapture");
    let out = Command::new("unshare")
        .args(["-rm", "sh", "-c", &script])
        .env(FOLDER, folder)
        .env("GEMBA_TEST_BINARY", std::env::current_exe().unwrap())
        .output()
        .unwrap();
    let text = format!("{}{}", String::from_utf8_lossy(&out.stdout), String::from_utf8_lossy(&out.stderr));
    assert!(out.status.success(), "{text}");
    Some(text)
}

#[test]
fn a_full_disk_refuses_the_judgement_and_keeps_all_before_it() {
    let home = tempfile::tempdir().unwrap();
    if let Some(text) =
        in_namespace("mount -t tmpfs -o size=2m none \"$GEMBA_TEST_FOLDER\"", "fills_the_disk", home.path())
    {
        assert!(text.contains("refused as full"), "{text}");
    }
}

#[test]
#[ignore = "run by another test as a process of its own"]
fn fills_the_disk() {
    let Some(folder) = folder() else { return };
    let workspace = folder.join(".gemba");
    let mut writer = Writer::open_or_create(&workspace).unwrap();
    let source = writer.begin_source(&super::workspace::draft("prod"), NOW).unwrap();
    let id = writer.store_records(source, &[numbered(1)]).unwrap().1[0].0;
    let mut saved = 0;
    let problem = loop {
        let text = format!("{saved} {}", "x".repeat(4_000));
        match writer.append(&batch("ana", &[Change::Note { record: id, span: None, text: Some(text.into()) }])) {
            Ok(_) => saved += 1,
            Err(problem) => break problem,
        }
        assert!(saved < 10_000);
    };
    assert_eq!(problem.kind, Kind::Io, "{problem}");
    assert!(problem.sentence.contains("full"), "{problem}");
    let events = |reader: &Reader| {
        let mut count = 0;
        reader
            .events(&mut |_, _| {
                count += 1;
                Ok(true)
            })
            .unwrap();
        count
    };
    let reader = Reader::open(&workspace, &gemba::store::Viewer::nobody()).unwrap();
    assert_eq!(events(&reader), saved);
    let note = &reader.judgements(RowId(1)).unwrap().notes[0];
    assert!(note.text.raw().starts_with(&format!("{} ", saved - 1)));
    println!("refused as full after {saved}");
}

#[test]
fn a_read_only_folder_is_read_whole_and_refused_for_writing() {
    let read_only = "mount --bind \"$GEMBA_TEST_FOLDER\" \"$GEMBA_TEST_FOLDER\" && \
                     mount -o remount,ro,bind \"$GEMBA_TEST_FOLDER\"";
    // Once with all in the database file, once with judgements that stand in the write-ahead log only.
    for is_logged in [false, true] {
        let mut workspace = with_records(5);
        let id = workspace.id(1);
        workspace.does("ana", &[fail(id)]);
        let path = workspace.folder();
        let copy = tempfile::tempdir().unwrap();
        if is_logged {
            for file in ["gemba.db", "gemba.db-wal"] {
                std::fs::copy(path.join(file), copy.path().join(file)).unwrap();
            }
        }
        drop(workspace.writer);
        if !is_logged {
            std::fs::copy(database(&path), database(copy.path())).unwrap();
        }
        in_namespace(read_only, "reads_in_a_read_only_folder", copy.path());
    }
}

#[test]
#[ignore = "run by another test as a process of its own"]
fn reads_in_a_read_only_folder() {
    let Some(folder) = folder() else { return };
    let reader = Reader::open(&folder, &gemba::store::Viewer::nobody()).unwrap();
    assert_eq!(reader.count().unwrap(), 5);
    assert_eq!(reader.judgements(RowId(1)).unwrap().verdicts.len(), 1);
    assert_eq!(reader.queue(&Filter::All, &Sampling::default(), NOW).unwrap().rows.len(), 5);
    let problem = Writer::open(&folder).err().unwrap();
    assert_eq!(problem.kind.exit_code(), 4, "{problem}");
    assert!(problem.sentence.contains("read-only") || problem.sentence.contains("Read-only"), "{problem}");
}
