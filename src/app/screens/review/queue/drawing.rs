//! Drawing the queue: from its filter and plan, as it comes in, and back to the one before.

use std::collections::HashSet;

use super::jumps::Jumps;
use super::list::{KeptQueue, Origin, QueueList};
use super::reads::draw_by;
use crate::app::Screen;
use crate::app::handler::{Context, Opening};
use crate::app::message::Write;
use crate::app::requests::PendingKind;
use crate::app::screens::review::regrade::{Round, offer_round};
use crate::app::screens::review::state::Review;
use crate::command::BrowseAction;
use crate::domain::{Queue, RowId, Sampling, Session};
use crate::views::Read;

impl Review {
    /// Draws the queue on screen anew from its filter.
    pub(crate) fn draw_queue(&mut self, land: Option<RowId>, cx: &mut Context<'_>) {
        // The questions of a round stay; a record that came in meanwhile is none of them. A list stays as it was chosen.
        if self.round.is_some() || self.list.title.is_some() {
            return;
        }
        let (filter, sampling, origin) = (self.list.filter.clone(), self.list.sampling, self.list.origin.clone());
        let is_again = origin.is_none() && !self.list.queue.rows.is_empty();
        self.draw(filter, sampling, origin, land, cx);
        if is_again {
            self.keep_known(cx);
        }
    }

    /// Draws a queue for the session from a filter as typed, or says what is wrong with it.
    pub(crate) fn draw_or_complain(&mut self, filter: String, land: Option<RowId>, cx: &mut Context<'_>) {
        let sampling = self.next_sampling();
        self.draw(filter, sampling, None, land, cx);
    }

    /// Returns how the queue of another filter is drawn.
    pub(super) fn next_sampling(&self) -> Sampling {
        let list = self.session_queue();
        // A filter typed in a round ends it: what it holds is read, not asked.
        let ends = list.drawn && list.sampling.plan.plan().asks_criteria;
        if ends { Sampling::default() } else { list.sampling }
    }

    /// Draws the queue of an earlier session again, at its place.
    pub(super) fn draw_again(&mut self, session: Session, has_ended: bool, cx: &mut Context<'_>) {
        self.draw(session.filter, session.sampling, None, session.position.map(|place| place.row), cx);
        (self.drawn_again, self.kept_gold) = (Some((session.id, has_ended)), session.gold);
    }

    /// Draws a queue to which `origin` leads, `None` for one of the session; or says what is wrong with the filter.
    pub(super) fn draw(
        &mut self,
        filter: String,
        sampling: Sampling,
        origin: Option<Origin>,
        land: Option<RowId>,
        cx: &mut Context<'_>,
    ) {
        let gold = origin.as_ref().and(cx.requests.gold.clone());
        match draw_by(filter, sampling, (land, gold), cx) {
            Ok(()) => (self.drawn_for, self.drawn_again, self.kept_gold) = (origin, None, None),
            Err(error) => cx.complain(&error.sentence),
        }
    }

    /// Shows every record, whatever the session holds of them. The session stays as it is.
    pub(crate) fn show_all(&mut self, cx: &mut Context<'_>) {
        let land = self.list.row();
        if self.list.origin != Some(Origin::All) {
            self.leave_to_session();
        }
        if self.list.filter.trim().is_empty() && self.list.sampling.is_whole() {
            if let Some(row) = land {
                self.list.go_to(row);
            }
            cx.say("The queue already holds every record.", &[BrowseAction::FilterQueue.into()]);
            return;
        }
        self.draw(String::new(), Sampling::default(), Some(Origin::All), land, cx);
    }

    /// Shows the records of a filter that a line of another screen led to.
    pub(crate) fn open_line(&mut self, filter: String, screen: Screen, cx: &mut Context<'_>) {
        self.draw(filter, Sampling::default(), Some(Origin::Line(screen)), None, cx);
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
        if let Some(kept) = self.replaced.take() {
            self.bring_back(kept);
        }
    }

