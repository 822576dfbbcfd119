//! The hearing on the held-out half: every labelled record is walked once, and what is chance there is dropped.

use std::collections::HashMap;

use super::{ALPHA, Chosen, Half, LEAST_COVERAGE, LEAST_LIFT, MOST, Mined, Suggestion, TAU, half};
use crate::checks::{self, Compiled, Subject};
use crate::domain::{CheckSpec, Content, RecordId};
use crate::error::Result;
use crate::measures::alignment::Confusion;
use crate::measures::chance;

/// What the chosen checks say of all labelled records.
pub struct Hearing {
    looks: Vec<Look>,
    separates: bool,
    is_covered: bool,
    tried: u64,
    /// Bad and good records of the training half.
    train: (u64, u64),
    /// Bad and good records of the held-out half.
    test: (u64, u64),
    held_out: Vec<RecordId>,
    /// Of each input of the held-out half, its first bad and its first good record: which checks fail it.
    inputs: HashMap<(i64, bool), u32>,
}

struct Look {
    spec: CheckSpec,
    weight: u8,
    check: Box<dyn Compiled>,
    train: Confusion,
    test: Confusion,
    missed: Vec<RecordId>,
    wrongly_rejected: Vec<RecordId>,
}

impl Hearing {
    /// Opens it.
    ///
    /// # Errors
    /// A check that this version cannot prepare.
    pub fn of(chosen: Chosen) -> Result<Self> {
        let Chosen { finalists, separates, is_covered, tried } = chosen;
        let look = |(spec, weight): (CheckSpec, u8)| {
            let check = checks::compile(&spec)?;
            let (train, test) = (Confusion::default(), Confusion::default());
            Ok(Look { spec, weight, check, train, test, missed: Vec::new(), wrongly_rejected: Vec::new() })
        };
        let looks = finalists.into_iter().map(look).collect::<Result<_>>()?;
        let (train, test, held_out) = ((0, 0), (0, 0), Vec::new());
        Ok(Self { looks, separates, is_covered, tried, train, test, held_out, inputs: HashMap::new() })
    }

    /// Takes a labelled record of either half.
    pub fn take(&mut self, id: RecordId, content: &Content, is_bad: bool) {
        let half = half(content);
        let counts = if half == Half::Train { &mut self.train } else { &mut self.test };
        *(if is_bad { &mut counts.0 } else { &mut counts.1 }) += 1;
        let subject = Subject { output: content.output.raw(), content };
        let mut failing = 0;
        for (place, look) in self.looks.iter_mut().enumerate() {
            let fails = !look.check.objections(&subject).is_empty();
            let figures = if half == Half::Train { &mut look.train } else { &mut look.test };
            *match (is_bad, fails) {
                (true, true) => &mut figures.tp,
                (true, false) => &mut figures.fn_,
                (false, true) => &mut figures.fp,
                (false, false) => &mut figures.tn,
            } += 1;
            match (is_bad, fails) {
                (true, false) => look.missed.push(id),
                (false, true) => look.wrongly_rejected.push(id),
                (true, true) | (false, false) => {}
            }
            failing |= u32::from(fails) << place;
        }
        if half == Half::Test {
            self.held_out.push(id);
            self.inputs.entry((content.input_key(), is_bad)).or_insert(failing);
        }
    }

    /// The chance of a look's split of the held-out half. Records of one input are no independent witnesses: each input
    /// counts once as bad and once as good.
    fn chance(&self, place: usize) -> f64 {
        let (mut caught, mut bad, mut failing) = (0, 0, 0);
        for ((_, is_bad), fails) in &self.inputs {
            let fails = u64::from(fails >> place & 1);
            failing += fails;
            bad += u64::from(*is_bad);
            caught += fails * u64::from(*is_bad);
        }
        chance::tail(caught, bad, failing, self.inputs.len() as u64)
    }

    /// Ends it: what keeps within the bounds on both halves and is no chance on the held-out one (Holm, [`ALPHA`]).
    #[must_use]
    pub fn end(self) -> Mined {
        let chances: Vec<f64> = (0..self.looks.len()).map(|place| self.chance(place)).collect();
        let stands = chance::holm(&chances, ALPHA);
        let mut heard: Vec<(Suggestion, bool)> = Vec::new();
        for ((look, chance), stands) in self.looks.into_iter().zip(chances).zip(stands) {
            let Look { spec, weight, train, test, missed, wrongly_rejected, .. } = look;
            let stands = stands && self.separates && keeps_bounds(train) && keeps_bounds(test);
            heard.push((Suggestion { spec, train, test, missed, wrongly_rejected, chance, weight }, stands));
        }
        let closest = heard.first().map(|(suggestion, _)| suggestion.clone());
        let mut suggestions: Vec<Suggestion> =
            heard.into_iter().filter(|(_, stands)| *stands).map(|(suggestion, _)| suggestion).take(MOST).collect();
        suggestions.sort_by_key(|suggestion| suggestion.weight);
        let closest = closest.filter(|_| suggestions.is_empty());
        Mined {
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

fn keeps_bounds(figures: Confusion) -> bool {
    let (Some(coverage), Some(ffr)) = (figures.coverage(), figures.false_failure_rate()) else { return false };
    ffr <= TAU && coverage >= LEAST_COVERAGE && coverage >= LEAST_LIFT * ffr
}
