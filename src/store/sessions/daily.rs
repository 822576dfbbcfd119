//! Drawing the sample of a day: from what was logged since the sample before.

use std::collections::HashMap;

use crate::domain::filter::{Term, TimeRef};
use crate::domain::{
    DailyPools, DailySample, Day, Filter, RecordId, RowId, Sampling, SamplingPlan, SamplingPool, Time,
};
use crate::error::{Problem, Result};
use crate::store::codebook;
use crate::store::query::filter_sql;
use crate::store::query::pool::RecordPool;
use crate::store::reader::Reader;
use crate::store::sessions::daily_read::FrozenSample;

/// Of a large log at most so many records count as the ones most unlike the others.
const RARE_AT_MOST: u64 = 1_000;

/// The same for all, so that two who freeze a sample over the same records freeze the same one.
const SEED: u64 = 0;

impl Reader {
    /// Draws the sample of a day from what was logged since the sample before and before the day began; of what was
    /// imported since the sample before, what is older or has no time too. It is not frozen by that.
    ///
    /// # Errors
    /// `Usage` for a day that has not begun, or that a later sample stands behind; store problems as they are.
    pub fn draw_daily(&self, day: Day, overlap: u32, now: Time) -> Result<DailySample> {
        // Everyone gets the same sample: it is made of what is no secret.
        if let Some(outgoing) = self.outgoing()? {
            return outgoing.draw_daily(day, overlap, now);
        }
        if day.start() > now {
            return Err(Problem::usage(format!("{day} has not begun, so nothing can be drawn for it yet.")));
        }
        let all = self.daily_samples()?;
        if let Some(later) = all.iter().map(|frozen| frozen.sample.day).filter(|other| *other > day).max() {
            return Err(Problem::usage(format!(
                "No sample was frozen on {day}, and that of {later} took what was logged before."
            )));
        }
        let before = all.iter().max_by_key(|frozen| frozen.sample.day);
        let held = match before {
            None => format!("(ts IS NULL OR ts < {})", day.start().0),
            Some(FrozenSample { sample, time, .. }) => format!(
                "((ts >= {from} AND ts < {until}) OR ((ts IS NULL OR ts < {from}) AND record.source IN (
                     SELECT id FROM source WHERE imported > {})))",
                time.0,
                from = sample.until.0,
                until = day.start().0
            ),
        };
        let codebook = codebook::load(&self.conn)?;
        // Of another filter than that of everything, for the plans look at the condition then.
        let filter = Filter::Term(Term::Until(TimeRef::At(day.start())));
        let mut search = filter_sql::plan(&filter, now, &codebook)?;
        (search.condition, search.values) = (held, Vec::new());
        let _snapshot = self.snapshot()?;
        let pool = RecordPool::new(self.source(), &filter, &search, None);
        let mut ids: HashMap<RowId, RecordId> = HashMap::new();
        pool.each(&mut |row, id, _| {
            ids.insert(row, id);
        })?;
        let count = (ids.len() as u64).div_ceil(10).min(RARE_AT_MOST);
        let size = u32::try_from(count).ok();
        let rare = Sampling { plan: SamplingPlan::Rare, size, ..Sampling::default() }.draw(&pool)?.rows;
        let answers = pool.answers()?;
        let differ = answers.into_iter().filter(|(_, fails, all)| *fails > 0 && fails < all).map(|(row, ..)| row);
        let named = |rows: Vec<RowId>| rows.iter().filter_map(|row| ids.get(row).copied()).collect::<Vec<_>>();
        let (rare, doubtful) = (named(rare), named(differ.collect()));
        let pools = DailyPools { all: ids.values().copied().collect(), rare, doubtful };
        Ok(DailySample::draw(day, before.map(|frozen| frozen.sample.until), SEED, overlap, &pools))
    }
}
