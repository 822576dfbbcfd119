//! What a suite can prove of a mode or criterion: which checks it can run, what they catch, what they reject. Pure.

use serde_json::Value;

use super::judge_examples;
use super::masked::{MaskedProof, MaskedSource};
use super::stub_source::{Case, StubSource, StubState};
use crate::checks::{self, Compiled, Engine, Evaluator, Subject};
use crate::domain::{Check, CheckKey, RecordId};
use crate::error::Result;
use crate::measures::alignment::Confusion;

/// Bad records that `proven` needs at least.
pub const ENOUGH_BAD: u64 = 3;
/// Good records that `proven` needs at least.
pub const ENOUGH_GOOD: u64 = 10;

/// The checks' verdict on one case, compared with people's.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// Bad, and failed.
    Caught,
    /// Bad, and passed.
    Missed,
    /// Good, and failed.
    WronglyRejected,
    /// Good, and passed.
    Accepted,
}

/// What one suite can prove of one source.
#[derive(Debug, Clone)]
pub struct Proof {
    /// The state.
    pub state: StubState,
    /// The checks that this suite can run, each with the data its helper wants (`null` where nothing runs).
    pub checks: Vec<(Check, Value)>,
    /// The others, with the reason.
    pub left_out: Vec<(CheckKey, String)>,
    /// The rubrics for a model, in order of creation.
    pub judges: Vec<Check>,
    /// The cases that are examples for the judges, by their place in the source.
    pub examples: Vec<usize>,
    /// The cases that are written, by their place in the source, with the outcome of the runnable checks.
    pub cases: Vec<(usize, Outcome)>,
    /// The places of the cases that gemba's own engine gets wrong, with all checks: the same for every suite.
    pub wrong: Vec<usize>,
    /// The figures over all cases, written or not; over those judged since where a check was mined and there are any.
    pub figures: Confusion,
    /// The records behind the figures.
    pub by_record: ByRecord,
    /// What holds of the cases once they are masked, where anything is.
    pub masked: Option<MaskedProof>,
    /// Whether a check was chosen by looking at these records: they prove nothing.
    pub is_seen: bool,
    /// What the user should know, as sentences.
    pub remarks: Vec<String>,
    /// Whether its cases are replayed although it is weak; else a weak stub is one test that fails.
    pub allows_weak: bool,
    /// Whether more cases are known than are kept.
    pub is_cut: bool,
}

/// The records behind the figures of a proof, all of them, in import order; those rightly accepted are only counted.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ByRecord {
    /// Known-bad records that the checks fail.
    pub caught: Vec<RecordId>,
    /// Known-bad records that they pass.
    pub missed: Vec<RecordId>,
    /// Good records that they fail.
    pub wrongly_rejected: Vec<RecordId>,
}

impl ByRecord {
    fn note(&mut self, outcome: Outcome, record: RecordId) {
        match outcome {
            Outcome::Caught => self.caught.push(record),
            Outcome::Missed => self.missed.push(record),
            Outcome::WronglyRejected => self.wrongly_rejected.push(record),
            Outcome::Accepted => {}
        }
    }
}

/// Works out what a suite with this engine can prove: which checks it can run, what they catch, what they reject.
///
/// # Errors
/// A check that this version cannot prepare.
pub fn prove(source: &StubSource, engine: Option<Engine>) -> Result<Proof> {
    proof(source, None, engine)
}

/// Works out the same for stubs that are written masked: the checks are those of the masked source, and its cases those
/// on which no check answers otherwise than on the text itself. The figures are of the text itself; [`Proof::masked`] has
/// those of the masked cases.
///
/// # Errors
/// As for [`prove`].
pub fn prove_masked(source: &StubSource, masked: &MaskedSource, engine: Option<Engine>) -> Result<Proof> {
    proof(source, Some(masked).filter(|masked| !masked.found.is_empty()), engine)
}

