//! The journal's laws: what is rebuilt equals what was kept up, undo takes back exactly what was done, redo brings
//! back exactly what was undone, and none of it forgets over a restart.

use gemba::domain::{
    Answer, Change, CheckSpec, CriterionKey, Edit, Purpose, RecordId, RowId, Slug, Span, Target, Terms, UndoGroup,
    Verdict,
};
use gemba::store::{Reader, Writer};
use proptest::prelude::*;

use super::workspace::{
    FOLDED, NOW, Workspace, batch, criterion, dump, fail, mode, name, slug, tag, untag, verdict, with_records,
};

/// What people see: everything that is folded but the bookkeeping of undone groups.
fn seen(workspace: &Workspace) -> String {
    dump(&workspace.folder(), &FOLDED[1..])
}

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
    let revise = Change::CriterionRevise {
        criterion: slug("tone"),
        text: "New.".into(),
        edit: Edit::Meaning,
        reason: "".into(),
        record: None,
    };
    workspace.does("ana", &[criterion("Tone")]);
    workspace.does("ana", std::slice::from_ref(&revise));
    let grade = Change::Grade {
        record: id,
        criterion: slug("tone"),
        version: 0,
        answer: Some(Answer::Met),
        purpose: Purpose::First,
    };
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
    let before = dump(&workspace.folder(), &FOLDED);
    let conn = rusqlite::Connection::open(gemba::store::database(&workspace.folder())).unwrap();
    conn.execute_batch("DELETE FROM tag; UPDATE mode SET name = 'x'; DELETE FROM verdict;").unwrap();
    assert_eq!(workspace.writer.rebuild().unwrap(), 5);
    assert_eq!(dump(&workspace.folder(), &FOLDED), before);
}

/// One step of a random sitting. Records, modes and the like are small numbers, so that steps meet.
#[derive(Debug, Clone)]
enum Step {
    Say(u8, Vec<Change>),
    Undo(u8),
    Redo(u8),
    Reopen,
}

const RECORDS: u32 = 4;

fn reviewer(number: u8) -> &'static str {
    ["ana", "ben", "eve"][usize::from(number % 3)]
}

fn record() -> impl Strategy<Value = RecordId> {
    (0..RECORDS).prop_map(|number| RecordId::of(&super::workspace::numbered(number)))
}

fn key() -> impl Strategy<Value = Slug> {
    prop::sample::select(vec!["alpha", "beta", "gamma", "delta"]).prop_map(slug)
}

fn named() -> impl Strategy<Value = gemba::domain::Name> {
    prop::sample::select(vec!["Alpha", "Beta", "Gamma", "Delta"]).prop_map(name)
}

fn span() -> impl Strategy<Value = Option<Span>> {
    prop_oneof![
        3 => Just(None),
        1 => (0_u32..3, 1_u32..4).prop_map(|(start, length)| Some(Span { turn: None, start, end: start + length })),
        1 => Just(Some(Span { turn: Some(0), start: 0, end: 2 })),
    ]
}

fn letter() -> impl Strategy<Value = Option<char>> {
    prop::option::of(prop::sample::select(vec!['a', 'b', 'x']))
}

fn spec() -> impl Strategy<Value = CheckSpec> {
    (0_u32..3).prop_map(|chars| CheckSpec {
        kind: "min-length".to_owned(),
        params: [("chars".to_owned(), chars.into())].into_iter().collect(),
    })
}

fn check_key() -> impl Strategy<Value = CriterionKey> {
    (key(), prop::sample::select(vec!["", "-2"])).prop_map(|(key, number)| slug(&format!("{key}-min-length{number}")))
}

fn terms() -> impl Strategy<Value = Terms> {
    let texts = || prop::option::of(prop::sample::select(vec!["", "always"]).prop_map(gemba::domain::Untrusted::from));
    let owners = prop::option::of(prop::option::of(prop::sample::select(vec!["ana", "ben"]).prop_map(name)));
    (texts(), texts(), prop::option::of(any::<bool>()), prop::option::of(-0.1_f64..1.1), owners)
        .prop_map(|(use_when, avoid_when, must_pass, tau, owner)| Terms { use_when, avoid_when, must_pass, tau, owner })
}

