//! Failing and why: the fail is kept at once, the reason belongs to it, and one undo takes back both.

use gemba::domain::{Change, Span, Verdict};

use super::harness::{TestApp, review};

const MODES: &[(&str, char)] = &[("invented policy", 'h'), ("wrong tone", 't'), ("broken JSON", 'j')];
const MANY: &[(&str, char)] = &[
    ("invented policy", 'h'),
    ("wrong tone", 't'),
    ("broken JSON", 'j'),
    ("refuses needlessly", 'r'),
    ("too long", 'l'),
    ("asks for card data", 'a'),
    ("wrong language", 'g'),
    ("cites no source", 'c'),
    ("repeats itself", 'e'),
];

fn cursor(app: &TestApp) -> usize {
    app.model.screens.review.list.cursor
}

fn failed(app: &TestApp, row: i64) -> bool {
    app.stored(row).verdicts.first().is_some_and(|verdict| verdict.verdict == Verdict::Fail)
}

#[test]
fn a_fail_is_kept_at_once_and_waits_for_its_reason() {
    let mut app = review().with_modes(MODES).press("f");
    assert!(failed(&app, 1), "before any reason");
    assert_eq!(cursor(&app), 0);
    assert!(app.footer().contains("Why?") && app.footer().contains("find or create"), "{}", app.footer());
    app.press("h");
    assert_eq!(app.stored(1).tags[0].mode.as_str(), "invented-policy");
    assert_eq!(cursor(&app), 1, "it moves on");
    app.press("u");
    assert!(app.stored(1).tags.is_empty() && app.stored(1).verdicts.is_empty(), "one undo takes back both");
    assert_eq!(cursor(&app), 0);
    app.press("U");
    assert!(failed(&app, 1) && app.stored(1).tags.len() == 1);
}

#[test]
fn a_fail_that_is_left_without_a_reason_says_so_and_a_repeated_one_says_that_nothing_changed() {
    let mut app = review().with_modes(MODES).press("f <Esc>");
    assert!(failed(&app, 1) && cursor(&app) == 0);
    assert!(app.footer().contains("fail, no reason") && app.footer().contains("undo"), "{}", app.footer());
    app.press("f");
    assert!(app.footer().contains("fail, as before"), "{}", app.footer());
    app.press("<Esc> p");
    assert!(app.footer().contains("pass, was fail"), "{}", app.footer());
    app.press("p");
    assert!(app.footer().contains("pass, as before"), "{}", app.footer());
}

#[test]
fn an_undo_of_what_an_earlier_session_gave_says_so() {
    let mut app = review().with_records(6).press("p / <ctrl-a>");
    app.write_text("norway").press("<Enter> u");
    assert!(app.footer().contains("undid: pass") && app.footer().contains("given in session 1"), "{}", app.footer());
    assert_eq!(app.model.screens.review.list.row().unwrap().0, 1, "it is shown, though the queue does not hold it");
}

#[test]
fn an_undo_in_a_view_leads_out_of_it_to_the_record_that_it_changed() {
    let mut app = review().with_records(6).press("p /");
    app.write_text("norway").press("<Enter> u");
    assert!(app.stored(1).verdicts.is_empty());
    assert_eq!(app.model.screens.review.list.row().unwrap().0, 1, "{}", app.screen());
    assert!(!app.screen().contains("view norway"), "{}", app.screen());
}

#[test]
fn a_small_screen_says_what_is_tagged_and_noted() {
    let mut app = review().with_modes(MODES).at(60, 18).press("t h t j n");
    app.write_text("odd").press("<Enter>");
    assert!(app.screen().contains("● invented policy +1 · 1 note"), "{}", app.screen());
}

#[test]
fn enter_opens_the_record_under_the_cursor_of_the_queue_on_a_narrow_screen() {
    let mut app = review().with_records(6).at(80, 24).press("<Tab> j j");
    assert!(!app.screen().contains("Open Settings"), "{}", app.screen());
    app.press("<Enter>");
    assert!(app.screen().contains("Open Settings"), "{}", app.screen());
}

#[test]
fn no_reason_is_f_once_more_or_enter() {
    let mut app = review().with_modes(MODES).press("f f f <Enter>");
    assert!(failed(&app, 1) && failed(&app, 2));
    assert_eq!((cursor(&app), app.judged().len()), (2, 2));
    assert!(app.stored(1).tags.is_empty());
    app.press("u");
    assert!(app.stored(2).verdicts.is_empty() && failed(&app, 1));
}

