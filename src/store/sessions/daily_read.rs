//! Daily samples as they were frozen: what is left for a reviewer, which questions wait for an answer, and how far each
//! sample was read.

use std::collections::{HashMap, HashSet};

use rusqlite::{Connection, OptionalExtension};

use crate::domain::{DailyRecord, DailySample, Day, Done, Name, RecordId, RowId, Time, Untrusted};
use crate::error::{Problem, Result};
use crate::measures::daily::ReadDay;
use crate::measures::weights::Pool;
use crate::store::connection::schema;
use crate::store::reader::Reader;
use crate::store::records::row_of;
use crate::store::{columns, errors};
use crate::views::OpenQuestion;

/// A sample as it was frozen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FrozenSample {
    /// The sample.
    pub sample: DailySample,
    /// Who asked first.
    pub reviewer: Name,
    /// When.
    pub time: Time,
}

impl Reader {
    /// Returns all samples that were frozen, in the journal's order: of a day the first is the one that is read.
    pub fn daily_samples(&self) -> Result<Vec<FrozenSample>> {
        samples(&self.conn, "1 ORDER BY event", [])
    }

    /// Returns the sample of a day that is read.
    pub fn daily_sample(&self, day: Day) -> Result<Option<FrozenSample>> {
        of_day(&self.conn, day)
    }

    /// Returns the questions that wait for a reviewer on a day: what others deferred since the sample before and asked
    /// nobody else, and what they ever asked this reviewer by `@name`; without what anybody decided.
    pub fn open_questions(&self, day: Day, reviewer: &Name) -> Result<Vec<OpenQuestion>> {
        questions(&self.conn, day, reviewer)
    }

    /// Returns of every frozen sample how it was read: the pools, and of the records read in order by whom and how they
    /// were judged.
    pub fn read_days(&self) -> Result<Vec<ReadDay>> {
        self.daily_samples()?.into_iter().map(|frozen| read_day(&self.conn, frozen)).collect()
    }
}

/// Returns the samples of a condition.
fn samples(conn: &Connection, condition: &str, values: impl rusqlite::Params) -> Result<Vec<FrozenSample>> {
    let sql = format!("SELECT sample, reviewer, time FROM daily_sample WHERE {condition}");
    columns::all(conn, &sql, values, |row| {
        let sample = serde_json::from_str(columns::text(row, 0)?)
            .map_err(|error| errors::damaged("a daily sample cannot be read").caused_by(error))?;
        Ok(FrozenSample { sample, reviewer: columns::reviewer(row, 1)?, time: Time(row.get(2)?) })
    })
}

fn of_day(conn: &Connection, day: Day) -> Result<Option<FrozenSample>> {
    Ok(samples(conn, "day = ?1 ORDER BY event LIMIT 1", [day.to_string()])?.pop())
}

/// Returns the rows that are left for a reviewer of the sample of a day, questions first; and of how many records the
/// sample was drawn.
pub(crate) fn left(conn: &Connection, day: Day, reviewer: Option<&Name>) -> Result<(Vec<RowId>, u64)> {
    let Some(FrozenSample { sample, .. }) = of_day(conn, day)? else {
        return Err(Problem::usage(format!("No sample was frozen on {day}."))
            .hint("`gemba today` freezes and reads the one of today."));
    };
    let rows = rows_of(conn, &sample)?;
    let mut by = conn.prepare_cached("SELECT 1 FROM verdict WHERE record = ?1 AND reviewer = ?2")?;
    let mut by_others = conn.prepare_cached("SELECT 1 FROM verdict WHERE record = ?1 AND reviewer <> ?2")?;
    let name = reviewer.map(Name::as_str).unwrap_or_default();
    let (mut mine, mut others) = (Vec::new(), Vec::new());
    for row in &rows {
        // A record that was removed is read by nobody.
        let Some(row) = row else {
            mine.push(true);
            others.push(false);
            continue;
        };
        mine.push(reviewer.is_some() && by.exists((row.0, name))?);
        others.push(reviewer.is_some() && by_others.exists((row.0, name))?);
    }
    let is = |list: &[bool], at: usize| list.get(at) == Some(&true);
    let left = sample.left(|at| is(&mine, at), |at| is(&others, at));
    let asked = reviewer.map_or(Ok(Vec::new()), |reviewer| questions(conn, day, reviewer))?;
    let mut queue: Vec<RowId> = asked.iter().map(|question| question.row).collect();
    let known: HashSet<RowId> = queue.iter().copied().collect();
    queue.extend(left.into_iter().filter_map(|at| rows.get(at).copied().flatten()).filter(|row| !known.contains(row)));
    Ok((queue, sample.population))
}

fn rows_of(conn: &Connection, sample: &DailySample) -> Result<Vec<Option<RowId>>> {
    sample.records.iter().map(|one| row_of(conn, one.record)).collect()
}

