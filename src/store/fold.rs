//! Events → tables. The one place that writes the folded tables: for one new event, for an entity whose history
//! changed by an undo, and for everything at once.

use rusqlite::{Connection, OptionalExtension};

use super::records::row_of;
use super::{entity, schema, trouble};
use crate::domain::failure_mode::RENAMED_FROM;
use crate::domain::{Change, Edit, Name, Purpose, Slug};
use crate::error::Result;

/// What the fold needs of an event.
pub(super) struct Line {
    pub position: i64,
    pub time: i64,
    pub reviewer: Name,
    pub change: Change,
}

/// The columns that [`line`] reads.
pub(super) const LINE: &str = "position, time, reviewer, payload";

/// Reads the columns of [`LINE`].
pub(super) fn line(row: &rusqlite::Row<'_>) -> Result<Line> {
    let payload = row.get_ref(3)?.as_str().map_err(rusqlite::Error::from)?;
    let position = row.get(0)?;
    Ok(Line {
        position,
        time: row.get(1)?,
        reviewer: reviewer(&row.get::<_, String>(2)?)?,
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
    let Line { position, time, reviewer, change } = line;
    let (position, time, reviewer) = (*position, *time, reviewer.as_str());
    let run = |sql: &str, values: &[&dyn rusqlite::ToSql]| -> Result<()> {
        conn.prepare_cached(sql)?.execute(values)?;
        Ok(())
    };
    let row = match entity::record(change) {
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
        | Change::Grade { answer: None, .. }
        | Change::CheckRemove { .. } => clear(conn, change, line.reviewer.as_str())?,
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
        Change::Grade { purpose: Purpose::Noise, .. } => {}
        Change::Grade { criterion, version, answer: Some(answer), purpose, .. } => run(
            "INSERT OR REPLACE INTO grade (record, criterion, reviewer, version, answer, purpose, time, event)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
            &[&row, &criterion.as_str(), &reviewer, version, &answer.word(), &purpose_word(*purpose), &time, &position],
        )?,
        Change::ModeAdd { name, definition, severity, hotkey } => run(
            "INSERT OR REPLACE INTO mode (key, name, slug, definition, severity, hotkey, retired, event)
             VALUES (?1, ?2, ?1, ?3, ?4, ?5, 0, ?6)",
            &[&name.slug().as_str(), &name.as_str(), &definition.raw(), severity, &letter(*hotkey), &position],
        )?,
        Change::ModeEdit { mode, name, definition, severity, hotkey } => {
            if let Some(name) = name {
                rename_mode(conn, mode, name, position)?;
            }
            if let Some(hotkey) = hotkey {
                run("UPDATE mode SET hotkey = ?2 WHERE key = ?1", &[&mode.as_str(), &letter(*hotkey)])?;
            }
            run(
                "UPDATE mode SET definition = coalesce(?2, definition), severity = coalesce(?3, severity) WHERE key = ?1",
                &[&mode.as_str(), &definition.as_ref().map(crate::domain::Untrusted::raw), severity],
            )?;
        }
        Change::ModeMerge { mode, into } => {
            run(
                "UPDATE mode SET heir = ?2, merged = ?3, retired = 0 WHERE key = ?1",
                &[&mode.as_str(), &into.as_str(), &position],
            )?;
            remember(conn, mode, position, &format!("merged into {into}"), None)?;
        }
        Change::ModeRetire { mode } => {
            run("UPDATE mode SET retired = 1 WHERE key = ?1", &[&mode.as_str()])?;
            remember(conn, mode, position, "retired", None)?;
        }
        Change::ModeRevive { mode } => {
            run("UPDATE mode SET retired = 0, heir = NULL, merged = NULL WHERE key = ?1", &[&mode.as_str()])?;
            remember(conn, mode, position, "revived", None)?;
        }
        Change::CriterionAdd { name, text, modes, record, number } => {
            let key = name.slug();
            run(
                "INSERT OR REPLACE INTO criterion (key, name, slug, number, retired, event) VALUES (?1, ?2, ?1, ?3, 0, ?4)",
                &[&key.as_str(), &name.as_str(), number, &position],
            )?;
            link(conn, &key, modes)?;
            let record = record.map(|record| record.to_string());
            add_version(conn, line, &key, &[&text.raw(), &Edit::Meaning.word(), &"", &record])?;
        }
        Change::CriterionRevise { criterion, text, edit, reason, record } => {
            let record = record.map(|record| record.to_string());
            add_version(conn, line, criterion, &[&text.raw(), &edit.word(), &reason.raw(), &record])?;
        }
        Change::CriterionEdit { criterion, name, modes, retired } => {
            if let Some(modes) = modes {
                link(conn, criterion, modes)?;
            }
            run(
                "UPDATE criterion SET name = coalesce(?2, name), slug = coalesce(?3, slug), retired = coalesce(?4, retired)
                 WHERE key = ?1",
                &[
                    &criterion.as_str(),
                    &name.as_ref().map(Name::as_str),
                    &name.as_ref().map(|name| name.slug().as_str().to_owned()),
                    retired,
                ],
            )?;
        }
        Change::CheckAdd { key, target, spec } => {
            let Some(key) = key else { return Err(trouble::damaged("a check in its journal has no key")) };
            run(
                "INSERT OR REPLACE INTO check_def (key, kind, target, spec, event) VALUES (?1, ?2, ?3, ?4, ?5)",
                &[&key.as_str(), &target.word(), &target.key().as_str(), &spec_text(spec), &position],
            )?;
        }
        Change::CheckEdit { check, spec } => {
            run("UPDATE check_def SET spec = ?2 WHERE key = ?1", &[&check.as_str(), &spec_text(spec)])?;
        }
        Change::Undo { group } => run(
            "INSERT OR REPLACE INTO undone_group (grp, event) SELECT position, ?2 FROM event WHERE id = ?1",
            &[&group_id(group)?, &position],
        )?,
        Change::Redo { group } => run(
            "DELETE FROM undone_group WHERE grp = (SELECT position FROM event WHERE id = ?1)",
            &[&group_id(group)?],
        )?,
    }
    Ok(())
}

/// Takes all rows of the entity that `change` changes away.
pub(super) fn clear(conn: &Connection, change: &Change, reviewer: &str) -> Result<()> {
    let run = |sql: &str, values: &[&dyn rusqlite::ToSql]| -> Result<()> {
        conn.prepare_cached(sql)?.execute(values)?;
        Ok(())
    };
    let row = match entity::record(change) {
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
        Change::Grade { purpose: Purpose::Noise, .. } => Ok(()),
        Change::Grade { criterion, .. } => run(
            "DELETE FROM grade WHERE record = ?1 AND criterion = ?2 AND reviewer = ?3",
            &[&row, &criterion.as_str(), &reviewer],
        ),
        Change::ModeAdd { name, .. } => clear_mode(conn, &name.slug()),
        Change::ModeEdit { mode, .. }
        | Change::ModeMerge { mode, .. }
        | Change::ModeRetire { mode }
        | Change::ModeRevive { mode } => clear_mode(conn, mode),
        Change::CriterionAdd { name, .. } => clear_criterion(conn, &name.slug()),
        Change::CriterionRevise { criterion, .. } | Change::CriterionEdit { criterion, .. } => {
            clear_criterion(conn, criterion)
        }
        Change::CheckAdd { key, .. } => match key {
            Some(key) => run("DELETE FROM check_def WHERE key = ?1", &[&key.as_str()]),
            None => Ok(()),
        },
        Change::CheckEdit { check, .. } | Change::CheckRemove { check } => {
            run("DELETE FROM check_def WHERE key = ?1", &[&check.as_str()])
        }
        Change::Undo { .. } | Change::Redo { .. } => Ok(()),
    }
}

/// Folds the history of one entity anew, without what is undone.
pub(super) fn refold(conn: &Connection, entity: &str) -> Result<()> {
    let sql =
        format!("SELECT {LINE}, grp IN (SELECT grp FROM undone_group) FROM event WHERE entity = ?1 ORDER BY position");
    let mut select = conn.prepare_cached(&sql)?;
    let mut rows = select.query([entity])?;
    let mut is_first = true;
    while let Some(row) = rows.next()? {
        let line = line(row)?;
        if is_first {
            clear_all_of(conn, &line)?;
            is_first = false;
        }
        if !row.get::<_, bool>(4)? {
            fold(conn, &line)?;
        }
    }
    Ok(())
}

/// The first event of a grade's entity may be a noise answer, which clears nothing by itself.
fn clear_all_of(conn: &Connection, line: &Line) -> Result<()> {
    if let Change::Grade { record, criterion, .. } = &line.change {
        let plain = Change::Grade {
            record: *record,
            criterion: criterion.clone(),
            version: 0,
            answer: None,
            purpose: Purpose::First,
        };
        return clear(conn, &plain, line.reviewer.as_str());
    }
    clear(conn, &line.change, line.reviewer.as_str())
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

fn rename_mode(conn: &Connection, mode: &Slug, name: &Name, position: i64) -> Result<()> {
    let mut select = conn.prepare_cached("SELECT name, slug FROM mode WHERE key = ?1")?;
    let old: Option<(String, String)> =
        select.query_row([mode.as_str()], |row| Ok((row.get(0)?, row.get(1)?))).optional()?;
    let Some((old_name, old_slug)) = old else { return Ok(()) };
    remember(conn, mode, position, &format!("{RENAMED_FROM}{old_name}"), Some(&old_slug))?;
    conn.prepare_cached("UPDATE mode SET name = ?2, slug = ?3 WHERE key = ?1")?.execute((
        mode.as_str(),
        name.as_str(),
        name.slug().as_str(),
    ))?;
    Ok(())
}

fn remember(conn: &Connection, mode: &Slug, position: i64, words: &str, slug: Option<&str>) -> Result<()> {
    conn.prepare_cached("INSERT OR REPLACE INTO mode_lineage (mode, event, words, slug) VALUES (?1, ?2, ?3, ?4)")?
        .execute((mode.as_str(), position, words, slug))?;
    Ok(())
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

fn letter(hotkey: Option<char>) -> Option<String> {
    hotkey.map(String::from)
}

fn spec_text(spec: &crate::domain::CheckSpec) -> String {
    serde_json::to_string(spec).unwrap_or_default()
}

/// The bytes of a group's number.
pub(super) fn group_id(group: &crate::domain::Group) -> Result<Vec<u8>> {
    let id = uuid::Uuid::try_parse(&group.0)
        .map_err(|_| crate::error::Problem::usage(format!("`{}` is no group of the journal.", group.0)))?;
    Ok(id.as_bytes().to_vec())
}
