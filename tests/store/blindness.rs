//! Blind sets: opened, revealed, closed, looked into; and who sees what meanwhile.

use gemba::domain::{Change, RecordId, SettleTarget, SettledAnswer, SettledBy, Time, Verdict};

use super::workspace::{NOW, Workspace, fail, name, verdict, with_records};

/// Opens the set `s` over these records for ana and ben.
fn open(workspace: &mut Workspace, records: &[RecordId]) {
    let reviewers = vec![name("ana"), name("ben")];
    workspace.does("ana", &[Change::BlindOpen { set: "s".to_owned(), reviewers, records: records.to_vec() }]);
}

fn reveal(record: RecordId) -> Change {
    Change::BlindReveal { set: "s".to_owned(), record }
}

fn close() -> Change {
    Change::BlindClose { set: "s".to_owned() }
}

/// Later than every vote.
const LATER: Time = Time(NOW.0 + 10_000);

#[test]
fn a_record_is_revealed_once_all_have_voted_and_the_set_ends_with_its_last() {
    let mut workspace = with_records(3);
    let ids = [workspace.id(1), workspace.id(2)];
    open(&mut workspace, &ids);
    workspace.does("ana", &[fail(ids[0])]);
    let refused = workspace.tries("ana", &[reveal(ids[0])]).unwrap_err().sentence;
    assert!(refused.contains("Not all reviewers"), "{refused}");
    workspace.does("ben", &[verdict(ids[0], Verdict::Pass)]);
    let refused = workspace.tries("cem", &[reveal(ids[0])]).unwrap_err().sentence;
    assert!(refused.contains("ana and ben"), "{refused}");
    workspace.does("ben", &[reveal(ids[0])]);
    let set = workspace.reader().blind_sets(LATER).unwrap().pop().unwrap();
    assert_eq!((set.is_open, set.records, set.revealed), (true, 2, 1));
    workspace.does("ana", &[verdict(ids[1], Verdict::Pass)]);
    workspace.does("ben", &[verdict(ids[1], Verdict::Defer)]);
    workspace.does("ana", &[reveal(ids[1])]);
    assert!(!workspace.reader().has_open_blind_set().unwrap());
    assert!(workspace.complaints().is_empty(), "{:?}", workspace.complaints());
    workspace.writer.rebuild().unwrap();
    assert!(workspace.complaints().is_empty(), "{:?}", workspace.complaints());
}

#[test]
fn that_another_voted_is_told_in_steps_and_a_replaced_vote_stays_told() {
    let mut workspace = with_records(1);
    let id = workspace.id(1);
    open(&mut workspace, &[id]);
    workspace.does("ben", &[fail(id)]);
    let others = |now: i64| {
        let state = workspace.reader().blind_state(id, &name("ana"), Time(now)).unwrap().unwrap();
        assert!(state.is_open && !state.have_voted);
        state.others_voted
    };
    assert_eq!(others(NOW.0 - 1), [(name("ben"), false)]);
    assert_eq!(others(NOW.0 + 1), [(name("ben"), true)], "the step began with the vote");
    let mut later = super::workspace::batch("ben", &[verdict(id, Verdict::Pass)]);
    later.time = Time(NOW.0 + 5_000);
    workspace.writer.append(&later).unwrap();
    let state = workspace.reader().blind_state(id, &name("ana"), Time(NOW.0 + 4_000)).unwrap().unwrap();
    assert_eq!(state.others_voted, [(name("ben"), true)], "a vote that is replaced is told as it was");
}

#[test]
fn a_blind_vote_is_replaced_freely_before_its_reveal_and_never_after() {
    let mut workspace = with_records(2);
    let ids = [workspace.id(1), workspace.id(2)];
    open(&mut workspace, &ids);
    workspace.does("ana", &[fail(ids[0])]);
    workspace.does("ana", &[verdict(ids[0], Verdict::Pass)]);
    workspace.does("ben", &[fail(ids[0])]);
    workspace.does("ana", &[reveal(ids[0])]);
    let refused = workspace.tries("ana", &[fail(ids[0])]).unwrap_err().sentence;
    assert!(refused.contains("is revealed"), "{refused}");
    assert_eq!(workspace.does("cem", &[fail(ids[0])]).events, 1, "who was not of the set judges as ever");
    workspace.does("ana", &[close()]);
    assert_eq!(workspace.does("ana", &[fail(ids[1])]).events, 1, "no vote was given before the set was closed");
}

#[test]
fn what_cannot_be_a_blind_set_is_refused_in_words() {
    let mut workspace = with_records(1);
    let id = workspace.id(1);
    let open_for = |names: &[&str], records: Vec<RecordId>| Change::BlindOpen {
        set: "s".to_owned(),
        reviewers: names.iter().map(|one| name(one)).collect(),
        records,
    };
    for (change, why) in [
        (open_for(&["ana", "ana"], vec![id]), "two reviewers"),
        (open_for(&["ana", "ben"], vec![]), "needs records"),
        (open_for(&["ana", "ben"], vec![RecordId([9; 16])]), "There is no record"),
        (close(), "There is no blind set s"),
    ] {
        let refused = workspace.tries("ana", &[change]).unwrap_err().sentence;
        assert!(refused.contains(why), "{refused}");
    }
    open(&mut workspace, &[id]);
    let again = Change::BlindOpen { set: "t".to_owned(), reviewers: vec![name("ana"), name("cem")], records: vec![id] };
    let refused = workspace.tries("ana", &[again]).unwrap_err().sentence;
    assert!(refused.contains("open blind set s"), "{refused}");
}

#[test]
fn a_record_that_is_judged_blind_is_settled_after_its_reveal_only() {
    let mut workspace = with_records(1);
    let id = workspace.id(1);
    open(&mut workspace, &[id]);
    workspace.does("ana", &[fail(id)]);
    workspace.does("ben", &[verdict(id, Verdict::Pass)]);
    let settle = Change::Settle {
        record: id,
        target: SettleTarget::Verdict,
        version: 0,
        answer: Some(SettledAnswer::Fail),
        by: vec![name("ana"), name("ben")],
        how: SettledBy::Agreement,
    };
    let refused = workspace.tries("ana", std::slice::from_ref(&settle)).unwrap_err().sentence;
    assert!(refused.contains("judged blind") && refused.contains("revealed"), "{refused}");
    workspace.does("ana", &[reveal(id)]);
    workspace.does("ana", &[settle]);
    let said = workspace.reader().judgements(gemba::domain::RowId(1)).unwrap();
    assert_eq!((said.verdicts.len(), said.settled_verdict()), (2, Some(Verdict::Fail)));
}
