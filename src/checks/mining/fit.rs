//! The whole procedure on some of the records: tests every hypothesis, keeps what is not chance and within the bounds,
//! and chooses a set.

use super::bits::{Bits, share};
use super::candidates::{Bounds, Pool, exceeds};
use super::families::{Families, Fitted};
use super::limits::{ALPHA, LEAST_COVERAGE, LEAST_GAIN, LEAST_LIFT, MOST, NEAR, TAU};
use super::sample::View;
use crate::domain::CheckSpec;
use crate::measures::alignment::Confusion;
use crate::measures::statistics::significance;

/// A weak check must be worth so much more than the set within τ to be suggested in its place.
const WEAK_LEAD: f64 = 0.1;

/// A check that was tested.
#[derive(Debug, Clone)]
pub(super) struct Tested {
    pub(super) spec: CheckSpec,
    pub(super) fails: Bits,
    /// 0 for one of the menu, 1 for one that a family chose, 2 for several texts together.
    pub(super) weight: u8,
    rank: u32,
    /// Its figures on the records of the view.
    pub(super) figures: Confusion,
    /// Its p-value.
    pub(super) chance: f64,
    /// The least p-value that the labels could have given it.
    least: f64,
    pub(super) is_significant: bool,
}

impl Tested {
    /// Returns coverage less false failures (Youden 1950).
    pub(super) fn gain(&self) -> f64 {
        gain(self.figures)
    }

    /// What it counts as when one is chosen: a search over many has fitted chance, too.
    fn worth(&self) -> f64 {
        self.gain() - f64::from(self.weight) * LEAST_GAIN
    }

    /// Whether it catches enough and rejects little enough, by its false failures' lower limit at least.
    fn keeps_bounds(&self) -> bool {
        let (Some(coverage), Some(ffr)) = (self.figures.coverage(), self.figures.false_failure_rate()) else {
            return false;
        };
        coverage >= LEAST_COVERAGE && coverage >= LEAST_LIFT * ffr && !self.is_over()
    }

    /// Whether its false failures are surely above τ.
    pub(super) fn is_over(&self) -> bool {
        let counts = |count: u64| usize::try_from(count).unwrap_or(usize::MAX);
        exceeds(counts(self.figures.fp), counts(self.figures.negatives()))
    }

    /// Whether its false failures are above τ, but might be within.
    pub(super) fn is_weak(&self) -> bool {
        self.figures.false_failure_rate().is_some_and(|rate| rate > TAU)
    }
}

/// A chosen check with those that say the same.
#[derive(Debug, Clone)]
pub(super) struct Choice {
    pub(super) at: usize,
    pub(super) beside: Vec<usize>,
}

/// What the procedure finds.
#[derive(Debug, Default)]
pub(super) struct Fit {
    pub(super) tested: Vec<Tested>,
    pub(super) chosen: Vec<Choice>,
    /// Whether something is significant and within the bounds, but adds nothing to the checks that are attached.
    pub(super) is_covered: bool,
    /// How many hypotheses shared the level.
    pub(super) hypotheses: usize,
}

impl Fit {
    /// Returns the check that separates best, significant or not.
    pub(super) fn closest(&self) -> Option<&Tested> {
        self.tested.iter().reduce(|best, next| if next.worth() > best.worth() + 1e-9 { next } else { best })
    }

    pub(super) fn get(&self, at: usize) -> Option<&Tested> {
        self.tested.get(at)
    }
}

/// Runs the procedure on the records of a view. Without `tests` only figures are taken and nothing is chosen. `None` when it was told to stop.
pub(super) fn fit(
    pool: &Pool<'_>,
    view: &View,
    attached: &Bits,
    tests: Option<u64>,
    goes_on: &dyn Fn() -> bool,
) -> Option<Fit> {
    if view.bad == 0 || view.good() == 0 {
        return Some(Fit::default());
    }
    let families = Families::new(pool, view);
    let fitted = families.fit();
    let mut tested = menu(pool, view);
    let testable = testable(&tested, fitted.len());
    let named = tested.len();
    tested.extend(fitted.iter().map(|fitted| of_family(fitted, view)));
    let mut found = Fit { tested, hypotheses: testable.len() + fitted.len(), ..Fit::default() };
    let Some(seed) = tests else { return Some(found) };
    let chances = families.chances(&fitted, seed, goes_on)?;
    for (tested, chance) in found.tested.iter_mut().skip(named).zip(chances) {
        tested.chance = chance;
    }
    let places: Vec<usize> = testable.into_iter().chain(named..found.tested.len()).collect();
    let chances: Vec<f64> = places.iter().filter_map(|at| found.tested.get(*at)).map(|tested| tested.chance).collect();
    for (at, is_significant) in places.iter().zip(significance::holm(&chances, ALPHA)) {
        if let Some(tested) = found.tested.get_mut(*at) {
            tested.is_significant = is_significant;
        }
    }
    choose(&mut found, view, attached);
    Some(found)
}

