//! Records of a queue whose outputs are alike: in a sample they stand behind one of them, a key lists them.

use crate::app::handler::Context;
use crate::app::screens::review::queue::{Alike, Origin, QueueList};
use crate::app::screens::review::state::Review;
use crate::command::{Action, BrowseAction, GlobalAction};
use crate::domain::{FOLDED_AT_MOST, Queue, RowId};
use crate::text::grouped;
use crate::views::{AlikeFor, Read, Slot};

impl Review {
    /// Looks for alike records in a sample, once it was drawn.
    pub(crate) fn load_alike(&mut self, cx: &mut Context<'_>) {
        let list = &mut self.list;
        let is_sample = list.drawn && list.sampling.folds_alike() && list.title.is_none();
        let is_few = (2..=FOLDED_AT_MOST).contains(&list.len());
        if !is_sample || !is_few || list.asked_alike || self.round.is_some() {
            return;
        }
        list.asked_alike = true;
        let read = Read::Alike { rows: list.queue.rows.clone(), purpose: AlikeFor::Folding, slot: Slot::empty() };
        cx.ask(read);
    }

    /// Takes which records of the queue are alike, as long as it is still the same queue.
    pub(crate) fn take_alike(
        &mut self,
        rows: &[RowId],
        purpose: AlikeFor,
        groups: Vec<Vec<RowId>>,
        cx: &mut Context<'_>,
    ) {
        let list = &mut self.list;
        if list.queue.rows != rows {
            return;
        }
        let alike = Alike::new(groups);
        match purpose {
            AlikeFor::Folding => {
                let before = list.len();
                list.fold_alike(alike);
                let behind = before - list.len();
                if behind > 0 && cx.notice.is_none() {
                    let text = format!("{} of {} stand behind one that is alike (+N)", grouped(behind as u64), before);
                    cx.say(text, &[BrowseAction::Alike.into()]);
                }
            }
            AlikeFor::Listing(row) => {
                list.alike = Some(alike);
                if list.row() == Some(row) {
                    self.open_alike(cx);
                }
            }
        }
    }

    /// Lists the records that are alike to the one on screen; from that list it goes back to the queue.
    pub(crate) fn open_alike(&mut self, cx: &mut Context<'_>) {
        if self.list.origin == Some(Origin::Alike) {
            self.leave_top();
            return;
        }
        let list = &self.list;
        let Some(row) = list.row() else { return };
        if self.round.is_some() {
            cx.say("In re-grading each record is asked by itself.", &[]);
            return;
        }
        let Some(alike) = &list.alike else {
            let read =
                Read::Alike { rows: list.queue.rows.clone(), purpose: AlikeFor::Listing(row), slot: Slot::empty() };
            cx.ask(read);
            cx.say("Looking for outputs that are alike …", &[GlobalAction::Leave.into()]);
            return;
        };
        let rows = alike.group(row).to_vec();
        if rows.is_empty() {
            cx.say("No other output of this queue is alike.", &[]);
            return;
        }
        let count = rows.len() as u64;
        let mut group = QueueList::new(list.filter.clone(), list.sampling);
        let total = list.queue.total;
        group.replace(Queue { rows, population: count, total, ..Queue::default() }, Some(row));
        group.title = Some(format!("{} alike", grouped(count)));
        group.origin = Some(Origin::Alike);
        self.lay_over(group);
        let text = format!("{} alike: but for case, white space, numbers and ids", grouped(count));
        cx.say(text, &[Action::from(BrowseAction::MarkAll), GlobalAction::Leave.into()]);
    }
}
