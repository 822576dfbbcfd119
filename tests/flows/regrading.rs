//! A criterion changes its meaning, and what was graded under the old one is asked again.

use gemba::app::message::{Effect, Write};
use gemba::domain::{Answer, Change, Edit, Purpose, Sampling, SamplingPlan};

use super::harness::{Sitting, review};

const CRITERIA: &[(&str, &str)] = &[("polite", "Is polite."), ("grounded", "Says only what the context says.")];

/// The purposes of the grades written since the last look.
fn purposes(sitting: &mut Sitting) -> Vec<Purpose> {
    let judged = sitting.judged();
    let grades = judged.iter().flatten().filter_map(|change| match change {
        Change::Grade { purpose, .. } => Some(*purpose),
        _ => None,
    });
    grades.collect()
}

/// Forty records graded `met` on one criterion whose meaning then moved, and the round that follows from it.
fn round() -> Sitting {
    let mut sitting = review().with_records(40).with_criteria(CRITERIA).with_grades(40).open();
    sitting.press("c e 1").write_text(" Never gushes.").press("<Enter> m g c r");
    sitting
}

#[test]
fn the_cost_is_told_before_the_round_begins_and_leaving_it_asks_nothing() {
    let mut sitting = round();
    assert!(sitting.screen().contains("40 stale + 8 asked twice, about 24 min"), "{}", sitting.screen());
    assert!(sitting.footer().contains("Enter begin"), "{}", sitting.footer());
    sitting.press("<Esc>");
    assert!(sitting.model.review.round.is_none());
    sitting.press("r <Enter>");
    let session = |effect: &Effect| matches!(effect, Effect::Write(_, Write::Session(_, drawn, queue)) if drawn.plan == SamplingPlan::Stale && queue.asks.len() == 48);
    assert!(sitting.effects.iter().any(session));
    assert!(sitting.screen().contains("Is polite. Never gushes."), "{}", sitting.screen());
    assert!(sitting.screen().contains("1 of 48"), "{}", sitting.screen());
}

#[test]
fn a_new_meaning_marks_the_grade_on_the_screen_and_undo_takes_the_mark_back() {
    let mut sitting = review().with_records(3).with_criteria(CRITERIA).with_grades(3).open();
    let grade = |sitting: &Sitting| {
        sitting.screen().lines().find(|line| line.contains("1 polite")).map(|line| line.trim_end().to_owned()).unwrap()
    };
    assert!(grade(&sitting).ends_with("v1  ✓"), "{}", grade(&sitting));
    sitting.press("j k c e 1").write_text(" Never gushes.").press("<Enter> m");
    assert!(grade(&sitting).ends_with("v2  ⟳ stale"), "{}", grade(&sitting));
    sitting.press("j");
    assert!(grade(&sitting).ends_with("v2  ⟳ stale"), "the next record, read ahead: {}", grade(&sitting));
    sitting.press("u");
    assert!(grade(&sitting).ends_with("v1  ✓"), "{}", grade(&sitting));
    sitting.press("c e 1").write_text(" Or so.").press("<Enter> w");
    assert!(grade(&sitting).ends_with("v2  ✓"), "{}", grade(&sitting));
}

#[test]
fn the_old_answer_is_hidden_until_the_new_one_is_given_then_both_stand_in_the_footer() {
    let mut sitting = round();
    sitting.press("<Enter>");
    assert!(sitting.footer().starts_with("p met  f not met  - n/a  d later"), "{}", sitting.footer());
    let grades: Vec<String> =
        sitting.screen().lines().filter(|line| line.contains("1 polite")).map(str::to_owned).collect();
    assert!(grades.iter().any(|line| line.trim_end().ends_with('?')), "{grades:?}");
    let shown = sitting.screen();
    assert!(!shown.contains("was met") && !shown.contains('✓') && !shown.contains('✗'), "{shown}");
    sitting.press("f");
    assert!(sitting.footer().contains("was met, now not met · u undo"), "{}", sitting.footer());
    assert_eq!(purposes(&mut sitting), [Purpose::Regrade]);
    sitting.press("k");
    assert!(sitting.screen().contains("was met, now not met"), "{}", sitting.screen());
    sitting.press("p");
    assert!(purposes(&mut sitting).is_empty(), "an answered question is not answered over");
    assert!(sitting.footer().contains("answered already"), "{}", sitting.footer());
}

