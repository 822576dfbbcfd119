//! A criterion changes its meaning, and what was graded under the old one is asked again.

use gemba::app::message::{Effect, Write};
use gemba::domain::{Answer, Change, Edit, Purpose, Sampling, SamplingPlan};

use super::harness::{TestApp, review};

const CRITERIA: &[(&str, &str)] = &[("polite", "Is polite."), ("grounded", "Says only what the context says.")];

/// The purposes of the grades written since the last look.
fn purposes(app: &mut TestApp) -> Vec<Purpose> {
    let judged = app.judged();
    let grades = judged.iter().flatten().filter_map(|change| match change {
        Change::Grade { purpose, .. } => Some(*purpose),
        _ => None,
    });
    grades.collect()
}

/// Forty records graded `met` on one criterion whose meaning then moved, and the round that follows from it.
fn round() -> TestApp {
    let mut app = review().with_records(40).with_criteria(CRITERIA).with_grades(40).open();
    app.press("c e 1").write_text(" Never gushes.").press("<Enter> m why <Enter> g c r");
    app
}

#[test]
fn the_cost_is_told_before_the_round_begins_and_leaving_it_asks_nothing() {
    let mut app = round();
    assert!(app.screen().contains("40 stale + 8 asked twice, about 24 min"), "{}", app.screen());
    assert!(app.footer().contains("Enter begin"), "{}", app.footer());
    app.press("<Esc>");
    assert!(app.model.screens.review.round.is_none());
    app.press("r <Enter>");
    let session = |effect: &Effect| matches!(effect, Effect::Write(_, Write::Session(_, drawn, queue)) if drawn.plan == SamplingPlan::Stale && queue.asks.len() == 48);
    assert!(app.effects.iter().any(session));
    assert!(app.screen().contains("Is polite. Never gushes."), "{}", app.screen());
    assert!(app.screen().contains("question 1") && app.screen().contains("0 of 48 answered"), "{}", app.screen());
}

#[test]
fn a_new_meaning_marks_the_grade_on_the_screen_and_undo_takes_the_mark_back() {
    let mut app = review().with_records(3).with_criteria(CRITERIA).with_grades(3).open();
    let grade = |app: &TestApp| {
        app.screen().lines().find(|line| line.contains("1 polite")).map(|line| line.trim_end().to_owned()).unwrap()
    };
    assert!(grade(&app).ends_with("v1  ✓"), "{}", grade(&app));
    app.press("j k c e 1").write_text(" Never gushes.").press("<Enter> m why <Enter>");
    assert!(grade(&app).ends_with("v2  ⟳ stale"), "{}", grade(&app));
    app.press("j");
    assert!(grade(&app).ends_with("v2  ⟳ stale"), "the next record, read ahead: {}", grade(&app));
    app.press("u");
    assert!(grade(&app).ends_with("v1  ✓"), "{}", grade(&app));
    app.press("c e 1").write_text(" Or so.").press("<Enter> w why <Enter>");
    assert!(grade(&app).ends_with("v2  ✓"), "{}", grade(&app));
}

#[test]
fn the_old_answer_is_hidden_until_the_new_one_is_given_then_both_stand_in_the_footer() {
    let mut app = round();
    app.press("<Enter>");
    assert!(app.footer().starts_with("p met  f not met  - n/a  d later"), "{}", app.footer());
    let grades: Vec<String> =
        app.screen().lines().filter(|line| line.contains("1 polite")).map(str::to_owned).collect();
    assert!(grades.iter().any(|line| line.trim_end().ends_with('?')), "{grades:?}");
    let shown = app.screen();
    assert!(!shown.contains("was met") && !shown.contains('✓') && !shown.contains('✗'), "{shown}");
    app.press("f");
    assert!(app.footer().contains("was met, now not met · u undo"), "{}", app.footer());
    assert_eq!(purposes(&mut app), [Purpose::Regrade]);
    app.press("k");
    assert!(app.screen().contains("was met, now not met"), "{}", app.screen());
    app.press("p");
    assert!(purposes(&mut app).is_empty(), "an answered question is not answered over");
    assert!(app.footer().contains("answered already"), "{}", app.footer());
}

