//! Events → tables. The one place that writes the folded tables: for one new event, for an entity whose history
//! changed by an undo, and for everything at once.

use rusqlite::Connection;

use super::records::row_of;
use super::{fold_codebook, schema, suggestions, trouble};
use crate::domain::{Answer, Change, Name, Purpose};
use crate::error::Result;

/// What the fold needs of an event.
pub(super) struct Line {
    pub position: i64,
    pub time: i64,
    pub reviewer: Name,
    pub session: Option<i64>,
    pub change: Change,
}

/// The columns that [`line`] reads.
pub(super) const LINE: &str = "position, time, reviewer, payload, session";

/// Reads the columns of [`LINE`].
pub(super) fn line(row: &rusqlite::Row<'_>) -> Result<Line> {
    let payload = row.get_ref(3)?.as_str().map_err(rusqlite::Error::from)?;
    let position = row.get(0)?;
    Ok(Line {
        position,
        time: row.get(1)?,
        reviewer: reviewer(&row.get::<_, String>(2)?)?,
        session: row.get(4)?,
        change: change(payload, position)?,
    })
}

/// Reads an event's payload.
pub(super) fn change(payload: &str, position: i64) -> Result<Change> {
    serde_json::from_str(payload)
        .map_err(|error| trouble::damaged(&format!("event {position} of the journal cannot be read ({error})")))
}

/// Reads a reviewer's name.
pub(super) fn reviewer(name: &str) -> Result<Name> {
    Name::new(name).map_err(|_| trouble::damaged("a reviewer's name in it is no name"))
}

/// Folds one event onto what its entity is now.
pub(super) fn fold(conn: &Connection, line: &Line) -> Result<()> {
    let Line { position, time, reviewer, session, change } = line;
    let (position, time, reviewer) = (*position, *time, reviewer.as_str());
    let run = |sql: &str, values: &[&dyn rusqlite::ToSql]| -> Result<()> {
        conn.prepare_cached(sql)?.execute(values)?;
        Ok(())
    };
    let row = match change.record() {
        None => 0,
        Some(record) => match row_of(conn, record)? {
            Some(row) => row.0,
            // The judgement stays in the journal until its record is here.
            None => return Ok(()),
        },
    };
    match change {
        Change::Verdict { verdict: None, .. }
        | Change::Untag { .. }
        | Change::Note { text: None, .. }
        | Change::Correction { text: None, .. } => {
            clear(conn, change, line.reviewer.as_str())?;
        }
        Change::Verdict { verdict: Some(verdict), .. } => run(
            "INSERT OR REPLACE INTO verdict (record, reviewer, verdict, time, event) VALUES (?1, ?2, ?3, ?4, ?5)",
            &[&row, &reviewer, &verdict.word(), &time, &position],
        )?,
        Change::Tag { mode, span, .. } => run(
            "INSERT OR IGNORE INTO tag (record, mode, reviewer, span, event) VALUES (?1, ?2, ?3, ?4, ?5)",
            &[&row, &mode.as_str(), &reviewer, &written(*span), &position],
        )?,
        Change::Note { span, text: Some(text), .. } => run(
            "INSERT INTO note (record, reviewer, span, text, event) VALUES (?1, ?2, ?3, ?4, ?5)
             ON CONFLICT DO UPDATE SET text = excluded.text",
            &[&row, &reviewer, &written(*span), &text.raw(), &position],
        )?,
        Change::Correction { text: Some(text), .. } => run(
            "INSERT OR REPLACE INTO correction (record, reviewer, text, time, event) VALUES (?1, ?2, ?3, ?4, ?5)",
            &[&row, &reviewer, &text.raw(), &time, &position],
        )?,
        Change::Grade { criterion, version, answer, purpose, .. } => {
            let (criterion, answer) = (criterion.as_str(), answer.map(Answer::word));
            let purpose_said = purpose_word(*purpose);
            let given: [&dyn rusqlite::ToSql; 8] =
                [&row, &criterion, &reviewer, version, &answer, &purpose_said, &time, &position];
            run(
                "INSERT OR REPLACE INTO grade_history
                     (record, criterion, reviewer, version, answer, purpose, time, event, session)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
                &[given.as_slice(), &[session]].concat(),
            )?;
            match (purpose, answer) {
                // A noise answer never replaces the standing grade.
                (Purpose::Noise, _) => {}
                (_, Some(_)) => run(
                    "INSERT OR REPLACE INTO grade (record, criterion, reviewer, version, answer, purpose, time, event)
                     VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
                    &given,
                )?,
                (_, None) => clear_standing(conn, row, criterion, reviewer)?,
            }
        }
        Change::Undo { group } => run(
            "INSERT OR REPLACE INTO undone_group (grp, event) SELECT position, ?2 FROM event WHERE id = ?1",
            &[&group_id(group)?, &position],
        )?,
        Change::Redo { group } => run(
            "DELETE FROM undone_group WHERE grp = (SELECT position FROM event WHERE id = ?1)",
            &[&group_id(group)?],
        )?,
        Change::ModeAdd { .. }
        | Change::ModeEdit { .. }
        | Change::ModeMerge { .. }
        | Change::ModeSplit { .. }
        | Change::ModeRetire { .. }
        | Change::ModeRevive { .. }
        | Change::CriterionAdd { .. }
        | Change::CriterionRevise { .. }
        | Change::CriterionEdit { .. }
        | Change::CriterionMerge { .. }
        | Change::CriterionSplit { .. }
        | Change::CheckAdd { .. }
        | Change::CheckEdit { .. }
        | Change::CheckRemove { .. } => fold_codebook::fold(conn, line)?,
        Change::SuggestionAnswer { .. } => suggestions::fold(conn, line)?,
    }
    Ok(())
}

