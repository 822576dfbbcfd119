//! The ids of records by the rule of an older gemba and by the present one.

use gemba::domain::{Content, IdentityRule, ReadingPlace, RecordId, RowId, Sampling, SamplingPlan, Session, Verdict};
use gemba::store::{Upgraded, Writer, database};

use super::workspace::{NOW, Workspace, fail, mode, name, pair, tag, verdict, workspace};

/// Three records whose ids differ between the rules, and one whose id is the same; the last two are one by the present
/// rule.
fn contents() -> Vec<Content> {
    let in_conversation = |text: &str, raw: &str| Content {
        conversation: Some("c1".into()),
        raw: Some(raw.into()),
        ..pair(text, "Yes.")
    };
    vec![
        pair("Plain?", "Yes."),
        in_conversation("One?", "line 1"),
        in_conversation("Two?", "line 2"),
        in_conversation("Two?", "line 3"),
    ]
}

/// A workspace that says nothing of its rule, as an older gemba made it.
fn older() -> Workspace {
    let made = workspace();
    let Workspace { home, writer } = made;
    drop(writer);
    let folder = home.path().join(".gemba");
    let conn = rusqlite::Connection::open(database(&folder)).unwrap();
    conn.execute("DELETE FROM meta WHERE name = 'identity'", []).unwrap();
    drop(conn);
    let writer = Writer::open(&folder).unwrap();
    Workspace { home, writer }
}

fn then(content: &Content) -> RecordId {
    RecordId::by(IdentityRule::WithLine, content)
}

fn session(workspace: &mut Workspace, rows: &[i64]) -> i64 {
    let session = Session {
        id: 0,
        reviewer: name("ana"),
        filter: String::new(),
        sampling: Sampling { plan: SamplingPlan::Random, by: None, size: Some(3), seed: 1 },
        population: 4,
        queue: rows.iter().copied().map(RowId).collect(),
        asks: Vec::new(),
        position: rows.last().copied().map(RowId).map(ReadingPlace::top_of),
        started: NOW,
        gold: None,
    };
    workspace.writer.start_session(&session).unwrap()
}

#[test]
fn an_older_workspace_keeps_its_rule_for_what_is_imported_into_it() {
    let mut workspace = older();
    let rows = workspace.import(&contents());
    assert_eq!(rows.iter().map(|(id, _)| *id).collect::<Vec<_>>(), contents().iter().map(then).collect::<Vec<_>>());
    assert_eq!(workspace.import(&contents()), rows);
    assert_eq!(workspace.reader().count().unwrap(), 4);
    assert!(workspace.reader().health().unwrap().remedies.is_empty());
}

#[test]
fn an_upgrade_gives_ids_of_today_and_everything_follows_the_old_ones() {
    let mut workspace = older();
    let old: Vec<RecordId> = workspace.import(&contents()).into_iter().map(|(id, _)| id).collect();
    workspace.does("ana", &[mode("Vague"), fail(old[1]), tag(old[1], "vague"), fail(old[2])]);
    workspace.does("ben", &[verdict(old[3], Verdict::Pass)]);
    let session = session(&mut workspace, &[1, 4, 2]);

    assert_eq!(workspace.writer.upgrade_identity().unwrap(), Upgraded { changed: 2, joined: 1 });
    let reader = workspace.reader();
    assert_eq!(reader.count().unwrap(), 3);
    for (old, content) in old.iter().zip(contents()) {
        let (row, id) = reader.find(&old.to_string()[..12]).unwrap();
        assert_eq!(id, RecordId::of(&content), "a prefix of the old id names the record");
        assert_eq!(reader.record(row).unwrap().id, id);
    }
    let said = reader.judgements(RowId(2)).unwrap();
    assert_eq!((said.verdicts.len(), said.tags.len()), (1, 1));
    let both = reader.judgements(RowId(3)).unwrap();
    assert_eq!(both.verdicts.len(), 2, "what was said of the two is said of the one");
    let kept = reader.session(&name("ana"), Some(session)).unwrap().unwrap();
    assert_eq!((kept.queue, kept.position), (vec![RowId(1), RowId(3), RowId(2)], Some(ReadingPlace::top_of(RowId(2)))));
    assert!(reader.health().unwrap().remedies.is_empty());
    assert_eq!(workspace.writer.upgrade_identity().unwrap(), Upgraded::default(), "a second time changes nothing");
}

#[test]
fn after_an_upgrade_judgements_under_old_and_new_ids_are_one_history() {
    let mut workspace = older();
    let old = workspace.import(&contents())[1].0;
    workspace.does("ana", &[fail(old)]);
    workspace.writer.upgrade_identity().unwrap();
    let new = workspace.id(2);
    assert_ne!(old, new);
    workspace.does("ana", &[verdict(new, Verdict::Pass)]);
    let verdicts = |workspace: &Workspace| {
        let said = workspace.reader().judgements(RowId(2)).unwrap();
        said.verdicts.iter().map(|said| said.verdict).collect::<Vec<_>>()
    };
    assert_eq!(verdicts(&workspace), [Verdict::Pass]);
    workspace.undo("ana");
    assert_eq!(verdicts(&workspace), [Verdict::Fail], "undo brings back what was said under the old id");
    workspace.undo("ana");
    assert_eq!(verdicts(&workspace), []);
    workspace.redo("ana");
    workspace.redo("ana");
    assert_eq!(verdicts(&workspace), [Verdict::Pass]);
    workspace.does("ana", &[verdict(old, Verdict::Defer)]);
    assert_eq!(verdicts(&workspace), [Verdict::Defer], "a judgement that names the old id is one of the record");
    workspace.writer.rebuild().unwrap();
    assert_eq!(verdicts(&workspace), [Verdict::Defer]);
}

#[test]
fn a_log_imported_again_after_an_upgrade_is_the_same_records() {
    let mut workspace = older();
    workspace.import(&contents());
    workspace.writer.upgrade_identity().unwrap();
    workspace.import(&contents());
    assert_eq!(workspace.reader().count().unwrap(), 3);
    let without_lines: Vec<Content> = contents().into_iter().map(|content| Content { raw: None, ..content }).collect();
    workspace.import(&without_lines);
    assert_eq!(workspace.reader().count().unwrap(), 3, "the logged line is no part of a record's id");
}
