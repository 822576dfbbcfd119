//! Taking a group back, and taking that back: new events, after which the touched entities are folded anew.
//!
//! What others have built on is refused, and so is what would leave the codebook at odds with itself.

use std::collections::BTreeSet;

use rusqlite::{Connection, OptionalExtension, TransactionBehavior};

use crate::domain::event::Applied;
use crate::domain::{Change, Name, Time, UndoGroup};
use crate::error::{Problem, Result};
use crate::store::journal::append::{JournalWriter, answer};
use crate::store::journal::book::Book;
use crate::store::journal::event::{LINE, Line};
use crate::store::journal::{entity, event, project, summary};

#[derive(Clone, Copy, PartialEq, Eq)]
enum Way {
    Undo,
    Redo,
}

/// Takes back the newest group of this reviewer that is not yet undone.
pub(crate) fn undo(conn: &mut Connection, reviewer: &Name, session: Option<i64>, now: Time) -> Result<Applied> {
    turn(conn, Way::Undo, reviewer, session, now)
}

/// Takes the newest undo of this reviewer back, unless the reviewer has judged since.
pub(crate) fn redo(conn: &mut Connection, reviewer: &Name, session: Option<i64>, now: Time) -> Result<Applied> {
    turn(conn, Way::Redo, reviewer, session, now)
}

fn turn(conn: &mut Connection, way: Way, reviewer: &Name, session: Option<i64>, now: Time) -> Result<Applied> {
    let tx = conn.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let found = match way {
        Way::Undo => newest_standing(&tx, reviewer)?,
        Way::Redo => newest_undone(&tx, reviewer)?,
    };
    let Some(grp) = found else {
        let summary = match way {
            Way::Undo => "Nothing to undo.",
            Way::Redo => "Nothing to redo.",
        };
        return Ok(Applied { summary: summary.to_owned(), ..Applied::default() });
    };
    let lines = lines_of(&tx, grp)?;
    for line in &lines {
        refuse_built_on(&tx, grp, line, way)?;
    }
    let target: Vec<u8> = tx.query_row("SELECT id FROM event WHERE position = ?1", [grp], |row| row.get(0))?;
    let group = UndoGroup(uuid::Uuid::from_slice(&target).unwrap_or_default().to_string());
    let change = match way {
        Way::Undo => Change::Undo { group },
        Way::Redo => Change::Redo { group },
    };
    let mut journal = JournalWriter::new(&tx, reviewer, session, now)?;
    let turned = journal.write(change)?;
    let written = journal.group.take().map(|(_, group)| group);
    drop(journal);
    project::fold(&tx, &turned)?;
    let entities: BTreeSet<String> =
        lines.iter().filter_map(|line| entity::key(&line.change, &line.reviewer)).collect();
    for entity in &entities {
        project::refold(&tx, entity)?;
    }
    check_codebook(&tx, &lines, way)?;
    tx.commit()?;
    let changes: Vec<Change> = lines.into_iter().map(|line| line.change).collect();
    let done = match way {
        Way::Undo => "undid",
        Way::Redo => "redid",
    };
    let mut applied = answer(written, &changes, format!("{done}: {}", summary::summary(&changes)));
    applied.events = 1;
    if way == Way::Undo {
        applied.unmade = std::mem::take(&mut applied.made);
    }
    Ok(applied)
}

fn newest_standing(conn: &Connection, reviewer: &Name) -> Result<Option<i64>> {
    let sql = "SELECT grp FROM event WHERE reviewer = ?1 AND entity IS NOT NULL
               AND grp NOT IN (SELECT grp FROM undone_group) ORDER BY position DESC LIMIT 1";
    Ok(conn.query_row(sql, [reviewer.as_str()], |row| row.get(0)).optional()?)
}

/// The group of the newest undo that still holds, unless the reviewer has judged since.
fn newest_undone(conn: &Connection, reviewer: &Name) -> Result<Option<i64>> {
    let sql = "SELECT undone_group.grp FROM undone_group JOIN event ON event.position = undone_group.event
               WHERE event.reviewer = ?1
               AND event.position > coalesce((SELECT position FROM event WHERE reviewer = ?1 AND entity IS NOT NULL
                                              ORDER BY position DESC LIMIT 1), 0)
               ORDER BY event.position DESC LIMIT 1";
    Ok(conn.query_row(sql, [reviewer.as_str()], |row| row.get(0)).optional()?)
}

fn lines_of(conn: &Connection, grp: i64) -> Result<Vec<Line>> {
    let mut select = conn.prepare(&format!("SELECT {LINE} FROM event WHERE grp = ?1 ORDER BY position"))?;
    let mut rows = select.query([grp])?;
    let mut lines = Vec::new();
    while let Some(row) = rows.next()? {
        lines.push(event::line(row)?);
    }
    Ok(lines)
}

