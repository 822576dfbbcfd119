//! What the corrected outputs of the record change, word by word.

use super::frame::{ends, frame};
use crate::app::Model;
use crate::app::overlays::corrections::correction_lines;
use crate::app::overlays::help::{HELP_COLUMNS, help_width};
use crate::ui::list::pieces;
use crate::ui::painter::Painter;

/// Paints what the corrected outputs of the record change.
pub(super) fn draw(model: &Model, scroll: usize, painter: &mut Painter<'_>) {
    let inside = frame(model, HELP_COLUMNS, model.size.1.saturating_sub(4), "corrected output", painter);
    let Some(page) = model.screens.review.current() else { return };
    let lines = correction_lines(&page.view, &model.session, model.present, help_width(model.size));
    for (row, line) in (0..inside.height).zip(lines.iter().skip(scroll)) {
        pieces(inside, row, line, painter);
    }
    ends(inside, scroll, lines.len(), painter);
}
