//! What the store refuses, in which words and with which exit code; sessions and drafts.

use std::os::unix::fs::PermissionsExt;
use std::path::Path;

use gemba::domain::filter::Filter;
use gemba::domain::{ReadingPlace, RowId, Sampling, TextPlace};
use gemba::error::Kind;
use gemba::store::{Reader, Writer, database};

use super::workspace::{NOW, fail, mode, name, numbered, with_records, workspace};

fn mode_of(path: &Path) -> u32 {
    std::fs::metadata(path).unwrap().permissions().mode() & 0o777
}

#[test]
fn the_bundled_sqlite_has_the_fix_of_the_write_ahead_log() {
    assert!(rusqlite::version_number() >= 3_051_003, "{}", rusqlite::version());
}

#[test]
fn nobody_else_can_read_a_workspace() {
    let mut workspace = with_records(1);
    let id = workspace.id(1);
    workspace.does("ana", &[fail(id)]);
    assert_eq!(mode_of(&workspace.folder()), 0o700);
    let files = |folder: &Path| -> Vec<u32> {
        std::fs::read_dir(folder).unwrap().flatten().map(|entry| mode_of(&entry.path())).collect()
    };
    assert!(files(&workspace.folder()).iter().all(|mode| *mode == 0o600), "{:?}", files(&workspace.folder()));
    assert!(files(&workspace.folder()).len() >= 2, "the write-ahead log is among them");
    // Loosened by hand, it is closed again by the next writer, and doctor has said so before.
    std::fs::set_permissions(workspace.folder(), std::fs::Permissions::from_mode(0o777)).unwrap();
    std::fs::set_permissions(database(&workspace.folder()), std::fs::Permissions::from_mode(0o644)).unwrap();
    assert_eq!(workspace.complaints().len(), 2);
    Writer::open(&workspace.folder()).unwrap();
    assert_eq!((mode_of(&workspace.folder()), mode_of(&database(&workspace.folder()))), (0o700, 0o600));
}

#[test]
fn a_folder_that_others_may_write_to_is_no_place_for_a_workspace() {
    let home = tempfile::tempdir().unwrap();
    std::fs::write(home.path().join("somebody's file"), "x").unwrap();
    std::fs::set_permissions(home.path(), std::fs::Permissions::from_mode(0o777)).unwrap();
    let Err(problem) = Writer::open_or_create(home.path()) else { panic!("it was made") };
    assert_eq!(problem.kind, Kind::Workspace);
    assert_eq!(mode_of(home.path()), 0o777, "a folder that is not gemba's own is not touched");
    std::fs::set_permissions(home.path(), std::fs::Permissions::from_mode(0o755)).unwrap();
    Writer::open_or_create(home.path()).unwrap();
    assert_eq!(mode_of(home.path()), 0o755);
    assert_eq!(mode_of(&database(home.path())), 0o600);
}