#[test]
fn a_mode_can_be_found_or_made_as_the_reason() {
    let mut app = review().with_modes(MODES).press("f /");
    app.write_text("too vague").press("<Enter>");
    assert_eq!(app.stored(1).tags[0].mode.as_str(), "too-vague");
    assert!(app.footer().contains("fail, too vague"), "{}", app.footer());
    assert_eq!(app.judged().len(), 1, "one group");
    app.press("u");
    assert!(app.stored(1).verdicts.is_empty() && app.codebook().modes.len() == 3);
}

#[test]
fn a_note_can_be_the_reason() {
    let mut app = review().with_modes(MODES).press("f <Space>");
    app.write_text("made-up name").press("<Enter>");
    assert_eq!(app.stored(1).notes[0].text.raw(), "made-up name");
    assert_eq!(cursor(&app), 1);
    app.press("u");
    assert!(app.stored(1).notes.is_empty() && app.stored(1).verdicts.is_empty());
}

#[test]
fn escape_leaves_the_question_the_fail_and_the_place() {
    let mut app = review().with_modes(MODES).press("f <Esc> h");
    assert!(failed(&app, 1) && app.stored(1).tags.is_empty());
    assert_eq!(cursor(&app), 0);
    // A note that was asked for and left is no reason any more.
    app.press("f <Space> <Esc> n").write_text("later").press("<Enter>");
    assert_eq!((cursor(&app), app.stored(1).notes.len()), (0, 1));
}

#[test]
fn escape_leaves_the_layer_that_waits_and_not_the_selection_below_it() {
    let mut app = review().with_modes(MODES).press("v w t <Esc>");
    assert!(app.model.screens.review.page.as_ref().unwrap().selection.is_some());
    app.press("<Esc>");
    assert!(app.model.screens.review.page.as_ref().unwrap().selection.is_none());
}

#[test]
fn tab_stays_on_the_record() {
    let app = review().with_modes(MODES).press("f <Tab> t");
    assert!(failed(&app, 1) && app.stored(1).tags[0].mode.as_str() == "wrong-tone");
    assert_eq!(cursor(&app), 0);
}

#[test]
fn a_wrong_letter_judges_nothing_and_says_which_keys_there_are() {
    let mut app = review().with_modes(MODES).press("f z");
    assert!(app.footer().contains("No failure mode has the hotkey z"), "{}", app.footer());
    app.press("5");
    assert!(app.footer().contains("5 is no hotkey: h t j."), "{}", app.footer());
    app.press("h");
    assert_eq!((app.judged().len(), app.stored(1).tags.len()), (1, 1));
}

#[test]
fn marked_records_fail_together_for_one_reason() {
    let mut app = review().with_records(5).with_modes(MODES).press("* f");
    assert!(app.footer().contains("Why?"), "{}", app.footer());
    app.press("h");
    let judged = app.judged();
    assert_eq!((judged.len(), judged[0].len()), (1, 10), "one group");
    app.press("u * f <Esc>");
    assert!((1..=5).all(|row| failed(&app, row) && app.stored(row).tags.is_empty()));
    assert_eq!(app.judged().len(), 1);
}

#[test]
fn a_span_is_the_evidence_of_the_reason() {
    let app = review().with_modes(MODES).press("v w w f h");
    assert_eq!(app.stored(1).tags[0].span, Some(Span { turn: None, start: 0, end: 3 }));
    assert!(failed(&app, 1) && app.model.screens.review.page.as_ref().is_none_or(|page| page.selection.is_none()));
}

#[test]
fn the_last_fail_is_repeated_with_its_reason() {
    let mut app = review().with_modes(MODES).press("f h .");
    let last = app.judged().pop().unwrap();
    assert!(last.iter().any(|change| matches!(change, Change::Tag { .. })));
    assert!(failed(&app, 2));
}

#[test]
fn every_hotkey_is_in_view_while_one_is_awaited_at_every_width() {
    for (columns, rows) in [(40, 12), (60, 20), (80, 24), (100, 30), (120, 40), (160, 40), (200, 50)] {
        for keys in ["f", "t"] {
            let mut app = review().with_modes(MANY).at(columns, rows).press(keys);
            let screen = app.screen();
            for (name, key) in MANY {
                let shown = format!("{key} {}", &name[..4]);
                assert!(screen.contains(&shown), "{shown} at {columns}×{rows}:\n{screen}");
            }
            app.press("<Esc>");
        }
    }
}

