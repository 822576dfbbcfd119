//! Taking a group back, and taking that back: new events, after which the touched entities are projected anew.
//!
//! What others have built on is refused, and so is what would leave the codebook at odds with itself.

use std::borrow::Cow;
use std::collections::BTreeSet;

use rusqlite::{Connection, OptionalExtension, TransactionBehavior};

use crate::domain::Applied;
use crate::domain::journal::summary;
use crate::domain::{Change, Codebook, Name, Target, Time, UndoGroup};
use crate::error::{Problem, Result};
use crate::store::blind::hidden::Hidden;
use crate::store::blind::{Viewer, sets};
use crate::store::codebook::LazyCodebook;
use crate::store::columns;
use crate::store::journal::append::applied;
use crate::store::journal::event::{self, LINE, Line};
use crate::store::journal::project::project;
use crate::store::journal::refold::reproject;
use crate::store::journal::writer::JournalWriter;

/// What is taken back: a group, or the undo of one.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Way {
    Undo,
    Redo,
}

impl Way {
    /// Returns the participle for refusals.
    const fn done(self) -> &'static str {
        match self {
            Self::Undo => "undone",
            Self::Redo => "redone",
        }
    }
}

/// Takes back the newest group of this reviewer that is not yet undone; or the reviewer's newest undo, unless the reviewer
/// has judged since.
pub(crate) fn turn(
    conn: &mut Connection,
    way: Way,
    reviewer: &Name,
    session: Option<i64>,
    now: Time,
) -> Result<Applied> {
    let tx = conn.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let found = match way {
        Way::Undo => newest_standing(&tx, reviewer)?,
        Way::Redo => newest_undone(&tx, reviewer)?,
    };
    let Some(grp) = found else {
        let summary = if way == Way::Undo { "Nothing to undo." } else { "Nothing to redo." };
        return Ok(Applied { summary: summary.to_owned(), ..Applied::default() });
    };
    let lines = lines_of(&tx, grp)?;
    let mut codebook = LazyCodebook::new(&tx);
    let sight = Sight(Hidden::load(&tx, &Viewer::of(reviewer))?);
    let breach = sight.codebook(&tx, &codebook)?.breach();
    for line in &lines {
        refuse_before_opening(&tx, line, way)?;
        refuse_built_on(&tx, grp, line, (way, &sight))?;
    }
    let target: Vec<u8> =
        tx.query_row("SELECT coalesce(group_id, id) FROM event WHERE position = ?1", [grp], |row| row.get(0))?;
    let group = UndoGroup(uuid::Uuid::from_slice(&target).unwrap_or_default().to_string());
    let change = match way {
        Way::Undo => Change::Undo { group },
        Way::Redo => Change::Redo { group },
    };
    let mut journal = JournalWriter::new(&tx, reviewer, session, now)?;
    let turned = journal.write(change)?;
    let written = journal.group.take().map(|(_, group)| group);
    drop(journal);
    project(&tx, &mut codebook, &turned)?;
    let entities: BTreeSet<String> = lines.iter().filter_map(Line::entity).collect();
    for entity in &entities {
        reproject(&tx, &mut codebook, entity)?;
    }
    check_codebook(sight.codebook(&tx, &codebook)?.as_ref(), &lines, way, breach.as_ref())?;
    drop(codebook);
    tx.commit()?;
    let elsewhere = elsewhere(&lines, session);
    let changes: Vec<Change> = lines.into_iter().map(|line| line.change).collect();
    let done = if way == Way::Undo { "undid" } else { "redid" };
    let mut applied = applied(written, &changes, format!("{done}: {}{elsewhere}", summary(&changes)));
    applied.events = 1;
    if way == Way::Undo {
        applied.unmade = std::mem::take(&mut applied.made);
    }
    Ok(applied)
}

/// Says where a group was given, where a screen takes it back that did not give it in its session.
fn elsewhere(lines: &[Line], session: Option<i64>) -> String {
    let given = lines.first().map(|line| line.session);
    match (session, given) {
        (Some(here), Some(Some(given))) if here != given => format!(", given in session {given}"),
        (Some(_), Some(None)) => ", given outside of sessions".to_owned(),
        _ => String::new(),
    }
}

/// What a reviewer may see of what is taken back and of what others did since.
struct Sight(Option<Hidden>);

impl Sight {
    /// Returns the codebook as it is seen.
    fn codebook<'a>(&self, conn: &Connection, whole: &'a LazyCodebook<'_>) -> Result<Cow<'a, Codebook>> {
        Ok(match &self.0 {
            Some(hidden) => Cow::Owned(hidden.codebook(conn)?.0),
            None => Cow::Borrowed(whole.get()?),
        })
    }

    fn sees(&self, conn: &Connection, line: &Line) -> Result<bool> {
        self.0.as_ref().map_or(Ok(true), |hidden| Ok(!hidden.hides(conn, line)?))
    }
}

/// Returns the newest group that is not undone, without those of what was said blind and is revealed: that is fixed.
fn newest_standing(conn: &Connection, reviewer: &Name) -> Result<Option<i64>> {
    let sql = "SELECT grp FROM event WHERE reviewer = ?1 AND entity IS NOT NULL AND (?2 IS NULL OR grp < ?2)
               AND grp NOT IN (SELECT grp FROM undone_group) ORDER BY grp DESC LIMIT 1";
    let newest = "SELECT grp FROM event WHERE reviewer = ?1 AND entity IS NOT NULL
               AND grp NOT IN (SELECT grp FROM undone_group) ORDER BY position DESC LIMIT 1";
    let mut found: Option<i64> = conn.query_row(newest, [reviewer.as_str()], |row| row.get(0)).optional()?;
    while let Some(grp) = found
        && sets::is_fixed(conn, &lines_of(conn, grp)?)?
    {
        found = conn.prepare_cached(sql)?.query_row((reviewer.as_str(), grp), |row| row.get(0)).optional()?;
    }
    Ok(found)
}

