//! One judgement for many marked records: one group of changes, one step of undo, the count spelled out.

use super::Judgement;
use crate::app::Model;
use crate::app::message::{Effect, Query};
use crate::app::requests::Wanted;
use crate::command::GlobalAction;
use crate::domain::{Change, RecordId, RowId, Time};
use crate::views::QueueRow;

/// A judgement that waits for the identities of the records it is for.
#[derive(Debug, Clone, PartialEq)]
pub struct Bulk {
    /// Changes before it.
    pub(crate) first: Vec<Change>,
    /// What is said of each.
    pub(crate) judgement: Judgement,
    /// The marked records.
    pub(crate) rows: Vec<RowId>,
    /// The count in words, as it stood when the key was pressed.
    pub(crate) words: String,
}

impl Model {
    /// Judges the marked records, once all their identities are known.
    pub(crate) fn judge_marked(&mut self, bulk: Bulk, now: Time, out: &mut Vec<Effect>) {
        let list = &self.review.list;
        let known: Option<Vec<RecordId>> = bulk.rows.iter().map(|row| list.line(*row).map(|line| line.id)).collect();
        if let Some(ids) = known {
            self.judge_all(bulk, &ids, now, out);
            return;
        }
        let rows = bulk.rows.clone();
        self.requests.ask(Wanted::Bulk(Box::new(bulk)), Query::Rows(rows), out);
        self.say("Reading the marked records …", &[]);
    }

    /// The lines of marked records came.
    pub(crate) fn take_bulk(&mut self, bulk: Bulk, lines: &[QueueRow], now: Time, out: &mut Vec<Effect>) {
        let ids: Vec<RecordId> = lines.iter().map(|line| line.id).collect();
        self.judge_all(bulk, &ids, now, out);
    }

    fn judge_all(&mut self, bulk: Bulk, ids: &[RecordId], now: Time, out: &mut Vec<Effect>) {
        let mut changes = bulk.first;
        changes.extend(ids.iter().flat_map(|id| bulk.judgement.changes(*id, None)));
        self.write(changes, now, out);
        let said = self.words_of(&bulk.judgement, &bulk.words);
        self.review.list.marks.clear();
        self.review.last = Some(bulk.judgement);
        self.say(said, &[GlobalAction::Undo.into()]);
    }
}
