//! The curve of failure modes seen, with the estimate of all there are.

use super::charts::rise;
use crate::app::geometry::Area;
use crate::measures::saturation::Saturation;
use crate::text::grouped;
use crate::ui::painter::Painter;
use crate::ui::theme::Role;
use crate::views::estimated_modes;

/// Paints it with its axes.
pub(super) fn curve(read: &Saturation, area: Area, painter: &mut Painter<'_>) {
    let estimate = estimated_modes(read);
    let top = read.modes.max(estimate.unwrap_or(0)).max(1);
    let label = grouped(top).len().max(2);
    let gutter = u16::try_from(label + 1).unwrap_or(3);
    let rows = area.height - 2;
    let width = area.width.saturating_sub(gutter + 1);
    let drawn = rise(&read.curve, read.read, top, usize::from(width), usize::from(rows));
    for (row, text) in (0..rows).zip(&drawn) {
        painter.put(area.x + gutter, area.y + row, 1, "│", Role::Muted);
        painter.put(area.x + gutter + 1, area.y + row, width, text, Role::Accent);
    }
    if let Some(all) = estimate.filter(|all| *all > read.modes) {
        let row = level(all, top, rows);
        let dots = "┄".repeat(usize::from(width));
        let seen = drawn.get(usize::from(row)).map_or("", String::as_str);
        // The line ends where the curve is that high.
        let free = seen.chars().take_while(|c| *c == ' ').count();
        let until = u16::try_from(free).unwrap_or(width);
        painter.put(area.x + gutter + 1, area.y + row, until.min(width), &dots, Role::Muted);
        let words = format!(" at least {} in all ", grouped(all));
        painter.put(area.x + gutter + 3, area.y + row, until.saturating_sub(3), &words, Role::Text);
    }
    let seen_row = level(read.modes, top, rows);
    painter.put(area.x, area.y, gutter, &format!("{:>label$}", grouped(top)), Role::Text);
    if seen_row > 0 {
        painter.put(area.x, area.y + seen_row, gutter, &format!("{:>label$}", grouped(read.modes)), Role::Text);
    }
    let axis = format!("└{}", "─".repeat(usize::from(width)));
    painter.put(area.x + gutter, area.y + rows, width + 1, &axis, Role::Muted);
    painter.put(area.x + gutter, area.y + rows + 1, width, "0", Role::Text);
    painter.right(area, rows + 1, &format!("{} records read", grouped(read.read)), Role::Text);
}

/// Returns the row from the top at which a count is drawn.
fn level(count: u64, top: u64, rows: u16) -> u16 {
    let filled = u64::from(rows) * count.min(top) / top.max(1);
    rows.saturating_sub(u16::try_from(filled.max(1)).unwrap_or(1))
}
