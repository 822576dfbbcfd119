//! How the Checks screen looks: what each check catches, misses and wrongly rejects.

use crate::app::Model;
use crate::checks::describe;
use crate::command::ChecksAction;
use crate::ui::figures;
use crate::ui::list::{head, line, paragraph, split};
use crate::ui::painter::{Painter, inset};
use crate::ui::theme::Role;

/// Paints the checks and the figures of the one under the cursor.
pub(crate) fn draw(model: &Model, painter: &mut Painter<'_>) {
    let areas = split(model, painter);
    let (body, top) = head(model, areas.list, "CHECKS", "catches  rejects", painter);
    let shown = model.screens.checks.rows(&model.read_model);
    let cursor = model.list_cursor();
    for (row, (index, check)) in (0..body.height).zip(shown.iter().enumerate().skip(top)) {
        let right = model.read_model.tally(&check.key).map_or_else(
            || "…".to_owned(),
            |tally| {
                if tally.idle.is_some() {
                    return "not run".to_owned();
                }
                let (bad, good) = tally.totals();
                let caught = format!("{} of {bad}", tally.caught.len());
                format!("{caught:>8}  {} of {good}", tally.wrongly_rejected.len())
            },
        );
        let words = model.session.sentence(&describe(&check.spec), model.present);
        let pieces = [(words.as_str(), Role::Text), ("  ", Role::Text), (check.target.key().as_str(), Role::Text)];
        line(body, row, index == cursor, &pieces, &right, painter);
    }
    if shown.is_empty() {
        let key = model.keyboard.keymap.key(ChecksAction::Add).map(|key| key.to_string()).unwrap_or_default();
        let text = format!("No checks yet. {key} writes one for a failure mode or a criterion.");
        paragraph(inset(body, 1), 0, &text, Role::Muted, painter);
        return;
    }
    let Some(check) = model.screens.checks.selected(&model.read_model) else { return };
    let area = inset(areas.detail, 1);
    let words = model.session.sentence(&describe(&check.spec), model.present);
    let mut row = paragraph(area, 0, &words, Role::Strong, painter);
    let target = format!("on {} {}", check.target.word(), check.target.key());
    row = paragraph(area, row, &target, Role::Text, painter) + 1;
    let Some(tally) = model.read_model.tally(&check.key) else {
        paragraph(area, row, "reading …", Role::Muted, painter);
        return;
    };
    if let Some(why) = &tally.idle {
        paragraph(area, row, &format!("not run: {why}"), Role::Text, painter);
        return;
    }
    for pieces in figures::rows(tally, None, usize::from(area.width)) {
        let pieces: Vec<(&str, Role)> = pieces.iter().map(|(text, role)| (text.as_str(), *role)).collect();
        painter.row(area, row, &pieces);
        row += 1;
    }
    for words in figures::left_out(tally) {
        row = paragraph(area, row, &words, Role::Text, painter);
    }
}