#[test]
fn a_noise_repeat_looks_like_any_other_question_and_never_replaces_the_grade() {
    let mut sitting = round();
    sitting.press("<Enter>");
    let mut looks = Vec::new();
    let mut noise = 0;
    for _ in 0..48 {
        let place = sitting.model.asked().unwrap().ask.clone();
        let screen = sitting.screen();
        let lines: Vec<&str> = screen.lines().collect();
        let question = lines[2..5].iter().map(|line| line.chars().skip(29).take(74).collect::<String>());
        looks.push((place.purpose, question.collect::<Vec<_>>()));
        assert!(screen.lines().any(|line| line.contains("1 polite") && line.trim_end().ends_with('?')), "{screen}");
        assert!(!screen.contains("asked twice") && !screen.contains("noise"), "{screen}");
        let before = sitting.stored(place.row.0).grades[0].answer;
        sitting.press("f");
        let after = sitting.stored(place.row.0).grades[0].answer;
        if place.purpose == Purpose::Noise {
            noise += 1;
            assert_eq!(before, after, "a noise answer stands nowhere");
            assert!(sitting.footer().contains("was not met, now not met"), "{}", sitting.footer());
        } else {
            assert_eq!((before, after), (Answer::Met, Answer::NotMet));
        }
    }
    assert_eq!(noise, 8);
    assert!(looks.iter().all(|(_, look)| *look == looks[0].1), "questions differ: {:?}", looks.first());
    assert!(
        sitting.footer().contains("all 48 answered") && sitting.footer().contains("g c Criteria"),
        "{}",
        sitting.footer()
    );
}

#[test]
fn undo_goes_back_to_the_question_and_hides_the_old_answer_again() {
    let mut sitting = round();
    sitting.press("<Enter> f d p");
    let (first, third) = (0, 2);
    assert_eq!(sitting.model.review.list.cursor, 3);
    sitting.press("u");
    assert_eq!(sitting.model.review.list.cursor, third);
    sitting.press("u");
    assert_eq!(sitting.model.review.list.cursor, first);
    let row = sitting.model.asked().unwrap().ask.row;
    let stored = &sitting.stored(row.0).grades[0];
    assert!(stored.stale && stored.answer == Answer::Met, "what was stale is stale again");
    assert!(sitting.screen().lines().any(|line| line.contains("1 polite") && line.trim_end().ends_with('?')));
    sitting.press("U");
    assert_eq!(sitting.stored(row.0).grades[0].answer, Answer::NotMet);
    assert!(sitting.model.asked().unwrap().given.is_some());
    sitting.press("u p");
    assert_eq!(sitting.stored(row.0).grades[0].answer, Answer::Met);
    assert!(!sitting.stored(row.0).grades[0].stale);
}

#[test]
fn a_round_goes_on_where_it_stopped() {
    let mut sitting = round();
    sitting.press("<Enter> f d p p");
    let open = sitting.model.asked().unwrap().ask.clone();
    let mut sitting = sitting.reopened();
    assert_eq!(sitting.model.review.list.cursor, 1, "the one put off is the first open one");
    assert_eq!(sitting.model.review.round.as_ref().unwrap().progress(), (3, 48));
    sitting.press("p");
    assert_eq!(sitting.model.asked().unwrap().ask, open);
    sitting.press("k k");
    assert!(sitting.screen().contains("answered in an earlier sitting"), "{}", sitting.screen());
}

