//! Appending to the journal: one group of changes, its events and what they are projected into, in one durable
//! transaction.

use rusqlite::{Connection, OptionalExtension, TransactionBehavior};

use crate::domain::Applied;
use crate::domain::journal::summary;
use crate::domain::plan::plan;
use crate::domain::{Batch, Change, Name, Time, UndoGroup};
use crate::error::{Kind, Problem, Result};
use crate::store::columns;
use crate::store::journal::facts::StoredFacts;
use crate::store::journal::project::project;
use crate::store::journal::refold;
use crate::store::journal::writer::JournalWriter;
use crate::store::records::blocks::Blocks;
use crate::store::records::find::KnownRows;
use crate::store::records::sources::ImportedSource;

/// How many records an answer names at most.
const NAMED_RECORDS: usize = 100;

/// Which changes of a group are written.
pub(crate) enum WriteMode<'a> {
    /// All, or none where one of them is refused.
    Atomic,
    /// All but those where this reviewer said something already, and those that do not fit.
    FillEmpty(Filling<'a>),
}

impl WriteMode<'_> {
    /// Returns how many changes were left out.
    pub(crate) const fn left(&self) -> u64 {
        match self {
            Self::Atomic => 0,
            Self::FillEmpty(filling) => filling.left,
        }
    }
}

/// How what came with records is written.
pub(crate) struct Filling<'a> {
    /// When each change was made, in their order; those behind its end at the time of the batch.
    pub times: &'a [Time],
    /// What it came with, if with anything: the judgements protect none of its records from being removed.
    pub source: Option<&'a mut ImportedSource>,
    /// How many changes were left out.
    pub left: u64,
}

/// Writes a group, or joins it to an earlier one that is not undone. `known` are rows that were looked up already.
pub(crate) fn write_group(
    conn: &mut Connection,
    blocks: &Blocks,
    batch: &Batch,
    (joined, known): (Option<&UndoGroup>, Option<&KnownRows>),
    mode: &mut WriteMode<'_>,
) -> Result<Applied> {
    let tx = conn.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let joined = joined.map(|group| live_group(&tx, group)).transpose()?.flatten();
    let mut journal = JournalWriter::new(&tx, &batch.reviewer, batch.session, batch.time)?;
    journal.group = joined;
    let known = known.map(|known| known.still(&tx)).transpose()?.flatten();
    let mut facts = StoredFacts::new(&tx, (blocks, known), &batch.reviewer);
    facts.look_as_reviewer()?;
    facts.ask_as_known(batch.session)?;
    let mut done = Vec::new();
    for (place, change) in batch.changes.iter().enumerate() {
        let planned = match (plan(&facts, change), &mut *mode) {
            (Err(problem), WriteMode::FillEmpty(filling)) if problem.kind == Kind::Usage => {
                filling.left += 1;
                continue;
            }
            (planned, _) => planned?,
        };
        if let WriteMode::FillEmpty(filling) = mode {
            if !planned.is_empty() && is_said(&tx, change, &batch.reviewer)? {
                filling.left += 1;
                continue;
            }
            journal.time = filling.times.get(place).copied().unwrap_or(batch.time);
        }
        for change in planned {
            let change = facts.as_asked(change)?;
            let under = facts.under(&change)?;
            let mut line = journal.write_under(change, under)?;
            line.row = line.change.record().and_then(|record| facts.known_row(record));
            project(&tx, &mut facts.codebook, &line)?;
            facts.take_in(&line);
            done.push(line.change);
        }
    }
    let group = journal.group.take();
    drop((journal, facts));
    if done.is_empty() {
        tx.rollback()?;
        return Ok(Applied { summary: "Nothing changed.".to_owned(), ..Applied::default() });
    }
    if let (WriteMode::FillEmpty(Filling { source: Some(source), .. }), Some((_, group))) = (mode, &group) {
        source.join(&tx, group)?;
    }
    tx.commit()?;
    Ok(applied(group.map(|(_, group)| group), &done, summary(&done)))
}

/// Returns whether the reviewer said something before where a change would say it, also where that was taken back.
fn is_said(conn: &Connection, change: &Change, reviewer: &Name) -> Result<bool> {
    match (change.record(), change.entity()) {
        (Some(_), Some(entity)) => refold::is_spoken_of(conn, &entity.text(reviewer)),
        _ => Ok(false),
    }
}

/// Returns what callers learn of a written group.
pub(crate) fn applied(group: Option<UndoGroup>, changes: &[Change], summary: String) -> Applied {
    let mut named = Vec::new();
    for record in changes.iter().filter_map(Change::record) {
        if named.len() < NAMED_RECORDS && !named.contains(&record) {
            named.push(record);
        }
    }
    let made = changes.iter().filter_map(Change::made).collect();
    Applied { group, events: changes.len() as u64, summary, records: named, made, ..Applied::default() }
}

/// Returns the first position of a group; `None` when it is undone.
fn live_group(conn: &Connection, group: &UndoGroup) -> Result<Option<(i64, UndoGroup)>> {
    let sql = "SELECT position, position IN (SELECT grp FROM undone_group) FROM event WHERE id = ?1 AND grp = position";
    let found: Option<(i64, bool)> =
        conn.query_row(sql, [columns::group_id(group)?], |row| Ok((row.get(0)?, row.get(1)?))).optional()?;
    match found {
        Some((_, true)) => Ok(None),
        Some((position, false)) => Ok(Some((position, group.clone()))),
        None => Err(Problem::usage(format!("`{}` is not an undo group of the journal.", group.0))),
    }
}
