//! Judged records: piece by piece, for a walk that begins anywhere, stops at any time, and remembers what it read; and as
//! the facts that figures are made of, without their bodies.

use std::collections::{BTreeMap, HashMap};

use rusqlite::Connection;

use crate::domain::{Content, Created, JudgedFact, Judgements, RecordId, RowId, Time, Untrusted};
use crate::error::Result;
use crate::store::query::judgements::{Lookup, between};
use crate::store::reader::Reader;
use crate::store::records::blocks::Place;
use crate::store::{columns, errors};

/// The records that anyone judged.
pub(crate) const JUDGED: &str = "SELECT record FROM verdict UNION SELECT record FROM tag UNION SELECT record FROM grade
     UNION SELECT record FROM settled";

/// A judged record without its body.
#[derive(Debug, Clone)]
pub struct Judged {
    /// Its place in import order.
    pub row: RowId,
    /// Its identity.
    pub id: RecordId,
    place: Place,
    /// The corrected output: what its checks are to expect.
    corrected: Option<Untrusted>,
}

/// What stands, as far as judgements go.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stamp {
    journal: i64,
    records: u64,
}

impl Reader {
    /// How far the journal goes and how many records there are: under the same stamp everything that people said stands.
    /// A half-written text or the place of a session alters it not.
    pub fn stamp(&self) -> Result<Stamp> {
        let journal = self.conn.query_row("SELECT coalesce(max(position), 0) FROM event", [], |row| row.get(0))?;
        Ok(Stamp { journal, records: self.count()? })
    }

    /// Returns the place of the journal's last event, and the sessions of those behind a place, each once: `None` for what
    /// belongs to no session. Without a place there are none.
    pub fn events_behind(&self, place: Option<i64>) -> Result<(i64, Vec<Option<i64>>)> {
        let last = self.conn.query_row("SELECT coalesce(max(position), 0) FROM event", [], |row| row.get(0))?;
        let mut sessions = Vec::new();
        let sql = "SELECT DISTINCT session FROM event WHERE position > ?1 AND position <= ?2";
        columns::each(&self.conn, sql, [place.unwrap_or(last), last], |row| {
            sessions.push(row.get(0)?);
            Ok(())
        })?;
        Ok((last, sessions))
    }

    /// Every record with a verdict, a tag or a grade, in import order.
    pub fn judged_rows(&self) -> Result<Vec<RowId>> {
        let mut all: Vec<i64> = Vec::new();
        for table in ["verdict", "tag", "grade", "settled"] {
            // The order of the table's key: no sorting, and one record's lines stand together.
            let begun = all.len();
            columns::each(&self.conn, &format!("SELECT record FROM {table} ORDER BY record"), [], |row| {
                let record = row.get(0)?;
                if all.len() == begun || all.last() != Some(&record) {
                    all.push(record);
                }
                Ok(())
            })?;
        }
        all.sort_unstable();
        all.dedup();
        Ok(all.into_iter().map(RowId).collect())
    }

    /// What people said of these records, which stand in import order. Reads no bodies.
    pub fn said_of(&self, rows: &[RowId]) -> Result<Vec<(Judged, Judgements)>> {
        let (Some(first), Some(last)) = (rows.first(), rows.last()) else { return Ok(Vec::new()) };
        let lookup = Lookup::load(&self.conn)?;
        let mut said = between(&self.conn, &lookup, first.0, last.0)?;
        let mut select = self.conn.prepare_cached("SELECT key, block, offset, length FROM record WHERE id = ?1")?;
        let mut all = Vec::with_capacity(rows.len());
        for row in rows {
            let mut found = select.query([row.0])?;
            let Some(head) = found.next()? else { return Err(errors::damaged("a judged record is missing")) };
            let place = Place { block: head.get(1)?, offset: head.get(2)?, length: head.get(3)? };
            let said = said.remove(&row.0).unwrap_or_default();
            let corrected = said.correction().map(|correction| correction.text.clone());
            all.push((Judged { row: *row, id: RecordId(head.get(0)?), place, corrected }, said));
        }
        Ok(all)
    }

    /// The body of a judged record, as checks are to see it: see [`Judgements::as_expected`].
    pub fn body(&self, judged: &Judged) -> Result<Content> {
        let mut content = self.blocks.content(&self.conn, judged.place)?;
        if judged.corrected.is_some() {
            content.expected.clone_from(&judged.corrected);
        }
        Ok(content)
    }

