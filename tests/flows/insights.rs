//! The charts: what they say, what they lead to, what is copied of them.

use gemba::app::Screen;
use gemba::app::message::Effect;
use gemba::domain::Purpose;

use super::harness::{TestApp, review};

const MODES: &[(&str, char)] = &[("invented policy", 'h'), ("wrong tone", 't')];
const CRITERIA: &[(&str, &str)] = &[("polite", "Is polite."), ("grounded", "Says only what the context says.")];

fn copied(app: &TestApp) -> String {
    let newest = app.effects.iter().rev().find_map(|effect| match effect {
        Effect::Copy(text) => Some(text.clone()),
        _ => None,
    });
    newest.unwrap_or_default()
}

#[test]
fn a_rate_shows_its_interval_and_its_n_and_leads_to_its_records() {
    let mut app = review().with_records(6).with_modes(MODES).press("F h F t p p p p g i <Tab> <Tab>");
    let screen = app.screen();
    assert!(screen.contains("33 % (10–70)"), "{screen}");
    assert!(
        screen.lines().any(|line| line.contains("heron-2") && line.contains('█') && line.contains('┤')),
        "{screen}"
    );
    assert!(screen.contains("2 of 6 fail; weighted back to the population."), "{screen}");
    app.press("j <Enter>");
    assert_eq!((app.model.screen, app.model.screens.review.list.len()), (Screen::Review, 2));
}

#[test]
fn the_figures_on_screen_are_copied_as_a_table() {
    let mut app = review().with_modes(MODES).press("F h p g i e");
    let table = copied(&app);
    assert!(table.starts_with("records_read\tnew_modes\tnew_criteria\n2\t2\t0\n"), "{table}");
    assert!(table.contains("\nrecords_read\tmodes_seen\n0\t0\n1\t1\n2\t1\n"), "{table}");
    app.press("l l e");
    let table = copied(&app);
    assert!(table.starts_with("group\tvalue\tn\thits\trate\tlow\thigh\tweighted\nall\t\t2\t1\t0.5\t"), "{table}");
    assert!(table.lines().any(|line| line.starts_with("model\theron-2\t2\t1\t0.5\t")), "{table}");
    assert!(app.footer().contains("copied as a table"), "{}", app.footer());
}

#[test]
fn a_list_longer_than_the_screen_scrolls_and_filters() {
    let names: Vec<String> = (0..30).map(|at| format!("mode number {at}")).collect();
    let modes: Vec<(&'static str, char)> = names
        .iter()
        .zip(('a'..='z').filter(|key| *key != 'f'))
        .map(|(name, key)| (&*name.clone().leak(), key))
        .collect();
    let mut app = review().with_modes(&modes).at(80, 24).press("F a p g i l l");
    assert!(!app.screen().contains("2026-11-18"));
    app.press("G");
    assert!(app.screen().contains("▌day"), "{}", app.screen());
    app.press("/").write_text("number-7");
    assert_eq!(app.model.list_length(), 1);
}

#[test]
fn a_check_stands_against_people_with_its_intervals() {
    let mut app = review().with_modes(MODES).press("F h p p g k a <Enter>");
    app.write_text("not-contains guarantee --ignore-case").press("<Enter> g i h h h");
    let screen = app.screen();
    assert!(screen.contains("1.00 (0.21–1.00)   0.00 (0.00–0.66)   1.00          3"), "{screen}");
    assert!(screen.contains("catches 1 of 1, rejects 0 of 2 good"), "{screen}");
}

/// A rule that moved for three records in ten, told from a reviewer who never errs.
#[test]
fn a_long_round_ends_in_a_drift_with_its_interval() {
    let mut app = review().with_records(110).with_criteria(CRITERIA).with_grades(110).open();
    app.press("c e 1").write_text(" Never gushes.").press("<Enter> m why <Enter> g c r");
    assert!(app.screen().contains("110 stale + 30 asked twice, about 70 min"), "{}", app.screen());
    app.press("<Enter>");
    let mut twice = 0;
    for _ in 0..140 {
        let ask = app.model.screens.review.asked().unwrap().ask.clone();
        twice += usize::from(ask.purpose == Purpose::Noise);
        app.press(if ask.row.0 % 10 < 3 { "f" } else { "p" });
    }
    assert_eq!(twice, 30);
    app.press("g c");
    let list = app.screen().lines().nth(3).unwrap().to_owned();
    assert!(list.contains(" % (") && !list.contains("too few"), "{list}");
    assert!(app.screen().contains("33 of 110 answers changed (33 stricter"), "{}", app.screen());
    app.press("g i <Tab>");
    let screen = app.screen();
    assert!(screen.lines().any(|line| line.contains("v1→v2") && line.contains('├') && line.contains('●')), "{screen}");
    insta::assert_snapshot!("insights_drift", screen);
    app.press("<Enter>");
    assert_eq!(app.model.screen, Screen::Criteria);
}
