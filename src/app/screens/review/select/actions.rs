//! What the keys do that choose a span of evidence.

use super::selection::Selection;
use crate::app::handler::Context;
use crate::app::screens::review::page::Page;
use crate::app::screens::review::state::Review;
use crate::command::{SpanAction, SpanMotion};
use crate::domain::Span;

impl Review {
    /// Begins a selection: at the place last jumped to, else in the answer where it is in view.
    pub(crate) fn select(&mut self, lines: bool, cx: &mut Context<'_>) {
        let Some(page) = self.current_mut() else { return };
        if let Some(selection) = page.selection.as_mut() {
            if selection.lines == lines {
                page.selection = None;
            } else {
                selection.lines = lines;
            }
            return;
        }
        let rows = page.rows();
        let in_view = |page: &Page| {
            let lines = page.transcript()?.lines(rows.clone());
            let places: Vec<(Option<u32>, u32)> = lines
                .iter()
                .filter_map(|line| Some((line.turn?, line.pieces.iter().find_map(|piece| piece.source.clone())?.start)))
                .collect();
            places.iter().find(|(turn, _)| turn.is_none()).or(places.first()).copied()
        };
        let (turn, start) =
            page.focus.map(|span| (span.turn, span.start)).or_else(|| in_view(page)).unwrap_or((None, 0));
        let begun = Selection::begin(turn, page.view.document.text(turn), start as usize, lines)
            .or_else(|| Selection::begin(None, page.view.document.text(None), 0, lines));
        page.selection = begun;
        if page.selection.is_none() {
            cx.complain("There is no text to select.");
            return;
        }
        self.show_head();
    }

    /// Does what a key of the selection says.
    pub(crate) fn act_on_span(&mut self, action: SpanAction, cx: &mut Context<'_>) {
        match action {
            SpanAction::Down => self.change_selection(|page, selection| page.move_by_line(selection, true)),
            SpanAction::Up => self.change_selection(|page, selection| page.move_by_line(selection, false)),
            SpanAction::NextTurn => self.change_selection(|page, selection| page.move_by_turn(selection, true)),
            SpanAction::PreviousTurn => self.change_selection(|page, selection| page.move_by_turn(selection, false)),
            SpanAction::Note => self.open_note(cx),
            SpanAction::Copy => self.copy_selection(false, cx),
            SpanAction::CopyLogged => self.copy_selection(true, cx),
        }
    }

    /// Moves the end of the selection within the text.
    pub(crate) fn move_selection(&mut self, motion: SpanMotion) {
        self.change_selection(|_, selection| selection.step(motion));
    }

    /// Changes the selection, if there is one, and brings its head into view.
    fn change_selection(&mut self, change: impl FnOnce(&mut Page, &mut Selection)) {
        let Some(page) = self.current_mut() else { return };
        let Some(mut selection) = page.selection.take() else { return };
        change(page, &mut selection);
        page.selection = Some(selection);
        self.show_head();
    }

    fn show_head(&mut self) {
        let Some(page) = self.current_mut() else { return };
        let Some(selection) = &page.selection else { return };
        let (turn, head) = (selection.turn, selection.head);
        page.show(turn, u32::try_from(head).unwrap_or(u32::MAX));
    }

    /// Returns the span that the next judgement is about, if one is being chosen.
    pub(crate) fn chosen_span(&self) -> Option<Span> {
        self.current()?.selection.as_ref().map(Selection::span)
    }

    /// Ends the selection.
    pub(crate) fn leave_selection(&mut self) {
        if let Some(page) = self.page.as_mut() {
            page.selection = None;
        }
    }
}

impl Page {
    /// Moves the head to the line below or above on the screen.
    fn move_by_line(&mut self, selection: &mut Selection, down: bool) {
        if let Some(head) = self.vertical(selection, down) {
            selection.head = head;
        }
    }

    /// Begins the selection anew in the next turn or the one before; the output follows the last turn.
    fn move_by_turn(&self, selection: &mut Selection, forward: bool) {
        let turns = self.view.document.turns();
        let next = match (selection.turn, forward) {
            (Some(turn), true) => (turn + 1 < turns).then_some(turn + 1),
            (Some(turn), false) => Some(turn.saturating_sub(1)),
            (None, true) => None,
            (None, false) => turns.checked_sub(1),
        };
        if let Some(begun) = Selection::begin(next, self.view.document.text(next), 0, selection.lines) {
            *selection = begun;
        }
    }

    /// Returns the character below, or above, the head on the screen.
    fn vertical(&mut self, selection: &Selection, down: bool) -> Option<usize> {
        let head = u32::try_from(selection.head).ok()?;
        let transcript = self.transcript_mut()?;
        let row = transcript.row_of(selection.turn, head);
        transcript.reach(row + 4);
        let sources = |row: usize| -> Option<(u32, u32)> {
            let line = transcript.lines(row..row + 1).into_iter().next()?;
            let ranges: Vec<_> = line.pieces.iter().filter_map(|piece| piece.source.clone()).collect();
            (line.turn == Some(selection.turn)).then_some((ranges.first()?.start, ranges.last()?.end))
        };
        let (start, _) = sources(row)?;
        let column = head.saturating_sub(start);
        let mut candidates = (1..=3).filter_map(|step| if down { Some(row + step) } else { row.checked_sub(step) });
        let (start, end) = candidates.find_map(sources)?;
        Some((start + column).min(end.saturating_sub(1).max(start)) as usize)
    }
}
