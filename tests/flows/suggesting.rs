//! From a tag to a stub, and from a check back to suggested tags.

use gemba::domain::{Change, CheckSpec, Slug, Target, Verdict};
use gemba::views::Judgement;

use super::harness::{TestApp, content, review};

const MODES: &[(&str, char)] = &[("invented policy", 'h'), ("wrong tone", 't')];

/// A check on the first mode, as another reviewer has left it: it objects to the first of the three records.
fn with_a_check(mut app: TestApp) -> TestApp {
    let spec = CheckSpec {
        kind: "not-contains".to_owned(),
        params: [("text".to_owned(), "Double-Charge".into())].into_iter().collect(),
    };
    app.judge_as("ben", vec![Change::CheckAdd { key: None, target: Target::Mode(Slug::of("invented policy")), spec }]);
    app
}

#[test]
fn a_mode_whose_check_objects_is_suggested_and_accepted_with_one_key() {
    let mut app = with_a_check(review().with_modes(MODES).open()).reopened();
    let screen = app.screen();
    assert!(screen.contains("SUGGESTED") && screen.contains("not-contains"), "{screen}");
    app.press("a");
    let tags = app.stored(1).tags;
    assert_eq!(tags.iter().map(|tag| tag.mode.as_str()).collect::<Vec<_>>(), ["invented-policy"]);
    assert!(app.stored(1).verdicts.is_empty(), "a suggestion is a tag, no verdict");
    assert!(!app.screen().contains("SUGGESTED"), "{}", app.screen());
    app.press("u");
    assert!(app.stored(1).tags.is_empty());
    assert!(app.screen().contains("SUGGESTED"), "{}", app.screen());
    app.press("j");
    assert!(!app.screen().contains("SUGGESTED"), "the check has nothing against the second answer");
    app.press("a");
    assert!(app.footer().contains("no suggestions"), "{}", app.footer());
}

#[test]
fn a_dismissed_suggestion_stays_away_and_tags_nothing() {
    let mut app = with_a_check(review().with_modes(MODES).at(80, 24).open()).reopened();
    assert!(app.screen().contains("suggested: invented policy"), "{}", app.screen());
    app.press("A");
    assert!(app.footer().contains("no longer suggested"), "{}", app.footer());
    app.press("j k");
    assert!(!app.screen().contains("suggested:"), "{}", app.screen());
    assert!(app.stored(1).tags.is_empty());
    let mut app = app.reopened();
    assert!(!app.screen().contains("suggested:"), "{}", app.screen());
    app.press("u");
    assert!(app.screen().contains("suggested: invented policy"), "{}", app.screen());
}

#[test]
fn what_the_reviewer_passed_or_is_asked_again_is_not_suggested() {
    let mut app = with_a_check(review().with_modes(MODES).with_criteria(&[("polite", "Is polite.")]).open()).reopened();
    app.press("p k");
    assert!(!app.screen().contains("SUGGESTED"), "{}", app.screen());
    let mut app = with_a_check(review().with_modes(MODES).with_criteria(&[("polite", "Is polite.")]).open()).reopened();
    app.press("1 c e 1").write_text("!").press("<Enter> m why <Enter> g c r <Enter>");
    assert!(app.model.screens.review.round.is_some(), "{}", app.screen());
    assert!(!app.screen().contains("SUGGESTED"), "{}", app.screen());
}

/// Forty answers, every other one with a phrase that should not be there; all but four were judged by somebody else.
fn half_judged() -> TestApp {
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
    let mut app = review().with_contents(contents.collect()).with_modes(MODES).at(80, 24).open();
    let changes = app.records().into_iter().enumerate().skip(2).take(36).flat_map(|(n, record)| {
        let judgement = if n % 2 == 0 {
            Judgement::FailWith(Slug::of("invented policy"))
        } else {
            Judgement::Verdict(Verdict::Pass)
        };
        judgement.changes(record.id, None)
    });
    let changes = changes.collect();
    app.judge_as("ben", changes);
    app
}

#[test]
fn from_a_tag_to_a_written_stub_in_four_keys() {
    let mut app = half_judged();
    let keys = ["t", "h", "S", "<Enter>"];
    app.press(&keys[..3].join(" "));
    let screen = app.screen();
    assert!(screen.contains("outputs that contain ‘"), "{screen}");
    assert!(screen.contains("of 19 tagged, 0 of 18 p"), "{screen}");
    assert!(screen.contains("out of fold:"), "{screen}");
    assert!(screen.contains("thin: catches"), "the proof stands beside it: {screen}");
    assert!(screen.contains("pytest"), "{screen}");
    assert!(app.codebook().checks.is_empty() && !app.evals().exists(), "nothing is done before it is accepted");
    app.press(keys[3]);
    assert!(app.evals().join("test_invented_policy.py").is_file(), "{}", app.screen());
    assert!(app.footer().contains("thin: wrote test_invented_policy.py"), "{}", app.footer());
    let [check] = &app.codebook().checks[..] else { panic!("one check is attached") };
    assert_eq!(check.target, Target::Mode(Slug::of("invented policy")));
    let answers = app.suggestion_answers();
    assert!(matches!(&answers[..], [answer] if answer.accepted && answer.spec == check.spec), "the answer is kept");
    assert!(keys.len() <= 5);
}

