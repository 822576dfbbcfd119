//! Blind sets: opened, revealed, closed, looked into; and who sees what meanwhile.

use gemba::domain::{
    Change, CheckSpec, CriterionKey, Edit, RecordId, RowId, SettleTarget, SettledAnswer, SettledBy, Target, Time,
    Verdict,
};
use gemba::store::{Reader, Viewer};

use super::workspace::{NOW, Workspace, criterion, fail, mode, name, slug, tag, verdict, with_records};

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

/// A workspace of two records that ana and ben judge blind; the first one is revealed. There are the criterion `polite` and
/// the mode `tone`.
fn half_revealed() -> (Workspace, [RecordId; 2]) {
    let mut workspace = with_records(2);
    let ids = [workspace.id(1), workspace.id(2)];
    workspace.does("setup", &[criterion("Polite"), mode("Tone")]);
    open(&mut workspace, &ids);
    workspace.does("ana", &[fail(ids[0])]);
    workspace.does("ben", &[verdict(ids[0], Verdict::Pass)]);
    (workspace, ids)
}

fn reader_of(workspace: &Workspace, viewer: &str) -> Reader {
    Reader::open(&workspace.folder(), &Viewer::of(&name(viewer))).unwrap()
}

/// The texts of a criterion that somebody sees, the oldest first.
fn texts(workspace: &Workspace, viewer: &str, criterion: &str) -> Vec<String> {
    let book = reader_of(workspace, viewer).codebook().unwrap();
    let found = book.criterion_of(&slug(criterion)).map(|known| known.versions.clone()).unwrap_or_default();
    found.iter().map(|version| version.text.raw().to_owned()).collect()
}

/// A new meaning of a criterion, because of a record or without any.
fn revised_over(criterion: &str, text: &str, record: Option<RecordId>) -> Change {
    let (criterion, edit): (CriterionKey, _) = (slug(criterion), Edit::Meaning);
    Change::CriterionRevise { criterion, text: text.into(), edit, reason: "we talked".into(), record }
}

fn settled(record: RecordId, target: SettleTarget, answer: Option<SettledAnswer>) -> Change {
    let by = vec![name("ana"), name("ben")];
    Change::Settle { record, target, version: 0, answer, by, how: SettledBy::Agreement }
}

#[test]
fn what_a_revealed_record_gives_rise_to_is_seen_by_both_while_the_set_is_open() {
    let (mut workspace, ids) = half_revealed();
    // Not before its reveal: the text would tell what was thought of it.
    workspace.does("ana", &[revised_over("polite", "blind", Some(ids[0]))]);
    workspace.does("ana", &[reveal(ids[0])]);
    workspace.does("ana", &[revised_over("polite", "talked about", Some(ids[0]))]);
    workspace.does("ana", &[revised_over("polite", "over the hidden one", Some(ids[1]))]);
    workspace.does("ana", &[revised_over("polite", "over nothing", None)]);
    for viewer in ["ben", "cem", "ana + ben"] {
        assert_eq!(texts(&workspace, viewer, "polite"), ["It is so.", "talked about"], "{viewer}");
    }
    let own = ["It is so.", "blind", "talked about", "over the hidden one", "over nothing"];
    assert_eq!(texts(&workspace, "ana", "polite"), own);
    workspace.undo("ana");
    workspace.undo("ana");
    workspace.undo("ana");
    assert_eq!(texts(&workspace, "ben", "polite"), ["It is so."], "what is taken back is so for both");
    workspace.redo("ana");
    workspace.does("ben", &[close()]);
    assert_eq!(texts(&workspace, "ben", "polite"), ["It is so.", "blind", "talked about"]);
    assert!(workspace.complaints().is_empty(), "{:?}", workspace.complaints());
}

#[test]
fn a_screen_that_is_open_sees_it_at_once() {
    let (mut workspace, ids) = half_revealed();
    workspace.does("ana", &[mode("Made up"), tag(ids[1], "made-up")]);
    workspace.does("ana", &[reveal(ids[0])]);
    let ben = reader_of(&workspace, "ben");
    let sees = |key: &str| ben.codebook().unwrap().mode_of(&slug(key)).is_some();
    assert!(!sees("made-up"));
    let target = SettleTarget::Mode(slug("made-up"));
    workspace.does("ana", &[settled(ids[0], target.clone(), Some(SettledAnswer::Yes))]);
    ben.refresh().unwrap();
    assert!(sees("made-up"), "a settlement without the mode that it is of says nothing");
    let said = ben.judgements(RowId(1)).unwrap();
    assert_eq!(said.settled.iter().map(|one| one.target.clone()).collect::<Vec<_>>(), [target]);
    assert!(ben.judgements(RowId(2)).unwrap().tags.is_empty(), "the other record stays hidden");
}