#[test]
fn a_noise_repeat_looks_like_any_other_question_and_never_replaces_the_grade() {
    let mut app = round();
    app.press("<Enter>");
    let mut looks = Vec::new();
    let mut noise = 0;
    for _ in 0..48 {
        let place = app.model.screens.review.asked().unwrap().ask.clone();
        let screen = app.screen();
        let lines: Vec<&str> = screen.lines().collect();
        let question = lines[2..5].iter().map(|line| line.chars().skip(34).take(70).collect::<String>());
        looks.push((place.purpose, question.collect::<Vec<_>>()));
        assert!(screen.lines().any(|line| line.contains("1 polite") && line.trim_end().ends_with('?')), "{screen}");
        assert!(!screen.contains("asked twice") && !screen.contains("noise"), "{screen}");
        let before = app.stored(place.row.0).grades[0].answer;
        app.press("f");
        let after = app.stored(place.row.0).grades[0].answer;
        if place.purpose == Purpose::Noise {
            noise += 1;
            assert_eq!(before, after, "a noise answer stands nowhere");
            assert!(app.footer().contains("was not met, now not met"), "{}", app.footer());
        } else {
            assert_eq!((before, after), (Answer::Met, Answer::NotMet));
        }
    }
    assert_eq!(noise, 8);
    assert!(looks.iter().all(|(_, look)| *look == looks[0].1), "questions differ: {:?}", looks.first());
    assert!(app.footer().contains("all 48 answered") && app.footer().contains("g c Criteria"), "{}", app.footer());
}

#[test]
fn undo_goes_back_to_the_question_and_hides_the_old_answer_again() {
    let mut app = round();
    app.press("<Enter> f d p");
    let (first, third) = (0, 2);
    assert_eq!(app.model.screens.review.list.cursor, 3);
    app.press("u");
    assert_eq!(app.model.screens.review.list.cursor, third);
    app.press("u");
    assert_eq!(app.model.screens.review.list.cursor, first);
    let row = app.model.screens.review.asked().unwrap().ask.row;
    let stored = &app.stored(row.0).grades[0];
    assert!(stored.stale && stored.answer == Answer::Met, "what was stale is stale again");
    assert!(app.screen().lines().any(|line| line.contains("1 polite") && line.trim_end().ends_with('?')));
    app.press("U");
    assert_eq!(app.stored(row.0).grades[0].answer, Answer::NotMet);
    assert!(app.model.screens.review.asked().unwrap().given.is_some());
    app.press("u p");
    assert_eq!(app.stored(row.0).grades[0].answer, Answer::Met);
    assert!(!app.stored(row.0).grades[0].stale);
}

#[test]
fn a_round_goes_on_where_it_stopped() {
    let mut app = round();
    app.press("<Enter> f d p p");
    let open = app.model.screens.review.asked().unwrap().ask.clone();
    let mut app = app.reopened();
    assert_eq!(app.model.screens.review.list.cursor, 1, "the one put off is the first open one");
    assert_eq!(app.model.screens.review.round.as_ref().unwrap().progress(), (3, 48));
    app.press("p");
    assert_eq!(app.model.screens.review.asked().unwrap().ask, open);
    app.press("k k");
    assert!(app.screen().contains("answered in an earlier session"), "{}", app.screen());
}

#[test]
fn a_round_that_is_done_leads_back_to_the_queue_it_began_from() {
    let mut app = review().with_records(5).with_criteria(CRITERIA).with_grades(2).open();
    app.press("/").write_text("reviewed:no").press("<Enter>");
    app.press("c e 1").write_text(" Always.").press("<Enter> m why <Enter> g c r <Enter>");
    app.press("p <Esc>");
    assert!(app.model.screens.review.round.is_some(), "an open question is not left by accident");
    app.press("p");
    assert!(app.footer().contains("Esc back"), "{}", app.footer());
    app.press("<Esc>");
    assert!(app.model.screens.review.round.is_none());
    assert_eq!(
        (app.model.screens.review.list.filter.as_str(), app.model.screens.review.list.len()),
        ("reviewed:no", 5)
    );
}

