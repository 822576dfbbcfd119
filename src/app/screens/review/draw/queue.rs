//! The queue: marks, verdicts (`!` where something was said against a pass), the beginning of each question, and why the
//! record is here.

use crate::app::geometry::{Area, Pane};
use crate::app::{Model, glyph};
use crate::command::BrowseAction;
use crate::text::{grouped, visible_start};
use crate::ui::painter::{Painter, inset};
use crate::ui::theme::Role;

/// From so many columns on, how many are alike is said with the word.
const WORDED: u16 = 34;

/// Paints the queue.
pub(super) fn draw(model: &Model, area: Area, painter: &mut Painter<'_>) {
    if area.height < 3 {
        return;
    }
    let list = &model.screens.review.list;
    let title = if model.screens.review.pane == Pane::Queue { Role::Accent } else { Role::Muted };
    painter.row(area, 0, &[(" ", Role::Text), ("QUEUE", title)]);
    if !list.marks.is_empty() {
        painter.right(inset(area, 1), 0, &format!("{} marked", list.marks.len()), Role::Warn);
    }
    let height = usize::from(area.height - 3);
    for (row, index) in (1..).zip(list.window(height)) {
        line(model, area, row, index, painter);
    }
    if list.is_empty() && list.drawn {
        let filter =
            model.keyboard.keymap.key(BrowseAction::FilterQueue).map(|key| key.to_string()).unwrap_or_default();
        painter.row(
            inset(area, 1),
            1,
            &[("nothing here; ", Role::Muted), (&filter, Role::Key), (" changes the filter", Role::Muted)],
        );
    }
    if let Some(sampling) = model.screens.review.list.sampling.title() {
        painter.row(inset(area, 1), area.height - 1, &[(&sampling, Role::Muted)]);
    }
}

fn line(model: &Model, area: Area, row: u16, index: usize, painter: &mut Painter<'_>) {
    let list = &model.screens.review.list;
    let Some(own) = list.queue.rows.get(index).copied() else { return };
    let current = index == list.cursor;
    let bar = if current { "▌" } else { " " };
    let mark = if list.marks.contains(&own) { "•" } else { " " };
    let Some(line) = list.line(own) else {
        painter.row(area, row, &[(bar, Role::Accent), (mark, Role::Warn), ("…", Role::Muted)]);
        return;
    };
    let (verdict, role) = match line.verdict {
        Some(verdict) => (glyph(verdict), Role::from(verdict)),
        None if line.tagged => ("·", Role::Muted),
        None => (" ", Role::Muted),
    };
    let id: String = line.id.short().chars().take(4).collect();
    let preview = visible_start(&line.preview, usize::from(area.width));
    let text = if current { Role::Strong } else { Role::Text };
    painter.row(
        area,
        row,
        &[
            (bar, Role::Accent),
            (mark, Role::Warn),
            (verdict, role),
            (if line.contradicts() { "!" } else { " " }, Role::Warn),
            (&id, Role::Muted),
            (" ", Role::Text),
            (preview.as_str(), text),
        ],
    );
    let others = list.alike_to(own);
    if others > 0 {
        let word = if area.width >= WORDED { " alike" } else { "" };
        painter.right(area, row, &format!(" +{}{word} ", grouped(others as u64)), Role::Muted);
    }
}
