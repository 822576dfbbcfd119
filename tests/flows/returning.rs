//! The place is the record and the line: whatever led away, one comes back to it, over restarts too.

use gemba::app::Screen;
use gemba::app::message::{Effect, Write};

use super::harness::{TestApp, review};
use super::viewing::{MODES, rows, sample, sessions};

/// Records of two hundred lines each.
fn long(count: usize) -> TestApp {
    let texts: Vec<String> = (0..count)
        .map(|at| (0..200).map(|line| format!("Record {at}, line {line}.\n")).collect::<Vec<_>>().concat())
        .collect();
    review().with_texts(&texts.iter().map(String::as_str).collect::<Vec<_>>()).at(120, 30).open()
}

fn line(app: &TestApp) -> usize {
    app.model.screens.review.current().unwrap().scroll
}

#[test]
fn each_record_is_opened_again_at_the_line_where_it_was_left() {
    let mut app = long(3);
    app.press("<PgDn> <PgDn> J");
    let first = line(&app);
    assert!(first > 20, "{}", app.screen());
    app.press("j");
    assert_ne!(line(&app), first);
    app.press("<PgDn>");
    let second = line(&app);
    app.press("k");
    assert_eq!(line(&app), first);
    app.press("/").write_text("zebra").press("<Enter> <Esc> g m <Esc> g a <Esc> j");
    assert_eq!(line(&app), second);
}

#[test]
fn after_a_restart_the_place_is_the_record_and_the_line() {
    let mut app = long(3);
    app.press("/ <ctrl-a>").write_text("out:Record").press("<Enter> j <PgDn> <PgDn> J J");
    let (row, at) = (app.model.screens.review.list.row(), line(&app));
    app.press("k <PgDn> j g m <Esc> r r");
    app.press("<PgUp>").press("<PgDn>");
    let at_the_end = line(&app);
    let app = app.reopened();
    assert_eq!(app.model.screens.review.list.row(), row);
    assert_eq!(line(&app), at_the_end);
    assert!(at > 20);
}

#[test]
fn the_question_why_a_record_failed_is_asked_again_after_a_restart() {
    let mut app = review().with_records(6).with_modes(MODES).press("p f").reopened();
    assert!(app.footer().contains("fail. Why?"), "{}", app.footer());
    app.press("h");
    let failed = app.stored(2);
    assert_eq!((failed.verdicts.len(), failed.tags.len()), (1, 1));
    app.press("u");
    let undone = app.stored(2);
    assert!(undone.verdicts.is_empty() && undone.tags.is_empty(), "one undo takes back both");
    let app = review().with_records(6).with_modes(MODES).press("p f <Esc>").reopened();
    assert!(!app.footer().contains("Why?"), "{}", app.footer());
    let mut app = review().with_records(6).with_modes(MODES).press("p f <Space>");
    app.write_text("half a no");
    let mut app = app.reopened();
    app.write_text("te").press("<Enter>");
    assert_eq!(app.stored(2).notes[0].text.raw(), "half a note");
    app.press("u");
    assert!(app.stored(2).verdicts.is_empty() && app.stored(2).notes.is_empty(), "{}", app.screen());
}

#[test]
fn jumps_are_gone_back_over_and_forth_again_whatever_led_away() {
    let mut app = review().with_records(40).with_modes(MODES).press("j j F h g g G k");
    let row = |app: &TestApp| app.model.screens.review.list.row().unwrap().0;
    assert_eq!(row(&app), 39);
    app.press("/").write_text("mode:invented-policy").press("<Enter> g a j j j");
    let visited: Vec<i64> = (0..3)
        .map(|_| {
            app.press("<ctrl-o>");
            row(&app)
        })
        .collect();
    assert_eq!(visited, [39, 1, 4], "{}", app.screen());
    app.press("<ctrl-o>");
    assert!(app.footer().contains("no place to go back to"), "{}", app.footer());
    app.press("<ctrl-f> <ctrl-f>");
    assert_eq!(row(&app), 39);
    assert_eq!(app.model.screens.review.list.len(), 40);
    app.press("g g <ctrl-f>");
    assert!(app.footer().contains("no place to go forth to"), "{}", app.footer());
}

