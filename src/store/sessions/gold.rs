//! The known answers of sessions: which records are known, and where each stands in a session. Like sessions plain rows, not
//! journalled; what is answered to them is in the journal.

use std::collections::{HashMap, HashSet};

use rusqlite::OptionalExtension;

use crate::domain::filter::Term;
use crate::domain::{
    Change, Filter, Gold, Judgements, KnownSaid, Name, Queue, RecordId, RowId, Session, Time, Verdict,
};
use crate::error::Result;
use crate::measures::drift::regrades::FEWEST_BETWEEN;
use crate::store::blind::sets;
use crate::store::journal::gold::{lines, said};
use crate::store::journal::project::session_here;
use crate::store::query::judgements::Lookup;
use crate::store::query::{filter_sql, saved, scan};
use crate::store::reader::Reader;
use crate::store::records::row_of;
use crate::store::sessions::as_said::AsSaid;
use crate::store::{codebook, columns};

/// An answer to a record that was asked as a known one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GoldAnswer {
    /// The record.
    pub record: RecordId,
    /// Who answered.
    pub reviewer: Name,
    /// The answer.
    pub verdict: Verdict,
    /// What was known then.
    pub known: Option<Verdict>,
    /// The own verdict that stood then.
    pub own: Option<Verdict>,
    /// The number that the session it was given in has here.
    pub session: Option<i64>,
    /// When it was given.
    pub time: Time,
}

impl Reader {
    /// Returns the records whose verdict is known, as far as their log fits the filter: settled ones first, then those on
    /// which at least two agree; among these the ones that were never asked as known ones, then those asked longest ago. What
    /// the reviewer judged or was asked within the last records is left out, for it would be answered from memory; and what
    /// waits in a blind set.
    pub fn known_records(&self, reviewer: &Name, filter: &Filter, now: Time) -> Result<Vec<RowId>> {
        let since = "SELECT event FROM verdict WHERE reviewer = ?1 ORDER BY event DESC LIMIT 1 OFFSET ?2";
        let values = (reviewer.as_str(), columns::signed(FEWEST_BETWEEN - 1));
        let since: i64 = self.conn.prepare_cached(since)?.query_row(values, |row| row.get(0)).optional()?.unwrap_or(0);
        let mut asked: HashMap<RowId, i64> = HashMap::new();
        let sql = "SELECT substr(entity, 6, 32), position FROM event WHERE entity >= 'gold:' AND entity < 'gold;'
                   AND reviewer = ?1 AND grp NOT IN (SELECT grp FROM undone_group) ORDER BY position";
        let events = columns::all(&self.conn, sql, [reviewer.as_str()], |row| {
            Ok((RecordId::parse(columns::text(row, 0)?), row.get(1)?))
        })?;
        for (record, position) in events {
            let row = record.map(|record| row_of(&self.conn, record)).transpose()?.flatten();
            asked.extend(row.map(|row| (row, position)));
        }
        let sql = format!(
            "SELECT record, 0 FROM settled WHERE target = 'verdict' AND answer IN ('pass', 'fail')
                 AND record NOT IN (SELECT record FROM verdict WHERE reviewer = ?1 AND event >= ?2)
                 AND record NOT IN (SELECT row FROM ({waiting}) WHERE row IS NOT NULL)
             UNION ALL
             SELECT record, 1 FROM verdict WHERE verdict IN ('pass', 'fail')
                 AND record NOT IN (SELECT record FROM settled WHERE target = 'verdict')
                 AND record NOT IN (SELECT record FROM verdict WHERE reviewer = ?1 AND event >= ?2)
                 AND record NOT IN (SELECT row FROM ({waiting}) WHERE row IS NOT NULL)
                 GROUP BY record HAVING count(*) > 1 AND count(DISTINCT verdict) = 1",
            waiting = sets::waiting_rows()
        );
        let mut known: Vec<(u8, i64, RowId)> = columns::all(&self.conn, &sql, (reviewer.as_str(), since), |row| {
            let record = RowId(row.get(0)?);
            Ok((row.get(1)?, asked.get(&record).copied().unwrap_or(0), record))
        })?;
        known.retain(|(_, position, _)| *position == 0 || *position < since);
        let filter = saved::expand(&self.conn, filter)?.of_the_log();
        if filter != Filter::All && !known.is_empty() {
            let mut plan = filter_sql::plan(&filter, now, &codebook::load(&self.conn)?)?;
            let rows: Vec<String> = known.iter().map(|(.., row)| row.0.to_string()).collect();
            plan.condition = format!("({}) AND record.id IN ({})", plan.condition, rows.join(", "));
            let held: HashSet<RowId> = scan::rows(self.source(), &plan)?.into_iter().collect();
            known.retain(|(.., row)| held.contains(row));
        }
        known.sort_unstable();
        Ok(known.into_iter().map(|(.., row)| row).collect())
    }

