//! Events → the tables of modes, criteria and checks. See `fold`.

use rusqlite::{Connection, OptionalExtension};

use crate::domain::criterion::TAU;
use crate::domain::failure_mode::RENAMED_FROM;
use crate::domain::{Change, Edit, Name, Slug, Terms, Untrusted};
use crate::error::Result;
use crate::store::journal::event::Line;
use crate::store::{columns, errors};

fn run(conn: &Connection, sql: &str, values: &[&dyn rusqlite::ToSql]) -> Result<()> {
    conn.prepare_cached(sql)?.execute(values)?;
    Ok(())
}

/// Folds one event of the codebook; any other changes nothing here.
pub(crate) fn fold(conn: &Connection, line: &Line) -> Result<()> {
    let position = line.position;
    let run = |sql: &str, values: &[&dyn rusqlite::ToSql]| run(conn, sql, values);
    match &line.change {
        Change::ModeAdd { name, definition, severity, hotkey } => run(
            "INSERT OR REPLACE INTO mode (key, name, slug, definition, severity, hotkey, retired, event)
             VALUES (?1, ?2, ?1, ?3, ?4, ?5, 0, ?6)",
            &[&name.slug().as_str(), &name.as_str(), &definition.raw(), severity, &letter(*hotkey), &position],
        )?,
        Change::ModeEdit { mode, name, definition, severity, hotkey } => {
            if let Some(name) = name {
                rename(conn, MODE, mode, name, position)?;
            }
            if let Some(hotkey) = hotkey {
                run("UPDATE mode SET hotkey = ?2 WHERE key = ?1", &[&mode.as_str(), &letter(*hotkey)])?;
            }
            run(
                "UPDATE mode SET definition = coalesce(?2, definition), severity = coalesce(?3, severity) WHERE key = ?1",
                &[&mode.as_str(), &definition.as_ref().map(Untrusted::raw), severity],
            )?;
        }
        Change::ModeMerge { mode, into } => merge(conn, MODE, mode, into, position)?,
        Change::ModeSplit { mode, into } => split(conn, MODE, mode, into, position)?,
        Change::ModeRetire { mode } => retire(conn, MODE, mode, true, position)?,
        Change::ModeRevive { mode } => retire(conn, MODE, mode, false, position)?,
        Change::CriterionAdd { name, text, modes, record, number } => {
            let key = name.slug();
            run(
                "INSERT OR REPLACE INTO criterion (key, name, slug, number, tau, retired, event)
                 VALUES (?1, ?2, ?1, ?3, ?5, 0, ?4)",
                &[&key.as_str(), &name.as_str(), number, &position, &TAU],
            )?;
            link(conn, &key, modes)?;
            let record = record.map(|record| record.to_string());
            add_version(conn, line, &key, &[&text.raw(), &Edit::Meaning.word(), &"", &record])?;
        }
        Change::CriterionRevise { criterion, text, edit, reason, record } => {
            let record = record.map(|record| record.to_string());
            add_version(conn, line, criterion, &[&text.raw(), &edit.word(), &reason.raw(), &record])?;
        }
        Change::CriterionEdit { criterion, name, modes, retired, terms } => {
            if let Some(modes) = modes {
                link(conn, criterion, modes)?;
            }
            if let Some(name) = name {
                rename(conn, CRITERION, criterion, name, position)?;
            }
            if let Some(retired) = retired {
                retire(conn, CRITERION, criterion, *retired, position)?;
            }
            set_terms(conn, criterion, terms)?;
        }
        Change::CriterionMerge { criterion, into } => merge(conn, CRITERION, criterion, into, position)?,
        Change::CriterionSplit { criterion, into } => split(conn, CRITERION, criterion, into, position)?,
        Change::CheckAdd { key, target, spec } => {
            let Some(key) = key else { return Err(errors::damaged("a check in its journal has no key")) };
            run(
                "INSERT OR REPLACE INTO check_def (key, kind, target, spec, event) VALUES (?1, ?2, ?3, ?4, ?5)",
                &[&key.as_str(), &target.word(), &target.key().as_str(), &columns::spec_text(spec), &position],
            )?;
        }
        Change::CheckEdit { check, spec } => {
            run("UPDATE check_def SET spec = ?2 WHERE key = ?1", &[&check.as_str(), &columns::spec_text(spec)])?;
        }
        Change::CheckRemove { .. } => clear(conn, &line.change)?,
        Change::Verdict { .. }
        | Change::Tag { .. }
        | Change::Untag { .. }
        | Change::Note { .. }
        | Change::Correction { .. }
        | Change::Grade { .. }
        | Change::SuggestionAnswer { .. }
        | Change::Undo { .. }
        | Change::Redo { .. } => {}
    }
    Ok(())
}