#[test]
fn a_round_that_is_done_leads_back_to_the_queue_it_began_from() {
    let mut sitting = review().with_records(5).with_criteria(CRITERIA).with_grades(2).open();
    sitting.press("/").write_text("reviewed:no").press("<Enter>");
    sitting.press("c e 1").write_text(" Always.").press("<Enter> m g c r <Enter>");
    sitting.press("p <Esc>");
    assert!(sitting.model.review.round.is_some(), "an open question is not left by accident");
    sitting.press("p");
    assert!(sitting.footer().contains("Esc back"), "{}", sitting.footer());
    sitting.press("<Esc>");
    assert!(sitting.model.review.round.is_none());
    assert_eq!((sitting.model.review.list.filter.as_str(), sitting.model.review.list.len()), ("reviewed:no", 5));
}

#[test]
fn a_failed_answer_comes_back_as_an_open_question() {
    let mut sitting = round();
    sitting.press("<Enter>").fail_writes().press("f");
    assert_eq!(sitting.model.review.list.cursor, 0);
    assert!(sitting.model.asked().unwrap().given.is_none());
    assert!(sitting.footer().contains("Not saved"), "{}", sitting.footer());
}

#[test]
fn digits_answer_the_asked_criterion_only_and_a_verdict_does_not_move_on() {
    let mut sitting = round();
    sitting.press("<Enter> 2");
    assert!(purposes(&mut sitting).is_empty());
    sitting.press("x 1");
    assert_eq!(purposes(&mut sitting), [Purpose::Regrade]);
    assert_eq!(sitting.model.review.list.cursor, 1);
}

#[test]
fn a_round_can_be_drawn_at_the_start_and_what_stays_open_comes_last() {
    let setup = review().with_records(3).with_criteria(CRITERIA).with_grades(3);
    let stale = Sampling { plan: SamplingPlan::Stale, size: None, seed: 7 };
    let mut sitting = setup.drawn_by(stale).open();
    assert!(sitting.footer().contains("No grade of yours is stale"), "{}", sitting.footer());
    sitting.press("g c e").write_text(" Always.").press("<Enter> m r <Enter> d p p");
    assert_eq!(sitting.model.review.list.cursor, 0, "the one put off is asked again");
    sitting.press("p");
    assert!(sitting.footer().contains("all 3 answered"), "{}", sitting.footer());
    assert_eq!(sitting.codebook().criteria[0].stale, 0);
}

#[test]
fn a_criterion_is_edited_as_meaning_or_wording_with_its_reason() {
    let mut sitting = review().with_criteria(&[("polite", "Is polite")]).press("1 c e 1");
    sitting.write_text(" and short").press("<ctrl-j>").write_text("long ones passed").press("<Enter> m");
    let book = sitting.codebook();
    let newest = book.criteria[0].current().unwrap();
    assert_eq!((newest.text.raw(), newest.reason.raw()), ("Is polite and short", "long ones passed"));
    assert_eq!((newest.edit.word(), newest.record), ("meaning", Some(sitting.records()[0].id)));
    assert!(sitting.stored(1).grades[0].stale);
    sitting.press("c n").write_text("never asks for cards").press("<Enter>");
    assert_eq!(sitting.codebook().criteria.len(), 2);
}

#[test]
fn what_goes_stale_is_what_the_store_says_and_until_then_it_is_being_read() {
    let mut sitting = review().with_records(6).with_criteria(CRITERIA).with_grades(6).open();
    sitting.hold_reads().press("c e 1");
    assert!(sitting.screen().contains("reading what goes stale"), "{}", sitting.screen());
    sitting.answer_reads();
    assert!(sitting.screen().contains("6 grades go stale"), "{}", sitting.screen());
    sitting.write_text(" Never gushes.").press("<Enter> m c e 1");
    assert!(sitting.screen().contains("no grade goes stale, 6 already are"), "{}", sitting.screen());
}

