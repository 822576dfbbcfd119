//! Two reviewers judge the same records blind: with a hand each at one terminal, or at a terminal each.

use gemba::app::Seats;
use gemba::app::message::{Effect, Message, Write};
use gemba::domain::{Change, Judgements, Name, RowId, SettleTarget, SettledAnswer, Time, Verdict};
use gemba::store::{Reader, Viewer};

use super::harness::{TestApp, review};
use super::setup::Setup;

const MODES: &[(&str, char)] = &[("invented policy", 'h'), ("wrong tone", 'w')];
const CRITERIA: &[(&str, &str)] = &[("polite", "Is polite.")];

fn setup(seats: Seats) -> Setup {
    review().with_modes(MODES).with_criteria(CRITERIA).with_records(4).paired(seats)
}

/// Ana and ben at one terminal. The time stands between two steps in which votes become known.
fn together() -> TestApp {
    let mut app = setup(Seats::OneTerminal).open();
    app.now = Time(app.now.0 + 700);
    app
}

/// Ana here, ben elsewhere.
fn apart() -> TestApp {
    let mut app = setup(Seats::TwoTerminals(0)).open();
    app.now = Time(app.now.0 + 700);
    app
}

/// The step of time ends.
fn step(app: &mut TestApp) {
    app.send(Message::Woken);
}

/// What a reviewer sees of a record.
fn seen_by(app: &TestApp, name: &str, row: i64) -> Judgements {
    let reader = Reader::open(&app.workspace(), &Viewer::of(&Name::new(name).unwrap())).unwrap();
    reader.judgements(RowId(row)).unwrap()
}

fn verdict_of(app: &TestApp, name: &str, row: i64) -> Option<Verdict> {
    let judgements = seen_by(app, name, row);
    judgements.verdicts.iter().find(|view| view.reviewer.as_str() == name).map(|view| view.verdict)
}

fn settled(app: &TestApp, row: i64) -> Vec<(SettleTarget, SettledAnswer)> {
    let judgements = seen_by(app, "ana", row);
    judgements.settled.into_iter().map(|view| (view.target, view.answer)).collect()
}

fn ben_votes(app: &mut TestApp, row: i64, verdict: Verdict) {
    let record = app.records()[usize::try_from(row - 1).unwrap()].id;
    app.judge_as("ben", vec![Change::Verdict { record, verdict: Some(verdict), reason: None }]);
}

#[test]
fn a_vote_leaves_every_cell_as_it_was_until_the_step_of_time_ends() {
    let mut app = together();
    let before = app.screen();
    assert!(before.contains("ana has not voted · ben has not voted"), "{before}");
    app.press_at_once("s");
    assert_eq!(app.screen(), before);
    assert_eq!(verdict_of(&app, "ana", 1), Some(Verdict::Fail));
    assert!(app.effects.iter().any(|effect| matches!(effect, Effect::Wake(time) if time.0 % 2_000 == 0)));
    step(&mut app);
    let after = app.screen();
    assert!(after.contains("ana has voted · ben has not voted"), "{after}");
    let changed: Vec<&str> = after.lines().zip(before.lines()).filter(|(a, b)| a != b).map(|(a, _)| a).collect();
    assert_eq!(changed.len(), 1, "{changed:?}");
}

#[test]
fn the_second_vote_does_not_reveal_and_enter_shows_both_answers() {
    let mut app = together();
    app.press("s j");
    step(&mut app);
    let blind = app.screen();
    assert!(blind.contains("ana has voted · ben has voted"), "{blind}");
    assert!(!blind.contains('✗') && !blind.contains('✓'), "{blind}");
    app.press("<Enter>");
    let shown = app.screen();
    assert!(shown.contains("ana  ✗ fail") && shown.contains("ben  ✓ pass"), "{shown}");
    assert!(shown.contains("the votes differ, nothing is settled yet"), "{shown}");
    assert!(shown.contains("1 of 4 revealed"), "{shown}");
    assert_eq!(app.model.screens.review.list.cursor, 0, "they talk about it");
}

#[test]
fn enter_before_both_have_voted_says_who_is_missing_and_nothing_else() {
    let mut app = together();
    app.press("<Enter>");
    assert!(app.footer().contains("ana and ben have not voted on this record yet"), "{}", app.footer());
    app.press("k <Enter>");
    let screen = app.screen();
    assert!(app.footer().contains("Not revealed: ana has not voted on this record yet."), "{screen}");
    assert!(!screen.contains('✗') && !screen.contains("has voted on"), "{screen}");
    let reveals = |effect: &Effect| matches!(effect, Effect::Write(_, Write::Judge(changes)) if matches!(changes[0], Change::BlindReveal { .. }));
    assert!(!app.effects.iter().any(reveals));
    app.press_at_once("a <Enter>");
    assert!(app.effects.iter().any(reveals), "on one terminal nobody waits for the step: {}", app.screen());
}

