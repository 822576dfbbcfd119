//! Queues that lie over each other: the session's at the bottom, over it views, lists, and what other screens led to.

use super::list::{KeptQueue, Origin, QueueList};
use crate::app::screens::review::page::Page;
use crate::app::screens::review::regrade::Round;
use crate::app::screens::review::state::Review;
use crate::domain::{ReadingPlace, RowId};

/// So many queues lie below one at most; of more, the one over the session's is left out.
const BELOW_AT_MOST: usize = 16;

impl Review {
    /// Returns the session's queue, whatever lies over it.
    pub fn session_queue(&self) -> &QueueList {
        self.below.first().map_or(&self.list, |kept| &kept.list)
    }

    /// Answers whether another queue lies over the session's.
    pub const fn is_over_session(&self) -> bool {
        !self.below.is_empty()
    }

    /// Returns the queues that lie over the session's, the topmost last.
    pub fn over_session(&self) -> impl Iterator<Item = &QueueList> {
        let top = self.is_over_session().then_some(&self.list);
        self.below.iter().skip(1).map(|kept| &kept.list).chain(top)
    }

    /// Returns where the session goes on: at the record on screen, also in a view; where one was led away from it, at the
    /// one where that was.
    pub(crate) fn place(&self) -> Option<ReadingPlace> {
        let row = self.session_row()?;
        let shown = self.page.as_ref().filter(|page| page.view.record.row == row).map(Page::place);
        Some(shown.unwrap_or_else(|| ReadingPlace { row, at: self.places.get(&row).copied() }))
    }

    /// Keeps which place of a record is the first in view, for when it is opened again.
    pub(crate) fn remember_place(&mut self, place: ReadingPlace) {
        if let Some(at) = place.at {
            self.places.insert(place.row, at);
        }
    }

    /// Answers whether something else than a view, or records that are alike, lies over the session's queue.
    pub(super) fn is_led_away(&self) -> bool {
        let is_led = |list: &QueueList| !matches!(list.origin, None | Some(Origin::View | Origin::Alike));
        self.below.iter().skip(1).map(|kept| &kept.list).chain([&self.list]).any(is_led)
    }

    fn session_row(&self) -> Option<RowId> {
        if !self.is_over_session() {
            return self.list.own_row();
        }
        let session = self.session_queue();
        let list = if self.is_led_away() { session } else { &self.list };
        list.own_row().filter(|row| session.queue.rows.contains(row)).or_else(|| session.own_row())
    }

    /// Returns the session's round, whatever lies over it.
    pub(crate) fn session_round(&self) -> Option<&Round> {
        self.below.first().map_or(self.round.as_ref(), |kept| kept.round.as_ref())
    }

    /// Returns the round, also where another queue lies over it.
    pub(crate) fn round_mut(&mut self) -> Option<&mut Round> {
        let below = self.below.iter_mut().rev().find_map(|kept| kept.round.as_mut());
        self.round.as_mut().or(below)
    }

    /// Goes to a question of the round, from whatever lies over it.
    pub(crate) fn go_to_question(&mut self, place: usize) {
        while self.round.is_none() && self.leave_top().is_some() {}
        self.list.cursor = place;
    }

    /// Puts a queue over the one on screen, or in its place where the same led to both.
    pub(crate) fn lay_over(&mut self, new: QueueList) {
        let same = self.list.origin.is_some() && self.list.origin == new.origin;
        let list = std::mem::replace(&mut self.list, new);
        let round = self.round.take();
        if same {
            return;
        }
        self.below.push(KeptQueue { list, round });
        if self.below.len() > BELOW_AT_MOST {
            self.below.remove(1);
        }
    }

    /// Goes back to the queue below and the record there; returns what had led to the one that is left.
    pub(crate) fn leave_top(&mut self) -> Option<Origin> {
        let kept = self.below.pop()?;
        let origin = self.list.origin.take();
        self.bring_back(kept);
        origin
    }

    /// Goes back to the session's queue and the record there; answers whether another one lay over it.
    pub(crate) fn leave_to_session(&mut self) -> bool {
        self.below.truncate(1);
        self.leave_top().is_some()
    }

    /// Puts a queue back into its place.
    pub(crate) fn bring_back(&mut self, mut kept: KeptQueue) {
        // Some of its records may have been judged.
        kept.list.forget_lines();
        (self.list, self.round) = (kept.list, kept.round);
    }
}