#[test]
fn a_session_of_the_same_filter_goes_on_where_it_stopped_until_it_is_done() {
    let mut app = review().with_records(12).press("/ <ctrl-a>");
    app.write_text("norway").press("<Enter> j p");
    let (session, place) = (rows(&app), app.model.screens.review.list.row());
    app.press("/ <ctrl-a> <ctrl-u>").write_text("out:Settings").press("<Enter> j");
    let begun = sessions(&app);
    app.press("/ <ctrl-a> <ctrl-u>").write_text("norway").press("<Enter>");
    assert_eq!((rows(&app), app.model.screens.review.list.row()), (session, place), "{}", app.screen());
    assert!(app.footer().contains("Your session of"), "{}", app.footer());
    assert_eq!(sessions(&app), begun, "none is begun");
    let resumed = |effect: &&Effect| matches!(effect, Effect::Write(_, Write::Resume(_)));
    assert_eq!(app.effects.iter().filter(resumed).count(), 1);
    app.press("* p <Esc> / <ctrl-a> <Enter>");
    assert_eq!(sessions(&app), begun + 1, "one that is done is not gone on with");
}

#[test]
fn a_sample_of_the_same_filter_and_seed_goes_on_as_it_was_drawn() {
    let mut app = review().with_records(30).drawn_by(sample(6)).press("j p");
    let (session, place) = (rows(&app), app.model.screens.review.list.row());
    app.press("/ <ctrl-a>").write_text("norway").press("<Enter> / <ctrl-a> <ctrl-u> <Enter>");
    assert_eq!((rows(&app), app.model.screens.review.list.row()), (session, place), "{}", app.screen());
    assert_eq!(app.model.screens.review.list.sampling, sample(6));
}

#[test]
fn a_step_of_a_criterion_and_a_compared_answer_lead_back_to_where_they_were_opened() {
    let criteria = &[("polite", "Is polite.")];
    let mut app = review().with_records(6).with_criteria(criteria).with_grades(6).press("j j");
    let place = app.model.screens.review.list.row();
    app.press("c e 1").write_text(" Never gushes.").press("<Enter> m why <Enter> g i l <Enter>");
    assert_eq!(app.model.screen, Screen::Criteria, "{}", app.screen());
    app.press("<Esc>");
    assert_eq!(app.model.screen, Screen::Insights);
    app.press("<Esc>");
    assert_eq!((app.model.screen, app.model.screens.review.list.row()), (Screen::Review, place));
    app.press("g o <Enter>");
    assert_eq!(app.model.screen, Screen::Review, "{}", app.screen());
    assert!(app.screen().contains("the same input"), "{}", app.screen());
    app.press("<Esc>");
    assert_eq!(app.model.screen, Screen::Compare);
    app.press("<Esc>");
    assert_eq!((rows(&app).len(), app.model.screens.review.list.row()), (6, place));
}

#[test]
fn a_round_that_is_done_leads_back_to_the_very_record_of_the_session() {
    let criteria = &[("polite", "Is polite.")];
    let mut app = review().with_records(30).drawn_by(sample(9)).with_criteria(criteria).with_grades(2).press("p j");
    let (session, place) = (rows(&app), app.model.screens.review.list.row());
    app.press("c e 1").write_text(" Always.").press("<Enter> m why <Enter> g c r <Enter> p p");
    assert!(app.model.screens.review.round.as_ref().unwrap().is_done());
    let begun = sessions(&app);
    app.press("<Esc>");
    assert_eq!((rows(&app), app.model.screens.review.list.row()), (session, place), "{}", app.screen());
    assert_eq!(sessions(&app), begun);
    assert!(app.effects.iter().any(|effect| matches!(effect, Effect::Write(_, Write::Resume(_)))));
}

#[test]
fn after_ten_views_six_ways_to_other_screens_and_two_restarts_the_place_is_the_record_and_the_line() {
    let texts: Vec<String> = ('a'..='t')
        .map(|name| (0..200).map(|line| format!("Record {name}, line {line}.\n")).collect::<Vec<_>>().concat())
        .collect();
    let mut app = review()
        .with_texts(&texts.iter().map(String::as_str).collect::<Vec<_>>())
        .with_modes(MODES)
        .drawn_by(sample(12))
        .at(120, 40)
        .press("F h p j <PgDn> <PgDn> J J");
    let place = (app.model.screens.review.list.row(), line(&app));
    assert!(place.1 > 20, "{}", app.screen());
    for _ in 0..2 {
        for _ in 0..5 {
            app.press("/ <ctrl-u>").write_text("verdict:none").press("<Enter> j <PgDn> o <Esc>");
        }
        for way in ["g m <Enter> <PgDn>", "g i <Tab> <Tab> j <Enter> <PgDn>", "g a G"] {
            app.press(way).press("g s");
        }
        assert_eq!((app.model.screens.review.list.row(), line(&app)), place);
        app = app.reopened();
        assert_eq!((app.model.screens.review.list.row(), line(&app)), place);
    }
}
