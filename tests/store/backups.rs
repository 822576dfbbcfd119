//! Copies of a workspace, workspaces made of copies, and the look at a database whose last writer broke off.

use std::fs;
use std::io::{Seek, SeekFrom, Write};
use std::os::unix::fs::PermissionsExt;
use std::path::Path;

use gemba::domain::RowId;
use gemba::error::Kind;
use gemba::store::{Reader, Writer, database, restore};

use super::workspace::{PROJECTED, dump, fail, mode, tag, with_records};

/// All that is in a workspace and not made anew with each one.
fn contents(folder: &Path) -> String {
    let reader = Reader::open(folder, &gemba::store::Viewer::nobody()).unwrap();
    let count = i64::try_from(reader.count().unwrap()).unwrap();
    let records = (1..=count).map(|row| format!("{:?}\n", reader.record(RowId(row)).unwrap())).collect::<Vec<_>>();
    format!("{}{}", records.concat(), dump(folder, &PROJECTED))
}

#[test]
fn a_backup_is_one_private_file_with_all_that_is_acknowledged_and_makes_the_same_workspace() {
    let mut workspace = with_records(40);
    workspace.does("ana", &[mode("too short"), tag(workspace.id(3), "too-short")]);
    // The writer is open and its newest words stand in the log alone.
    let file = workspace.home.path().join("monday.gemba");
    let copied = workspace.reader().backup(&file).unwrap();
    assert_eq!((copied.records, copied.events), (40, 2));
    assert_eq!(fs::metadata(&file).unwrap().permissions().mode() & 0o777, 0o600);
    let beside: Vec<String> = fs::read_dir(workspace.home.path())
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .filter(|name| name != ".gemba")
        .collect();
    assert_eq!(beside, ["monday.gemba"], "nothing is left beside it");

    let elsewhere = workspace.home.path().join("elsewhere");
    let restored = restore(&elsewhere, &file, false).unwrap();
    assert_eq!((restored.records, restored.events, restored.kept), (40, 2, None));
    assert_eq!(contents(&elsewhere), contents(&workspace.folder()));
    let health = Reader::open(&elsewhere, &gemba::store::Viewer::nobody()).unwrap().health().unwrap();
    assert!(health.checks.iter().all(|(_, holds)| *holds), "{health:?}");
    assert_eq!(fs::metadata(database(&elsewhere)).unwrap().permissions().mode() & 0o777, 0o600);
}

#[test]
fn a_backup_overwrites_nothing() {
    let workspace = with_records(2);
    let file = workspace.home.path().join("there");
    fs::write(&file, "mine").unwrap();
    let refused = workspace.reader().backup(&file).unwrap_err();
    assert_eq!(refused.kind, Kind::Usage);
    assert_eq!(fs::read(&file).unwrap(), b"mine");
    let link = workspace.home.path().join("link");
    std::os::unix::fs::symlink(workspace.home.path().join("nowhere"), &link).unwrap();
    assert_eq!(workspace.reader().backup(&link).unwrap_err().kind, Kind::Usage, "a dangling link is there too");
    assert!(workspace.reader().backup(&workspace.home.path().join("no/folder")).is_err());
}

#[test]
fn what_a_restore_replaces_is_kept_and_both_can_be_had_again() {
    let mut workspace = with_records(3);
    let (folder, file) = (workspace.folder(), workspace.home.path().join("before"));
    workspace.reader().backup(&file).unwrap();
    workspace.does("ana", &[fail(workspace.id(2))]);
    let (home, after) = (workspace.home, contents(&folder));
    drop(workspace.writer);

    let refused = restore(&folder, &file, false).unwrap_err();
    assert_eq!(refused.kind, Kind::Usage);
    assert_eq!(contents(&folder), after);
    let restored = restore(&folder, &file, true).unwrap();
    assert_eq!(restored.events, 0);
    let kept = restored.kept.unwrap();
    assert_eq!(Reader::open(&folder, &gemba::store::Viewer::nobody()).unwrap().figures().unwrap().fail, 0);
    restore(&folder, &kept, true).unwrap();
    assert_eq!(contents(&folder), after);
    drop(home);
}

/// The workspace of the backup may live on: events of both must never have the same number.
#[test]
fn a_restored_workspace_numbers_its_events_as_a_writer_of_its_own() {
    let mut workspace = with_records(3);
    workspace.does("ana", &[fail(workspace.id(1))]);
    let file = workspace.home.path().join("copy");
    workspace.reader().backup(&file).unwrap();
    let elsewhere = workspace.home.path().join("elsewhere");
    restore(&elsewhere, &file, false).unwrap();
    let mut other = Writer::open(&elsewhere).unwrap();
    other.append(&super::workspace::batch("ana", &[fail(workspace.id(2))])).unwrap();
    let mut numbers = Vec::new();
    let reader = Reader::open(&elsewhere, &gemba::store::Viewer::nobody()).unwrap();
    reader
        .events(&mut |event, _| {
            numbers.push((event.writer, event.sequence));
            Ok(true)
        })
        .unwrap();
    assert_eq!(numbers.iter().map(|(_, sequence)| *sequence).collect::<Vec<_>>(), [1, 1]);
    assert_ne!(numbers[0].0, numbers[1].0);
    assert!(reader.health().unwrap().checks.iter().all(|(_, holds)| *holds));
}