#[test]
fn a_vote_is_replaced_unseen_and_the_last_one_counts() {
    let mut app = together();
    app.press("a l");
    step(&mut app);
    let before = app.screen();
    app.press("s d k");
    step(&mut app);
    assert_eq!(app.screen(), before);
    app.press("<Enter>");
    assert_eq!((verdict_of(&app, "ana", 1), verdict_of(&app, "ben", 1)), (Some(Verdict::Defer), Some(Verdict::Fail)));
    assert!(app.screen().contains("ana  ◦ defer") && app.screen().contains("ben  ✗ fail"), "{}", app.screen());
}

#[test]
fn a_burst_and_a_paste_vote_for_nobody() {
    let mut app = together();
    app.burst("a s d j k l <Enter>");
    app.send(Message::Paste("asdjkl".to_owned()));
    assert_eq!((verdict_of(&app, "ana", 1), verdict_of(&app, "ben", 1)), (None, None));
}

#[test]
fn nothing_else_is_judged_before_the_reveal_not_even_from_the_palette() {
    let mut app = together();
    app.press("p f t n e 1 x");
    app.press(": pass <Enter>");
    app.press("<Esc> <Esc>");
    let judged = app.judged();
    assert!(judged.is_empty(), "{judged:?}");
    for name in ["ana", "ben"] {
        let judgements = seen_by(&app, name, 1);
        assert!(judgements.verdicts.is_empty() && judgements.tags.is_empty() && judgements.notes.is_empty());
    }
}

#[test]
fn agreement_stands_in_the_header_once_something_was_revealed() {
    let mut app = together();
    app.press("s k");
    step(&mut app);
    assert!(!app.screen().contains("alike"), "{}", app.screen());
    app.press("<Enter>");
    assert!(app.screen().contains("1 of 1 alike"), "{}", app.screen());
    app.press("<Enter> a k <Enter> <Enter> a j <Enter>");
    let header = app.screen().lines().next().unwrap().to_owned();
    assert!(header.contains("2 of 3 alike, kappa 0.40"), "{header}");
}

#[test]
fn one_key_settles_a_dispute_and_undo_takes_the_settlement_back_and_no_vote() {
    let mut app = together();
    app.press("s j <Enter> f");
    assert_eq!(settled(&app, 1), [(SettleTarget::Verdict, SettledAnswer::Fail)]);
    assert!(app.screen().contains("settled  ✗ fail"), "{}", app.screen());
    app.press("p");
    assert_eq!(settled(&app, 1), [(SettleTarget::Verdict, SettledAnswer::Pass)]);
    app.press("u");
    assert_eq!(settled(&app, 1), [(SettleTarget::Verdict, SettledAnswer::Fail)]);
    app.press("u u");
    assert!(settled(&app, 1).is_empty());
    assert!(app.footer().contains("Nothing was settled here that could be taken back."), "{}", app.footer());
    assert_eq!((verdict_of(&app, "ana", 1), verdict_of(&app, "ben", 1)), (Some(Verdict::Fail), Some(Verdict::Pass)));
    app.press("U");
    assert_eq!(settled(&app, 1), [(SettleTarget::Verdict, SettledAnswer::Fail)]);
}

#[test]
fn after_the_reveal_tags_and_grades_are_settled_and_a_note_is_of_both() {
    let mut app = together();
    app.press("s j <Enter> t h 1 n").write_text("a made-up promise").press("<Enter>");
    let of_both = settled(&app, 1);
    assert_eq!(of_both.len(), 2, "{of_both:?}");
    let shown = app.screen();
    assert!(shown.contains("invented policy: yes") && shown.contains("polite: met"), "{shown}");
    let judgements = seen_by(&app, "ana", 1);
    assert!(judgements.tags.is_empty() && judgements.grades.is_empty(), "nobody said it alone");
    let notes: Vec<&str> = judgements.notes.iter().map(|note| note.reviewer.as_str()).collect();
    assert_eq!(notes, ["ana", "ben"]);
}