    /// Returns the records that anyone gave a verdict or a tag, those judged last first, so many at most.
    pub fn judged_last(&self, most: usize) -> Result<Vec<(RowId, RecordId)>> {
        let sql = "SELECT record, record.key FROM
                (SELECT record, max(event) AS last FROM
                    (SELECT record, event FROM verdict WHERE verdict <> 'declined' UNION ALL SELECT record, event FROM tag)
                 GROUP BY record ORDER BY last DESC LIMIT ?1) AS judged
             JOIN record ON record.id = judged.record ORDER BY last DESC";
        let most = i64::try_from(most).unwrap_or(i64::MAX);
        columns::all(&self.conn, sql, [most], |row| Ok((RowId(row.get(0)?), RecordId(row.get(1)?))))
    }

    /// Returns every record that anyone judged (verdict, tag or grade), in reading order, without reading bodies.
    pub fn judged_facts(&self) -> Result<Vec<JudgedFact>> {
        let conn = &self.conn;
        let lookup = Lookup::load(conn)?;
        let mut said = between(conn, &lookup, i64::MIN, i64::MAX)?;
        let firsts = firsts(conn)?;
        let sql = format!(
            "SELECT record.id, record.key, model.text, prompt.text, source.name, ts, conversation, input_key
             FROM record JOIN source ON source.id = record.source
             LEFT JOIN term AS model ON model.id = record.model LEFT JOIN term AS prompt ON prompt.id = record.prompt
             WHERE record.id IN ({JUDGED})"
        );
        let mut facts = Vec::new();
        columns::each(conn, &sql, [], |row| {
            let id: i64 = row.get(0)?;
            let Some((order, time)) = firsts.get(&RecordId(row.get(1)?)).copied() else { return Ok(()) };
            let text = |column: usize| row.get::<_, Option<String>>(column).map(|text| text.map(Untrusted::new));
            facts.push(JudgedFact {
                row: RowId(id),
                order: columns::unsigned(order),
                time: Time(time),
                model: text(2)?,
                prompt: text(3)?,
                source: Untrusted::new(row.get::<_, String>(4)?),
                day: row.get::<_, Option<i64>>(5)?.map(day),
                conversation: text(6)?,
                input_key: row.get(7)?,
                judgements: said.remove(&id).unwrap_or_default(),
            });
            Ok(())
        })?;
        facts.sort_by_key(|fact| fact.order);
        Ok(facts)
    }

    /// Returns how many verdicts came with a log that does not say when they were given, by the day (UTC) of the import.
    pub fn undated_verdicts(&self) -> Result<BTreeMap<String, u64>> {
        let sql = "SELECT source.imported / 86400000, count(DISTINCT verdict.event) FROM verdict
             JOIN event ON event.position = verdict.event JOIN event AS first ON first.position = event.grp
             JOIN source_group ON source_group.grp = first.id JOIN source ON source.id = source_group.source
             WHERE event.time >= source.imported GROUP BY 1 ORDER BY 1";
        let days = columns::all(&self.conn, sql, [], |row| {
            Ok((day(row.get::<_, i64>(0)?.saturating_mul(86_400_000)), columns::unsigned(row.get(1)?)))
        })?;
        Ok(days.into_iter().collect())
    }

    /// Returns when modes and criteria were created, in order.
    pub fn created(&self) -> Result<Vec<Created>> {
        let mut created = Vec::new();
        for table in ["mode", "criterion"] {
            let sql = format!("SELECT key, {table}.event, time FROM {table} JOIN event ON position = {table}.event");
            created.extend(columns::all(&self.conn, &sql, [], |row| {
                let target = columns::target(table, columns::slug(row, 0)?);
                Ok(Created { target, order: columns::unsigned(row.get(1)?), time: Time(row.get(2)?) })
            })?);
        }
        created.sort_by_key(|item| item.order);
        Ok(created)
    }
}

fn day(millis: i64) -> String {
    Time(millis).rfc3339().split('T').next().unwrap_or_default().to_owned()
}

/// Place and time of the first judgement of each record that is not undone.
fn firsts(conn: &Connection) -> Result<HashMap<RecordId, (i64, i64)>> {
    let mut firsts: HashMap<RecordId, (i64, i64)> = HashMap::new();
    let mut select = conn.prepare_cached(
        "SELECT substr(entity, length(?1) + 2, 32), min(position), time FROM event
         WHERE entity BETWEEN ?1 || ':' AND ?1 || ';' AND grp NOT IN (SELECT grp FROM undone_group) GROUP BY 1",
    )?;
    for kind in ["verdict", "tag", "grade", "settle"] {
        let mut rows = select.query([kind])?;
        while let Some(row) = rows.next()? {
            let id = RecordId::parse(columns::text(row, 0)?);
            let (Some(id), first) = (id, (row.get(1)?, row.get(2)?)) else { continue };
            let known = firsts.entry(id).or_insert(first);
            *known = first.min(*known);
        }
    }
    Ok(firsts)
}
