//! The records that a filter holds, as sampling plans draw from them.

use std::cell::RefCell;
use std::collections::HashSet;

use crate::domain::{Day, Fact, Filter, Name, Queue, RecordId, RowId, Sampling, SamplingPool, Stratum, Time};
use crate::error::{Problem, Result};
use crate::store::connection::schema;
use crate::store::query::conditions::DISPUTED;
use crate::store::query::facts;
use crate::store::query::filter_sql::{self, FilterPlan};
use crate::store::query::grading;
use crate::store::query::judged::JUDGED;
use crate::store::query::saved;
use crate::store::query::scan::{self, Source, each};
use crate::store::reader::Reader;
use crate::store::records::content;
use crate::store::sessions::daily_read;
use crate::store::{codebook, columns, records};
use crate::views::Arrivals;

impl Reader {
    /// Draws a queue that is the same for every reviewer: the records that `filter` holds, by the sampling plan.
    ///
    /// # Errors
    /// Refuses a plan that asks criteria, which needs a reviewer.
    pub fn queue(&self, filter: &Filter, sampling: &Sampling, now: Time) -> Result<Queue> {
        self.draw(filter, sampling, None, now, None)
    }

    /// Draws a queue of this reviewer. A plan that asks criteria gives a round of re-grading: the stale grades on
    /// records that `filter` holds (of the criteria that it names, or of all), and the noise repeats among them.
    pub fn queue_of(&self, filter: &Filter, sampling: &Sampling, reviewer: &Name, now: Time) -> Result<Queue> {
        self.draw(filter, sampling, Some(reviewer), now, None)
    }

    /// Like [`Reader::queue_of`], and hands over the first records of a filter as soon as they are found, while the
    /// others are still being looked for.
    pub fn queue_as_found(
        &self,
        filter: &Filter,
        sampling: &Sampling,
        reviewer: &Name,
        now: Time,
        first: &mut (dyn FnMut(Queue) + '_),
    ) -> Result<Queue> {
        let is_whole = sampling.is_whole() && *filter != Filter::All;
        self.draw(filter, sampling, Some(reviewer), now, is_whole.then_some(first))
    }

    /// Returns the records behind a row that a filter holds, in import order, and how many there are in the workspace.
    pub fn arrivals(&self, filter: &Filter, after: RowId, now: Time) -> Result<Arrivals> {
        let filter = &saved::expand(&self.conn, filter)?;
        let mut plan = filter_sql::plan(filter, now, &codebook::load(&self.conn)?)?;
        plan.condition = format!("({}) AND record.id > {}", plan.condition, after.0);
        let _snapshot = self.snapshot()?;
        let (last, total) = (RowId(schema::meta(&self.conn, "last_row")?), records::count(&self.conn)?);
        let rows = if last > after { scan::rows(self.source(), &plan)? } else { Vec::new() };
        Ok(Arrivals { rows, last, total })
    }

    fn draw(
        &self,
        filter: &Filter,
        sampling: &Sampling,
        reviewer: Option<&Name>,
        now: Time,
        first: Option<FirstHits<'_>>,
    ) -> Result<Queue> {
        let filter = &saved::expand(&self.conn, filter)?;
        let search = filter_sql::plan(filter, now, &codebook::load(&self.conn)?)?;
        let _snapshot = self.snapshot()?;
        let queue = sampling.draw(&RecordPool {
            source: self.source(),
            filter,
            search: &search,
            reviewer,
            first: RefCell::new(first),
        })?;
        Ok(queue)
    }
}

/// A filter over the store, for one reviewer where the plan asks for one.
pub(crate) struct RecordPool<'a, 'f> {
    pub source: Source<'a>,
    pub filter: &'a Filter,
    /// The filter as it was compiled.
    pub search: &'a FilterPlan,
    pub reviewer: Option<&'a Name>,
    /// Takes the first records, as they are found.
    first: RefCell<Option<FirstHits<'f>>>,
}

/// What takes the first records that a filter holds.
type FirstHits<'f> = &'f mut (dyn FnMut(Queue) + 'f);

impl<'a> RecordPool<'a, 'a> {
    /// Makes a pool that is drawn from at once.
    pub(crate) const fn new(
        source: Source<'a>,
        filter: &'a Filter,
        search: &'a FilterPlan,
        reviewer: Option<&'a Name>,
    ) -> Self {
        Self { source, filter, search, reviewer, first: RefCell::new(None) }
    }
}

impl RecordPool<'_, '_> {
    fn select(&self, sql: &str, values: impl rusqlite::Params) -> Result<Vec<RowId>> {
        columns::all(self.source.conn, sql, values, |row| Ok(RowId(row.get(0)?)))
    }
}

impl SamplingPool for RecordPool<'_, '_> {
    fn total(&self) -> Result<u64> {
        records::count(self.source.conn)
    }

    fn is_everything(&self) -> bool {
        *self.filter == Filter::All
    }

