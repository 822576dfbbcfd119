//! The journal's laws: what is rebuilt equals what was kept up, undo takes back exactly what was done, redo brings
//! back exactly what was undone, and none of it forgets over a restart.

use gemba::domain::{Change, RecordId, RowId, UndoGroup, Verdict};
use gemba::store::Writer;

use super::workspace::{
    NOW, PROJECTED, batch, criterion, dump, fail, met, mode, name, revised, seen, slug, tag, untag, verdict,
    with_records,
};

#[test]
fn undo_and_redo_walk_back_and_forth_and_survive_a_restart() {
    let mut workspace = with_records(2);
    let (one, two) = (workspace.id(1), workspace.id(2));
    let mut states = vec![seen(&workspace)];
    for changes in [
        vec![mode("Bad"), tag(one, "bad"), fail(one)],
        vec![verdict(one, Verdict::Pass)],
        vec![untag(one, "bad")],
        vec![fail(two)],
    ] {
        workspace.does("ana", &changes);
        states.push(seen(&workspace));
    }
    for state in states.iter().rev().skip(1) {
        assert!(workspace.undo("ana").summary.starts_with("undid: "));
        assert_eq!(&seen(&workspace), state);
        workspace.writer = Writer::open(&workspace.folder()).unwrap();
    }
    assert_eq!(workspace.undo("ana").summary, "Nothing to undo.");
    for state in states.iter().skip(1) {
        assert!(workspace.redo("ana").summary.starts_with("redid: "));
        assert_eq!(&seen(&workspace), state);
        workspace.writer = Writer::open(&workspace.folder()).unwrap();
    }
    assert_eq!(workspace.redo("ana").group, None);
    assert!(workspace.complaints().is_empty(), "{:?}", workspace.complaints());
}

#[test]
fn a_reviewer_undoes_only_what_is_their_own() {
    let mut workspace = with_records(1);
    let id = workspace.id(1);
    workspace.does("ana", &[fail(id)]);
    workspace.does("ben", &[verdict(id, Verdict::Pass)]);
    assert_eq!(workspace.undo("ana").summary, format!("undid: fail on {}", id.short()));
    let left = workspace.reader().judgements(RowId(1)).unwrap().verdicts;
    assert_eq!((left.len(), left[0].reviewer.as_str()), (1, "ben"));
    assert_eq!(workspace.undo("ana").group, None);
}

#[test]
fn a_new_judgement_ends_what_could_be_redone() {
    let mut workspace = with_records(2);
    let (one, two) = (workspace.id(1), workspace.id(2));
    workspace.does("ana", &[fail(one)]);
    workspace.undo("ana");
    workspace.does("ben", &[fail(one)]);
    workspace.does("ana", &[fail(two)]);
    assert_eq!(workspace.redo("ana").summary, "Nothing to redo.");
    workspace.undo("ana");
    assert_eq!(workspace.redo("ana").records, vec![two]);
}

#[test]
fn what_another_reviewer_has_built_on_is_refused_in_words() {
    let mut workspace = with_records(1);
    let id = workspace.id(1);
    workspace.does("ana", &[mode("Bad"), criterion("Tone")]);
    workspace.does("ben", &[tag(id, "bad")]);
    let refused = workspace.writer.undo(&name("ana"), None, NOW).unwrap_err();
    assert_eq!(refused.kind.exit_code(), 2);
    assert!(refused.sentence.contains("ben") && refused.sentence.contains("new mode Bad"), "{refused}");
    // When ben takes it back, ana can; and then ben can not redo a tag of a mode that is gone.
    workspace.undo("ben");
    workspace.undo("ana");
    let refused = workspace.writer.redo(&name("ben"), None, NOW).unwrap_err();
    assert!(refused.sentence.contains("`bad` is gone"), "{refused}");
    workspace.redo("ana");
    workspace.redo("ben");
    assert_eq!(workspace.reader().codebook().unwrap().modes[0].count, 1);
}

