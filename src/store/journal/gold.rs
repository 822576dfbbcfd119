//! What was said of records that were asked as known ones, read from the journal itself: no table holds it, as it never
//! holds as a judgement.

use std::collections::HashSet;

use rusqlite::Connection;

use crate::domain::{Answer, Change, Judgements, KnownSaid, Name, Origin, Purpose, RecordId, RowId, Time, Verdict};
use crate::error::Result;
use crate::store::columns;
use crate::store::journal::event::{self, LINE, Line};
use crate::store::journal::removed;
use crate::store::records::ids_of;
use crate::store::sessions::kept_gold;

/// The known records of the session that changes are written in.
pub(crate) struct AskedAsKnown {
    since: Time,
    rows: HashSet<RowId>,
}

impl AskedAsKnown {
    pub(crate) fn of(conn: &Connection, session: i64) -> Result<Option<Self>> {
        Ok(kept_gold::of(conn, session)?.map(|gold| Self { since: gold.since, rows: gold.rows() }))
    }

    /// Returns what a reviewer said of a record since the session began; `None` of one that is not asked as a known one.
    pub(crate) fn said(
        &self,
        conn: &Connection,
        (row, record): (RowId, RecordId),
        who: &Name,
    ) -> Result<Option<Judgements>> {
        if !self.rows.contains(&row) {
            return Ok(None);
        }
        said(conn, (row, record), who, self.since).map(Some)
    }

    /// Returns what a planned change of a record is written as: what is said of a known record never holds.
    pub(crate) fn as_asked(
        &self,
        conn: &Connection,
        change: Change,
        (row, record): (RowId, RecordId),
        who: &Name,
    ) -> Result<Change> {
        if !self.rows.contains(&row) {
            return Ok(change);
        }
        if let Change::Grade { criterion, version, answer, .. } = change {
            return Ok(Change::Grade { record, criterion, version, answer, purpose: Purpose::Noise });
        }
        let (known, own) = known(conn, row, who)?;
        Ok(Change::Gold(KnownSaid { record, said: Box::new(change), known, own }))
    }
}

/// Returns the verdict that is known of a record: the settled one, or the one that all gave who decided, at least two; and
/// that of the reviewer.
fn known(conn: &Connection, row: RowId, reviewer: &Name) -> Result<(Option<Verdict>, Option<Verdict>)> {
    let sql = "SELECT coalesce(
            (SELECT answer FROM settled WHERE record = ?1 AND target = 'verdict'),
            (SELECT min(verdict) FROM verdict WHERE record = ?1 AND verdict IN ('pass', 'fail')
                 HAVING count(*) > 1 AND count(DISTINCT verdict) = 1)),
        (SELECT verdict FROM verdict WHERE record = ?1 AND reviewer = ?2)";
    let words: (Option<String>, Option<String>) =
        conn.prepare_cached(sql)?.query_row((row.0, reviewer.as_str()), |row| Ok((row.get(0)?, row.get(1)?)))?;
    let (known, own) = words;
    Ok((known.as_deref().and_then(Verdict::from_word), own.as_deref().and_then(Verdict::from_word)))
}

/// Folds what a reviewer said of a record as of a known one since a time.
pub(crate) fn said(conn: &Connection, (row, record): (RowId, RecordId), who: &Name, since: Time) -> Result<Judgements> {
    let mut said = Judgements::default();
    for id in ids_of(conn, record)? {
        let range = (format!("gold:{id}:"), format!("gold:{id};"));
        for line in lines(conn, range, Some(who))?.into_iter().filter(|line| line.time >= since) {
            if let Change::Gold(known) = &line.change {
                said.apply(&known.said, &line.origin());
            }
        }
    }
    let sql = "SELECT criterion, version, answer, time, event FROM grade_history
               WHERE record = ?1 AND reviewer = ?2 AND purpose = 'noise' AND time >= ?3 ORDER BY event";
    columns::each(conn, sql, (row.0, who.as_str(), since.0), |found| {
        let answer: Option<Answer> = found.get::<_, Option<String>>(2)?.as_deref().map(columns::answer).transpose()?;
        let criterion = columns::slug(found, 0)?;
        // As the first answer that it looks like.
        let grade = Change::Grade { record, criterion, version: found.get(1)?, answer, purpose: Purpose::First };
        said.apply(&grade, &Origin { position: found.get(4)?, reviewer: who, time: Time(found.get(3)?) });
        Ok(())
    })?;
    Ok(said)
}

/// Returns the standing events between two texts of entities, in the order of the journal.
pub(crate) fn lines(conn: &Connection, (from, to): (String, String), reviewer: Option<&Name>) -> Result<Vec<Line>> {
    let sql = format!(
        "SELECT {LINE} FROM event WHERE entity >= ?1 AND entity < ?2 AND (?3 IS NULL OR reviewer = ?3)
         AND grp NOT IN (SELECT grp FROM undone_group) ORDER BY position"
    );
    let found = columns::all(conn, &sql, (from, to, reviewer.map(Name::as_str)), event::line)?;
    let mut standing = Vec::with_capacity(found.len());
    for line in found {
        if !removed::is_out(conn, &line)? {
            standing.push(line);
        }
    }
    Ok(standing)
}
