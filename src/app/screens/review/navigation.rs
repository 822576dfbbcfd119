//! Moving in the queue and in the record.

use super::{Origin, Round};
use crate::app::geometry::{self, Form, Pane};
use crate::app::message::Effect;
use crate::app::{Model, Screen};
use crate::command::ReviewAction;
use crate::domain::{Queue, RecordId, RowId, Sampling, filter};
use crate::views::{PlacesFor, Read, Slot};

impl Model {
    /// Moves the cursor by so many records.
    pub(crate) fn step(&mut self, by: isize) {
        let list = &mut self.review.list;
        let bottom = list.len().saturating_sub(1);
        let next = list.cursor.saturating_add_signed(by).min(bottom);
        if next == list.cursor && !list.is_empty() {
            let end = if by > 0 { "This is the last record of the queue." } else { "This is the first record." };
            self.say(end, &[]);
        }
        self.review.list.cursor = next;
    }

    /// Goes on after a verdict.
    pub(crate) fn advance(&mut self) {
        let list = &mut self.review.list;
        list.cursor = (list.cursor + 1).min(list.len().saturating_sub(1));
    }

    /// Scrolls the record on screen by lines.
    pub(crate) fn scroll_lines(&mut self, by: isize) {
        if let Some(page) = self.review.current_mut() {
            page.scroll_by(by);
        }
    }

    /// Scrolls the record on screen by pages; two lines stay in view.
    pub(crate) fn scroll_pages(&mut self, by: isize) {
        if let Some(page) = self.review.current_mut() {
            page.scroll_by(by * isize::try_from(page.height().saturating_sub(2).max(1)).unwrap_or(1));
        }
    }

    /// Goes to the next turn of the record on screen, or to the one before.
    pub(crate) fn turn(&mut self, forward: bool) {
        if let Some(page) = self.review.current_mut() {
            page.turn(forward);
        }
    }

    /// Jumps to the next place that a check objects to.
    pub(crate) fn jump_to_objection(&mut self) {
        let Some(page) = self.review.current_mut() else { return };
        let Some(place) = page.next_objection() else {
            let none = page.view.objections.is_empty();
            let text = if none { "No check objects to this record." } else { "The objections name no place." };
            self.say(text, &[]);
            return;
        };
        page.focus = Some(place);
        page.show(place.turn, place.start);
    }

    /// Folds the earlier turns, or unfolds them.
    pub(crate) fn fold(&mut self) {
        let folds = !self.review.folds;
        self.review.folds = folds;
        if let Some(page) = self.review.current_mut() {
            page.fold(folds);
        }
        let text = if folds { "Instructions and earlier turns are folded." } else { "All turns are shown." };
        self.say(text, &[ReviewAction::Fold.into()]);
    }

    /// Goes to the next pane.
    pub(crate) fn next_pane(&mut self) {
        self.review.pane = match (self.review.pane, geometry::form(self.size)) {
            (Pane::Record, _) => Pane::Queue,
            (Pane::Queue, Form::Strips) | (Pane::Side, _) => Pane::Record,
            (Pane::Queue, _) => Pane::Side,
        };
    }

    /// Draws the queue anew from its filter.
    pub(crate) fn draw_queue(&mut self, land: Option<RowId>, out: &mut Vec<Effect>) {
        // The questions of a round stay; a record that came in meanwhile is none of them.
        if self.review.round.is_none() {
            self.draw_or_complain(self.review.list.filter.clone(), land, out);
        }
    }

    /// Draws a queue from a filter as typed, or says what is wrong with it.
    pub(crate) fn draw_or_complain(&mut self, filter: String, land: Option<RowId>, out: &mut Vec<Effect>) {
        let list = &self.review.list;
        // A filter typed in a round ends it: what it holds is read, not asked.
        let ends = list.drawn && list.sampling.plan.plan().asks_criteria;
        let sampling = if ends { Sampling::default() } else { list.sampling };
        if let Err(error) = self.draw_by(filter, sampling, land, out) {
            self.complain(&error.sentence);
        }
    }

