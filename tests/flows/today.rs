//! `g t`: the daily sample on the screen, and the time that can be set for it.

use gemba::app::Screen;
use gemba::domain::{Change, Content, Sampling, Time, Verdict};

use super::harness::{TestApp, content, review};

/// Sixty records of the days before the one on which the tests take place.
fn logged() -> TestApp {
    let contents = (0..60).map(|at| content(at, "Why?", &"so ".repeat(at + 1))).collect();
    review().with_contents(contents).press("")
}

#[test]
fn the_sample_of_today_is_frozen_and_read() {
    let mut app = logged();
    app.press("g t");
    let list = &app.model.screens.review.list;
    assert!(list.sampling.day().is_some(), "{}", app.screen());
    assert!((40..=50).contains(&list.len()), "{} of 60", list.len());
    assert!(app.screen().contains("sample of 2026-11-30"), "{}", app.screen());
    app.press("p p d");
    let first: Vec<_> = app.model.screens.review.list.queue.rows.iter().copied().take(3).collect();
    assert_eq!(app.stored(first[0].0).verdicts[0].verdict, Verdict::Pass);
    app.press("g a").press("g t");
    assert_eq!(app.model.screens.review.list.sampling, Sampling::daily(gemba::domain::Day::of(app.now)));
}

#[test]
fn an_undo_takes_back_the_verdict_and_not_the_sample() {
    let mut app = logged();
    app.press("g t p u");
    assert!(app.model.screens.review.list.sampling.day().is_some());
    let row = app.model.screens.review.list.queue.rows[0];
    assert!(app.stored(row.0).verdicts.is_empty());
    assert!(app.screen().contains("0 of "), "{}", app.screen());
}

#[test]
fn where_nothing_was_logged_before_today_it_says_so() {
    let later = |at| Content { time: Some(Time(1_796_100_000_000)), ..content(at, "Why?", "So.") };
    let app = review().with_contents((0..3).map(later).collect()).press("g t");
    assert!(app.screen().contains("Nothing was logged before"), "{}", app.screen());
}

#[test]
fn a_time_box_ends_calmly_and_once() {
    let mut app = review().with_records(5).ending_after(60_000).press("p");
    assert_eq!(app.model.screen, Screen::Review);
    app.now = Time(app.now.0 + 120_000);
    assert_eq!(app.model.screen, Screen::Review, "nothing moves by itself");
    app.press("p");
    assert_eq!(app.model.screen, Screen::End, "{}", app.screen());
    assert!(app.screen().contains("The time is over. What is left can be read tomorrow."), "{}", app.screen());
    app.now = Time(app.now.0 + 1_000);
    app.press("k o p");
    assert_eq!(app.model.screen, Screen::Review, "whoever goes on is left alone");
    app.press("p p");
    assert!(app.screen().contains("Every record of this session has your verdict."), "{}", app.screen());
}

#[test]
fn the_end_of_a_daily_session_shows_its_weighted_rate_and_who_judged() {
    let mut app = logged();
    app.press("g t p p f f");
    let record = app.reader.record_head(app.model.screens.review.list.queue.rows[5]).unwrap().id;
    app.judge_as("ben", vec![Change::Verdict { record, verdict: Some(Verdict::Pass), reason: None }]);
    app.press("g e");
    let screen = app.screen();
    for words in ["DAILY SAMPLE", "have a verdict of anybody", "ana: 1 day", "ben: 1 day"] {
        assert!(screen.contains(words), "{words}\n{screen}");
    }
}
