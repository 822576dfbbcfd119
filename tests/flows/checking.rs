//! Writing checks and looking at their stubs: the keys of the Checks screen, of its box and of the preview.

use gemba::app::message::{Effect, Job, Message, Write};
use gemba::domain::{RecordId, RowId, Slug, Tally, Target};
use gemba::views::{Read, Slot, Trial};

use super::harness::{Sitting, review};

const MODES: &[(&str, char)] = &[("invented policy", 'h'), ("wrong tone", 't')];

/// What is to be written, and for which suite.
fn jobs<'a>(sitting: &'a Sitting) -> Vec<&'a Job> {
    let job = |effect: &'a Effect| if let Effect::Job(job) = effect { Some(job) } else { None };
    sitting.effects.iter().filter_map(job).collect()
}

#[test]
fn a_stub_shows_its_proof_before_it_is_written() {
    let mut sitting = review().with_modes(MODES).at(80, 24).press("F h p p g k a <Enter>");
    sitting.write_text("not-contains refund").press("<Enter> S");
    let screen = sitting.screen();
    assert!(screen.contains("thin: catches 1 of 1, rejects 0 of 2 good"), "{screen}");
    assert!(screen.contains(&sitting.records()[0].id.short()), "the record it catches, by id: {screen}");
    assert!(screen.contains("test_invented-policy.py") || screen.contains("test_invented_policy.py"), "{screen}");
    sitting.press("<Enter>");
    assert!(matches!(jobs(&sitting)[..], [Job::Stub(_, suites)] if suites[..] == ["pytest"]), "{:?}", jobs(&sitting));
}

#[test]
fn the_preview_goes_through_the_suites_and_writes_the_one_that_is_shown() {
    let mut sitting = review().with_modes(MODES).press("F h p p g k a <Enter>");
    sitting.write_text("not-contains refund").press("<Enter> S");
    sitting.press("<Tab>");
    assert!(sitting.screen().contains("▌promptfoo"), "{}", sitting.screen());
    sitting.press("<ctrl-d> h h");
    let last = format!("▌{}", gemba::stubs::SUITES.last().unwrap().word);
    assert!(sitting.screen().contains(&last), "around the end: {}", sitting.screen());
    sitting.press("l l l");
    assert!(sitting.screen().contains("▌vitest"), "{}", sitting.screen());
    sitting.press("<Enter>");
    assert!(
        matches!(jobs(&sitting)[..], [Job::Stub(_, suites)] if suites[..] == ["pytest", "vitest"]),
        "{:?}",
        jobs(&sitting)
    );
}

#[test]
fn every_suite_of_the_settings_is_written_and_the_footer_names_each_file_with_its_state() {
    let mut sitting =
        review().with_modes(MODES).with_suites(&["jsonl", "pytest"]).at(160, 40).press("F h p p g k a <Enter>");
    sitting.write_text("not-contains refund").press("<Enter> S");
    let screen = sitting.screen();
    assert!(screen.contains("▌jsonl") && screen.contains("writes jsonl, pytest"), "{screen}");
    sitting.press("<Enter>");
    assert!(sitting.evals().join("test_invented_policy.py").is_file(), "{}", sitting.screen());
    assert!(sitting.footer().starts_with("thin: wrote"), "{}", sitting.footer());
    assert!(
        sitting.footer().contains("test_invented_policy.py") && sitting.footer().contains(".jsonl"),
        "{}",
        sitting.footer()
    );
    sitting.press("S <Tab>");
    let another = sitting.model.overlays.len();
    assert_eq!(another, 1, "{}", sitting.screen());
    sitting.press("<Enter>");
    let last = jobs(&sitting).last().copied().cloned();
    assert!(
        matches!(&last, Some(Job::Stub(_, suites)) if suites.len() >= 2 && suites[..2] == ["jsonl", "pytest"]),
        "{last:?}"
    );
}

#[test]
fn only_the_page_that_is_shown_is_read_and_none_twice() {
    let mut sitting = review().with_modes(MODES).press("F h p p S");
    let read = |sitting: &Sitting| -> Vec<&'static str> {
        let suite = |effect: &Effect| match effect {
            Effect::Read(_, Read::StubPage { suite, .. }) => Some(*suite),
            _ => None,
        };
        sitting.effects.iter().filter_map(suite).collect()
    };
    sitting.press("<Esc> g k a <Enter>").write_text("not-contains refund").press("<Enter>");
    sitting.effects.clear();
    sitting.press("S");
    assert_eq!(read(&sitting), ["pytest"]);
    sitting.press("<Tab> h l");
    assert_eq!(read(&sitting), ["pytest", "promptfoo"]);
}

