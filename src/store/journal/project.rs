//! One event → the tables.
//!
//! Judgements have one statement for each kind of change. Modes, criteria and checks are changed in memory by
//! [`Codebook::apply`](crate::domain::Codebook::apply), and written back whole.

use rusqlite::{Connection, OptionalExtension, ToSql};

use crate::domain::{
    Answer, Change, CheckSpec, DailySample, Entity, Name, Purpose, SettleTarget, SettledAnswer, SettledBy, Target,
    Untrusted,
};
use crate::error::Result;
use crate::store::codebook::{self, LazyCodebook};
use crate::store::columns;
use crate::store::journal::event::Line;
use crate::store::journal::{removed, undone};
use crate::store::records::row_of;

fn run(conn: &Connection, sql: &str, values: &[&dyn ToSql]) -> Result<()> {
    conn.prepare_cached(sql)?.execute(values)?;
    Ok(())
}

/// Projects one event onto what its entity is now.
pub(crate) fn project(conn: &Connection, codebook: &mut LazyCodebook<'_>, line: &Line) -> Result<()> {
    let Line { position, time, reviewer, change, row, .. } = line;
    let (time, reviewer) = (time.0, reviewer.as_str());
    let row = match change.record() {
        None => 0,
        Some(record) => match row.map_or_else(|| row_of(conn, record), |row| Ok(Some(row)))? {
            Some(row) => row.0,
            // The judgement stays in the journal until its record is imported.
            None => return removed::wait_for(conn, record),
        },
    };
    match change {
        Change::Verdict { verdict: None, .. }
        | Change::Untag { .. }
        | Change::Note { text: None, .. }
        | Change::Correction { text: None, .. }
        | Change::Settle { answer: None, .. } => {
            change.entity().map_or(Ok(()), |entity| clear(conn, codebook, &entity, reviewer))
        }
        Change::Verdict { verdict: Some(verdict), reason, .. } => run(
            conn,
            "INSERT OR REPLACE INTO verdict (record, reviewer, verdict, reason, replaced, time, event)
             VALUES (?1, ?2, ?3, ?4, (
                 SELECT iif(verdict IN ('pass', 'fail') AND verdict <> ?3, verdict, iif(replaced <> ?3, replaced, NULL))
                 FROM verdict WHERE record = ?1 AND reviewer = ?2), ?5, ?6)",
            &[&row, &reviewer, &verdict.word(), &reason.as_ref().map(Untrusted::raw), &time, position],
        ),
        Change::Tag { mode, span, .. } => run(
            conn,
            "INSERT OR IGNORE INTO tag (record, mode, reviewer, span, event) VALUES (?1, ?2, ?3, ?4, ?5)",
            &[&row, &mode.as_str(), &reviewer, &columns::span_text(*span), position],
        ),
        Change::Note { span, text: Some(text), .. } => run(
            conn,
            "INSERT OR REPLACE INTO note (record, reviewer, span, text, event) VALUES (?1, ?2, ?3, ?4, ?5)",
            &[&row, &reviewer, &columns::span_text(*span), &text.raw(), position],
        ),
        Change::Correction { text: Some(text), .. } => run(
            conn,
            "INSERT OR REPLACE INTO correction (record, reviewer, text, time, event) VALUES (?1, ?2, ?3, ?4, ?5)",
            &[&row, &reviewer, &text.raw(), &time, position],
        ),
        Change::Grade { criterion, version, answer, purpose, .. } => {
            grade(conn, line, row, (criterion.as_str(), *version), (*answer, *purpose))
        }
        Change::Settle { target, version, answer: Some(answer), by, how, .. } => {
            settle(conn, line, row, (target, *version, *answer), (by, *how))
        }
        Change::Undo { group } => {
            undone::position_of(conn, group)?.map_or(Ok(()), |grp| undone::undo(conn, grp, *position))
        }
        Change::Redo { group } => undone::position_of(conn, group)?.map_or(Ok(()), |grp| undone::redo(conn, grp)),
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
        | Change::CheckRemove { .. } => {
            let codebook = codebook.get_mut()?;
            codebook.apply(change, &line.origin());
            change.entity().map_or(Ok(()), |entity| codebook::write(conn, codebook, &entity))
        }
        // Read from the journal, for no figure of records is made of them.
        Change::TagSuggestionAnswer { .. } | Change::Gold(_) => Ok(()),
        Change::SourceRemove { records, .. } => {
            removed::note(conn, line)?;
            records.iter().try_for_each(|record| removed::forget_judgements(conn, *record))
        }
        Change::DailySample { sample } => keep_sample(conn, line, sample),
        Change::BlindOpen { .. } | Change::BlindReveal { .. } | Change::BlindClose { .. } | Change::Unblind { .. } => {
            crate::store::blind::project(conn, line)
        }
        Change::SuggestionAnswer { target, spec, accepted } => keep_answer(conn, (target, spec, *accepted), *position),
    }
}

