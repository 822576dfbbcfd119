//! Reads of blind sets: what there are, and what may be known of the votes.

use rusqlite::OptionalExtension;

use crate::domain::{BlindSet, BlindState, Name, RecordId, Time, voted_until};
use crate::error::Result;
use crate::store::blind::sets;
use crate::store::columns;
use crate::store::reader::Reader;
use crate::store::records::row_of;

impl Reader {
    /// Returns whether any blind set is open.
    pub fn has_open_blind_set(&self) -> Result<bool> {
        sets::any_open(&self.conn)
    }

    /// Returns all blind sets, in the order in which they were opened. Of the votes only is told that they were given, as it
    /// was at the last step of 2 s.
    pub fn blind_sets(&self, now: Time) -> Result<Vec<BlindSet>> {
        let sql = "SELECT id, reviewers, opener, time, closed IS NULL, (SELECT count(*) FROM blind_record WHERE set_id = id),
                       (SELECT count(*) FROM blind_record WHERE set_id = id AND (revealed IS NOT NULL OR closed IS NOT NULL))
                   FROM blind_set ORDER BY event";
        let mut found = columns::all(&self.conn, sql, [], |row| {
            Ok(BlindSet {
                id: row.get(0)?,
                reviewers: sets::names(columns::text(row, 1)?)?,
                opener: columns::reviewer(row, 2)?,
                opened: Time(row.get(3)?),
                is_open: row.get(4)?,
                records: columns::unsigned(row.get(5)?),
                revealed: columns::unsigned(row.get(6)?),
                voted: Vec::new(),
                unblinded: Vec::new(),
            })
        })?;
        for set in &mut found {
            for reviewer in &set.reviewers {
                let voted = self.voted_in(&set.id, reviewer, now)?;
                set.voted.push((reviewer.clone(), voted));
            }
            let sql = "SELECT reviewer FROM unblinded WHERE set_id = ?1 ORDER BY event";
            set.unblinded = columns::all(&self.conn, sql, [&set.id], |row| columns::reviewer(row, 0))?;
        }
        Ok(found)
    }

    /// Returns on how many records of a set a reviewer had voted at the last step.
    fn voted_in(&self, set: &str, reviewer: &Name, now: Time) -> Result<u64> {
        let row = sets::ROW;
        let sql = format!(
            "SELECT count(*) FROM blind_record AS one JOIN blind_vote ON blind_vote.record = {row}
             WHERE set_id = ?1 AND reviewer = ?2 AND since <= ?3"
        );
        let values = (set, reviewer.as_str(), voted_until(now).0);
        Ok(columns::unsigned(self.conn.prepare_cached(&sql)?.query_row(values, |row| row.get(0))?))
    }

    /// Returns the records of a set in its order, each with whether it is revealed. Some may be removed.
    pub fn blind_records(&self, set: &str) -> Result<Vec<(RecordId, bool)>> {
        let sql = "SELECT key, revealed IS NOT NULL OR closed IS NOT NULL
                   FROM blind_record JOIN blind_set ON blind_set.id = set_id WHERE set_id = ?1 ORDER BY ordinal";
        columns::all(&self.conn, sql, [set], |row| Ok((RecordId(row.get(0)?), row.get(1)?)))
    }

    /// Returns what a reviewer may know of the votes on a record; `None` where it is in no blind set.
    pub fn blind_state(&self, record: RecordId, reviewer: &Name, now: Time) -> Result<Option<BlindState>> {
        if !self.conn.prepare_cached("SELECT 1 FROM blind_set")?.exists([])? {
            return Ok(None);
        }
        let sql = "SELECT id, reviewers, revealed IS NULL AND closed IS NULL AS is_open
                   FROM blind_record JOIN blind_set ON blind_set.id = set_id
                   WHERE key IN (SELECT unhex(value) FROM json_each(?1)) ORDER BY is_open DESC, event DESC LIMIT 1";
        let ids = sets::every_id(&self.conn, record)?;
        let found: Option<(String, String, bool)> = self
            .conn
            .prepare_cached(sql)?
            .query_row([ids], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))
            .optional()?;
        let (Some((set, reviewers, is_open)), Some(row)) = (found, row_of(&self.conn, record)?) else {
            return Ok(None);
        };
        let reviewers = sets::names(&reviewers)?;
        // One's own vote counts at once.
        let sql = "SELECT reviewer FROM blind_vote WHERE record = ?1 AND (since <= ?2 OR reviewer = ?3)";
        let voters: Vec<Name> = columns::all(&self.conn, sql, (row.0, voted_until(now).0, reviewer.as_str()), |row| {
            columns::reviewer(row, 0)
        })?;
        let others = reviewers.iter().filter(|other| *other != reviewer);
        let others_voted = others.map(|other| (other.clone(), voters.contains(other))).collect();
        Ok(Some(BlindState { set, is_open, have_voted: voters.contains(reviewer), others_voted, reviewers }))
    }
}
