//! The records that a filter holds, as sampling plans draw from them.

use super::filter_sql::Plan as Search;
use super::grading;
use super::scan::{self, Source, each};
use crate::domain::{Filter, Name, Queue, RecordId, RowId, SamplingPool, Time};
use crate::error::{Problem, Result};
use crate::store::records;

/// A filter over the store, for one reviewer where the plan asks for one.
pub(crate) struct RecordPool<'a> {
    pub source: Source<'a>,
    pub filter: &'a Filter,
    /// The filter as it was compiled.
    pub search: &'a Search,
    pub reviewer: Option<&'a Name>,
}

impl RecordPool<'_> {
    fn select(&self, sql: &str, values: impl rusqlite::Params) -> Result<Vec<RowId>> {
        let mut select = self.source.conn.prepare_cached(sql)?;
        let rows = select.query_map(values, |row| row.get(0).map(RowId))?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }
}

impl SamplingPool for RecordPool<'_> {
    fn total(&self) -> Result<u64> {
        records::count(self.source.conn)
    }

    fn is_everything(&self) -> bool {
        *self.filter == Filter::All
    }

    fn rows(&self) -> Result<Vec<RowId>> {
        scan::rows(self.source, self.search)
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

    fn after(&self, id: RecordId, size: usize) -> Result<Vec<RowId>> {
        let mut rows =
            self.select("SELECT id FROM record WHERE key >= ?1 ORDER BY key LIMIT ?2", (id.0, limit(size)))?;
        let left = limit(size.saturating_sub(rows.len()));
        rows.extend(self.select("SELECT id FROM record WHERE key < ?1 ORDER BY key LIMIT ?2", (id.0, left))?);
        Ok(rows)
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
