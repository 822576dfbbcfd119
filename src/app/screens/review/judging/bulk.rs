//! One judgement for many marked records: one group of changes, one step of undo, the count spelled out.

use super::contradictions::contradicted_by_many;
use super::words::{name_of, words_of};
use crate::app::handler::Context;
use crate::app::notice::Notice;
use crate::app::read_model::ReadModel;
use crate::app::screens::judgement_words::glyph;
use crate::app::screens::review::state::Review;
use crate::command::GlobalAction;
use crate::domain::{Change, RowId, Verdict};
use crate::text::counted;
use crate::views::{BulkJudgement, Judgement, QueueRow, Read, RowsFor};

impl Review {
    /// Judges the marked records, once all their identities are known.
    pub(crate) fn judge_marked(&mut self, bulk: BulkJudgement, rows: Vec<RowId>, cx: &mut Context<'_>) {
        let list = &self.list;
        let known: Option<Vec<QueueRow>> = rows.iter().map(|row| list.line(*row).cloned()).collect();
        if let Some(lines) = known {
            self.take_bulk(bulk, &lines, cx);
            return;
        }
        cx.ask(Read::rows(rows, RowsFor::Bulk(Box::new(bulk))));
        cx.say("Reading the marked records …", &[]);
    }

    /// Judges the marked records, whose queue rows were read.
    pub(crate) fn take_bulk(&mut self, bulk: BulkJudgement, lines: &[QueueRow], cx: &mut Context<'_>) {
        let mut changes = bulk.first;
        changes.extend(lines.iter().flat_map(|line| bulk.judgement.changes(line.id, None)));
        let summary = bulk_words(&bulk.judgement, lines.len() as u64, &changes, cx.read_model);
        let summary = format!("{summary}{}", contradicted_by_many(&bulk.judgement, lines));
        for line in lines {
            let verdict = changes.iter().find_map(|change| match change {
                Change::Verdict { record, verdict, .. } if *record == line.id => Some(*verdict),
                _ => None,
            });
            if let Some(verdict) = verdict {
                self.note_verdict(line.row, verdict);
            }
        }
        cx.write(changes);
        self.list.marks.clear();
        *cx.notice = Some(Notice::new((&bulk.judgement).into(), summary, &[GlobalAction::Undo.into()]));
        if bulk.judgement.moves_on() {
            self.end_if_complete(cx);
        }
        self.last = Some(bulk.judgement);
    }
}

/// Says what was done to so many records.
fn bulk_words(judgement: &Judgement, count: u64, changes: &[Change], read_model: &ReadModel) -> String {
    let records = counted(count, "record");
    match judgement {
        Judgement::Verdict(verdict) => {
            let done = match verdict {
                Verdict::Pass => "passed",
                Verdict::Fail => "failed",
                Verdict::Defer => "deferred",
                Verdict::Declined => "declined",
            };
            format!("{} {records} {done}", glyph(*verdict))
        }
        Judgement::FailWith(mode) => {
            format!("{} {records} failed: {}", glyph(Verdict::Fail), name_of(mode, changes, read_model))
        }
        Judgement::Declined(_)
        | Judgement::Tag(_)
        | Judgement::Untag(_)
        | Judgement::Grade(..)
        | Judgement::Note(_) => words_of(judgement, &records, changes, read_model),
    }
}
