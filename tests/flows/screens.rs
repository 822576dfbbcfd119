//! What the screens look like, and that no text and no size breaks them.

use super::harness::review;
use crate::hostile_inputs::HOSTILE;

const MODES: &[(&str, char)] = &[("invented policy", 'h'), ("wrong tone", 't'), ("broken JSON", 'j')];
const CRITERIA: &[(&str, &str)] =
    &[("only promises what the context says", "Promises nothing but what the context says."), ("polite", "Is polite.")];

/// A check that objects to the first record.
const CHECKS: &[(&str, &str)] = &[("only promises what the context says", "numbers-from-input")];

macro_rules! screen_snapshot {
    ($name:ident, $columns:literal, $rows:literal, $keys:literal) => {
        screen_snapshot!($name, $columns, $rows, $keys, &[]);
    };
    ($name:ident, $columns:literal, $rows:literal, $keys:literal, $checks:expr) => {
        #[test]
        fn $name() {
            let setup = review().with_modes(MODES).with_criteria(CRITERIA).with_checks($checks);
            let app = setup.at($columns, $rows).press($keys);
            insta::assert_snapshot!(stringify!($name), app.screen());
        }
    };
}

screen_snapshot!(review_wide, 140, 40, "F h k t j 1 x 2", CHECKS);
screen_snapshot!(review_80, 80, 24, "F h k t j 1 x 2", CHECKS);
screen_snapshot!(review_single, 60, 18, "p");
screen_snapshot!(review_queue_80, 80, 24, "p f f <Tab>");
screen_snapshot!(tag_layer, 140, 40, "t", CHECKS);
screen_snapshot!(fail_layer_60, 60, 18, "f");
screen_snapshot!(fail_layer_80, 80, 24, "f", CHECKS);
screen_snapshot!(fail_layer_120, 120, 40, "f", CHECKS);
screen_snapshot!(picker, 80, 24, "T wro", CHECKS);
screen_snapshot!(picker_new, 80, 24, "T zzz", CHECKS);
screen_snapshot!(note_box, 80, 24, "n half <ctrl-j> more");
screen_snapshot!(wrong_filter, 80, 24, "/ (a <Enter>");
screen_snapshot!(selection_footer, 140, 40, "v w w", CHECKS);
screen_snapshot!(search_strip, 80, 24, "s refund <Enter>", CHECKS);
screen_snapshot!(help, 140, 40, "?");
screen_snapshot!(palette, 80, 24, ": copy", CHECKS);
screen_snapshot!(modes_screen, 140, 40, "F h g m");
screen_snapshot!(criteria_screen, 140, 40, "1 c e 1 ! <ctrl-j> why <Enter> m g c");
screen_snapshot!(criteria_80, 80, 24, "1 c e 1 ! <ctrl-j> why <Enter> m g c");
screen_snapshot!(criteria_older_version_80, 80, 24, "1 c e 1 ! <ctrl-j> why <Enter> m g c ]");
screen_snapshot!(edit_kind_80, 80, 24, "1 c e 1 ! <ctrl-j> why <Enter>");
screen_snapshot!(checks_screen, 140, 40, "F h p g k");
screen_snapshot!(insights_screen, 140, 40, "F h p g i");
screen_snapshot!(insights_80, 80, 24, "F h p g i");
screen_snapshot!(insights_drift_80, 80, 24, "1 c e 1 ! <Enter> m why <Enter> g i <Tab>");
screen_snapshot!(insights_rates, 140, 40, "F h p p g i l l");
screen_snapshot!(insights_rates_80, 80, 24, "F h p p g i l l j");
screen_snapshot!(insights_checks_80, 80, 24, "F h p p g k a <Enter> contains <Space> refund <Enter> g i h h h");
screen_snapshot!(insights_days_80, 80, 24, "F h p g i h");
screen_snapshot!(regrading_80, 80, 24, "1 c e 1 ! <Enter> m why <Enter> g c r <Enter>", CHECKS);
screen_snapshot!(regrading_wide, 140, 40, "1 c e 1 ! <Enter> m why <Enter> g c r <Enter>", CHECKS);
screen_snapshot!(round_cost_80, 80, 24, "1 c e 1 ! <Enter> m why <Enter> g c r");
screen_snapshot!(end_80, 80, 24, "p F h d");
screen_snapshot!(end_120, 120, 40, "p F h d");
screen_snapshot!(end_60, 60, 18, "p F h d");
screen_snapshot!(tiny, 39, 9, "j");

