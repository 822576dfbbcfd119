//! How the Criteria screen looks: statements with what is stale and what drifted, and each one's page beside it.

use crate::app::Model;
use crate::app::geometry::Area;
use crate::app::screens::criteria::versions::{self, PageView};
use crate::command::CriteriaAction;
use crate::domain::Criterion;
use crate::text::{fit, visible_name};
use crate::ui::list::pieces;
use crate::ui::list::{head, line, paragraph, split};
use crate::ui::painter::{Painter, inset};
use crate::ui::theme::Role;
use crate::views::drift;

/// Returns the drift of a criterion in a column.
fn drift_words(model: &Model, criterion: &Criterion) -> String {
    let Some(known) = model.read_model.drift_of(&criterion.key) else { return String::new() };
    known.newest().map_or_else(|| "–".to_owned(), drift::verdict)
}

/// Paints the criteria and the page of the one under the cursor.
pub(crate) fn draw(model: &Model, painter: &mut Painter<'_>) {
    let areas = split(model, painter);
    let (body, top) = head(model, areas.list, "CRITERIA", "grades  stale  drift         ", painter);
    let shown = model.screens.criteria.rows(&model.read_model);
    let cursor = model.list_cursor();
    for (row, (index, criterion)) in (0..body.height).zip(shown.iter().enumerate().skip(top)) {
        let number = criterion.number.map_or_else(|| " ".to_owned(), |number| number.to_string());
        let role = if criterion.retired { Role::Muted } else { Role::Text };
        let drift = drift_words(model, criterion);
        let right = format!("{:>6}  {:>5}  {drift:<14}", criterion.grades, criterion.stale);
        let must = if criterion.must_pass { "  must pass" } else { "" };
        let status = if criterion.retired { "  retired" } else { must };
        let room = usize::from(body.width).saturating_sub(34 + status.len());
        let name = fit(visible_name(&criterion.name).as_str(), room);
        let pieces = [(number.as_str(), Role::Key), ("  ", role), (name.as_str(), role), (status, Role::Text)];
        line(body, row, index == cursor, &pieces, &right, painter);
    }
    if shown.is_empty() {
        let key = model.keyboard.keymap.key(CriteriaAction::Add).map(|key| key.to_string()).unwrap_or_default();
        let text = format!("No criteria yet. {key} writes one: a statement that good output meets.");
        paragraph(inset(body, 1), 0, &text, Role::Muted, painter);
        return;
    }
    page(model, inset(areas.detail, 1), painter);
}

fn page(model: &Model, area: Area, painter: &mut Painter<'_>) {
    let criteria = &model.screens.criteria;
    let Some(criterion) = criteria.selected(&model.read_model) else { return };
    let view = PageView {
        read_model: &model.read_model,
        keymap: &model.keyboard.keymap,
        session: &model.session,
        present: model.present,
    };
    let lines = versions::page(criterion, &view, usize::from(area.width));
    let (chosen, scroll) = criteria.version_cursor(&criterion.key);
    let scroll = scroll.min(lines.len().saturating_sub(usize::from(area.height)));
    for (row, line) in (0..area.height).zip(lines.iter().skip(scroll)) {
        pieces(area, row, line, painter);
        if line.version == Some(chosen) {
            painter.put(area.x - 1, area.y + row, 1, "▌", Role::Accent);
        }
    }
    let beside = Area { x: area.x + area.width, width: 1, ..area };
    if scroll > 0 {
        painter.row(beside, 0, &[("▴", Role::Muted)]);
    }
    if scroll + usize::from(area.height) < lines.len() {
        painter.row(beside, area.height.saturating_sub(1), &[("▾", Role::Muted)]);
    }
}