fn proof(source: &StubSource, masked: Option<&MaskedSource>, engine: Option<Engine>) -> Result<Proof> {
    let mut runnable: Vec<(Check, Value, Box<dyn Compiled>)> = Vec::new();
    let (mut left_out, mut unable, mut judges) = (Vec::new(), Vec::new(), Vec::new());
    for (at, check) in source.checks.iter().enumerate() {
        let written = masked.and_then(|masked| masked.source.checks.get(at)).unwrap_or(check);
        match Evaluator::for_check(&check.spec) {
            Evaluator::Native => {}
            Evaluator::Judge => {
                judges.push(written.clone());
                continue;
            }
            Evaluator::Command => {
                let reason = checks::export(&check.spec, engine.unwrap_or(Engine::Python)).err().unwrap_or_default();
                left_out.push((check.key.clone(), reason));
                continue;
            }
        }
        let compiled = checks::compile(&check.spec)?;
        match engine.map(|engine| checks::export(&written.spec, engine)) {
            None => runnable.push((written.clone(), Value::Null, compiled)),
            Some(Ok(data)) => runnable.push((written.clone(), data, compiled)),
            Some(Err(reason)) => {
                left_out.push((check.key.clone(), reason));
                unable.push(compiled);
            }
        }
    }
    let is_mined = runnable.iter().any(|(check, ..)| source.mined.contains(&check.key));
    let is_seen = is_mined;
    let mut figures = Confusion::default();
    let (mut cases, mut wrong, mut by_record) = (Vec::new(), Vec::new(), ByRecord::default());
    let mut of_masked = masked.map(|masked| MaskedProof { found: masked.found.clone(), ..MaskedProof::default() });
    for (at, case) in source.cases.iter().enumerate() {
        let content = &case.record.content;
        let subject = Subject { output: content.output.raw(), content };
        let objects = |compiled: &dyn Compiled| !compiled.objections(&subject).is_empty();
        let fails = runnable.iter().any(|(_, _, compiled)| objects(compiled.as_ref()));
        let fails_natively = fails || unable.iter().any(|compiled| objects(compiled.as_ref()));
        let outcome = count(&mut figures, case.is_bad, fails);
        // A judge alone was not asked: it has caught and missed nothing.
        if !runnable.is_empty() || judges.is_empty() {
            by_record.note(outcome, case.record.id);
        }
        let is_left_out = masked.is_some_and(|masked| masked.changed.contains(&at));
        if let (Some(of_masked), true) = (&mut of_masked, is_left_out) {
            of_masked.left_out.push(case.record.id);
            continue;
        }
        if let Some(of_masked) = &mut of_masked {
            count(&mut of_masked.figures, case.is_bad, fails);
        }
        cases.push((at, outcome));
        if fails_natively != case.is_bad {
            wrong.push(at);
        }
    }
    let state = match (runnable.is_empty(), judges.is_empty()) {
        (true, true) => StubState::Todo,
        (true, false) => StubState::Judge,
        // What a check was made of agrees with it.
        (false, _) if is_seen && state(figures, source.tau) == StubState::Proven => StubState::Thin,
        (false, _) => state(figures, source.tau),
    };
    let examples = if judges.is_empty() { Vec::new() } else { judge_examples::examples(source) };
    let mut remarks: Vec<String> =
        left_out.iter().map(|(key, reason)| format!("The check {key} is not in this stub: {reason}.")).collect();
    remarks.extend(judge_examples::remarks(source, &judges, &examples));
    if state == StubState::Todo && !left_out.is_empty() {
        remarks.push("No check is left that this suite can run, so the stub is skipped.".to_owned());
    }
    if is_seen {
        remarks.push(
            "One of its checks was suggested from these same records, so they prove nothing: it is thin at most."
                .to_owned(),
        );
    }
    if source.stale > 0 {
        remarks.push(source.stale_words());
    }
    remarks.extend(of_masked.as_ref().and_then(MaskedProof::remark));
    let checks = runnable.into_iter().map(|(check, data, _)| (check, data)).collect();
    Ok(Proof {
        state,
        checks,
        left_out,
        judges,
        examples,
        cases,
        wrong,
        figures,
        by_record,
        masked: of_masked,
        is_seen,
        remarks,
        allows_weak: false,
        is_cut: false,
    })
}

