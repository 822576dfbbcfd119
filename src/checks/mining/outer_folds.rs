//! Mines the labelled records: fits on all of them, and takes the figures that are shown from folds by input.

use super::bits::Bits;
use super::candidates::{Pool, Stated, run};
use super::fit::{Choice, Fit, Tested, confusion, fit};
use super::known::Known;
use super::limits::{ALPHA, NEAR};
use super::sample::{Corpus, Sample, View};
use super::suggestion::{Fold, MinedCheck, MinedChecks};
use crate::domain::{CheckSpec, RecordId};
use crate::measures::alignment::Confusion;
use crate::measures::statistics::significance::fisher_tail;

/// Mines a sample for what is not [`Known`]; `stated` is what people wrote. `goes_on` is told the share that
/// is done and says whether to go on; `None` when it said no.
pub fn mine(sample: &Sample, known: &Known, stated: &Stated, goes_on: &dyn Fn(f64) -> bool) -> Option<MinedChecks> {
    let corpus = Corpus::new(sample, &[]);
    let mut pool = Pool::new(&corpus, stated);
    goes_on(0.1).then_some(())?;
    pool.forget(known, NEAR);
    let attached = known
        .attached
        .iter()
        .filter_map(|spec| run(&corpus, spec))
        .fold(Bits::new(corpus.len()), |all, one| all.joined(&one));
    let whole = corpus.whole();
    let all = fit(&pool, &whole, &attached, Some(0), &|| goes_on(0.2))?;
    let is_silent = all.chosen.is_empty();
    let mut folds = Vec::new();
    for (at, (chosen_on, held)) in (1_u32..).zip(corpus.folds()) {
        let share = 0.2 + 0.16 * f64::from(at);
        let found = fit(&pool, &chosen_on, &attached, (!is_silent).then_some(u64::from(at)), &|| goes_on(share))?;
        folds.push((found, held));
    }
    let outer = Outer { corpus: &corpus, whole: &whole, all: &all, folds: &folds, sizes: &pool };
    let suggestions: Vec<MinedCheck> = all.chosen.iter().filter_map(|choice| outer.suggestion(choice)).collect();
    let closest = if is_silent { all.closest().map(|closest| outer.closest(closest)) } else { None };
    Some(MinedChecks {
        set: outer.set(),
        set_out_of_fold: outer.set_out_of_fold(),
        suggestions,
        closest,
        is_covered: is_silent && (all.is_covered || separates(known, &corpus, &whole)),
        tried: pool.tried,
        hypotheses: all.hypotheses,
        counts: sample.counts(),
        inputs: (whole.bad as u64, whole.good() as u64),
    })
}

/// Whether a check that is known already separates the labels.
fn separates(known: &Known, corpus: &Corpus<'_>, whole: &View) -> bool {
    let known = known.attached.iter().chain(&known.dismissed).filter_map(|spec| run(corpus, spec));
    known.into_iter().any(|fails| {
        let counts = [fails.shared(&whole.bad_units), whole.bad, fails.shared(&whole.units), whole.n];
        let [caught, bad, failed, n] = counts.map(|count| count as u64);
        fisher_tail(caught, bad, failed, n) <= ALPHA
    })
}

struct Outer<'a> {
    corpus: &'a Corpus<'a>,
    whole: &'a View,
    all: &'a Fit,
    folds: &'a [(Fit, View)],
    sizes: &'a Pool<'a>,
}

