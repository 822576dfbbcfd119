//! A document at one width: where each row begins, indexed only as far as someone looked.
//!
//! Every eighth row's beginning is kept; the rows between are measured again when they are shown.

use std::collections::BTreeSet;
use std::ops::Range;
use std::sync::Arc;

use super::block::{Item, narrow};
use super::document::Document;
use super::fold::Fold;
use super::row::Row;
use super::row_builder::{Cursor, Frame, Stage};
use super::wrap::WrapPosition;
use crate::domain::TextPlace;

/// Every how many rows a beginning is kept.
const STRIDE: usize = 8;

/// A document at one width.
#[derive(Debug, Clone)]
pub struct Transcript {
    document: Arc<Document>,
    frame: Frame,
    folded: BTreeSet<u32>,
    /// The beginnings of rows 0, 8, 16, …
    kept: Vec<Cursor>,
    /// How many rows are known.
    rows: usize,
    /// The beginning of the first unknown row.
    next: Option<Cursor>,
    turn_rows: Vec<(Option<u32>, usize)>,
}

impl Transcript {
    /// Prepares a document at a width; lays nothing out yet. Of `folded` turns only what their fold shows.
    pub fn new(document: Arc<Document>, width: u16, folded: BTreeSet<u32>) -> Self {
        let frame = Frame { width: usize::from(width).max(1), ..Frame::default() };
        let mut new = Self { document, frame, folded, kept: Vec::new(), rows: 0, next: None, turn_rows: Vec::new() };
        new.next = new.start_of_item(0);
        new
    }

    /// Returns the same with lines that are not wrapped, or with their numbers. Before anything is laid out.
    #[must_use]
    pub fn shown(mut self, wraps: bool, is_numbered: bool) -> Self {
        self.frame = Frame { shift: (!wraps).then_some(0), is_numbered, ..self.frame };
        self
    }

    /// Returns the same with two blank rows between turns, or with one. Before anything is laid out.
    #[must_use]
    pub fn spaced(mut self, is_spaced: bool) -> Self {
        self.frame.is_spaced = is_spaced;
        self
    }

    /// Leaves out so many cells on the left of lines that are not wrapped.
    pub fn shift(&mut self, cells: usize) {
        self.frame.shift = self.frame.shift.map(|_| cells);
    }

    /// Returns how many cells of the widest of these rows lie beyond the width when nothing is left out on the left.
    pub fn beyond(&self, rows: Range<usize>) -> usize {
        let mut widest = 0;
        self.each(rows, |cursor| {
            let item = self.item(cursor.item).filter(|_| cursor.stage == Stage::Text);
            widest = widest.max(item.map_or(0, |item| self.frame.cells_of(&self.document, item, cursor)));
        });
        widest.saturating_sub(self.frame.text_width())
    }

    /// Returns the document that is laid out.
    pub fn document(&self) -> &Arc<Document> {
        &self.document
    }

    /// Returns the width it is laid out at.
    pub fn width(&self) -> u16 {
        u16::try_from(self.frame.width).unwrap_or(u16::MAX)
    }

    /// Returns the width of the text beside the labels.
    pub fn text_width(&self) -> usize {
        self.frame.text_width()
    }

    /// Returns the turns that are folded.
    pub fn folded(&self) -> &BTreeSet<u32> {
        &self.folded
    }

    /// Lays out up to and including this row; returns how many rows are known.
    pub fn reach(&mut self, row: usize) -> usize {
        while self.rows <= row && self.step() {}
        self.rows
    }

    /// Returns whether every row is known.
    pub fn is_complete(&self) -> bool {
        self.next.is_none()
    }

    /// Returns the known rows of this range, ready to be styled.
    pub fn lines(&self, rows: Range<usize>) -> Vec<Row> {
        let mut lines = Vec::with_capacity(rows.len().min(self.rows));
        self.each(rows, |cursor| lines.push(self.line_at(cursor)));
        lines
    }

