//! A document at one width: where each row begins, indexed only as far as someone looked.
//!
//! Every eighth row's beginning is kept; the rows between are measured again when they are shown.

use std::collections::BTreeSet;
use std::ops::Range;
use std::sync::Arc;

use super::block::{Item, Margin, Paragraph, narrow};
use super::document::Document;
use super::row::{Look, Piece, Row};
use super::wrap::{WrapPosition, build, measure};
use crate::text::{cells, fit};

/// The width of the speakers' column.
const LABEL: usize = 8;
/// Below this width a speaker has a row above the text.
const HANGING: usize = 28;
/// Every how many rows a beginning is kept.
const STRIDE: usize = 8;

/// Where a row begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Cursor {
    item: u32,
    stage: Stage,
    paragraph: u32,
    place: WrapPosition,
}

/// The rows of an item, in this order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Stage {
    /// A blank row above.
    Gap,
    /// The speaker, where there is no room beside the text.
    Label,
    /// The text.
    Text,
}

impl Cursor {
    /// Returns the order of rows: by item, then gap and label before the text, then by source character.
    fn key(&self) -> (u32, Stage, u32) {
        (self.item, self.stage, self.place.char)
    }
}

/// A document at one width.
#[derive(Debug, Clone)]
pub struct Transcript {
    document: Arc<Document>,
    width: usize,
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
    /// Prepares a document at a width; lays nothing out yet. `folded` turns show their first row only.
    pub fn new(document: Arc<Document>, width: u16, folded: BTreeSet<u32>) -> Self {
        let mut new = Self {
            document,
            width: usize::from(width).max(1),
            folded,
            kept: Vec::new(),
            rows: 0,
            next: None,
            turn_rows: Vec::new(),
        };
        new.next = new.start_of_item(0);
        new
    }

    /// Returns the document that is laid out.
    pub fn document(&self) -> &Arc<Document> {
        &self.document
    }

    /// Returns the width it is laid out at.
    pub fn width(&self) -> u16 {
        u16::try_from(self.width).unwrap_or(u16::MAX)
    }

