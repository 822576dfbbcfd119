//! `C`: a record that cannot be answered, with its reason.

use gemba::app::Screen;
use gemba::domain::Verdict;

use super::harness::review;

#[test]
fn declining_asks_why_and_moves_on() {
    let mut app = review().press("C");
    assert!(app.screen().contains("cannot be answered"), "{}", app.screen());
    app.press("<Enter>");
    assert!(app.screen().contains("Say why it cannot be answered."), "{}", app.screen());
    app.write_text("no context").press("<Enter>");
    let view = app.stored(1).verdicts.remove(0);
    assert_eq!(view.verdict, Verdict::Declined);
    assert_eq!(view.reason.unwrap().raw(), "no context");
    assert_eq!(app.model.screens.review.list.cursor, 1, "and moves on");
    assert!(app.screen().contains("declined"), "{}", app.screen());
    app.press("u");
    assert!(app.stored(1).verdicts.is_empty(), "one step takes it back");
}

#[test]
fn marked_records_are_declined_for_one_reason() {
    let mut app = review().press("* C");
    app.write_text("cut off").press("<Enter>");
    for row in [1, 2, 3] {
        assert_eq!(app.stored(row).verdicts[0].verdict, Verdict::Declined, "record {row}");
    }
    app.press("k u");
    assert!(app.stored(1).verdicts.is_empty() && app.stored(2).verdicts.is_empty());
}

#[test]
fn the_end_of_a_session_names_declined_records_and_leaves_them_out_of_the_rate() {
    let mut app = review().press("p f f C");
    app.write_text("the picture is missing").press("<Enter>");
    assert_eq!(app.model.screen, Screen::End, "{}", app.screen());
    let screen = app.screen();
    for words in ["1 passed, 1 failed; 1 declined; 0 left", "fails  1 of 2, 50 %", "the picture is missing"] {
        assert!(screen.contains(words), "{words}\n{screen}");
    }
}

#[test]
fn a_changed_verdict_is_marked_in_the_queue() {
    let mut app = review().press("p k");
    assert!(!app.model.screens.review.list.line(gemba::domain::RowId(1)).unwrap().contradicts());
    app.press("f f");
    assert!(app.model.screens.review.list.line(gemba::domain::RowId(1)).unwrap().contradicts(), "{}", app.screen());
    app.press("u");
    assert!(!app.model.screens.review.list.line(gemba::domain::RowId(1)).unwrap().contradicts());
}