#[test]
fn the_column_of_judgements_lists_what_both_settled_once_it_is_revealed() {
    let mut app = setup(Seats::OneTerminal).at(120, 40).open();
    app.now = Time(app.now.0 + 700);
    app.press("s j <Enter> f t h");
    let shown = app.screen();
    for part in ["SETTLED", "✗ fail", "invented policy: yes", "by ana, ben, "] {
        assert!(shown.contains(part), "{part}: {shown}");
    }
    app.press("<Enter>");
    assert!(!app.screen().contains("SETTLED"), "of the next record nothing is revealed: {}", app.screen());
}

#[test]
fn enter_goes_on_to_the_next_record_and_says_how_it_ended() {
    let mut app = together();
    for _ in 0..4 {
        app.press("a k <Enter> <Enter>");
    }
    assert!(app.screen().contains("4 of 4 revealed"), "{}", app.screen());
    app.press("f <Enter> f <Enter> f <Enter> f <Enter>");
    assert!(app.footer().contains("All 4 records revealed: no dispute is left."), "{}", app.footer());
}

#[test]
fn the_help_names_both_hands() {
    let mut app = together();
    app.press("?");
    assert!(app.screen().contains("Two reviewers at one terminal"), "{}", app.screen());
    assert!(app.screen().contains("Left hand: pass") || app.screen().contains("at the left votes pass"));
}

#[test]
fn the_footer_says_whose_hand_is_whose_at_every_width() {
    let footer = |columns: u16, names: [&str; 2]| {
        let mut app = setup(Seats::OneTerminal).at(columns, 24).open();
        app.model.screens.review.pair.as_mut().unwrap().reviewers = names.map(|name| Name::new(name).unwrap());
        let last = app.screen().lines().last().unwrap().trim().to_owned();
        assert!(last.ends_with("? help"), "{last}");
        last
    };
    let wide = footer(100, ["ana", "ben"]);
    assert!(wide.contains("ana a pass  s fail  d defer  · ben j pass  k fail  l defer  Enter reveal"), "{wide}");
    let narrow = footer(80, ["ana", "ben"]);
    assert!(narrow.contains("ana a pass  s fail  d defer  · ben j k l  Enter reveal"), "{narrow}");
    let long = footer(80, ["Maximiliane Oberhuber", "Bartholomäus van Hoogstraten"]);
    assert!(long.contains("Maximilian… a pass") && long.contains("· Bartholomä… j k l  Enter reveal"), "{long}");
    let mut shared = setup(Seats::OneTerminal).at(80, 24).presenting().open();
    let footer = shared.footer();
    assert!(footer.contains("left a pass") && footer.contains("· right j k l"), "{footer}");
    shared.press("a k <Enter>");
    assert!(!shared.footer().contains("j k l"), "after the reveal nobody votes: {}", shared.footer());
}

#[test]
fn a_shared_screen_shows_no_names() {
    let mut app = setup(Seats::OneTerminal).presenting().open();
    assert!(app.screen().contains("left has not voted · right has not voted"), "{}", app.screen());
    app.press("a k <Enter>");
    let shown = app.screen();
    assert!(shown.contains("left  ✓ pass") && !shown.contains("ana") && !shown.contains("ben"), "{shown}");
}

#[test]
fn a_shared_screen_shows_no_key_of_a_blind_vote() {
    for (seats, keys) in [(Seats::OneTerminal, "a k"), (Seats::TwoTerminals(0), "t h")] {
        let mut app = setup(seats).presenting().open();
        app.press(keys);
        assert!(
            app.model.is_blind_vote_open() && app.model.keyboard.pressed.is_empty(),
            "{:?}",
            app.model.keyboard.pressed
        );
    }
    let mut app = setup(Seats::OneTerminal).presenting().open();
    app.press("a k <Enter> f");
    assert!(!app.model.is_blind_vote_open() && !app.model.keyboard.pressed.is_empty());
}

#[test]
fn at_two_terminals_that_the_other_has_voted_is_seen_with_the_step_and_nothing_of_the_vote() {
    let mut app = apart();
    assert!(app.screen().contains("you have not voted · ben has not voted"), "{}", app.screen());
    ben_votes(&mut app, 1, Verdict::Fail);
    let now = app.now;
    let effects = gemba::app::update(&mut app.model, Message::FileChanged, now);
    app.send_effects(effects);
    assert!(app.screen().contains("ben has not voted"), "{}", app.screen());
    step(&mut app);
    let shown = app.screen();
    assert!(shown.contains("you have not voted · ben has voted · ben has voted on 1 of 4"), "{shown}");
    assert!(!shown.contains('✗'), "{shown}");
    app.press("<Enter>");
    assert!(app.footer().contains("Not revealed: you have not voted on this record yet."), "{}", app.footer());
    app.press("p k");
    app.press("<Enter>");
    assert!(app.screen().contains("you  ✓ pass") && app.screen().contains("ben  ✗ fail"), "{}", app.screen());
}