#[test]
fn a_failed_answer_comes_back_as_an_open_question() {
    let mut app = round();
    app.press("<Enter>").fail_writes().press("f");
    assert_eq!(app.model.screens.review.list.cursor, 0);
    assert!(app.model.screens.review.asked().unwrap().given.is_none());
    assert!(app.footer().contains("Not saved"), "{}", app.footer());
}

#[test]
fn digits_answer_the_asked_criterion_only_and_a_verdict_does_not_move_on() {
    let mut app = round();
    app.press("<Enter> 2");
    assert!(purposes(&mut app).is_empty());
    app.press("x 1");
    assert_eq!(purposes(&mut app), [Purpose::Regrade]);
    assert_eq!(app.model.screens.review.list.cursor, 1);
}

#[test]
fn a_round_can_be_drawn_at_the_start_and_what_stays_open_comes_last() {
    let setup = review().with_records(3).with_criteria(CRITERIA).with_grades(3);
    let stale = Sampling { plan: SamplingPlan::Stale, by: None, size: None, seed: 7 };
    let mut app = setup.drawn_by(stale).open();
    assert!(app.footer().contains("None of your grades here is stale"), "{}", app.footer());
    app.press("g c e").write_text(" Always.").press("<Enter> m why <Enter> r <Enter> d p p");
    assert_eq!(app.model.screens.review.list.cursor, 0, "the one put off is asked again");
    app.press("p");
    assert!(app.footer().contains("all 3 answered"), "{}", app.footer());
    assert_eq!(app.codebook().criteria[0].stale, 0);
}

#[test]
fn a_criterion_is_edited_as_meaning_or_wording_with_its_reason() {
    let mut app = review().with_criteria(&[("polite", "Is polite")]).press("1 c e 1");
    app.write_text(" and short").press("<ctrl-j>").write_text("long ones passed").press("<Enter> m");
    let book = app.codebook();
    let newest = book.criteria[0].current().unwrap();
    assert_eq!((newest.text.raw(), newest.reason.raw()), ("Is polite and short", "long ones passed"));
    assert_eq!((newest.edit.word(), newest.record), ("meaning", Some(app.records()[0].id)));
    assert!(app.stored(1).grades[0].stale);
    app.press("c n").write_text("never asks for cards").press("<Enter>");
    assert_eq!(app.codebook().criteria.len(), 2);
}

#[test]
fn what_goes_stale_is_what_the_store_says_and_until_then_it_is_being_read() {
    let mut app = review().with_records(6).with_criteria(CRITERIA).with_grades(6).open();
    app.hold_reads().press("c e 1");
    assert!(app.screen().contains("reading what goes stale"), "{}", app.screen());
    app.answer_reads();
    assert!(app.screen().contains("6 grades go stale"), "{}", app.screen());
    app.write_text(" Never gushes.").press("<Enter> m why <Enter> c e 1");
    assert!(app.screen().contains("no grade goes stale, 6 already are"), "{}", app.screen());
}

#[test]
fn an_edit_tells_what_goes_stale_before_it_is_saved() {
    let mut app = review().with_criteria(CRITERIA).with_grades(3).press("c e 1");
    assert!(app.screen().contains("3 grades go stale (about 2 min to re-grade)"), "{}", app.screen());
    app.write_text(" Always.").press("<Enter>");
    let screen = app.screen();
    assert!(screen.contains("{+ Always.+}"), "{screen}");
    assert!(
        screen.contains("meaning: 3 grades go stale") && screen.contains("wording: nothing goes stale"),
        "{screen}"
    );
    assert_eq!(app.codebook().criteria[0].versions.len(), 1, "nothing is saved yet");
    app.press("w why <Enter>");
    let book = app.codebook();
    assert_eq!((book.criteria[0].current().unwrap().edit, book.criteria[0].stale), (Edit::Wording, 0));
    assert_eq!(book.criteria[0].current().unwrap().record, Some(app.records()[0].id));
}

