//! The rows of a document: where one begins, and its label, number and text as pieces. Knows no index of rows.

use super::block::{Item, Margin, Paragraph};
use super::document::Document;
use super::fold::OneRow;
use super::row::{Look, Piece, Row, crop};
use super::wrap::{MeasuredRow, WrapPosition, build, measure};
use crate::text::{cells, fit};

/// The width of the speakers' column.
const LABEL: usize = 8;
/// The width of the line numbers, with the blank behind them.
const NUMBER: usize = 6;
/// Below this width a speaker has a row above the text.
const HANGING: usize = 28;
/// Where lines are not wrapped, one still ends here, so that a row has a bounded length.
const UNWRAPPED: usize = 4_096;

/// Where a row begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Cursor {
    pub(super) item: u32,
    pub(super) stage: Stage,
    pub(super) paragraph: u32,
    pub(super) place: WrapPosition,
}

/// The rows of an item, in this order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Stage {
    /// One more blank row above, between turns that are spaced out.
    WideGap,
    /// A blank row above.
    Gap,
    /// The speaker, where there is no room for it beside the text, and above the judged answer.
    Label,
    /// The text.
    Text,
}

impl Cursor {
    /// Returns the order of rows: by item, then gap and label before the text, then by source character.
    pub(super) fn key(&self) -> (u32, Stage, u32) {
        (self.item, self.stage, self.place.char)
    }
}

/// What rows are made for: a width, and what is shown in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Frame {
    pub(super) width: usize,
    /// `None` where lines are wrapped; else so many cells are left out on the left.
    pub(super) shift: Option<usize>,
    /// Whether lines have their numbers.
    pub(super) is_numbered: bool,
    /// Whether there are two blank rows between turns.
    pub(super) is_spaced: bool,
}

impl Frame {
    /// Returns the first row of an item below its gap.
    pub(super) fn stage_below_gap(&self, item: &Item) -> Stage {
        let Some(label) = &item.label else { return Stage::Text };
        let has_room = self.width >= HANGING && item.turn != Some(None) && cells(label) < LABEL;
        if has_room { Stage::Text } else { Stage::Label }
    }

    /// Returns the width of the text on the screen.
    pub(super) fn text_width(&self) -> usize {
        let beside = if self.width < HANGING { 0 } else { LABEL } + if self.has_numbers() { NUMBER } else { 0 };
        self.width.saturating_sub(beside).max(1)
    }

    fn has_numbers(&self) -> bool {
        self.is_numbered && self.width >= HANGING
    }

    /// Measures the row of a paragraph that begins here.
    pub(super) fn measure(&self, paragraph: &Paragraph, text: &str, place: WrapPosition, width: usize) -> MeasuredRow {
        let (_, room) = margin_of(paragraph, place, self.laid_width(width));
        measure(paragraph, text, place, room)
    }

    fn laid_width(&self, width: usize) -> usize {
        if self.shift.is_some() { UNWRAPPED } else { width }
    }

    /// Returns the row that begins here. `folded`: its item is all that is shown of a turn.
    pub(super) fn row(&self, document: &Document, item: &Item, cursor: &Cursor, folded: Option<&OneRow>) -> Row {
        let mut pieces = Vec::new();
        let is_judged = item.turn == Some(None);
        match cursor.stage {
            Stage::WideGap | Stage::Gap => return Row::default(),
            Stage::Label => {
                let label = item.label.as_deref().unwrap_or_default();
                let look = if is_judged { Look::Judged } else { Look::Speaker };
                pieces.push(Piece::inserted(fit(label, self.width), look));
            }
            Stage::Text => {
                if self.width >= HANGING {
                    pieces.push(margin_label(item, cursor));
                }
                if self.has_numbers() {
                    pieces.push(number(document, item, cursor));
                }
                let mut text = Vec::new();
                self.text_pieces(document, item, cursor, folded, &mut text);
                pieces.extend(text);
            }
        }
        pieces.retain(|piece| !piece.text.is_empty());
        Row { turn: item.turn, pieces }
    }

