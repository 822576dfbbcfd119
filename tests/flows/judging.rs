//! Strokes and what they write: the counts of keys are promises.

use gemba::app::message::{Effect, Message, Write};
use gemba::command::{Chord, Keymap, REGISTRY, Trigger};
use gemba::domain::{Answer, Change, RowId, Span, Verdict};
use gemba::views::{Read, Slot};

use super::harness::review;

const MODES: &[(&str, char)] = &[("invented policy", 'h'), ("wrong tone", 't'), ("broken JSON", 'j')];

fn verdict(change: &Change) -> Option<Verdict> {
    match change {
        Change::Verdict { verdict, .. } => *verdict,
        _ => None,
    }
}

#[test]
fn a_pass_costs_one_key_and_moves_on() {
    let mut app = review().press("p");
    let judged = app.judged();
    assert_eq!(judged.len(), 1);
    assert_eq!(verdict(&judged[0][0]), Some(Verdict::Pass));
    assert_eq!(app.model.screens.review.list.cursor, 1);
    assert!(app.footer().contains("✓ ") && app.footer().contains("u undo"), "{}", app.footer());
    assert_eq!(app.stored(1).verdicts[0].verdict, Verdict::Pass);
}

#[test]
fn a_fail_with_a_known_mode_costs_two_keys_and_is_one_group() {
    let mut app = review().with_modes(MODES).press("F h");
    let judged = app.judged();
    assert_eq!(judged.len(), 1);
    assert!(
        judged[0].iter().any(|change| matches!(change, Change::Tag { mode, .. } if mode.as_str() == "invented-policy"))
    );
    assert!(judged[0].iter().any(|change| verdict(change) == Some(Verdict::Fail)));
    assert_eq!(app.model.screens.review.list.cursor, 1);
}

#[test]
fn a_fail_with_a_new_mode_costs_three_keys_besides_its_name() {
    let mut app = review().open();
    app.press("F /").write_text("too vague").press("<Enter>");
    let judged = app.judged();
    assert_eq!(judged.len(), 1, "one group");
    assert!(matches!(&judged[0][1], Change::ModeAdd { name, .. } if name.as_str() == "too vague"));
    assert!(matches!(&judged[0][2], Change::Tag { mode, .. } if mode.as_str() == "too-vague"));
    assert_eq!(verdict(&judged[0][0]), Some(Verdict::Fail));
    let book = app.codebook();
    assert_eq!((book.modes[0].name.as_str(), book.modes[0].count), ("too vague", 1));
}

#[test]
fn a_tag_stays_and_toggles() {
    let mut app = review().with_modes(MODES).press("t h");
    assert_eq!(app.model.screens.review.list.cursor, 0);
    assert_eq!(app.stored(1).tags.len(), 1);
    app.press("t h");
    assert_eq!(app.stored(1).tags.len(), 0);
    app.press("t h f f");
    assert_eq!(app.model.screens.review.list.cursor, 1);
    assert_eq!(app.stored(1).verdicts[0].verdict, Verdict::Fail);
}

#[test]
fn an_unknown_hotkey_judges_nothing_and_waits() {
    let mut app = review().with_modes(MODES).press("t z");
    assert!(app.footer().contains("No failure mode has the hotkey z"), "{}", app.footer());
    app.press("h");
    assert_eq!(app.judged().len(), 1);
    assert_eq!(app.stored(1).tags.len(), 1);
}

#[test]
fn the_picker_finds_by_a_few_letters_and_new_is_one_up() {
    let mut app = review().with_modes(MODES).open();
    app.press("T").write_text("invp").press("<Enter>");
    assert_eq!(app.stored(1).tags[0].mode.as_str(), "invented-policy");
    app.press("t /").write_text("tone").press("<Up> <Enter>");
    assert!(app.codebook().modes.iter().any(|mode| mode.name.as_str() == "tone"));
    assert_eq!(app.stored(1).tags.len(), 2);
}

#[test]
fn criteria_are_graded_met_not_met_and_not_applicable() {
    let criteria = [("polite", "The answer is polite."), ("grounded", "Only the context.")];
    let app = review().with_criteria(&criteria).press("1 x 2 j - 1 m /");
    let first = app.stored(1);
    assert_eq!(first.grades.iter().map(|grade| grade.answer).collect::<Vec<_>>(), [Answer::Met, Answer::NotMet]);
    assert_eq!(app.stored(2).grades[0].answer, Answer::Na);
    assert!(app.screen().contains("met: "), "{}", app.screen());
}

