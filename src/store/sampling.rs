//! Drawing a queue: all in import order, a seeded random draw, or the newest first.

use crate::domain::{Filter, Queue, RecordId, RowId, Sampling, SamplingPlan};
use crate::error::{Problem, Result};
use crate::store::columns;
use crate::store::connection::schema;
use crate::store::query::filter_sql::Plan as Search;
use crate::store::query::scan::{Source, each};

/// Draws a queue from the records that `filter` (compiled as `search`) holds.
pub(crate) fn draw(source: Source<'_>, filter: &Filter, search: &Search, sampling: &Sampling) -> Result<Queue> {
    let total = columns::unsigned(schema::meta(source.conn, "records")?);
    let size = sampling.size.map(|size| usize::try_from(size).unwrap_or(usize::MAX));
    let is_all = *filter == Filter::All;
    let (rows, population) = match (sampling.plan, size) {
        (SamplingPlan::All, _) if is_all => (all(source, size)?, total),
        (SamplingPlan::Random, Some(size)) if is_all => (random_of_all(source, size, sampling.seed)?, total),
        (SamplingPlan::Newest, Some(size)) if is_all => (newest_of_all(source, size)?, total),
        (SamplingPlan::All, _) => {
            let mut rows = matching(source, search)?;
            let population = rows.len() as u64;
            rows.truncate(size.unwrap_or(usize::MAX));
            (rows, population)
        }
        (SamplingPlan::Random, _) => random(source, search, size, sampling.seed)?,
        (SamplingPlan::Newest, _) => newest(source, search, size)?,
        (SamplingPlan::Stale, _) => {
            return Err(Problem::usage("Whose stale grades are asked again is not said.").hint("Name the reviewer."));
        }
    };
    Ok(Queue { rows, asks: Vec::new(), population, total })
}

/// Every record. The rows are gapless unless a record was taken out, and then need not be read at all.
fn all(source: Source<'_>, size: Option<usize>) -> Result<Vec<RowId>> {
    let total = schema::meta(source.conn, "records")?;
    let limit = size.map_or(-1, |size| i64::try_from(size).unwrap_or(i64::MAX));
    let end = |sql: &str| -> Result<Option<i64>> { Ok(source.conn.query_row(sql, [], |row| row.get(0))?) };
    let ends = (end("SELECT min(id) FROM record")?, end("SELECT max(id) FROM record")?);
    let (Some(first), Some(last)) = ends else { return Ok(Vec::new()) };
    if last - first + 1 == total {
        let last = if limit < 0 { last } else { last.min(first.saturating_add(limit) - 1) };
        return Ok((first..=last).map(RowId).collect());
    }
    let mut select = source.conn.prepare("SELECT id FROM record ORDER BY id LIMIT ?1")?;
    let rows = select.query_map([limit], |row| row.get(0).map(RowId))?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

pub(crate) fn matching(source: Source<'_>, search: &Search) -> Result<Vec<RowId>> {
    let mut rows = Vec::new();
    each(source, search, "record.id", &mut |row| {
        rows.push(RowId(row.get(0)?));
        Ok(true)
    })?;
    Ok(rows)
}

/// The records whose ids follow a point that the seed gives. Ids are hashes, so this is a random draw, and the unique
/// index answers it without reading the rest.
fn random_of_all(source: Source<'_>, size: usize, seed: u64) -> Result<Vec<RowId>> {
    let hash = blake3::hash(&seed.to_le_bytes());
    let from = hash.as_bytes().get(..16).unwrap_or_default();
    let limit = i64::try_from(size).unwrap_or(i64::MAX);
    let mut rows = Vec::new();
    for range in ["key >= ?1", "key < ?1"] {
        let left = limit.saturating_sub(i64::try_from(rows.len()).unwrap_or(i64::MAX));
        let mut select =
            source.conn.prepare_cached(&format!("SELECT id FROM record WHERE {range} ORDER BY key LIMIT ?2"))?;
        for row in select.query_map((from, left), |row| row.get(0).map(RowId))? {
            rows.push(row?);
        }
    }
    Ok(rows)
}

/// The records with the lowest hashes of seed and id, in that order: the same for the same records, however they
/// came in.
fn random(source: Source<'_>, search: &Search, size: Option<usize>, seed: u64) -> Result<(Vec<RowId>, u64)> {
    let mut key = [0; 32];
    key[..8].copy_from_slice(&seed.to_le_bytes());
    let mut drawn: Vec<([u8; 16], RowId)> = Vec::new();
    each(source, search, "record.id, record.key", &mut |row| {
        let id = RecordId(row.get(1)?);
        let hash = blake3::keyed_hash(&key, &id.0);
        let mut place = [0; 16];
        place.copy_from_slice(&hash.as_bytes()[..16]);
        drawn.push((place, RowId(row.get(0)?)));
        Ok(true)
    })?;
    let population = drawn.len() as u64;
    if let Some(size) = size.filter(|size| *size < drawn.len()) {
        drawn.select_nth_unstable(size);
        drawn.truncate(size);
    }
    drawn.sort_unstable();
    Ok((drawn.into_iter().map(|(_, row)| row).collect(), population))
}

fn newest_of_all(source: Source<'_>, size: usize) -> Result<Vec<RowId>> {
    let mut select = source.conn.prepare_cached("SELECT id FROM record ORDER BY ts DESC, id DESC LIMIT ?1")?;
    let rows = select.query_map([i64::try_from(size).unwrap_or(i64::MAX)], |row| row.get(0).map(RowId))?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

/// The newest first; records without a time last, and among equals the one imported last.
fn newest(source: Source<'_>, search: &Search, size: Option<usize>) -> Result<(Vec<RowId>, u64)> {
    let mut found: Vec<(Option<i64>, i64)> = Vec::new();
    each(source, search, "record.id, record.ts", &mut |row| {
        found.push((row.get(1)?, row.get(0)?));
        Ok(true)
    })?;
    let population = found.len() as u64;
    found.sort_unstable_by(|a, b| b.cmp(a));
    found.truncate(size.unwrap_or(usize::MAX));
    Ok((found.into_iter().map(|(_, row)| RowId(row)).collect(), population))
}
