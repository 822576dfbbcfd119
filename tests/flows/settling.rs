//! What reviewers answered differently, side by side on the review screen, and how it is settled.

use gemba::domain::{
    Answer, Change, Edit, Purpose, SettleTarget, SettledAnswer, SettledBy, Slug, Span, Untrusted, Verdict,
};

use super::harness::{TestApp, review};

const MODES: &[(&str, char)] = &[("invented policy", 'h'), ("wrong tone", 't')];
const CRITERIA: &[(&str, &str)] = &[("Promises", "Promises only what the facts say.")];

/// The first record, failed by ana with a mode and a note, passed by ben with a note; both graded the first criterion.
fn disputed(columns: u16, rows: u16) -> TestApp {
    let mut app = review().with_modes(MODES).with_criteria(CRITERIA).at(columns, rows).open();
    let record = app.records()[0].id;
    let (mode, criterion) = (Slug::of("invented policy"), app.codebook().criteria[0].key.clone());
    let verdict = |verdict| Change::Verdict { record, verdict: Some(verdict), reason: None };
    let note = |text: &str| Change::Note { record, span: None, text: Some(Untrusted::from(text)) };
    let grade = |answer| Change::Grade {
        record,
        criterion: criterion.clone(),
        version: 0,
        answer: Some(answer),
        purpose: Purpose::First,
    };
    let span = Some(Span { turn: None, start: 0, end: 4 });
    let tag = Change::Tag { record, mode, span };
    app.judge_as("ana", vec![verdict(Verdict::Fail), tag, note("made-up deadline"), grade(Answer::NotMet)]);
    app.judge_as("ben", vec![verdict(Verdict::Pass), note("the deadline is \u{202e}right"), grade(Answer::Met)]);
    app.press("j k r r");
    app
}

#[test]
fn both_answers_stand_side_by_side_with_names_notes_and_evidence() {
    for (columns, rows) in [(80, 24), (120, 40), (200, 50)] {
        let mut app = disputed(columns, rows);
        assert!(app.screen().contains("disputed · b"), "{}", app.screen());
        app.press("b");
        let screen = app.screen();
        for part in ["verdict", "not settled", "made-up deadline", "the deadline is", "“"] {
            assert!(screen.contains(part), "{part} at {columns}:\n{screen}");
        }
        let line = screen.lines().find(|line| line.contains("ana") && line.contains("fail")).unwrap_or_default();
        assert!(line.contains("ben") && line.contains("pass"), "in one row: {screen}");
        assert!(!screen.contains('\u{202e}'), "{screen}");
        app.press("<Esc>");
        assert!(!app.screen().contains("not settled"), "{}", app.screen());
    }
}

#[test]
fn one_key_settles_together_and_undo_takes_back_that_alone() {
    let mut app = disputed(120, 40);
    app.judged();
    app.press("b f");
    let judged = app.judged();
    let [group] = judged.as_slice() else { panic!("{judged:?}") };
    let [Change::Settle { target, answer, by, how, .. }] = group.as_slice() else { panic!("{group:?}") };
    assert_eq!((target, *answer, *how), (&SettleTarget::Verdict, Some(SettledAnswer::Fail), SettledBy::Agreement));
    assert_eq!(by.iter().map(gemba::domain::Name::as_str).collect::<Vec<_>>(), ["ana", "ben"]);
    assert!(app.screen().contains("settled: fail by ana, ben"), "{}", app.screen());
    assert!(app.screen().contains("pass"), "what each answered stays in view: {}", app.screen());
    app.press("u");
    assert!(app.stored(1).settled.is_empty());
    assert_eq!(app.stored(1).verdicts.len(), 2, "the votes stay");
}

#[test]
fn the_column_of_judgements_lists_what_was_settled_by_whom_and_when() {
    let mut app = disputed(120, 40);
    assert!(!app.screen().contains("SETTLED"), "{}", app.screen());
    app.press("b f <Esc>");
    let rows: Vec<String> =
        app.screen().lines().map(|line| line.rsplit('│').next().unwrap().trim().to_owned()).collect();
    let at = rows.iter().position(|row| row == "SETTLED").unwrap_or_else(|| panic!("{}", app.screen()));
    assert_eq!(rows[at + 1], "✗ fail");
    let when = app.now.short();
    assert_eq!(rows[at + 2], format!("by ana, ben, {when}"));
    app.press("u");
    assert!(!app.screen().contains("SETTLED"), "{}", app.screen());
    app.press("U P");
    let shared = app.screen();
    assert!(shared.contains("✗ fail") && !shared.contains("by ana"), "no names on a shared screen: {shared}");
}

#[test]
fn the_owner_settles_alone_and_others_are_told_who_may() {
    let mut app = disputed(80, 24);
    app.press("b G j j p");
    app.judged();
    app.press("o f");
    assert!(app.footer().contains("alone"), "{}", app.footer());
    let alone =
        |group: &Vec<Change>| group.iter().any(|change| matches!(change, Change::Settle { how: SettledBy::Owner, .. }));
    assert!(!app.judged().iter().any(alone), "nobody owns it");
}

#[test]
fn from_a_dispute_one_key_leads_to_the_statement_of_its_criterion() {
    let mut app = disputed(120, 40);
    app.press("b j j c");
    assert!(app.screen().contains("Enter"), "{}", app.screen());
    app.write_text(" In writing.").press("<Enter> m").write_text("ana and ben read it differently").press("<Enter>");
    let book = app.codebook();
    let newest = book.criteria.iter().find_map(|criterion| criterion.versions.get(1)).expect("a second version");
    assert_eq!(newest.edit, Edit::Meaning);
    assert_eq!(newest.record, Some(app.records()[0].id), "the record is the reason");
}

#[test]
fn where_nobody_differs_the_key_says_so() {
    let app = review().press("p k b");
    assert!(app.footer().contains("Nobody answered differently"), "{}", app.footer());
    assert!(!app.screen().contains("disputed"), "{}", app.screen());
}
