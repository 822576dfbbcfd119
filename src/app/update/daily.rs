//! Takes the daily sample that was asked for.

use crate::app::Model;
use crate::app::handler::ReviewIntent;
use crate::app::message::Effect;
use crate::views::{DailyStart, Read, Slot};

impl Model {
    /// Reads the daily sample; freezes it first where nobody did.
    pub(super) fn take_daily(&mut self, start: DailyStart, is_again: bool, out: &mut Vec<Effect>) {
        match start {
            DailyStart::Freeze(_) if is_again => self.complain("The sample of today could not be frozen."),
            DailyStart::Freeze(change) => {
                self.write(vec![change], out);
                self.requests.ask_when_saved(Read::Today { is_again: true, slot: Slot::empty() }, out);
            }
            DailyStart::Read(_, 0, _) => self.say("Nothing of today's sample is left for you.", &[]),
            DailyStart::Read(day, _, session) => self.fulfil_in_review(ReviewIntent::Daily(day, session), out),
        }
    }
}
