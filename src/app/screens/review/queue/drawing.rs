//! Drawing the queue: from its filter and plan, as it comes in, and back to the one before.

use std::collections::HashSet;

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
            let is_view = self.home.is_some();
            self.draw_or_complain(self.list.filter.clone(), land, cx);
            self.draws_view = is_view;
        }
    }

    /// Draws a queue from a filter as typed, or says what is wrong with it.
    pub(crate) fn draw_or_complain(&mut self, filter: String, land: Option<RowId>, cx: &mut Context<'_>) {
        self.draws_view = false;
        let list = self.home.as_deref().unwrap_or(&self.list);
        // A filter typed in a round ends it: what it holds is read, not asked.
        let ends = list.drawn && list.sampling.plan.plan().asks_criteria;
        let sampling = if ends { Sampling::default() } else { list.sampling };
        if let Err(error) = draw_by(filter, sampling, land, cx) {
            cx.complain(&error.sentence);
        }
    }

    /// Leaves a sample: the queue holds every record of the filter.
    pub(crate) fn read_all(&mut self, cx: &mut Context<'_>) {
        self.leave_view();
        self.draws_view = false;
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
            let base = self.home.as_deref().or(self.replaced.as_ref());
            let queue = match base.filter(|_| self.draws_view) {
                Some(base) => within(queue, base),
                None => queue,
            };
            self.list.add_hits(queue.rows);
            return;
        }
        let is_round = self.round.is_some();
        let home = self.home.take();
        let queue = if self.draws_view { within(queue, home.as_deref().unwrap_or(&self.list)) } else { queue };
        let old = std::mem::replace(&mut self.list, QueueList::new(text, sampling));
        self.take_queue(queue, land, cx);
        self.home = home;
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
        let base = self.home.as_deref().or(self.replaced.as_ref()).unwrap_or(&self.list);
        let queue = if self.draws_view { within(queue, base) } else { queue };
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
        if std::mem::take(&mut self.draws_view) {
            self.take_view(filter, queue, land, cx);
            return;
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

    /// Shows the records of the session that a filter holds. The session stays as it is; one goes back to its record.
    pub(crate) fn view(&mut self, filter: String, cx: &mut Context<'_>) {
        if filter.is_empty() && self.leave_view() {
            return;
        }
        let asks = self.list.sampling.plan.plan().asks_criteria;
        if filter.is_empty() || asks || !self.list.drawn {
            let land = self.list.row();
            self.draw_or_complain(filter, land, cx);
            return;
        }
        match draw_by(filter, Sampling::default(), self.list.row(), cx) {
            Ok(()) => self.draws_view = true,
            Err(error) => cx.complain(&error.sentence),
        }
    }

    /// Takes a view that was drawn to its end.
    fn take_view(&mut self, filter: String, queue: Queue, land: Option<RowId>, cx: &mut Context<'_>) {
        let is_counting = std::mem::take(&mut self.list.is_counting);
        let land = self.list.row().filter(|_| is_counting || land.is_some()).or(land);
        let new = QueueList::new(filter, Sampling::default());
        let shown = std::mem::replace(&mut self.list, new);
        let before = self.replaced.take().unwrap_or(shown);
        let home = self.home.take().unwrap_or_else(|| Box::new(before));
        self.take_queue(queue, land, cx);
        self.home = Some(home);
    }

    /// Goes from a view back to the session's queue and the record there; answers whether there was a view.
    pub(crate) fn leave_view(&mut self) -> bool {
        let Some(mut home) = self.home.take() else { return false };
        // Some of them may have been judged.
        home.forget_lines();
        self.list = *home;
        true
    }

    /// Takes a queue that was drawn.
    pub(crate) fn take_queue(&mut self, queue: Queue, land: Option<RowId>, cx: &mut Context<'_>) {
        if queue.total == 0 && cx.screen == Screen::Review && !cx.is_importing {
            cx.show(Screen::Welcome);
        } else if queue.total > 0 && cx.screen == Screen::Welcome {
            cx.show(Screen::Review);
        }
        self.below = None;
        self.home = None;
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

/// Returns what a session's queue holds of another one, in the order of the session.
fn within(mut queue: Queue, session: &QueueList) -> Queue {
    let found: HashSet<RowId> = queue.rows.into_iter().collect();
    queue.rows = session.queue.rows.iter().copied().filter(|row| found.contains(row)).collect();
    queue.population = queue.rows.len() as u64;
    queue
}
