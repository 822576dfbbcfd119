//! Tries families on shuffled labels: how likely chance alone lets a search find as much.

use super::bits::Bits;
use super::families::{Families, Family, Fitted};
use super::limits::{EXCEEDED, SHUFFLES};
use super::shuffle::Shuffle;

impl Families<'_> {
    /// Returns for each of the families how likely shuffled labels let it find as much as it found:
    /// (1 + exceeded)/(1 + shuffled), or, once [`EXCEEDED`] did, their share of the shuffles (Besag & Clifford 1991).
    /// `None` when it was told to stop.
    pub(super) fn chances(&self, found: &[Fitted], seed: u64, goes_on: &dyn Fn() -> bool) -> Option<Vec<f64>> {
        let mut trials: Vec<Trial> = found.iter().map(Trial::new).collect();
        let mut shuffle = Shuffle::new(&self.view.units, self.pool.corpus.len(), self.view.bad, seed);
        let mut counts = vec![0; self.phrases.len()];
        for round in 1..=SHUFFLES {
            if trials.iter().all(|trial| trial.chance.is_some()) {
                break;
            }
            if round % 64 == 0 && !goes_on() {
                return None;
            }
            let bad = shuffle.next();
            let is_open =
                |wanted: &[Family]| trials.iter().any(|trial| trial.chance.is_none() && wanted.contains(&trial.family));
            if is_open(&[Family::Present, Family::Absent, Family::NoneOf, Family::AnyOf]) {
                for (count, (_, choice, _)) in counts.iter_mut().zip(&self.phrases) {
                    *count = choice.fails.shared(bad);
                }
            }
            let good =
                if is_open(&[Family::NoneOf, Family::AnyOf]) { self.view.units.without(bad) } else { Bits::default() };
            for trial in trials.iter_mut().filter(|trial| trial.chance.is_none()) {
                let exceeds = self.reaches(trial, &counts, bad, &good);
                trial.note(exceeds, round);
            }
        }
        Some(trials.iter().map(Trial::chance).collect())
    }

    /// Whether a family finds as much on shuffled labels as it did on the true ones.
    fn reaches(&self, trial: &Trial, counts: &[usize], bad: &Bits, good: &Bits) -> bool {
        let least = trial.phi - 1e-9;
        match trial.family {
            Family::Size | Family::Path | Family::Edge | Family::Pattern => {
                let list = self.lists.iter().find(|(own, ..)| *own == trial.family);
                list.is_some_and(|(.., choices)| {
                    let open = choices.iter().filter(|choice| choice.scale > 0.0);
                    open.into_iter().any(|choice| self.phi(choice, choice.fails.shared(bad)) >= least)
                })
            }
            Family::Present => {
                let open = self.phrases.iter().zip(counts).filter(|((.., roles), _)| roles.present);
                open.into_iter().any(|((_, choice, _), count)| self.phi(choice, *count) >= least)
            }
            Family::Absent => {
                let open = self.phrases.iter().zip(counts).filter(|((.., roles), _)| roles.absent);
                open.into_iter().any(|((_, choice, _), count)| -self.phi(choice, *count) >= least)
            }
            Family::NoneOf | Family::AnyOf => {
                let cover = self.cover(trial.family, counts, bad, good);
                !cover.parts.is_empty() && self.cover_worth(trial.family, &cover, bad) >= least
            }
        }
    }
}

/// One family against shuffled labels.
struct Trial {
    family: Family,
    phi: f64,
    exceeded: u32,
    rounds: u32,
    chance: Option<f64>,
}

impl Trial {
    const fn new(fitted: &Fitted) -> Self {
        Self { family: fitted.family, phi: fitted.phi, exceeded: 0, rounds: 0, chance: None }
    }

    fn note(&mut self, exceeds: bool, round: u32) {
        self.rounds = round;
        self.exceeded += u32::from(exceeds);
        if self.exceeded >= EXCEEDED {
            self.chance = Some(f64::from(self.exceeded) / f64::from(round));
        }
    }

    fn chance(&self) -> f64 {
        self.chance.unwrap_or_else(|| f64::from(1 + self.exceeded) / f64::from(1 + self.rounds))
    }
}
