//! Writing checks and looking at their stubs: the keys of the Checks screen, of its box and of the preview.

use gemba::app::message::{Effect, Job, Message, Write};
use gemba::domain::{RecordId, RowId, Slug, Tally, Target};
use gemba::views::{Read, Slot, Trial};

use super::harness::{TestApp, review};

const MODES: &[(&str, char)] = &[("invented policy", 'h'), ("wrong tone", 't')];

/// What is to be written, and for which suite.
fn jobs<'a>(app: &'a TestApp) -> Vec<&'a Job> {
    let job = |effect: &'a Effect| if let Effect::Job(job) = effect { Some(job) } else { None };
    app.effects.iter().filter_map(job).collect()
}

#[test]
fn a_stub_shows_its_proof_before_it_is_written() {
    let mut app = review().with_modes(MODES).at(80, 24).press("F h p p g k a <Enter>");
    app.write_text("not-contains refund").press("<Enter> S");
    let screen = app.screen();
    assert!(screen.contains("thin: catches 1 of 1, rejects 0 of 2 good"), "{screen}");
    assert!(screen.contains(&app.records()[0].id.short()), "the record it catches, by id: {screen}");
    assert!(screen.contains("test_invented-policy.py") || screen.contains("test_invented_policy.py"), "{screen}");
    app.press("<Enter>");
    assert!(matches!(jobs(&app)[..], [Job::Stub(_, suites)] if suites[..] == ["pytest"]), "{:?}", jobs(&app));
}

#[test]
fn the_preview_goes_through_the_suites_and_writes_the_one_that_is_shown() {
    // So few columns do not hold all suites at once.
    let mut app = review().with_modes(MODES).at(60, 24).press("F h p p g k a <Enter>");
    app.write_text("not-contains refund").press("<Enter> S");
    app.press("<Tab>");
    assert!(app.screen().contains("▌promptfoo"), "{}", app.screen());
    app.press("<ctrl-d> h h");
    let last = format!("▌{}", gemba::stubs::SUITES.last().unwrap().word);
    assert!(app.screen().contains(&last), "around the end: {}", app.screen());
    app.press("l l l");
    assert!(app.screen().contains("▌vitest"), "{}", app.screen());
    app.press("<Enter>");
    assert!(matches!(jobs(&app)[..], [Job::Stub(_, suites)] if suites[..] == ["pytest", "vitest"]), "{:?}", jobs(&app));
}

#[test]
fn every_suite_of_the_settings_is_written_and_the_footer_names_each_file_with_its_state() {
    let mut app =
        review().with_modes(MODES).with_suites(&["jsonl", "pytest"]).at(160, 40).press("F h p p g k a <Enter>");
    app.write_text("not-contains refund").press("<Enter> S");
    let screen = app.screen();
    assert!(screen.contains("▌jsonl") && screen.contains("writes jsonl, pytest"), "{screen}");
    app.press("<Enter>");
    assert!(app.evals().join("test_invented_policy.py").is_file(), "{}", app.screen());
    assert!(app.footer().starts_with("thin: wrote"), "{}", app.footer());
    assert!(app.footer().contains("test_invented_policy.py") && app.footer().contains(".jsonl"), "{}", app.footer());
    app.press("S <Tab>");
    let another = app.model.overlays.len();
    assert_eq!(another, 1, "{}", app.screen());
    app.press("<Enter>");
    let last = jobs(&app).last().copied().cloned();
    assert!(
        matches!(&last, Some(Job::Stub(_, suites)) if suites.len() >= 2 && suites[..2] == ["jsonl", "pytest"]),
        "{last:?}"
    );
}

