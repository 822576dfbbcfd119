//! The help: the keys of this screen, from the registry.

use super::overlay::frame;
use super::pen::Pen;
use super::theme::Role;
use crate::app::{HelpLine, Model};
use crate::text::cells;

/// Paints the help.
pub(super) fn draw(model: &Model, scroll: usize, pen: &mut Pen<'_>) {
    let inside = frame(model, 96, model.size.1.saturating_sub(4), "keys", pen);
    let lines = model.help();
    let width = lines
        .iter()
        .map(|line| match line {
            HelpLine::Entry(keys, ..) => cells(keys),
            HelpLine::Heading(_) | HelpLine::Blank => 0,
        })
        .max()
        .unwrap_or(0);
    for (row, line) in (0..inside.height).zip(lines.iter().skip(scroll)) {
        match line {
            HelpLine::Blank => {}
            HelpLine::Heading(title) => pen.row(inside, row, &[(title, Role::Heading)]),
            HelpLine::Entry(keys, title, sentence) => {
                let pad = " ".repeat(width.saturating_sub(cells(keys)) + 2);
                let sentence = if inside.width >= 70 { format!("  {sentence}") } else { String::new() };
                pen.row(
                    inside,
                    row,
                    &[
                        ("  ", Role::Text),
                        (keys, Role::Key),
                        (&pad, Role::Text),
                        (title, Role::Text),
                        (&sentence, Role::Muted),
                    ],
                );
            }
        }
    }
}