fn count(figures: &mut Confusion, is_bad: bool, fails: bool) -> Outcome {
    let (figure, outcome) = match (is_bad, fails) {
        (true, true) => (&mut figures.tp, Outcome::Caught),
        (true, false) => (&mut figures.fn_, Outcome::Missed),
        (false, true) => (&mut figures.fp, Outcome::WronglyRejected),
        (false, false) => (&mut figures.tn, Outcome::Accepted),
    };
    *figure += 1;
    outcome
}

/// A miss or too many false failures is weak, however few the records; without either, few records are thin.
fn state(figures: Confusion, tau: f64) -> StubState {
    if figures.fn_ > 0 || figures.false_failure_rate().is_some_and(|rate| rate > tau) {
        StubState::Weak
    } else if figures.positives() < ENOUGH_BAD || figures.negatives() < ENOUGH_GOOD {
        StubState::Thin
    } else {
        StubState::Proven
    }
}

impl Proof {
    /// Returns the proof in words: `catches 8 of 8, rejects 0 of 19 good`.
    pub fn words(&self) -> String {
        let Confusion { tp, fp, .. } = self.figures;
        if self.state == StubState::Judge {
            let (bad, good) = (self.figures.positives(), self.figures.negatives());
            return format!("a rubric for a model, with {bad} known-bad and {good} good records to hold it against");
        }
        if self.state == StubState::Todo {
            return format!("no check yet for {} known-bad records", self.figures.positives());
        }
        let (bad, good) = (self.figures.positives(), self.figures.negatives());
        let seen = if self.is_seen { " (chosen by looking at them)" } else { "" };
        let masked = self.masked.as_ref().map(MaskedProof::words).unwrap_or_default();
        format!("catches {tp} of {bad}{seen}, rejects {fp} of {good} good{masked}")
    }

    /// Returns the written cases with this outcome.
    pub fn with<'a>(&'a self, source: &'a StubSource, wanted: Outcome) -> impl Iterator<Item = &'a Case> {
        let cases = self.cases.iter().filter(move |(_, outcome)| *outcome == wanted);
        cases.filter_map(|(at, _)| source.cases.get(*at))
    }
}

#[cfg(test)]
mod tests {
    use super::{StubState, state};
    use crate::measures::alignment::Confusion;

    #[test]
    fn a_state_follows_from_the_figures() {
        let state_of = |tp, fn_, fp, tn| state(Confusion { tp, fn_, fp, tn }, 0.2);
        assert_eq!(state_of(3, 0, 0, 10), StubState::Proven);
        assert_eq!(state_of(8, 0, 2, 8), StubState::Proven);
        assert_eq!(state_of(8, 0, 3, 9), StubState::Weak);
        assert_eq!(state_of(2, 0, 0, 50), StubState::Thin);
        assert_eq!(state_of(9, 0, 0, 9), StubState::Thin);
        assert_eq!(state_of(1, 1, 0, 0), StubState::Weak);
        assert_eq!(state_of(0, 0, 0, 0), StubState::Thin);
    }

    #[test]
    fn a_criterion_says_itself_how_many_false_failures_it_tolerates() {
        let figures = Confusion { tp: 8, fn_: 0, fp: 2, tn: 18 };
        assert_eq!((state(figures, 0.1), state(figures, 0.05)), (StubState::Proven, StubState::Weak));
        assert_eq!(state(Confusion { fp: 9, tn: 11, ..figures }, 0.5), StubState::Proven);
        assert_eq!(state(Confusion { fp: 0, tn: 20, ..figures }, 0.0), StubState::Proven);
    }
}