#[test]
fn a_version_that_another_graded_under_stays() {
    let mut workspace = with_records(1);
    let id = workspace.id(1);
    let revise = revised("tone", "New.");
    workspace.does("ana", &[criterion("Tone")]);
    workspace.does("ana", std::slice::from_ref(&revise));
    let grade = met(id, "tone");
    workspace.does("ben", &[grade]);
    assert!(workspace.writer.undo(&name("ana"), None, NOW).unwrap_err().sentence.contains("ben"));
    // And a version that another put on top of an undone one keeps its number.
    workspace.undo("ben");
    workspace.undo("ana");
    workspace.does("ben", &[revise]);
    assert!(workspace.writer.redo(&name("ana"), None, NOW).unwrap_err().sentence.contains("ben"));
}

#[test]
fn an_undo_that_would_leave_two_modes_with_one_letter_or_a_circle_of_merges_is_refused() {
    let mut workspace = with_records(1);
    workspace.does("ana", &[mode("Zz")]);
    let other =
        Change::ModeEdit { mode: slug("zz"), name: None, definition: None, severity: None, hotkey: Some(Some('y')) };
    workspace.does("ana", &[other]);
    workspace.does("ben", &[mode("Zap")]);
    let refused = workspace.writer.undo(&name("ana"), None, NOW).unwrap_err();
    assert!(refused.sentence.contains("hotkey `z`"), "{refused}");

    let merge = |mode: &str, into: &str| Change::ModeMerge { mode: slug(mode), into: slug(into) };
    workspace.does("ana", &[merge("zz", "zap")]);
    workspace.does("ana", &[Change::ModeRevive { mode: slug("zz") }]);
    workspace.does("ben", &[merge("zap", "zz")]);
    let refused = workspace.writer.undo(&name("ana"), None, NOW).unwrap_err();
    assert!(refused.sentence.contains("merged into each other"), "{refused}");
    assert!(workspace.complaints().is_empty());
}

#[test]
fn a_bulk_change_over_chunks_is_one_undo_and_joining_an_undone_group_begins_a_new_one() {
    let mut workspace = with_records(250);
    let ids: Vec<RecordId> = (1..=250).map(|row| workspace.id(row)).collect();
    let mut group: Option<UndoGroup> = None;
    for chunk in ids.chunks(100) {
        let changes: Vec<_> = chunk.iter().map(|id| fail(*id)).collect();
        let applied = workspace.writer.append_to(&batch("ana", &changes), group.as_ref()).unwrap();
        assert_eq!(applied.records.len(), chunk.len().min(100));
        group = applied.group;
    }
    assert_eq!(workspace.reader().figures().unwrap().fail, 250);
    assert_eq!(workspace.undo("ana").summary, "undid: 250 verdicts");
    assert_eq!(workspace.reader().figures().unwrap().fail, 0);
    let late = workspace.writer.append_to(&batch("ana", &[fail(ids[0])]), group.as_ref()).unwrap();
    assert_ne!(late.group, group);
    assert_eq!(workspace.reader().figures().unwrap().fail, 1);
    let unknown = UndoGroup("01900000-0000-7000-8000-000000000000".to_owned());
    assert!(workspace.writer.append_to(&batch("ana", &[fail(ids[1])]), Some(&unknown)).is_err());
}

#[test]
fn the_journal_reads_as_it_was_written_with_gapless_numbers() {
    let mut workspace = with_records(2);
    let (one, two) = (workspace.id(1), workspace.id(2));
    workspace.does("ana", &[fail(one), fail(two)]);
    workspace.undo("ana");
    workspace.does("ben", &[fail(one)]);
    let mut events = Vec::new();
    let reader = workspace.reader();
    reader
        .events(&mut |event, is_undone| {
            events.push((event, is_undone));
            Ok(true)
        })
        .unwrap();
    assert_eq!(events.iter().map(|(event, _)| event.sequence).collect::<Vec<_>>(), [1, 2, 3, 4]);
    assert_eq!(events.iter().map(|(_, undone)| *undone).collect::<Vec<_>>(), [true, true, false, false]);
    assert_eq!(events[0].0.group, events[1].0.group);
    assert_eq!(events[0].0.group.0, events[0].0.id);
    assert_eq!(events[2].0.change, Change::Undo { group: events[0].0.group.clone() });
    assert!(events.iter().all(|(event, _)| event.writer == events[0].0.writer));
}

