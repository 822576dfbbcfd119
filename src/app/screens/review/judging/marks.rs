//! Marks: which records the next judgement is for.

use crate::app::Model;
use crate::command::{Action, JudgingAction, Layer};
use crate::text::grouped;

impl Model {
    /// Marks the record, or removes its mark, and goes on.
    pub(crate) fn mark(&mut self) {
        let Some(row) = self.review.list.row() else { return };
        if !self.review.list.marks.remove(&row) {
            self.review.list.marks.insert(row);
        }
        self.step(1);
        self.say_marks();
    }

    /// Marks every record of the queue, or removes all marks when all are marked.
    pub(crate) fn mark_all(&mut self) {
        let list = &mut self.review.list;
        if list.marks.len() == list.len() {
            list.marks.clear();
        } else {
            list.marks = list.queue.rows.iter().copied().collect();
        }
        self.say_marks();
    }

    fn say_marks(&mut self) {
        if self.review.list.marks.is_empty() {
            self.say("Nothing is marked.", &[]);
        } else {
            let text = format!("{} marked", self.marked());
            self.say(
                text,
                &[
                    JudgingAction::Pass.into(),
                    JudgingAction::Fail.into(),
                    JudgingAction::Defer.into(),
                    Action::Open(Layer::Tag),
                ],
            );
        }
    }

    /// Says how many records are marked: `37 of 37 filtered (1,204 in all)`.
    fn marked(&self) -> String {
        let list = &self.review.list;
        let total = list.queue.total.max(u64::try_from(list.len()).unwrap_or(u64::MAX));
        format!("{} of {} filtered ({} in all)", list.marks.len(), list.len(), grouped(total))
    }
}
