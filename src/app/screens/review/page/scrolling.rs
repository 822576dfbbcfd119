//! Moving in the text of the record on screen.

use std::ops::Range;

use super::page::Page;
use crate::layout::Transcript;

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

    /// Scrolls by rows, backwards when negative.
    pub(crate) fn scroll_by(&mut self, rows: isize) {
        self.scroll = self.scroll.saturating_add_signed(rows);
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
