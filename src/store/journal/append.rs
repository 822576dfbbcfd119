//! Appending to the journal: one group of changes, its events and what they are projected into, in one durable
//! transaction.

use rusqlite::{Connection, OptionalExtension, TransactionBehavior};

use crate::domain::Applied;
use crate::domain::journal::summary;
use crate::domain::plan::{Facts, plan};
use crate::domain::{Batch, Change, UndoGroup};
use crate::error::{Kind, Problem, Result};
use crate::store::columns;
use crate::store::journal::event::JournalWriter;
use crate::store::journal::facts::StoredFacts;
use crate::store::journal::project::project;
use crate::store::records::blocks::Blocks;

/// How many records an answer names at most.
const NAMED_RECORDS: usize = 100;

/// Which changes of a group are written.
pub(crate) enum WriteMode<'a> {
    /// All, or none where one of them is refused.
    Atomic,
    /// All but those where this reviewer said something else already, and those that do not fit; they are counted here.
    FillEmpty(&'a mut u64),
}

/// Writes a group, or joins it to an earlier one that is not undone.
pub(crate) fn write_group(
    conn: &mut Connection,
    blocks: &Blocks,
    batch: &Batch,
    joined: Option<&UndoGroup>,
    mut mode: WriteMode<'_>,
) -> Result<Applied> {
    let tx = conn.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let joined = joined.map(|group| live_group(&tx, group)).transpose()?.flatten();
    let mut journal = JournalWriter::new(&tx, &batch.reviewer, batch.session, batch.time)?;
    journal.group = joined;
    let mut facts = StoredFacts::new(&tx, blocks, &batch.reviewer);
    let mut done = Vec::new();
    for change in &batch.changes {
        let planned = match (plan(&facts, change), &mut mode) {
            (Err(problem), WriteMode::FillEmpty(left)) if problem.kind == Kind::Usage => {
                **left += 1;
                continue;
            }
            (planned, _) => planned?,
        };
        if let WriteMode::FillEmpty(left) = &mut mode
            && !planned.is_empty()
            && is_said(&facts, change)?
        {
            **left += 1;
            continue;
        }
        for change in planned {
            let mut line = journal.write(change)?;
            line.row = line.change.record().and_then(|record| facts.known_row(record));
            project(&tx, &mut facts.codebook, &line)?;
            done.push(line.change);
        }
    }
    let group = journal.group.take();
    drop((journal, facts));
    if done.is_empty() {
        tx.rollback()?;
        return Ok(Applied { summary: "Nothing changed.".to_owned(), ..Applied::default() });
    }
    tx.commit()?;
    Ok(applied(group.map(|(_, group)| group), &done, summary(&done)))
}

/// Returns whether the reviewer has said something, of which there is but one, where a change would say it.
fn is_said(facts: &StoredFacts<'_>, change: &Change) -> Result<bool> {
    Ok(match change {
        Change::Verdict { record, .. } => facts.verdict(*record)?.is_some(),
        Change::Note { record, span, .. } => facts.note(*record, *span)?.is_some(),
        Change::Correction { record, .. } => facts.correction(*record)?.is_some(),
        Change::Grade { record, criterion, .. } => facts.grade(*record, criterion)?.is_some(),
        Change::Tag { .. }
        | Change::Untag { .. }
        | Change::ModeAdd { .. }
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
        | Change::CheckRemove { .. }
        | Change::SuggestionAnswer { .. }
        | Change::SourceRemove { .. }
        | Change::Undo { .. }
        | Change::Redo { .. } => false,
    })
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
    Applied { group, events: changes.len() as u64, summary, records: named, made, unmade: Vec::new() }
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