/// Takes all rows of the mode, criterion or check that `change` changes away.
pub(crate) fn clear(conn: &Connection, change: &Change) -> Result<()> {
    let check = "DELETE FROM check_def WHERE key = ?1";
    match change {
        Change::ModeAdd { name, .. } => clear_mode(conn, &name.slug()),
        Change::ModeEdit { mode, .. }
        | Change::ModeMerge { mode, .. }
        | Change::ModeSplit { mode, .. }
        | Change::ModeRetire { mode }
        | Change::ModeRevive { mode } => clear_mode(conn, mode),
        Change::CriterionAdd { name, .. } => clear_criterion(conn, &name.slug()),
        Change::CriterionRevise { criterion, .. }
        | Change::CriterionEdit { criterion, .. }
        | Change::CriterionMerge { criterion, .. }
        | Change::CriterionSplit { criterion, .. } => clear_criterion(conn, criterion),
        Change::CheckAdd { key, .. } => match key {
            Some(key) => run(conn, check, &[&key.as_str()]),
            None => Ok(()),
        },
        Change::CheckEdit { check: key, .. } | Change::CheckRemove { check: key } => run(conn, check, &[&key.as_str()]),
        Change::Verdict { .. }
        | Change::Tag { .. }
        | Change::Untag { .. }
        | Change::Note { .. }
        | Change::Correction { .. }
        | Change::Grade { .. }
        | Change::SuggestionAnswer { .. }
        | Change::Undo { .. }
        | Change::Redo { .. } => Ok(()),
    }
}

/// The table of modes and the column that names one in its lineage; [`CRITERION`] likewise.
const MODE: &str = "mode";
const CRITERION: &str = "criterion";

fn rename(conn: &Connection, table: &'static str, key: &Slug, name: &Name, position: i64) -> Result<()> {
    let mut select = conn.prepare_cached(&format!("SELECT name, slug FROM {table} WHERE key = ?1"))?;
    let old: Option<(String, String)> =
        select.query_row([key.as_str()], |row| Ok((row.get(0)?, row.get(1)?))).optional()?;
    let Some((old_name, old_slug)) = old else { return Ok(()) };
    remember(conn, table, key, position, &format!("{RENAMED_FROM}{old_name}"), Some(&old_slug))?;
    let sql = format!("UPDATE {table} SET name = ?2, slug = ?3 WHERE key = ?1");
    conn.prepare_cached(&sql)?.execute((key.as_str(), name.as_str(), name.slug().as_str()))?;
    Ok(())
}

fn remember(
    conn: &Connection,
    table: &'static str,
    key: &Slug,
    position: i64,
    words: &str,
    slug: Option<&str>,
) -> Result<()> {
    let sql = format!("INSERT OR REPLACE INTO {table}_lineage ({table}, event, words, slug) VALUES (?1, ?2, ?3, ?4)");
    conn.prepare_cached(&sql)?.execute((key.as_str(), position, words, slug))?;
    Ok(())
}

fn merge(conn: &Connection, table: &'static str, key: &Slug, into: &Slug, position: i64) -> Result<()> {
    let sql =
        format!("UPDATE {table} SET heir = ?2, merged = ?3, retired = 0, parts = NULL, split = NULL WHERE key = ?1");
    run(conn, &sql, &[&key.as_str(), &into.as_str(), &position])?;
    remember(conn, table, key, position, &format!("merged into {into}"), None)
}

