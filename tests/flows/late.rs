//! Answers that are older than what was judged since they were asked for: the screen never goes back to what was.

use gemba::app::message::{Effect, Message};
use gemba::domain::{Queue, RowId, Verdict};
use gemba::views::Read;

use super::harness::{TestApp, review};

const MODES: &[(&str, char)] = &[("invented policy", 'h'), ("wrong tone", 't')];

/// The verdict, tags and notes that the screen holds of the record under the cursor.
fn shown(app: &TestApp) -> (Option<Verdict>, usize, usize) {
    let judgements = &app.model.screens.review.current().unwrap().view.judgements;
    (judgements.verdicts.first().map(|own| own.verdict), judgements.tags.len(), judgements.notes.len())
}

fn glyph_in_queue(app: &TestApp, row: i64) -> Option<Verdict> {
    app.model.screens.review.list.line(RowId(row)).unwrap().verdict
}

#[test]
fn a_record_read_before_it_was_judged_and_answered_after_it_shows_the_judgement() {
    let mut app = review().with_modes(MODES).open();
    // The raw text is asked for, and the record is tagged before it comes.
    app.hold_reads().press("r t h t t").answer_reads();
    assert_eq!(shown(&app), (None, 2, 0));
    assert_eq!(app.codebook().modes[0].count, app.model.read_model.codebook.modes[0].count);
}

#[test]
fn the_same_while_the_judgement_is_still_being_saved() {
    let mut app = review().with_modes(MODES).open();
    app.hold_writes().hold_reads().press("r n").write_text("too sure").press("<Enter> t h t h f");
    app.answer_reads();
    app.press("k");
    assert_eq!(shown(&app), (Some(Verdict::Fail), 0, 1));
    app.answer_writes();
    assert_eq!(shown(&app), (Some(Verdict::Fail), 0, 1));
    assert_eq!(app.stored(1).verdicts[0].verdict, Verdict::Fail);
}

#[test]
fn a_grade_given_while_its_record_was_being_read_stands() {
    let mut app = review().with_criteria(&[("polite", "Is polite.")]).open();
    app.hold_reads().press("r x 1").answer_reads();
    let grades = &app.model.screens.review.current().unwrap().view.judgements.grades;
    assert_eq!(grades.len(), 1, "{grades:?}");
    assert!(!grades[0].stale);
}

#[test]
fn queue_lines_that_come_late_do_not_take_a_verdict_back() {
    let mut app = review().with_records(3).open();
    // An undo asks for the lines anew; the record is judged again before they come.
    app.press("p k").hold_reads().press("u p").answer_reads();
    assert_eq!(glyph_in_queue(&app, 1), Some(Verdict::Pass));
    assert_eq!(app.stored(1).verdicts.len(), 1);
}

#[test]
fn tallies_asked_for_while_a_judgement_is_being_saved_are_asked_again() {
    let mut app = review().with_modes(MODES).open();
    app.press("g k a <Enter>").write_text("not-contains Guarantee").press("<Enter> g r");
    app.hold_writes().press("F h p p g k");
    assert_eq!(app.model.read_model.tallies[0].1.totals(), (0, 0));
    app.answer_writes();
    let tally = &app.model.read_model.tallies[0].1;
    assert_eq!((tally.caught.len(), tally.totals()), (1, (1, 2)));
}

#[test]
fn a_queue_drawn_while_a_verdict_is_being_saved_does_not_hold_what_was_just_judged() {
    let mut app = review().open();
    app.hold_writes().press("p /").write_text("verdict:none").press("<Enter>");
    app.answer_writes();
    assert_eq!(app.model.screens.review.list.len(), 2);
}

