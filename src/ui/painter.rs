//! Puts safe text into cells: cut to its room, never outside the buffer. Knows roles, no colours and no model.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::{Modifier, Style};

use super::theme::{Role, Theme};
use crate::app::geometry::Area;
use crate::text::fit;

/// A buffer and the theme it is painted in.
pub(crate) struct Painter<'a> {
    pub(crate) theme: &'a Theme,
    pub(crate) buffer: &'a mut Buffer,
}

/// Returns an area as ratatui takes it.
pub(crate) const fn rect(area: Area) -> Rect {
    Rect { x: area.x, y: area.y, width: area.width, height: area.height }
}

impl Painter<'_> {
    /// Returns the style of a role over the base.
    pub(crate) fn style(&self, role: Role) -> Style {
        self.theme.base().patch(self.theme.style(role))
    }

    /// Puts text at a place, cut to so many cells; returns the column behind it. Blanks that stand where a mark could, or
    /// beside one, do not look like it; those within a background do.
    pub(crate) fn put(&mut self, x: u16, y: u16, room: u16, text: &str, role: Role) -> u16 {
        let style = self.style(role);
        let core = text.trim_matches(' ');
        if !core.is_empty() && self.theme.style(role).bg.is_some() {
            return self.put_styled(x, y, room, text, style);
        }
        let lead = text.len() - text.trim_start_matches(' ').len();
        let plain = self.style(Role::Text);
        let core_at = self.put_styled(x, y, room, text.get(..lead).unwrap_or_default(), plain);
        let left = room.saturating_sub(core_at.saturating_sub(x));
        let end = self.put_styled(core_at, y, left, core, style);
        let left = usize::from(room.saturating_sub(end.saturating_sub(x)));
        let tail = text.get(lead + core.len()..).unwrap_or_default();
        self.put_styled(end, y, room, tail.get(..left).unwrap_or(tail), plain)
    }

    /// Returns the same in a given style.
    pub(crate) fn put_styled(&mut self, x: u16, y: u16, room: u16, text: &str, style: Style) -> u16 {
        let area = self.buffer.area;
        if x < area.left() || y < area.top() || x >= area.right() || y >= area.bottom() {
            return x;
        }
        let room = room.min(area.right() - x);
        let (end, _) = self.buffer.set_stringn(x, y, fit(text, usize::from(room)), usize::from(room), style);
        end
    }

    /// Puts pieces one behind the other into a row of an area.
    pub(crate) fn row(&mut self, area: Area, row: u16, pieces: &[(&str, Role)]) {
        if row >= area.height {
            return;
        }
        let (mut x, end) = (area.x, area.x + area.width);
        for (text, role) in pieces {
            x = self.put(x, area.y + row, end.saturating_sub(x), text, *role);
        }
    }

    /// Puts text at the right end of a row of an area.
    pub(crate) fn right(&mut self, area: Area, row: u16, text: &str, role: Role) {
        let width = u16::try_from(crate::text::cells(text)).unwrap_or(u16::MAX);
        if row < area.height && width <= area.width {
            self.put(area.x + area.width - width, area.y + row, width, text, role);
        }
    }

    /// Paints a thin rule across an area's row.
    pub(crate) fn rule(&mut self, x: u16, y: u16, width: u16) {
        self.put(x, y, width, &"─".repeat(usize::from(width)), Role::Border);
    }

    /// Paints a thin rule down a column, joined to the rules above and below.
    pub(crate) fn column(&mut self, x: u16, top: u16, height: u16) {
        self.put(x, top.saturating_sub(1), 1, "┬", Role::Border);
        for y in top..top + height {
            self.put(x, y, 1, "│", Role::Border);
        }
        self.put(x, top + height, 1, "┴", Role::Border);
    }

    /// Gives a row of an area the selected look, whatever its text. A bar is never reversed, which would show as filled what
    /// is empty.
    pub(crate) fn select(&mut self, area: Area, row: u16) {
        if row >= area.height {
            return;
        }
        let style = self.theme.style(Role::Selected);
        let line = Rect { x: area.x, y: area.y + row, width: area.width, height: 1 }.intersection(self.buffer.area);
        for place in line.positions() {
            let Some(cell) = self.buffer.cell_mut(place) else { continue };
            let is_bar = cell.symbol().starts_with(|c| ('\u{2500}'..='\u{259f}').contains(&c));
            cell.set_style(if is_bar { style.remove_modifier(Modifier::REVERSED) } else { style });
        }
    }

    /// Empties an area.
    pub(crate) fn clear(&mut self, area: Area) {
        let base = self.theme.base();
        let area = rect(area).intersection(self.buffer.area);
        for y in area.top()..area.bottom() {
            for x in area.left()..area.right() {
                if let Some(cell) = self.buffer.cell_mut((x, y)) {
                    cell.reset();
                    cell.set_style(base);
                }
            }
        }
    }
}

/// Returns a narrower area within: so many columns off the left and the right.
pub(crate) const fn inset(area: Area, columns: u16) -> Area {
    Area { x: area.x + columns, width: area.width.saturating_sub(columns * 2), ..area }
}

/// Returns a bar of `width` cells, filled to `part` of `whole`.
pub(crate) fn bar(part: u64, whole: u64, width: usize, full: &str, empty: &str) -> String {
    let filled = if whole == 0 { 0 } else { (u128::from(part) * width as u128 / u128::from(whole)) as usize };
    let filled = filled.min(width);
    format!("{}{}", full.repeat(filled), empty.repeat(width - filled))
}
