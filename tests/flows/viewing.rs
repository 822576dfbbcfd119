//! A filter is a view inside the session: the place is never lost by it.

use gemba::app::Screen;
use gemba::app::message::{Effect, Write};
use gemba::domain::{RowId, Sampling, SamplingPlan};

use super::harness::{TestApp, review};

pub(super) const MODES: &[(&str, char)] = &[("invented policy", 'h')];

pub(super) fn sample(size: u32) -> Sampling {
    Sampling { plan: SamplingPlan::Random, by: None, size: Some(size), seed: 7 }
}

pub(super) fn rows(app: &TestApp) -> Vec<RowId> {
    app.model.screens.review.list.queue.rows.clone()
}

pub(super) fn sessions(app: &TestApp) -> usize {
    app.effects.iter().filter(|effect| matches!(effect, Effect::Write(_, Write::Session(..)))).count()
}

#[test]
fn escape_and_an_empty_filter_return_to_the_very_record() {
    for back in ["<Esc>", "/ <ctrl-u> <Enter>", "g s"] {
        let mut app = review().with_records(8).with_modes(MODES).press("j j j j");
        let (before, begun) = (app.model.screens.review.list.row(), sessions(&app));
        app.press("/").write_text("norway").press("<Enter>");
        assert_eq!(app.model.screens.review.list.len(), 3, "{}", app.screen());
        app.press("p p").press(back);
        let list = &app.model.screens.review.list;
        assert_eq!((list.len(), list.row()), (8, before), "{back}");
        assert_eq!(sessions(&app), begun, "a view begins no session");
    }
}

#[test]
fn a_view_holds_records_of_the_session_only_in_its_order() {
    let mut app = review().with_records(30).drawn_by(sample(12)).press("j");
    let session = rows(&app);
    app.press("/").write_text("norway").press("<Enter>");
    let shown = rows(&app);
    let expected: Vec<RowId> = session.iter().copied().filter(|row| shown.contains(row)).collect();
    assert!(!shown.is_empty() && shown.len() < session.len());
    assert_eq!(shown, expected);
    app.press("/ <ctrl-u>").write_text("out:Settings").press("<Enter>");
    assert!(rows(&app).iter().all(|row| session.contains(row)), "a view of the session, not of the view");
    app.press("<Esc>");
    assert_eq!((rows(&app), app.model.screens.review.list.cursor), (session, 1));
}

#[test]
fn what_is_judged_in_a_view_stays_in_it_and_is_judged_in_the_session() {
    let mut app = review().with_records(6).press("j j /");
    app.write_text("verdict:none").press("<Enter>");
    assert_eq!(app.model.screens.review.list.cursor, 2, "on the same record");
    app.press("p");
    assert_eq!(app.model.screens.review.list.len(), 6, "it is drawn once");
    app.press("<Esc>");
    assert!(app.screen().contains('✓'), "{}", app.screen());
    assert_eq!(app.model.screens.review.list.cursor, 2);
}

#[test]
fn all_is_a_view_and_leads_back_to_the_very_record_of_the_session() {
    for back in ["<Esc>", "g s", "/ <Enter>", "/ <ctrl-u> n o r w a y <Enter> <Esc> <Esc>"] {
        let mut app = review().with_records(30).drawn_by(sample(12)).press("j j j");
        let (session, place, begun) = (rows(&app), app.model.screens.review.list.row(), sessions(&app));
        app.press("/").write_text("norway").press("<Enter> g a");
        assert_eq!(rows(&app).len(), 30);
        assert!(app.screen().contains("of 3 · view all records"), "{}", app.screen());
        app.press("G p").press(back);
        assert_eq!((rows(&app), app.model.screens.review.list.row()), (session, place), "{back}");
        assert_eq!(sessions(&app), begun);
    }
}

#[test]
fn every_line_of_another_screen_that_leads_to_records_is_gone_back_to() {
    let ways = [("g m <Enter>", Screen::Modes), ("g i <Tab> <Tab> j <Enter>", Screen::Insights)];
    for (way, screen) in ways {
        let mut app = review().with_records(12).drawn_by(sample(8)).with_modes(MODES).press("F h j F h j j");
        let (session, place, begun) = (rows(&app), app.model.screens.review.list.row(), sessions(&app));
        app.press(way);
        assert_eq!(app.model.screen, Screen::Review);
        assert_ne!(rows(&app), session, "{way}");
        app.press("j");
        assert_eq!(saved_place(&app), place, "a restart goes on in the session");
        app.press("<Esc>");
        assert_eq!(app.model.screen, screen);
        app.press("<Esc>");
        assert_eq!((rows(&app), app.model.screens.review.list.row()), (session, place), "{way}");
        assert_eq!(sessions(&app), begun, "it begins no session");
    }
}

