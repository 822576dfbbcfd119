//! The last question of a criterion's edit: what it changes word by word, and what goes stale with either answer.

use super::frame::foot;
use crate::app::Model;
use crate::app::geometry::Area;
use crate::app::overlays::writing::Revision;
use crate::app::screens::criteria::forecast::staling;
use crate::app::screens::detail::changed_lines;
use crate::command::RevisionAction;
use crate::domain::Edit;
use crate::layout::wrap_plain;
use crate::text::visible_line;
use crate::ui::list::paragraph;
use crate::ui::list::pieces;
use crate::ui::painter::{Painter, inset};
use crate::ui::theme::Role;

/// Rows that the difference takes at most.
const ROWS_AT_MOST: usize = 5;

/// Paints the question.
pub(super) fn draw(model: &Model, revision: &Revision, painter: &mut Painter<'_>) {
    let width = usize::from(foot(model, 1).width.saturating_sub(4)).max(1);
    let before = model.read_model.codebook.criterion_of(&revision.criterion);
    let old = before.and_then(|criterion| criterion.current()).map(|version| &version.text);
    let mut lines = changed_lines(old, &revision.text, width);
    lines.truncate(ROWS_AT_MOST);
    let why =
        if revision.reason.is_empty() { String::new() } else { format!("because {}", visible_line(&revision.reason)) };
    let choices =
        [(RevisionAction::Meaning, Edit::Meaning), (RevisionAction::Wording, Edit::Wording)].map(|(action, edit)| {
            let key = model.keyboard.keymap.key(action).map(|key| key.to_string()).unwrap_or_default();
            (key, format!("{}: {}", edit.word(), staling(&model.read_model, &revision.criterion, edit)))
        });
    let wrapped = |text: &str| wrap_plain(text, width.saturating_sub(2)).len().max(1);
    let rows =
        lines.len() + usize::from(!why.is_empty()) + choices.iter().map(|(_, text)| wrapped(text)).sum::<usize>();
    let area = foot(model, u16::try_from(rows + 2).unwrap_or(u16::MAX));
    painter.clear(area);
    painter.rule(area.x, area.y, area.width);
    let title = format!(" criterion {}: what did the edit change? ", revision.criterion);
    painter.put(area.x + 1, area.y, area.width.saturating_sub(2), &title, Role::Muted);
    let inner = Area { y: area.y + 1, height: area.height.saturating_sub(1), ..inset(area, 2) };
    let mut row = 0;
    for line in &lines {
        pieces(inner, row, line, painter);
        row += 1;
    }
    if !why.is_empty() {
        painter.row(inner, row, &[(&why, Role::Text)]);
        row += 1;
    }
    for (key, text) in &choices {
        painter.row(inner, row, &[(key, Role::Key)]);
        let beside = Area { x: inner.x + 2, width: inner.width.saturating_sub(2), ..inner };
        row = paragraph(beside, row, text, Role::Text, painter);
    }
}
