//! Known answers among the records of the session: put at their places, and from then on read as if nobody had said anything
//! of them. Nothing else of the screens knows which they are.

use std::collections::HashSet;
use std::sync::Arc;

use crate::app::handler::Context;
use crate::app::screens::review::state::Review;
use crate::domain::{Asked, Gold, Queue, RowId};
use crate::views::Read;

impl Review {
    /// Puts the known answers of a queue that becomes the session's at their places.
    pub(super) fn mix_known(&mut self, queue: &mut Queue, cx: &mut Context<'_>) {
        let gold = queue.gold.take().filter(|gold| !gold.is_empty()).map(Arc::new);
        if let Some(gold) = &gold {
            queue.rows = gold.mix(&queue.rows, &|row| self.own.verdicts.contains_key(&row));
        }
        self.ask_known(gold, cx);
    }

    /// Leaves the known answers as they are in a queue that is drawn anew; where there are none, none come in midway.
    pub(super) fn keep_known(&mut self, cx: &Context<'_>) {
        let none = || Gold { since: cx.now, places: Vec::new() };
        self.kept_gold = Some(cx.requests.gold.as_deref().cloned().unwrap_or_else(none));
    }

    /// Has known records read as such from now on, and those that were no longer.
    pub(crate) fn ask_known(&mut self, gold: Asked, cx: &mut Context<'_>) {
        if gold == cx.requests.gold {
            return;
        }
        let rows: HashSet<RowId> = gold.iter().chain(&cx.requests.gold).flat_map(|gold| gold.rows()).collect();
        self.own.verdicts.retain(|row, _| !rows.contains(row));
        self.ahead.clear();
        self.page.take_if(|page| rows.contains(&page.view.record.row));
        cx.requests.gold = gold;
        cx.ask(Read::own_verdicts());
    }

    /// Returns the known answers of a queue without those of records that were read while it was still being drawn.
    pub(super) fn not_yet_read(&self, gold: Option<Gold>) -> Option<Gold> {
        let read = self.list.queue.rows.get(..=self.list.cursor).unwrap_or_default();
        let mut gold = gold?;
        gold.places.retain(|place| !read.contains(&place.row));
        Some(gold)
    }
}
