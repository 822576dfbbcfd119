//! What people answered to suggested checks: the last answer to each, by mode or criterion.

use rusqlite::{Connection, OptionalExtension};

use crate::domain::{Change, CheckSpec, Slug, SuggestionAnswer, Target};
use crate::error::Result;
use crate::store::columns;
use crate::store::journal::book::Book;
use crate::store::journal::event::Line;
use crate::store::journal::resolve::open_mode;
use crate::store::journal::resolve_codebook::open_criterion;

/// The answer as it is journalled; nothing where it stands already.
pub(crate) fn resolve(
    conn: &Connection,
    book: &Book,
    target: &Target,
    spec: &CheckSpec,
    accepted: bool,
) -> Result<Vec<Change>> {
    let target = match target {
        Target::Mode(mode) => Target::Mode(Slug::of(&open_mode(book, mode)?.key)),
        Target::Criterion(criterion) => Target::Criterion(Slug::of(&open_criterion(book, criterion)?.key)),
    };
    let sql = "SELECT accepted FROM suggestion_answer WHERE kind = ?1 AND target = ?2 AND spec = ?3";
    let standing: Option<bool> = conn
        .prepare_cached(sql)?
        .query_row((target.word(), target.key().as_str(), columns::spec_text(spec)), |row| row.get(0))
        .optional()?;
    let change = Change::SuggestionAnswer { target, spec: spec.clone(), accepted };
    Ok(if standing == Some(accepted) { Vec::new() } else { vec![change] })
}

/// Folds an answer; any other event changes nothing here.
pub(crate) fn fold(conn: &Connection, line: &Line) -> Result<()> {
    let Change::SuggestionAnswer { target, spec, accepted } = &line.change else { return Ok(()) };
    let sql =
        "INSERT OR REPLACE INTO suggestion_answer (kind, target, spec, accepted, event) VALUES (?1, ?2, ?3, ?4, ?5)";
    let values = (target.word(), target.key().as_str(), columns::spec_text(spec), *accepted, line.position);
    conn.prepare_cached(sql)?.execute(values)?;
    Ok(())
}

/// Takes the answer to this suggestion away.
pub(crate) fn clear(conn: &Connection, target: &Target, spec: &CheckSpec) -> Result<()> {
    let sql = "DELETE FROM suggestion_answer WHERE kind = ?1 AND target = ?2 AND spec = ?3";
    conn.prepare_cached(sql)?.execute((target.word(), target.key().as_str(), columns::spec_text(spec)))?;
    Ok(())
}

/// Every answer that stands, oldest first.
pub(crate) fn read(conn: &Connection) -> Result<Vec<SuggestionAnswer>> {
    let mut select = conn.prepare_cached(
        "SELECT kind, target, spec, accepted FROM suggestion_answer ORDER BY event, kind, target, spec",
    )?;
    let mut rows = select.query([])?;
    let mut answers = Vec::new();
    while let Some(row) = rows.next()? {
        let target = columns::target(columns::text(row, 0)?, columns::slug(row, 1)?);
        let spec = columns::spec(columns::text(row, 2)?)?;
        answers.push(SuggestionAnswer { target, spec, accepted: row.get(3)? });
    }
    Ok(answers)
}
