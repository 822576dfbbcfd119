//! The end of a session: it comes once, behind the last record without a verdict, and hands the session over.

use gemba::app::Screen;
use gemba::app::message::{Effect, Job};
use gemba::domain::{Sampling, SamplingPlan, Verdict};
use gemba::ui::theme::Theme;

use super::harness::{TestApp, review};

const MODES: &[(&str, char)] = &[("invented policy", 'h'), ("wrong tone", 'o')];

fn is_end(app: &TestApp) -> bool {
    app.model.screen == Screen::End
}

fn cursor(app: &TestApp) -> usize {
    app.model.screens.review.list.cursor
}

/// A sample of records of which none is alike to another.
fn sample(size: u32, of: usize) -> super::setup::Setup {
    let contents = (0..of).map(|at| super::harness::content(at, "Why?", &"so ".repeat(at + 1))).collect();
    let plan = Sampling { plan: SamplingPlan::Random, by: None, size: Some(size), seed: 7 };
    review().with_contents(contents).drawn_by(plan)
}

#[test]
fn the_end_comes_with_the_last_first_verdict_and_says_what_was_done() {
    let mut app = review().with_modes(MODES).press("p f h");
    assert!(!is_end(&app));
    app.press("d");
    assert!(is_end(&app), "{}", app.screen());
    let screen = app.screen();
    for words in [
        "Every record of this session is judged, deferred or declined.",
        "2 judged of 3 records; 1 passed, 1 failed; 1 deferred; 0 left.",
        "fails  1 of 2, 50 %",
        "invented policy  1 of 2",
        "no reason noted",
        "y copy summary  w write it  n next sample  S stub  d deferred",
    ] {
        assert!(screen.contains(words), "{words}\n{screen}");
    }
}

#[test]
fn it_goes_back_to_that_very_record_by_k_and_by_escape() {
    for back in ["k", "<Esc>"] {
        // The last one without a verdict is in the middle.
        let mut app = review().with_records(5).press("p j p p p");
        assert_eq!(cursor(&app), 1);
        app.press("p");
        assert!(is_end(&app));
        app.press(back);
        assert_eq!((app.model.screen, cursor(&app)), (Screen::Review, 1), "{back}");
    }
}

#[test]
fn keys_that_were_typed_ahead_do_nothing() {
    let mut app = review().press("p p");
    app.press_at_once("p");
    app.press_at_once("k f n d q <Esc>");
    assert!(is_end(&app), "{}", app.screen());
    assert!(!app.effects.iter().any(|effect| matches!(effect, Effect::Quit)));
    assert_eq!(app.stored(3).verdicts[0].verdict, Verdict::Pass);
    app.press("k");
    assert_eq!(app.model.screen, Screen::Review, "a moment later they do");
}

#[test]
fn it_comes_once_and_not_for_moving_or_corrections() {
    let mut app = review().press("p p G j j k j");
    assert!(!is_end(&app), "moving does not bring it");
    app.press("p k p k u");
    assert_eq!(app.model.screen, Screen::Review);
    app.press("p");
    assert!(!is_end(&app), "once");
    app.press("d f f p");
    assert!(!is_end(&app), "a correction does not bring it");
    app.press("g e");
    assert!(is_end(&app), "a key does, at any time");
}

#[test]
fn it_is_not_shown_again_after_a_restart() {
    let mut app = sample(2, 6).press("p p k u").reopened();
    app.press("o p");
    assert!(!is_end(&app), "{}", app.screen());
    let mut app = sample(2, 6).press("p").reopened();
    app.press("o p");
    assert!(is_end(&app), "where it was not shown yet, it is: {}", app.screen());
}

#[test]
fn all_records_have_no_end() {
    let mut app = sample(2, 6).press("p g a");
    assert_eq!(app.model.screens.review.list.len(), 6);
    app.press("p p p p p p");
    assert!(!is_end(&app), "{}", app.screen());
}