fn split(conn: &Connection, table: &'static str, key: &Slug, into: &[Slug], position: i64) -> Result<()> {
    let keys = serde_json::to_string(into).unwrap_or_default();
    let sql = format!("UPDATE {table} SET parts = ?2, split = ?3, retired = 1 WHERE key = ?1");
    run(conn, &sql, &[&key.as_str(), &keys, &position])?;
    let listed = into.iter().map(Slug::as_str).collect::<Vec<_>>().join(", ");
    remember(conn, table, key, position, &format!("split into {listed}"), None)
}

/// Retires a mode or criterion, or offers it again: then it is neither merged nor split any more.
fn retire(conn: &Connection, table: &'static str, key: &Slug, retired: bool, position: i64) -> Result<()> {
    let (set, words) = if retired {
        ("retired = 1", "retired")
    } else {
        ("retired = 0, heir = NULL, merged = NULL, parts = NULL, split = NULL", "revived")
    };
    run(conn, &format!("UPDATE {table} SET {set} WHERE key = ?1"), &[&key.as_str()])?;
    remember(conn, table, key, position, words, None)
}

fn set_terms(conn: &Connection, key: &Slug, terms: &Terms) -> Result<()> {
    let Terms { use_when, avoid_when, must_pass, tau, owner } = terms;
    run(
        conn,
        "UPDATE criterion SET use_when = coalesce(?2, use_when), avoid_when = coalesce(?3, avoid_when),
             must_pass = coalesce(?4, must_pass), tau = coalesce(?5, tau) WHERE key = ?1",
        &[
            &key.as_str(),
            &use_when.as_ref().map(Untrusted::raw),
            &avoid_when.as_ref().map(Untrusted::raw),
            must_pass,
            tau,
        ],
    )?;
    let Some(owner) = owner else { return Ok(()) };
    let owner = owner.as_ref().map(Name::as_str);
    run(conn, "UPDATE criterion SET owner = ?2 WHERE key = ?1", &[&key.as_str(), &owner])
}

fn clear_mode(conn: &Connection, key: &Slug) -> Result<()> {
    conn.prepare_cached("DELETE FROM mode WHERE key = ?1")?.execute([key.as_str()])?;
    conn.prepare_cached("DELETE FROM mode_lineage WHERE mode = ?1")?.execute([key.as_str()])?;
    Ok(())
}

fn clear_criterion(conn: &Connection, key: &Slug) -> Result<()> {
    conn.prepare_cached("DELETE FROM criterion WHERE key = ?1")?.execute([key.as_str()])?;
    conn.prepare_cached("DELETE FROM criterion_version WHERE criterion = ?1")?.execute([key.as_str()])?;
    conn.prepare_cached("DELETE FROM criterion_mode WHERE criterion = ?1")?.execute([key.as_str()])?;
    conn.prepare_cached("DELETE FROM criterion_lineage WHERE criterion = ?1")?.execute([key.as_str()])?;
    Ok(())
}

fn link(conn: &Connection, criterion: &Slug, modes: &[Slug]) -> Result<()> {
    conn.prepare_cached("DELETE FROM criterion_mode WHERE criterion = ?1")?.execute([criterion.as_str()])?;
    let mut insert =
        conn.prepare_cached("INSERT INTO criterion_mode (criterion, ordinal, mode) VALUES (?1, ?2, ?3)")?;
    for (ordinal, mode) in (0_i64..).zip(modes) {
        insert.execute((criterion.as_str(), ordinal, mode.as_str()))?;
    }
    Ok(())
}

fn add_version(conn: &Connection, line: &Line, criterion: &Slug, said: &[&dyn rusqlite::ToSql; 4]) -> Result<()> {
    let [text, edit, reason, record] = said;
    let mut insert = conn.prepare_cached(
        "INSERT INTO criterion_version (criterion, version, text, edit, reason, record, reviewer, time, event)
         SELECT ?1, coalesce(max(version), 0) + 1, ?2, ?3, ?4, ?5, ?6, ?7, ?8
         FROM criterion_version WHERE criterion = ?1",
    )?;
    let (time, position) = (line.time, line.position);
    insert.execute(rusqlite::params![
        criterion.as_str(),
        text,
        edit,
        reason,
        record,
        line.reviewer.as_str(),
        time,
        position
    ])?;
    Ok(())
}

fn letter(hotkey: Option<char>) -> Option<String> {
    hotkey.map(String::from)
}
