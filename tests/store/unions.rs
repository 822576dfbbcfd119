//! Journals of several workspaces: their union is the same whoever takes which export first, and how often.

use gemba::domain::{Change, Verdict};
use gemba::services::exchange;
use gemba::store::{Hash, JournalEntry, UnionCheck};
use proptest::prelude::*;

use super::random_changes::{RECORDS, Step, reviewer, step};
use super::workspace::{
    NOW, PROJECTED, Workspace, append_possible, criterion, dump, fail, met, mode, name, numbered, revised, tag,
    verdict, with_records, workspace,
};

fn entries(of: &Workspace) -> Vec<JournalEntry> {
    let mut all = Vec::new();
    of.reader()
        .journal_entries(&mut |entry| {
            all.push(entry);
            Ok(true)
        })
        .unwrap();
    all
}

/// Takes a journal as an import does: all of it is looked at before any of it is stored.
fn take(into: &mut Workspace, entries: &[JournalEntry]) -> Vec<String> {
    let mut check = UnionCheck::new(true);
    for entry in entries {
        check.entry(Some(&into.writer), entry).unwrap();
    }
    let mut next = entries.iter().cloned();
    into.writer.unite(&mut || Ok(next.next())).unwrap().conflicts
}

fn does(workspace: &mut Workspace, steps: &[Step]) {
    for step in steps {
        match step {
            Step::Say(who, changes) => drop(append_possible(workspace, &name(reviewer(*who)), changes)),
            Step::Undo(who) => drop(workspace.writer.undo(&name(reviewer(*who)), None, NOW)),
            Step::Redo(who) => drop(workspace.writer.redo(&name(reviewer(*who)), None, NOW)),
            Step::Reopen => {}
        }
    }
}

fn state(of: &Workspace) -> String {
    dump(&of.folder(), &PROJECTED)
}

fn steps(most: usize) -> impl Strategy<Value = Vec<Step>> {
    prop::collection::vec(step(), 1..most)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 8, max_shrink_iters: 60, ..ProptestConfig::default() })]

    #[test]
    fn a_union_is_commutative_associative_and_idempotent(
        base in steps(12), one in steps(12), two in steps(12), three in steps(12), later in steps(10)
    ) {
        let mut workspaces: Vec<Workspace> = (0..3).map(|_| with_records(RECORDS)).collect();
        does(&mut workspaces[0], &base);
        let common = entries(&workspaces[0]);
        for workspace in &mut workspaces[1..] {
            take(workspace, &common);
        }
        for (workspace, steps) in workspaces.iter_mut().zip([&one, &two, &three]) {
            does(workspace, steps);
        }
        let all: Vec<Vec<JournalEntry>> = workspaces.iter().map(entries).collect();
        let unite = |order: &[usize]| {
            let mut workspace = with_records(RECORDS);
            for at in order {
                take(&mut workspace, &all[*at]);
            }
            workspace
        };
        let mut united = unite(&[0, 1, 2]);
        let kept = state(&united);
        prop_assert_eq!(&kept, &state(&unite(&[2, 1, 0])), "commutative");
        let mut pair = with_records(RECORDS);
        let of_pair = entries(&unite(&[1, 2]));
        take(&mut pair, &all[0]);
        take(&mut pair, &of_pair);
        prop_assert_eq!(&kept, &state(&pair), "associative");
        take(&mut united, &of_pair);
        take(&mut united, &all[1]);
        prop_assert_eq!(&kept, &state(&united), "idempotent");
        // Those who wrote the events end where those who took them do, and both go on.
        let everything = entries(&united);
        take(&mut workspaces[1], &everything);
        prop_assert_eq!(&kept, &state(&workspaces[1]));
        does(&mut workspaces[1], &later);
        prop_assert!(workspaces[1].complaints().is_empty(), "{:?}", workspaces[1].complaints());
        take(&mut united, &entries(&workspaces[1]));
        prop_assert_eq!(state(&workspaces[1]), state(&united));
    }
}