/// Refuses when a standing later event of another group changes the same mode, criterion or check, or names one that
/// this event made or gave a new version.
fn refuse_built_on(conn: &Connection, grp: i64, line: &Line, way: Way) -> Result<()> {
    if !entity::is_of_codebook(&line.change) {
        return Ok(());
    }
    let Some(entity) = entity::key(&line.change, &line.reviewer) else { return Ok(()) };
    let standing = "event.position > ?2 AND event.grp <> ?3 AND event.grp NOT IN (SELECT grp FROM undone_group)";
    let by_entity = format!("SELECT {LINE} FROM event WHERE entity = ?1 AND {standing} ORDER BY position DESC LIMIT 1");
    let by_name = format!(
        "SELECT {LINE} FROM event_name JOIN event ON event.position = event_name.event
         WHERE event_name.name = ?1 AND {standing} ORDER BY position DESC"
    );
    let mut later = Vec::new();
    for (sql, is_wanted) in [(&by_entity, true), (&by_name, way == Way::Undo)] {
        if !is_wanted {
            continue;
        }
        let mut select = conn.prepare_cached(sql)?;
        let mut rows = select.query((&entity, line.position, grp))?;
        while let Some(row) = rows.next()? {
            let found = event::line(row)?;
            let builds = sql == &by_entity
                || matches!(
                    (&line.change, &found.change),
                    (Change::ModeAdd { .. } | Change::CriterionAdd { .. } | Change::CheckAdd { .. }, _)
                        | (Change::CriterionRevise { .. }, Change::Grade { .. })
                );
            if builds {
                later.push(found);
                break;
            }
        }
    }
    let Some(found) = later.into_iter().max_by_key(|line| line.position) else { return Ok(()) };
    let done = match way {
        Way::Undo => "undone",
        Way::Redo => "redone",
    };
    let (own, other) = (summary::summary(std::slice::from_ref(&line.change)), summary::summary(&[found.change]));
    Err(Problem::usage(format!("`{own}` cannot be {done}: {} has built on it since ({other}).", found.reviewer))
        .hint(format!("{} can take that back first.", found.reviewer)))
}

/// After the fold: no two open modes with one letter, no two criteria with one number, no name or merge that leads
/// nowhere. Each can come about when others have changed the codebook between an event and its undo or redo.
fn check_codebook(conn: &Connection, lines: &[Line], way: Way) -> Result<()> {
    let done = match way {
        Way::Undo => "undone",
        Way::Redo => "redone",
    };
    let refuse = |why: String| Err(Problem::usage(format!("This cannot be {done} any more: {why}.")));
    let book = Book::load(conn)?;
    if lines.iter().any(|line| entity::is_of_codebook(&line.change)) {
        if !book.merges_end() {
            return refuse("two that were merged would be merged into each other".to_owned());
        }
        for (index, mode) in book.modes.iter().enumerate() {
            let others = book.modes.iter().skip(index + 1);
            if let Some(letter) = mode.hotkey.filter(|_| mode.is_open()) {
                let mut rivals = others.clone().filter(|other| other.is_open());
                if let Some(other) = rivals.find(|other| other.hotkey == Some(letter)) {
                    return refuse(format!(
                        "`{}` and `{}` would both have the hotkey `{letter}`",
                        mode.name, other.name
                    ));
                }
            }
            if let Some(other) = others.clone().find(|other| other.slug == mode.slug) {
                return refuse(format!("`{}` and `{}` would have the same slug", mode.name, other.name));
            }
            if mode.heir.as_ref().is_some_and(|heir| !book.modes.iter().any(|other| other.key == *heir)) {
                return refuse(format!("the mode that `{}` is merged into is gone", mode.name));
            }
            if mode.parts.iter().any(|part| !book.modes.iter().any(|other| other.key == *part)) {
                return refuse(format!("a mode that `{}` was split into is gone", mode.name));
            }
        }
        for (index, criterion) in book.criteria.iter().enumerate() {
            let mut others = book.criteria.iter().skip(index + 1);
            let clash = |other: &&crate::store::journal::book::Criterion| {
                other.slug == criterion.slug || (other.number.is_some() && other.number == criterion.number)
            };
            if let Some(other) = others.find(clash) {
                return refuse(format!("`{}` and `{}` would have one number or slug", criterion.name, other.name));
            }
            let is_gone = |key: &String| !book.criteria.iter().any(|other| other.key == *key);
            if criterion.heir.iter().chain(&criterion.parts).any(is_gone) {
                return refuse(format!("a criterion that `{}` was merged or split into is gone", criterion.name));
            }
        }
    }
    for name in lines.iter().filter(|_| way == Way::Redo).flat_map(|line| entity::names(&line.change)) {
        let (kind, key) = name.split_once(':').unwrap_or_default();
        let stands = match kind {
            "mode" => book.modes.iter().any(|mode| mode.key == key),
            _ => book.criteria.iter().any(|criterion| criterion.key == key),
        };
        if !stands {
            return refuse(format!("the {kind} `{key}` is gone"));
        }
    }
    for line in lines {
        if let Change::Grade { criterion, version, .. } = &line.change {
            let known = book.criteria.iter().find(|known| known.key == criterion.as_str());
            if way == Way::Redo && known.is_none_or(|known| known.version < *version) {
                return refuse(format!("version {version} of the criterion `{criterion}` is gone"));
            }
        }
    }
    Ok(())
}
