//! Writing checks and looking at their stubs: the keys of the Checks screen, of its box and of the preview.

use gemba::app::message::{Effect, Job};

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
    assert!(matches!(jobs(&sitting)[..], [Job::Stub(_, "pytest")]), "{:?}", jobs(&sitting));
}

#[test]
fn the_preview_goes_through_the_suites_and_writes_the_one_that_is_shown() {
    let mut sitting = review().with_modes(MODES).press("F h p p g k a <Enter>");
    sitting.write_text("not-contains refund").press("<Enter> S");
    sitting.press("<Tab>");
    assert!(sitting.screen().contains("▌promptfoo"), "{}", sitting.screen());
    sitting.press("<ctrl-d> h h");
    assert!(sitting.screen().contains("▌jsonl"), "around the end, from its top: {}", sitting.screen());
    sitting.press("l l l");
    assert!(sitting.screen().contains("▌vitest"), "{}", sitting.screen());
    sitting.press("<Enter>");
    assert!(matches!(jobs(&sitting)[..], [Job::Stub(_, "vitest")]), "{:?}", jobs(&sitting));
}
