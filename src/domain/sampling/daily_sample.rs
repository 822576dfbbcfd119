//! The daily sample: drawn once for everyone from what was logged since the one before, partly from what is more likely
//! to fail, and read in one order.
//!
//! Whoever asks first freezes it, with its pools, so that the rate of what was read can be weighted back.

use std::collections::{HashMap, HashSet};

use serde::{Deserialize, Serialize};

use crate::domain::time::Day;
use crate::domain::words::words;
use crate::domain::{RecordId, Time};

/// A pool that a part of the sample is drawn from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum DailyPool {
    /// Everything that was logged.
    Random,
    /// The tenth that is most unlike the others.
    Rare,
    /// What judges and checks answer differently.
    Doubtful,
}

words!(DailyPool: Random = "random", Rare = "rare", Doubtful = "doubtful");

/// How many records are drawn from each pool. What a pool does not hold is drawn from everything.
const SIZES: [(DailyPool, usize); 3] = [(DailyPool::Random, 30), (DailyPool::Rare, 10), (DailyPool::Doubtful, 10)];

/// How many records a pool held and how many of them were drawn from it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct DailyStratum {
    /// The pool.
    pub pool: DailyPool,
    /// Its records.
    pub population: u64,
    /// Those drawn from it.
    pub drawn: u64,
}

/// A record of the sample.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DailyRecord {
    /// The record.
    pub record: RecordId,
    /// The pools that hold it.
    pub held: Vec<DailyPool>,
    /// Those of them that it was drawn from.
    pub drawn: Vec<DailyPool>,
}

/// The sample of a day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DailySample {
    /// The day it is for.
    pub day: Day,
    /// What was logged before belongs to the sample before; `None` for the first.
    pub from: Option<Time>,
    /// What was logged from here on belongs to the next: 00:00 of the day, in UTC.
    pub until: Time,
    /// The seed of the draw and of the order.
    pub seed: u64,
    /// So many of the first records are read by everyone.
    pub overlap: u32,
    /// How many records were logged.
    pub population: u64,
    /// The pools.
    pub strata: Vec<DailyStratum>,
    /// The records, in reading order.
    pub records: Vec<DailyRecord>,
}

/// What a day's sample is drawn from.
#[derive(Debug, Clone, Default)]
pub struct DailyPools {
    /// Everything that was logged.
    pub all: Vec<RecordId>,
    /// Of it what is most unlike the others.
    pub rare: Vec<RecordId>,
    /// Of it what judges and checks answer differently.
    pub doubtful: Vec<RecordId>,
}

/// What is known of a record of the sample when its rate is taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Done {
    /// Nobody gave it a verdict.
    Not,
    /// It had a verdict before the sample was frozen.
    Before,
    /// It got its first one since.
    Since,
}

impl DailySample {
    /// Draws the sample: of each pool the records whose hash of seed, day, pool and id is lowest; all in the order of
    /// another such hash. The same records, day and seed give the same sample.
    #[must_use]
    pub fn draw(day: Day, from: Option<Time>, seed: u64, overlap: u32, pools: &DailyPools) -> Self {
        let of = |pool: DailyPool| match pool {
            DailyPool::Random => &pools.all,
            DailyPool::Rare => &pools.rare,
            DailyPool::Doubtful => &pools.doubtful,
        };
        let held: HashMap<DailyPool, HashSet<RecordId>> = [DailyPool::Rare, DailyPool::Doubtful]
            .into_iter()
            .map(|pool| (pool, of(pool).iter().copied().collect()))
            .collect();
        let missing: usize = SIZES.iter().skip(1).map(|(pool, size)| size.saturating_sub(of(*pool).len())).sum();
        let mut drawn: HashMap<RecordId, Vec<DailyPool>> = HashMap::new();
        let mut strata = Vec::new();
        for (pool, size) in SIZES {
            let size = if pool == DailyPool::Random { size + missing } else { size };
            let first = lowest(of(pool), size, &key(seed, day, pool.word()));
            let (population, count) = (of(pool).len() as u64, first.len() as u64);
            strata.push(DailyStratum { pool, population, drawn: count });
            for record in first {
                drawn.entry(record).or_default().push(pool);
            }
        }
        let everything: Vec<RecordId> = drawn.keys().copied().collect();
        let order = lowest(&everything, everything.len(), &key(seed, day, "order"));
        let records = order.into_iter().map(|record| {
            let is_held = |pool: &DailyPool| held.get(pool).is_none_or(|held| held.contains(&record));
            let held = DailyPool::ALL.iter().copied().filter(is_held).collect();
            DailyRecord { record, held, drawn: drawn.remove(&record).unwrap_or_default() }
        });
        Self {
            day,
            from,
            until: day.start(),
            seed,
            overlap,
            population: pools.all.len() as u64,
            records: records.collect(),
            strata,
        }
    }

    /// Returns what is left for a reviewer, by place: what nobody else judged, and of the first records those that everyone
    /// reads, in the sample's order; then what others judged.
    #[must_use]
    pub fn left(&self, is_mine: impl Fn(usize) -> bool, is_others: impl Fn(usize) -> bool) -> Vec<usize> {
        let overlap = usize::try_from(self.overlap).unwrap_or(usize::MAX);
        let open = (0..self.records.len()).filter(|at| !is_mine(*at));
        let (first, last): (Vec<usize>, Vec<usize>) = open.partition(|at| *at < overlap || !is_others(*at));
        first.into_iter().chain(last).collect()
    }

