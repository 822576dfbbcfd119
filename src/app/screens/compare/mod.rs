//! The Compare screen: the records with one input, two of them side by side.

mod differences;

pub use differences::Differences;

use super::ListState;
use crate::app::geometry::compared;
use crate::app::message::Effect;
use crate::app::{Model, Screen};
use crate::command::CompareAction;
use crate::domain::RowId;
use crate::layout::Rendering;
use crate::views::{Read, RecordFor, RecordView};

/// Records compared at most: more cannot be told apart by eye.
const COMPARED_AT_MOST: usize = 12;

/// The records with one input. The cursor of the list is the right one.
#[derive(Debug, Default)]
pub struct Comparison {
    /// Cursor and filter.
    pub list: ListState,
    /// The index of the left record.
    pub left: usize,
    /// The two answers, wrapped, once both are read.
    pub differences: Option<Differences>,
    /// Lines above the view, of both.
    pub scroll: usize,
    rows: Vec<RowId>,
    views: Vec<RecordView>,
}

impl Comparison {
    /// Forgets all.
    pub(crate) fn clear(&mut self) {
        *self = Self::default();
    }

    /// Takes a record that was read.
    pub(crate) fn take(&mut self, view: RecordView) {
        if self.rows.contains(&view.record.row) && self.view(view.record.row).is_none() {
            self.views.push(view);
        }
    }

    /// How many records have this input.
    #[must_use]
    pub fn length(&self) -> usize {
        self.rows.len()
    }

    /// The record at an index, once read.
    #[must_use]
    pub fn at(&self, index: usize) -> Option<&RecordView> {
        self.view(*self.rows.get(index)?)
    }

    fn view(&self, row: RowId) -> Option<&RecordView> {
        self.views.iter().find(|view| view.record.row == row)
    }
}

impl Model {
    /// Takes the records with the input of the one in Review; that one stands left.
    pub(crate) fn compare_rows(&mut self, rows: Vec<RowId>, out: &mut Vec<Effect>) {
        let own = self.review.list.row();
        let compare = &mut self.lists.compare;
        compare.clear();
        compare.rows = rows;
        compare.rows.truncate(COMPARED_AT_MOST);
        compare.left = compare.rows.iter().position(|row| Some(*row) == own).unwrap_or(0);
        compare.list.cursor = usize::from(compare.left == 0).min(compare.rows.len().saturating_sub(1));
        for row in compare.rows.clone() {
            self.requests.ask(Read::record(row, Rendering::Rendered, RecordFor::Compare), out);
        }
    }

    /// Compares the two answers on screen, where that is not done yet, and keeps the view within them.
    pub(crate) fn settle_compare(&mut self) {
        if self.screen != Screen::Compare {
            return;
        }
        let (left, right) = compared(self.size);
        let width = (left.width, right.width);
        let cursor = self.list_cursor();
        let compare = &mut self.lists.compare;
        let (Some(one), Some(other)) = (compare.at(compare.left), compare.at(cursor)) else {
            compare.differences = None;
            return;
        };
        let of = (one.record.row, other.record.row);
        if compare.differences.as_ref().is_none_or(|known| known.of != of || known.width != width) {
            let texts = (one.document.text(None), other.document.text(None));
            let made = Differences::new(of, (texts.0, texts.1), width);
            let is_new = compare.differences.as_ref().is_none_or(|known| known.of != of);
            compare.differences = Some(made);
            if is_new {
                compare.scroll = 0;
            }
        }
        let longest = compare.differences.as_ref().map_or(0, |known| known.left.len().max(known.right.len()));
        let height = usize::from(left.height.min(right.height));
        compare.scroll = compare.scroll.min(longest.saturating_sub(height));
    }

    /// Does what a key of the Compare screen says.
    pub(crate) fn act_on_compare(&mut self, action: CompareAction) {
        let cursor = self.list_cursor();
        let compare = &mut self.lists.compare;
        let count = compare.rows.len().max(1);
        match action {
            CompareAction::OtherLeft => compare.left = (compare.left + count - 1) % count,
            CompareAction::OtherRight => compare.left = (compare.left + 1) % count,
            CompareAction::LineDown => compare.scroll = compare.scroll.saturating_add(1),
            CompareAction::LineUp => compare.scroll = compare.scroll.saturating_sub(1),
            CompareAction::Open => {
                if let Some(row) = compare.rows.get(cursor).copied() {
                    self.visit(row);
                }
            }
        }
    }
}
