//! What the keys do that search the record.

use super::places::Search;
use crate::app::handler::Context;
use crate::app::screens::review::state::Review;
use crate::command::SearchAction;
use crate::text::grouped;

/// Places looked for at most.
const PLACES_AT_MOST: usize = 10_000;

impl Review {
    /// Looks for text in the record on screen and goes to the first place in view or behind it.
    pub(crate) fn search(&mut self, needle: &str, cx: &mut Context<'_>) {
        let Some(page) = self.current_mut() else { return };
        if needle.is_empty() {
            page.search = None;
            return;
        }
        let mut places = page.document().find(needle, PLACES_AT_MOST + 1);
        let is_cut = places.len() > PLACES_AT_MOST;
        places.truncate(PLACES_AT_MOST);
        if places.is_empty() {
            page.search = None;
            cx.complain(&format!("\"{needle}\" was not found in this record."));
            return;
        }
        let top = page.scroll;
        let behind = page.transcript_mut().and_then(|transcript| {
            places.iter().take(200).position(|place| transcript.row_of(place.turn, place.start) >= top)
        });
        page.search = Some(Search { needle: needle.to_owned(), places, at: behind.unwrap_or(0), is_cut });
        self.show_place(cx);
    }

    /// Goes to the next place, or the one before; around at the ends.
    pub(crate) fn search_step(&mut self, action: SearchAction, cx: &mut Context<'_>) {
        if let Some(search) = self.current_mut().and_then(|page| page.search.as_mut()) {
            let count = search.places.len().max(1);
            search.at = match action {
                SearchAction::Next => (search.at + 1) % count,
                SearchAction::Previous => (search.at + count - 1) % count,
            };
        }
        self.show_place(cx);
    }

    /// Takes the strip away; the place stays where a selection begins.
    pub(crate) fn leave_search(&mut self) {
        if let Some(page) = self.page.as_mut() {
            page.search = None;
        }
    }

    fn show_place(&mut self, cx: &mut Context<'_>) {
        let Some(page) = self.current_mut() else { return };
        let Some((place, summary)) = page.search.as_ref().and_then(|search| {
            let (at, count) = (grouped(search.at as u64 + 1), grouped(search.places.len() as u64));
            let summary = format!("{at} of {count}{} places", if search.is_cut { "+" } else { "" });
            search.current().map(|place| (place, summary))
        }) else {
            return;
        };
        page.focus = Some(place);
        page.show(place.turn, place.start);
        cx.say(summary, &[SearchAction::Next.into(), SearchAction::Previous.into()]);
    }
}
