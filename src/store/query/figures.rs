//! Counts and rates for the header and the Insights screen.

use std::collections::{BTreeMap, HashSet};

use rusqlite::Connection;

use crate::domain::{Time, Untrusted};
use crate::error::Result;
use crate::store::columns;
use crate::store::connection::schema;
use crate::store::query::judgements::Lookup;
use crate::views::Figures;

const DAY: i64 = 86_400_000;

pub(crate) fn read(conn: &Connection) -> Result<Figures> {
    let one = |sql: &str| -> Result<u64> { Ok(columns::unsigned(conn.query_row(sql, [], |row| row.get(0))?)) };
    let verdicts = |word: &str| -> Result<u64> {
        let sql = "SELECT count(*) FROM verdict WHERE verdict = ?1";
        Ok(columns::unsigned(conn.query_row(sql, [word], |row| row.get(0))?))
    };
    Ok(Figures {
        records: columns::unsigned(schema::meta(conn, "records")?),
        reviewed: one("SELECT count(*) FROM (SELECT record FROM verdict UNION SELECT record FROM tag)")?,
        pass: verdicts("pass")?,
        fail: verdicts("fail")?,
        defer: verdicts("defer")?,
        days: days(conn)?,
        models: by_term(conn, "model")?,
        prompts: by_term(conn, "prompt")?,
        curve: curve(conn)?,
    })
}

fn days(conn: &Connection) -> Result<Vec<(String, u64)>> {
    let mut days: BTreeMap<i64, u64> = BTreeMap::new();
    let mut select = conn.prepare("SELECT time FROM verdict")?;
    let mut rows = select.query([])?;
    while let Some(row) = rows.next()? {
        *days.entry(row.get::<_, i64>(0)?.div_euclid(DAY)).or_default() += 1;
    }
    let date = |day: i64| Time(day.saturating_mul(DAY)).rfc3339().split('T').next().unwrap_or_default().to_owned();
    Ok(days.into_iter().map(|(day, count)| (date(day), count)).collect())
}

/// Records judged pass or fail by anyone, and of those the ones that anyone failed, per model or prompt version.
fn by_term(conn: &Connection, column: &'static str) -> Result<Vec<(Untrusted, u64, u64)>> {
    let mut select = conn.prepare(&format!(
        "SELECT term.text, count(*), sum(judged.failed) FROM
             (SELECT record, max(verdict = 'fail') AS failed FROM verdict
              WHERE verdict IN ('pass', 'fail') GROUP BY record) AS judged
         JOIN record ON record.id = judged.record JOIN term ON term.id = record.{column}
         GROUP BY term.id ORDER BY count(*) DESC, term.text"
    ))?;
    let rows = select.query_map([], |row| {
        let name = Untrusted::new(row.get::<_, String>(0)?);
        Ok((name, columns::unsigned(row.get(1)?), columns::unsigned(row.get(2)?)))
    })?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

/// Records in the order in which they were first judged, and how many different modes had been seen by then.
fn curve(conn: &Connection) -> Result<Vec<(u64, u64)>> {
    let lookup = Lookup::load(conn)?;
    let mut tags: BTreeMap<i64, Vec<String>> = BTreeMap::new();
    let mut first: BTreeMap<i64, i64> = BTreeMap::new();
    let mut select = conn.prepare("SELECT record, mode, event FROM tag")?;
    let mut rows = select.query([])?;
    while let Some(row) = rows.next()? {
        tags.entry(row.get(0)?).or_default().push(row.get(1)?);
        note_first(&mut first, row.get(0)?, row.get(2)?);
    }
    let mut select = conn.prepare("SELECT record, event FROM verdict")?;
    let mut rows = select.query([])?;
    while let Some(row) = rows.next()? {
        note_first(&mut first, row.get(0)?, row.get(1)?);
    }
    let mut order: Vec<(i64, i64)> = first.into_iter().map(|(record, event)| (event, record)).collect();
    order.sort_unstable();
    let mut seen = HashSet::new();
    let mut curve = Vec::with_capacity(order.len());
    for (read, (_, record)) in (1..).zip(order) {
        for mode in tags.get(&record).into_iter().flatten() {
            seen.insert(lookup.resolve_mode(mode));
        }
        curve.push((read, seen.len() as u64));
    }
    Ok(curve)
}

fn note_first(first: &mut BTreeMap<i64, i64>, record: i64, event: i64) {
    let earliest = first.entry(record).or_insert(event);
    *earliest = event.min(*earliest);
}
