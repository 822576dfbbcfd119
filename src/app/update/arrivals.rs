//! Records that come in while the screen is open: they are put behind the queue; the record on screen stays.

use crate::app::message::{Effect, JobReport};
use crate::app::{Model, Screen};
use crate::domain::{RowId, filter};
use crate::error::Problem;
use crate::views::{Arrivals, Read, ReadingState, Slot};

impl Model {
    /// Takes how far the file is read; asks for what came in, unless that is under way.
    pub(crate) fn take_reading(&mut self, state: ReadingState, out: &mut Vec<Effect>) {
        self.reading = Some(state);
        self.arrivals_due = true;
        self.ask_arrivals(out);
    }

    /// Says that the file is read to its end, or why it is not, and reads again what that changed.
    pub(crate) fn take_was_read(&mut self, done: Result<JobReport, Problem>, out: &mut Vec<Effect>) {
        self.reading = None;
        match done {
            Ok(report) => {
                self.say(crate::text::visible_line(&report.sentence.into()).to_string(), &[]);
                if report.changed && self.takes_arrivals() {
                    // Records that other sources held first stand in between.
                    self.draw_queue_anew(out);
                }
            }
            Err(problem) => {
                let hint = problem.hints.first().map(|hint| format!(" {hint}")).unwrap_or_default();
                self.complain(&format!("{problem}{hint}"));
            }
        }
        self.requests.ask(Read::Codebook(Slot::empty()), out);
        self.requests.ask(Read::own_verdicts(), out);
        self.requests.ask(Read::Figures(Slot::empty()), out);
        self.arrivals_due = true;
        self.ask_arrivals(out);
    }

    /// Takes what came in behind the queue, as long as that is still the queue of the filter.
    pub(crate) fn take_arrivals(&mut self, text: &str, arrivals: Arrivals, out: &mut Vec<Effect>) {
        if !self.takes_arrivals() || self.screens.review.list.filter != text {
            return;
        }
        let Arrivals { rows, last, total } = arrivals;
        if total > 0 && self.screen == Screen::Welcome {
            self.screen = Screen::Review;
        }
        let is_first = self.screens.review.list.is_empty() && !rows.is_empty();
        self.screens.review.list.append(rows, last, total);
        if is_first {
            self.requests.ask(Read::Figures(Slot::empty()), out);
        }
    }

    /// Asks for what came in, unless that or the whole queue is asked for already.
    pub(crate) fn ask_arrivals(&mut self, out: &mut Vec<Effect>) {
        if !self.arrivals_due || !self.takes_arrivals() {
            return;
        }
        if self.requests.waits_for(|read| matches!(read, Read::Arrivals { .. } | Read::Queue { .. })) {
            return;
        }
        let list = &self.screens.review.list;
        self.arrivals_due = false;
        let Ok(parsed) = filter::parse(&list.filter) else { return };
        let (text, after) = (list.filter.clone(), list.last);
        self.requests.ask(Read::Arrivals { text, filter: parsed, after, slot: Slot::empty() }, out);
    }

    /// Returns whether the queue grows with what comes in: it holds everything that a filter holds. A sample stays as it
    /// was drawn, a list as it was chosen.
    fn takes_arrivals(&self) -> bool {
        let list = &self.screens.review.list;
        list.drawn
            && list.title.is_none()
            && list.sampling.is_whole()
            && self.screens.review.round.is_none()
            && !self.screens.review.is_over_session()
    }
}

impl crate::app::screens::review::QueueList {
    /// Puts records behind the others.
    fn append(&mut self, rows: Vec<RowId>, last: RowId, total: u64) {
        let known = self.last;
        if !rows.is_empty() {
            self.alike = None;
        }
        self.queue.rows.extend(rows.into_iter().filter(|row| *row > known));
        self.queue.population = self.queue.rows.len() as u64;
        self.queue.total = total;
        self.last = known.max(last);
    }
}
