//! Counts and rates for the header and the Insights screen.

use std::collections::{BTreeMap, HashSet};

use rusqlite::Connection;

use crate::domain::{Time, Untrusted};
use crate::error::Result;
use crate::store::columns;
use crate::store::query::judgements::Lookup;
use crate::store::reader::Reader;
use crate::views::{Figures, SuggestionPrecision};

const DAY: i64 = 86_400_000;

impl Reader {
    /// Returns counts and rates for the header and the Insights screen.
    pub fn figures(&self) -> Result<Figures> {
        let conn = &self.conn;
        let count = |sql: &str| -> Result<u64> { Ok(columns::unsigned(conn.query_row(sql, [], |row| row.get(0))?)) };
        let outcomes = outcomes(conn)?;
        let of = |word: &str| outcomes.get(word).copied().unwrap_or_default();
        Ok(Figures {
            records: self.count()?,
            reviewed: count("SELECT count(*) FROM (SELECT record FROM verdict UNION SELECT record FROM tag)")?,
            pass: of("pass"),
            fail: of("fail"),
            disputed: of("disputed"),
            defer: of("defer"),
            declined: of("declined"),
            uncoded_fails: self.uncoded_fails()?,
            suggested_tags: SuggestionPrecision::count(&self.tag_answers()?),
            days: days(conn)?,
            models: by_term(conn, "model")?,
            prompts: by_term(conn, "prompt")?,
            curve: curve(conn)?,
        })
    }

    /// Returns how many records anyone failed and nobody tagged: those that no rate of a mode counts.
    pub fn uncoded_fails(&self) -> Result<u64> {
        let sql = "SELECT count(DISTINCT record) FROM verdict
                   WHERE verdict = 'fail' AND NOT EXISTS (SELECT 1 FROM tag WHERE tag.record = verdict.record)
                   AND NOT EXISTS (SELECT 1 FROM settled WHERE settled.record = verdict.record
                                   AND (target = 'verdict' AND answer <> 'fail' OR target LIKE 'mode:%' AND answer = 'yes'))";
        Ok(columns::unsigned(self.conn.query_row(sql, [], |row| row.get(0))?))
    }
}

/// The verdicts that count: what was settled on a record, else what each reviewer said.
const STANDING: &str = "SELECT record, verdict FROM verdict
     WHERE record NOT IN (SELECT record FROM settled WHERE target = 'verdict')
     UNION ALL SELECT record, answer FROM settled WHERE target = 'verdict'";

/// Counts judged records by what their verdicts make of them, as `measures::rates::outcome` does.
fn outcomes(conn: &Connection) -> Result<BTreeMap<String, u64>> {
    let sql = format!(
        "SELECT outcome, count(*) FROM
             (SELECT CASE WHEN max(verdict = 'pass') AND max(verdict = 'fail') THEN 'disputed'
                          WHEN max(verdict = 'fail') THEN 'fail' WHEN max(verdict = 'pass') THEN 'pass'
                          WHEN max(verdict = 'defer') THEN 'defer' ELSE 'declined' END AS outcome
              FROM ({STANDING}) GROUP BY record)
         GROUP BY outcome"
    );
    let mut outcomes = BTreeMap::new();
    columns::each(conn, &sql, [], |row| {
        outcomes.insert(row.get(0)?, columns::unsigned(row.get(1)?));
        Ok(())
    })?;
    Ok(outcomes)
}

fn days(conn: &Connection) -> Result<Vec<(String, u64)>> {
    let mut days: BTreeMap<i64, u64> = BTreeMap::new();
    columns::each(conn, "SELECT time FROM verdict", [], |row| {
        *days.entry(row.get::<_, i64>(0)?.div_euclid(DAY)).or_default() += 1;
        Ok(())
    })?;
    let date = |day: i64| Time(day.saturating_mul(DAY)).rfc3339().split('T').next().unwrap_or_default().to_owned();
    Ok(days.into_iter().map(|(day, count)| (date(day), count)).collect())
}

/// Records judged pass or fail by anyone, and of those the ones that anyone failed, per model or prompt version. What was
/// settled stands above it.
fn by_term(conn: &Connection, column: &'static str) -> Result<Vec<(Untrusted, u64, u64)>> {
    let sql = format!(
        "SELECT term.text, count(*), sum(judged.failed) FROM
             (SELECT record, max(verdict = 'fail') AS failed FROM ({STANDING})
              WHERE verdict IN ('pass', 'fail') GROUP BY record) AS judged
         JOIN record ON record.id = judged.record JOIN term ON term.id = record.{column}
         GROUP BY term.id ORDER BY count(*) DESC, term.text"
    );
    columns::all(conn, &sql, [], |row| {
        Ok((columns::untrusted(row, 0)?, columns::unsigned(row.get(1)?), columns::unsigned(row.get(2)?)))
    })
}

/// Records in the order in which they were first judged, and how many different modes had been seen by then.
fn curve(conn: &Connection) -> Result<Vec<(u64, u64)>> {
    let lookup = Lookup::load(conn)?;
    let mut tags: BTreeMap<i64, Vec<String>> = BTreeMap::new();
    columns::each(conn, "SELECT record, mode FROM tag", [], |row| {
        tags.entry(row.get(0)?).or_default().push(row.get(1)?);
        Ok(())
    })?;
    let sql =
        "SELECT record, min(event) FROM (SELECT record, event FROM tag UNION ALL SELECT record, event FROM verdict)
               GROUP BY record ORDER BY min(event)";
    let order: Vec<i64> = columns::all(conn, sql, [], |row| Ok(row.get(0)?))?;
    let mut seen = HashSet::new();
    let mut curve = Vec::with_capacity(order.len());
    for (read, record) in (1..).zip(order) {
        for mode in tags.get(&record).into_iter().flatten() {
            seen.insert(lookup.resolve_mode(mode));
        }
        curve.push((read, seen.len() as u64));
    }
    Ok(curve)
}