#[test]
fn a_criterion_is_split_merged_retired_and_given_its_terms() {
    let mut app = review().with_criteria(CRITERIA).press("g c s");
    app.write_text("warm: Greets.").press("<Enter>");
    assert!(app.screen().contains("at least two parts"), "{}", app.screen());
    app.press("<ctrl-j>").write_text("short: Has no filler.").press("<Enter>");
    let book = app.codebook();
    assert!(book.criterion("warm").is_some() && book.criterion("short").is_some());
    assert!(book.criteria.iter().any(|criterion| criterion.name.as_str() == "polite" && criterion.retired));
    app.press("u g g p t <Backspace> <Backspace> <Backspace>").write_text("0.1").press("<Enter> o");
    app.write_text("ben").press("<Enter> w").write_text("always").press("<Enter>");
    let polite = app.codebook().criterion("polite").unwrap().clone();
    assert!(!polite.retired && polite.must_pass && (polite.tau - 0.1).abs() < 1e-9);
    assert_eq!((polite.owner.unwrap().as_str(), polite.use_when.raw()), ("ben", "always"));
    app.press("m <Enter>");
    assert_eq!(app.codebook().criterion("polite").unwrap().name.as_str(), "grounded");
}

/// Someone who knows the footer and the help only: every key pressed here is named by one of them just before.
#[test]
fn a_newcomer_finds_the_way_from_a_new_criterion_to_its_drift() {
    let mut app = review().with_records(12).open();
    let mut follow = |names: &[&str], keys: &str| {
        let footer = app.footer();
        app.press("?");
        let mut help = app.screen();
        for _ in 0..6 {
            app.press("<PgDn>");
            help += &app.screen();
        }
        app.press("<Esc>");
        for name in names {
            assert!(footer.contains(name) || help.contains(name), "nothing tells of {name}: {footer}");
        }
        app.press(keys);
        app.screen()
    };
    follow(&["Criterion …", "New criterion"], "c n");
    for c in "polite: Is polite.".chars() {
        app.key(gemba::command::Chord::char(c), false);
    }
    app.press("<Enter>");
    assert!(app.footer().contains("criterion \"polite\" made"), "{}", app.footer());
    for _ in 0..10 {
        app.press("1 j");
    }
    app.press("c e 1").write_text(" Never gushes.").press("<Enter>");
    assert!(app.footer().contains("m meaning") && app.footer().contains("w wording"), "{}", app.footer());
    app.press("m why <Enter>");
    assert!(app.footer().contains("10 grades stale"), "{}", app.footer());
    app.press("g");
    assert!(app.footer().contains("c Criteria"), "{}", app.footer());
    app.press("c");
    assert!(app.screen().contains("10 of 10 grades stale. r asks yours again."), "{}", app.screen());
    app.press("r");
    assert!(app.screen().contains("10 stale, about 5 min"), "{}", app.screen());
    app.press("<Enter>").press("p f p f p p p p p p");
    assert!(app.footer().contains("all 10 answered") && app.footer().contains("g c Criteria"), "{}", app.footer());
    app.press("g c");
    let screen = app.screen();
    assert!(screen.contains("too few"), "{screen}");
    assert!(
        screen.contains("2 of 10 answers changed (2 stricter, 0 milder") && screen.contains("25 more repeat"),
        "{screen}"
    );
}

#[test]
fn an_edit_asks_why_and_is_not_written_without_a_reason() {
    let mut app = review().with_criteria(CRITERIA).press("1 c e 1");
    app.judged();
    app.write_text(" Always.").press("<Enter> m");
    assert!(app.screen().contains("why it changes (meaning)"), "{}", app.screen());
    app.press("<Enter>");
    assert!(app.screen().contains("Say in a few words why"), "{}", app.screen());
    assert!(app.judged().is_empty());
    app.press("<Esc>");
    assert!(app.screen().contains("what did the edit change?"), "back to the question: {}", app.screen());
    app.press("w").write_text("said better").press("<Enter>");
    let judged = app.judged();
    assert!(
        matches!(&judged[0][0], Change::CriterionRevise { reason, .. } if reason.raw() == "said better"),
        "{judged:?}"
    );
    assert!(app.model.overlays.is_empty());
}
