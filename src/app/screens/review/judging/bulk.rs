//! One judgement for many marked records: one group of changes, one step of undo, the count spelled out.

use crate::app::Model;
use crate::app::message::Effect;
use crate::app::notice::Notice;
use crate::app::screens::judgement_words::glyph;
use crate::command::GlobalAction;
use crate::domain::{RecordId, RowId, Time, Verdict};
use crate::text::counted;
use crate::views::{BulkJudgement, Judgement, QueueRow, Read, RowsFor};

impl Model {
    /// Judges the marked records, once all their identities are known.
    pub(crate) fn judge_marked(&mut self, bulk: BulkJudgement, rows: Vec<RowId>, now: Time, out: &mut Vec<Effect>) {
        let list = &self.review.list;
        let known: Option<Vec<RecordId>> = rows.iter().map(|row| list.line(*row).map(|line| line.id)).collect();
        if let Some(ids) = known {
            self.judge_all(bulk, &ids, now, out);
            return;
        }
        self.requests.ask(Read::rows(rows, RowsFor::Bulk(Box::new(bulk))), out);
        self.say("Reading the marked records …", &[]);
    }

    /// Judges the marked records, whose queue rows were read.
    pub(crate) fn take_bulk(&mut self, bulk: BulkJudgement, lines: &[QueueRow], now: Time, out: &mut Vec<Effect>) {
        let ids: Vec<RecordId> = lines.iter().map(|line| line.id).collect();
        self.judge_all(bulk, &ids, now, out);
    }

    fn judge_all(&mut self, bulk: BulkJudgement, ids: &[RecordId], now: Time, out: &mut Vec<Effect>) {
        let mut changes = bulk.first;
        changes.extend(ids.iter().flat_map(|id| bulk.judgement.changes(*id, None)));
        self.write(changes, now, out);
        let summary = self.bulk_words(&bulk.judgement, ids.len() as u64);
        self.review.list.marks.clear();
        self.notice = Some(Notice::new((&bulk.judgement).into(), summary, &[GlobalAction::Undo.into()]));
        self.review.last = Some(bulk.judgement);
    }

    /// Says what was done to so many records.
    fn bulk_words(&self, judgement: &Judgement, count: u64) -> String {
        let records = counted(count, "record");
        match judgement {
            Judgement::Verdict(verdict) => {
                let done = match verdict {
                    Verdict::Pass => "passed",
                    Verdict::Fail => "failed",
                    Verdict::Defer => "deferred",
                };
                format!("{} {records} {done}", glyph(*verdict))
            }
            Judgement::FailWith(mode) => {
                format!("{} {records} failed: {}", glyph(Verdict::Fail), self.read_model.mode_name(mode))
            }
            Judgement::Tag(_) | Judgement::Untag(_) | Judgement::Grade(..) | Judgement::Note(_) => {
                self.words_of(judgement, &records)
            }
        }
    }
}