#[test]
fn doctor_sees_a_changed_event_a_changed_table_and_a_missing_event() {
    let spoil = |sql: &str| {
        let mut workspace = with_records(3);
        let id = workspace.id(1);
        workspace.does("ana", &[mode("Bad"), tag(id, "bad"), fail(id)]);
        assert!(workspace.complaints().is_empty());
        let conn = rusqlite::Connection::open(gemba::store::database(&workspace.folder())).unwrap();
        conn.execute_batch(sql).unwrap();
        drop(conn);
        workspace.complaints()
    };
    let one = |sql: &str, word: &str| {
        let found = spoil(sql);
        assert!(found.iter().any(|what| what.contains(word)), "{sql}: {found:?}");
    };
    one("UPDATE event SET payload = replace(payload, 'fail', 'pass')", "as it was written");
    one("UPDATE event SET time = time + 1 WHERE position = 2", "as it was written");
    one("UPDATE verdict SET verdict = 'pass'", "what the journal says");
    one("DELETE FROM tag", "what the journal says");
    one("UPDATE event SET lamport = lamport + 1 WHERE position = 3", "as it was written");
    one("DELETE FROM event WHERE position = 2", "without a gap");
    one("UPDATE meta SET value = 7 WHERE name = 'records'", "counts");
    one("UPDATE record SET offset = offset + 1 WHERE id = 2", "body");
    one("UPDATE record SET key = zeroblob(16) WHERE id = 2", "body");
    one("DELETE FROM block", "reference");
}

#[test]
fn rebuilding_mends_tables_and_says_how_many_events_it_read() {
    let mut workspace = with_records(3);
    let id = workspace.id(1);
    workspace.does("ana", &[mode("Bad"), tag(id, "bad"), fail(id)]);
    workspace.undo("ana");
    workspace.redo("ana");
    let before = dump(&workspace.folder(), &PROJECTED);
    let conn = rusqlite::Connection::open(gemba::store::database(&workspace.folder())).unwrap();
    conn.execute_batch("DELETE FROM tag; UPDATE mode SET name = 'x'; DELETE FROM verdict;").unwrap();
    assert_eq!(workspace.writer.rebuild().unwrap(), 5);
    assert_eq!(dump(&workspace.folder(), &PROJECTED), before);
}

#[test]
fn an_event_holds_a_salt_the_hash_of_the_one_before_and_a_grade_the_event_that_made_its_version() {
    let mut workspace = with_records(1);
    let id = workspace.id(1);
    workspace.does("ana", &[criterion("Tone")]);
    let grade = met(id, "tone");
    workspace.does("ana", &[grade]);
    let conn = rusqlite::Connection::open(gemba::store::database(&workspace.folder())).unwrap();
    let is_so = |sql: &str| conn.query_row(sql, [], |row| row.get::<_, bool>(0)).unwrap();
    let text = |sql: &str| conn.query_row(sql, [], |row| row.get::<_, String>(0)).unwrap();
    let salt = |sequence: u8| text(&format!("SELECT payload ->> 'salt' FROM event WHERE sequence = {sequence}"));
    assert_eq!((salt(1).len(), salt(2).len()), (32, 32));
    assert_ne!(salt(1), salt(2));
    assert!(is_so("SELECT previous = zeroblob(32) FROM event WHERE sequence = 1"));
    assert!(is_so(
        "SELECT two.previous = one.hash FROM event AS one, event AS two
                   WHERE one.sequence = 1 AND two.sequence = 2"
    ));
    let made = text("SELECT lower(hex(id)) FROM event WHERE sequence = 1");
    assert_eq!(text("SELECT replace(payload ->> 'under', '-', '') FROM event WHERE sequence = 2"), made);
}
