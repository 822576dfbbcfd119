//! What lies over a screen: text boxes at the foot, pickers and readers in the middle.

use ratatui::layout::Position;

use super::painter::Painter;
use super::theme::Role;
use super::{help, picker, preview, revision, round, suggest, text_entry};
use crate::app::Model;
use crate::app::geometry::Area;
use crate::app::overlay::Overlay;
use crate::text::cells;

/// Paints the overlays, the topmost last; answers where the cursor blinks.
pub(super) fn draw(model: &Model, painter: &mut Painter<'_>) -> Option<Position> {
    let mut cursor = None;
    for overlay in &model.overlays {
        cursor = match overlay {
            Overlay::Text(entry) => Some(text_entry::draw(model, entry, painter)),
            Overlay::Picker(picker) => picker::draw(model, picker, painter),
            Overlay::Help(scroll) => {
                help::draw(model, *scroll, painter);
                None
            }
            Overlay::Corrections(scroll) => {
                help::corrections(model, *scroll, painter);
                None
            }
            Overlay::Preview(preview) => {
                preview::draw(model, preview, painter);
                None
            }
            Overlay::Suggest(proposing) => {
                suggest::draw(model, proposing, painter);
                None
            }
            Overlay::EditKind(revision) => {
                revision::draw(model, revision, painter);
                None
            }
            Overlay::Round(offer) => {
                round::offer(model, offer, painter);
                None
            }
        };
    }
    cursor
}

/// A frame in the middle of the body with a title; answers its inside.
pub(super) fn frame(model: &Model, width: u16, height: u16, title: &str, painter: &mut Painter<'_>) -> Area {
    let (columns, rows) = model.size;
    let width = width.min(columns.saturating_sub(2)).max(2);
    let height = height.min(rows.saturating_sub(3)).max(2);
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