    /// Returns the turns that show their first row only.
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
        let rows = rows.start..rows.end.min(self.rows);
        let Some(mut cursor) = self.kept.get(rows.start / STRIDE).copied() else { return Vec::new() };
        let mut lines = Vec::with_capacity(rows.len());
        for row in rows.start / STRIDE * STRIDE..rows.end {
            let line = (row >= rows.start).then(|| self.line_at(&cursor));
            lines.extend(line);
            let Some(next) = self.after(&cursor) else { break };
            cursor = next;
        }
        lines
    }

    /// Finds the row that shows this character of a turn (`None`: of the output); lays out as far as needed.
    pub fn row_of(&mut self, turn: Option<u32>, character: u32) -> usize {
        let Some(target) = self.target(turn, character) else { return 0 };
        while self.next.is_some_and(|next| next.key() <= target) && self.step() {}
        let behind = self.kept.partition_point(|cursor| cursor.key() <= target);
        let Some(mut cursor) = behind.checked_sub(1).and_then(|at| self.kept.get(at)).copied() else { return 0 };
        let mut row = (behind - 1) * STRIDE;
        while let Some(next) = self.after(&cursor)
            && next.key() <= target
        {
            cursor = next;
            row += 1;
        }
        row
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

    fn item(&self, item: u32) -> Option<&Item> {
        self.document.items().get(item as usize)
    }

    fn start_of_item(&self, index: u32) -> Option<Cursor> {
        let item = self.item(index)?;
        let place = item.paragraphs.first().map(|first| WrapPosition::start_of(first, 0)).unwrap_or_default();
        let stage = if index > 0 { Stage::Gap } else { self.stage_below_gap(item) };
        Some(Cursor { item: index, stage, paragraph: 0, place })
    }

    fn stage_below_gap(&self, item: &Item) -> Stage {
        if self.width < HANGING && item.label.is_some() { Stage::Label } else { Stage::Text }
    }

    /// Returns the width of the text itself.
    fn text_width(&self) -> usize {
        if self.width < HANGING { self.width } else { self.width - LABEL }
    }

    /// Makes one more row known.
    fn step(&mut self) -> bool {
        let Some(cursor) = self.next else { return false };
        if self.rows.is_multiple_of(STRIDE) {
            self.kept.push(cursor);
        }
        if let Some(Item { turn: Some(turn), label: Some(_), .. }) = self.document.items().get(cursor.item as usize)
            && cursor.stage != Stage::Gap
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
            Stage::Gap => return Some(Cursor { stage: self.stage_below_gap(item), ..*cursor }),
            Stage::Label => return Some(Cursor { stage: Stage::Text, ..*cursor }),
            Stage::Text => {}
        }
        if self.is_folded(item) {
            let others = self.document.items().iter().skip(cursor.item as usize + 1);
            let same = others.take_while(|other| other.turn == item.turn).count();
            return self.start_of_item(cursor.item.saturating_add(narrow(same)).saturating_add(1));
        }
        let paragraph = item.paragraphs.get(cursor.paragraph as usize)?;
        let (_, width) = margin_of(paragraph, cursor.place, self.text_width());
        let next = measure(paragraph, self.document.text_of(item), cursor.place, width).next;
        if !next.is_past(paragraph) {
            return Some(Cursor { place: next, ..*cursor });
        }
        match item.paragraphs.get(cursor.paragraph as usize + 1) {
            Some(following) => {
                let place = WrapPosition::start_of(following, next.char);
                Some(Cursor { paragraph: cursor.paragraph + 1, place, ..*cursor })
            }
            None => self.start_of_item(cursor.item + 1),
        }
    }

    fn is_folded(&self, item: &Item) -> bool {
        matches!(item.turn, Some(Some(turn)) if self.folded.contains(&turn))
    }

    fn line_at(&self, cursor: &Cursor) -> Row {
        let Some(item) = self.item(cursor.item) else { return Row::default() };
        let mut pieces = Vec::new();
        match cursor.stage {
            Stage::Gap => return Row::default(),
            Stage::Label => {
                let label = item.label.as_deref().unwrap_or_default();
                pieces.push(Piece::inserted(fit(label, self.width), Look::Speaker));
            }
            Stage::Text => {
                if self.width >= HANGING {
                    pieces.push(margin_label(item, cursor));
                }
                self.text_pieces(item, cursor, &mut pieces);
            }
        }
        pieces.retain(|piece| !piece.text.is_empty());
        Row { turn: item.turn, pieces }
    }

    fn text_pieces(&self, item: &Item, cursor: &Cursor, pieces: &mut Vec<Piece>) {
        let Some(paragraph) = item.paragraphs.get(cursor.paragraph as usize) else { return };
        let folded = self.is_folded(item);
        // The last two cells of a folded turn show that there is more.
        let room = if folded { self.text_width().saturating_sub(2).max(1) } else { self.text_width() };
        let (margin, width) = margin_of(paragraph, cursor.place, room);
        pieces.extend(margin);
        let item_text = self.document.text_of(item);
        let row = measure(paragraph, item_text, cursor.place, width);
        build(paragraph, item_text, item.sourced, (cursor.place, row.shown), width, pieces);
        if !folded {
            return;
        }
        let is_all = row.next.is_past(paragraph) && item.paragraphs.len() == 1;
        let goes_on = self.item(cursor.item + 1).is_some_and(|next| next.turn == item.turn);
        if (!is_all || goes_on) && self.text_width() > 2 {
            pieces.push(Piece::inserted(" …", Look::Placeholder));
        }
    }
}

/// Returns the speaker beside the first row, blanks beside the others.
fn margin_label(item: &Item, cursor: &Cursor) -> Piece {
    let is_first = item
        .paragraphs
        .first()
        .is_some_and(|first| cursor.paragraph == 0 && cursor.place == WrapPosition::start_of(first, 0));
    match &item.label {
        Some(label) if is_first => {
            let label = fit(label, LABEL - 1);
            let blanks = LABEL - cells(&label);
            Piece::inserted(format!("{label}{:blanks$}", ""), Look::Speaker)
        }
        _ => Piece::inserted(" ".repeat(LABEL), Look::Plain),
    }
}

/// Returns the margin of a row of this paragraph, and the width that is left: at least half of `width`.
fn margin_of(paragraph: &Paragraph, place: WrapPosition, width: usize) -> (Vec<Piece>, usize) {
    let is_first = place == WrapPosition::start_of(paragraph, place.char);
    let margin = if is_first { &paragraph.first } else { &paragraph.rest };
    let mut left = width / 2;
    let mut pieces = Vec::new();
    match margin {
        Margin::Blanks(count) => {
            let count = left.min(*count);
            left -= count;
            pieces.push(Piece::inserted(" ".repeat(count), Look::Plain));
        }
        Margin::Parts(parts) => {
            for (text, look) in parts {
                let part: String = text.chars().take(left).collect();
                left = left.saturating_sub(cells(&part));
                pieces.push(Piece::inserted(part, *look));
            }
        }
    }
    (pieces, (width - width / 2 + left).max(1))
}
