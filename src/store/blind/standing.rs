//! How far a blind set is, record by record, as whoever looks may know it.

use std::collections::HashMap;

use crate::domain::{Name, RecordId, RowId, Time, Verdict, voted_until};
use crate::error::Result;
use crate::store::blind::sets::ROW;
use crate::store::columns;
use crate::store::reader::Reader;
use crate::views::{BlindPlace, BlindStanding};

/// Verdicts by record and reviewer.
type Votes = HashMap<(i64, Name), Verdict>;

impl Reader {
    /// Returns how far a set is: who had voted on each of its records at the last step of time, and of those that are revealed
    /// the votes. Records that were removed are left out.
    pub fn blind_standing(&self, set: &str, now: Time) -> Result<BlindStanding> {
        let Some(found) = self.blind_sets(now)?.into_iter().find(|known| known.id == set) else {
            return Ok(BlindStanding::default());
        };
        let reviewers = found.reviewers;
        let sql = format!(
            "SELECT {ROW}, key, revealed IS NOT NULL OR closed IS NOT NULL
             FROM blind_record AS one JOIN blind_set ON blind_set.id = set_id WHERE set_id = ?1 ORDER BY ordinal"
        );
        let records = columns::all(&self.conn, &sql, [set], |row| {
            Ok((row.get::<_, Option<i64>>(0)?, RecordId(row.get(1)?), row.get(2)?))
        })?;
        let sql = format!(
            "SELECT record, reviewer FROM blind_vote WHERE since <= ?2
             AND record IN (SELECT {ROW} FROM blind_record AS one WHERE set_id = ?1)"
        );
        let told: std::collections::HashSet<(i64, Name)> =
            columns::all(&self.conn, &sql, (set, voted_until(now).0), |row| {
                Ok((row.get(0)?, columns::reviewer(row, 1)?))
            })?
            .into_iter()
            .collect();
        let (mut votes, settled) = self.revealed_verdicts(set)?;
        let mut places = Vec::new();
        for (row, record, is_revealed) in records {
            let Some(row) = row else { continue };
            let mut place = BlindPlace {
                row: RowId(row),
                record,
                voted: reviewers.iter().filter(|name| told.contains(&(row, (*name).clone()))).cloned().collect(),
                is_revealed,
                votes: Vec::new(),
                settled: None,
            };
            if is_revealed {
                let of_one = |name: &Name| Some((name.clone(), votes.remove(&(row, name.clone()))?));
                place.votes = reviewers.iter().filter_map(of_one).collect();
                place.settled = settled.get(&row).copied();
            }
            places.push(place);
        }
        Ok(BlindStanding { places, is_closed: !found.is_open })
    }

    /// Returns what may be seen of a set at once: each verdict by record and reviewer, and what was settled.
    fn revealed_verdicts(&self, set: &str) -> Result<(Votes, HashMap<i64, Verdict>)> {
        let of_set = format!("record IN (SELECT {ROW} FROM blind_record AS one WHERE set_id = ?1)");
        let sql = format!("SELECT record, reviewer, verdict FROM verdict WHERE {of_set}");
        let votes = columns::all(&self.conn, &sql, [set], |row| {
            Ok(((row.get(0)?, columns::reviewer(row, 1)?), columns::verdict(row, 2)?))
        })?;
        let sql = format!("SELECT record, answer FROM settled WHERE target = 'verdict' AND {of_set}");
        let settled = columns::all(&self.conn, &sql, [set], |row| {
            Ok((row.get(0)?, columns::settled_answer(columns::text(row, 1)?)?.verdict()))
        })?;
        let settled = settled.into_iter().filter_map(|(row, verdict)| Some((row, verdict?)));
        Ok((votes.into_iter().collect(), settled.collect()))
    }
}