    /// Leaves a sample: the queue holds every record of the filter.
    pub(crate) fn read_all(&mut self, out: &mut Vec<Effect>) {
        self.go(Screen::Review, out);
        if self.review.list.sampling == Sampling::default() && self.review.list.title.is_none() {
            self.say(
                "The queue already holds every record that matches the filter.",
                &[ReviewAction::FilterQueue.into()],
            );
            return;
        }
        let (filter, land) = (self.review.list.filter.clone(), self.review.list.row());
        if let Err(error) = self.draw_by(filter, Sampling::default(), land, out) {
            self.complain(&error.sentence);
        }
    }

    /// Draws a queue from a filter by a plan.
    pub(crate) fn draw_by(
        &mut self,
        text: String,
        sampling: Sampling,
        land: Option<RowId>,
        out: &mut Vec<Effect>,
    ) -> Result<(), filter::FilterError> {
        let filter = filter::parse(&text)?;
        self.requests.ask(Read::Queue { text, filter, sampling, land, slot: Slot::empty() }, out);
        Ok(())
    }

    /// Stops drawing a queue, where there is one to go back to; answers whether that was so.
    pub(crate) fn stop_drawing(&mut self, out: &mut Vec<Effect>) -> bool {
        let is_meant = |read: &Read| matches!(read, Read::Queue { .. });
        let list = &self.review.list;
        let stands = self.review.replaced.is_some() || (list.drawn && !list.is_counting);
        if !stands || !self.requests.waits_for(is_meant) {
            return false;
        }
        self.requests.cancel(is_meant, out);
        self.bring_back_queue();
        self.say("Stopped; the queue is as it was.", &[ReviewAction::FilterQueue.into()]);
        true
    }

    /// Puts the queue from before one that could not be drawn to its end back into its place.
    pub(crate) fn bring_back_queue(&mut self) {
        let Some(mut old) = self.review.replaced.take() else { return };
        // What was found already may have been judged.
        old.forget_lines();
        self.review.list = old;
    }

    /// Takes a queue that was drawn.
    pub(crate) fn take_queue(&mut self, queue: Queue, land: Option<RowId>) {
        if queue.total == 0 && self.screen == Screen::Review && self.reading.is_none() {
            self.screen = Screen::Welcome;
        } else if queue.total > 0 && self.screen == Screen::Welcome {
            self.screen = Screen::Review;
        }
        self.review.below = None;
        let asks = queue.asks.clone();
        self.review.round = (!asks.is_empty()).then(|| Round::new(asks, &[]));
        self.review.list.replace(queue, land);
        self.review.unreadable = None;
    }

    /// Resumes a round: what was answered in an earlier session stays answered, the first open question is next.
    pub(crate) fn resume_round(&mut self, answered: &[bool]) {
        if self.review.round.is_none() {
            return;
        }
        let round = Round::new(self.review.list.queue.asks.clone(), answered);
        self.review.list.cursor = round.next_open(None).unwrap_or(0);
        self.review.round = Some(round);
    }

    /// Goes to a record, as a guest of the queue where the filter does not hold it.
    pub(crate) fn visit(&mut self, row: RowId) {
        self.screen = Screen::Review;
        if !self.review.list.go_to(row) {
            let at = self.review.list.invite(row);
            if let Some(round) = &mut self.review.round {
                round.invite(at);
            }
            self.say("This record is shown although it does not match the filter.", &[]);
        }
    }

    /// Makes a queue of chosen records, under a title.
    pub(crate) fn take_listed(&mut self, title: String, rows: Vec<RowId>, origin: Origin) {
        self.screen = Screen::Review;
        let total = self.review.list.queue.total;
        let population = rows.len() as u64;
        self.take_queue(Queue { rows, asks: Vec::new(), population, total: total.max(population) }, None);
        self.review.list.title = Some(title);
        self.review.list.origin = Some(origin);
    }

    /// Asks for records that a check led to, to become the queue under this title.
    pub(crate) fn list_records(&mut self, title: String, ids: Vec<RecordId>, out: &mut Vec<Effect>) {
        self.requests.ask(Read::places(ids, PlacesFor::List(title)), out);
    }
}