/// Takes the figures of the menu, each check with the p-value of Fisher's exact test on the witnesses. What was read off
/// words about some records is tested without these, and unknown to a view that has none of them.
fn menu(pool: &Pool<'_>, view: &View) -> Vec<Tested> {
    let bounds = Bounds::new(view.bad, view.good());
    let records = view.bad_records.joined(&view.good_records);
    let is_known = |said_of: &Option<Bits>| said_of.as_ref().is_none_or(|said_of| said_of.shared(&records) > 0);
    let candidates = pool.menu.iter().filter(|candidate| bounds.allows(candidate.fails.shared(&view.units)));
    let known = candidates.filter(|candidate| is_known(&candidate.said_of));
    known
        .map(|candidate| {
            let (mut units, mut bad) = (view.units.clone(), view.bad_units.clone());
            if let Some(said_of) = &candidate.said_of {
                units = units.without(said_of);
                bad = bad.without(said_of);
            }
            let (failed, caught) = (candidate.fails.shared(&units), candidate.fails.shared(&bad));
            let [caught, bad, failed, n] = [caught, bad.count(), failed, units.count()].map(|count| count as u64);
            let chance = significance::fisher_tail(caught, bad, failed, n);
            let least = significance::fisher_tail(failed.min(bad), bad, failed, n);
            tested(&candidate.spec, &candidate.fails, view, (0, candidate.rank), (chance, least))
        })
        .collect()
}

fn of_family(fitted: &Fitted, view: &View) -> Tested {
    tested(&fitted.spec, &fitted.fails, view, (fitted.family.weight(), fitted.family.rank()), (1.0, 0.0))
}

fn tested(
    spec: &CheckSpec,
    fails: &Bits,
    view: &View,
    (weight, rank): (u8, u32),
    (chance, least): (f64, f64),
) -> Tested {
    let figures = confusion(fails, view);
    Tested { spec: spec.clone(), fails: fails.clone(), weight, rank, figures, chance, least, is_significant: false }
}

/// Counts what a set of failed records catches and rejects of a view.
pub(super) fn confusion(fails: &Bits, view: &View) -> Confusion {
    let (tp, fp) = (fails.shared(&view.bad_records) as u64, fails.shared(&view.good_records) as u64);
    let (bad, good) = (view.bad_records.count() as u64, view.good_records.count() as u64);
    Confusion { tp, fn_: bad - tp, fp, tn: good - fp }
}

/// Returns the checks of the menu that could be significant at all beside so many other hypotheses: those that fail too few or
/// too many records need no share of the level (Tarone 1990). Labels play no part in it.
fn testable(menu: &[Tested], others: usize) -> Vec<usize> {
    let leasts: Vec<f64> = menu.iter().map(|tested| tested.least).collect();
    let within = |shares: usize| -> Vec<usize> {
        #[expect(clippy::cast_precision_loss, reason = "a hundred hypotheses")]
        let level = ALPHA / shares as f64;
        leasts.iter().enumerate().filter(|(_, least)| **least <= level).map(|(at, _)| at).collect()
    };
    let mut shares = (1 + others)..=(menu.len() + others);
    let fits = shares.find_map(|shares| Some(within(shares)).filter(|able| able.len() + others <= shares));
    fits.unwrap_or_default()
}

