//! Drawing the queue: from its filter and plan, as it comes in, and back to the one before.

use super::list::QueueList;
use super::reads::draw_by;
use crate::app::Screen;
use crate::app::handler::{Context, Opening};
use crate::app::message::Write;
use crate::app::requests::PendingKind;
use crate::app::screens::review::regrade::{Round, offer_round};
use crate::app::screens::review::state::Review;
use crate::command::BrowseAction;
use crate::domain::{Queue, RowId, Sampling};
use crate::views::Read;

impl Review {
    /// Draws the queue anew from its filter.
    pub(crate) fn draw_queue(&mut self, land: Option<RowId>, cx: &mut Context<'_>) {
        // The questions of a round stay; a record that came in meanwhile is none of them.
        if self.round.is_none() {
            self.draw_or_complain(self.list.filter.clone(), land, cx);
        }
    }

    /// Draws a queue from a filter as typed, or says what is wrong with it.
    pub(crate) fn draw_or_complain(&mut self, filter: String, land: Option<RowId>, cx: &mut Context<'_>) {
        let list = &self.list;
        // A filter typed in a round ends it: what it holds is read, not asked.
        let ends = list.drawn && list.sampling.plan.plan().asks_criteria;
        let sampling = if ends { Sampling::default() } else { list.sampling };
        if let Err(error) = draw_by(filter, sampling, land, cx) {
            cx.complain(&error.sentence);
        }
    }

    /// Leaves a sample: the queue holds every record of the filter.
    pub(crate) fn read_all(&mut self, cx: &mut Context<'_>) {
        if self.list.sampling == Sampling::default() && self.list.title.is_none() {
            cx.say(
                "The queue already holds every record that matches the filter.",
                &[BrowseAction::FilterQueue.into()],
            );
            return;
        }
        let (filter, land) = (self.list.filter.clone(), self.list.row());
        if let Err(error) = draw_by(filter, Sampling::default(), land, cx) {
            cx.complain(&error.sentence);
        }
    }

    /// Stops drawing a queue, where there is one to go back to; answers whether that was so.
    pub(crate) fn stop_drawing(&mut self, cx: &mut Context<'_>) -> bool {
        let is_meant = |read: &Read| matches!(read, Read::Queue { .. });
        let list = &self.list;
        let stands = self.replaced.is_some() || (list.drawn && !list.is_counting);
        if !stands || !cx.requests.waits_for(is_meant) {
            return false;
        }
        cx.cancel(is_meant);
        self.bring_back_queue();
        cx.say("Stopped; the queue is as it was.", &[BrowseAction::FilterQueue.into()]);
        true
    }

    /// Puts the queue from before one that could not be drawn to its end back into its place.
    pub(crate) fn bring_back_queue(&mut self) {
        let Some(mut old) = self.replaced.take() else { return };
        // What was found already may have been judged.
        old.forget_lines();
        self.list = old;
    }

    /// Takes the first records of a queue that is still being drawn: they can be read while the others are looked for.
    pub(crate) fn take_first_hits(
        &mut self,
        text: String,
        sampling: Sampling,
        queue: Queue,
        land: Option<RowId>,
        cx: &mut Context<'_>,
    ) {
        let list = &self.list;
        if list.is_counting && list.filter == text && list.sampling == sampling {
            // More of them; or it was asked again, because something was judged meanwhile. The reader stays.
            self.list.add_hits(queue.rows);
            return;
        }
        let is_round = self.round.is_some();
        let old = std::mem::replace(&mut self.list, QueueList::new(text, sampling));
        self.take_queue(queue, land, cx);
        self.list.is_counting = true;
        if old.drawn && !is_round {
            self.replaced.get_or_insert(old);
        }
    }

    /// Takes a queue that was drawn by this filter; a round is offered before it begins.
    pub(crate) fn take_drawn(
        &mut self,
        filter: String,
        sampling: Sampling,
        queue: Queue,
        land: Option<RowId>,
        cx: &mut Context<'_>,
    ) {
        if sampling.plan.plan().asks_criteria {
            offer_round(filter, sampling, queue, cx);
            return;
        }
        if queue.rows.is_empty() && queue.total > 0 && !cx.is_importing {
            let is_other = self.list.drawn && !self.list.is_counting && self.list.filter != filter;
            if (is_other || self.replaced.is_some()) && cx.screen == Screen::Review {
                self.bring_back_queue();
                self.list.is_counting = false;
                cx.open(Opening::Filter(filter, Some("No record matches this filter. The queue is as it was.")));
                return;
            }
            cx.say("No record matches this filter.", &[]);
        }
        // Whoever has begun to read stays where they are.
        let is_counting = std::mem::take(&mut self.list.is_counting);
        self.replaced = None;
        let land = self.list.row().filter(|_| is_counting || land.is_some()).or(land);
        self.list.filter.clone_from(&filter);
        self.list.sampling = sampling;
        self.list.forget_title();
        self.take_queue(queue.clone(), land, cx);
        cx.send(PendingKind::Session, Write::Session(filter, sampling, queue));
    }

    /// Takes a queue that was drawn.
    pub(crate) fn take_queue(&mut self, queue: Queue, land: Option<RowId>, cx: &mut Context<'_>) {
        if queue.total == 0 && cx.screen == Screen::Review && !cx.is_importing {
            cx.show(Screen::Welcome);
        } else if queue.total > 0 && cx.screen == Screen::Welcome {
            cx.show(Screen::Review);
        }
        self.below = None;
        let asks = queue.asks.clone();
        self.round = (!asks.is_empty()).then(|| Round::new(asks, &[]));
        self.list.replace(queue, land);
        self.unreadable = None;
    }

    /// Resumes a round: what was answered in an earlier session stays answered, the first open question is next.
    pub(crate) fn resume_round(&mut self, answered: &[bool]) {
        if self.round.is_none() {
            return;
        }
        let round = Round::new(self.list.queue.asks.clone(), answered);
        self.list.cursor = round.next_open(None).unwrap_or(0);
        self.round = Some(round);
    }
}
