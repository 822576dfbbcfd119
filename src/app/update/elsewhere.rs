//! What other processes write into the workspace while the screen is open: modes, criteria and judgements of a colleague
//! appear on it, and the place stays.

use crate::app::Model;
use crate::app::message::Effect;
use crate::views::{NewEvents, Read, Slot};

impl Model {
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
