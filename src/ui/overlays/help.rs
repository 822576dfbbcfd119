//! The help with the keys that work here, in as many columns as fit. The keys come from the registry.

use super::frame::{ends, frame};
use crate::app::Model;
use crate::app::geometry::Area;
use crate::app::overlays::help::{Help, HelpLayout, HelpLine};
use crate::text::{cells, visible_words};
use crate::ui::painter::Painter;
use crate::ui::theme::Role;

/// Paints the help.
pub(super) fn draw(model: &Model, help: &Help, painter: &mut Painter<'_>) {
    let layout = HelpLayout::of(model.size);
    let wide = u16::try_from(layout.total() + 4).unwrap_or(u16::MAX);
    let typed = help.query.text();
    let title = if typed.is_empty() {
        "keys · type to narrow · Shift+mouse selects text".to_owned()
    } else {
        format!("keys: {}", visible_words(&typed).as_str())
    };
    let inside = frame(model, wide, model.size.1.saturating_sub(4), &title, painter);
    let (keys_width, lines) = help.lines(&model.keyboard.keymap, model.size);
    if lines.is_empty() {
        painter.row(inside, 0, &[("nothing found", Role::Muted)]);
    }
    let height = usize::from(inside.height);
    for column in 0..layout.columns {
        let left = u16::try_from(layout.left_of(column)).unwrap_or(u16::MAX);
        let width = u16::try_from(layout.width).unwrap_or(u16::MAX).min(inside.width.saturating_sub(left));
        let area = Area { x: inside.x.saturating_add(left), width, ..inside };
        let from = help.scroll + column * height;
        for (row, line) in (0..inside.height).zip(lines.iter().skip(from)) {
            paint(line, keys_width, area, row, painter);
        }
    }
    let shown = lines.len().saturating_sub(height * (layout.columns - 1));
    ends(inside, help.scroll, shown, painter);
}

fn paint(line: &HelpLine, keys_width: usize, area: Area, row: u16, painter: &mut Painter<'_>) {
    match line {
        HelpLine::Blank => {}
        HelpLine::Heading(title) => painter.row(area, row, &[(title, Role::Heading)]),
        HelpLine::Entry(keys, title, sentence) => {
            let pad = " ".repeat(keys_width.saturating_sub(cells(keys)) + 2);
            let pieces = [("  ", Role::Text), (keys, Role::Key), (&pad, Role::Text), (title, Role::Text)];
            painter.row(area, row, &[pieces.as_slice(), &[(sentence, Role::Text)]].concat());
        }
        HelpLine::More(sentence) => {
            painter.row(area, row, &[(&" ".repeat(keys_width + 4), Role::Text), (sentence, Role::Text)]);
        }
    }
}