/// What was read for a trial, and what was called off, in order.
fn trials(sitting: &Sitting) -> Vec<String> {
    let mut open: Vec<u64> = Vec::new();
    let mut told = Vec::new();
    for effect in &sitting.effects {
        match effect {
            Effect::Read(request, Read::Trial { spec, .. }) => {
                open.push(*request);
                told.push(gemba::checks::check_syntax::print(spec));
            }
            Effect::Cancel(request) if open.contains(request) => told.push("called off".to_owned()),
            _ => {}
        }
    }
    told
}

/// A sitting on a big log: its trials are not answered until the test does.
fn slow() -> Sitting {
    let mut sitting = review().with_modes(MODES).at(80, 24).press("F h p p g k a <Enter>");
    sitting.unanswered = Read::is_trial;
    sitting
}

fn trial(caught: &[RecordId], seen: u64) -> Box<Trial> {
    Box::new(Trial { tally: Tally { caught: caught.to_vec(), accepted: 2, ..Tally::default() }, seen, of: 100_000 })
}

/// A whole trial that caught these, as it is answered.
fn answered(caught: &[RecordId]) -> Read {
    let (target, spec) =
        (Target::Mode(Slug::of("invented policy")), gemba::checks::check_syntax::read("is-json").unwrap());
    let mut slot = Slot::empty();
    slot.fill(trial(caught, 100_000));
    Read::Trial { target, spec, slot }
}

/// The number of the newest trial.
fn newest(sitting: &Sitting) -> u64 {
    let request =
        |effect: &Effect| if let Effect::Read(request, Read::Trial { .. }) = effect { Some(*request) } else { None };
    sitting.effects.iter().rev().find_map(request).unwrap()
}

#[test]
fn a_kind_is_offered_explained_and_completed_while_it_is_typed() {
    let mut sitting = review().with_modes(MODES).at(80, 24).press("g k a <Enter>");
    assert!(sitting.screen().contains("kinds: contains, not-contains"), "{}", sitting.screen());
    sitting.write_text("rege");
    assert!(sitting.screen().contains("regex   "), "{}", sitting.screen());
    sitting.press("<Tab>");
    assert!(sitting.screen().contains("regex PATTERN"), "how it is typed: {}", sitting.screen());
    sitting.write_text("(");
    assert!(sitting.screen().to_lowercase().contains("unclosed"), "what is wrong: {}", sitting.screen());
    sitting.press("<ctrl-u>").write_text("contian x");
    assert!(sitting.screen().contains("Did you mean `contains`?"), "{}", sitting.screen());
    sitting.press("<ctrl-u>").write_text("contains x --ig").press("<Tab>");
    assert!(sitting.screen().contains("contains x --ignore-case"), "{}", sitting.screen());
}

#[test]
fn figures_come_while_the_run_goes_on_and_say_how_far_it_is() {
    let mut sitting = slow();
    sitting.write_text("is-json");
    assert!(sitting.screen().contains("trying it"), "{}", sitting.screen());
    let (request, record) = (newest(&sitting), sitting.records()[0].id);
    sitting.send(Message::SoFar(request, trial(&[record], 12_400)));
    let screen = sitting.screen();
    assert!(screen.contains("so far: 12,400 of 100,000 judged records"), "{screen}");
    assert!(screen.contains("catches     1 of 1") && screen.contains(&record.short()), "{screen}");
    sitting.send(Message::Reply(request, Ok(answered(&[record, record]))));
    let screen = sitting.screen();
    assert!(screen.contains("catches     2 of 2") && !screen.contains("so far"), "{screen}");
}

#[test]
fn a_new_key_calls_the_old_run_off_and_its_figures_never_show() {
    let mut sitting = slow();
    sitting.write_text("contains r");
    let old = newest(&sitting);
    sitting.write_text("e");
    assert_eq!(trials(&sitting), ["contains r", "called off", "contains re"]);
    let record = sitting.records()[0].id;
    sitting.send(Message::SoFar(old, trial(&[record], 500)));
    sitting.send(Message::Reply(old, Ok(answered(&[record]))));
    assert!(sitting.screen().contains("trying it"), "figures of `contains r`: {}", sitting.screen());
    // A blank is the same check: its run goes on. What is no check has no run.
    sitting.write_text(" ");
    assert_eq!(trials(&sitting).len(), 3);
    sitting.write_text("x");
    assert_eq!(trials(&sitting).last().unwrap(), "called off");
    sitting.press("<ctrl-u>").write_text("is-json").press("<Esc>");
    assert_eq!(trials(&sitting)[4..], ["is-json", "called off"], "leaving ends the run");
}

