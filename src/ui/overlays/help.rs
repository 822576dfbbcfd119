//! What is read over a screen, scrolled: the help with the keys of this screen, and what corrected outputs change.
//! The keys come from the registry.

use super::frame::{ends, frame};
use crate::app::Model;
use crate::app::overlays::help::{HELP_COLUMNS, Help, HelpLine};
use crate::text::cells;
use crate::ui::painter::Painter;
use crate::ui::theme::Role;

/// Paints the help.
pub(super) fn draw(model: &Model, help: &Help, painter: &mut Painter<'_>) {
    let inside = frame(model, HELP_COLUMNS, model.size.1.saturating_sub(4), "keys", painter);
    let scroll = help.scroll;
    let (width, lines) = help.lines(&model.keyboard.keymap, model.size);
    for (row, line) in (0..inside.height).zip(lines.iter().skip(scroll)) {
        match line {
            HelpLine::Blank => {}
            HelpLine::Heading(title) => painter.row(inside, row, &[(title, Role::Heading)]),
            HelpLine::Entry(keys, title, sentence) => {
                let pad = " ".repeat(width.saturating_sub(cells(keys)) + 2);
                let pieces = [("  ", Role::Text), (keys, Role::Key), (&pad, Role::Text), (title, Role::Text)];
                painter.row(inside, row, &[pieces.as_slice(), &[(sentence, Role::Muted)]].concat());
            }
            HelpLine::More(sentence) => {
                painter.row(inside, row, &[(&" ".repeat(width + 4), Role::Text), (sentence, Role::Muted)]);
            }
        }
    }
    ends(inside, scroll, lines.len(), painter);
}