#[test]
fn a_mode_that_is_made_with_a_settlement_is_seen_with_it_and_stays_when_it_is_settled_otherwise() {
    let (mut workspace, ids) = half_revealed();
    workspace.does("ana", &[reveal(ids[0])]);
    let target = SettleTarget::Mode(slug("rude"));
    workspace.does("ana", &[mode("Rude"), settled(ids[0], target.clone(), Some(SettledAnswer::Yes))]);
    workspace.does("ana", &[mode("Blind still")]);
    let sees = |workspace: &Workspace, key: &str| {
        reader_of(workspace, "ana + ben").codebook().unwrap().mode_of(&slug(key)).is_some()
    };
    assert!(sees(&workspace, "rude") && !sees(&workspace, "blind-still"));
    workspace.does("ana", &[settled(ids[0], target, None)]);
    assert!(sees(&workspace, "rude"), "it was made by both");
    let made = Change::CriterionAdd {
        name: name("Keeps its word"),
        text: "It does.".into(),
        modes: vec![slug("blind-still")],
        record: Some(ids[0]),
        number: None,
    };
    workspace.does("ana", &[made]);
    assert_eq!(texts(&workspace, "ben", "keeps-its-word"), ["It does."]);
    assert!(sees(&workspace, "blind-still"), "what it names is seen with it");
}

#[test]
fn checks_that_two_make_blind_are_both_there_at_the_end_and_one_where_they_are_the_same() {
    let (mut workspace, _) = half_revealed();
    let check = |text: &str| {
        let params = serde_json::from_str(&format!("{{\"text\":\"{text}\"}}")).unwrap();
        let spec = CheckSpec { kind: "contains".to_owned(), params };
        Change::CheckAdd { key: None, target: Target::Mode(slug("tone")), spec }
    };
    workspace.does("ana", &[check("hey"), check("dude")]);
    workspace.does("ben", &[check("dude"), check("mate")]);
    let sees = |viewer: &str| reader_of(&workspace, viewer).codebook().unwrap().checks.len();
    assert_eq!((sees("ana"), sees("ben"), sees("cem")), (2, 2, 0));
    workspace.does("ben", &[close()]);
    let checks = workspace.reader().codebook().unwrap().checks;
    let mut found: Vec<String> = checks.iter().map(|check| check.spec.params["text"].to_string()).collect();
    found.sort();
    assert_eq!(found, ["\"dude\"", "\"hey\"", "\"mate\""]);
    workspace.does("ben", &[check("after the end")]);
    let keys: Vec<String> =
        workspace.reader().codebook().unwrap().checks.iter().map(|check| check.key.to_string()).collect();
    assert!(keys.contains(&"tone-contains".to_owned()), "{keys:?}");
    assert!(workspace.complaints().is_empty(), "{:?}", workspace.complaints());
}

#[test]
fn what_is_read_as_of_one_moment_holds_nothing_of_a_set_that_is_opened_meanwhile() {
    let mut workspace = with_records(2);
    let ids = [workspace.id(1), workspace.id(2)];
    let running = reader_of(&workspace, "ana").held().unwrap();
    let screen = reader_of(&workspace, "ana");
    open(&mut workspace, &ids);
    workspace.does("ben", &[fail(ids[0]), mode("Made up"), tag(ids[0], "made-up")]);
    // A command that began before the opening goes on with what was there then.
    let said = |reader: &Reader| reader.judgements(RowId(1)).unwrap();
    let knows = |reader: &Reader| reader.codebook().unwrap().mode_of(&slug("made-up")).is_some();
    assert!(said(&running).verdicts.is_empty() && !knows(&running));
    assert!(!running.has_open_blind_set().unwrap(), "it is of the moment before");
    // A connection that is not held would read the tables, which hold it all by now: a screen takes a snapshot for each read.
    assert!(knows(&screen), "nothing was looked at since the opening");
    let snapshot = screen.snapshot().unwrap();
    assert!(said(&screen).verdicts.is_empty() && !knows(&screen));
    workspace.does("ben", &[fail(ids[1])]);
    assert!(screen.judgements(RowId(2)).unwrap().verdicts.is_empty());
    drop(snapshot);
    let inner = screen.snapshot().unwrap();
    drop(screen.snapshot().unwrap());
    workspace.does("ana", &[close()]);
    assert!(said(&screen).verdicts.is_empty(), "an inner one does not end the outer one");
    drop(inner);
    screen.refresh().unwrap();
    assert_eq!(said(&screen).verdicts.len(), 1);
}
