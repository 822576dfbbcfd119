//! One message in, a changed model and its effects out.

mod arrivals;
mod daily;
mod dispatch;
mod elsewhere;
mod help;
mod intents;
mod keyboard;
mod overlays;
mod pointing;
mod reconcile;
mod replies;
mod standstill;
mod start;
pub mod typed;
mod writes;

pub use start::{Start, start};

use crate::app::Model;
use crate::app::message::{Effect, JobReport, Message, Write};
use crate::app::screens::review::Review;
use crate::command::{Action, GlobalAction};
use crate::domain::Time;
use crate::text::under;
use crate::views::{Read, Slot};

/// Takes one message. `now` is the only clock.
pub fn update(model: &mut Model, message: Message, now: Time) -> Vec<Effect> {
    let mut out = Vec::new();
    model.now = now;
    under(model.covering(), || take(model, message, &mut out));
    // The message may have begun or ended presenting.
    under(model.covering(), || {
        model.ask_arrivals(&mut out);
        model.reconcile(&mut out);
        model.say_where_still();
    });
    model.note_background(&out);
    out
}

/// Hands a message to the part that it is for.
fn take(model: &mut Model, message: Message, out: &mut Vec<Effect>) {
    if matches!(message, Message::JobDone(_) | Message::Ran(_)) {
        model.end_background(matches!(message, Message::Ran(_)));
    }
    match message {
        Message::Key { chord, burst } => model.press(chord, burst, out),
        Message::Paste(text) => model.paste(&text, out),
        Message::Mouse(pointer) => model.point(pointer, out),
        Message::Resize(columns, rows) => model.resize(columns, rows),
        Message::SoFar(request, trial) => model.take_so_far(request, trial),
        Message::FirstHits(request, queue) => model.take_first_hits(request, *queue, out),
        Message::Reply(request, reply) => model.take_reply(request, reply, out),
        Message::Written(ticket, result) => model.take_written(ticket, result, out),
        Message::Reading(state) => model.take_reading(*state, out),
        Message::WasRead(done) => model.take_was_read(done, out),
        Message::FileChanged => {
            model.ask_new_events(out);
            model.follow_blind_set(out);
        }
        Message::Woken => model.ask_blind_set(out),
        Message::JobAdvanced(records) => model.advance_background(records),
        Message::JobDone(Ok(report)) => model.take_report(report, out),
        Message::Edited(Ok(text)) => model.take_edited(&text, out),
        Message::Ran(Ok(sentence)) => model.say(crate::text::visible_line(&sentence.into()).to_string(), &[]),
        Message::Copied(Ok(())) | Message::Viewed(Ok(())) => {}
        Message::JobDone(Err(problem))
        | Message::Ran(Err(problem))
        | Message::Edited(Err(problem))
        | Message::Copied(Err(problem))
        | Message::Viewed(Err(problem)) => {
            model.complain(&problem.to_string());
        }
        Message::Terminate => model.quit(out),
    }
}

impl Model {
    /// Says what a job did, and reads again what it changed.
    fn take_report(&mut self, report: JobReport, out: &mut Vec<Effect>) {
        let sentence = crate::text::visible_line(&report.sentence.into()).to_string();
        let back: &[Action] = if self.session.take_awaited_stub() { &[GlobalAction::Undo.into()] } else { &[] };
        self.say(sentence, back);
        if report.changed {
            self.requests.ask(Read::Codebook(Slot::empty()), out);
            self.requests.ask(Read::own_verdicts(), out);
            self.requests.ask(Read::Figures(Slot::empty()), out);
            self.draw_queue_anew(out);
        }
    }

    /// Saves what is half-written and the place in the queue, then leaves.
    pub(crate) fn quit(&mut self, out: &mut Vec<Effect>) {
        self.keep_open_text();
        self.handle_review(out, Review::leave_asking);
        while let Some(draft) = self.session.take_dirty() {
            let ticket = self.requests.next();
            out.push(Effect::Write(ticket, draft));
        }
        if let Some(place) = self.screens.review.place()
            && self.requests.saved_position != Some(place)
        {
            self.requests.saved_position = Some(place);
            let ticket = self.requests.next();
            out.push(Effect::Write(ticket, Write::Position(place)));
        }
        out.push(Effect::Quit);
    }
}
