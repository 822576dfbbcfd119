//! From a tag to a stub, and from a check back to suggested tags.

use gemba::domain::{Change, CheckSpec, Slug, Target, Verdict};
use gemba::views::Judgement;

use super::harness::{Sitting, content, review};

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

/// Forty answers, every other one with a phrase that should not be there; all but four were judged by somebody else.
fn half_judged() -> Sitting {
    let contents = (0..40).map(|n| {
        let question = format!("How does topic number {n} work?");
        let answer = if n % 2 == 0 {
            [
                "Turn: kindly be advised, it works.",
                "Open. Kindly be advised to wait.",
                "Nothing: kindly be advised.",
                "See, kindly be advised of page four.",
            ][n / 2 % 4]
                .to_owned()
        } else {
            [
                "Turn the key twice.",
                "Open the app and wait.",
                "Nothing to be done there.",
                "See page four of the manual.",
            ][n / 2 % 4]
                .to_owned()
        };
        content(n, &question, &answer)
    });
    let mut sitting = review().with_contents(contents.collect()).with_modes(MODES).at(80, 24).open();
    let changes = sitting.records().into_iter().enumerate().skip(2).take(36).flat_map(|(n, record)| {
        let judgement = if n % 2 == 0 {
            Judgement::FailWith(Slug::of("invented policy"))
        } else {
            Judgement::Verdict(Verdict::Pass)
        };
        judgement.changes(record.id, None)
    });
    let changes = changes.collect();
    sitting.judge_as("ben", changes);
    sitting
}

#[test]
fn from_a_tag_to_a_written_stub_in_four_keys() {
    let mut sitting = half_judged();
    let keys = ["t", "h", "S", "<Enter>"];
    sitting.press(&keys[..3].join(" "));
    let screen = sitting.screen();
    assert!(screen.contains("outputs that contain ‘"), "{screen}");
    assert!(screen.contains("of 19 tagged, 0 of 18 p"), "{screen}");
    assert!(screen.contains("on the held-out half:"), "{screen}");
    assert!(screen.contains("proven: catches"), "the proof stands beside it: {screen}");
    assert!(screen.contains("pytest"), "{screen}");
    assert!(sitting.codebook().checks.is_empty() && !sitting.evals().exists(), "nothing is done before it is accepted");
    sitting.press(keys[3]);
    assert!(sitting.evals().join("test_invented_policy.py").is_file(), "{}", sitting.screen());
    assert!(sitting.footer().contains("proven: wrote test_invented_policy.py"), "{}", sitting.footer());
    let [check] = &sitting.codebook().checks[..] else { panic!("one check is attached") };
    assert_eq!(check.target, Target::Mode(Slug::of("invented policy")));
    let answers = sitting.suggestion_answers();
    assert!(matches!(&answers[..], [answer] if answer.accepted && answer.spec == check.spec), "the answer is kept");
    assert!(keys.len() <= 5);
}

#[test]
fn undo_takes_the_check_back_and_says_that_the_file_stays() {
    let mut sitting = half_judged();
    sitting.press("t h S <Enter> u");
    assert!(sitting.codebook().checks.is_empty() && sitting.suggestion_answers().is_empty());
    assert!(sitting.evals().join("test_invented_policy.py").is_file());
    assert!(sitting.footer().contains("its stub file stays until `gemba stubs` is run"), "{}", sitting.footer());
    sitting.press("U");
    assert_eq!(sitting.codebook().checks.len(), 1);
    sitting.press("u u");
    assert!(sitting.stored(1).tags.is_empty(), "the tag is a step of its own");
}

#[test]
fn the_tag_itself_counts_though_it_is_still_being_saved() {
    let mut sitting = half_judged();
    sitting.hold_writes();
    sitting.press("t h S");
    assert!(sitting.screen().contains("looking for what tells"), "{}", sitting.screen());
    sitting.press("<Enter>");
    assert!(sitting.footer().contains("Still looking"), "nothing unseen is accepted: {}", sitting.footer());
    sitting.answer_writes();
    assert!(sitting.screen().contains("of 19 tagged"), "{}", sitting.screen());
}

