//! What other processes write into the workspace while the screen is open: modes, criteria and judgements of a colleague
//! appear on it, and the place stays.

use crate::app::Model;
use crate::app::message::Effect;
use crate::views::{BlindStanding, NewEvents, Read, Slot};

impl Model {
    /// Asks how far the blind set of a pair is.
    pub(crate) fn ask_blind_set(&mut self, out: &mut Vec<Effect>) {
        let is_asked = self.requests.waits_for(|read| matches!(read, Read::BlindSet { .. }));
        let Some(pair) = &mut self.screens.review.pair else { return };
        // An answer that is on its way is waited for: where much is written it would never come.
        pair.asks_again = is_asked;
        if !is_asked {
            self.requests.ask(Read::BlindSet { set: pair.set.clone(), slot: Slot::empty() }, out);
        }
    }

    /// Asks how far the blind set of a pair is, now and at the end of the step of time in which votes become known.
    pub(crate) fn follow_blind_set(&mut self, out: &mut Vec<Effect>) {
        let now = self.now;
        let Some(pair) = &mut self.screens.review.pair else { return };
        if let Some(next) = pair.next_look(now) {
            out.push(Effect::Wake(next));
        }
        self.ask_blind_set(out);
    }

    /// Takes how far the blind set of a pair is; reads anew what a reveal has shown.
    pub(super) fn take_blind_set(&mut self, standing: BlindStanding, out: &mut Vec<Effect>) {
        let now = self.now;
        let Some(pair) = &mut self.screens.review.pair else { return };
        let asks_again = std::mem::take(&mut pair.asks_again);
        if pair.take(standing, now) {
            self.reread(out);
        }
        if asks_again {
            self.ask_blind_set(out);
        }
    }

    /// Asks what the journal holds that the screen does not know, unless a file is being read: that tells itself what it
    /// changed.
    pub(crate) fn ask_new_events(&mut self, out: &mut Vec<Effect>) {
        if self.reading.is_none() {
            self.requests.ask(Read::NewEvents { after: self.session.known_to, slot: Slot::empty() }, out);
        }
    }

    /// Reads anew what others wrote. What this screen wrote itself is shown already.
    pub(super) fn take_new_events(&mut self, found: &NewEvents, out: &mut Vec<Effect>) {
        let is_first = self.session.known_to.replace(found.last).is_none();
        if !is_first && found.sessions.iter().any(|session| !self.session.is_own(*session)) {
            self.reread(out);
        }
        // Whatever wrote may have brought records too.
        self.arrivals_due |= !is_first;
        self.ask_arrivals(out);
    }
}
