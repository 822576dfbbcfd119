//! The record on screen: its text at the present width, how far it is scrolled, what is folded, selected and sought.

use std::collections::BTreeSet;
use std::ops::Range;

use super::search::Search;
use super::select::Selection;
use crate::app::geometry::Area;
use crate::domain::NoteView;
use crate::domain::{Message, Name, Role, Span};
use crate::layout::Transcript;
use crate::views::RecordView;

/// So many of the last turns are never folded.
const TURNS_UNFOLDED: usize = 4;

/// Returns what folds: the instructions above a conversation, and its turns but for the last few.
fn foldable(view: &RecordView) -> BTreeSet<u32> {
    let turns = &view.record.content.messages;
    let early = turns.len().saturating_sub(TURNS_UNFOLDED);
    let last = turns.len().saturating_sub(1);
    let folds = |(at, turn): &(usize, &Message)| *at < early || (turn.role == Role::System && *at < last);
    turns.iter().enumerate().filter(folds).filter_map(|(at, _)| u32::try_from(at).ok()).collect()
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
    transcript: Option<Transcript>,
    area: Area,
    folded: BTreeSet<u32>,
    known: usize,
    objection: usize,
}

impl Page {
    /// Makes the page of a record, unscrolled, folded or not.
    pub(crate) fn new(view: RecordView, folds: bool) -> Self {
        let folded = if folds { foldable(&view) } else { BTreeSet::new() };
        Self {
            view,
            scroll: 0,
            selection: None,
            search: None,
            focus: None,
            transcript: None,
            area: Area::default(),
            folded,
            known: 0,
            objection: 0,
        }
    }

    /// Takes the same record read anew.
    pub(crate) fn refresh(&mut self, view: RecordView) {
        if view.rendering != self.view.rendering {
            self.scroll = 0;
        }
        if !std::sync::Arc::ptr_eq(&view.document, &self.view.document) {
            self.transcript = None;
        }
        self.view = view;
    }

    /// Returns the line that is the first in view.
    pub(crate) fn line(&self) -> u32 {
        u32::try_from(self.scroll).unwrap_or(u32::MAX)
    }

    /// Lays out what shows in this area, and a page beyond it.
    pub(crate) fn lay_out(&mut self, area: Area) {
        let transcript = match self.transcript.take() {
            Some(laid) if self.area.width == area.width => laid,
            _ => Transcript::new(self.view.document.clone(), area.width.max(1), self.folded.clone()),
        };
        self.area = area;
        let height = usize::from(area.height);
        let transcript = self.transcript.insert(transcript);
        self.known = transcript.reach(self.scroll + height * 2 + 1);
        if transcript.is_complete() {
            self.scroll = self.scroll.min(self.known.saturating_sub(height));
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

    /// Answers whether there is text above, and below, the view.
    pub fn hidden(&self) -> (bool, bool) {
        (self.scroll > 0, self.scroll + self.height() < self.known)
    }

    /// Scrolls by rows, backwards when negative.
    pub(crate) fn scroll_by(&mut self, rows: isize) {
        self.scroll = self.scroll.saturating_add_signed(rows);
    }

    /// Brings a place into view, a third down the page when it was not.
    pub(crate) fn show(&mut self, turn: Option<u32>, character: u32) {
        if let Some(folded) = turn
            && self.folded.remove(&folded)
        {
            self.transcript = None;
            self.lay_out(self.area);
        }
        let Some(transcript) = self.transcript.as_mut() else { return };
        let row = transcript.row_of(turn, character);
        if !self.rows().contains(&row) {
            self.scroll = row.saturating_sub(self.height() / 3);
        }
    }

    /// Folds what can be folded, or unfolds all.
    pub(crate) fn fold(&mut self, folds: bool) {
        self.folded = if folds { foldable(&self.view) } else { BTreeSet::new() };
        self.transcript = None;
        self.scroll = 0;
    }

    /// Scrolls to the next turn, or the one before.
    pub(crate) fn turn(&mut self, forward: bool) {
        let height = self.height();
        let Some(transcript) = self.transcript.as_mut() else { return };
        if forward {
            transcript.reach(self.scroll + height * 4);
        }
        let rows = transcript.turn_rows();
        let starts = rows.iter().map(|(_, row)| *row);
        let next = if forward {
            starts.filter(|row| *row > self.scroll).min()
        } else {
            starts.filter(|row| *row < self.scroll).max()
        };
        if let Some(row) = next {
            self.scroll = row;
        } else if forward {
            let end = transcript.row_of(None, u32::MAX);
            self.scroll = self.scroll.max(end.saturating_sub(height / 2));
        } else {
            self.scroll = 0;
        }
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