#[test]
fn a_note_is_written_in_place_and_left_as_a_draft() {
    let mut app = review().press("n");
    app.write_text("made-up name").press("<ctrl-j>").write_text("second line").press("<Enter>");
    assert_eq!(app.stored(1).notes[0].text.raw(), "made-up name\nsecond line");
    app.press("j n").write_text("half").press("<Esc>");
    assert!(app.stored(2).notes.is_empty());
    let drafts = |effect: &Effect| matches!(effect, Effect::Write(_, Write::Draft(_, _, text, _)) if text == "half");
    assert!(app.effects.iter().any(drafts));
    app.press("k j n");
    assert!(app.screen().contains("half"), "the draft is there again");
    app.press("<Enter>");
    assert_eq!(app.stored(2).notes[0].text.raw(), "half");
}

#[test]
fn an_empty_note_where_none_stood_takes_nothing_back() {
    let mut app = review().press("n <Enter>");
    assert!(app.footer().contains("No note was written."), "{}", app.footer());
    assert!(app.judged().is_empty());
    app.press("n").write_text("kept").press("<Enter> n <ctrl-u> <Enter>");
    assert!(app.footer().contains("taken back"), "{}", app.footer());
    assert!(app.stored(1).notes.is_empty());
}

#[test]
fn two_records_keep_a_draft_each_and_an_unchanged_text_is_none() {
    let mut app = review().press("n");
    app.write_text("first").press("<Esc> j n").write_text("second").press("<Esc> k n");
    assert!(app.screen().contains("first"), "{}", app.screen());
    app.press("<Enter> > c <Esc>");
    let is_kept =
        |effect: &Effect| matches!(effect, Effect::Write(_, Write::Draft(_, what, _, _)) if what == "criterion");
    assert!(!app.effects.iter().any(is_kept), "nobody wrote anything");
    app.press("c n");
    assert_eq!(app.model.text_entry().unwrap().editor.text(), "", "a new criterion begins empty");
    let kept: Vec<i64> = app
        .effects
        .iter()
        .filter_map(|effect| match effect {
            Effect::Write(_, Write::Draft(row, _, text, _)) if !text.is_empty() => Some(row.0),
            _ => None,
        })
        .collect();
    assert!(kept.contains(&1) && kept.contains(&2), "{kept:?}");
}

#[test]
fn a_wrong_filter_says_the_whole_of_what_is_wrong_and_ctrl_u_empties_the_line() {
    let mut app = review().at(80, 24).press("/");
    assert!(app.footer().contains("Enter filter"), "{}", app.footer());
    app.write_text("verdict:nne").press("<Enter>");
    assert!(app.screen().contains("is `none`."), "{}", app.screen());
    app.press("<ctrl-u>").write_text("verdict:none").press("<Enter>");
    assert_eq!(app.model.screens.review.list.filter, "verdict:none");
}

#[test]
fn what_was_not_saved_is_told_before_the_place_that_was_not_kept() {
    let mut app = review().open();
    app.fail_writes().press("p");
    assert!(app.footer().contains("Not saved, change reverted"), "{}", app.footer());
}

#[test]
fn a_note_becomes_a_mode_and_a_criterion() {
    let mut app = review().press("n");
    app.write_text("asks for card data").press("<Enter> > m <Enter>");
    assert_eq!(app.stored(1).tags[0].mode.as_str(), "asks-for-card-data");
    app.press("> c <Enter>");
    let book = app.codebook();
    assert_eq!(book.criteria[0].name.as_str(), "asks for card data");
    assert_eq!(book.criteria[0].versions[0].record, Some(app.records()[0].id));
}

#[test]
fn undo_takes_back_what_was_done_shows_it_and_redo_does_it_again() {
    let mut app = review().with_modes(MODES).open();
    let before: Vec<_> = (1..=3).map(|row| app.stored(row)).collect();
    app.press("F h p j");
    app.press("u");
    assert_eq!(app.model.screens.review.list.cursor, 1, "the cursor is on what came back");
    app.press("u");
    assert_eq!(app.model.screens.review.list.cursor, 0);
    assert_eq!((1..=3).map(|row| app.stored(row)).collect::<Vec<_>>(), before);
    assert_eq!(app.codebook().modes[0].count, 0);
    assert!(!app.screen().contains('✓'));
    app.press("U");
    assert_eq!(app.stored(1).verdicts[0].verdict, Verdict::Fail);
    app.press("<ctrl-r>");
    assert_eq!(app.stored(2).verdicts[0].verdict, Verdict::Pass);
}

#[test]
fn the_last_judgement_is_repeated() {
    let mut app = review().with_modes(MODES).press("F h . p");
    assert_eq!(app.judged().len(), 3);
    assert_eq!(app.stored(2).tags[0].mode.as_str(), "invented-policy");
}