/// Keeps the last answer to a suggested check.
pub(crate) fn keep_answer(
    conn: &Connection,
    (target, spec, accepted): (&Target, &CheckSpec, bool),
    position: i64,
) -> Result<()> {
    run(
        conn,
        "INSERT OR REPLACE INTO suggestion_answer (kind, target, spec, accepted, event) VALUES (?1, ?2, ?3, ?4, ?5)",
        &[&target.word(), &target.key().as_str(), &columns::spec_text(spec), &accepted, &position],
    )
}

/// Keeps a grade in the history, and as the standing one unless it was asked to measure noise.
fn grade(
    conn: &Connection,
    line: &Line,
    row: i64,
    (criterion, version): (&str, u32),
    (answer, purpose): (Option<Answer>, Purpose),
) -> Result<()> {
    let (time, reviewer, answer) = (line.time.0, line.reviewer.as_str(), answer.map(Answer::word));
    let word = purpose.word();
    let version = version_under(conn, criterion, version, line.context.as_deref())?;
    let session = session_here(conn, line)?;
    if purpose == Purpose::Noise && session.is_some() {
        // Of several answers to one question the last one is the reviewer's.
        let sql = "DELETE FROM grade_history WHERE record = ?1 AND criterion = ?2 AND reviewer = ?3 AND session = ?4
                   AND purpose = 'noise'";
        run(conn, sql, &[&row, &criterion, &reviewer, &session])?;
        if answer.is_none() {
            return Ok(());
        }
    }
    let given: [&dyn ToSql; 8] = [&row, &criterion, &reviewer, &version, &answer, &word, &time, &line.position];
    run(
        conn,
        "INSERT OR REPLACE INTO grade_history
             (record, criterion, reviewer, version, answer, purpose, time, event, session)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
        &[given.as_slice(), &[&session]].concat(),
    )?;
    match (purpose, answer) {
        // A noise answer never replaces the standing grade.
        (Purpose::Noise, _) => Ok(()),
        (_, Some(_)) => run(
            conn,
            "INSERT OR REPLACE INTO grade (record, criterion, reviewer, version, answer, purpose, time, event)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
            &given,
        ),
        (_, None) => clear_standing(conn, row, criterion, reviewer),
    }
}

fn settle(
    conn: &Connection,
    line: &Line,
    row: i64,
    (target, version, answer): (&SettleTarget, u32, SettledAnswer),
    (by, how): (&[Name], SettledBy),
) -> Result<()> {
    let version = match target {
        SettleTarget::Criterion(key) => version_under(conn, key.as_str(), version, line.context.as_deref())?,
        SettleTarget::Verdict | SettleTarget::Mode(_) => 0,
    };
    let (target, people) = (target.to_string(), serde_json::to_string(by).unwrap_or_default());
    let (answer, how, reviewer) = (answer.word(), how.word(), line.reviewer.as_str());
    run(
        conn,
        "INSERT OR REPLACE INTO settled (record, target, answer, version, people, how, reviewer, time, event)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
        &[&row, &target, &answer, &version, &people, &how, &reviewer, &line.time.0, &line.position],
    )
}

fn keep_sample(conn: &Connection, line: &Line, sample: &DailySample) -> Result<()> {
    run(
        conn,
        "INSERT OR REPLACE INTO daily_sample (event, day, reviewer, time, sample) VALUES (?1, ?2, ?3, ?4, ?5)",
        &[
            &line.position,
            &sample.day.to_string(),
            &line.reviewer.as_str(),
            &line.time.0,
            &serde_json::to_string(sample).unwrap_or_default(),
        ],
    )
}

