//! What the screens look like, and that no text and no size breaks them.

use super::harness::review;
use crate::hostile_inputs::HOSTILE;

const MODES: &[(&str, char)] = &[("invented policy", 'h'), ("wrong tone", 't'), ("broken JSON", 'j')];
const CRITERIA: &[(&str, &str)] =
    &[("only promises what the context says", "Promises nothing but what the context says."), ("polite", "Is polite.")];

/// A check that objects to the first record.
const CHECKS: &[(&str, &str)] = &[("only promises what the context says", "numbers-from-input")];

macro_rules! looks {
    ($name:ident, $columns:literal, $rows:literal, $keys:literal) => {
        looks!($name, $columns, $rows, $keys, &[]);
    };
    ($name:ident, $columns:literal, $rows:literal, $keys:literal, $checks:expr) => {
        #[test]
        fn $name() {
            let setup = review().with_modes(MODES).with_criteria(CRITERIA).with_checks($checks);
            let sitting = setup.at($columns, $rows).press($keys);
            insta::assert_snapshot!(stringify!($name), sitting.screen());
        }
    };
}

looks!(review_wide, 140, 40, "F h k t j 1 x 2", CHECKS);
looks!(review_80, 80, 24, "F h k t j 1 x 2", CHECKS);
looks!(review_single, 60, 18, "p");
looks!(review_queue_80, 80, 24, "p f <Tab>");
looks!(tag_layer, 140, 40, "t", CHECKS);
looks!(picker, 80, 24, "T wro", CHECKS);
looks!(picker_new, 80, 24, "T zzz", CHECKS);
looks!(note_box, 80, 24, "n half <ctrl-j> more");
looks!(wrong_filter, 80, 24, "/ (a <Enter>");
looks!(selection_footer, 140, 40, "v w w", CHECKS);
looks!(search_strip, 80, 24, "s refund <Enter>", CHECKS);
looks!(help, 140, 40, "?");
looks!(palette, 80, 24, ": copy", CHECKS);
looks!(modes_screen, 140, 40, "F h g m");
looks!(criteria_screen, 140, 40, "1 c e 1 ! <ctrl-j> why <Enter> m g c");
looks!(criteria_80, 80, 24, "1 c e 1 ! <ctrl-j> why <Enter> m g c");
looks!(criteria_older_version_80, 80, 24, "1 c e 1 ! <ctrl-j> why <Enter> m g c ]");
looks!(edit_kind_80, 80, 24, "1 c e 1 ! <ctrl-j> why <Enter>");
looks!(checks_screen, 140, 40, "F h p g k");
looks!(insights_screen, 140, 40, "F h p g i");
looks!(insights_80, 80, 24, "F h p g i");
looks!(insights_drift_80, 80, 24, "1 c e 1 ! <Enter> m g i <Tab>");
looks!(insights_rates, 140, 40, "F h p p g i l l");
looks!(insights_rates_80, 80, 24, "F h p p g i l l j");
looks!(insights_checks_80, 80, 24, "F h p p g k a <Enter> contains <Space> refund <Enter> g i h h h");
looks!(insights_days_80, 80, 24, "F h p g i h");
looks!(regrading_80, 80, 24, "1 c e 1 ! <Enter> m g c r <Enter>", CHECKS);
looks!(regrading_wide, 140, 40, "1 c e 1 ! <Enter> m g c r <Enter>", CHECKS);
looks!(round_cost_80, 80, 24, "1 c e 1 ! <Enter> m g c r");
looks!(tiny, 39, 9, "j");

#[test]
fn hostile_inputs_break_no_screen_at_any_size() {
    for (columns, rows) in [(140, 40), (80, 24), (40, 10), (12, 3), (1, 1)] {
        let mut sitting = review().with_texts(HOSTILE).with_modes(MODES).at(columns, rows).open();
        for _ in 0..HOSTILE.len() {
            let shown = sitting.screen();
            assert!(!shown.chars().any(|c| c.is_control() && c != '\n'), "{shown:?}");
            assert!(!shown.contains(['\u{202e}', '\u{200b}', '\u{e0001}']), "{shown:?}");
            sitting.press("v e } t h r z <ctrl-d> ] j");
        }
        sitting.press("?").screen();
        sitting.press("<Esc> T").write_text("\u{202e}x").screen();
    }
}

#[test]
fn any_resize_keeps_the_place() {
    let mut sitting = review().with_records(30).press("j j j");
    for (columns, rows) in [(200, 50), (80, 24), (40, 10), (20, 5), (1, 1), (119, 20), (140, 40)] {
        sitting.resize(columns, rows).screen();
    }
    assert_eq!(sitting.model.review.list.cursor, 3);
    assert!(sitting.screen().contains("4 of 30"));
}

#[test]
fn a_list_filters_as_it_is_typed() {
    let mut sitting = review().with_modes(MODES).press("g m /");
    sitting.write_text("tone");
    let screen = sitting.screen();
    assert!(screen.contains("wrong tone") && !screen.contains("broken JSON"), "{screen}");
}

#[test]
fn a_mode_is_merged_with_a_word_on_what_moves_and_shows_its_records() {
    let mut sitting = review().with_modes(MODES).press("F h F t g m m");
    let screen = sitting.screen();
    assert!(screen.contains("1 record moves"), "{screen}");
    sitting.write_text("wrong").press("<Enter>");
    assert_eq!(sitting.codebook().mode("wrong tone").unwrap().count, 2);
    sitting.press("<Enter>");
    assert_eq!(sitting.model.review.list.len(), 2, "{}", sitting.screen());
}

#[test]
fn a_check_is_tried_while_it_is_typed_and_its_misses_become_the_queue() {
    let mut sitting = review().with_modes(MODES).press("F h p p g k a <Enter>");
    sitting.write_text("contains refund");
    assert!(sitting.screen().contains("rejects     2 of 2 good"), "{}", sitting.screen());
    sitting.press("<Enter>");
    assert!(sitting.screen().contains("0 of 1  2 of 2"), "{}", sitting.screen());
    sitting.press("<Enter>");
    assert_eq!(sitting.model.review.list.len(), 1);
    assert!(sitting.screen().contains("missed by"), "{}", sitting.screen());
}

#[test]
fn a_long_transcript_begins_with_the_answer_in_reach() {
    let mut long = super::harness::content(0, "Why?", "Because.");
    let rules = "Answer only from the facts. ".repeat(80);
    long.messages[0] = gemba::domain::Message::text(gemba::domain::Role::System, rules.as_str());
    let mut sitting = review().with_contents(vec![long]).at(80, 24).open();
    assert!(sitting.screen().contains("Because."), "instructions are folded");
    sitting.press("z");
    assert!(!sitting.screen().contains("Because."), "and unfold");
    sitting.press("] ]");
    assert!(sitting.screen().contains("Because."), "{}", sitting.screen());
}

#[test]
fn presenting_hides_who_said_what() {
    let sitting = review().press("P");
    assert!(!sitting.screen().contains("ana "), "{}", sitting.screen());
}