#[test]
fn marked_records_are_judged_together_and_undone_together() {
    let mut app = review().with_records(37).press("*");
    assert!(app.footer().contains("37 of 37 filtered (37 in all) marked"), "{}", app.footer());
    app.press("f f");
    assert!(app.footer().contains("37 records failed · u undo"), "{}", app.footer());
    let judged = app.judged();
    assert_eq!((judged.len(), judged[0].len()), (1, 37), "one group");
    assert_eq!(app.stored(37).verdicts.len(), 1);
    app.press("u");
    assert_eq!(app.stored(37).verdicts.len(), 0);
    app.press("g g <Space> <Space> p");
    assert_eq!(app.judged()[0].len(), 2);
    assert_eq!(app.stored(3).verdicts.len(), 0);
}

#[test]
fn a_chosen_span_is_the_evidence() {
    let mut app = review().with_modes(MODES).press("v w w t h");
    assert_eq!(app.stored(1).tags[0].span, Some(Span { turn: None, start: 0, end: 3 }));
    app.press("V n").write_text("whole line").press("<Enter>");
    let line = app.stored(1).notes[0].span.unwrap();
    assert_eq!((line.start, line.end), (0, 109));
    app.press("s").write_text("refund").press("<Enter> v F j");
    let tag = app.stored(1).tags[1].clone();
    assert_eq!((tag.mode.as_str(), tag.span), ("broken-json", Some(Span { turn: None, start: 52, end: 58 })));
}

#[test]
fn an_unbracketed_burst_drops_judging_keys_and_lets_navigation_pass() {
    let mut app = review().with_modes(MODES).open();
    app.burst("p j t h f u");
    assert!(app.judged().is_empty());
    assert_eq!(app.model.screens.review.list.cursor, 1);
    assert!(app.footer().contains("judging keys among them were dropped"), "{}", app.footer());
    app.send(Message::Paste("p f d".to_owned()));
    assert!(app.judged().is_empty());
    app.press("n");
    app.send(Message::Paste("pasted\ntext".to_owned()));
    app.burst("more <Enter> p");
    assert!(app.judged().is_empty(), "a pasted newline saves nothing");
    app.press("<Enter>");
    assert_eq!(app.stored(2).notes[0].text.raw(), "pasted\ntextmore\np");
}

#[test]
fn a_name_that_came_as_a_burst_is_taken_by_a_second_enter_only() {
    let mut app = review().with_modes(MODES).open();
    app.press("T");
    app.burst("p a s t e d");
    app.press("<Enter>");
    assert!(app.judged().is_empty(), "a paste never tags");
    app.press("<Enter>");
    assert_eq!(app.judged().len(), 1);
}

#[test]
fn what_is_shown_as_saved_is_saved_and_a_failed_write_comes_back() {
    let mut app = review().open();
    app.hold_writes().press("f f");
    assert!(app.screen().contains("saving…"));
    app.answer_writes();
    assert!(!app.screen().contains("saving…") && app.screen().contains("saved"));
    app.fail_writes().press("p k");
    assert!(app.stored(2).verdicts.is_empty());
    let line = |row| app.model.screens.review.list.line(gemba::domain::RowId(row)).unwrap().verdict;
    assert_eq!((line(1), line(2)), (Some(Verdict::Fail), None));
    app.press("p");
    assert!(app.footer().contains("The disk is full"), "{}", app.footer());
}

#[test]
fn a_late_reply_is_dropped() {
    let mut app = review().open();
    let wanted = app.model.screens.review.list.row();
    let mut slot = Slot::empty();
    slot.fill(RowId(3));
    app.send(Message::Reply(999_999, Ok(Read::Find { prefix: "a".to_owned(), slot })));
    assert_eq!(app.model.screens.review.list.row(), wanted);
}

#[test]
fn a_wrong_filter_says_where_and_keeps_typing_and_a_right_one_draws_again() {
    let mut app = review().with_modes(MODES).press("F h / <ctrl-a>");
    app.write_text("verdict:fial").press("<Enter>");
    let screen = app.screen();
    assert!(screen.contains("at character 9") && screen.contains("verdict:fial"), "{screen}");
    app.press("<Backspace> <Backspace> <Backspace> <Backspace>").write_text("fail").press("<Enter>");
    assert_eq!(app.model.screens.review.list.len(), 1);
    let begun =
        |effect: &Effect| matches!(effect, Effect::Write(_, Write::Session(filter, ..)) if filter == "verdict:fail");
    assert!(app.effects.iter().any(begun), "the session goes on with the new queue");
}

