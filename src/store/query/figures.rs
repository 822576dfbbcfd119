//! Counts and rates for the header and the Insights screen.

use std::collections::BTreeMap;

use rusqlite::Connection;

use crate::domain::Time;
use crate::error::Result;
use crate::measures::rates::fails_without_mode;
use crate::store::columns;
use crate::store::query::judgements::{Lookup, between};
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
        })
    }

    /// Returns how many records fail and show no mode, as `measures::rates::fails_without_mode` does.
    pub fn uncoded_fails(&self) -> Result<u64> {
        let tagged = "record IN (SELECT record FROM tag)
            OR record IN (SELECT record FROM settled WHERE target GLOB 'mode:*')";
        let fails = format!(
            "SELECT record FROM ({STANDING}) GROUP BY record HAVING max(verdict = 'fail') AND NOT max(verdict = 'pass')"
        );
        let plain = format!("SELECT count(*) FROM ({fails}) WHERE NOT ({tagged})");
        let plain = columns::unsigned(self.conn.query_row(&plain, [], |row| row.get(0))?);
        // Where something was settled a tag may not count; elsewhere it does.
        let settled =
            format!("SELECT record FROM ({fails}) WHERE ({tagged}) AND record IN (SELECT record FROM settled)");
        let (lookup, mut uncoded) = (Lookup::load(&self.conn)?, plain);
        for row in columns::all(&self.conn, &settled, [], |row| Ok(row.get(0)?))? {
            let said = between(&self.conn, &lookup, row, row)?;
            uncoded += u64::from(said.get(&row).is_some_and(fails_without_mode));
        }
        Ok(uncoded)
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
