//! Outputs that are alike: shown once in a sample, listed by a key, judged in one step that is one step of undo.

use gemba::app::message::Effect;
use gemba::domain::{RowId, Sampling, SamplingPlan, Verdict};
use gemba::views::Read;

use super::harness::{TestApp, review};
use super::setup::Setup;

/// Four that differ in numbers alone, and two others.
const TEXTS: &[&str] = &[
    "Order 17 is on its way.",
    "We are closed.",
    "Order 2093 is on its way.",
    "order 4 is  on its way.",
    "Where do you live?",
    "Order 99 is on its way.",
];

fn orders() -> Setup {
    review().with_texts(TEXTS)
}

fn sample() -> Setup {
    orders().drawn_by(Sampling { plan: SamplingPlan::Newest, size: Some(6), ..Sampling::default() })
}

fn rows(app: &TestApp) -> Vec<i64> {
    app.model.screens.review.list.queue.rows.iter().map(|row| row.0).collect()
}

#[test]
fn a_sample_shows_those_that_are_alike_once_and_says_how_many_there_are() {
    let app = sample().open();
    assert_eq!(rows(&app), [6, 5, 2]);
    let screen = app.screen();
    assert!(screen.contains("+3 alike · l"), "{screen}");
    assert!(app.footer().contains("3 of 6 stand behind one that is alike"), "{}", app.footer());
    assert!(!sample().press("j").screen().contains("alike ·"), "the second is alone");
}

#[test]
fn what_is_alike_is_marked_in_every_form_of_the_screen() {
    for (name, columns, rows) in [("alike_80", 80, 24), ("alike_120", 120, 24), ("alike_200", 200, 50)] {
        insta::assert_snapshot!(name, sample().at(columns, rows).open().screen());
    }
}

#[test]
fn a_key_lists_them_and_all_are_judged_in_one_step_that_one_undo_takes_back() {
    let mut app = sample().with_modes(&[("invented policy", 'h')]).open();
    app.press("l");
    assert_eq!(rows(&app), [6, 4, 3, 1]);
    assert!(app.screen().contains("4 alike"), "{}", app.screen());
    app.press("* F h");
    assert!(app.footer().contains("4 records failed: invented policy"), "{}", app.footer());
    assert_eq!(app.judged().len(), 1, "one group");
    assert_eq!(app.stored(3).verdicts[0].verdict, Verdict::Fail);
    app.press("<Esc>");
    assert_eq!(rows(&app), [6, 5, 2], "back at the sample");
    assert_eq!(app.model.screens.review.list.line(RowId(6)).unwrap().verdict, Some(Verdict::Fail));
    app.press("u");
    assert!(app.stored(3).verdicts.is_empty() && app.stored(6).verdicts.is_empty());
}

#[test]
fn judging_the_one_that_shows_judges_no_other() {
    let mut app = sample().press("p");
    assert_eq!(app.judged()[0].len(), 1);
    assert!(app.stored(1).verdicts.is_empty());
}

#[test]
fn a_queue_that_is_no_sample_stays_whole_until_the_key_asks() {
    let mut app = orders().open();
    assert_eq!(app.model.screens.review.list.len(), 6);
    app.press("j j l");
    assert_eq!((rows(&app), app.model.screens.review.list.row()), (vec![1, 3, 4, 6], Some(RowId(3))));
    app.press("l");
    assert_eq!((app.model.screens.review.list.len(), app.model.screens.review.list.row()), (6, Some(RowId(3))));
    assert!(app.screen().contains("+3 alike"), "{}", app.screen());
    app.press("k l");
    assert!(app.footer().contains("No other output of this queue is alike"), "{}", app.footer());
}

fn is_alike(read: &Read) -> bool {
    matches!(read, Read::Alike { .. })
}

#[test]
fn looking_for_them_holds_no_key_up_and_does_not_move_the_record_that_is_read() {
    let mut app = sample().leaving(is_alike).open();
    app.press("/").write_text(" ").press("<Enter> j j p k");
    assert_eq!((rows(&app), app.model.screens.review.list.row()), (vec![6, 5, 4, 3, 2, 1], Some(RowId(4))));
    app.unanswered = |_| false;
    let late = app.effects.iter().rfind(|effect| matches!(effect, Effect::Read(_, read) if is_alike(read))).cloned();
    app.send_effects(vec![late.unwrap()]);
    assert_eq!((rows(&app), app.model.screens.review.list.row()), (vec![5, 4, 2], Some(RowId(4))));
}

#[test]
fn esc_stops_looking() {
    let mut app = orders().leaving(is_alike).open();
    app.press("l");
    assert!(app.footer().contains("Looking for outputs that are alike"), "{}", app.footer());
    app.press("j <Esc>");
    assert!(app.footer().contains("No longer looking"), "{}", app.footer());
}

#[test]
fn one_that_stands_behind_another_takes_its_place_when_it_is_asked_for() {
    let mut app = sample().open();
    let id = app.records()[2].id.short();
    app.press("g /").write_text(&id).press("<Enter>");
    assert_eq!((rows(&app), app.model.screens.review.list.row()), (vec![3, 5, 2], Some(RowId(3))));
}

#[test]
fn a_sample_is_done_when_one_of_each_kind_is_read() {
    let mut app = sample().press("p p");
    let waits = |app: &TestApp| app.reader.unfinished_session(&app.reviewer, app.now).unwrap().is_some();
    assert!(waits(&app));
    app.press("p");
    assert!(!waits(&app));
}

#[test]
fn a_sample_that_is_gone_on_with_is_folded_again() {
    let app = sample().press("j p").reopened();
    assert_eq!(rows(&app), [6, 5, 2]);
}
