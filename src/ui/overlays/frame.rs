//! Where overlays are painted: in a frame in the middle, or at the foot of the record.

use crate::app::Model;
use crate::app::geometry::{self, Area};
use crate::text::cells;
use crate::ui::painter::Painter;
use crate::ui::theme::Role;

/// Paints a frame with a title in the middle of the body; returns its inside.
pub(super) fn frame(model: &Model, width: u16, height: u16, title: &str, painter: &mut Painter<'_>) -> Area {
    let (columns, rows) = model.size;
    let width = width.min(columns.saturating_sub(2)).max(2);
    let height = height.min(rows.saturating_sub(4)).max(2);
    let area = Area { x: (columns.saturating_sub(width)) / 2, y: 2.min(rows.saturating_sub(height)), width, height };
    painter.clear(area);
    let line = "─".repeat(usize::from(width.saturating_sub(2)));
    painter.put(area.x, area.y, width, &format!("┌{line}┐"), Role::Border);
    painter.put(area.x, area.y + height - 1, width, &format!("└{line}┘"), Role::Border);
    for y in area.y + 1..area.y + height - 1 {
        painter.put(area.x, y, 1, "│", Role::Border);
        painter.put(area.x + width - 1, y, 1, "│", Role::Border);
    }
    let room = width.saturating_sub(4);
    let title_width = u16::try_from(cells(title)).unwrap_or(u16::MAX).min(room);
    painter.put(area.x + 2, area.y, title_width, title, Role::Muted);
    Area { x: area.x + 2, y: area.y + 1, width: room, height: height - 2 }
}

/// Returns the area of text boxes: the foot of the record, or of the body where the record does not show.
pub(super) fn foot(model: &Model, height: u16) -> Area {
    let panes = geometry::panes(model.size, model.screens.review.pane, model.present);
    let on_review = model.screen == crate::app::Screen::Review && panes.record.height > 0;
    let within = if on_review { panes.record } else { panes.body };
    let height = height.min(within.height);
    Area { y: within.y + within.height - height, height, ..within }
}

/// Marks that there is more above or below.
pub(super) fn ends(inside: Area, scroll: usize, lines: usize, painter: &mut Painter<'_>) {
    let beside = Area { x: inside.x + inside.width, width: 1, ..inside };
    if scroll > 0 {
        painter.row(beside, 0, &[("▴", Role::Muted)]);
    }
    if scroll + usize::from(inside.height) < lines {
        painter.row(beside, inside.height.saturating_sub(1), &[("▾", Role::Muted)]);
    }
}
