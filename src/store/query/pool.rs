//! The records that a filter holds, as sampling plans draw from them; and the pools that earlier sessions drew from.

use std::cell::RefCell;
use std::collections::{BTreeMap, HashSet};

use crate::domain::filter::{self, Term};
use crate::domain::{
    Codebook, FOLDED_AT_MOST, Fact, Filter, Name, Queue, RecordId, RowId, Sampling, SamplingPool, Session, Stratum,
    Time,
};
use crate::error::{Problem, Result};
use crate::measures::weights::Pool;
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
        let tx = self.conn.unchecked_transaction()?;
        let (last, total) = (RowId(schema::meta(&self.conn, "last_row")?), records::count(&self.conn)?);
        let rows = if last > after { scan::rows(self.source(), &plan)? } else { Vec::new() };
        tx.rollback()?;
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
        // One snapshot for all that is read.
        let tx = self.conn.unchecked_transaction()?;
        let queue = sampling.draw(&RecordPool {
            source: self.source(),
            filter,
            search: &search,
            reviewer,
            first: RefCell::new(first),
        })?;
        tx.rollback()?;
        Ok(queue)
    }

    /// Returns the pools that judged records were drawn from: of sessions of everyone that drew at random, or went through
    /// everything.
    pub fn pools(&self) -> Result<Vec<Pool>> {
        let source = self.source();
        let codebook = codebook::load(&self.conn)?;
        let mut known: BTreeMap<String, Vec<RowId>> = BTreeMap::new();
        let mut pools = Vec::new();
        let judged: HashSet<RowId> =
            columns::all(&self.conn, JUDGED, [], |row| Ok(RowId(row.get(0)?)))?.into_iter().collect();
        for mut session in self.sessions()? {
            let is_whole_plan = session.sampling.is_whole();
            // A session that began with a judgement counted nothing before it.
            if is_whole_plan && session.population == 0 && session.filter.is_empty() {
                session.population = self.count()?;
            }
            if session.population == 0 || !(session.sampling.plan.plan().is_random || is_whole_plan) {
                continue;
            }
            // A saved filter that is gone tells nothing.
            let parsed = filter::parse(&session.filter).map_err(Problem::from);
            let Ok(parsed) = parsed.and_then(|parsed| saved::expand(&self.conn, &parsed)) else { continue };
            let key = format!("{} {}", session.started.0, session.filter);
            let held = match known.get(&key) {
                Some(held) => held.clone(),
                None => known.entry(key).or_insert(held(source, &session, &parsed, &codebook)?).clone(),
            };
            let mut drawn = if is_whole_plan { held.clone() } else { session.queue.clone() };
            drawn.sort_unstable();
            let whole = parsed == Filter::All;
            let is_random = !is_whole_plan;
            // The screen shows one of those that are alike; what was read whole needs no looking.
            let read = drawn.iter().filter(|row| judged.contains(row)).count();
            let is_partly_read = is_random && (1..drawn.len()).contains(&read);
            let is_few = drawn.len() <= FOLDED_AT_MOST;
            let alike = if is_partly_read && is_few { facts::alike_keys(source, &drawn)? } else { Vec::new() };
            pools.push(Pool { population: session.population, is_random, whole, drawn, held, alike });
        }
        Ok(pools)
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

/// The judged records that a session's pool held, as far as that can still be known: what people have said since
/// does not tell what a filter on judgements held then.
fn held(source: Source<'_>, session: &Session, filter: &Filter, codebook: &Codebook) -> Result<Vec<RowId>> {
    if asks_judgements(filter) {
        let mut rows = session.queue.clone();
        rows.sort_unstable();
        return Ok(rows);
    }
    // A filter of a thing that is gone holds nothing.
    let Ok(mut plan) = filter_sql::plan(filter, session.started, codebook) else { return Ok(Vec::new()) };
    plan.condition = format!("({}) AND record.id IN ({JUDGED})", plan.condition);
    let mut rows = scan::rows(source, &plan)?;
    // Rows grow with each import: what came in later stood in no pool of this session. An unfiltered pool tells
    // how far it reached.
    if *filter == Filter::All {
        let last = columns::signed(session.population);
        rows.retain(|row| row.0 <= last);
    }
    Ok(rows)
}

/// Returns whether what a filter holds may change after the draw: it asks what people said, or results.
fn asks_judgements(filter: &Filter) -> bool {
    filter.any(&|term| term.asks_people() || matches!(term, Term::By(_) | Term::Result { .. }))
}