#[test]
fn what_is_not_a_workspace_is_refused_in_words_and_not_touched() {
    let home = tempfile::tempdir().unwrap();
    let foreign = |what: &str, bytes: Option<&[u8]>, word: &str| {
        let folder = home.path().join(what);
        std::fs::create_dir(&folder).unwrap();
        match bytes {
            Some(bytes) => std::fs::write(database(&folder), bytes).unwrap(),
            None => std::fs::create_dir(database(&folder)).unwrap(),
        }
        for problem in [
            Writer::open(&folder).err(),
            Writer::open_or_create(&folder).err(),
            Reader::open(&folder, &gemba::store::Viewer::nobody()).err(),
        ] {
            let problem = problem.expect(what);
            assert_eq!(problem.kind.exit_code(), 4, "{what}: {problem}");
            assert!(problem.sentence.contains(word), "{what}: {problem}");
        }
        if let Some(bytes) = bytes {
            assert_eq!(std::fs::read(database(&folder)).unwrap(), bytes, "{what}");
            assert_eq!(std::fs::read_dir(&folder).unwrap().count(), 1, "{what}: nothing was put beside it");
        }
    };
    let jpeg: Vec<u8> =
        [0xff, 0xd8, 0xff, 0xe0].into_iter().chain((0..2_000_u16).map(|n| n.to_le_bytes()[0])).collect();
    foreign("jpeg", Some(&jpeg), "not a database");
    foreign("empty", Some(b""), "too short");
    foreign("folder", None, "a folder");
    let other = home.path().join("other.db");
    let conn = rusqlite::Connection::open(&other).unwrap();
    conn.execute_batch(
        "PRAGMA journal_mode=WAL; PRAGMA application_id=7; CREATE TABLE t (x); INSERT INTO t VALUES (1)",
    )
    .unwrap();
    conn.close().unwrap();
    foreign("foreign", Some(&std::fs::read(&other).unwrap()), "another program");

    let missing = home.path().join("nowhere");
    assert!(Reader::open(&missing, &gemba::store::Viewer::nobody()).err().unwrap().sentence.contains("no workspace"));
    assert!(Writer::open(&missing).err().unwrap().advice().contains("import"));
    assert!(!missing.exists());
    let file = home.path().join("a file");
    std::fs::write(&file, "x").unwrap();
    assert_eq!(Writer::open_or_create(&file).err().unwrap().kind.exit_code(), 4);
}

#[test]
fn a_newer_workspace_is_refused_and_says_which_format_it_has() {
    let workspace = with_records(1);
    let path = workspace.folder();
    let conn = rusqlite::Connection::open(database(&path)).unwrap();
    let own: u32 = conn.query_row("PRAGMA user_version", [], |row| row.get(0)).unwrap();
    conn.execute_batch(&format!("PRAGMA user_version={}", own + 1)).unwrap();
    drop(conn);
    let format = format!("format {}", own + 1);
    for problem in [Writer::open(&path).err(), Reader::open(&path, &gemba::store::Viewer::nobody()).err()] {
        let problem = problem.unwrap();
        assert_eq!(problem.kind.exit_code(), 4);
        assert!(problem.sentence.contains("newer gemba") && problem.sentence.contains(&format), "{problem}");
    }
}

#[test]
fn a_database_that_is_gone_while_its_log_is_still_there_is_not_made_anew() {
    let mut workspace = with_records(1);
    let id = workspace.id(1);
    workspace.does("ana", &[fail(id)]);
    std::fs::remove_file(database(&workspace.folder())).unwrap();
    assert_eq!(Writer::open_or_create(&workspace.folder()).err().unwrap().kind.exit_code(), 4);
}

#[test]
fn damage_is_told_and_never_a_panic() {
    let mut workspace = with_records(400);
    let id = workspace.id(1);
    workspace.does("ana", &[mode("Bad"), fail(id)]);
    let file = database(&workspace.folder());
    let path = workspace.folder();
    drop(workspace.writer);
    let whole = std::fs::read(&file).unwrap();
    for page in 0..whole.len() / 16_384 {
        for at in [0, 3, 100, 8_000, 16_383] {
            let mut spoiled = whole.clone();
            for byte in spoiled.iter_mut().skip(page * 16_384 + at).take(40) {
                *byte ^= 0x5a;
            }
            std::fs::write(&file, &spoiled).unwrap();
            let told = match Reader::open(&path, &gemba::store::Viewer::nobody()) {
                Err(problem) => problem.kind == Kind::Workspace || problem.kind == Kind::Io,
                Ok(reader) => {
                    let _ = reader.queue(&Filter::All, &Sampling::default(), NOW);
                    let _ = reader.codebook();
                    let _ = reader.figures();
                    let _ = reader.each(&Filter::All, NOW, &mut |_| Ok(true));
                    let _ = reader.judgements(RowId(1));
                    let _ = reader.health();
                    true
                }
            };
            assert!(told);
        }
    }
}

