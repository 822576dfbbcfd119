//! What sampling plans ask of records beyond the filter: their fields, their words, what they are near to.

use std::collections::HashMap;
use std::sync::atomic::Ordering;

use rusqlite::{Connection, OptionalExtension};

use crate::domain::{Fact, RecordId, RowId, Stratum};
use crate::error::{Problem, Result};
use crate::store::connection::schema;
use crate::store::query::scan::Source;
use crate::store::records::{content, row_of};
use crate::store::text_index::lookup::{Coverage, Field, rows};
use crate::store::text_index::texts;
use crate::store::text_index::tokens::Tokens;
use crate::store::{columns, errors};

/// The most values of a field that are looked up one by one.
const MOST_VALUES: usize = 200;
/// A value with more rows than this is common: rows that are drawn by number soon have it.
const COMMON: u64 = 1_000;
/// The rarest words of a record, by which its neighbours are found.
const WORDS: usize = 16;
/// So many records tell which words are rare.
const LOOKED_AT: i64 = 200;

/// Returns the SQL of a field's value as text.
const fn value_sql(field: Stratum) -> &'static str {
    match field {
        Stratum::Model => "(SELECT text FROM term WHERE term.id = record.model)",
        Stratum::Prompt => "(SELECT text FROM term WHERE term.id = record.prompt)",
        Stratum::Source => "(SELECT name FROM source WHERE source.id = record.source)",
        Stratum::Conversation => "record.conversation",
        Stratum::Format => "CAST(record.shape AS TEXT)",
        Stratum::Day => "CAST(record.ts / 86400000 AS TEXT)",
        Stratum::Error => "CAST(record.has_error AS TEXT)",
    }
}

/// Returns by what the output of each of these rows is known as alike, in the order given. They are read in the order in
/// which they are stored.
pub(crate) fn alike_keys(source: Source<'_>, rows: &[RowId]) -> Result<Vec<u64>> {
    let mut order: Vec<usize> = (0..rows.len()).collect();
    order.sort_unstable_by_key(|at| rows.get(*at));
    let mut keys = vec![0; rows.len()];
    for at in order {
        if source.stop.load(Ordering::Relaxed) {
            return Err(errors::stopped());
        }
        if let (Some(row), Some(key)) = (rows.get(at), keys.get_mut(at)) {
            *key = content(source.conn, source.blocks, *row)?.alike_key();
        }
    }
    Ok(keys)
}

/// Returns the columns of a fact.
pub(crate) fn fact_columns(field: Stratum) -> String {
    format!("record.id, record.out_len, record.shape, {}", value_sql(field))
}

/// Reads the columns of a fact.
pub(crate) fn read_fact(row: &rusqlite::Row<'_>) -> rusqlite::Result<Fact> {
    let length = columns::unsigned(row.get(1)?);
    Ok(Fact { row: RowId(row.get(0)?), value: row.get(3)?, length, shape: row.get(2)? })
}

/// Returns what is known of one row, or `None` where there is no such row.
pub(crate) fn fact(conn: &Connection, row: RowId, field: Stratum) -> Result<Option<Fact>> {
    let sql = format!("SELECT {} FROM record WHERE id = ?1", fact_columns(field));
    Ok(conn.prepare_cached(&sql)?.query_row([row.0], read_fact).optional()?)
}

/// A value and its rows, where they are few.
type Value = (Option<String>, Option<Vec<RowId>>);

/// Returns the column of an indexed field, and the table and its column that the value's text stands in.
const fn indexed(field: Stratum) -> Option<(&'static str, &'static str, &'static str)> {
    match field {
        Stratum::Model => Some(("model", "term", "text")),
        Stratum::Source => Some(("source", "source", "name")),
        Stratum::Prompt | Stratum::Conversation | Stratum::Format | Stratum::Day | Stratum::Error => None,
    }
}

/// Returns all rows of a value of an indexed field; none where the field has no index.
pub(crate) fn rows_of(conn: &Connection, field: Stratum, value: Option<&str>) -> Result<Vec<RowId>> {
    let Some((column, table, name)) = indexed(field) else { return Ok(Vec::new()) };
    let sql = format!("SELECT id FROM record WHERE {column} IN (SELECT id FROM {table} WHERE {name} = ?1)");
    columns::all(conn, &sql, [value], |row| Ok(RowId(row.get(0)?)))
}

