//! How the end of a session looks.

use super::state::area;
use crate::app::Model;
use crate::ui::list::pieces;
use crate::ui::painter::Painter;
use crate::ui::theme::Role;

/// Paints what was done in the session.
pub(crate) fn draw(model: &Model, painter: &mut Painter<'_>) {
    let area = area(model.size);
    let end = &model.screens.end;
    if end.hand_off.is_none() {
        painter.row(area, 0, &[("Reading what was judged …", Role::Muted)]);
        return;
    }
    let lines = end.lines(usize::from(area.width), &model.session, model.present);
    for (row, line) in (0..area.height).zip(lines.iter().skip(end.scroll)) {
        pieces(area, row, line, painter);
    }
    let below = lines.len().saturating_sub(end.scroll + usize::from(area.height));
    if below > 0 {
        painter.right(area, area.height.saturating_sub(1), &format!(" {below} more ▾"), Role::Muted);
    }
}