    fn text_pieces(
        &self,
        document: &Document,
        item: &Item,
        cursor: &Cursor,
        folded: Option<&OneRow>,
        pieces: &mut Vec<Piece>,
    ) {
        let Some(paragraph) = item.paragraphs.get(cursor.paragraph as usize) else { return };
        let room = self.text_width();
        let text = document.text_of(item);
        // What follows the one row of a folded turn says that there is more, and how much.
        let behind = folded.map(|folded| match format!(" … {}", folded.length) {
            words if cells(&words) * 2 < room => words,
            _ if room > 2 => " …".to_owned(),
            _ => String::new(),
        });
        let fits_whole = |folded: &OneRow| {
            folded.is_whole && self.measure(paragraph, text, cursor.place, room).next.is_past(paragraph)
        };
        let behind = behind.filter(|_| !folded.is_some_and(fits_whole));
        let width = self.laid_width(room).saturating_sub(behind.as_deref().map_or(0, cells)).max(1);
        let (margin, width) = margin_of(paragraph, cursor.place, width);
        pieces.extend(margin);
        let row = measure(paragraph, text, cursor.place, width);
        build(paragraph, text, item.sourced, (cursor.place, row.shown), width, pieces);
        if folded.is_some() {
            for piece in pieces.iter_mut() {
                piece.look = Look::Muted;
            }
        }
        if let Some(shift) = self.shift {
            let shown = room.saturating_sub(behind.as_deref().map_or(0, cells));
            crop(pieces, &(shift..shift + shown));
        }
        pieces.extend(behind.map(|words| Piece::inserted(words, Look::Placeholder)));
    }

    /// Returns the cells of a row's text, however far it reaches.
    pub(super) fn cells_of(&self, document: &Document, item: &Item, cursor: &Cursor) -> usize {
        let Some(paragraph) = item.paragraphs.get(cursor.paragraph as usize) else { return 0 };
        let (margin, width) = margin_of(paragraph, cursor.place, self.laid_width(self.text_width()));
        let mut pieces = margin;
        let row = measure(paragraph, document.text_of(item), cursor.place, width);
        build(paragraph, document.text_of(item), item.sourced, (cursor.place, row.shown), width, &mut pieces);
        pieces.iter().map(|piece| cells(&piece.text)).sum()
    }
}

/// Returns the speaker beside the first row, blanks beside the others; beside the judged answer, a bar.
fn margin_label(item: &Item, cursor: &Cursor) -> Piece {
    if item.turn == Some(None) {
        return Piece::inserted(format!("{}┃ ", " ".repeat(LABEL - 2)), Look::Judged);
    }
    let is_first = item
        .paragraphs
        .first()
        .is_some_and(|first| cursor.paragraph == 0 && cursor.place == WrapPosition::start_of(first, 0));
    match &item.label {
        Some(label) if is_first && cells(label) < LABEL => {
            let blanks = LABEL - cells(label);
            Piece::inserted(format!("{label}{:blanks$}", ""), Look::Speaker)
        }
        _ => Piece::inserted(" ".repeat(LABEL), Look::Plain),
    }
}

/// Returns the number of the line that begins at this row; blanks where none does.
fn number(document: &Document, item: &Item, cursor: &Cursor) -> Piece {
    let text = document.text_of(item);
    let line_of = |character: u32| {
        let before = text.chars().take(character as usize);
        before.filter(|c| *c == '\n').count() + 1
    };
    let paragraph = item.paragraphs.get(cursor.paragraph as usize);
    let is_start =
        paragraph.is_some_and(|paragraph| cursor.place == WrapPosition::start_of(paragraph, cursor.place.char));
    let before = (cursor.place.char as usize).checked_sub(1).and_then(|at| text.chars().nth(at));
    let first = |paragraph: &Paragraph| paragraph.runs.iter().find_map(super::block::Run::first_char);
    let line = paragraph.and_then(first).map(|_| line_of(cursor.place.char));
    let above = (cursor.paragraph as usize).checked_sub(1).and_then(|at| item.paragraphs.get(at)).and_then(first);
    let is_new = if is_start { above.is_none_or(|above| Some(line_of(above)) != line) } else { before == Some('\n') };
    let shown = line.filter(|_| is_new).map(|line| line.to_string()).unwrap_or_default();
    Piece::inserted(format!("{shown:>width$} ", width = NUMBER - 1), Look::Muted)
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
