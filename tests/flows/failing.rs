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
