//! What people answered to suggested checks: the last answer to each, by mode or criterion.

use rusqlite::{Connection, OptionalExtension};

use super::book::Book;
use super::fold::Line;
use super::fold_codebook::spec_text;
use super::resolve::open_mode;
use super::resolve_codebook::open_criterion;
use super::trouble;
use crate::domain::{Change, CheckSpec, Slug, SuggestionAnswer, Target};
use crate::error::Result;

/// The answer as it is journalled; nothing where it stands already.
pub(super) fn resolve(
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
        .query_row((target.word(), target.key().as_str(), spec_text(spec)), |row| row.get(0))
        .optional()?;
    let change = Change::SuggestionAnswer { target, spec: spec.clone(), accepted };
    Ok(if standing == Some(accepted) { Vec::new() } else { vec![change] })
}

/// Folds an answer; any other event changes nothing here.
pub(super) fn fold(conn: &Connection, line: &Line) -> Result<()> {
    let Change::SuggestionAnswer { target, spec, accepted } = &line.change else { return Ok(()) };
    let sql =
        "INSERT OR REPLACE INTO suggestion_answer (kind, target, spec, accepted, event) VALUES (?1, ?2, ?3, ?4, ?5)";
    let values = (target.word(), target.key().as_str(), spec_text(spec), *accepted, line.position);
    conn.prepare_cached(sql)?.execute(values)?;
    Ok(())
}

/// Takes the answer to this suggestion away.
pub(super) fn clear(conn: &Connection, target: &Target, spec: &CheckSpec) -> Result<()> {
    let sql = "DELETE FROM suggestion_answer WHERE kind = ?1 AND target = ?2 AND spec = ?3";
    conn.prepare_cached(sql)?.execute((target.word(), target.key().as_str(), spec_text(spec)))?;
    Ok(())
}

/// Every answer that stands, oldest first.
pub(super) fn read(conn: &Connection) -> Result<Vec<SuggestionAnswer>> {
    let mut select = conn.prepare_cached(
        "SELECT kind, target, spec, accepted FROM suggestion_answer ORDER BY event, kind, target, spec",
    )?;
    let mut rows = select.query([])?;
    let mut answers = Vec::new();
    while let Some(row) = rows.next()? {
        let key = Slug::of(&row.get::<_, String>(1)?);
        let target = if row.get::<_, String>(0)? == "mode" { Target::Mode(key) } else { Target::Criterion(key) };
        let spec = serde_json::from_str(&row.get::<_, String>(2)?)
            .map_err(|_| trouble::damaged("a suggestion in it cannot be read"))?;
        answers.push(SuggestionAnswer { target, spec, accepted: row.get(3)? });
    }
    Ok(answers)
}
