//! The output as it should have been, written on the review screen: what was logged is the beginning of it.

use gemba::domain::{Change, Time, Untrusted};

use super::harness::review;

#[test]
fn the_box_begins_with_the_output_and_what_was_added_is_kept() {
    let mut sitting = review().press("e");
    let output = sitting.records()[0].content.output.raw().to_owned();
    assert!(sitting.screen().contains("as it should have been"), "{}", sitting.screen());
    sitting.write_text(" Within 30 days.").press("<Enter>");
    let stored = sitting.stored(1).corrections;
    assert_eq!(stored.len(), 1);
    assert_eq!(stored[0].text.raw(), format!("{output} Within 30 days."));
    assert_eq!(sitting.model.review.list.cursor, 0, "it stays on the record");
    assert!(sitting.footer().contains("corrected output of"), "{}", sitting.footer());

    sitting.resize(80, 24).press("D");
    let screen = sitting.screen();
    assert!(screen.contains("corrected by ana") && screen.contains("Within 30 days."), "{screen}");
    sitting.press("<Esc> u");
    assert!(sitting.stored(1).corrections.is_empty());
    sitting.press("D");
    assert!(sitting.footer().contains("Nobody corrected"), "{}", sitting.footer());
}

#[test]
fn what_was_logged_corrects_nothing_and_an_empty_text_takes_back() {
    let mut sitting = review().press("e <Enter>");
    assert!(sitting.judged().is_empty() && sitting.footer().contains("Nothing was corrected"), "{}", sitting.footer());
    sitting.press("e").write_text("!").press("<Enter>");
    assert_eq!(sitting.stored(1).corrections.len(), 1);
    sitting.judged();
    sitting.press("e <Backspace> <Enter>");
    let judged = sitting.judged();
    assert!(matches!(&judged[0][0], Change::Correction { text: None, .. }), "{judged:?}");
    assert!(sitting.stored(1).corrections.is_empty());
}

#[test]
fn a_half_written_correction_waits_for_its_record() {
    let mut sitting = review().press("e");
    sitting.write_text(" and more").press("<Esc>");
    assert!(sitting.stored(1).corrections.is_empty());
    assert!(sitting.footer().contains("Kept as a draft"), "{}", sitting.footer());
    sitting.press("j k e <Enter>");
    assert!(sitting.stored(1).corrections[0].text.raw().ends_with(" and more"));
}

#[test]
fn several_corrections_show_the_newest_first_and_make_controls_visible() {
    let mut sitting = review().open();
    let record = sitting.records()[0].id;
    let said = |text: &str| vec![Change::Correction { record, text: Some(Untrusted::from(text)) }];
    sitting.judge_as("ben", said("Of Ben \u{1b}[31m\u{202e}"));
    sitting.now = Time(sitting.now.0 + 1);
    sitting.judge_as("cyd", said("Of Cyd"));
    sitting.press("j k r r D");
    let screen = sitting.screen();
    let (ben, cyd) = (screen.find("corrected by ben"), screen.find("corrected by cyd"));
    assert!(cyd.is_some() && cyd < ben, "{screen}");
    assert!(!screen.contains('\u{1b}') && !screen.contains('\u{202e}'), "{screen}");
}