/// Refuses, while a blind set is open, to change the codebook as it was at the opening: for everyone, in the same words.
fn refuse_before_opening(conn: &Connection, line: &Line, way: Way) -> Result<()> {
    if line.change.is_of_codebook() && sets::is_opened_since(conn, line.position)? {
        let (what, done) = (summary(std::slice::from_ref(&line.change)), way.done());
        return Err(Problem::usage(format!("`{what}` cannot be {done}: it is from before a blind set that is open."))
            .hint("`gemba blind` lists the open sets; once they are closed it can."));
    }
    Ok(())
}

/// Returns the group of the newest undo that still holds, unless the reviewer has judged since.
fn newest_undone(conn: &Connection, reviewer: &Name) -> Result<Option<i64>> {
    let sql = "SELECT undone_group.grp FROM undone_group JOIN event ON event.position = undone_group.event
               WHERE event.reviewer = ?1
               AND event.position > coalesce((SELECT position FROM event WHERE reviewer = ?1 AND entity IS NOT NULL
                                              ORDER BY position DESC LIMIT 1), 0)
               ORDER BY event.position DESC LIMIT 1";
    Ok(conn.query_row(sql, [reviewer.as_str()], |row| row.get(0)).optional()?)
}

fn lines_of(conn: &Connection, grp: i64) -> Result<Vec<Line>> {
    columns::all(
        conn,
        &format!("SELECT {LINE} FROM event WHERE grp = ?1 AND entity IS NOT NULL ORDER BY position"),
        [grp],
        event::line,
    )
}

/// Refuses when a standing later event of another group changes the same mode, criterion or check, or names one that
/// this event made or gave a new version.
fn refuse_built_on(conn: &Connection, grp: i64, line: &Line, (way, sight): (Way, &Sight)) -> Result<()> {
    let Some(entity) = line.entity().filter(|_| line.change.is_of_codebook()) else { return Ok(()) };
    let standing = "event.position > ?2 AND event.grp <> ?3 AND event.grp NOT IN (SELECT grp FROM undone_group)";
    let by_entity = format!("SELECT {LINE} FROM event WHERE entity = ?1 AND {standing} ORDER BY position DESC");
    let by_name = format!(
        "SELECT {LINE} FROM event_name JOIN event ON event.position = event_name.event
         WHERE event_name.name = ?1 AND {standing} ORDER BY position DESC"
    );
    let values = (&entity, line.position, grp);
    let mut later = first_line(conn, &by_entity, values, |found| sight.sees(conn, found))?;
    if way == Way::Undo {
        let builds = |found: &Line| Ok(builds_on(&line.change, &found.change) && sight.sees(conn, found)?);
        let naming = first_line(conn, &by_name, values, builds)?;
        later = later.into_iter().chain(naming).max_by_key(|line| line.position);
    }
    let Some(found) = later else { return Ok(()) };
    let (own, other) = (summary(std::slice::from_ref(&line.change)), summary(&[found.change]));
    let (reviewer, done) = (found.reviewer, way.done());
    Err(Problem::usage(format!("`{own}` cannot be {done}: {reviewer} has built on it since ({other})."))
        .hint(format!("{reviewer} can take that back first.")))
}

/// Returns whether a later change that names what this one changed needs this one.
const fn builds_on(change: &Change, later: &Change) -> bool {
    change.makes() || matches!((change, later), (Change::CriterionRevise { .. }, Change::Grade { .. }))
}

fn first_line(
    conn: &Connection,
    sql: &str,
    values: (&String, i64, i64),
    test: impl Fn(&Line) -> Result<bool>,
) -> Result<Option<Line>> {
    let mut select = conn.prepare_cached(sql)?;
    let mut rows = select.query(values)?;
    while let Some(row) = rows.next()? {
        let line = event::line(row)?;
        if test(&line)? {
            return Ok(Some(line));
        }
    }
    Ok(None)
}

/// Refuses what would leave the codebook at odds with itself where it was not so `before`, or a redone judgement without what it names.
fn check_codebook(codebook: &Codebook, lines: &[Line], way: Way, before: Option<&String>) -> Result<()> {
    let refuse = |why: String| Err(Problem::usage(format!("This cannot be {} any more: {why}.", way.done())));
    if lines.iter().any(|line| line.change.is_of_codebook())
        && let Some(breach) = codebook.breach()
        && before != Some(&breach)
    {
        return refuse(breach);
    }
    if way == Way::Undo {
        return Ok(());
    }
    let names = lines.iter().flat_map(|line| line.change.names());
    if let Some(gone) = names.into_iter().find(|name: &Target| !codebook.has(name)) {
        return refuse(format!("the {} `{}` is gone", gone.word(), gone.key()));
    }
    for line in lines {
        if let Change::Grade { criterion, version, .. } = &line.change
            && codebook.criterion_of(criterion).is_none_or(|known| known.version() < *version)
        {
            return refuse(format!("version {version} of the criterion `{criterion}` is gone"));
        }
    }
    Ok(())
}
