//! Events → tables. The one place that writes the folded tables: for one new event, for an entity whose history
//! changed by an undo, and for everything at once.

use rusqlite::Connection;

use crate::domain::{Answer, Change, Purpose};
use crate::error::Result;
use crate::store::columns;
use crate::store::connection::schema;
use crate::store::journal::event::{LINE, Line};
use crate::store::journal::{event, project_codebook, suggestions};
use crate::store::records::row_of;

/// Folds one event onto what its entity is now.
pub(crate) fn fold(conn: &Connection, line: &Line) -> Result<()> {
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
            &[&row, &mode.as_str(), &reviewer, &columns::span_text(*span), &position],
        )?,
        Change::Note { span, text: Some(text), .. } => run(
            "INSERT INTO note (record, reviewer, span, text, event) VALUES (?1, ?2, ?3, ?4, ?5)
             ON CONFLICT DO UPDATE SET text = excluded.text",
            &[&row, &reviewer, &columns::span_text(*span), &text.raw(), &position],
        )?,
        Change::Correction { text: Some(text), .. } => run(
            "INSERT OR REPLACE INTO correction (record, reviewer, text, time, event) VALUES (?1, ?2, ?3, ?4, ?5)",
            &[&row, &reviewer, &text.raw(), &time, &position],
        )?,
        Change::Grade { criterion, version, answer, purpose, .. } => {
            let (criterion, answer) = (criterion.as_str(), answer.map(Answer::word));
            let purpose_said = columns::purpose_word(*purpose);
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
            &[&columns::group_id(group)?, &position],
        )?,
        Change::Redo { group } => run(
            "DELETE FROM undone_group WHERE grp = (SELECT position FROM event WHERE id = ?1)",
            &[&columns::group_id(group)?],
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
        | Change::CheckRemove { .. } => project_codebook::fold(conn, line)?,
        Change::SuggestionAnswer { .. } => suggestions::fold(conn, line)?,
    }
    Ok(())
}

/// Takes all rows of the entity that `change` changes away.
pub(crate) fn clear(conn: &Connection, change: &Change, reviewer: &str) -> Result<()> {
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
            &[&row, &reviewer, &columns::span_text(*span)],
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
        | Change::CheckRemove { .. } => project_codebook::clear(conn, change),
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
pub(crate) fn refold(conn: &Connection, entity: &str) -> Result<()> {
    let sql = format!(
        "SELECT {LINE}, grp IN (SELECT grp FROM undone_group) AS undone FROM event WHERE entity = ?1 ORDER BY position"
    );
    let mut select = conn.prepare_cached(&sql)?;
    let mut rows = select.query([entity])?;
    let mut is_first = true;
    while let Some(row) = rows.next()? {
        let line = event::line(row)?;
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
pub(crate) fn rebuild(conn: &Connection) -> Result<u64> {
    for table in schema::FOLDED {
        conn.execute(&format!("DELETE FROM {table}"), [])?;
    }
    // First what is undone, then what still holds.
    each(conn, &format!("SELECT {LINE} FROM event WHERE entity IS NULL ORDER BY position"))?;
    let live = "grp NOT IN (SELECT grp FROM undone_group)";
    each(conn, &format!("SELECT {LINE} FROM event WHERE entity IS NOT NULL AND {live} ORDER BY position"))?;
    let events: i64 = conn.query_row("SELECT count(*) FROM event", [], |row| row.get(0))?;
    Ok(crate::store::columns::unsigned(events))
}

fn each(conn: &Connection, sql: &str) -> Result<()> {
    let mut select = conn.prepare(sql)?;
    let mut rows = select.query([])?;
    while let Some(row) = rows.next()? {
        fold(conn, &event::line(row)?)?;
    }
    Ok(())
}