    /// Leaves of a queue that is drawn for a view what the queue below it holds, in that order.
    fn narrowed(&self, mut queue: Queue) -> Queue {
        if self.drawn_for != Some(Origin::View) {
            return queue;
        }
        let shown = self.replaced.as_ref().map_or(&self.list, |kept| &kept.list);
        let base = self.below.last().filter(|_| shown.origin == Some(Origin::View)).map_or(shown, |kept| &kept.list);
        let found: HashSet<RowId> = queue.rows.into_iter().collect();
        queue.rows = base.queue.rows.iter().copied().filter(|row| found.contains(row)).collect();
        queue.population = queue.rows.len() as u64;
        queue
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
        let queue = self.narrowed(queue);
        let list = &self.list;
        if list.is_counting && list.filter == text && list.sampling == sampling {
            // More of them; or it was asked again, because something was judged meanwhile. The reader stays.
            self.list.add_hits(queue.rows);
            return;
        }
        show_screen_of(&queue, cx);
        let list = std::mem::replace(&mut self.list, QueueList::new(text, sampling));
        let round = self.round.take();
        self.list.replace(queue, land);
        self.list.origin.clone_from(&self.drawn_for);
        self.list.is_counting = true;
        if list.drawn {
            self.replaced.get_or_insert(KeptQueue { list, round });
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
        let mut queue = self.narrowed(queue);
        if queue.rows.is_empty() && queue.total > 0 && !cx.is_importing && self.keeps_queue(&filter, cx) {
            return;
        }
        // Whoever has begun to read stays where they are.
        let is_counting = std::mem::take(&mut self.list.is_counting);
        let land = self.list.row().filter(|_| is_counting || land.is_some()).or(land);
        let before = self.replaced.take();
        if let Some(origin) = self.drawn_for.take() {
            if let Some(kept) = before {
                self.bring_back(kept);
            }
            let mut new = QueueList::new(filter, sampling);
            new.origin = Some(origin);
            new.replace(queue, land);
            self.lay_over(new);
            return;
        }
        if self.list.filter != filter || self.list.sampling != sampling {
            // The way back leads through records of one session.
            self.jumps = Jumps::default();
        }
        self.list.filter.clone_from(&filter);
        self.list.sampling = sampling;
        self.list.forget_title();
        let is_next = land.is_none() && self.list.drawn;
        let again = self.drawn_again.take();
        let drawn = queue.gold.take().filter(|_| again.is_none());
        let drawn = if is_counting { self.not_yet_read(drawn) } else { drawn };
        queue.gold = self.kept_gold.take().or(drawn);
        self.take_queue(queue.clone(), land, cx);
        if is_next {
            self.go_to_first_unjudged();
        }
        cx.session.has_ended = again.is_some_and(|(_, has_ended)| has_ended);
        let write = again.map_or(Write::Session(filter, sampling, queue), |(number, _)| Write::Resume(number));
        cx.send(PendingKind::Session, write);
    }

    /// Says that no record matches; answers whether the queue from before stays for it.
    fn keeps_queue(&mut self, filter: &str, cx: &mut Context<'_>) -> bool {
        let is_other = self.list.drawn && !self.list.is_counting && self.list.filter != filter;
        if (!is_other && self.replaced.is_none()) || cx.screen != Screen::Review {
            cx.say("No record matches this filter.", &[]);
            return false;
        }
        self.bring_back_queue();
        self.list.is_counting = false;
        if let Some(Origin::Line(screen)) = self.drawn_for.take() {
            cx.show(screen);
            cx.say("There are no records to open for this line.", &[]);
        } else {
            let text = "No record matches this filter. The queue is as it was.";
            cx.open(Opening::Filter(filter.to_owned(), Some(text)));
        }
        true
    }

    /// Shows the records of the queue that a filter holds. The session stays as it is; one goes back to its record.
    pub(crate) fn view(&mut self, filter: String, cx: &mut Context<'_>) {
        if filter.is_empty() && self.is_over_session() {
            if self.list.origin == Some(Origin::View) {
                self.leave_top();
            } else {
                self.leave_to_session();
            }
            return;
        }
        let land = self.list.row();
        if filter.is_empty() || self.round.is_some() || !self.list.drawn {
            self.draw_or_complain(filter, land, cx);
        } else {
            self.draw(filter, Sampling::default(), Some(Origin::View), land, cx);
        }
    }

    /// Takes a queue that was drawn for the session.
    pub(crate) fn take_queue(&mut self, mut queue: Queue, land: Option<RowId>, cx: &mut Context<'_>) {
        show_screen_of(&queue, cx);
        self.mix_known(&mut queue, cx);
        self.below.clear();
        self.before_round = None;
        let asks = queue.asks.clone();
        self.round = (!asks.is_empty()).then(|| Round::new(asks, &[]));
        self.list.replace(queue, land);
        self.recount();
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

/// Shows the screen that teaches how records come in where there are none, and Review where there are some.
fn show_screen_of(queue: &Queue, cx: &mut Context<'_>) {
    if queue.total == 0 && cx.screen == Screen::Review && !cx.is_importing {
        cx.show(Screen::Welcome);
    } else if queue.total > 0 && cx.screen == Screen::Welcome {
        cx.show(Screen::Review);
    }
}