    /// Returns how many of the first records have a verdict; `None` where a later one got its first out of order, for then
    /// what was read is no sample.
    #[must_use]
    pub fn read_in_order(&self, done: impl Fn(usize) -> Done) -> Option<usize> {
        let count = (0..self.records.len()).take_while(|at| done(*at) != Done::Not).count();
        let is_in_order = (count..self.records.len()).all(|at| done(at) != Done::Since);
        is_in_order.then_some(count)
    }

    /// Returns the pools as the first `count` records were drawn from them: to stop is to draw fewer.
    #[must_use]
    pub fn strata_of(&self, count: usize) -> Vec<DailyStratum> {
        let drawn =
            |pool: DailyPool| self.records.iter().take(count).filter(move |one| one.drawn.contains(&pool)).count();
        self.strata.iter().map(|stratum| DailyStratum { drawn: drawn(stratum.pool) as u64, ..*stratum }).collect()
    }
}

/// Returns the key of the hashes of a pool.
fn key(seed: u64, day: Day, word: &str) -> [u8; 32] {
    *blake3::hash(format!("gemba daily {seed} {day} {word}").as_bytes()).as_bytes()
}

/// Returns the records with the lowest keyed hashes, the lowest first.
fn lowest(records: &[RecordId], size: usize, key: &[u8; 32]) -> Vec<RecordId> {
    let hash = |record: &RecordId| -> [u8; 16] {
        let mut place = [0; 16];
        place.copy_from_slice(&blake3::keyed_hash(key, &record.0).as_bytes()[..16]);
        place
    };
    let mut ranked: Vec<([u8; 16], RecordId)> = records.iter().map(|record| (hash(record), *record)).collect();
    if size < ranked.len() {
        ranked.select_nth_unstable(size);
        ranked.truncate(size);
    }
    ranked.sort_unstable();
    ranked.into_iter().map(|(_, record)| record).collect()
}

#[cfg(test)]
mod tests {
    use super::{DailyPool, DailyPools, DailySample, Done};
    use crate::domain::RecordId;
    use crate::domain::time::Day;

    fn pools(all: u32, rare: u32, doubtful: u32) -> DailyPools {
        let id = |number: u32| {
            let mut bytes = [0; 16];
            bytes[..4].copy_from_slice(&number.to_be_bytes());
            RecordId(bytes)
        };
        let some = |count: u32| (0..count).map(id).collect();
        DailyPools { all: some(all), rare: some(rare), doubtful: some(doubtful) }
    }

    fn sample(pools: &DailyPools) -> DailySample {
        DailySample::draw(Day::parse("2026-11-27").unwrap(), None, 7, 2, pools)
    }

    #[test]
    fn the_same_records_give_the_same_sample_in_whatever_order_they_came() {
        let there = pools(500, 50, 40);
        let mut other = there.clone();
        other.all.reverse();
        other.rare.reverse();
        assert_eq!(sample(&there), sample(&other));
        let drawn: Vec<u64> = sample(&there).strata.iter().map(|stratum| stratum.drawn).collect();
        assert_eq!(drawn, [30, 10, 10]);
    }

    #[test]
    fn what_a_pool_lacks_is_drawn_from_everything() {
        let drawn = |all, rare, doubtful| {
            let strata = sample(&pools(all, rare, doubtful)).strata;
            strata.iter().map(|stratum| stratum.drawn).collect::<Vec<_>>()
        };
        assert_eq!(drawn(500, 50, 0), [40, 10, 0]);
        assert_eq!(drawn(20, 2, 0), [20, 2, 0], "never more than there is");
        assert!(sample(&pools(0, 0, 0)).records.is_empty());
    }

    #[test]
    fn a_record_says_which_pools_hold_it() {
        let sample = sample(&pools(60, 30, 0));
        let rare = sample.records.iter().filter(|one| one.held.contains(&DailyPool::Rare)).count();
        assert!(rare >= 10 && sample.records.iter().all(|one| one.held.contains(&DailyPool::Random)));
        assert!(sample.records.iter().all(|one| one.drawn.iter().all(|pool| one.held.contains(pool))));
    }

    #[test]
    fn what_others_judged_comes_last_but_for_the_share_of_everyone() {
        let sample = sample(&pools(10, 0, 0));
        let left = sample.left(|at| at == 3, |at| at < 5);
        assert_eq!(left, [0, 1, 5, 6, 7, 8, 9, 2, 4]);
    }

    #[test]
    fn to_stop_is_to_draw_fewer_and_to_jump_breaks_the_order() {
        let sample = sample(&pools(10, 0, 0));
        let read = |of: &dyn Fn(usize) -> Done| sample.read_in_order(of);
        assert_eq!(read(&|at| if at < 4 { Done::Since } else { Done::Not }), Some(4));
        assert_eq!(read(&|at| if at < 4 || at == 7 { Done::Before } else { Done::Not }), Some(4));
        assert_eq!(read(&|at| if at < 4 || at == 7 { Done::Since } else { Done::Not }), None);
        assert_eq!(sample.strata_of(4)[0].drawn, 4);
    }
}
