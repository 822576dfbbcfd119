//! How the Modes screen looks.

use crate::app::Model;
use crate::command::ModesAction;
use crate::text::{grouped, visible_block, visible_name, visible_words};
use crate::ui::list::{head, line, paragraph, split};
use crate::ui::painter::{Painter, inset};
use crate::ui::theme::Role;

/// Paints the failure modes and the one under the cursor.
pub(crate) fn draw(model: &Model, painter: &mut Painter<'_>) {
    let areas = split(model, painter);
    let (body, top) = head(model, areas.list, "FAILURE MODES", "severity  records", painter);
    let shown = model.screens.modes.rows(&model.read_model);
    let cursor = model.list_cursor();
    for (row, (index, mode)) in (0..body.height).zip(shown.iter().enumerate().skip(top)) {
        let key = mode.hotkey.map_or_else(|| " ".to_owned(), String::from);
        let role = if mode.status.is_open() { Role::Text } else { Role::Muted };
        let status = if mode.status.is_open() { String::new() } else { format!("  {}", mode.status.word()) };
        let right = format!("{:>8}  {:>7}", "▪".repeat(usize::from(mode.severity)), grouped(mode.count));
        let name = visible_name(&mode.name);
        let pieces = [(key.as_str(), Role::Key), ("  ", role), (name.as_str(), role), (&status, Role::Muted)];
        line(body, row, index == cursor, &pieces, &right, painter);
    }
    if shown.is_empty() {
        let key = model.keyboard.keymap.key(ModesAction::Add).map(|key| key.to_string()).unwrap_or_default();
        let text = format!("No failure modes yet. {key} names one; notes on records become modes too.");
        paragraph(inset(body, 1), 0, &text, Role::Muted, painter);
        return;
    }
    let Some(mode) = model.screens.modes.selected(&model.read_model) else { return };
    let area = inset(areas.detail, 1);
    painter.row(area, 0, &[(visible_name(&mode.name).as_str(), Role::Strong)]);
    let facts = format!(
        "{} · severity {} · {} of {} read · {}",
        mode.status.word(),
        mode.severity,
        grouped(mode.count),
        grouped(model.read_model.figures.reviewed),
        mode.slug
    );
    painter.row(area, 1, &[(&facts, Role::Muted)]);
    let definition = if mode.definition.is_empty() {
        let key = model.keyboard.keymap.key(ModesAction::Define).map(|key| key.to_string()).unwrap_or_default();
        format!("Not defined yet; {key} says what it means.")
    } else {
        visible_block(&mode.definition).into_string()
    };
    let mut row = paragraph(area, 3, &definition, Role::Text, painter) + 1;
    if let Some(heir) = mode.merged_into.as_ref() {
        row = paragraph(
            area,
            row,
            &format!("its tags count for {}", model.read_model.mode_name(heir)),
            Role::Muted,
            painter,
        );
    }
    for step in &mode.lineage {
        row = paragraph(area, row, visible_words(step).as_str(), Role::Muted, painter);
    }
}