fn change() -> impl Strategy<Value = Change> {
    let verdicts = prop::option::of(prop::sample::select(vec![Verdict::Pass, Verdict::Fail, Verdict::Defer]));
    let answers = prop::option::of(prop::sample::select(vec![Answer::Met, Answer::NotMet, Answer::Na]));
    let purposes = prop::sample::select(vec![Purpose::First, Purpose::Regrade, Purpose::Noise]);
    let edits = prop::sample::select(vec![Edit::Meaning, Edit::Wording]);
    let words = prop::sample::select(vec!["one", "two"]).prop_map(gemba::domain::Untrusted::from).boxed();
    let keys = prop::collection::vec(key(), 0..3).boxed();
    let targets = prop_oneof![key().prop_map(Target::Mode), key().prop_map(Target::Criterion)];
    prop_oneof![
        3 => (record(), verdicts).prop_map(|(record, verdict)| Change::Verdict { record, verdict }),
        4 => (record(), key(), span()).prop_map(|(record, mode, span)| Change::Tag { record, mode, span }),
        2 => (record(), key()).prop_map(|(record, mode)| Change::Untag { record, mode }), 2 => (record(), prop::option::of(words.clone())).prop_map(|(record, text)| Change::Correction { record, text }),
        2 => (record(), span(), prop::option::of(words.clone())).prop_map(|(record, span, text)| Change::Note { record, span, text }),
        3 => (record(), key(), 0_u32..3, answers, purposes)
            .prop_map(|(record, criterion, version, answer, purpose)| Change::Grade { record, criterion, version, answer, purpose }),
        4 => (named(), 1_u8..4, letter()).prop_map(|(name, severity, hotkey)| Change::ModeAdd { name, definition: "d".into(), severity, hotkey }),
        2 => (key(), prop::option::of(named()), prop::option::of(1_u8..4), prop::option::of(letter()))
            .prop_map(|(mode, name, severity, hotkey)| Change::ModeEdit { mode, name, definition: None, severity, hotkey }),
        2 => (key(), key()).prop_map(|(mode, into)| Change::ModeMerge { mode, into }),
        3 => (key(), 0..3).prop_map(|(mode, way)| if way == 0 { Change::ModeRetire { mode } } else { Change::ModeRevive { mode } }),
        4 => (named(), keys.clone()).prop_map(|(name, modes)| Change::CriterionAdd { name, text: "t".into(), modes, record: None, number: None }),
        2 => (key(), words.clone(), edits, prop::option::of(record()))
            .prop_map(|(criterion, text, edit, record)| Change::CriterionRevise { criterion, text, edit, reason: "r".into(), record }),
        1 => (key(), prop::option::of(named()), prop::option::of(keys.clone()), prop::option::of(any::<bool>()), terms())
            .prop_map(|(criterion, name, modes, retired, terms)| Change::CriterionEdit { criterion, name, modes, retired, terms }),
        2 => (key(), key()).prop_map(|(criterion, into)| Change::CriterionMerge { criterion, into }),
        1 => (key(), keys.clone()).prop_map(|(criterion, into)| Change::CriterionSplit { criterion, into }),
        1 => (key(), keys).prop_map(|(mode, into)| Change::ModeSplit { mode, into }),
        2 => (targets.clone(), spec(), any::<bool>()).prop_map(|(target, spec, accepted)| Change::SuggestionAnswer { target, spec, accepted }),
        2 => (targets, spec()).prop_map(|(target, spec)| Change::CheckAdd { key: None, target, spec }),
        1 => (check_key(), spec()).prop_map(|(check, spec)| Change::CheckEdit { check, spec }),
        1 => check_key().prop_map(|check| Change::CheckRemove { check }),
    ]
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        12 => (any::<u8>(), prop::collection::vec(change(), 1..4)).prop_map(|(who, changes)| Step::Say(who, changes)),
        3 => any::<u8>().prop_map(Step::Undo),
        2 => any::<u8>().prop_map(Step::Redo),
        1 => Just(Step::Reopen),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 40, max_shrink_iters: 400, ..ProptestConfig::default() })]

    #[test]
    fn rebuilt_equals_incremental_and_undo_after_do_is_the_identity(steps in prop::collection::vec(step(), 1..40)) {
        let mut workspace = with_records(RECORDS);
        for step in &steps {
            let before = seen(&workspace);
            match step {
                Step::Say(who, changes) => {
                    // What cannot stand in the random state is set aside; the rest is one group.
                    let who = name(reviewer(*who));
                    let said = gemba::domain::Batch { reviewer: who.clone(), session: None, time: NOW, changes: changes.clone() };
                    let (applied, refused) = workspace.writer.append_each(&said, None).unwrap();
                    prop_assert!(refused.iter().all(|(_, problem)| problem.kind.exit_code() == 2));
                    let after = seen(&workspace);
                    if applied.group.is_none() {
                        prop_assert_eq!(&before, &after);
                        continue;
                    }
                    workspace.writer.undo(&who, None, NOW).unwrap();
                    prop_assert_eq!(&before, &seen(&workspace), "undo after {:?}", changes);
                    workspace.writer.redo(&who, None, NOW).unwrap();
                    prop_assert_eq!(&after, &seen(&workspace), "redo after {:?}", changes);
                }
                Step::Undo(who) => match workspace.writer.undo(&name(reviewer(*who)), None, NOW) {
                    Ok(applied) if applied.group.is_some() => {
                        let after = seen(&workspace);
                        workspace.writer.redo(&name(reviewer(*who)), None, NOW).unwrap();
                        prop_assert_eq!(&before, &seen(&workspace), "redo after undo");
                        workspace.writer.undo(&name(reviewer(*who)), None, NOW).unwrap();
                        prop_assert_eq!(&after, &seen(&workspace), "undo again");
                    }
                    _ => prop_assert_eq!(&before, &seen(&workspace)),
                },
                Step::Redo(who) => {
                    if !workspace.writer.redo(&name(reviewer(*who)), None, NOW).is_ok_and(|applied| applied.group.is_some()) {
                        prop_assert_eq!(&before, &seen(&workspace));
                    }
                }
                Step::Reopen => {
                    workspace.writer = Writer::open(&workspace.folder()).unwrap();
                    prop_assert_eq!(&before, &seen(&workspace));
                }
            }
            // What is read never points nowhere.
            let codebook = Reader::open(&workspace.folder()).unwrap().codebook().unwrap();
            for mode in &codebook.modes {
                prop_assert!(codebook.heir_of(mode).is_some_and(|heir| heir.heir.is_none()));
            }
            for criterion in &codebook.criteria {
                prop_assert!(codebook.criterion_heir(criterion).is_some_and(|heir| heir.heir.is_none()));
                prop_assert!((0.0..=1.0).contains(&criterion.tau));
            }
            for row in 1..=i64::from(RECORDS) {
                let said = workspace.reader().judgements(RowId(row)).unwrap();
                for tag in &said.tags {
                    prop_assert!(codebook.mode_of(&tag.mode).is_some_and(|mode| mode.heir.is_none()), "{:?}", tag);
                }
                for grade in &said.grades {
                    let version = codebook.criterion_of(&grade.criterion).map(gemba::domain::Criterion::version);
                    prop_assert!(version.is_some_and(|newest| grade.version <= newest), "{:?}", grade);
                }
            }
            let mut letters: Vec<_> = codebook.modes.iter().filter(|mode| mode.status.is_open()).filter_map(|mode| mode.hotkey).collect();
            letters.sort_unstable();
            prop_assert!(letters.windows(2).all(|pair| pair[0] != pair[1]), "{:?}", letters);
        }
        let kept = dump(&workspace.folder(), &FOLDED);
        workspace.writer.rebuild().unwrap();
        prop_assert_eq!(kept, dump(&workspace.folder(), &FOLDED));
        prop_assert!(workspace.complaints().is_empty(), "{:?}", workspace.complaints());
    }
}