/// What one of three does: it says something, or takes what another has.
#[derive(Debug, Clone)]
enum Turn {
    Does(usize, Vec<Step>),
    Takes(usize, usize),
}

fn turn() -> impl Strategy<Value = Turn> {
    prop_oneof![
        3 => (0_usize..3, steps(5)).prop_map(|(who, steps)| Turn::Does(who, steps)),
        2 => (0_usize..3, 0_usize..3).prop_map(|(who, from)| Turn::Takes(who, from)),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 6, max_shrink_iters: 60, ..ProptestConfig::default() })]

    #[test]
    fn whoever_unites_again_and_again_has_the_tables_that_the_journal_says(
        turns in prop::collection::vec(turn(), 8..30)
    ) {
        let mut workspaces: Vec<Workspace> = (0..3).map(|_| with_records(RECORDS)).collect();
        for turn in &turns {
            match turn {
                Turn::Does(who, steps) => does(&mut workspaces[*who], steps),
                Turn::Takes(who, from) => {
                    let theirs = entries(&workspaces[*from]);
                    prop_assert!(workspaces[*who].complaints().is_empty(), "{:?}", workspaces[*who].complaints());
                    take(&mut workspaces[*who], &theirs);
                }
            }
        }
        let all: Vec<Vec<JournalEntry>> = workspaces.iter().map(entries).collect();
        for workspace in &mut workspaces {
            prop_assert!(workspace.complaints().is_empty(), "{:?}", workspace.complaints());
            for entries in &all {
                take(workspace, entries);
            }
        }
        prop_assert_eq!(state(&workspaces[0]), state(&workspaces[1]));
        prop_assert_eq!(state(&workspaces[0]), state(&workspaces[2]));
    }
}

#[test]
fn a_kind_that_this_version_does_not_know_is_kept_and_not_counted() {
    let (mut ana, mut ben) = (with_records(1), with_records(1));
    let id = ana.id(1);
    ana.does("ana", &[fail(id)]);
    let mut newer = entries(&ana);
    let mut vote = newer[0].clone();
    vote.event = "01900000-0000-7000-8000-000000000001".to_owned();
    vote.group.clone_from(&vote.event);
    (vote.sequence, vote.lamport) = (2, 2);
    vote.payload = r#"{"kind":"pair_vote","record":"?","salt":"00"}"#.to_owned();
    vote.previous = Some(newer[0].hash);
    vote.hash = sealed(&vote);
    newer.push(vote.clone());
    let mut check = UnionCheck::new(false);
    for entry in &newer {
        check.entry(Some(&ben.writer), entry).unwrap();
    }
    take(&mut ben, &newer);
    assert_eq!(entries(&ben), newer, "it goes on with the next export");
    assert!(ben.complaints().is_empty(), "{:?}", ben.complaints());
    ben.does("ben", &[verdict(id, Verdict::Pass)]);
    assert_eq!(ben.writer.undo(&name("ana"), None, NOW).unwrap().summary, format!("undid: fail on {}", id.short()));
    let summary = check.end(&[gemba::store::WriterHead { writer: vote.writer.clone(), last: 2, hash: vote.hash }], 2);
    assert!(summary.unwrap().unknown.contains("pair_vote"), "it is named");
}

/// The hash of an event, as the journal's format says.
fn sealed(entry: &JournalEntry) -> Hash {
    let mut hasher = blake3::Hasher::new();
    let session = entry.session.map(|session| session.to_string()).unwrap_or_default();
    let (sequence, lamport, time) = (entry.sequence.to_string(), entry.lamport.to_string(), entry.time.to_string());
    let previous = entry.previous.unwrap().0;
    let payload = blake3::hash(entry.payload.as_bytes());
    let texts = [&entry.event, &entry.writer, &sequence, &time, &entry.reviewer, &session, &entry.group, &lamport];
    let bytes = texts.iter().map(|text| text.as_bytes()).chain([&previous[..], &payload.as_bytes()[..]]);
    for field in bytes {
        hasher.update(&(field.len() as u64).to_le_bytes());
        hasher.update(field);
    }
    Hash(*hasher.finalize().as_bytes())
}

