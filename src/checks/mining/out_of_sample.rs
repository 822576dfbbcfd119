//! Confirms the chosen checks on the held-out half: every labelled record is read once, and what is chance there is
//! dropped.

use std::collections::HashMap;

use super::choose::Chosen;
use super::limits::{ALPHA, LEAST_COVERAGE, LEAST_LIFT, MOST, TAU};
use super::sample::half;
use super::suggestion::{MinedCheck, MinedChecks};
use crate::checks::{self, Compiled, Subject};
use crate::domain::{CheckSpec, Content, RecordId};
use crate::error::Result;
use crate::measures::alignment::Confusion;
use crate::measures::check_sets::Half;
use crate::measures::statistics::significance;

/// Counts what the chosen checks fail, on both halves.
pub struct OutOfSample {
    checks: Vec<CheckCounts>,
    separates: bool,
    is_covered: bool,
    tried: u64,
    /// Bad and good records of the training half.
    train: (u64, u64),
    /// Bad and good records of the held-out half.
    test: (u64, u64),
    held_out: Vec<RecordId>,
    /// For each input of the held-out half, by its first bad and its first good record: a bit for each check that fails it.
    inputs: HashMap<(i64, bool), u32>,
}

/// One chosen check with its counts so far.
struct CheckCounts {
    spec: CheckSpec,
    weight: u8,
    compiled: Box<dyn Compiled>,
    train: Confusion,
    test: Confusion,
    missed: Vec<RecordId>,
    wrongly_rejected: Vec<RecordId>,
}

impl CheckCounts {
    fn new((spec, weight): (CheckSpec, u8)) -> Result<Self> {
        let compiled = checks::compile(&spec)?;
        let (train, test) = (Confusion::default(), Confusion::default());
        Ok(Self { spec, weight, compiled, train, test, missed: Vec::new(), wrongly_rejected: Vec::new() })
    }

    /// Runs the check on a record, counts the answer and returns whether it fails the record.
    fn count(&mut self, id: RecordId, subject: &Subject<'_>, half: Half, is_bad: bool) -> bool {
        let fails = !self.compiled.objections(subject).is_empty();
        let figures = if half == Half::Train { &mut self.train } else { &mut self.test };
        *match (is_bad, fails) {
            (true, true) => &mut figures.tp,
            (true, false) => &mut figures.fn_,
            (false, true) => &mut figures.fp,
            (false, false) => &mut figures.tn,
        } += 1;
        match (is_bad, fails) {
            (true, false) => self.missed.push(id),
            (false, true) => self.wrongly_rejected.push(id),
            (true, true) | (false, false) => {}
        }
        fails
    }
}

impl OutOfSample {
    /// Prepares the chosen checks.
    ///
    /// # Errors
    /// A check that this version cannot compile.
    pub fn new(chosen: Chosen) -> Result<Self> {
        let Chosen { finalists, separates, is_covered, tried } = chosen;
        let checks = finalists.into_iter().map(CheckCounts::new).collect::<Result<_>>()?;
        let (train, test, held_out) = ((0, 0), (0, 0), Vec::new());
        Ok(Self { checks, separates, is_covered, tried, train, test, held_out, inputs: HashMap::new() })
    }

    /// Takes a labelled record of either half.
    pub fn take(&mut self, id: RecordId, content: &Content, is_bad: bool) {
        let half = half(content);
        let counts = if half == Half::Train { &mut self.train } else { &mut self.test };
        *(if is_bad { &mut counts.0 } else { &mut counts.1 }) += 1;
        let subject = Subject { output: content.output.raw(), content };
        let mut failing = 0;
        for (place, check) in self.checks.iter_mut().enumerate() {
            failing |= u32::from(check.count(id, &subject, half, is_bad)) << place;
        }
        if half == Half::Test {
            self.held_out.push(id);
            self.inputs.entry((content.input_key(), is_bad)).or_insert(failing);
        }
    }

    /// Returns the chance of a check's split of the held-out half. Records of one input are not independent: each input
    /// counts once as bad and once as good.
    fn chance(&self, place: usize) -> f64 {
        let (mut caught, mut bad, mut failing) = (0, 0, 0);
        for ((_, is_bad), fails) in &self.inputs {
            let fails = u64::from(fails >> place & 1);
            failing += fails;
            bad += u64::from(*is_bad);
            caught += fails * u64::from(*is_bad);
        }
        significance::fisher_tail(caught, bad, failing, self.inputs.len() as u64)
    }

    /// Returns what keeps within the bounds on both halves and is not chance on the held-out one (Holm, [`ALPHA`]).
    pub fn finish(self) -> MinedChecks {
        let chances: Vec<f64> = (0..self.checks.len()).map(|place| self.chance(place)).collect();
        let significant = significance::holm(&chances, ALPHA);
        let mut closest = None;
        let mut suggestions = Vec::new();
        for ((counts, chance), is_significant) in self.checks.into_iter().zip(chances).zip(significant) {
            let CheckCounts { spec, weight, train, test, missed, wrongly_rejected, .. } = counts;
            let mined = MinedCheck { spec, train, test, missed, wrongly_rejected, chance, weight };
            if closest.is_none() {
                closest = Some(mined.clone());
            }
            if is_significant && self.separates && keeps_bounds(train) && keeps_bounds(test) && suggestions.len() < MOST
            {
                suggestions.push(mined);
            }
        }
        suggestions.sort_by_key(|suggestion| suggestion.weight);
        let closest = closest.filter(|_| suggestions.is_empty());
        MinedChecks {
            suggestions,
            closest,
            is_covered: self.is_covered,
            tried: self.tried,
            train: self.train,
            test: self.test,
            held_out: self.held_out,
        }
    }
}

/// Whether a check catches enough bad records and rejects few enough good ones.
fn keeps_bounds(figures: Confusion) -> bool {
    let (Some(coverage), Some(ffr)) = (figures.coverage(), figures.false_failure_rate()) else { return false };
    ffr <= TAU && coverage >= LEAST_COVERAGE && coverage >= LEAST_LIFT * ffr
}