fn questions(conn: &Connection, day: Day, reviewer: &Name) -> Result<Vec<OpenQuestion>> {
    let frozen = of_day(conn, day)?.map_or(Time(i64::MAX), |frozen| frozen.time);
    let before = samples(conn, "day < ?1 ORDER BY day DESC, event LIMIT 1", [day.to_string()])?.pop();
    let since = before.map_or(Time(i64::MIN), |frozen| frozen.time);
    let sql = "SELECT record.id, record.key, asked.reviewer, asked.time,
                   concat_ws(' · ', asked.reason, (SELECT group_concat(text, ' · ') FROM note
                       WHERE note.record = asked.record AND note.reviewer = asked.reviewer))
               FROM verdict AS asked JOIN record ON record.id = asked.record
               WHERE asked.verdict = 'defer' AND asked.reviewer <> ?1 AND NOT EXISTS (
                   SELECT 1 FROM verdict AS said WHERE said.record = asked.record
                   AND (said.reviewer = ?1 OR said.verdict IN ('pass', 'fail')))
               ORDER BY asked.event";
    let mut found: Vec<OpenQuestion> = columns::all(conn, sql, [reviewer.as_str()], |row| {
        let reason: String = row.get(4)?;
        Ok(OpenQuestion {
            row: RowId(row.get(0)?),
            id: RecordId(row.get(1)?),
            by: columns::reviewer(row, 2)?,
            time: Time(row.get(3)?),
            is_addressed: asks(&reason, reviewer),
            reason: (!reason.is_empty()).then(|| Untrusted::new(reason)),
        })
    })?;
    let is_of_hand_off = |question: &OpenQuestion| {
        let text = question.reason.as_ref().map(Untrusted::raw).unwrap_or_default();
        question.time >= since && question.time < frozen && !asks_anyone(text)
    };
    found.retain(|question| question.is_addressed || is_of_hand_off(question));
    // One record may be asked about by several.
    let mut known = HashSet::new();
    found.sort_by_key(|question| !question.is_addressed);
    found.retain(|question| known.insert(question.row));
    Ok(found)
}

/// Returns whether a text asks a reviewer by `@name`.
fn asks(text: &str, reviewer: &Name) -> bool {
    let (text, name) = (text.to_lowercase(), reviewer.as_str().to_lowercase());
    text.match_indices('@').any(|(at, _)| {
        let rest = text.get(at + 1..).and_then(|rest| rest.strip_prefix(name.as_str()));
        begins_word(&text, at) && rest.is_some_and(|rest| !rest.starts_with(|c: char| c.is_alphanumeric()))
    })
}

/// Returns whether a text asks somebody by `@name`; an address of mail does not.
fn asks_anyone(text: &str) -> bool {
    let is_name = |at: usize| text.get(at + 1..).is_some_and(|rest| rest.starts_with(char::is_alphanumeric));
    text.match_indices('@').any(|(at, _)| begins_word(text, at) && is_name(at))
}

fn begins_word(text: &str, at: usize) -> bool {
    text.get(..at).is_none_or(|before| !before.ends_with(char::is_alphanumeric))
}

fn read_day(conn: &Connection, frozen: FrozenSample) -> Result<ReadDay> {
    let FrozenSample { sample, time, .. } = frozen;
    let rows = rows_of(conn, &sample)?;
    // A verdict that came with the file counts as one from before.
    let sql = "SELECT min(event.time) FROM event WHERE entity >= ?1 AND entity < ?2
               AND grp NOT IN (SELECT grp FROM undone_group)";
    let mut first = conn.prepare_cached(sql)?;
    let mut judged = conn.prepare_cached("SELECT min(time) FROM verdict WHERE record = ?1")?;
    let mut done = Vec::with_capacity(rows.len());
    for (row, one) in rows.iter().zip(&sample.records) {
        let Some(row) = row else {
            done.push(Done::Before);
            continue;
        };
        let standing: Option<i64> = judged.query_row([row.0], |row| row.get(0))?;
        let prefix = format!("verdict:{}:", one.record);
        let ever: Option<i64> = match standing {
            None => None,
            Some(_) => {
                first.query_row((&prefix, format!("verdict:{};", one.record)), |row| row.get(0)).optional()?.flatten()
            }
        };
        done.push(match standing.map(|time| ever.map_or(time, |ever| ever.min(time))) {
            None => Done::Not,
            Some(at) if at < time.0 => Done::Before,
            Some(_) => Done::Since,
        });
    }
    let read = sample.read_in_order(|at| done.get(at).copied().unwrap_or(Done::Not));
    Ok(ReadDay { sample, rows, read })
}

/// Returns the pools of daily samples, as far as they were read in order.
pub(crate) fn pools(reader: &Reader, judged: &HashSet<RowId>, total: u64) -> Result<Vec<Pool>> {
    let days = reader.read_days()?;
    let whole = days.iter().map(|day| (day.sample.day, day.sample.population)).collect::<HashMap<_, _>>();
    let is_whole = schema::meta_or(&reader.conn, "removed", 0)? == 0 && whole.values().sum::<u64>() >= total;
    let mut pools = Vec::new();
    for ReadDay { sample, rows, read } in days {
        let Some(read) = read.filter(|read| *read > 0) else { continue };
        let held_rows = |is_in: &dyn Fn(&DailyRecord) -> bool| {
            let first = sample.records.iter().zip(&rows).take(read);
            let mut rows: Vec<RowId> = first.filter(|(one, _)| is_in(one)).filter_map(|(_, row)| *row).collect();
            rows.sort_unstable();
            rows
        };
        for stratum in sample.strata_of(read).into_iter().filter(|stratum| stratum.drawn > 0) {
            let drawn = held_rows(&|one| one.drawn.contains(&stratum.pool));
            let held = held_rows(&|one| one.held.contains(&stratum.pool));
            let held = held.into_iter().filter(|row| judged.contains(row)).collect();
            let population = stratum.population;
            pools.push(Pool { population, is_random: true, whole: is_whole, drawn, held, alike: Vec::new() });
        }
    }
    Ok(pools)
}