/// Takes all rows of the entity that `change` changes away.
pub(super) fn clear(conn: &Connection, change: &Change, reviewer: &str) -> Result<()> {
    let run = |sql: &str, values: &[&dyn rusqlite::ToSql]| -> Result<()> {
        conn.prepare_cached(sql)?.execute(values)?;
        Ok(())
    };
    let row = match change.record() {
        None => 0,
        Some(record) => row_of(conn, record)?.map_or(0, |row| row.0),
    };
    match change {
        Change::Verdict { .. } => run("DELETE FROM verdict WHERE record = ?1 AND reviewer = ?2", &[&row, &reviewer]),
        Change::Tag { mode, .. } | Change::Untag { mode, .. } => {
            run("DELETE FROM tag WHERE record = ?1 AND mode = ?2 AND reviewer = ?3", &[&row, &mode.as_str(), &reviewer])
        }
        Change::Note { span, .. } => run(
            "DELETE FROM note WHERE record = ?1 AND reviewer = ?2 AND span = ?3",
            &[&row, &reviewer, &written(*span)],
        ),
        Change::Correction { .. } => {
            run("DELETE FROM correction WHERE record = ?1 AND reviewer = ?2", &[&row, &reviewer])
        }
        Change::Undo { .. } | Change::Redo { .. } => Ok(()),
        Change::Grade { criterion, .. } => {
            run(
                "DELETE FROM grade_history WHERE criterion = ?2 AND record = ?1 AND reviewer = ?3",
                &[&row, &criterion.as_str(), &reviewer],
            )?;
            clear_standing(conn, row, criterion.as_str(), reviewer)
        }
        Change::ModeAdd { .. }
        | Change::ModeEdit { .. }
        | Change::ModeMerge { .. }
        | Change::ModeSplit { .. }
        | Change::ModeRetire { .. }
        | Change::ModeRevive { .. }
        | Change::CriterionAdd { .. }
        | Change::CriterionRevise { .. }
        | Change::CriterionEdit { .. }
        | Change::CriterionMerge { .. }
        | Change::CriterionSplit { .. }
        | Change::CheckAdd { .. }
        | Change::CheckEdit { .. }
        | Change::CheckRemove { .. } => fold_codebook::clear(conn, change),
        Change::SuggestionAnswer { target, spec, .. } => suggestions::clear(conn, target, spec),
    }
}

/// Takes the standing grade away; what was given stays in the history.
fn clear_standing(conn: &Connection, row: i64, criterion: &str, reviewer: &str) -> Result<()> {
    let sql = "DELETE FROM grade WHERE record = ?1 AND criterion = ?2 AND reviewer = ?3";
    conn.prepare_cached(sql)?.execute((row, criterion, reviewer))?;
    Ok(())
}

/// Folds the history of one entity anew, without what is undone.
pub(super) fn refold(conn: &Connection, entity: &str) -> Result<()> {
    let sql = format!(
        "SELECT {LINE}, grp IN (SELECT grp FROM undone_group) AS undone FROM event WHERE entity = ?1 ORDER BY position"
    );
    let mut select = conn.prepare_cached(&sql)?;
    let mut rows = select.query([entity])?;
    let mut is_first = true;
    while let Some(row) = rows.next()? {
        let line = line(row)?;
        if is_first {
            clear(conn, &line.change, line.reviewer.as_str())?;
            is_first = false;
        }
        if !row.get::<_, bool>("undone")? {
            fold(conn, &line)?;
        }
    }
    Ok(())
}

/// Folds the whole journal anew; answers how many events there are.
pub(super) fn rebuild(conn: &Connection) -> Result<u64> {
    for table in schema::FOLDED {
        conn.execute(&format!("DELETE FROM {table}"), [])?;
    }
    // First what is undone, then what still holds.
    each(conn, &format!("SELECT {LINE} FROM event WHERE entity IS NULL ORDER BY position"))?;
    let live = "grp NOT IN (SELECT grp FROM undone_group)";
    each(conn, &format!("SELECT {LINE} FROM event WHERE entity IS NOT NULL AND {live} ORDER BY position"))?;
    let events: i64 = conn.query_row("SELECT count(*) FROM event", [], |row| row.get(0))?;
    Ok(super::records::unsigned(events))
}

fn each(conn: &Connection, sql: &str) -> Result<()> {
    let mut select = conn.prepare(sql)?;
    let mut rows = select.query([])?;
    while let Some(row) = rows.next()? {
        fold(conn, &line(row)?)?;
    }
    Ok(())
}

/// A span as the tables keep it; the empty text is the whole record.
pub(super) fn written(span: Option<crate::domain::Span>) -> String {
    span.map(|span| span.to_string()).unwrap_or_default()
}

/// The word of a purpose in the tables.
pub(super) const fn purpose_word(purpose: Purpose) -> &'static str {
    match purpose {
        Purpose::First => "first",
        Purpose::Regrade => "regrade",
        Purpose::Noise => "noise",
    }
}

/// The bytes of a group's number.
pub(super) fn group_id(group: &crate::domain::UndoGroup) -> Result<Vec<u8>> {
    let id = uuid::Uuid::try_parse(&group.0)
        .map_err(|_| crate::error::Problem::usage(format!("`{}` is no group of the journal.", group.0)))?;
    Ok(id.as_bytes().to_vec())
}
