//! After every message: asks for what the screens now need, lays out what shows, saves drafts and the place.

use crate::app::message::Effect;
use crate::app::overlays::Overlay;
use crate::app::overlays::writing::Writing;
use crate::app::screens::review::Review;
use crate::app::{Model, Screen};
use crate::views::{Read, Slot};

impl Model {
    /// Brings reads, layout and saved position up to what the model now says.
    pub(crate) fn reconcile(&mut self, out: &mut Vec<Effect>) {
        self.handle_review(out, Review::load);
        self.load_forecast(out);
        self.handle_review(out, Review::lay_out);
        if self.screen == Screen::Compare {
            self.screens.compare.lay_out(self.size);
        }
        self.clamp_overlays();
        self.handle_review(out, Review::flush_saves);
    }

    /// Draws the queue anew from its filter; the cursor stays on its record.
    pub(crate) fn draw_queue_anew(&mut self, out: &mut Vec<Effect>) {
        self.handle_review(out, |review, cx| review.draw_queue(review.list.row(), cx));
    }

    /// Reads what the edit of a criterion that is being written would make stale.
    fn load_forecast(&mut self, out: &mut Vec<Effect>) {
        let criterion = match self.overlays.last() {
            Some(Overlay::Revision(revision)) => &revision.criterion,
            Some(Overlay::Text(entry)) => match &entry.writing {
                Writing::Revision { criterion, .. } => criterion,
                _ => return,
            },
            _ => {
                self.read_model.forecast = None;
                return;
            }
        };
        let is_known = self.read_model.forecast.as_ref().is_some_and(|(key, _)| key == criterion);
        let is_meant = |read: &Read| matches!(read, Read::WouldStale { criterion: asked, .. } if asked == criterion);
        if !is_known && !self.requests.waits_for(is_meant) {
            let read = Read::WouldStale { criterion: criterion.clone(), slot: Slot::empty() };
            self.requests.ask(read, out);
        }
    }
}