/// Takes everything that is stored of an entity away.
pub(crate) fn clear(
    conn: &Connection,
    codebook: &mut LazyCodebook<'_>,
    entity: &Entity<'_>,
    reviewer: &str,
) -> Result<()> {
    let row = match entity.record() {
        None => 0,
        Some(record) => row_of(conn, record)?.map_or(0, |row| row.0),
    };
    match entity {
        Entity::Verdict(_) => run(conn, "DELETE FROM verdict WHERE record = ?1 AND reviewer = ?2", &[&row, &reviewer]),
        Entity::Tag(_, mode) => run(
            conn,
            "DELETE FROM tag WHERE record = ?1 AND mode = ?2 AND reviewer = ?3",
            &[&row, &mode.as_str(), &reviewer],
        ),
        Entity::Note(_, span) => run(
            conn,
            "DELETE FROM note WHERE record = ?1 AND reviewer = ?2 AND span = ?3",
            &[&row, &reviewer, &columns::span_text(*span)],
        ),
        Entity::Correction(_) => {
            run(conn, "DELETE FROM correction WHERE record = ?1 AND reviewer = ?2", &[&row, &reviewer])
        }
        Entity::Grade(_, criterion) => {
            run(
                conn,
                "DELETE FROM grade_history WHERE criterion = ?2 AND record = ?1 AND reviewer = ?3",
                &[&row, &criterion.as_str(), &reviewer],
            )?;
            clear_standing(conn, row, criterion.as_str(), reviewer)
        }
        Entity::Settlement(_, target) => {
            run(conn, "DELETE FROM settled WHERE record = ?1 AND target = ?2", &[&row, &target.to_string()])
        }
        Entity::Mode(_) | Entity::Criterion(_) | Entity::Check(_) => {
            let codebook = codebook.get_mut()?;
            codebook.remove(entity);
            codebook::write(conn, codebook, entity)
        }
        Entity::Suggestion(target, spec) => run(
            conn,
            "DELETE FROM suggestion_answer WHERE kind = ?1 AND target = ?2 AND spec = ?3",
            &[&target.word(), &target.key().as_str(), &columns::spec_text(spec)],
        ),
        Entity::TagSuggestion(..) | Entity::Gold(_) => Ok(()),
        // What it took out is folded anew by those who know how.
        Entity::Removal(source) => run(conn, "DELETE FROM removed WHERE source = ?1", &[&source.raw()]),
    }
}

/// Takes the standing grade away; what was given stays in the history.
fn clear_standing(conn: &Connection, row: i64, criterion: &str, reviewer: &str) -> Result<()> {
    let sql = "DELETE FROM grade WHERE record = ?1 AND criterion = ?2 AND reviewer = ?3";
    run(conn, sql, &[&row, &criterion, &reviewer])
}

/// Returns the number that the version graded under has now: numbers move where histories were merged, no grade moves to
/// another text. It is 0 where that version is not here.
fn version_under(conn: &Connection, criterion: &str, version: u32, under: Option<&str>) -> Result<u32> {
    let Some(id) = under.and_then(|under| uuid::Uuid::try_parse(under).ok()) else { return Ok(version) };
    let sql = "SELECT version FROM criterion_version
               WHERE criterion = ?1 AND event = (SELECT position FROM event WHERE id = ?2)";
    let found = conn.prepare_cached(sql)?.query_row((criterion, id.as_bytes()), |row| row.get(0)).optional()?;
    Ok(found.unwrap_or_default())
}

/// Returns the number that the session of an event has here; `None` where it is not here.
pub(crate) fn session_here(conn: &Connection, line: &Line) -> Result<Option<i64>> {
    let Some(number) = line.session else { return Ok(None) };
    let sql =
        "SELECT is_own, (SELECT id FROM session WHERE origin = writer.name || ':' || ?2) FROM writer WHERE id = ?1";
    let found = |row: &rusqlite::Row<'_>| Ok((row.get::<_, bool>(0)?, row.get(1)?));
    let (is_own, here) = conn.prepare_cached(sql)?.query_row((line.writer, number), found)?;
    Ok(if is_own { Some(number) } else { here })
}