#[test]
fn undo_takes_the_check_back_and_says_that_the_file_stays() {
    let mut app = half_judged();
    app.press("t h S <Enter> u");
    assert!(app.codebook().checks.is_empty() && app.suggestion_answers().is_empty());
    assert!(app.evals().join("test_invented_policy.py").is_file());
    assert!(app.footer().contains("its stub file stays until `gemba stubs` is run"), "{}", app.footer());
    app.press("U");
    assert_eq!(app.codebook().checks.len(), 1);
    app.press("u u");
    assert!(app.stored(1).tags.is_empty(), "the tag is a step of its own");
}

#[test]
fn the_tag_itself_counts_though_it_is_still_being_saved() {
    let mut app = half_judged();
    app.hold_writes();
    app.press("t h S");
    assert!(app.screen().contains("looking for what tells"), "{}", app.screen());
    app.press("<Enter>");
    assert!(app.footer().contains("Still looking"), "nothing unseen is accepted: {}", app.footer());
    app.answer_writes();
    assert!(app.screen().contains("of 19 tagged"), "{}", app.screen());
}

#[test]
fn one_tag_with_its_evidence_is_a_thin_stub_tonight() {
    let mut app = review().with_modes(MODES).at(100, 30).press("s");
    app.write_text("Double-Charge").press("<Enter> v w w w t h S");
    let screen = app.screen();
    assert!(
        screen.contains("outputs that contain ‘Double-Charge Guarantee’: 1 of 1 tagged, 0 of 0 passed"),
        "{screen}"
    );
    assert!(screen.contains("thin: 1 tagged, 0 passed.") && screen.contains("prove nothing yet"), "{screen}");
    assert!(screen.contains("of 2 unjudged outputs it fails 0"), "{screen}");
    app.press("<Enter>");
    assert!(app.footer().contains("thin: wrote"), "{}", app.footer());
    assert!(app.suggestion_answers().is_empty(), "what the reviewer pointed at was not mined");
}

#[test]
fn what_is_selected_comes_first_also_where_the_mode_has_checks() {
    let mut app = with_a_check(review().with_modes(MODES).open()).reopened();
    app.press("t h S");
    assert!(app.screen().contains("stub for mode invented-policy"), "{}", app.screen());
    app.press("s");
    assert!(app.screen().contains("checks for invented policy"), "{}", app.screen());
    app.press("<Esc> s").write_text("card number").press("<Enter> v w S");
    assert!(app.screen().contains("1  outputs that contain ‘card number’: 1 of 1"), "{}", app.screen());
    app.press("<Enter>");
    assert_eq!(app.codebook().checks.len(), 2);
}

#[test]
fn where_nothing_tells_them_apart_it_says_why_and_a_box_begins_with_the_evidence() {
    let mut app = review().with_texts(&["The same.", "The same.", "The same."]).with_modes(MODES).at(80, 24).open();
    app.press("t h j p j p S");
    let screen = app.screen();
    assert!(screen.contains("too few records to tell") || screen.contains("Nothing separates"), "{screen}");
    assert!(screen.contains("Enter opens a box"), "{screen}");
    app.press("<Enter>").write_text("max-length --words 1");
    assert!(app.screen().contains("catches     1 of 1"), "it is tried while it is typed: {}", app.screen());
    app.press("<Enter>");
    assert!(app.evals().join("test_invented_policy.py").is_file(), "{}", app.screen());
}

#[test]
fn a_suggestion_is_edited_or_dismissed_and_both_are_kept() {
    let mut app = half_judged();
    app.press("t h S x");
    let [answer] = &app.suggestion_answers()[..] else { panic!("{}", app.screen()) };
    assert!(!answer.accepted);
    app.press("<Esc> S");
    let typed = gemba::checks::check_syntax::print(&answer.spec);
    assert!(!app.screen().contains(&typed), "{typed} is not suggested again: {}", app.screen());
    let mut app = half_judged();
    app.press("t h S e <ctrl-u>");
    app.write_text("not-contains 'be advised'").press("<Enter>");
    let [check] = &app.codebook().checks[..] else { panic!("{}", app.screen()) };
    assert_eq!(check.spec.params["text"], "be advised");
    assert!(app.suggestion_answers()[0].accepted, "an edited suggestion still comes from the tags");
    assert!(app.evals().join("test_invented_policy.py").is_file());
}

#[test]
fn hostile_outputs_break_no_suggestion() {
    let mut app = review().with_texts(crate::hostile_inputs::HOSTILE).with_modes(MODES).at(80, 24).open();
    for _ in crate::hostile_inputs::HOSTILE {
        app.press("v $ t h S").screen();
        let shown = app.press("e").screen();
        assert!(!shown.chars().any(|c| c.is_control() && c != '\n'), "{shown:?}");
        assert!(!shown.contains(['\u{202e}', '\u{200b}', '\u{e0001}']), "{shown:?}");
        app.press("<Esc> <Esc> j");
    }
}