#[test]
fn another_verdict_is_given_as_asked_and_the_one_before_is_said() {
    let mut app = review().with_modes(MODES).press("p k f");
    assert!(app.footer().contains("fail, was pass. Why?"), "{}", app.footer());
    app.press("h");
    assert!(
        app.footer().contains("fail, invented policy, was pass") && app.footer().contains("u undo"),
        "{}",
        app.footer()
    );
    app.press("k p");
    assert!(app.footer().contains("pass, was fail, though tagged invented policy"), "{}", app.footer());
    assert_eq!(app.stored(1).verdicts[0].verdict, Verdict::Pass, "done as asked");
    app.press("k t t");
    assert!(app.footer().contains("tagged wrong tone, though you passed it"), "{}", app.footer());
}

#[test]
fn a_contradiction_is_marked_in_the_queue_and_collected_by_a_filter() {
    let mut app = review().with_modes(MODES).with_criteria(&[("polite", "Is polite.")]).press("t h p x 1 p p k k k");
    let marked = |app: &TestApp| app.screen().lines().filter(|line| line.contains("✓!")).count();
    assert_eq!(marked(&app), 2, "{}", app.screen());
    app.press("t h");
    assert_eq!(marked(&app), 1, "the tag is taken back: {}", app.screen());
    app.press("u /").write_text("contradiction:yes").press("<Enter>");
    assert_eq!(app.model.screens.review.list.len(), 2);
    assert_eq!(marked(&app), 2, "as the store has it: {}", app.screen());
}

#[test]
fn many_records_say_how_many_were_judged_otherwise() {
    let app = review().with_records(4).with_modes(MODES).press("p f h * p");
    assert!(
        app.footer()
            .contains("4 records passed, 1 record judged otherwise before, 1 record passed and failing at once"),
        "{}",
        app.footer()
    );
}

#[test]
fn a_filter_without_a_match_keeps_the_box_its_text_and_the_queue() {
    for (columns, rows) in [(60, 18), (80, 24), (120, 40), (200, 50)] {
        let mut app = review().with_modes(MODES).at(columns, rows).press("j /");
        app.write_text("latency:>999s").press("<Enter>");
        let screen = app.screen();
        assert!(screen.contains("No record matches this filter.") && screen.contains("latency:>999s"), "{screen}");
        let list = &app.model.screens.review.list;
        assert_eq!((list.len(), list.cursor, list.filter.as_str()), (3, 1, ""));
        app.press("<ctrl-u>").write_text("verdict:none").press("<Enter>");
        assert_eq!(app.model.screens.review.list.len(), 3);
        assert!(app.model.overlays.is_empty());
    }
}

#[test]
fn a_preset_asks_why_with_its_own_keys() {
    let app = review().with_modes(MODES).with_preset("arrows").press("<Left> h <Left> <Left>");
    assert!(failed(&app, 1) && app.stored(1).tags.len() == 1);
    assert!(failed(&app, 2) && app.stored(2).tags.is_empty());
    assert_eq!(cursor(&app), 2);
    let app = review().with_modes(MODES).with_preset("prodigy").press("x F h");
    assert!(failed(&app, 1) && app.stored(2).tags.len() == 1, "x moves on at once, F asks");
}

#[test]
fn with_the_setting_f_moves_on_at_once_and_shift_f_asks() {
    let mut app = review().with_modes(MODES).failing_at_once().press("f");
    assert!(failed(&app, 1) && app.stored(1).tags.is_empty());
    assert_eq!((cursor(&app), app.judged().len()), (1, 1), "it moves on");
    app.press("F h");
    assert_eq!((app.stored(2).tags.len(), cursor(&app)), (1, 2));
    let mut app = review().with_modes(MODES).with_preset("arrows").failing_at_once().press("<Left>");
    assert!(failed(&app, 1) && cursor(&app) == 1);
    app.press("F h");
    assert_eq!(app.stored(2).tags.len(), 1);
}

#[test]
fn a_mode_on_f_gets_another_letter_once_and_says_so() {
    let modes = [("forgets the order", 'r'), ("opens badly", 'o')];
    let mut app = review().with_modes(&modes).with_old_hotkey("forgets-the-order", 'f').open();
    assert!(app.footer().contains("forgets the order: its hotkey is now r"), "{}", app.footer());
    assert_eq!(app.codebook().mode("forgets the order").unwrap().hotkey, Some('r'));
    app.press("f r");
    assert_eq!(app.stored(1).tags[0].mode.as_str(), "forgets-the-order");
    app.press("g m h f");
    assert!(app.footer().contains("f gives no reason"), "{}", app.footer());
}