#[test]
fn an_undone_version_that_another_graded_under_stands() {
    let (mut ana, mut ben) = (with_records(2), with_records(2));
    let id = ana.id(1);
    let revise = revised("tone", "New.");
    ana.does("ana", &[criterion("Tone"), mode("Bad")]);
    ana.does("ana", &[revise]);
    take(&mut ben, &entries(&ana));
    let grade = met(id, "tone");
    ben.does("ben", &[grade, tag(id, "bad")]);
    ana.undo("ana");
    let said = take(&mut ana, &entries(&ben));
    assert!(said.iter().any(|said| said.contains("the use stands")), "{said:?}");
    take(&mut ben, &entries(&ana));
    assert_eq!(state(&ana), state(&ben));
    let grades = ana.reader().judgements(gemba::domain::RowId(1)).unwrap().grades;
    assert_eq!((grades[0].version, grades[0].stale), (2, false));
}

#[test]
fn what_another_made_too_is_used_without_bringing_back_what_was_undone() {
    let (mut ana, mut ben) = (with_records(2), with_records(2));
    let id = ana.id(1);
    let gamma = |severity| Change::ModeAdd { name: name("Gamma"), definition: "".into(), severity, hotkey: None };
    ben.does("ben", &[gamma(1)]);
    ana.does("ana", &[mode("Other")]);
    ana.does("ana", &[gamma(3)]);
    ana.undo("ana");
    take(&mut ben, &entries(&ana));
    ben.does("ben", &[tag(id, "gamma")]);
    assert!(ben.complaints().is_empty(), "{:?}", ben.complaints());
    take(&mut ana, &entries(&ben));
    assert_eq!(state(&ana), state(&ben));
    let codebook = ana.reader().codebook().unwrap();
    assert_eq!(codebook.mode("gamma").map(|mode| mode.severity), Some(1), "Ana's stays undone");
}

#[test]
fn an_undone_mode_that_another_tagged_with_meanwhile_stands() {
    let (mut ana, mut ben) = (with_records(2), with_records(2));
    let id = ana.id(1);
    ana.does("ana", &[mode("Gamma")]);
    take(&mut ben, &entries(&ana));
    ben.does("ben", &[verdict(id, Verdict::Fail)]);
    ben.does("ben", &[tag(id, "gamma")]);
    ana.undo("ana");
    let said = take(&mut ana, &entries(&ben));
    assert!(said.iter().any(|said| said.contains("the use stands")), "{said:?}");
    ana.does("ana", &[tag(id, "gamma")]);
    assert!(ana.complaints().is_empty(), "{:?}", ana.complaints());
    take(&mut ben, &entries(&ana));
    assert_eq!(state(&ana), state(&ben));
}

#[test]
fn a_source_that_came_with_an_export_is_not_said_to_be_read_now() {
    let (ana, mut ben) = (with_records(2), workspace());
    let source = ana.reader().shared_sources().unwrap().remove(0);
    let source = ben.writer.keep_source(&source).unwrap();
    ben.writer.store_records(source, &[numbered(0)]).unwrap();
    assert!(!ben.reader().sources().unwrap()[0].is_read_now);
    let locks: Vec<_> = std::fs::read_dir(ben.folder())
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .filter(|name| name.contains("reading"))
        .collect();
    assert_eq!(locks, [""; 0], "each is a file that stays open");
}

#[test]
fn an_export_ends_where_its_reader_has_gone() {
    let mut ana = with_records(3);
    let id = ana.id(1);
    ana.does("ana", &[fail(id)]);
    ana.does("ana", &[verdict(id, Verdict::Pass)]);
    let mut whole = 0;
    exchange::export(&ana.reader(), None, false, NOW, &mut |_| {
        whole += 1;
        Ok(true)
    })
    .unwrap();
    for most in 1..=whole {
        let mut lines = 0;
        exchange::export(&ana.reader(), None, false, NOW, &mut |_| {
            lines += 1;
            Ok(lines < most)
        })
        .unwrap();
        assert_eq!(lines, most, "nothing is written after it");
    }
}
