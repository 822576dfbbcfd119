//! What stands above the record of a pair: who has voted; after the reveal both answers side by side, and what was settled.

use crate::app::Model;
use crate::app::geometry::Area;
use crate::ui::list::pieces;
use crate::ui::painter::{Painter, inset};

/// Paints it, with a rule below.
pub(super) fn draw(model: &Model, area: Area, painter: &mut Painter<'_>) {
    if area.height < 2 {
        return;
    }
    let inner = inset(area, 1);
    let lines = model.screens.review.pair_lines(usize::from(inner.width), &model.read_model, model.present);
    for (row, line) in (0..area.height - 1).zip(&lines) {
        pieces(inner, row, line, painter);
    }
    painter.rule(area.x, area.y + area.height - 1, area.width);
}
