//! Weighting back: how likely each judged record was to be read, from the pools that it was drawn from.
//!
//! Pure. What sessions drew and held comes in; inclusion probabilities and rates go out.

use std::collections::{BTreeMap, HashMap, HashSet};

use super::prevalence::{Rate, Stratum, weighted_rate};
use super::statistics::intervals::{more_for_five_points, wilson};
use crate::domain::RowId;

/// Up to this many different inclusion probabilities, each is a separate stratum; beyond, all are one.
const MOST_STRATA: usize = 12;

/// What one session drew, and what it drew from. Rows are in order.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Pool {
    /// How many records the pool held (N).
    pub population: u64,
    /// Whether it was drawn at random; else it went through all of the pool.
    pub is_random: bool,
    /// Whether the pool was the whole workspace.
    pub whole: bool,
    /// What was drawn.
    pub drawn: Vec<RowId>,
    /// The judged records that the pool held, as far as known.
    pub held: Vec<RowId>,
    /// By what each drawn record's output is known as alike, parallel to `drawn`; empty where each stands for itself.
    pub alike: Vec<u64>,
}

impl Pool {
    fn drew(&self, row: RowId) -> bool {
        self.drawn.binary_search(&row).is_ok()
    }

    /// Returns how many of the drawn records those that were judged stand for, themselves included: of alike ones the
    /// screen shows one, and in a random draw that one is any of them. And for each judged record the share of its kind
    /// that was judged. This is two-phase sampling with the kinds as strata of the second phase (Cochran 1977, ch. 12).
    #[expect(clippy::cast_precision_loss, reason = "counts of records are far below 2^52")]
    fn stands_for(&self, judged: &HashSet<RowId>) -> (u64, HashMap<RowId, f64>) {
        let mut kinds: BTreeMap<(bool, u64), (u64, u64)> = BTreeMap::new();
        let kind = |at: usize| match self.alike.get(at) {
            Some(key) => (true, *key),
            None => (false, at as u64),
        };
        for (at, row) in self.drawn.iter().enumerate() {
            let (all, read) = kinds.entry(kind(at)).or_default();
            *all += 1;
            *read += u64::from(judged.contains(row));
        }
        let reached = kinds.values().filter(|(_, read)| *read > 0).map(|(all, _)| all).sum();
        let judged = self.drawn.iter().enumerate().filter(|(_, row)| judged.contains(row));
        let share = |(all, read): &(u64, u64)| *read as f64 / *all as f64;
        (reached, judged.map(|(at, row)| (*row, kinds.get(&kind(at)).map_or(1.0, share))).collect())
    }

    fn held(&self, row: RowId) -> bool {
        self.drew(row) || self.held.binary_search(&row).is_ok()
    }
}

/// Returns the inclusion probability of each judged record, `q = 1 − Π(1 − n/N)` over the pools that held it, n the
/// records of each draw that were judged or stand behind a judged one that is alike, times the share of its kind that was judged. `None` for a record that no design selected (a filter or a person picked it),
/// and for all where no pool was the whole workspace: then no rate holds beyond what was read. A session that goes
/// through everything counts once it has been read to the end; before that, its order is not a random draw.
#[expect(clippy::cast_precision_loss, reason = "counts of records are far below 2^52")]
pub fn inclusion(judged: &[RowId], pools: &[Pool]) -> Vec<Option<f64>> {
    let all: HashSet<RowId> = judged.iter().copied().collect();
    let mut designs = Vec::new();
    for pool in pools {
        let (read, shares) = pool.stands_for(&all);
        let is_design = read > 0 && (pool.is_random || read >= pool.population);
        if is_design && pool.population > 0 {
            designs.push((pool, (read as f64 / pool.population as f64).min(1.0), shares));
        }
    }
    if !designs.iter().any(|(pool, ..)| pool.whole) {
        return vec![None; judged.len()];
    }
    let q = |row: &RowId| {
        designs.iter().any(|(pool, ..)| pool.drew(*row)).then(|| {
            let held = designs.iter().filter(|(pool, ..)| pool.held(*row));
            let of_kind = |shares: &HashMap<RowId, f64>| shares.get(row).copied().unwrap_or(1.0);
            1.0 - held.map(|(_, share, shares)| 1.0 - share * of_kind(shares)).product::<f64>()
        })
    };
    judged.iter().map(q).collect()
}

/// A rate over some records: weighted back where every one has an inclusion probability, else plain.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct WeighedRate {
    /// Records.
    pub n: u64,
    /// Of those, hits.
    pub hits: u64,
    /// The rate with its interval; `None` of nothing.
    pub rate: Option<Rate>,
    /// Whether it is the rate of the population; else "rate of what was read".
    pub weighted: bool,
}