#[test]
fn hostile_inputs_break_no_screen_at_any_size() {
    for (columns, rows) in [(140, 40), (80, 24), (40, 10), (12, 3), (1, 1)] {
        let mut app = review().with_texts(HOSTILE).with_modes(MODES).at(columns, rows).open();
        for _ in 0..HOSTILE.len() {
            let shown = app.screen();
            assert!(!shown.chars().any(|c| c.is_control() && c != '\n'), "{shown:?}");
            assert!(!shown.contains(['\u{202e}', '\u{200b}', '\u{e0001}']), "{shown:?}");
            app.press("v e } t h r z <ctrl-d> ] j");
        }
        app.press("?").screen();
        app.press("<Esc> T").write_text("\u{202e}x").screen();
    }
}

#[test]
fn any_resize_keeps_the_place() {
    let mut app = review().with_records(30).press("j j j");
    for (columns, rows) in [(200, 50), (80, 24), (40, 10), (20, 5), (1, 1), (119, 20), (140, 40)] {
        app.resize(columns, rows).screen();
    }
    assert_eq!(app.model.screens.review.list.cursor, 3);
    assert!(app.screen().contains("record 4") && app.screen().contains("0 of 30 judged"));
}

#[test]
fn a_list_filters_as_it_is_typed() {
    let mut app = review().with_modes(MODES).press("g m /");
    app.write_text("tone");
    let screen = app.screen();
    assert!(screen.contains("wrong tone") && !screen.contains("broken JSON"), "{screen}");
}

#[test]
fn a_mode_is_merged_with_a_word_on_what_moves_and_shows_its_records() {
    let mut app = review().with_modes(MODES).press("F h F t g m m");
    let screen = app.screen();
    assert!(screen.contains("1 record moves"), "{screen}");
    app.write_text("wrong").press("<Enter>");
    assert_eq!(app.codebook().mode("wrong tone").unwrap().count, 2);
    app.press("<Enter>");
    assert_eq!(app.model.screens.review.list.len(), 2, "{}", app.screen());
}

#[test]
fn a_check_is_tried_while_it_is_typed_and_its_misses_become_the_queue() {
    let mut app = review().with_modes(MODES).press("F h p p g k a <Enter>");
    app.write_text("contains refund");
    assert!(app.screen().contains("rejects     2 of 2 good"), "{}", app.screen());
    app.press("<Enter>");
    assert!(app.screen().contains("0 of 1  2 of 2"), "{}", app.screen());
    app.press("<Enter>");
    assert_eq!(app.model.screens.review.list.len(), 1);
    assert!(app.screen().contains("missed by"), "{}", app.screen());
}

#[test]
fn a_long_transcript_begins_with_the_answer_in_reach() {
    let mut long = super::harness::content(0, "Why?", "Because.");
    let rules = "Answer only from the facts. ".repeat(80);
    long.messages[0] = gemba::domain::Message::text(gemba::domain::Role::System, rules.as_str());
    let mut app = review().with_contents(vec![long]).at(80, 24).open();
    assert!(app.screen().contains("Because."), "instructions are folded");
    app.press("z");
    assert!(!app.screen().contains("Because."), "and unfold");
    app.press("] ]");
    assert!(app.screen().contains("Because."), "{}", app.screen());
}

#[test]
fn presenting_hides_who_said_what() {
    let app = review().press("P");
    assert!(!app.screen().contains("ana "), "{}", app.screen());
}