#[test]
fn a_fail_ends_with_its_reason_and_a_bulk_verdict_at_once() {
    let mut app = review().with_modes(MODES).press("p p f");
    assert!(!is_end(&app), "it asks why first");
    app.press("h");
    assert!(is_end(&app));
    let mut app = review().with_modes(MODES).press("p p f <Esc>");
    assert!(!is_end(&app), "the place stays");
    app.press("o");
    assert!(is_end(&app), "nothing else is left");
    let app = review().press("* p");
    assert!(is_end(&app), "{}", app.screen());
}

#[test]
fn a_view_does_not_end_the_session() {
    let mut app = review().with_records(6).press("/");
    app.write_text("norway").press("<Enter> p p");
    assert!(!is_end(&app), "{}", app.screen());
    assert!(app.footer().contains("nothing else here is without your verdict · u undo · Esc back"), "{}", app.footer());
    app.press("<Esc> p p p p");
    assert!(is_end(&app), "{}", app.screen());
}

#[test]
fn undo_at_the_end_goes_back_to_what_it_takes_back() {
    let app = review().press("p p p u");
    assert_eq!((app.model.screen, cursor(&app)), (Screen::Review, 2));
    assert!(app.stored(3).verdicts.is_empty());
}

#[test]
fn the_summary_is_copied_and_written() {
    let mut app = review().with_modes(MODES).press("p f h p y");
    let copied = app.effects.iter().rev().find_map(|effect| match effect {
        Effect::Copy(text) => Some(text.clone()),
        _ => None,
    });
    let copied = copied.unwrap();
    assert!(copied.starts_with("## Review by ana") && copied.contains("invented policy: 1 of 3"), "{copied}");
    app.press("w");
    assert!(app.effects.iter().any(|effect| matches!(effect, Effect::Job(Job::Summary(1, text)) if *text == copied)));
}

#[test]
fn the_next_sample_begins_a_session_with_the_next_seed() {
    let mut app = sample(2, 6).press("p p n");
    let list = &app.model.screens.review.list;
    assert_eq!((app.model.screen, list.sampling.seed, list.len()), (Screen::Review, 8, 2));
    let whole = review().press("p p p n");
    assert!(whole.footer().contains("no sample"), "{}", whole.footer());
    app.press("p");
    assert!(is_end(&app), "one of them was judged before, and is not served again: {}", app.screen());
    assert!(app.screen().contains("2 judged of 2 records (random 2, seed 8, drawn from 6)"), "{}", app.screen());
}

#[test]
fn deferred_records_are_shown_when_asked_for_and_the_stub_is_of_a_mode_of_the_session() {
    let mut app = review().with_modes(MODES).press("d f h p d");
    let list = &app.model.screens.review.list;
    assert_eq!((app.model.screen, list.len(), list.cursor), (Screen::Review, 1, 0), "{}", app.screen());
    app.press("<Esc> g e S");
    assert!(app.screen().contains("invented policy") && !app.model.overlays.is_empty(), "{}", app.screen());
}

#[test]
fn the_link_to_a_trace_is_copied_where_the_settings_say_where_traces_are() {
    let copied = |app: &TestApp| {
        app.effects.iter().rev().find_map(|effect| match effect {
            Effect::Copy(text) => Some(text.clone()),
            _ => None,
        })
    };
    let app = review().with_traces_at("https://traces.example/t/{id}").press("y u");
    assert_eq!(copied(&app).as_deref(), Some("https://traces.example/t/r0"));
    assert!(app.footer().contains("copied https://traces.example/t/r0"), "{}", app.footer());
    let app = review().press("y u");
    assert!(copied(&app).is_none() && app.footer().contains("`trace_url` in config.toml"), "{}", app.footer());
    let app = review().with_traces_at("https://t/{id}").with_modes(MODES).press("p f h p y");
    assert!(copied(&app).unwrap().contains(" <https://t/r1>"), "the summary holds it too: {:?}", copied(&app));
}

#[test]
fn the_end_says_the_same_in_every_theme() {
    let app = review().with_modes(MODES).at(80, 24).press("p f h d");
    assert!(is_end(&app));
    let themes = Theme::known(&[]);
    assert!(themes.len() >= 4, "{themes:?}");
    for name in themes {
        assert_eq!(app.screen_in(&Theme::load(&name, &[]).unwrap()), app.screen(), "{name}");
    }
}