impl WeighedRate {
    /// Returns how many more of so many records, judged alike, make the interval as narrow as five points on each side;
    /// `None` where it is.
    #[must_use]
    pub fn more(&self, population: u64) -> Option<u64> {
        self.rate.and_then(|rate| more_for_five_points(self.n, rate.rate, (rate.low, rate.high), population))
    }
}

/// Returns the rate of `(hit, q)` records. Equal q are one stratum.
#[expect(clippy::cast_precision_loss, reason = "counts of records are far below 2^52")]
pub fn rate(records: &[(bool, Option<f64>)]) -> WeighedRate {
    let n = records.len() as u64;
    let hits = records.iter().filter(|(hit, _)| *hit).count() as u64;
    let mut strata: BTreeMap<u64, Stratum> = BTreeMap::new();
    for (hit, q) in records {
        let Some(q) = q else { break };
        strata.entry(q.to_bits()).or_default().records.push((*q, *hit));
    }
    let weighted = n > 0 && records.iter().all(|(_, q)| q.is_some());
    if !weighted {
        let plain = wilson(hits, n).map(|(low, high)| Rate { rate: hits as f64 / n as f64, low, high });
        return WeighedRate { n, hits, rate: plain, weighted };
    }
    let mut strata: Vec<Stratum> = strata.into_values().collect();
    if strata.len() > MOST_STRATA {
        strata = vec![Stratum { records: strata.into_iter().flat_map(|stratum| stratum.records).collect() }];
    }
    WeighedRate { n, hits, rate: weighted_rate(&strata), weighted }
}

#[cfg(test)]
mod tests {
    use super::{Pool, inclusion, rate};
    use crate::domain::RowId;

    fn rows(range: std::ops::Range<i64>) -> Vec<RowId> {
        range.map(RowId).collect()
    }

    fn pool(population: u64, drawn: Vec<RowId>, held: Vec<RowId>, whole: bool) -> Pool {
        Pool { population, is_random: true, whole, drawn, held, alike: Vec::new() }
    }

    #[test]
    fn two_pools_give_the_chance_of_at_least_one() {
        let judged = rows(0..30);
        let first = pool(100, rows(0..20), judged.clone(), true);
        let second = pool(50, rows(20..30), rows(10..30), false);
        let q = inclusion(&judged, &[first, second]);
        assert!((q[0].unwrap() - 0.2).abs() < 1e-12);
        assert!((q[15].unwrap() - (1.0 - 0.8 * 0.8)).abs() < 1e-12);
        assert!((q[25].unwrap() - (1.0 - 0.8 * 0.8)).abs() < 1e-12);
    }

    #[test]
    fn one_that_was_judged_stands_for_those_behind_it() {
        // Ten of a hundred were drawn, eight of them of one kind; one of these and the two others were judged.
        let drawn = rows(0..10);
        let alike = drawn.iter().map(|row| if row.0 < 8 { 7 } else { row.0.unsigned_abs() }).collect();
        let judged = vec![RowId(3), RowId(8), RowId(9)];
        let draw = Pool { alike, ..pool(100, drawn, judged.clone(), true) };
        let q = inclusion(&judged, &[draw]);
        let near = |at: usize, wanted: f64| (q[at].unwrap() - wanted).abs() < 1e-12;
        assert!(near(0, 0.1 / 8.0) && near(1, 0.1) && near(2, 0.1), "{q:?}");
        let weighed = rate(&[(true, q[0]), (false, q[1]), (false, q[2])]);
        assert!((weighed.rate.unwrap().rate - 0.8).abs() < 1e-12, "eight of ten, not one of three");
    }

    #[test]
    fn what_no_design_brought_up_has_no_chance() {
        let judged = rows(0..30);
        let q = inclusion(&judged, &[pool(100, rows(0..20), judged.clone(), true)]);
        assert!(q[0].is_some() && q[29].is_none());
        let narrow = pool(100, rows(0..30), judged.clone(), false);
        assert!(inclusion(&judged, &[narrow]).iter().all(Option::is_none));
    }

    #[test]
    fn going_through_everything_counts_once_it_is_read() {
        let judged = rows(0..30);
        let all = |population| Pool { is_random: false, ..pool(population, judged.clone(), judged.clone(), true) };
        assert!(inclusion(&judged, &[all(30)]).iter().all(|q| *q == Some(1.0)));
        assert!(inclusion(&judged, &[all(31)]).iter().all(Option::is_none));
    }

    #[test]
    fn a_rate_is_weighted_only_where_every_record_has_its_chance() {
        let mut records = vec![(true, Some(1.0)); 10];
        records.extend(vec![(false, Some(0.1)); 9]);
        let weighed = rate(&records);
        assert!(weighed.weighted && (weighed.rate.unwrap().rate - 0.1).abs() < 1e-12);
        records.push((false, None));
        let weighed = rate(&records);
        assert!(!weighed.weighted && (weighed.rate.unwrap().rate - 0.5).abs() < 1e-12);
        assert_eq!(rate(&[]).rate, None);
    }
}