#[test]
fn an_edit_tells_what_goes_stale_before_it_is_saved() {
    let mut sitting = review().with_criteria(CRITERIA).with_grades(3).press("c e 1");
    assert!(sitting.screen().contains("3 grades go stale (about 2 min to re-grade)"), "{}", sitting.screen());
    sitting.write_text(" Always.").press("<Enter>");
    let screen = sitting.screen();
    assert!(screen.contains("{+ Always.+}"), "{screen}");
    assert!(
        screen.contains("meaning: 3 grades go stale") && screen.contains("wording: nothing goes stale"),
        "{screen}"
    );
    assert_eq!(sitting.codebook().criteria[0].versions.len(), 1, "nothing is saved yet");
    sitting.press("w");
    let book = sitting.codebook();
    assert_eq!((book.criteria[0].current().unwrap().edit, book.criteria[0].stale), (Edit::Wording, 0));
    assert_eq!(book.criteria[0].current().unwrap().record, Some(sitting.records()[0].id));
}

#[test]
fn a_criterion_is_split_merged_retired_and_given_its_terms() {
    let mut sitting = review().with_criteria(CRITERIA).press("g c s");
    sitting.write_text("warm: Greets.").press("<Enter>");
    assert!(sitting.screen().contains("at least two parts"), "{}", sitting.screen());
    sitting.press("<ctrl-j>").write_text("short: Has no filler.").press("<Enter>");
    let book = sitting.codebook();
    assert!(book.criterion("warm").is_some() && book.criterion("short").is_some());
    assert!(book.criteria.iter().any(|criterion| criterion.name.as_str() == "polite" && criterion.retired));
    sitting.press("u g g p t <Backspace> <Backspace> <Backspace>").write_text("0.1").press("<Enter> o");
    sitting.write_text("ben").press("<Enter> w").write_text("always").press("<Enter>");
    let polite = sitting.codebook().criterion("polite").unwrap().clone();
    assert!(!polite.retired && polite.must_pass && (polite.tau - 0.1).abs() < 1e-9);
    assert_eq!((polite.owner.unwrap().as_str(), polite.use_when.raw()), ("ben", "always"));
    sitting.press("m <Enter>");
    assert_eq!(sitting.codebook().criterion("polite").unwrap().name.as_str(), "grounded");
}

/// Someone who knows the footer and the help only: every key pressed here is named by one of them just before.
#[test]
fn a_newcomer_finds_the_way_from_a_new_criterion_to_its_drift() {
    let mut sitting = review().with_records(12).open();
    let mut follow = |names: &[&str], keys: &str| {
        let footer = sitting.footer();
        sitting.press("?");
        let mut help = sitting.screen();
        for _ in 0..6 {
            sitting.press("<PgDn>");
            help += &sitting.screen();
        }
        sitting.press("<Esc>");
        for name in names {
            assert!(footer.contains(name) || help.contains(name), "nothing tells of {name}: {footer}");
        }
        sitting.press(keys);
        sitting.screen()
    };
    follow(&["Criterion …", "New criterion"], "c n");
    for c in "polite: Is polite.".chars() {
        sitting.key(gemba::command::Chord::char(c), false);
    }
    sitting.press("<Enter>");
    assert!(sitting.footer().contains("criterion \"polite\" made"), "{}", sitting.footer());
    for _ in 0..10 {
        sitting.press("1 j");
    }
    sitting.press("c e 1").write_text(" Never gushes.").press("<Enter>");
    assert!(sitting.footer().contains("m meaning") && sitting.footer().contains("w wording"), "{}", sitting.footer());
    sitting.press("m");
    assert!(sitting.footer().contains("10 grades stale"), "{}", sitting.footer());
    sitting.press("g");
    assert!(sitting.footer().contains("c Criteria"), "{}", sitting.footer());
    sitting.press("c");
    assert!(sitting.screen().contains("10 of 10 grades stale. r asks yours again."), "{}", sitting.screen());
    sitting.press("r");
    assert!(sitting.screen().contains("10 stale, about 5 min"), "{}", sitting.screen());
    sitting.press("<Enter>").press("p f p f p p p p p p");
    assert!(
        sitting.footer().contains("all 10 answered") && sitting.footer().contains("g c Criteria"),
        "{}",
        sitting.footer()
    );
    sitting.press("g c");
    let screen = sitting.screen();
    assert!(screen.contains("too few"), "{screen}");
    assert!(screen.contains("10 re-graded, 0 twice") && screen.contains("2 tightened, 0 relaxed"), "{screen}");
}