#[test]
fn from_a_half_written_check_to_its_records_and_back() {
    let mut sitting = review().with_modes(MODES).at(80, 24).press("F h p p g k a <Enter>");
    sitting.write_text("contains refund").press("<ctrl-g>");
    assert!(sitting.footer().contains("m missed"), "{}", sitting.footer());
    sitting.press("c");
    assert!(sitting.footer().contains("No record is caught by this check"), "{}", sitting.footer());
    sitting.press("<ctrl-g> m");
    let screen = sitting.screen();
    assert!(screen.contains("missed by contains refund") && screen.contains("charged twice"), "{screen}");
    sitting.press("<Esc>");
    assert!(sitting.screen().contains("contains refund"), "as it was: {}", sitting.screen());
    assert!(sitting.screen().contains("misses      1 of 1"), "with its figures: {}", sitting.screen());
    sitting.press("<ctrl-g> w");
    assert_eq!(sitting.model.review.list.len(), 2);
    sitting.press("g k");
    sitting.write_text("s").press("<Enter>");
    assert_eq!(sitting.codebook().checks[0].spec.params["text"], "refunds");
    sitting.press("g r g k");
    assert!(sitting.model.text_entry().is_none(), "what was kept does not come again");
}

#[test]
fn a_half_written_check_survives_leaving_and_quitting() {
    let mut sitting = review().with_modes(MODES).press("g k a <Enter>");
    sitting.write_text("contains half").press("<Esc>");
    assert!(sitting.footer().contains("Kept as a draft"), "{}", sitting.footer());
    sitting.press("g r g k a <Enter>");
    assert!(sitting.screen().contains("contains half"), "{}", sitting.screen());
    sitting.press("<ctrl-c> q");
    let kept = sitting.effects.iter().rev().find_map(|effect| match effect {
        Effect::Write(_, Write::Draft(RowId(0), purpose, text, _)) => Some((purpose.as_str(), text.as_str())),
        _ => None,
    });
    assert_eq!(kept, Some(("check for mode invented-policy", "contains half")));
}

#[test]
fn a_check_is_edited_with_the_figures_before_beside_those_now_as_one_step() {
    let mut sitting = review().with_modes(MODES).at(80, 24).press("F h p p g k a <Enter>");
    sitting.write_text("contains 'full refund' --ignore-case").press("<Enter>");
    let before = sitting.codebook().checks;
    sitting.judged();
    sitting.press("e");
    assert!(sitting.screen().contains("contains 'full refund' --ignore-case"), "{}", sitting.screen());
    assert!(!sitting.screen().contains("before"), "what is as it was is not said: {}", sitting.screen());
    assert!(sitting.screen().contains("→ pytest · promptfoo · vitest"), "{}", sitting.screen());
    sitting.press("<ctrl-u>").write_text("not-contains refund");
    let screen = sitting.screen();
    assert!(screen.contains("catches     1 of 1") && screen.contains("was 0"), "{screen}");
    assert!(screen.contains("rejects     0 of 2 good") && screen.contains("was 2"), "{screen}");
    sitting.press("<Enter>");
    let after = sitting.codebook().checks;
    assert_eq!((after.len(), &after[0].key, &after[0].target), (1, &before[0].key, &before[0].target));
    assert_eq!(after[0].spec.kind, "not-contains");
    assert_eq!(sitting.judged().len(), 1, "one group");
    assert!(sitting.screen().contains("1 of 1  0 of 2"), "{}", sitting.screen());
    sitting.press("u");
    assert_eq!(sitting.codebook().checks, before);
    // Nothing changed, nothing written.
    sitting.press("e <Enter>");
    assert!(sitting.footer().contains("stays as it is"), "{}", sitting.footer());
}

#[test]
fn a_kept_check_leads_to_what_it_catches_and_back() {
    let mut sitting = review().with_modes(MODES).at(80, 24).press("F h p p g k a <Enter>");
    sitting.write_text("not-contains refund").press("<Enter> c");
    assert!(
        sitting.screen().contains("caught by") && sitting.screen().contains("charged twice"),
        "{}",
        sitting.screen()
    );
    sitting.press("<Esc>");
    assert!(sitting.screen().contains("CHECKS"), "{}", sitting.screen());
}
