//! A filter is a view inside the session: the place is never lost by it.

use gemba::app::message::{Effect, Write};
use gemba::domain::{RowId, Sampling, SamplingPlan};

use super::harness::{TestApp, review};

const MODES: &[(&str, char)] = &[("invented policy", 'h')];

fn sample(size: u32) -> Sampling {
    Sampling { plan: SamplingPlan::Random, by: None, size: Some(size), seed: 7 }
}

fn rows(app: &TestApp) -> Vec<RowId> {
    app.model.screens.review.list.queue.rows.clone()
}

fn sessions(app: &TestApp) -> usize {
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
fn all_leaves_the_view_and_the_sample() {
    let mut app = review().with_records(30).drawn_by(sample(12)).press("/");
    app.write_text("norway").press("<Enter> g a");
    assert_eq!(app.model.screens.review.list.len(), 30);
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
    let saved = app.effects.iter().rev().find_map(|effect| match effect {
        Effect::Write(_, Write::Position(row)) => Some(*row),
        _ => None,
    });
    assert_eq!(saved, Some(row));
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