    /// Visits the beginnings of the known rows of a range.
    fn each(&self, rows: Range<usize>, mut visit: impl FnMut(&Cursor)) {
        let rows = rows.start..rows.end.min(self.rows);
        let Some(mut cursor) = self.kept.get(rows.start / STRIDE).copied() else { return };
        for row in rows.start / STRIDE * STRIDE..rows.end {
            if row >= rows.start {
                visit(&cursor);
            }
            let Some(next) = self.after(&cursor) else { break };
            cursor = next;
        }
    }

    /// Finds the row that shows this character of a turn (`None`: of the output); lays out as far as needed.
    pub fn row_of(&mut self, turn: Option<u32>, character: u32) -> usize {
        let Some(target) = self.target(turn, character) else { return 0 };
        self.last_row_to(target)
    }

    /// Finds the row of the label above the judged answer.
    pub fn answer_row(&mut self) -> usize {
        let first = self.document.items().iter().position(|item| item.turn == Some(None)).unwrap_or(0);
        self.last_row_to((narrow(first), Stage::Label, u32::MAX))
    }

    /// Returns the place that a known row shows.
    pub fn place_of(&self, row: usize) -> Option<TextPlace> {
        let mut found = None;
        self.each(row..row + 1, |cursor| found = Some(*cursor));
        let cursor = found?;
        let rows = match cursor.stage {
            Stage::WideGap | Stage::Gap | Stage::Label => {
                let mut below = Some(cursor);
                let mut rows = 0;
                while let Some(next) = below.filter(|next| next.stage != Stage::Text) {
                    (below, rows) = (self.after(&next), rows - 1);
                }
                rows
            }
            Stage::Text => i32::try_from(row.saturating_sub(self.first_row_of(cursor.key()))).unwrap_or(i32::MAX),
        };
        Some(TextPlace { block: cursor.item, character: cursor.place.char, rows })
    }

    /// Finds the row of a place, or the one that its text is shown in; lays out as far as needed.
    pub fn row_at(&mut self, place: TextPlace) -> usize {
        let target = (place.block, Stage::Text, place.character);
        let last = self.last_row_to(target);
        let first = self.first_row_of(target).min(last);
        let row = first.saturating_add_signed(isize::try_from(place.rows).unwrap_or(0));
        row.min(self.reach(row).saturating_sub(1))
    }

    /// Returns the last row that begins at or before this; lays out as far as needed.
    fn last_row_to(&mut self, target: (u32, Stage, u32)) -> usize {
        while self.next.is_some_and(|next| next.key() <= target) && self.step() {}
        self.rows_before(|key| key <= target).saturating_sub(1)
    }

    /// Returns the first known row that begins here or beyond.
    fn first_row_of(&self, target: (u32, Stage, u32)) -> usize {
        self.rows_before(|key| key < target)
    }

    /// Counts the known rows at the beginning for which this holds.
    fn rows_before(&self, holds: impl Fn((u32, Stage, u32)) -> bool) -> usize {
        let behind = self.kept.partition_point(|cursor| holds(cursor.key()));
        let Some(mut cursor) = behind.checked_sub(1).and_then(|at| self.kept.get(at)).copied() else { return 0 };
        let mut row = (behind - 1) * STRIDE;
        while row + 1 < self.rows
            && let Some(next) = self.after(&cursor)
            && holds(next.key())
        {
            cursor = next;
            row += 1;
        }
        row + 1
    }

    /// Returns the first row of each turn, then of the output, as far as known.
    pub fn turn_rows(&self) -> Vec<(Option<u32>, usize)> {
        self.turn_rows.clone()
    }