/// Chooses the set: what adds most, one after the other; of those that say the same the simplest.
fn choose(found: &mut Fit, view: &View, attached: &Bits) {
    let kept: Vec<usize> = (0..found.tested.len())
        .filter(|at| found.get(*at).is_some_and(|one| one.is_significant && one.keeps_bounds()))
        .collect();
    let strong: Vec<usize> =
        kept.iter().copied().filter(|at| found.get(*at).is_some_and(|one| !one.is_weak())).collect();
    let set = grow(found, view, attached, &strong);
    let before = confusion(attached, view);
    let reached =
        set.iter().filter_map(|choice| found.get(choice.at)).fold(attached.clone(), |all, one| all.joined(&one.fails));
    let weak = kept.iter().copied().filter(|at| !strong.contains(at)).filter_map(|at| {
        let joined = confusion(&attached.joined(&found.get(at)?.fails), view);
        Some((at, gain(joined) - share_of_weight(found, at)))
    });
    let best_weak = weak.reduce(|best, next| if next.1 > best.1 { next } else { best });
    found.chosen = match best_weak {
        Some((at, worth)) if worth > gain(confusion(&reached, view)).max(gain(before)) + WEAK_LEAD => {
            let (at, beside) = with_copies(found, at, &kept, &[]);
            vec![Choice { at, beside }]
        }
        _ => set,
    };
    found.is_covered = found.chosen.is_empty() && !kept.is_empty();
    let order = |choice: &Choice| found.tested.get(choice.at).map(|one| (one.weight, -one.gain()));
    let mut chosen = found.chosen.clone();
    chosen.sort_by(|a, b| order(a).partial_cmp(&order(b)).unwrap_or(std::cmp::Ordering::Equal));
    found.chosen = chosen;
}

fn share_of_weight(found: &Fit, at: usize) -> f64 {
    found.get(at).map_or(0.0, |one| f64::from(one.weight) * LEAST_GAIN)
}

/// Adds the check that most improves coverage less false failures of the set while these stay within τ.
fn grow(found: &Fit, view: &View, attached: &Bits, from: &[usize]) -> Vec<Choice> {
    let (mut set, mut taken): (Vec<Choice>, Vec<usize>) = (Vec::new(), Vec::new());
    let mut fails = attached.clone();
    while set.len() < MOST {
        let reached = gain(confusion(&fails, view));
        let mut best: Option<(f64, usize)> = None;
        for at in from.iter().copied().filter(|at| !taken.contains(at)) {
            let Some(one) = found.get(at) else { continue };
            let with = confusion(&fails.joined(&one.fails), view);
            let added = gain(with) - reached;
            let is_within = with.false_failure_rate().is_none_or(|rate| rate <= TAU);
            let worth = added - share_of_weight(found, at);
            if is_within && added >= LEAST_GAIN && best.is_none_or(|(most, _)| worth > most) {
                best = Some((worth, at));
            }
        }
        let Some((_, at)) = best else { break };
        let (at, beside) = with_copies(found, at, from, &taken);
        taken.push(at);
        taken.extend(&beside);
        fails.join(&found.get(at).map(|one| one.fails.clone()).unwrap_or_default());
        set.push(Choice { at, beside });
    }
    set
}

/// Returns the simplest of a check and those that fail nearly the same records, and the others.
fn with_copies(found: &Fit, at: usize, from: &[usize], taken: &[usize]) -> (usize, Vec<usize>) {
    let Some(chosen) = found.get(at) else { return (at, Vec::new()) };
    let is_copy = |other: &Tested| other.fails.likeness(&chosen.fails) >= NEAR;
    let mut copies: Vec<usize> =
        from.iter().copied().filter(|other| !taken.contains(other) && found.get(*other).is_some_and(is_copy)).collect();
    copies.sort_by(|a, b| {
        let key = |at: usize| found.get(at).map(|one| (one.weight, one.rank));
        let gain = |at: usize| found.get(at).map_or(0.0, Tested::gain);
        // A simpler check stands for a better one only where it separates as well.
        let is_as_good = |at: usize| gain(at) >= chosen.gain() - 0.05;
        is_as_good(*b).cmp(&is_as_good(*a)).then(key(*a).cmp(&key(*b))).then(gain(*b).total_cmp(&gain(*a)))
    });
    let first = copies.first().copied().unwrap_or(at);
    copies.retain(|copy| *copy != first);
    (first, copies)
}

/// Returns coverage less false failures (Youden 1950).
pub(super) fn gain(figures: Confusion) -> f64 {
    let count = |count: u64| usize::try_from(count).unwrap_or(usize::MAX);
    share(count(figures.tp), count(figures.positives())) - share(count(figures.fp), count(figures.negatives()))
}
