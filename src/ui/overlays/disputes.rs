//! What reviewers answered differently, side by side.

use super::frame::{ends, frame};
use crate::app::Model;
use crate::app::overlays::disputes::{Disputes, dispute_lines};
use crate::ui::list::pieces;
use crate::ui::painter::Painter;
use crate::ui::theme::Role;

/// Columns of the widest frame.
const WIDTH: u16 = 140;

/// Paints what reviewers answered differently on the record on screen.
pub(super) fn draw(model: &Model, open: &Disputes, painter: &mut Painter<'_>) {
    let review = &model.screens.review;
    let id = review.current().map(|page| page.view.record.id.short()).unwrap_or_default();
    let how = if open.alone { "you decide alone, as the owner" } else { "those who answered decide together" };
    let title = format!(" answers on {id} · {how} ");
    let inside = frame(model, WIDTH, model.size.1.saturating_sub(4), &title, painter);
    let (Some(page), Some(view)) = (review.current(), review.dispute(&model.read_model)) else {
        let text = if review.current().is_some() { "Nobody answered differently on this record." } else { "…" };
        painter.row(inside, 0, &[(text, Role::Text)]);
        return;
    };
    let chosen = open.chosen.min(view.questions.len().saturating_sub(1));
    let who = (&model.session, model.present);
    let (lines, begin) = dispute_lines(&page.view, &view, Some(chosen), who, usize::from(inside.width));
    let height = usize::from(inside.height);
    // The chosen question is in view, and what is scrolled to where both have room.
    let least = (begin + 4).saturating_sub(height).min(begin);
    let scroll = open.scroll.max(least).min(lines.len().saturating_sub(height).max(least));
    for (row, line) in (0..inside.height).zip(lines.iter().skip(scroll)) {
        pieces(inside, row, line, painter);
    }
    ends(inside, scroll, lines.len(), painter);
}