#[test]
fn one_tag_with_its_evidence_is_a_thin_stub_tonight() {
    let mut sitting = review().with_modes(MODES).at(100, 30).press("s");
    sitting.write_text("Double-Charge").press("<Enter> v w w w t h S");
    let screen = sitting.screen();
    assert!(
        screen.contains("outputs that contain ‘Double-Charge Guarantee’: 1 of 1 tagged, 0 of 0 passed"),
        "{screen}"
    );
    assert!(screen.contains("thin: 1 tagged, 0 passed.") && screen.contains("they prove nothing yet"), "{screen}");
    assert!(screen.contains("of 2 outputs that nobody judged it fails 0"), "{screen}");
    sitting.press("<Enter>");
    assert!(sitting.footer().contains("thin: wrote"), "{}", sitting.footer());
    assert!(sitting.suggestion_answers().is_empty(), "what the reviewer pointed at was not mined");
}

#[test]
fn what_is_selected_comes_first_also_where_the_mode_has_checks() {
    let mut sitting = with_a_check(review().with_modes(MODES).open()).reopened();
    sitting.press("t h S");
    assert!(sitting.screen().contains("stub for mode invented-policy"), "{}", sitting.screen());
    sitting.press("s");
    assert!(sitting.screen().contains("checks for invented policy"), "{}", sitting.screen());
    sitting.press("<Esc> s").write_text("card number").press("<Enter> v w S");
    assert!(sitting.screen().contains("1  outputs that contain ‘card number’: 1 of 1"), "{}", sitting.screen());
    sitting.press("<Enter>");
    assert_eq!(sitting.codebook().checks.len(), 2);
}

#[test]
fn where_nothing_tells_them_apart_it_says_why_and_a_box_begins_with_the_evidence() {
    let mut sitting = review().with_texts(&["The same.", "The same.", "The same."]).with_modes(MODES).at(80, 24).open();
    sitting.press("t h j p j p S");
    let screen = sitting.screen();
    assert!(screen.contains("too few records to tell") || screen.contains("Nothing separates"), "{screen}");
    assert!(screen.contains("Enter opens a box"), "{screen}");
    sitting.press("<Enter>").write_text("max-length --words 1");
    assert!(sitting.screen().contains("catches     1 of 1"), "it is tried while it is typed: {}", sitting.screen());
    sitting.press("<Enter>");
    assert!(sitting.evals().join("test_invented_policy.py").is_file(), "{}", sitting.screen());
}

#[test]
fn a_suggestion_is_edited_or_dismissed_and_both_are_kept() {
    let mut sitting = half_judged();
    sitting.press("t h S x");
    let [answer] = &sitting.suggestion_answers()[..] else { panic!("{}", sitting.screen()) };
    assert!(!answer.accepted);
    sitting.press("<Esc> S");
    let typed = gemba::checks::check_syntax::print(&answer.spec);
    assert!(!sitting.screen().contains(&typed), "{typed} is not suggested again: {}", sitting.screen());
    let mut sitting = half_judged();
    sitting.press("t h S e <ctrl-u>");
    sitting.write_text("not-contains 'be advised'").press("<Enter>");
    let [check] = &sitting.codebook().checks[..] else { panic!("{}", sitting.screen()) };
    assert_eq!(check.spec.params["text"], "be advised");
    assert!(sitting.suggestion_answers()[0].accepted, "an edited suggestion still comes from the tags");
    assert!(sitting.evals().join("test_invented_policy.py").is_file());
}

#[test]
fn hostile_outputs_break_no_suggestion() {
    let mut sitting = review().with_texts(crate::hostile_inputs::HOSTILE).with_modes(MODES).at(80, 24).open();
    for _ in crate::hostile_inputs::HOSTILE {
        sitting.press("v $ t h S").screen();
        let shown = sitting.press("e").screen();
        assert!(!shown.chars().any(|c| c.is_control() && c != '\n'), "{shown:?}");
        assert!(!shown.contains(['\u{202e}', '\u{200b}', '\u{e0001}']), "{shown:?}");
        sitting.press("<Esc> <Esc> j");
    }
}
