//! The Criteria screen: statements, and each one's versions, newest first.

use super::list::{head, line, paragraph, split};
use super::pen::{Pen, inset};
use super::theme::Role;
use crate::app::Model;
use crate::command::Action;
use crate::domain::{Criterion, CriterionVersion};
use crate::text::{visible_block, visible_line, visible_name};

/// Paints the criteria and the versions of the one under the cursor.
pub(super) fn draw(model: &Model, pen: &mut Pen<'_>) {
    let areas = split(model, pen);
    let (body, top) = head(model, areas.list, "CRITERIA", "grades  stale", pen);
    let shown = model.shown_criteria();
    let cursor = model.list_cursor();
    for (row, (index, criterion)) in (0..body.height).zip(shown.iter().enumerate().skip(top)) {
        let number = criterion.number.map_or_else(|| " ".to_owned(), |number| number.to_string());
        let role = if criterion.retired { Role::Muted } else { Role::Text };
        let right = format!("{:>6}  {:>5}", criterion.grades, criterion.stale);
        let name = visible_name(&criterion.name);
        let status = if criterion.retired { "  retired" } else { "" };
        let pieces = [(number.as_str(), Role::Key), ("  ", role), (name.as_str(), role), (status, Role::Muted)];
        line(body, row, index == cursor, &pieces, &right, pen);
    }
    if shown.is_empty() {
        let key = model.keyboard.keymap.key(Action::CriterionAdd).map(|key| key.to_string()).unwrap_or_default();
        let text = format!("No criteria yet. {key} writes one: a statement that good output meets.");
        paragraph(inset(body, 1), 0, &text, Role::Muted, pen);
    }
    if let Some(criterion) = model.selected_criterion() {
        timeline(model, criterion, inset(areas.detail, 1), pen);
    }
}

fn timeline(model: &Model, criterion: &Criterion, area: crate::app::geometry::Area, pen: &mut Pen<'_>) {
    pen.row(area, 0, &[(visible_name(&criterion.name).as_str(), Role::Strong)]);
    pen.right(area, 0, &format!("v{}", criterion.version()), Role::Muted);
    let mut row = 1;
    if !criterion.modes.is_empty() {
        let names: Vec<String> = criterion.modes.iter().map(|mode| model.world.mode_name(mode)).collect();
        row = paragraph(area, row, &format!("speaks of {}", names.join(", ")), Role::Muted, pen);
    }
    for version in criterion.versions.iter().rev() {
        row += 1;
        pen.row(area, row, &[(&facts(model, version), Role::Muted)]);
        let text = visible_block(&version.text);
        row = paragraph(inset(area, 2), row + 1, text.as_str(), Role::Text, pen);
        if !version.reason.is_empty() {
            let why = format!("because {}", visible_line(&version.reason));
            row = paragraph(inset(area, 2), row, &why, Role::Muted, pen);
        }
    }
    if criterion.stale > 0 {
        let text = format!("{} of {} grades are stale.", criterion.stale, criterion.grades);
        paragraph(area, row + 1, &text, Role::Warn, pen);
    }
}

fn facts(model: &Model, version: &CriterionVersion) -> String {
    let mut facts = vec![format!("v{}", version.version), version.time.short()];
    if !model.sitting.present {
        facts.push(visible_name(&version.reviewer).into_string());
    }
    if version.version > 1 {
        facts.push(version.edit.word().to_owned());
    }
    facts.extend(version.record.map(|record| format!("from {}", record.short())));
    facts.join("  ")
}