#[test]
fn only_the_page_that_is_shown_is_read_and_none_twice() {
    let mut app = review().with_modes(MODES).press("F h p p S");
    let read = |app: &TestApp| -> Vec<&'static str> {
        let suite = |effect: &Effect| match effect {
            Effect::Read(_, Read::StubPage { suite, .. }) => Some(*suite),
            _ => None,
        };
        app.effects.iter().filter_map(suite).collect()
    };
    app.press("<Esc> g k a <Enter>").write_text("not-contains refund").press("<Enter>");
    app.effects.clear();
    app.press("S");
    assert_eq!(read(&app), ["pytest"]);
    app.press("<Tab> h l");
    assert_eq!(read(&app), ["pytest", "promptfoo"]);
}

/// What was read for a trial, and what was called off, in order.
fn trials(app: &TestApp) -> Vec<String> {
    let mut open: Vec<u64> = Vec::new();
    let mut told = Vec::new();
    for effect in &app.effects {
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

/// A app on a big log: its trials are not answered until the test does.
fn slow() -> TestApp {
    let mut app = review().with_modes(MODES).at(80, 24).press("F h p p g k a <Enter>");
    app.unanswered = Read::is_trial;
    app
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
fn newest(app: &TestApp) -> u64 {
    let request =
        |effect: &Effect| if let Effect::Read(request, Read::Trial { .. }) = effect { Some(*request) } else { None };
    app.effects.iter().rev().find_map(request).unwrap()
}

#[test]
fn a_kind_is_offered_explained_and_completed_while_it_is_typed() {
    let mut app = review().with_modes(MODES).at(80, 24).press("g k a <Enter>");
    assert!(app.screen().contains("kinds: contains, not-contains"), "{}", app.screen());
    app.write_text("rege");
    assert!(app.screen().contains("regex   "), "{}", app.screen());
    app.press("<Tab>");
    assert!(app.screen().contains("regex PATTERN"), "how it is typed: {}", app.screen());
    app.write_text("(");
    assert!(app.screen().to_lowercase().contains("unclosed"), "what is wrong: {}", app.screen());
    app.press("<ctrl-u>").write_text("contian x");
    assert!(app.screen().contains("Did you mean `contains`?"), "{}", app.screen());
    app.press("<ctrl-u>").write_text("contains x --ig").press("<Tab>");
    assert!(app.screen().contains("contains x --ignore-case"), "{}", app.screen());
}

#[test]
fn figures_come_while_the_run_goes_on_and_say_how_far_it_is() {
    let mut app = slow();
    app.write_text("is-json");
    assert!(app.screen().contains("trying it"), "{}", app.screen());
    let (request, record) = (newest(&app), app.records()[0].id);
    app.send(Message::SoFar(request, trial(&[record], 12_400)));
    let screen = app.screen();
    assert!(screen.contains("so far: 12,400 of 100,000 judged records"), "{screen}");
    assert!(screen.contains("catches     1 of 1") && screen.contains(&record.short()), "{screen}");
    app.send(Message::Reply(request, Ok(answered(&[record, record]))));
    let screen = app.screen();
    assert!(screen.contains("catches     2 of 2") && !screen.contains("so far"), "{screen}");
}

#[test]
fn a_new_key_calls_the_old_run_off_and_its_figures_never_show() {
    let mut app = slow();
    app.write_text("contains r");
    let old = newest(&app);
    app.write_text("e");
    assert_eq!(trials(&app), ["contains r", "called off", "contains re"]);
    let record = app.records()[0].id;
    app.send(Message::SoFar(old, trial(&[record], 500)));
    app.send(Message::Reply(old, Ok(answered(&[record]))));
    assert!(app.screen().contains("trying it"), "figures of `contains r`: {}", app.screen());
    // A blank is the same check: its run goes on. What is no check has no run.
    app.write_text(" ");
    assert_eq!(trials(&app).len(), 3);
    app.write_text("x");
    assert_eq!(trials(&app).last().unwrap(), "called off");
    app.press("<ctrl-u>").write_text("is-json").press("<Esc>");
    assert_eq!(trials(&app)[4..], ["is-json", "called off"], "leaving ends the run");
}

#[test]
fn from_a_half_written_check_to_its_records_and_back() {
    let mut app = review().with_modes(MODES).at(80, 24).press("F h p p g k a <Enter>");
    app.write_text("contains refund").press("<ctrl-g>");
    assert!(app.footer().contains("m missed"), "{}", app.footer());
    app.press("c");
    assert!(app.footer().contains("No record is caught by this check"), "{}", app.footer());
    app.press("<ctrl-g> m");
    let screen = app.screen();
    assert!(screen.contains("missed by contains refund") && screen.contains("charged twice"), "{screen}");
    app.press("<Esc>");
    assert!(app.screen().contains("contains refund"), "as it was: {}", app.screen());
    assert!(app.screen().contains("misses      1 of 1"), "with its figures: {}", app.screen());
    app.press("<ctrl-g> w");
    assert_eq!(app.model.screens.review.list.len(), 2);
    app.press("g k");
    app.write_text("s").press("<Enter>");
    assert_eq!(app.codebook().checks[0].spec.params["text"], "refunds");
    app.press("g r g k");
    assert!(app.model.text_entry().is_none(), "what was kept does not come again");
}

#[test]
fn a_half_written_check_survives_leaving_and_quitting() {
    let mut app = review().with_modes(MODES).press("g k a <Enter>");
    app.write_text("contains half").press("<Esc>");
    assert!(app.footer().contains("Kept as a draft"), "{}", app.footer());
    app.press("g r g k a <Enter>");
    assert!(app.screen().contains("contains half"), "{}", app.screen());
    app.press("<ctrl-c> q");
    let kept = app.effects.iter().rev().find_map(|effect| match effect {
        Effect::Write(_, Write::Draft(RowId(0), purpose, text, _)) => Some((purpose.as_str(), text.as_str())),
        _ => None,
    });
    assert_eq!(kept, Some(("check for mode invented-policy", "contains half")));
}

#[test]
fn a_check_is_edited_with_the_figures_before_beside_those_now_as_one_step() {
    let mut app = review().with_modes(MODES).at(80, 24).press("F h p p g k a <Enter>");
    app.write_text("contains 'full refund' --ignore-case").press("<Enter>");
    let before = app.codebook().checks;
    app.judged();
    app.press("e");
    assert!(app.screen().contains("contains 'full refund' --ignore-case"), "{}", app.screen());
    assert!(!app.screen().contains("before"), "what is as it was is not said: {}", app.screen());
    assert!(app.screen().contains("→ pytest · promptfoo · vitest"), "{}", app.screen());
    app.press("<ctrl-u>").write_text("not-contains refund");
    let screen = app.screen();
    assert!(screen.contains("catches     1 of 1") && screen.contains("was 0"), "{screen}");
    assert!(screen.contains("rejects     0 of 2 good") && screen.contains("was 2"), "{screen}");
    app.press("<Enter>");
    let after = app.codebook().checks;
    assert_eq!((after.len(), &after[0].key, &after[0].target), (1, &before[0].key, &before[0].target));
    assert_eq!(after[0].spec.kind, "not-contains");
    assert_eq!(app.judged().len(), 1, "one group");
    assert!(app.screen().contains("1 of 1  0 of 2"), "{}", app.screen());
    app.press("u");
    assert_eq!(app.codebook().checks, before);
    // Nothing changed, nothing written.
    app.press("e <Enter>");
    assert!(app.footer().contains("stays as it is"), "{}", app.footer());
}

#[test]
fn a_kept_check_leads_to_what_it_catches_and_back() {
    let mut app = review().with_modes(MODES).at(80, 24).press("F h p p g k a <Enter>");
    app.write_text("not-contains refund").press("<Enter> c");
    assert!(app.screen().contains("caught by") && app.screen().contains("charged twice"), "{}", app.screen());
    app.press("<Esc>");
    assert!(app.screen().contains("CHECKS"), "{}", app.screen());
}