    fn rows(&self) -> Result<Vec<RowId>> {
        let (total, mut found) = (self.total()?, Vec::new());
        let mut first = self.first.borrow_mut().take();
        each(self.source, self.search, "record.id", &mut |row| {
            found.push(RowId(row.get(0)?));
            if found.len() <= Queue::FIRST
                && let Some(first) = &mut first
            {
                let population = found.len() as u64;
                first(Queue { rows: found.clone(), population, total, ..Queue::default() });
            }
            Ok(true)
        })?;
        Ok(found)
    }

    fn each(&self, visit: &mut dyn FnMut(RowId, RecordId, Option<Time>)) -> Result<()> {
        each(self.source, self.search, "record.id, record.key, record.ts", &mut |row| {
            visit(RowId(row.get(0)?), RecordId(row.get(1)?), row.get::<_, Option<i64>>(2)?.map(Time));
            Ok(true)
        })
    }

    /// The rows are gapless unless a record was taken out, and then need not be read at all.
    fn first(&self, size: Option<usize>) -> Result<Vec<RowId>> {
        let limit = size.map_or(-1, limit);
        let end = |sql: &str| -> Result<Option<i64>> { Ok(self.source.conn.query_row(sql, [], |row| row.get(0))?) };
        let ends = (end("SELECT min(id) FROM record")?, end("SELECT max(id) FROM record")?);
        let (Some(first), Some(last)) = ends else { return Ok(Vec::new()) };
        if u64::try_from(last - first + 1) == Ok(self.total()?) {
            let last = if limit < 0 { last } else { last.min(first.saturating_add(limit) - 1) };
            return Ok((first..=last).map(RowId).collect());
        }
        self.select("SELECT id FROM record ORDER BY id LIMIT ?1", [limit])
    }

    fn newest(&self, size: usize) -> Result<Vec<RowId>> {
        self.select("SELECT id FROM record ORDER BY ts DESC, id DESC LIMIT ?1", [limit(size)])
    }

    fn last_row(&self) -> Result<i64> {
        schema::meta(self.source.conn, "last_row")
    }

    fn exists(&self, row: RowId) -> Result<bool> {
        Ok(self.source.conn.prepare_cached("SELECT 1 FROM record WHERE id = ?1")?.exists([row.0])?)
    }

    fn facts(&self, field: Stratum, visit: &mut dyn FnMut(Fact)) -> Result<()> {
        each(self.source, self.search, &facts::fact_columns(field), &mut |row| {
            visit(facts::read_fact(row)?);
            Ok(true)
        })
    }

    fn values(&self, field: Stratum) -> Result<Option<Vec<(Option<String>, Option<Vec<RowId>>)>>> {
        if self.is_everything() { facts::values(self.source.conn, field) } else { Ok(None) }
    }

    fn rows_of(&self, field: Stratum, value: Option<&str>) -> Result<Vec<RowId>> {
        facts::rows_of(self.source.conn, field, value)
    }

    fn fact(&self, row: RowId, field: Stratum) -> Result<Option<Fact>> {
        facts::fact(self.source.conn, row, field)
    }

    fn words(&self, row: RowId) -> Result<Vec<String>> {
        facts::words(self.source, row, false)
    }

    fn alike_key(&self, row: RowId) -> Result<u64> {
        Ok(content(self.source.conn, self.source.blocks, row)?.alike_key())
    }

    fn nearest(&self, id: RecordId) -> Result<Vec<RowId>> {
        facts::nearest(self.source, id)
    }

    fn disputed(&self) -> Result<Vec<RowId>> {
        self.select(&format!("{DISPUTED} ORDER BY record"), [])
    }

    fn judged(&self) -> Result<Vec<RowId>> {
        self.select(JUDGED, [])
    }

    fn answers(&self) -> Result<Vec<(RowId, u64, u64)>> {
        let sql = "SELECT record, sum(fails), count(*) FROM result_answer
                   JOIN (SELECT judge AS name, max(run) AS newest FROM result_answer GROUP BY judge)
                       ON name = judge AND newest = run
                   WHERE record IS NOT NULL AND is_same = 1 AND fails IS NOT NULL GROUP BY record ORDER BY record";
        columns::all(self.source.conn, sql, [], |row| {
            Ok((RowId(row.get(0)?), columns::unsigned(row.get(1)?), columns::unsigned(row.get(2)?)))
        })
    }

    fn daily(&self, day: Day) -> Result<(Vec<RowId>, u64)> {
        let (rows, population) = daily_read::left(self.source.conn, day, self.reviewer)?;
        if self.is_everything() {
            return Ok((rows, population));
        }
        let held: HashSet<RowId> = self.rows()?.into_iter().collect();
        Ok((rows.into_iter().filter(|row| held.contains(row)).collect(), population))
    }

    fn regrading_round(&self, size: Option<usize>, seed: u64) -> Result<Queue> {
        let Some(reviewer) = self.reviewer else {
            return Err(Problem::usage("A round of re-grading needs a reviewer.").hint("Name the reviewer."));
        };
        let held = if self.is_everything() { None } else { Some(self.rows()?) };
        grading::regrading_round(self.source.conn, self.filter, held, reviewer, size, seed)
    }
}

fn limit(size: usize) -> i64 {
    i64::try_from(size).unwrap_or(i64::MAX)
}