#[test]
fn a_codebook_read_in_between_does_not_hide_a_mode_that_is_being_saved() {
    let mut app = review().with_modes(MODES).open();
    // The first tag is on disk and the codebook is asked for anew; the second mode is made before that answer comes.
    app.hold_reads().press("t h").hold_writes().press("T").write_text("too vague").press("<Enter>");
    app.answer_reads();
    let names = |app: &TestApp| {
        let modes = app.model.read_model.codebook.modes.iter();
        modes.map(|mode| (mode.name.to_string(), mode.count)).collect::<Vec<_>>()
    };
    assert!(names(&app).contains(&("too vague".to_owned(), 1)), "{:?}", names(&app));
    app.answer_writes();
    assert!(names(&app).contains(&("too vague".to_owned(), 1)), "{:?}", names(&app));
    assert!(names(&app).contains(&("invented policy".to_owned(), 1)), "{:?}", names(&app));
}

fn is_queue(read: &Read) -> bool {
    matches!(read, Read::Queue { .. })
}

/// Types a filter whose queue is never drawn to its end; returns the number of that read.
fn slow_filter(app: &mut TestApp, filter: &str) -> u64 {
    app.unanswered = is_queue;
    app.press("/ <ctrl-u>").write_text(filter).press("<Enter>");
    let asked = app.effects.iter().rev().find_map(|effect| match effect {
        Effect::Read(request, read) if is_queue(read) => Some(*request),
        _ => None,
    });
    asked.unwrap()
}

fn hits(rows: &[i64]) -> Queue {
    let rows: Vec<RowId> = rows.iter().copied().map(RowId).collect();
    Queue { population: rows.len() as u64, rows, total: 12, ..Queue::default() }
}

#[test]
fn a_filter_that_takes_long_is_named_holds_no_key_up_and_esc_stops_it() {
    let mut app = review().with_records(12).open();
    let request = slow_filter(&mut app, "re:/slow/");
    assert!(app.screen().contains("looking for re:/slow/ · Esc stops"), "{}", app.screen());
    app.press("j p");
    assert_eq!((app.judged().len(), app.model.screens.review.list.len()), (1, 12));
    app.press("<Esc>");
    assert!(app.footer().contains("Stopped; the queue is as it was"), "{}", app.footer());
    assert!(!app.screen().contains("looking for"), "{}", app.screen());
    assert!(app.effects.iter().any(|effect| matches!(effect, Effect::Cancel(asked) if *asked == request)));
    app.send(Message::FirstHits(request, Box::new(hits(&[3]))));
    assert_eq!(app.model.screens.review.list.len(), 12, "what comes too late is dropped");
}

#[test]
fn first_hits_are_read_while_others_are_looked_for_and_esc_brings_the_queue_back() {
    let mut app = review().with_records(12).press("j j");
    let request = slow_filter(&mut app, "re:/slow/");
    app.send(Message::FirstHits(request, Box::new(hits(&[2]))));
    assert!(app.screen().contains("0 of 1+ judged"), "{}", app.screen());
    app.send(Message::FirstHits(request, Box::new(hits(&[2, 5, 9]))));
    app.press("j p");
    assert_eq!((app.model.screens.review.list.row(), app.model.screens.review.list.len()), (Some(RowId(9)), 3));
    app.press("<Esc>");
    assert_eq!((app.model.screens.review.list.row(), app.model.screens.review.list.len()), (Some(RowId(3)), 12));
    assert_eq!(glyph_in_queue(&app, 5), Some(Verdict::Pass), "what was judged meanwhile stands");
    // Without Esc the queue goes on where the reader is.
    let request = slow_filter(&mut app, "norway");
    app.send(Message::FirstHits(request, Box::new(hits(&[2, 5]))));
    app.press("j");
    app.unanswered = |_| false;
    let read = app.effects.iter().rfind(|effect| matches!(effect, Effect::Read(_, read) if is_queue(read))).cloned();
    app.send_effects(vec![read.unwrap()]);
    assert_eq!((app.model.screens.review.list.row(), app.model.screens.review.list.len()), (Some(RowId(5)), 4));
    assert!(!app.press("<Esc>").screen().contains("counting"));
}
