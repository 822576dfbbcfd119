//! From a tag to a stub, and from a check back to suggested tags.

use gemba::domain::{Change, CheckSpec, Slug, Target};

use super::harness::{Sitting, review};

const MODES: &[(&str, char)] = &[("invented policy", 'h'), ("wrong tone", 't')];

/// A check on the first mode, as another reviewer has left it: it objects to the first of the three records.
fn with_a_check(mut sitting: Sitting) -> Sitting {
    let spec = CheckSpec {
        kind: "not-contains".to_owned(),
        params: [("text".to_owned(), "Double-Charge".into())].into_iter().collect(),
    };
    sitting
        .judge_as("ben", vec![Change::CheckAdd { key: None, target: Target::Mode(Slug::of("invented policy")), spec }]);
    sitting
}

#[test]
fn a_mode_whose_check_objects_is_suggested_and_accepted_with_one_key() {
    let mut sitting = with_a_check(review().with_modes(MODES).open()).reopened();
    let screen = sitting.screen();
    assert!(screen.contains("SUGGESTED") && screen.contains("not-contains"), "{screen}");
    sitting.press("a");
    let tags = sitting.stored(1).tags;
    assert_eq!(tags.iter().map(|tag| tag.mode.as_str()).collect::<Vec<_>>(), ["invented-policy"]);
    assert!(sitting.stored(1).verdicts.is_empty(), "a suggestion is a tag, no verdict");
    assert!(!sitting.screen().contains("SUGGESTED"), "{}", sitting.screen());
    sitting.press("u");
    assert!(sitting.stored(1).tags.is_empty());
    assert!(sitting.screen().contains("SUGGESTED"), "{}", sitting.screen());
    sitting.press("j");
    assert!(!sitting.screen().contains("SUGGESTED"), "the check has nothing against the second answer");
    sitting.press("a");
    assert!(sitting.footer().contains("no suggestions"), "{}", sitting.footer());
}

#[test]
fn a_dismissed_suggestion_stays_away_and_writes_nothing() {
    let mut sitting = with_a_check(review().with_modes(MODES).at(80, 24).open()).reopened();
    assert!(sitting.screen().contains("suggested: invented policy"), "{}", sitting.screen());
    sitting.press("A");
    assert!(sitting.footer().contains("no longer suggested"), "{}", sitting.footer());
    sitting.press("j k");
    assert!(!sitting.screen().contains("suggested:"), "{}", sitting.screen());
    assert!(sitting.stored(1).tags.is_empty());
}

#[test]
fn what_the_reviewer_passed_or_is_asked_again_is_not_suggested() {
    let mut sitting =
        with_a_check(review().with_modes(MODES).with_criteria(&[("polite", "Is polite.")]).open()).reopened();
    sitting.press("p k");
    assert!(!sitting.screen().contains("SUGGESTED"), "{}", sitting.screen());
    let mut sitting =
        with_a_check(review().with_modes(MODES).with_criteria(&[("polite", "Is polite.")]).open()).reopened();
    sitting.press("1 c e 1").write_text("!").press("<Enter> m g c r <Enter>");
    assert!(sitting.model.review.round.is_some(), "{}", sitting.screen());
    assert!(!sitting.screen().contains("SUGGESTED"), "{}", sitting.screen());
}
