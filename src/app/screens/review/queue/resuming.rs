//! Going on with an earlier session of the same filter, plan and seed.

use super::jumps::Jumps;
use crate::app::handler::Context;
use crate::app::message::Write;
use crate::app::requests::PendingKind;
use crate::app::screens::review::state::Review;
use crate::domain::{Day, Queue, Sampling, Session};
use crate::views::{Read, Slot, UnfinishedSession};

impl Review {
    /// Asks for the unfinished session of a filter.
    pub(crate) fn ask_unfinished(&self, text: String, cx: &mut Context<'_>) {
        cx.ask(Read::Unfinished { text, sampling: self.next_sampling(), slot: Slot::empty() });
    }

    /// Goes on with the session that was found; begins a new one where there is none.
    pub(crate) fn resume_or_begin(
        &mut self,
        text: String,
        found: Option<Box<UnfinishedSession>>,
        cx: &mut Context<'_>,
    ) {
        let Some(found) = found else {
            let land = self.list.row();
            self.draw_or_complain(text, land, cx);
            return;
        };
        let begun = found.session.started.short();
        self.go_on_with(*found, cx);
        cx.say(format!("Your session of {begun} with this filter goes on."), &[]);
    }

    /// Goes on with the session over the sample of a day, or begins one.
    pub(crate) fn read_daily(&mut self, day: Day, found: Option<Box<UnfinishedSession>>, cx: &mut Context<'_>) {
        self.leave_to_session();
        match found {
            Some(found) if cx.session.number == Some(found.session.id) => {
                cx.say("This is today's sample.", &[]);
            }
            Some(found) => {
                self.go_on_with(*found, cx);
                self.go_to_first_unjudged();
                cx.say(format!("Your session over the sample of {day} goes on."), &[]);
            }
            None => self.draw(String::new(), Sampling::daily(day), None, None, cx),
        }
    }

    fn go_on_with(&mut self, found: UnfinishedSession, cx: &mut Context<'_>) {
        let UnfinishedSession { session, answered, has_ended } = found;
        if let Some(place) = session.position {
            self.remember_place(place);
        }
        if session.queue.is_empty() {
            self.draw_again(session, has_ended, cx);
        } else {
            self.take_session(session, &answered, cx);
            cx.session.has_ended = has_ended;
        }
    }

    /// Takes the queue of a session as it was drawn.
    fn take_session(&mut self, session: Session, answered: &[bool], cx: &mut Context<'_>) {
        let Session { id, filter, sampling, queue: rows, asks, population, position, gold, .. } = session;
        let total = self.list.queue.total;
        self.jumps = Jumps::default();
        (self.list.filter, self.list.sampling) = (filter, sampling);
        self.list.forget_title();
        self.take_queue(Queue { rows, asks, population, total, gold }, position.map(|place| place.row), cx);
        self.resume_round(answered);
        cx.send(PendingKind::Session, Write::Resume(id));
    }
}
