//! The rate of daily samples, weighted back to what was logged although more is drawn of what is likely to fail.

use std::collections::{BTreeMap, HashMap};

use super::prevalence::{Stratum, weighted_rate};
use super::weights::WeighedRate;
use crate::domain::{DailyPool, DailySample, RowId};

/// A sample, and how far it was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReadDay {
    /// The sample.
    pub sample: DailySample,
    /// The row of each of its records; `None` of one that was removed.
    pub rows: Vec<Option<RowId>>,
    /// How many of the first have a verdict; `None` where they were not read in order.
    pub read: Option<usize>,
}

/// Returns the chance of a record to be among the first `read` of a sample: `1 − Π(1 − n/N)` over the pools that hold it.
#[must_use]
#[expect(clippy::cast_precision_loss, reason = "counts of records are far below 2^52")]
pub fn chance(sample: &DailySample, held: &[DailyPool], read: usize) -> f64 {
    let strata = sample.strata_of(read);
    let of_pool = strata.iter().filter(|stratum| held.contains(&stratum.pool) && stratum.population > 0);
    1.0 - of_pool.map(|stratum| 1.0 - (stratum.drawn as f64 / stratum.population as f64).min(1.0)).product::<f64>()
}

/// Returns the share that fails of what was logged in these days, from what was read in order of their samples;
/// `fails` says of each record of a day how it was judged, `None` where that counts in no rate.
///
/// Records held by the same pools are one stratum, over all days; each weighs 1/q. Rate and interval are those of
/// [`weighted_rate`]. Days that were not read in order are left out.
#[must_use]
pub fn daily_rate<'a>(
    days: impl IntoIterator<Item = (&'a DailySample, Option<usize>)>,
    mut fails: impl FnMut(usize, usize) -> Option<bool>,
) -> WeighedRate {
    let mut strata: BTreeMap<Vec<DailyPool>, Stratum> = BTreeMap::new();
    for (day, (sample, read)) in days.into_iter().enumerate() {
        let Some(read) = read else { continue };
        let mut chances: HashMap<&[DailyPool], f64> = HashMap::new();
        for (at, one) in sample.records.iter().take(read).enumerate() {
            let Some(fails) = fails(day, at) else { continue };
            let q = *chances.entry(&one.held).or_insert_with(|| chance(sample, &one.held, read));
            strata.entry(one.held.clone()).or_default().records.push((q, fails));
        }
    }
    let strata: Vec<Stratum> = strata.into_values().collect();
    let all = || strata.iter().flat_map(|stratum| &stratum.records);
    WeighedRate {
        n: all().count() as u64,
        hits: all().filter(|(_, fails)| *fails).count() as u64,
        rate: weighted_rate(&strata),
        weighted: true,
    }
}