#[test]
fn too_small_a_screen_judges_nothing() {
    let mut app = review().at(39, 10).press("p f t h j");
    assert!(app.judged().is_empty());
    assert!(app.screen().lines().next().unwrap().contains("2 of 3"), "{}", app.screen());
    assert!(app.press("p").model.notice.is_some());
    assert!(app.resize(80, 24).model.notice.is_none(), "{}", app.screen());
}

#[test]
fn a_session_goes_on_where_it_stopped_with_the_half_written_note() {
    let app = review().resuming(2, Some("half a th")).open();
    assert_eq!(app.model.screens.review.list.cursor, 1);
    assert!(app.screen().contains("half a th"), "{}", app.screen());
}

#[test]
fn ending_the_program_keeps_half_written_text() {
    let mut app = review().press("j n");
    app.hold_writes().write_text("half");
    app.send(Message::Terminate);
    let last = app.effects.iter().rev().take(3).collect::<Vec<_>>();
    assert!(matches!(last[0], Effect::Quit));
    assert!(
        last.iter().any(|effect| matches!(effect, Effect::Write(_, Write::Draft(_, _, text, _)) if text == "half"))
    );
}

#[test]
fn keys_typed_ahead_wait_for_their_record() {
    let mut app = review().open();
    // Two passes while the second record's read is still on its way.
    let now = gemba::domain::Time(1_796_000_100_000);
    app.model.screens.review.list.cursor = 2;
    let key = |c| Message::Key { chord: Chord::char(c), burst: false };
    let first = gemba::app::update(&mut app.model, key('p'), now);
    assert!(!first.iter().any(|effect| matches!(effect, Effect::Write(_, Write::Judge(_)))));
    let read = first.iter().find_map(|effect| match effect {
        Effect::Read(request, Read::Record { row, .. }) if row.0 == 3 => Some(*request),
        _ => None,
    });
    assert!(read.is_some(), "{first:?}");
    app.send_effects(first);
    assert_eq!(app.stored(3).verdicts.len(), 1);
}

#[test]
fn a_note_typed_ahead_of_its_record_loses_no_letter() {
    let mut app = review().open();
    let now = gemba::domain::Time(1_796_000_100_000);
    app.model.screens.review.list.cursor = 2;
    let mut reads = Vec::new();
    // `h`, `l` and `o` mean nothing on the review screen, the others much.
    for c in "nhalf a thought".chars() {
        let key = Message::Key { chord: Chord::char(c), burst: false };
        reads.extend(gemba::app::update(&mut app.model, key, now));
    }
    assert!(app.model.text_entry().is_none(), "the record is still being read");
    app.send_effects(reads);
    app.press("<Enter>");
    assert_eq!(app.stored(3).notes[0].text.raw(), "half a thought");
    assert_eq!(app.stored(3).verdicts.len(), 0);
}

#[test]
fn copying_takes_the_text_without_what_hides_in_it() {
    let mut app = review().with_texts(&["a\u{202e}b\nc"]).press("y o");
    assert!(app.effects.iter().any(|effect| matches!(effect, Effect::Copy(text) if text == "ab\nc")));
    app.press("y n");
    assert!(app.footer().contains("no note"), "{}", app.footer());
}

#[test]
fn smoke_test_no_key_panics_on_any_screen_or_under_any_overlay() {
    let keymap = Keymap::default();
    for entry in REGISTRY.iter().filter(|entry| !entry.keys.is_empty()) {
        assert!(!keymap.sequences_of(entry).is_empty(), "{} has no key", entry.id);
    }
    let mut app = review().with_modes(MODES).with_criteria(&[("polite", "Is polite")]).at(80, 24).press("t h");
    for place in
        ["g r", "g m", "g c", "g k", "g i", "g o", "g r ?", "g r T", "g r n", "g r v", "g r S", "g r :", "g r c e 1"]
    {
        for binding in keymap.bindings() {
            let chord = match binding.trigger {
                Trigger::Chord(chord) => chord,
                Trigger::Letter => Chord::char('h'),
                Trigger::Digit => Chord::char('1'),
            };
            if keymap.lookup(&app.model.layers(), chord).is_some() {
                app.key(chord, false);
                let _ = app.screen();
                app.press("<Esc> <Esc> <Esc>").press(place);
            }
        }
    }
}

#[test]
fn a_preset_replaces_the_judging_keys() {
    let mut app = review().with_preset("prodigy").press("a x <Space>");
    let verdicts: Vec<_> = app.judged().iter().map(|group| verdict(&group[0])).collect();
    assert_eq!(verdicts, [Some(Verdict::Pass), Some(Verdict::Fail), Some(Verdict::Defer)]);
}

#[test]
fn the_palette_does_what_it_names() {
    let mut app = review().press(":");
    app.write_text("last").press("<Enter>");
    assert_eq!(app.model.screens.review.list.cursor, 2);
}
