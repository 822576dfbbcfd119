//! The record on screen: its text at the present width, how far it is scrolled, what is folded, selected and sought.

use std::collections::BTreeSet;
use std::ops::Range;
use std::sync::Arc;

use crate::app::geometry::Area;
use crate::app::screens::review::search::Search;
use crate::app::screens::review::select::Selection;
use crate::domain::{Name, NoteView, ReadingPlace, Span, TextPlace};
use crate::layout::{Document, Transcript};
use crate::views::RecordView;

/// So many rows are laid out at least, so that it can be said how many there are.
const ROWS_COUNTED: usize = 2_000;

/// How a record's text is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TextForm {
    /// Whether long lines are wrapped; else one reaches further to the right.
    pub wraps: bool,
    /// Whether lines have their numbers.
    pub is_numbered: bool,
}

impl Default for TextForm {
    fn default() -> Self {
        Self { wraps: true, is_numbered: false }
    }
}

/// What is the first in view, whatever the width.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Top {
    /// As it is opened: as much of the judged answer as there is room for, and what stands above it where that fits too.
    Answer,
    /// A row.
    At(TextPlace),
    /// The row of a character of a turn.
    Near(Option<u32>, u32),
}

/// A record as it is being read.
#[derive(Debug)]
pub struct Page {
    /// The record with its judgements.
    pub view: RecordView,
    /// Rows above the view.
    pub scroll: usize,
    /// A span being chosen.
    pub selection: Option<Selection>,
    /// A search whose strip shows.
    pub search: Option<Search>,
    /// The place last jumped to: where a selection begins.
    pub focus: Option<Span>,
    /// The document with secrets and personal data covered, while presenting.
    pub(super) covered: Option<Arc<Document>>,
    /// What was uncovered of it.
    pub(super) uncovered: BTreeSet<Span>,
    pub(super) transcript: Option<Transcript>,
    pub(super) area: Area,
    pub(super) form: TextForm,
    /// Whether there is more space between turns.
    is_spaced: bool,
    /// Cells left out on the left of lines that are not wrapped.
    pub(super) shift: usize,
    pub(super) known: usize,
    folded: BTreeSet<u32>,
    top: Top,
    /// The scroll at which `top` was taken.
    top_scroll: usize,
    objection: usize,
}

impl Page {
    /// Makes the page of a record, folded or not, at the place where it was left.
    pub(crate) fn new(view: RecordView, folds: bool, form: TextForm, place: Option<TextPlace>) -> Self {
        let folded = if folds { view.document.foldable() } else { BTreeSet::new() };
        Self {
            view,
            scroll: 0,
            selection: None,
            search: None,
            focus: None,
            covered: None,
            uncovered: BTreeSet::new(),
            transcript: None,
            area: Area::default(),
            form,
            is_spaced: false,
            shift: 0,
            known: 0,
            folded,
            top: place.map_or(Top::Answer, Top::At),
            top_scroll: 0,
            objection: 0,
        }
    }

    /// Takes the same record read anew.
    pub(crate) fn refresh(&mut self, view: RecordView) {
        if view.rendering != self.view.rendering {
            self.keep_text_in_view();
        }
        if !Arc::ptr_eq(&view.document, &self.view.document) {
            self.transcript = None;
            self.covered = None;
        }
        self.view = view;
    }

    /// Keeps the text in view where blocks are made anew.
    pub(super) fn keep_text_in_view(&mut self) {
        let Some(transcript) = self.transcript.as_ref().filter(|_| self.top != Top::Answer) else { return };
        let rows = transcript.lines(self.rows());
        let found = rows.iter().find_map(|row| Some((row.turn?, row.source()?.start)));
        self.top = found.map_or(Top::Answer, |(turn, character)| Top::Near(turn, character));
    }

    /// Returns where it is being read.
    pub(crate) fn place(&self) -> ReadingPlace {
        let at = match self.top {
            Top::Answer | Top::Near(..) => None,
            Top::At(place) => Some(place),
        };
        ReadingPlace { row: self.view.record.row, at }
    }