/// Returns every value of an indexed field in the workspace, with its rows where they are few; `None` where the field
/// has no index or too many values.
pub(crate) fn values(conn: &Connection, field: Stratum) -> Result<Option<Vec<Value>>> {
    let Some((column, table, name)) = indexed(field) else { return Ok(None) };
    let text = format!("SELECT {name} FROM {table} WHERE id = ?1");
    let mut found: Vec<Value> = Vec::new();
    let next = format!("SELECT {column} FROM record WHERE {column} > ?1 ORDER BY {column} LIMIT 1");
    let of_value = format!("SELECT id FROM record WHERE {column} = ?1 LIMIT ?2");
    let mut last = i64::MIN;
    while let Some(value) = conn.prepare_cached(&next)?.query_row([last], |row| row.get::<_, i64>(0)).optional()? {
        if found.len() == MOST_VALUES {
            return Ok(None);
        }
        let values = (value, columns::signed(COMMON + 1));
        let rows = columns::all(conn, &of_value, values, |row| Ok(RowId(row.get(0)?)))?;
        let name: Option<String> = conn.prepare_cached(&text)?.query_row([value], |row| row.get(0)).optional()?;
        found.push((name, (rows.len() as u64 <= COMMON).then_some(rows)));
        last = value;
    }
    Ok(Some(found))
}

/// Returns the distinct words of a record: of its output, and of the user's own words too where asked.
pub(crate) fn words(source: Source<'_>, row: RowId, with_user: bool) -> Result<Vec<String>> {
    let content = content(source.conn, source.blocks, row)?;
    let mut tokens = Tokens::default();
    texts::output(&content, &mut |text| tokens.add(text));
    if with_user {
        texts::user(&content, &mut |text| tokens.add(text));
    }
    let mut words: Vec<String> = tokens.take().split(' ').filter(|word| !word.is_empty()).map(str::to_owned).collect();
    words.sort_unstable();
    Ok(words)
}

/// Returns the rows that share the rarest words of this record, those that share most of them first.
pub(crate) fn nearest(source: Source<'_>, id: RecordId) -> Result<Vec<RowId>> {
    let conn = source.conn;
    let Some(row) = row_of(conn, id)? else {
        return Err(Problem::usage(format!("There is no record {}.", id.short())));
    };
    let rare = rarest(source, words(source, row, true)?)?;
    let mut scores: HashMap<RowId, f64> = HashMap::new();
    let last = RowId(schema::meta(conn, "last_row")?);
    let coverage = Coverage::read(conn)?;
    if let Some(coverage) = &coverage {
        for (word, weight) in &rare {
            let holders = rows(conn, &[Field::User, Field::Output], &format!("\"{word}\""))?;
            // Of a record that was replaced or removed the index holds the former words.
            for holder in holders.after(RowId(0)).filter(|holder| coverage.covers(*holder)) {
                *scores.entry(holder).or_default() += weight;
            }
        }
    }
    // What the index cannot tell of is read.
    let sql = "SELECT id FROM record WHERE id <= ?1 ORDER BY id";
    let unread = columns::all(conn, sql, [last.0], |row| Ok(RowId(row.get(0)?)))?;
    for row in unread.into_iter().filter(|row| !coverage.as_ref().is_some_and(|coverage| coverage.covers(*row))) {
        if source.stop.load(std::sync::atomic::Ordering::Relaxed) {
            return Err(errors::stopped());
        }
        let held = words(source, row, true)?;
        let shared = rare.iter().filter(|(word, _)| held.binary_search(word).is_ok());
        let score: f64 = shared.map(|(_, weight)| weight).sum();
        if score > 0.0 {
            scores.insert(row, score);
        }
    }
    scores.remove(&row);
    let mut near: Vec<(f64, RowId)> = scores.into_iter().map(|(row, score)| (score, row)).collect();
    near.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
    Ok(near.into_iter().map(|(_, row)| row).collect())
}

/// Returns the rarest of some words with their weights, by how many of a few records spread over the workspace hold them.
fn rarest(source: Source<'_>, all: Vec<String>) -> Result<Vec<(String, f64)>> {
    let last = schema::meta(source.conn, "last_row")?;
    let step = (last / LOOKED_AT).max(1);
    let step_rows = (1..=LOOKED_AT).map(|at| at * step).filter(|row| *row <= last);
    let mut holders: HashMap<String, u32> = HashMap::new();
    let mut read = 0_u32;
    for row in step_rows {
        if !source.conn.prepare_cached("SELECT 1 FROM record WHERE id = ?1")?.exists([row])? {
            continue;
        }
        read += 1;
        for word in words(source, RowId(row), true)? {
            *holders.entry(word).or_default() += 1;
        }
    }
    let weight = |word: &String| (f64::from(read + 1) / f64::from(holders.get(word).copied().unwrap_or(0) + 1)).ln();
    let mut weighed: Vec<(String, f64)> = all.into_iter().map(|word| (word.clone(), weight(&word))).collect();
    weighed.sort_by(|a, b| b.1.total_cmp(&a.1).then(b.0.len().cmp(&a.0.len())).then(a.0.cmp(&b.0)));
    weighed.truncate(WORDS);
    weighed.retain(|(_, weight)| *weight > 0.0);
    Ok(weighed)
}
