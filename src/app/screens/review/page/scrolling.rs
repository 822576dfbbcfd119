//! Moving in the text of the record on screen.

use std::ops::Range;

use super::page::Page;
use crate::layout::{Row, Transcript};

impl Page {
    /// Answers whether there is text above, and below, the view.
    pub fn hidden(&self) -> (bool, bool) {
        (self.scroll > 0, self.scroll + self.height() < self.known)
    }

    /// Returns the lines in view, counted from 0, and how many there are, which is `false` where there are more; `None` where
    /// all of it is in view.
    pub fn position(&self) -> Option<(Range<usize>, usize, bool)> {
        let (above, below) = self.hidden();
        let is_all = self.transcript.as_ref().is_some_and(Transcript::is_complete);
        (above || below).then(|| (self.rows(), self.known, is_all))
    }

    /// Scrolls by rows, backwards when negative. In a view of one row, blank rows and labels are passed over.
    pub(crate) fn scroll_by(&mut self, rows: isize) {
        let before = self.scroll;
        self.scroll = self.scroll.saturating_add_signed(rows);
        if self.height() == 1 {
            self.skip_silent_rows(before, rows > 0);
        }
    }

    /// Goes on from a row without words to the next one that has some; back to `before` where none has.
    pub(super) fn skip_silent_rows(&mut self, before: usize, down: bool) {
        let Some(transcript) = self.transcript.as_ref() else { return };
        let last = self.known.saturating_sub(1);
        let rows = transcript.lines(0..self.known);
        let says = |at: &usize| rows.get(*at).is_some_and(Row::has_words);
        let from = self.scroll.min(last);
        let onwards = if down { (from..=last).find(says) } else { (0..=from).rev().find(says) };
        // A step beyond the end, or onto blank rows there, stays at the last words before.
        let nearest = || if down { (before..=from).rev().find(says) } else { (from..=before).find(says) };
        self.scroll = onwards.or_else(nearest).unwrap_or(before);
    }

    /// Scrolls to the next turn, or the one before; from the first row back, unfolds the folded turn nearest to the answer.
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
        } else if self.scroll > 0 {
            self.scroll = 0;
        } else {
            self.unfold_nearest();
        }
    }

    /// Returns whether long lines are wrapped.
    pub(crate) const fn wraps(&self) -> bool {
        self.form.wraps
    }

    /// Goes to the left or to the right in lines that are not wrapped, by half of the width; answers whether there was more.
    pub(crate) fn shift_by_half(&mut self, right: bool) -> bool {
        let rows = self.rows();
        let Some(transcript) = self.transcript.as_mut() else { return false };
        let half = (transcript.text_width() / 2).max(1);
        let shift = if right {
            (self.shift + half).min(transcript.beyond(rows).max(self.shift))
        } else {
            self.shift.saturating_sub(half)
        };
        let is_moved = shift != self.shift;
        self.shift = shift;
        is_moved
    }

    /// Returns the cells that are left out on the left.
    pub const fn shift(&self) -> usize {
        self.shift
    }
}
