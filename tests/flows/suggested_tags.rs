//! Tags suggested by checks and by similar judged records: shown with their reason, answered with one key, never counted.

use gemba::domain::{AnsweredTag, Change, CheckSpec, Slug, TagAnswer, TagSource, Target, Verdict};
use gemba::services::insights;

use super::harness::{TestApp, review};

const MODES: &[(&str, char)] = &[("invented policy", 'h'), ("wrong tone", 'w')];
const TEXTS: [&str; 4] = [
    "We are happy to refund all of it under our Kindness Guarantee within one working day.",
    "Parcels wait three days in the locker; with Regular and Business it is five.",
    "We are happy to refund all of it under our Kindness Guarantee within two working days.",
    "Open Settings, choose Plan, then Regular: the change holds from the next month on.",
];

fn begun() -> TestApp {
    review().with_texts(&TEXTS).with_modes(MODES).open()
}

/// The first record failed for an invented policy, the second passed; the third is on screen.
fn two_judged() -> TestApp {
    let mut app = begun();
    app.press("f h p");
    app
}

fn answers(app: &TestApp) -> Vec<(String, TagSource, TagAnswer)> {
    let all = app.reader.tag_answers().unwrap().into_iter();
    all.map(|AnsweredTag { mode, source, answer }| (mode.to_string(), source, answer)).collect()
}

#[test]
fn a_similar_judged_record_suggests_its_tag_and_is_the_reason() {
    let mut app = two_judged();
    let first = app.records()[0].id;
    let screen = app.screen();
    assert!(screen.contains("SUGGESTED") && screen.contains("a accept  A dismiss"), "{screen}");
    assert!(screen.contains(&format!("like {} \"We are happy", first.short())), "{screen}");
    app.resize(80, 24);
    assert!(app.screen().contains(&format!("suggested: invented policy (like {}", first.short())), "{}", app.screen());
    app.press("a");
    assert_eq!(app.stored(3).tags.len(), 1);
    assert!(app.stored(3).verdicts.is_empty(), "a suggestion is a tag, no verdict");
    assert_eq!(answers(&app), [("invented-policy".to_owned(), TagSource::Similar(first), TagAnswer::Accepted)]);
    app.press("u");
    assert!(app.stored(3).tags.is_empty() && answers(&app).is_empty(), "one undo takes back tag and answer");
    assert!(app.screen().contains("suggested: invented policy"), "{}", app.screen());
    app.press("j");
    assert!(!app.screen().contains("suggested:"), "another answer is like none: {}", app.screen());
}

#[test]
fn a_dismissed_tag_does_not_come_back_for_its_record() {
    let mut app = two_judged();
    app.press("A");
    let mut app = app.reopened();
    app.press("j k");
    assert!(!app.screen().contains("SUGGESTED"), "{}", app.screen());
    assert_eq!(answers(&app)[0].2, TagAnswer::Dismissed);
    app.press("u");
    assert!(app.screen().contains("SUGGESTED") && answers(&app).is_empty(), "{}", app.screen());
    app.press("U");
    assert!(!app.screen().contains("SUGGESTED") && answers(&app).len() == 1, "{}", app.screen());
}

#[test]
fn another_tag_given_while_one_is_suggested_changes_it() {
    let mut app = two_judged();
    app.press("f w");
    assert_eq!(app.stored(3).tags[0].mode.as_str(), "wrong-tone");
    let [(mode, _, TagAnswer::Changed)] = &answers(&app)[..] else { panic!("{:?}", answers(&app)) };
    assert_eq!(mode, "invented-policy");
    app.press("k");
    assert!(!app.screen().contains("SUGGESTED"), "{}", app.screen());
    app.press("u u");
    assert!(answers(&app).is_empty() && app.stored(3).tags.is_empty(), "{:?}", answers(&app));
}

#[test]
fn the_suggested_tag_given_by_its_own_key_is_accepted() {
    let mut app = two_judged();
    app.press("t h");
    assert_eq!(answers(&app)[0].2, TagAnswer::Accepted);
}

#[test]
fn what_each_source_is_worth_is_shown() {
    let mut app = two_judged();
    let spec = CheckSpec {
        kind: "not-contains".to_owned(),
        params: [("text".to_owned(), "Settings".into())].into_iter().collect(),
    };
    app.judge_as("ben", vec![Change::CheckAdd { key: None, target: Target::Mode(Slug::of("invented policy")), spec }]);
    let mut app = app.reopened();
    app.press("a p").press("g g G A g m");
    let wanted = "suggested by check invented-policy-not-contains 0 of 1 accepted · similar records 1 of 1";
    let shown: String = app
        .screen()
        .lines()
        .map(|line| line.split('│').next_back().unwrap_or_default().trim())
        .collect::<Vec<_>>()
        .join(" ");
    assert!(shown.contains(wanted), "{}", app.screen());
    app.press("g i l l l l");
    assert!(
        app.screen().contains("Suggested tags: check invented-policy-not-contains 0 of 1 accepted"),
        "{}",
        app.screen()
    );
}

#[test]
fn a_suggestion_is_no_judgement() {
    let mut app = two_judged();
    let counted = |app: &TestApp| {
        let figures = app.reader.figures().unwrap();
        let verdicts = app.reader.verdicts_of(&app.reviewer).unwrap();
        let judged: Vec<i64> = app.reader.judged_rows().unwrap().into_iter().map(|row| row.0).collect();
        let head = app.screen().lines().next().unwrap_or_default().to_owned();
        let rates = insights::rates(&app.reader).unwrap();
        (figures.reviewed, verdicts, judged, head, rates, app.stored(3))
    };
    let before = counted(&app);
    app.press("A");
    assert_eq!(answers(&app).len(), 1);
    assert_eq!(counted(&app), before);
    assert!(app.stored(3).tags.is_empty() && app.stored(3).verdicts.is_empty());
}

#[test]
fn records_that_passed_speak_against_a_tag_and_short_answers_say_nothing() {
    let outputs =
        [TEXTS[0], TEXTS[2], "We are happy to refund all of it under our Kindness Guarantee within a week or so."];
    let mut app = review().with_texts(&outputs).with_modes(MODES).press("p f h");
    assert_eq!(app.stored(1).verdicts[0].verdict, Verdict::Pass);
    assert!(!app.screen().contains("SUGGESTED"), "{}", app.screen());
    app = review().with_texts(&["Yes.", "Yes!", "Yes, sure."]).with_modes(MODES).press("f h");
    assert!(!app.screen().contains("SUGGESTED"), "{}", app.screen());
}