#[test]
fn views_and_what_other_screens_led_to_are_left_in_the_order_in_which_they_came() {
    let mut app = review().with_records(12).with_modes(MODES).press("F h j F h j F h k /");
    app.write_text("verdict:fail").press("<Enter> j g m <Enter> / <ctrl-u>");
    app.write_text("verdict:none").press("<Enter>");
    assert!(app.screen().contains("No record matches"), "a view of the mode's records: {}", app.screen());
    app.press("<Esc> j <Esc>");
    assert_eq!(app.model.screen, Screen::Modes);
    app.press("<Esc>");
    assert!(app.screen().contains("view verdict:fail"), "{}", app.screen());
    app.press("<Esc>");
    assert_eq!((rows(&app).len(), app.model.screens.review.list.cursor), (12, 4), "{}", app.screen());
    app.press("<Esc>");
    assert_eq!(app.model.screen, Screen::Review);
}

#[test]
fn a_mode_without_records_leaves_one_where_one_is() {
    let mut app = review().with_records(4).with_modes(MODES).press("j g m <Enter>");
    assert_eq!(app.model.screen, Screen::Modes, "{}", app.screen());
    assert!(app.footer().contains("no records to open"), "{}", app.footer());
    app.press("<Esc>");
    assert_eq!((rows(&app).len(), app.model.screens.review.list.cursor), (4, 1));
}

#[test]
fn a_round_of_questions_outlives_a_look_at_the_records_of_a_mode() {
    let criteria = &[("polite", "Is polite.")];
    let mut app = review().with_records(40).with_modes(MODES).with_criteria(criteria).with_grades(40).press("F h");
    app.press("c e 1").write_text(" Never gushes.").press("<Enter> m why <Enter> g c r <Enter> p p");
    app.press("g m <Enter>");
    assert!(app.model.screens.review.asked().is_none());
    app.press("u");
    assert_eq!(app.model.screens.review.round.as_ref().unwrap().progress().0, 1, "an undo goes to its question");
    app.press("U p g m <Enter> <Esc> <Esc>");
    assert_eq!(app.model.screens.review.round.as_ref().unwrap().progress().0, 2);
    assert!(app.model.screens.review.asked().is_some());
}

/// The record that was written last as the session's place.
fn saved_place(app: &TestApp) -> Option<RowId> {
    app.effects.iter().rev().find_map(|effect| match effect {
        Effect::Write(_, Write::Position(place)) => Some(place.row),
        _ => None,
    })
}

#[test]
fn the_header_names_session_and_view_with_the_place_in_both() {
    for (columns, rows) in [(80, 24), (120, 30), (200, 50)] {
        let mut app = review().with_records(30).drawn_by(sample(12)).at(columns, rows).press("j j /");
        app.write_text("norway").press("<Enter> j");
        insta::assert_snapshot!(format!("view_{columns}"), app.screen());
    }
}

#[test]
fn after_a_restart_the_place_is_the_record_of_the_view_in_the_session() {
    let mut app = review().with_records(8).press("/");
    app.write_text("norway").press("<Enter> j");
    let row = app.model.screens.review.list.row().unwrap();
    assert_eq!(saved_place(&app), Some(row));
}

#[test]
fn the_next_unjudged_record_and_the_one_before_are_one_key_away_however_far() {
    let mut app = review().with_records(400).press("p p j p g g o");
    let cursor = |app: &TestApp| app.model.screens.review.list.cursor;
    assert_eq!(cursor(&app), 2);
    app.press("o");
    assert_eq!(cursor(&app), 4);
    app.press("O O");
    assert_eq!(cursor(&app), 2);
    assert!(app.footer().contains("No record above is without your verdict."), "{}", app.footer());
    // Everything but the first and the last is judged; the lines between are not known.
    app.press("g g * <Space> G <Space> p g g");
    app.press("o");
    assert_eq!((cursor(&app), app.model.notice.is_none()), (399, true), "{}", app.screen());
    app.press("o");
    assert!(app.footer().contains("No record below is without your verdict."), "{}", app.footer());
}