#[test]
fn who_joins_the_set_of_the_other_is_told_who_has_voted_by_name() {
    let mut app = setup(Seats::TwoTerminals(0)).opened_by_ben().open();
    app.now = Time(app.now.0 + 700);
    app.press("p k");
    step(&mut app);
    let shown = app.screen();
    assert!(shown.contains("you have voted · ben has not voted · ben has voted on 0 of 4"), "{shown}");
    ben_votes(&mut app, 2, Verdict::Fail);
    step(&mut app);
    app.press("<Enter>");
    assert!(app.footer().contains("Not revealed: ben has not voted on this record yet."), "{}", app.footer());
    app.press("j");
    assert!(app.screen().contains("you have not voted · ben has voted"), "{}", app.screen());
}

#[test]
fn names_typed_the_other_way_round_than_the_set_was_opened_are_told_apart() {
    let mut app = setup(Seats::OneTerminal).opened_by_ben().open();
    app.now = Time(app.now.0 + 700);
    app.press("s");
    step(&mut app);
    assert!(app.screen().contains("ana has voted · ben has not voted"), "{}", app.screen());
    app.press("<Enter>");
    assert!(app.footer().contains("Not revealed: ben has not voted on this record yet."), "{}", app.footer());
    app.press("j <Enter>");
    assert!(app.screen().contains("ana  ✗ fail") && app.screen().contains("ben  ✓ pass"), "{}", app.screen());
    let pair = app.model.screens.review.pair.as_ref().unwrap();
    assert_eq!(pair.votes(RowId(1)), Some((Verdict::Fail, Verdict::Pass)), "ana sits at the left");
}

#[test]
fn at_two_terminals_ones_own_tags_and_notes_are_ones_own_until_the_reveal() {
    let mut app = apart();
    app.press("t h n").write_text("made up").press("<Enter> f w k");
    assert!(seen_by(&app, "ben", 1).tags.is_empty() && seen_by(&app, "ben", 1).notes.is_empty());
    assert_eq!(seen_by(&app, "ana", 1).tags.len(), 2);
    ben_votes(&mut app, 1, Verdict::Pass);
    step(&mut app);
    app.press("<Enter>");
    let shown = app.screen();
    assert!(shown.contains("● invented policy") && shown.contains("\"made up\""), "{shown}");
    assert_eq!(seen_by(&app, "ben", 1).tags.len(), 2);
}

#[test]
fn a_key_meant_for_a_vote_settles_nothing_when_the_other_has_just_revealed_it() {
    let mut app = apart();
    app.press("p k");
    ben_votes(&mut app, 1, Verdict::Fail);
    let (record, set) = (app.records()[0].id, "s1".to_owned());
    app.judge_as("ben", vec![Change::BlindReveal { set, record }]);
    app.send(Message::FileChanged);
    assert!(app.screen().contains("ben  ✗ fail"), "{}", app.screen());
    app.press_at_once("f");
    assert!(settled(&app, 1).is_empty());
    assert!(app.footer().contains("revealed just now"), "{}", app.footer());
    app.press("f");
    assert_eq!(settled(&app, 1), [(SettleTarget::Verdict, SettledAnswer::Fail)]);
    assert_eq!(verdict_of(&app, "ana", 1), Some(Verdict::Pass));
}

#[test]
fn a_session_of_two_does_not_end_before_everything_is_revealed() {
    let mut app = apart();
    app.press("p p p p");
    assert!(!app.screen().contains("Every record of this session"), "{}", app.screen());
    let footer = app.footer();
    assert!(footer.contains("You have voted on all 4 records; ben has voted on 0 of 4."), "{footer}");
}

macro_rules! pair_snapshots {
    ($($name:ident $columns:literal $rows:literal $keys:literal;)+) => {
        $(#[test]
        fn $name() {
            let mut app = setup(Seats::OneTerminal).at($columns, $rows).open();
            app.now = Time(app.now.0 + 700);
            app.press($keys);
            insta::assert_snapshot!(stringify!($name), app.screen());
        })+
    };
}

pair_snapshots! {
    pair_voting_80 80 24 "a";
    pair_voting_120 120 40 "a";
    pair_voting_200 200 50 "a";
    pair_revealed_80 80 24 "s j <Enter>";
    pair_revealed_120 120 40 "s j <Enter> f t h";
    pair_revealed_200 200 50 "s j <Enter> f t h";
}
