//! The state of the Compare screen.

use super::differences::Differences;
use crate::app::ReadModel;
use crate::app::geometry::{Area, compared};
use crate::app::handler::Context;
use crate::app::screens::ListState;
use crate::app::screens::detail::DetailLine;
use crate::app::screens::screen_state::ScreenState;
use crate::domain::RowId;
use crate::views::{Read, RecordView, Slot};

/// Records compared at most: more cannot be told apart by eye.
const COMPARED_AT_MOST: usize = 12;

/// The records with one input. The cursor of the list is the right one.
#[derive(Debug, Default)]
pub struct Compare {
    /// Cursor and filter.
    pub list: ListState,
    /// The index of the left record.
    pub left: usize,
    /// The two answers, wrapped, once both are read.
    pub differences: Option<Differences>,
    /// Lines above the view, of both.
    pub scroll: usize,
    /// Lines above the view at most.
    pub(super) most: usize,
    /// Lines of a page; two stay in view.
    pub(super) page: usize,
    pub(super) rows: Vec<RowId>,
    views: Vec<RecordView>,
}

impl Compare {
    /// Forgets everything.
    pub(crate) fn clear(&mut self) {
        *self = Self::default();
    }

    /// Takes a record that was read.
    pub(crate) fn take(&mut self, view: RecordView) {
        if self.rows.contains(&view.record.row) && self.view(view.record.row).is_none() {
            self.views.push(view);
        }
    }

    /// Returns how many records have this input.
    pub const fn count(&self) -> usize {
        self.rows.len()
    }

    /// Returns the record at an index, once read.
    pub fn at(&self, index: usize) -> Option<&RecordView> {
        self.view(*self.rows.get(index)?)
    }

    fn view(&self, row: RowId) -> Option<&RecordView> {
        self.views.iter().find(|view| view.record.row == row)
    }

    /// Takes the records with the input of one of them, which becomes the left one.
    pub(crate) fn take_rows(&mut self, rows: Vec<RowId>, left: Option<RowId>) -> &[RowId] {
        self.clear();
        self.rows = rows;
        self.rows.truncate(COMPARED_AT_MOST);
        self.left = self.rows.iter().position(|row| Some(*row) == left).unwrap_or(0);
        self.list.cursor = usize::from(self.left == 0).min(self.rows.len().saturating_sub(1));
        &self.rows
    }

    /// Returns the index of the right record.
    pub(super) fn right(&self) -> usize {
        self.list.cursor.min(self.rows.len().saturating_sub(1))
    }

    /// Forgets the compared lines, so that they are made anew.
    pub(crate) fn forget_lines(&mut self) {
        self.differences = None;
    }

    /// Compares the two answers on screen, where that is not done yet, and keeps the view within them.
    pub(crate) fn lay_out(&mut self, size: (u16, u16)) {
        let (left, right) = compared(size);
        let width = (left.width, right.width);
        let (Some(one), Some(other)) = (self.at(self.left), self.at(self.right())) else {
            self.differences = None;
            return;
        };
        let of = (one.record.row, other.record.row);
        let is_new = self.differences.as_ref().is_none_or(|known| known.of != of);
        if is_new || self.differences.as_ref().is_some_and(|known| known.width != width) {
            let texts = (one.record.content.answer(), other.record.content.answer());
            self.differences = Some(Differences::new(of, (&texts.0, &texts.1), width));
            if is_new {
                self.scroll = 0;
            }
        }
        let hidden = |lines: &[DetailLine], area: Area| lines.len().saturating_sub(usize::from(area.height));
        let most =
            self.differences.as_ref().map_or(0, |known| hidden(&known.left, left).max(hidden(&known.right, right)));
        self.scroll = self.scroll.min(most);
        self.most = most;
        self.page = usize::from(left.height.min(right.height)).saturating_sub(2).max(1);
    }
}

impl ScreenState for Compare {
    fn enter(&mut self, record: Option<RowId>, cx: &mut Context<'_>) {
        match record {
            Some(row) => cx.ask(Read::SameInput { row, slot: Slot::empty() }),
            None => self.clear(),
        }
    }

    fn list(&self) -> Option<&ListState> {
        Some(&self.list)
    }

    fn list_mut(&mut self) -> Option<&mut ListState> {
        Some(&mut self.list)
    }

    fn length(&self, _read_model: &ReadModel) -> usize {
        self.count()
    }
}
