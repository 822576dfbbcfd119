//! A re-grading round: the question above the record, how far one got instead of the queue, the cost before it begins.
//!
//! The queue's own lines are not shown: a record that comes twice would give itself away.

use crate::app::Model;
use crate::app::geometry::{Area, Pane};
use crate::app::screens::review::Round;
use crate::command::{Action, GlobalAction, Screen};
use crate::layout::wrap_plain;
use crate::text::grouped;
use crate::ui::painter::{Painter, bar, inset};
use crate::ui::theme::Role;

/// Paints the question.
pub(super) fn question(model: &Model, area: Area, painter: &mut Painter<'_>) {
    if area.height < 2 {
        return;
    }
    let inner = inset(area, 1);
    let Some(question) = model.screens.review.question(usize::from(inner.width), &model.read_model) else { return };
    painter.row(inner, 0, &[(&question.title, Role::Heading)]);
    let right = question.given.map_or_else(|| format!("v{}", question.version), |given| format!(" {given}"));
    painter.right(inner, 0, &right, Role::Text);
    let rows = area.height - 2;
    for (row, line) in (1..=rows).zip(&question.lines) {
        painter.row(inner, row, &[(line, Role::Strong)]);
    }
    painter.rule(area.x, area.y + area.height - 1, area.width);
}

/// Paints how far the round got.
pub(super) fn progress(model: &Model, round: &Round, area: Area, painter: &mut Painter<'_>) {
    let inner = inset(area, 1);
    let title = if model.screens.review.pane == Pane::Queue { Role::Accent } else { Role::Muted };
    painter.row(inner, 0, &[("RE-GRADING", title)]);
    let (done, all) = round.progress();
    let left = all - done;
    let strip = bar(done as u64, all as u64, usize::from(inner.width.min(30)), "━", "╌");
    painter.row(inner, 2, &[(&strip, Role::Accent)]);
    painter.row(inner, 3, &[(&format!("{} of {} answered", grouped(done as u64), grouped(all as u64)), Role::Text)]);
    let minutes = (left as u64).div_ceil(2);
    let rest = if left == 0 { "nothing left".to_owned() } else { format!("{left} left, about {minutes} min") };
    painter.row(inner, 4, &[(&rest, Role::Text)]);
    if left == 0 {
        let keys = |action: Action| model.keyboard.keymap.sequences(action).into_iter().next().unwrap_or_default();
        for (row, action, words) in [
            (6, Screen::Criteria.into(), "what drifted"),
            (7, Action::from(GlobalAction::Leave), "back to the records"),
        ] {
            painter.row(inner, row, &[(&keys(action), Role::Key), ("  ", Role::Text), (words, Role::Text)]);
        }
        return;
    }
    let hidden = "Your earlier answers show once you have answered.";
    for (row, line) in (6..).zip(wrap_plain(hidden, usize::from(inner.width.max(1)))) {
        painter.row(inner, row, &[(&line, Role::Text)]);
    }
}
