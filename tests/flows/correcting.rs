//! The output as it should have been, written on the review screen: what was logged is the beginning of it.

use gemba::domain::{Change, Time, Untrusted};

use super::harness::review;

#[test]
fn the_box_begins_with_the_output_and_what_was_added_is_kept() {
    let mut app = review().press("e");
    let output = app.records()[0].content.output.raw().to_owned();
    assert!(app.screen().contains("as it should have been"), "{}", app.screen());
    app.write_text(" Within 30 days.").press("<Enter>");
    let stored = app.stored(1).corrections;
    assert_eq!(stored.len(), 1);
    assert_eq!(stored[0].text.raw(), format!("{output} Within 30 days."));
    assert_eq!(app.model.screens.review.list.cursor, 0, "it stays on the record");
    assert!(app.footer().contains("corrected output of"), "{}", app.footer());

    app.resize(80, 24).press("D");
    let screen = app.screen();
    assert!(screen.contains("corrected by ana") && screen.contains("Within 30 days."), "{screen}");
    app.press("<Esc> u");
    assert!(app.stored(1).corrections.is_empty());
    app.press("D");
    assert!(app.footer().contains("Nobody corrected"), "{}", app.footer());
}

#[test]
fn what_was_logged_corrects_nothing_and_an_empty_text_takes_back() {
    let mut app = review().press("e <Enter>");
    assert!(app.judged().is_empty() && app.footer().contains("Nothing was corrected"), "{}", app.footer());
    app.press("e").write_text("!").press("<Enter>");
    assert_eq!(app.stored(1).corrections.len(), 1);
    app.judged();
    app.press("e <Backspace> <Enter>");
    let judged = app.judged();
    assert!(matches!(&judged[0][0], Change::Correction { text: None, .. }), "{judged:?}");
    assert!(app.stored(1).corrections.is_empty());
}

#[test]
fn a_half_written_correction_waits_for_its_record() {
    let mut app = review().press("e");
    app.write_text(" and more").press("<Esc>");
    assert!(app.stored(1).corrections.is_empty());
    assert!(app.footer().contains("Kept as a draft"), "{}", app.footer());
    app.press("j k e <Enter>");
    assert!(app.stored(1).corrections[0].text.raw().ends_with(" and more"));
}

#[test]
fn several_corrections_show_the_newest_first_and_make_controls_visible() {
    let mut app = review().open();
    let record = app.records()[0].id;
    let said = |text: &str| vec![Change::Correction { record, text: Some(Untrusted::from(text)) }];
    app.judge_as("ben", said("Of Ben \u{1b}[31m\u{202e}"));
    app.now = Time(app.now.0 + 1);
    app.judge_as("cyd", said("Of Cyd"));
    app.press("j k r r D");
    let screen = app.screen();
    let (ben, cyd) = (screen.find("corrected by ben"), screen.find("corrected by cyd"));
    assert!(cyd.is_some() && cyd < ben, "{screen}");
    assert!(!screen.contains('\u{1b}') && !screen.contains('\u{202e}'), "{screen}");
}
