//! The last look at a picture that others see: whatever is found in its cells is covered there, however it came to be drawn.

use ratatui::buffer::Buffer;

use crate::app::Model;
use crate::app::screens::review::Page;
use crate::command::Screen;

/// Covers in each row what is still found, between the lines that part panes.
pub(super) fn cover(model: &Model, buffer: &mut Buffer) {
    let page = model.screens.review.current().filter(|_| model.screen == Screen::Review);
    let uncovered = page.map(Page::uncovered_texts).unwrap_or_default();
    let area = buffer.area;
    for y in area.top()..area.bottom() {
        let mut from = area.left();
        while from < area.right() {
            let to = (from..area.right()).find(|x| buffer[(*x, y)].symbol() == "│").unwrap_or(area.right());
            cover_part(model, buffer, y, (from, to), &uncovered);
            from = to + 1;
        }
    }
}

/// Covers what is found in a part of a row.
fn cover_part(model: &Model, buffer: &mut Buffer, y: u16, (from, to): (u16, u16), uncovered: &[String]) {
    let mut text = String::new();
    let mut cells = Vec::new();
    for x in from..to {
        cells.push((text.len(), x));
        text.push_str(buffer[(x, y)].symbol());
    }
    if text.trim().is_empty() || !model.session.cover.finds(&text) {
        return;
    }
    for found in model.session.cover.still_found(&text, uncovered) {
        for (byte, x) in &cells {
            if found.range.contains(byte)
                && let Some(cell) = buffer.cell_mut((*x, y))
            {
                cell.set_symbol("▒");
            }
        }
    }
}
