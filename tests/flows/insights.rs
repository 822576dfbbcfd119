//! The charts: what they say, what they lead to, what is copied of them.

use gemba::app::Screen;
use gemba::app::message::Effect;
use gemba::domain::Purpose;

use super::harness::{Sitting, review};

const MODES: &[(&str, char)] = &[("invented policy", 'h'), ("wrong tone", 't')];
const CRITERIA: &[(&str, &str)] = &[("polite", "Is polite."), ("grounded", "Says only what the context says.")];

fn copied(sitting: &Sitting) -> String {
    let newest = sitting.effects.iter().rev().find_map(|effect| match effect {
        Effect::Copy(text) => Some(text.clone()),
        _ => None,
    });
    newest.unwrap_or_default()
}

#[test]
fn a_rate_shows_its_interval_and_its_n_and_leads_to_its_records() {
    let mut sitting = review().with_records(6).with_modes(MODES).press("F h F t p p p p g i <Tab> <Tab>");
    let screen = sitting.screen();
    assert!(screen.contains("33 % (10–70)"), "{screen}");
    assert!(
        screen.lines().any(|line| line.contains("heron-2") && line.contains('├') && line.contains('┤')),
        "{screen}"
    );
    assert!(screen.contains("2 of 6 fail; weighted back to the population."), "{screen}");
    sitting.press("j <Enter>");
    assert_eq!((sitting.model.screen, sitting.model.review.list.len()), (Screen::Review, 2));
}

#[test]
fn the_figures_on_screen_are_copied_as_a_table() {
    let mut sitting = review().with_modes(MODES).press("F h p g i e");
    let table = copied(&sitting);
    assert!(table.starts_with("records_read\tnew_modes\tnew_criteria\n2\t2\t0\n"), "{table}");
    assert!(table.contains("\nrecords_read\tmodes_seen\n0\t0\n1\t1\n2\t1\n"), "{table}");
    sitting.press("l l e");
    let table = copied(&sitting);
    assert!(table.starts_with("group\tvalue\tn\thits\trate\tlow\thigh\tweighted\nall\t\t2\t1\t0.5\t"), "{table}");
    assert!(table.lines().any(|line| line.starts_with("model\theron-2\t2\t1\t0.5\t")), "{table}");
    assert!(sitting.footer().contains("copied as a table"), "{}", sitting.footer());
}

#[test]
fn a_list_longer_than_the_screen_scrolls_and_filters() {
    let names: Vec<String> = (0..30).map(|at| format!("mode number {at}")).collect();
    let modes: Vec<(&'static str, char)> =
        names.iter().zip('a'..='z').map(|(name, key)| (&*name.clone().leak(), key)).collect();
    let mut sitting = review().with_modes(&modes).at(80, 24).press("F a p g i l l");
    assert!(!sitting.screen().contains("2026-11-18"));
    sitting.press("G");
    assert!(sitting.screen().contains("▌day"), "{}", sitting.screen());
    sitting.press("/").write_text("number-7");
    assert_eq!(sitting.model.insight_lines().len(), 1);
}

#[test]
fn a_check_stands_against_people_with_its_intervals() {
    let mut sitting = review().with_modes(MODES).press("F h p p g k a <Enter>");
    sitting.write_text("not-contains guarantee --ignore-case").press("<Enter> g i h h h");
    let screen = sitting.screen();
    assert!(screen.contains("1.00 (0.21–1.00)   0.00 (0.00–0.66)   1.00          3"), "{screen}");
    assert!(screen.contains("catches 1 of 1, rejects 0 of 2 good"), "{screen}");
}

/// A rule that moved for three records in ten, told from a reviewer who never errs.
#[test]
fn a_long_round_ends_in_a_drift_with_its_interval() {
    let mut sitting = review().with_records(110).with_criteria(CRITERIA).with_grades(110).open();
    sitting.press("c e 1").write_text(" Never gushes.").press("<Enter> m g c r");
    assert!(sitting.screen().contains("110 stale + 30 asked twice, about 70 min"), "{}", sitting.screen());
    sitting.press("<Enter>");
    let mut twice = 0;
    for _ in 0..140 {
        let ask = sitting.model.asked().unwrap().ask.clone();
        twice += usize::from(ask.purpose == Purpose::Noise);
        sitting.press(if ask.row.0 % 10 < 3 { "f" } else { "p" });
    }
    assert_eq!(twice, 30);
    sitting.press("g c");
    let list = sitting.screen().lines().nth(3).unwrap().to_owned();
    assert!(list.contains(" % (") && !list.contains("too few"), "{list}");
    assert!(sitting.screen().contains("110 re-graded, 30 twice: at least"), "{}", sitting.screen());
    sitting.press("g i <Tab>");
    let screen = sitting.screen();
    assert!(screen.lines().any(|line| line.contains("v1→v2") && line.contains('├') && line.contains('●')), "{screen}");
    insta::assert_snapshot!("insights_drift", screen);
    sitting.press("<Enter>");
    assert_eq!(sitting.model.screen, Screen::Criteria);
}