#[test]
fn what_is_no_backup_or_a_damaged_one_changes_nothing() {
    let workspace = with_records(200);
    let (folder, file) = (workspace.folder(), workspace.home.path().join("copy"));
    workspace.reader().backup(&file).unwrap();
    let before = contents(&folder);
    let (home, writer) = (workspace.home, workspace.writer);
    drop(writer);
    for (name, bytes) in
        [("empty", Vec::new()), ("text", b"hello ".repeat(100)), ("cut", fs::read(&file).unwrap()[..40_000].to_vec())]
    {
        let path = home.path().join(name);
        fs::write(&path, bytes).unwrap();
        assert!(restore(&folder, &path, true).is_err(), "{name}");
    }
    garble(&file);
    assert_eq!(restore(&folder, &file, true).unwrap_err().kind, Kind::Workspace);
    assert!(restore(&folder, &home.path().join("missing"), true).is_err());
    assert!(restore(&folder, &database(&folder), true).is_err(), "not from itself");
    assert_eq!(contents(&folder), before);
    let elsewhere = home.path().join("elsewhere");
    assert!(restore(&elsewhere, &file, false).is_err());
    assert!(!elsewhere.exists(), "nor is a workspace made of it");
}

/// Writes over the pages behind the first two.
fn garble(file: &Path) {
    let length = fs::metadata(file).unwrap().len();
    let mut open = fs::OpenOptions::new().write(true).open(file).unwrap();
    open.seek(SeekFrom::Start(2 * 16_384)).unwrap();
    open.write_all(&vec![0x5a; usize::try_from(length - 2 * 16_384).unwrap()]).unwrap();
}

/// The workspace as a killed writer leaves it: its newest words in the log, nobody there.
fn left_behind(damaged: bool) -> (tempfile::TempDir, std::path::PathBuf) {
    let workspace = with_records(200);
    let folder = workspace.folder();
    let home = workspace.home;
    drop(workspace.writer);
    let mut writer = Writer::open(&folder).unwrap();
    let id = Reader::open(&folder, &gemba::store::Viewer::nobody()).unwrap().record(RowId(1)).unwrap().id;
    writer.append(&super::workspace::batch("ana", &[fail(id)])).unwrap();
    let copy = home.path().join("left");
    fs::create_dir(&copy).unwrap();
    for name in ["gemba.db", "gemba.db-wal"] {
        fs::copy(folder.join(name), copy.join(name)).unwrap();
    }
    assert!(fs::metadata(copy.join("gemba.db-wal")).unwrap().len() > 0);
    if damaged {
        garble(&copy.join("gemba.db"));
    }
    (home, copy)
}

#[test]
fn after_a_writer_broke_off_the_database_is_looked_at_before_anything_is_written() {
    let (_home, folder) = left_behind(true);
    let before = fs::read(folder.join("gemba.db")).unwrap();
    let refused = Writer::open(&folder).err().unwrap();
    assert_eq!(refused.kind, Kind::Workspace);
    assert!(refused.sentence.contains("broke off"), "{}", refused.sentence);
    assert!(fs::read(folder.join("gemba.db")).unwrap() == before, "nothing was changed");
    assert!(Writer::open(&folder).is_err(), "nor is it forgotten");
}

#[test]
fn a_backup_takes_the_place_of_a_damaged_workspace_which_is_kept() {
    let (home, folder) = left_behind(true);
    let file = home.path().join("copy");
    Reader::open(&home.path().join(".gemba"), &gemba::store::Viewer::nobody()).unwrap().backup(&file).unwrap();
    let damaged = fs::read(folder.join("gemba.db")).unwrap();
    let restored = restore(&folder, &file, true).unwrap();
    assert!(fs::read(restored.kept.unwrap()).unwrap() == damaged);
    assert_eq!(contents(&folder), contents(&home.path().join(".gemba")));
    let health = Reader::open(&folder, &gemba::store::Viewer::nobody()).unwrap().health().unwrap();
    assert!(health.checks.iter().all(|(_, holds)| *holds), "{health:?}");
}

#[test]
fn one_that_is_damaged_without_a_log_is_replaced_and_kept_too() {
    let workspace = with_records(200);
    let (folder, file) = (workspace.folder(), workspace.home.path().join("copy"));
    workspace.reader().backup(&file).unwrap();
    let (home, writer) = (workspace.home, workspace.writer);
    drop(writer);
    garble(&database(&folder));
    assert_eq!(restore(&folder, &file, true).unwrap().records, 200);
    assert!(
        Reader::open(&folder, &gemba::store::Viewer::nobody())
            .unwrap()
            .health()
            .unwrap()
            .checks
            .iter()
            .all(|(_, holds)| *holds)
    );
    drop(home);
}

#[test]
fn a_sound_database_goes_on_after_its_writer_broke_off() {
    let (_home, folder) = left_behind(false);
    let writer = Writer::open(&folder).unwrap();
    assert_eq!(Reader::open(&folder, &gemba::store::Viewer::nobody()).unwrap().figures().unwrap().fail, 1);
    drop(writer);
}
