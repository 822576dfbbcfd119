//! Grades over the versions of their criteria: what is stale, what was given, and the rounds that ask again.

use std::collections::{HashMap, HashSet};

use rusqlite::Connection;

use crate::domain::codebook::CriterionEntry;
use crate::domain::filter::{Judge, Term};
use crate::domain::{Ask, Codebook, CriterionKey, Filter, Name, Purpose, Queue, RowId, Session, Slug, Target, Time};
use crate::error::Result;
use crate::measures::drift::regrades::{FEWEST_BETWEEN, GivenGrade};
use crate::measures::drift::round::round;
use crate::store::reader::Reader;
use crate::store::{codebook, columns, records};
use crate::views::WouldStale;

impl Reader {
    /// Returns every grade that was given for this criterion and is not undone, oldest first, noise answers too.
    pub fn grade_history(&self, criterion: &CriterionKey) -> Result<Vec<GivenGrade>> {
        // The whole history is walked, for a grade's order is its place among all answers of its reviewer.
        let sql = "SELECT criterion = ?1, grade_history.reviewer, record, version, answer, purpose, time,
                       coalesce(plan <> 'stale', 0)
                   FROM grade_history LEFT JOIN session ON session.id = grade_history.session ORDER BY event";
        let mut given: HashMap<String, (Name, u64)> = HashMap::new();
        let mut grades = Vec::new();
        columns::each(&self.conn, sql, [criterion.as_str()], |row| {
            let reviewer = columns::text(row, 1)?;
            let (name, order) = match given.get_mut(reviewer) {
                Some(known) => known,
                None => given.entry(reviewer.to_owned()).or_insert((columns::name(reviewer)?, 0)),
            };
            if row.get(0)? {
                grades.push(GivenGrade {
                    row: RowId(row.get(2)?),
                    reviewer: name.clone(),
                    version: row.get(3)?,
                    answer: row.get::<_, Option<String>>(4)?.as_deref().map(columns::answer).transpose()?,
                    purpose: columns::purpose(columns::text(row, 5)?)?,
                    is_by_the_way: row.get(7)?,
                    order: *order,
                    time: Time(row.get(6)?),
                });
            }
            *order += 1;
            Ok(())
        })?;
        Ok(grades)
    }

    /// Returns the stale grades of this reviewer, for one criterion or for all that are asked now: by criterion, then
    /// record.
    pub fn stale(&self, reviewer: &Name, criterion: Option<&CriterionKey>) -> Result<Vec<(RowId, CriterionKey)>> {
        stale(&self.conn, &codebook::load(&self.conn)?, reviewer, criterion)
    }

    /// Returns what an edit of this criterion's meaning would make stale; what is stale already is not counted again.
    pub fn would_stale(&self, criterion: &CriterionKey) -> Result<WouldStale> {
        let codebook = codebook::load(&self.conn)?;
        let meaning = codebook.criterion_of(criterion).map_or(1, CriterionEntry::meaning_version);
        let sql = "SELECT reviewer, count(*) FROM grade WHERE criterion = ?1 AND version >= ?2 GROUP BY reviewer
                   ORDER BY reviewer";
        let grades = columns::all(&self.conn, sql, (criterion.as_str(), meaning), |row| {
            Ok((columns::reviewer(row, 0)?, columns::unsigned(row.get(1)?)))
        })?;
        let target = Target::Criterion(criterion.clone());
        let attached = codebook.checks.iter().filter(|check| check.target == target);
        Ok(WouldStale { grades, checks: attached.map(|check| check.key.clone()).collect() })
    }

    /// Returns which questions of a re-grading session are answered, parallel to its `asks`: a stale grade that holds
    /// again, a noise repeat that was given in it, and whatever is asked no longer.
    pub fn answered(&self, session: &Session) -> Result<Vec<bool>> {
        let codebook = codebook::load(&self.conn)?;
        let is_open = |key: &CriterionKey| codebook.criterion_of(key).is_some_and(|known| known.identity.is_open());
        let left: HashSet<_> = stale(&self.conn, &codebook, &session.reviewer, None)?.into_iter().collect();
        let sql =
            "SELECT record, criterion FROM grade_history WHERE session = ?1 AND reviewer = ?2 AND purpose = 'noise'";
        let given = columns::all(&self.conn, sql, (session.id, session.reviewer.as_str()), |row| {
            Ok((RowId(row.get(0)?), columns::slug(row, 1)?))
        })?;
        let given: HashSet<_> = given.into_iter().collect();
        let is_answered = |ask: &Ask| {
            let key = (ask.row, ask.criterion.clone());
            let done = match ask.purpose {
                Purpose::Noise => given.contains(&key),
                Purpose::First | Purpose::Regrade => !left.contains(&key),
            };
            done || !is_open(&ask.criterion)
        };
        Ok(session.asks.iter().map(is_answered).collect())
    }
}