impl Outer<'_> {
    /// Returns a chosen check with its figures.
    fn suggestion(&self, choice: &Choice) -> Option<MinedCheck> {
        let tested = self.all.get(choice.at)?;
        let beside = choice.beside.iter().filter_map(|at| self.all.get(*at)).map(|other| other.spec.clone()).collect();
        // What a fold chooses in its place: the same check, or else what is most like it.
        let in_fold = |found: &'_ Fit| -> Option<usize> {
            let alike = |choice: &Choice| {
                let places = std::iter::once(&choice.at).chain(&choice.beside);
                let others = places.filter_map(|at| found.get(*at)).map(|other| other.fails.likeness(&tested.fails));
                others.fold(0.0, f64::max)
            };
            let best = found.chosen.iter().map(|choice| (alike(choice), choice.at));
            let best = best.reduce(|best, next| if next.0 > best.0 { next } else { best })?;
            (best.0 >= 0.5 || self.all.chosen.len() == 1).then_some(best.1)
        };
        Some(self.mined(tested, beside, &|found| in_fold(found).and_then(|at| found.get(at))))
    }

    /// Returns what came closest with its figures.
    fn closest(&self, tested: &Tested) -> MinedCheck {
        self.mined(tested, Vec::new(), &Fit::closest)
    }

    fn mined(
        &self,
        tested: &Tested,
        beside: Vec<CheckSpec>,
        in_fold: &dyn for<'f> Fn(&'f Fit) -> Option<&'f Tested>,
    ) -> MinedCheck {
        let mut folds = Vec::new();
        let mut out_of_fold = Confusion::default();
        for (found, held) in self.folds {
            let chosen = in_fold(found);
            let none = Bits::new(self.corpus.len());
            add(&mut out_of_fold, confusion(chosen.map_or(&none, |chosen| &chosen.fails), held));
            folds.push(Fold {
                check: chosen.map(|chosen| chosen.spec.clone()),
                records: self.ids(&held.bad_records.joined(&held.good_records)),
            });
        }
        MinedCheck {
            spec: tested.spec.clone(),
            all: tested.figures,
            out_of_fold,
            folds,
            missed: self.ids(&self.whole.bad_records.without(&tested.fails)),
            wrongly_rejected: self.ids(&self.whole.good_records.met(&tested.fails)),
            chance: tested.chance,
            weight: tested.weight,
            is_weak: tested.is_weak(),
            is_over: tested.is_over(),
            is_significant: tested.is_significant,
            beside,
            length: self.length(tested),
        }
    }

    /// Returns how far its answers go with a limit of the length alone (phi coefficient); `None` for a limit of the length itself.
    fn length(&self, tested: &Tested) -> Option<f64> {
        let is_own = |spec: &CheckSpec| self.sizes.sizes.iter().any(|size| size.spec.kind == spec.kind);
        if is_own(&tested.spec) {
            return None;
        }
        let n = self.corpus.len();
        let failed = tested.fails.count();
        let lengths = self.sizes.sizes.iter().filter(|size| size.spec.params.contains_key("chars"));
        lengths.map(|size| phi(size.fails.shared(&tested.fails), failed, size.fails.count(), n)).reduce(f64::max)
    }

    fn set(&self) -> Confusion {
        confusion(&union(self.all, self.corpus), self.whole)
    }

    fn set_out_of_fold(&self) -> Confusion {
        let mut figures = Confusion::default();
        for (found, held) in self.folds {
            add(&mut figures, confusion(&union(found, self.corpus), held));
        }
        figures
    }

    fn ids(&self, records: &Bits) -> Vec<RecordId> {
        let ids = self.corpus.ids.iter().enumerate();
        ids.filter(|(at, _)| records.has(*at)).filter_map(|(_, id)| *id).collect()
    }
}

fn union(found: &Fit, corpus: &Corpus<'_>) -> Bits {
    let chosen = found.chosen.iter().filter_map(|choice| found.get(choice.at));
    chosen.fold(Bits::new(corpus.len()), |all, one| all.joined(&one.fails))
}

fn add(figures: &mut Confusion, more: Confusion) {
    figures.tp += more.tp;
    figures.fn_ += more.fn_;
    figures.fp += more.fp;
    figures.tn += more.tn;
}

#[expect(clippy::cast_precision_loss, reason = "counts of records")]
fn phi(both: usize, a: usize, b: usize, n: usize) -> f64 {
    let [both, a, b, n] = [both, a, b, n].map(|count| count as f64);
    let spread = (a * (n - a) * b * (n - b)).sqrt();
    if spread > 0.0 { (both * n - a * b) / spread } else { 0.0 }
}