    /// Returns what a reviewer said of known records since they were mixed into a session, for those of these rows that are
    /// among them: as if nobody had said anything of them before.
    pub fn said_of_known(&self, gold: &Gold, rows: &[RowId], reviewer: &Name) -> Result<HashMap<RowId, Judgements>> {
        let known = gold.rows();
        let rows: Vec<RowId> = rows.iter().copied().filter(|row| known.contains(row)).collect();
        if rows.is_empty() {
            return Ok(HashMap::new());
        }
        let lookup = Lookup::load(&self.conn)?;
        let mut all = HashMap::new();
        for row in rows {
            let Some(id) = self.id_of(row)? else { continue };
            let mut own = said(&self.conn, (row, id), reviewer, gold.since)?;
            for tag in &mut own.tags {
                tag.mode = lookup.resolve_mode(tag.mode.as_str());
            }
            all.insert(row, own);
        }
        Ok(all)
    }

    /// Returns whether a known answer of a session is still to be given.
    pub fn is_known_left(&self, session: &Session) -> Result<bool> {
        let Some(gold) = &session.gold else { return Ok(false) };
        let rows: Vec<RowId> = gold.rows().into_iter().collect();
        let said = self.said_of_known(gold, &rows, &session.reviewer)?;
        Ok(said.values().any(|own| own.verdicts.is_empty()))
    }

    /// Returns the answers to known records that stand, of everyone, in the order of the journal: of each record, reviewer
    /// and session the last verdict.
    pub fn gold_answers(&self) -> Result<Vec<GoldAnswer>> {
        let mut last: HashMap<(String, i64, Option<i64>), usize> = HashMap::new();
        let mut found: Vec<Option<GoldAnswer>> = Vec::new();
        for line in lines(&self.conn, ("gold:".to_owned(), "gold;".to_owned()), None)? {
            let (Some(entity), session) = (line.entity(), session_here(&self.conn, &line)?) else { continue };
            let Change::Gold(KnownSaid { record, said, known, own }) = line.change else { continue };
            let Change::Verdict { verdict, .. } = *said else { continue };
            if let Some(before) = last.insert((entity, line.writer, line.session), found.len()) {
                found[before] = None;
            }
            let (reviewer, time) = (line.reviewer, line.time);
            found.push(verdict.map(|verdict| GoldAnswer { record, reviewer, verdict, known, own, session, time }));
        }
        Ok(found.into_iter().flatten().collect())
    }

    /// Leaves of a queue those known records that its filter holds by what was said of them in their session, as if nobody
    /// had said anything of them before.
    pub fn leave_as_said(
        &self,
        queue: &mut Queue,
        filter: &Filter,
        gold: &Gold,
        reviewer: &Name,
        now: Time,
    ) -> Result<()> {
        let filter = saved::expand(&self.conn, filter)?;
        if !filter.any(&|term| term.asks_people() || matches!(term, Term::By(_))) {
            return Ok(());
        }
        let (known, codebook) = (gold.rows(), codebook::load(&self.conn)?);
        let rows: Vec<RowId> = known.iter().copied().collect();
        let mut held = HashSet::new();
        for (row, said) in self.said_of_known(gold, &rows, reviewer)? {
            let filter = AsSaid { said: &said, reviewer, codebook: &codebook }.put(&filter, None)?;
            let mut plan = filter_sql::plan(&filter, now, &codebook)?;
            plan.condition = format!("({}) AND record.id = {}", plan.condition, row.0);
            held.extend(scan::rows(self.source(), &plan)?);
        }
        let before = queue.rows.len();
        queue.rows.retain(|row| !known.contains(row) || held.contains(row));
        let here: HashSet<RowId> = queue.rows.iter().copied().filter(|row| known.contains(row)).collect();
        for row in held.into_iter().filter(|row| !here.contains(row)) {
            let at = queue.rows.partition_point(|other| *other < row);
            queue.rows.insert(at, row);
        }
        queue.population = (queue.population + queue.rows.len() as u64).saturating_sub(before as u64);
        Ok(())
    }
}