#[test]
fn a_lock_that_stays_is_told_after_five_seconds_and_the_same_judgement_works_later() {
    let mut workspace = with_records(1);
    let id = workspace.id(1);
    let holder = rusqlite::Connection::open(database(&workspace.folder())).unwrap();
    holder.execute_batch("BEGIN IMMEDIATE").unwrap();
    let began = std::time::Instant::now();
    let problem = workspace.tries("ana", &[fail(id)]).unwrap_err();
    assert!(began.elapsed().as_secs_f32() > 4.0);
    assert_eq!(problem.kind.exit_code(), 4);
    assert!(problem.sentence.contains("locked"), "{problem}");
    assert_eq!(workspace.reader().count().unwrap(), 1, "reading goes on");
    holder.execute_batch("ROLLBACK").unwrap();
    assert_eq!(workspace.does("ana", &[fail(id)]).events, 1);
}

#[test]
fn two_that_make_the_same_workspace_at_once_end_with_one() {
    let home = tempfile::tempdir().unwrap();
    let path = home.path().join("deep/.gemba");
    let makers: Vec<_> = (0..8)
        .map(|_| {
            let path = path.clone();
            std::thread::spawn(move || Writer::open_or_create(&path).map(drop))
        })
        .collect();
    for maker in makers {
        maker.join().unwrap().unwrap();
    }
    let left: Vec<_> = std::fs::read_dir(&path).unwrap().flatten().map(|entry| entry.file_name()).collect();
    assert!(left.iter().all(|name| !name.to_string_lossy().contains("new-")), "{left:?}");
}

#[test]
fn sessions_drafts_and_mappings_come_back() {
    let mut workspace = workspace();
    let rows: Vec<RowId> =
        workspace.import(&(0..3).map(numbered).collect::<Vec<_>>()).into_iter().map(|(_, row)| row).collect();
    let session = gemba::domain::Session {
        id: 0,
        reviewer: name("ana"),
        filter: "verdict:none".to_owned(),
        sampling: Sampling { plan: gemba::domain::SamplingPlan::Random, by: None, size: Some(2), seed: u64::MAX },
        population: 3,
        queue: vec![rows[2], rows[0]],
        asks: Vec::new(),
        position: None,
        started: NOW,
        gold: None,
    };
    let place = ReadingPlace { row: rows[0], at: TextPlace::parse("7@31-2") };
    let id = workspace.writer.start_session(&session).unwrap();
    workspace.writer.start_session(&gemba::domain::Session { reviewer: name("ben"), ..session.clone() }).unwrap();
    workspace.writer.save_position(id, place).unwrap();
    let draft = gemba::store::Draft {
        row: rows[1],
        purpose: "note".to_owned(),
        text: "half a th\u{1b}ought".into(),
        is_aside: true,
    };
    let other = gemba::store::Draft { row: rows[2], ..draft.clone() };
    for draft in [&other, &draft] {
        workspace.writer.save_draft(&name("ana"), draft).unwrap();
    }
    let fields = vec![("input".to_owned(), "$.q".to_owned())];
    workspace.writer.save_mapping("mine", &fields).unwrap();
    workspace.writer = Writer::open(&workspace.folder()).unwrap();
    let reader = workspace.reader();
    let expected = gemba::domain::Session { id, position: Some(place), ..session };
    assert_eq!(reader.session(&name("ana"), None).unwrap(), Some(expected.clone()));
    assert_eq!(reader.session(&name("ben"), Some(id)).unwrap(), Some(expected));
    assert_eq!(reader.session(&name("eve"), None).unwrap(), None);
    assert_eq!(reader.drafts(&name("ana")).unwrap(), [other.clone(), draft.clone()]);
    assert_eq!(reader.drafts(&name("ben")).unwrap(), []);
    // Written on, the older one is the newest.
    workspace.writer.save_draft(&name("ana"), &other).unwrap();
    assert_eq!(workspace.reader().drafts(&name("ana")).unwrap(), [draft.clone(), other]);
    workspace.writer.save_draft(&name("ana"), &gemba::store::Draft { text: "".into(), ..draft }).unwrap();
    assert_eq!(workspace.reader().drafts(&name("ana")).unwrap().len(), 1);
    assert_eq!(workspace.reader().mapping("mine").unwrap(), Some(fields));
    assert_eq!(workspace.reader().mapping("other").unwrap(), None);
}
