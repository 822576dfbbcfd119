//! Records of a queue whose outputs are alike: in a sample they stand behind one of them, a key lists them.

use super::super::alike::Alike;
use super::super::queue::{Origin, QueueList};
use crate::app::Model;
use crate::app::message::Effect;
use crate::command::{Action, GlobalAction, ReviewAction};
use crate::domain::{FOLDED_AT_MOST, Queue, RowId};
use crate::text::grouped;
use crate::views::{AlikeFor, Read, Slot};

impl Model {
    /// Looks for alike records in a sample, once it was drawn.
    pub(crate) fn load_alike(&mut self, out: &mut Vec<Effect>) {
        let list = &mut self.review.list;
        let is_sample = list.drawn && !list.sampling.is_whole() && list.title.is_none();
        let is_few = (2..=FOLDED_AT_MOST).contains(&list.len());
        if !is_sample || !is_few || list.asked_alike || self.review.round.is_some() {
            return;
        }
        list.asked_alike = true;
        let read = Read::Alike { rows: list.queue.rows.clone(), purpose: AlikeFor::Folding, slot: Slot::empty() };
        self.requests.ask(read, out);
    }

    /// Takes which records of the queue are alike, as long as it is still the same queue.
    pub(crate) fn take_alike(
        &mut self,
        rows: &[RowId],
        purpose: AlikeFor,
        groups: Vec<Vec<RowId>>,
        out: &mut Vec<Effect>,
    ) {
        let list = &mut self.review.list;
        if list.queue.rows != rows {
            return;
        }
        let alike = Alike::new(groups);
        match purpose {
            AlikeFor::Folding => {
                let before = list.len();
                list.fold_alike(alike);
                let behind = before - list.len();
                if behind > 0 && self.notice.is_none() {
                    let text = format!("{} of {} stand behind one that is alike (+N)", grouped(behind as u64), before);
                    self.say(text, &[ReviewAction::Alike.into()]);
                }
            }
            AlikeFor::Listing(row) => {
                list.alike = Some(alike);
                if list.row() == Some(row) {
                    self.open_alike(out);
                }
            }
        }
    }

    /// Lists the records that are alike to the one on screen; from that list it goes back to the queue.
    pub(crate) fn open_alike(&mut self, out: &mut Vec<Effect>) {
        if self.review.list.origin == Some(Origin::Alike) {
            self.leave_alike(out);
            return;
        }
        let list = &self.review.list;
        let Some(row) = list.row() else { return };
        if self.review.round.is_some() {
            self.say("In re-grading each record is asked by itself.", &[]);
            return;
        }
        let Some(alike) = &list.alike else {
            let read =
                Read::Alike { rows: list.queue.rows.clone(), purpose: AlikeFor::Listing(row), slot: Slot::empty() };
            self.requests.ask(read, out);
            self.say("Looking for outputs that are alike …", &[GlobalAction::Leave.into()]);
            return;
        };
        let rows = alike.group(row).to_vec();
        if rows.is_empty() {
            self.say("No other output of this queue is alike.", &[]);
            return;
        }
        let count = rows.len() as u64;
        let mut group = QueueList::new(list.filter.clone(), list.sampling);
        let total = list.queue.total;
        group.replace(Queue { rows, population: count, total, ..Queue::default() }, Some(row));
        group.title = Some(format!("{} alike", grouped(count)));
        group.origin = Some(Origin::Alike);
        self.review.below = Some(std::mem::replace(&mut self.review.list, group));
        let text = format!("{} alike: but for case, white space, numbers and ids", grouped(count));
        self.say(text, &[Action::from(ReviewAction::MarkAll), GlobalAction::Leave.into()]);
    }

    /// Goes back from a list of alike records to the queue, as it was.
    pub(crate) fn leave_alike(&mut self, out: &mut Vec<Effect>) {
        let Some(mut list) = self.review.below.take() else { return };
        // Some of them may have been judged.
        list.forget_lines();
        self.review.list = list;
        self.ask_arrivals(out);
    }

    /// Stops looking for alike records, where a key asked for it; answers whether that was under way.
    pub(crate) fn stop_looking(&mut self, out: &mut Vec<Effect>) -> bool {
        let is_meant = |read: &Read| matches!(read, Read::Alike { purpose: AlikeFor::Listing(_), .. });
        let is_looking = self.requests.waits_for(is_meant);
        if is_looking {
            self.requests.cancel(is_meant, out);
            self.say("No longer looking for outputs that are alike.", &[]);
        }
        is_looking
    }
}