    /// Lays out what shows in this area, and beyond it.
    pub(crate) fn lay_out(&mut self, area: Area) {
        let height = usize::from(area.height);
        let is_kept = self.transcript.is_some() && self.area.width == area.width;
        let is_moved = is_kept && self.area == area;
        self.area = area;
        let mut transcript = match self.transcript.take() {
            Some(laid) if is_kept => laid,
            _ => Transcript::new(self.document().clone(), area.width.max(1), self.folded.clone())
                .shown(self.form.wraps, self.form.is_numbered)
                .spaced(self.is_spaced),
        };
        if !is_kept {
            self.scroll = match self.top {
                Top::Answer => opened_at(&mut transcript, height),
                Top::At(place) => transcript.row_at(place),
                Top::Near(turn, character) => transcript.row_of(turn, character),
            };
        }
        self.known = transcript.reach(ROWS_COUNTED.max(self.scroll + height * 2 + 1));
        if transcript.is_complete() {
            self.scroll = self.scroll.min(self.known.saturating_sub(height));
        }
        // A row that came into view because of the size is not where one reads.
        let is_scrolled = is_moved && self.scroll != self.top_scroll;
        if is_scrolled || matches!(self.top, Top::Near(..)) {
            self.top = transcript.place_of(self.scroll).map_or(self.top, Top::At);
        }
        self.top_scroll = self.scroll;
        transcript.shift(self.shift);
        self.transcript = Some(transcript);
        if height == 1 && !is_kept {
            self.skip_silent_rows(self.scroll, true);
            self.top_scroll = self.scroll;
        }
    }

    /// Returns the text at the present width, once laid out.
    pub const fn transcript(&self) -> Option<&Transcript> {
        self.transcript.as_ref()
    }

    /// Returns the text, to lay out more of it.
    pub(crate) const fn transcript_mut(&mut self) -> Option<&mut Transcript> {
        self.transcript.as_mut()
    }

    /// Returns the rows in view.
    pub fn rows(&self) -> Range<usize> {
        self.scroll..(self.scroll + usize::from(self.area.height)).min(self.known)
    }

    /// Returns the rows of a page.
    pub fn height(&self) -> usize {
        usize::from(self.area.height)
    }

    /// Brings a place into view, a third down the page when it was not.
    pub(crate) fn show(&mut self, turn: Option<u32>, character: u32) {
        if let Some(folded) = turn
            && self.folded.remove(&folded)
        {
            self.lay_out_anew();
        }
        let Some(transcript) = self.transcript.as_mut() else { return };
        let row = transcript.row_of(turn, character);
        if !self.rows().contains(&row) {
            self.scroll = row.saturating_sub(self.height() / 3);
        }
    }

    /// Folds what can be folded, or unfolds all; what is the first in view stays so.
    pub(crate) fn fold(&mut self, folds: bool) {
        self.folded = if folds { self.view.document.foldable() } else { BTreeSet::new() };
        self.lay_out_anew();
    }

    /// Gives turns more space between them, or less; what is the first in view stays so.
    pub(crate) fn space_out(&mut self, is_spaced: bool) {
        if self.is_spaced != is_spaced {
            self.is_spaced = is_spaced;
            self.lay_out_anew();
        }
    }

    /// Shows the text in another form; what is the first in view stays so.
    pub(crate) fn show_as(&mut self, form: TextForm) {
        self.form = form;
        self.shift = 0;
        self.lay_out_anew();
    }

    /// Unfolds the folded turn nearest to the answer, and shows its beginning.
    pub(super) fn unfold_nearest(&mut self) {
        let Some(turn) = self.folded.pop_last() else { return };
        self.lay_out_anew();
        if let Some(transcript) = self.transcript.as_mut() {
            self.scroll = transcript.row_of(Some(turn), 0);
        }
    }

    pub(super) fn lay_out_anew(&mut self) {
        let place = self.transcript.take().and_then(|laid| laid.place_of(self.scroll));
        self.top = place.map_or(self.top, Top::At);
        self.lay_out(self.area);
    }

    /// Returns the next objection of a check that has a place, to jump to.
    pub(crate) fn next_objection(&mut self) -> Option<Span> {
        let places: Vec<Span> = self.view.objections.iter().filter_map(|(_, _, place)| *place).collect();
        let place = *places.get(self.objection % places.len().max(1))?;
        self.objection += 1;
        Some(place)
    }

    /// Returns this reviewer's note on a span, or on the whole record.
    pub fn note_of(&self, reviewer: &Name, span: Option<Span>) -> Option<&NoteView> {
        self.view.judgements.notes.iter().rev().find(|note| note.reviewer == *reviewer && note.span == span)
    }
}

/// Returns the row that a record is opened at: the first where all down to the end of the answer fits, or where a long answer
/// begins in the upper third; else one from which the end of the answer is in view; for a longer answer its label.
fn opened_at(transcript: &mut Transcript, height: usize) -> usize {
    let label = transcript.answer_row();
    transcript.reach(label + height + 1);
    let rows = transcript.lines(label..label + height + 1);
    let last = rows.iter().rposition(|row| row.turn == Some(None)).unwrap_or(0);
    match last < height {
        true => (label + last + 1).saturating_sub(height),
        false if label <= height / 3 => 0,
        false => label,
    }
}