/// The stale grades of this reviewer, of one criterion or of all that are asked now.
pub(crate) fn stale(
    conn: &Connection,
    codebook: &Codebook,
    reviewer: &Name,
    only: Option<&CriterionKey>,
) -> Result<Vec<(RowId, CriterionKey)>> {
    let sql = "SELECT record FROM grade WHERE criterion = ?1 AND reviewer = ?2 AND version < ?3";
    let mut found = Vec::new();
    for criterion in codebook.criteria.iter().filter(|criterion| criterion.identity.is_open()) {
        let key = &criterion.identity.key;
        if only.is_some_and(|only| only != key) {
            continue;
        }
        let values = (key.as_str(), reviewer.as_str(), criterion.meaning_version());
        // By the index they come in order of version; sorting here is quicker than in a temporary tree.
        let mut rows = columns::all(conn, sql, values, |row| Ok(RowId(row.get(0)?)))?;
        rows.sort_unstable();
        found.extend(rows.into_iter().map(|row| (row, key.clone())));
    }
    Ok(found)
}

/// Grades of this reviewer that hold now, lie far enough back to be asked again at once, and were not asked twice yet.
fn earlier(
    conn: &Connection,
    codebook: &Codebook,
    reviewer: &Name,
    criteria: &[&CriterionKey],
) -> Result<Vec<(RowId, CriterionKey)>> {
    let sql = "SELECT grade.record FROM grade WHERE criterion = ?1 AND reviewer = ?2 AND version >= ?3
         AND event < (SELECT event FROM grade_history WHERE reviewer = ?2 ORDER BY event DESC LIMIT 1 OFFSET ?4)
         AND NOT EXISTS (SELECT 1 FROM grade_history AS again
                         WHERE again.criterion = ?1 AND again.record = grade.record AND again.reviewer = ?2
                         AND again.purpose = 'noise' AND again.event > grade.event)
         ORDER BY grade.record";
    let mut found = Vec::new();
    for key in criteria {
        let meaning = codebook.criterion_of(key).map_or(1, CriterionEntry::meaning_version);
        let values = (key.as_str(), reviewer.as_str(), meaning, columns::signed(FEWEST_BETWEEN - 1));
        found.extend(columns::all(conn, sql, values, |row| Ok((RowId(row.get(0)?), (*key).clone())))?);
    }
    Ok(found)
}

/// The criteria that a filter speaks of where all of it must hold: `stale:tone`, `criterion:tone`.
fn named<'a>(filter: &'a Filter, names: &mut Vec<&'a str>) {
    match filter {
        Filter::Term(Term::Criterion(name) | Term::Stale(Judge::Is(name))) => names.push(name),
        Filter::And(parts) => parts.iter().for_each(|part| named(part, names)),
        Filter::All | Filter::Term(_) | Filter::Body(_) | Filter::Not(_) | Filter::Or(_) => {}
    }
}

/// Draws a round of re-grading: stale grades of the criteria that `filter` names, or of all, on the records `held`
/// (`None` for every record), asked again, and noise repeats among them.
pub(crate) fn regrading_round(
    conn: &Connection,
    filter: &Filter,
    held: Option<Vec<RowId>>,
    reviewer: &Name,
    size: Option<usize>,
    seed: u64,
) -> Result<Queue> {
    let total = records::count(conn)?;
    let codebook = codebook::load(conn)?;
    let mut names = Vec::new();
    named(filter, &mut names);
    let mut keys = HashSet::new();
    for name in names {
        keys.insert(codebook.known_criterion(&Slug::of(name))?.identity.key.clone());
    }
    let mut stale = stale(conn, &codebook, reviewer, None)?;
    stale.retain(|(_, key)| keys.is_empty() || keys.contains(key));
    if let Some(held) = held {
        let held: HashSet<RowId> = held.into_iter().collect();
        stale.retain(|(row, _)| held.contains(row));
    }
    let population = stale.len() as u64;
    // Stale grades come by criterion.
    let mut criteria: Vec<&CriterionKey> = stale.iter().map(|(_, key)| key).collect();
    criteria.dedup();
    let earlier = earlier(conn, &codebook, reviewer, &criteria)?;
    let mut asks = round(&stale, &earlier, seed);
    if let Some(size) = size.filter(|size| *size < stale.len()) {
        // The first of the order that the seed gives, and a round of their own.
        asks.retain(|ask| ask.purpose == Purpose::Regrade);
        asks.truncate(size);
        let part: Vec<_> = asks.into_iter().map(|ask| (ask.row, ask.criterion)).collect();
        asks = round(&part, &earlier, seed);
    }
    Ok(Queue { rows: asks.iter().map(|ask| ask.row).collect(), asks, population, total, ..Queue::default() })
}