    /// Returns the key of the row that shows a character: in the last item of its turn that begins at or before it.
    fn target(&self, turn: Option<u32>, character: u32) -> Option<(u32, Stage, u32)> {
        let items = (0_u32..).zip(self.document.items()).filter(|(_, item)| item.turn == Some(turn));
        let (first, _) = items.clone().next()?;
        if turn.is_some_and(|turn| self.folded.contains(&turn)) {
            return Some((first, Stage::Text, 0));
        }
        let found = items.filter(|(_, item)| item.first_char().is_some_and(|start| start <= character)).last();
        Some(found.map_or((first, Stage::Text, 0), |(item, _)| (item, Stage::Text, character)))
    }

    /// Returns an item; for the first of a folded turn, what stands in its place.
    fn item(&self, index: u32) -> Option<&Item> {
        let item = self.document.items().get(index as usize)?;
        Some(self.fold(item).map_or(item, |fold| &fold.item))
    }

    /// Returns the fold of an item's turn, while it is folded.
    fn fold(&self, item: &Item) -> Option<&Fold> {
        let Some(Some(turn)) = item.turn else { return None };
        self.folded.contains(&turn).then(|| self.document.folds.get(&turn)).flatten()
    }

    fn start_of_item(&self, index: u32) -> Option<Cursor> {
        let item = self.item(index)?;
        let place = item.paragraphs.first().map(|first| WrapPosition::start_of(first, 0)).unwrap_or_default();
        let stage = match index {
            0 => self.frame.stage_below_gap(item),
            _ if self.frame.is_spaced && item.label.is_some() => Stage::WideGap,
            _ => Stage::Gap,
        };
        Some(Cursor { item: index, stage, paragraph: 0, place })
    }

    /// Makes one more row known.
    fn step(&mut self) -> bool {
        let Some(cursor) = self.next else { return false };
        if self.rows.is_multiple_of(STRIDE) {
            self.kept.push(cursor);
        }
        if let Some(Item { turn: Some(turn), label: Some(_), .. }) = self.document.items().get(cursor.item as usize)
            && !matches!(cursor.stage, Stage::WideGap | Stage::Gap)
            && self.turn_rows.last().is_none_or(|(last, _)| last != turn)
        {
            self.turn_rows.push((*turn, self.rows));
        }
        self.rows += 1;
        self.next = self.after(&cursor);
        true
    }

    /// Returns the beginning of the row after this one.
    fn after(&self, cursor: &Cursor) -> Option<Cursor> {
        let item = self.item(cursor.item)?;
        match cursor.stage {
            Stage::WideGap => return Some(Cursor { stage: Stage::Gap, ..*cursor }),
            Stage::Gap => return Some(Cursor { stage: self.frame.stage_below_gap(item), ..*cursor }),
            Stage::Label => return Some(Cursor { stage: Stage::Text, ..*cursor }),
            Stage::Text => {}
        }
        let fold = self.fold(item);
        if fold.is_none_or(|fold| fold.one_row.is_none()) {
            let paragraph = item.paragraphs.get(cursor.paragraph as usize)?;
            let text = self.document.text_of(item);
            let next = self.frame.measure(paragraph, text, cursor.place, self.frame.text_width()).next;
            if !next.is_past(paragraph) {
                return Some(Cursor { place: next, ..*cursor });
            }
            if let Some(following) = item.paragraphs.get(cursor.paragraph as usize + 1) {
                let place = WrapPosition::start_of(following, next.char);
                return Some(Cursor { paragraph: cursor.paragraph + 1, place, ..*cursor });
            }
        }
        let others = self.document.items().iter().skip(cursor.item as usize + 1);
        let hidden = others.take_while(|other| fold.is_some() && other.turn == item.turn).count();
        self.start_of_item(cursor.item.saturating_add(narrow(hidden)).saturating_add(1))
    }

    fn line_at(&self, cursor: &Cursor) -> Row {
        let Some(item) = self.item(cursor.item) else { return Row::default() };
        let folded = self.fold(item).and_then(|fold| fold.one_row.as_ref());
        self.frame.row(&self.document, item, cursor, folded)
    }
}
