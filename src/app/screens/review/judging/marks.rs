//! Marks: which records the next judgement is for.

use crate::app::handler::Context;
use crate::app::screens::review::state::Review;
use crate::command::{Action, JudgingAction, Layer};
use crate::text::grouped;

impl Review {
    /// Marks the record, or removes its mark, and goes on.
    pub(crate) fn mark(&mut self, cx: &mut Context<'_>) {
        let Some(row) = self.list.row() else { return };
        if !self.list.marks.remove(&row) {
            self.list.marks.insert(row);
        }
        self.step(1, cx);
        self.say_marks(cx);
    }

    /// Marks every record of the queue, or removes all marks when all are marked.
    pub(crate) fn mark_all(&mut self, cx: &mut Context<'_>) {
        let list = &mut self.list;
        if list.marks.len() == list.len() {
            list.marks.clear();
        } else {
            list.marks = list.queue.rows.iter().copied().collect();
        }
        self.say_marks(cx);
    }

    fn say_marks(&self, cx: &mut Context<'_>) {
        if self.list.marks.is_empty() {
            cx.say("Nothing is marked.", &[]);
        } else {
            let text = format!("{} marked", self.marked());
            cx.say(
                text,
                &[
                    JudgingAction::Pass.into(),
                    Action::Open(Layer::FailWith),
                    JudgingAction::Defer.into(),
                    JudgingAction::Decline.into(),
                    Action::Open(Layer::Tag),
                ],
            );
        }
    }

    /// Says how many records are marked: `37 of 37 filtered (1,204 in all)`.
    pub(super) fn marked(&self) -> String {
        let list = &self.list;
        let total = list.queue.total.max(u64::try_from(list.len()).unwrap_or(u64::MAX));
        format!("{} of {} filtered ({} in all)", list.marks.len(), list.len(), grouped(total))
    }
}
