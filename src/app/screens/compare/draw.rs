//! How the Compare screen looks: two answers to one input, side by side or one above the other, with what differs.

use crate::app::geometry::{Area, body, compared};
use crate::app::screens::DetailLine;
use crate::app::{Model, glyph};
use crate::domain::Untrusted;
use crate::text::{cells, fit, visible_start};
use crate::ui::list::paragraph;
use crate::ui::list::pieces;
use crate::ui::painter::{Painter, inset};
use crate::ui::theme::Role;
use crate::views::RecordView;

/// What stands before the input.
const INPUT: &str = "input  ";

/// Paints the input and two answers to it.
pub(crate) fn draw(model: &Model, painter: &mut Painter<'_>) {
    let body = body(model.size);
    let compare = &model.screens.compare;
    if compare.count() < 2 {
        let text = "No other record has this input, system prompt and earlier turns included. Import answers to it to compare them.";
        paragraph(inset(body, 1), 0, text, Role::Muted, painter);
        return;
    }
    let question = compare.at(compare.left).map(|view| view.record.content.last_question()).unwrap_or_default();
    let room = usize::from(body.width).saturating_sub(2 + cells(INPUT));
    let asked = fit(visible_start(&Untrusted::new(question), room + 1).as_str(), room);
    painter.row(inset(body, 1), 0, &[(INPUT, Role::Speaker), (asked.as_str(), Role::Text)]);
    painter.rule(0, body.y + 1, body.width);
    let (left, right) = compared(model.size);
    if right.x > left.x {
        painter.column(right.x - 2, body.y + 2, body.height.saturating_sub(2));
    } else {
        painter.rule(0, right.y.saturating_sub(2), body.width);
    }
    let known = compare.differences.as_ref();
    answer(model, compare.left, left, known.map(|known| known.left.as_slice()), painter);
    answer(model, model.list_cursor(), right, known.map(|known| known.right.as_slice()), painter);
    if let Some(known) = known {
        painter.right(
            Area { y: body.y + 1, height: 1, width: body.width.saturating_sub(1), ..body },
            0,
            &format!(" {} ", known.said),
            Role::Text,
        );
    }
}

/// Paints the title of an answer above its area, and what is in view of its lines.
fn answer(model: &Model, index: usize, area: Area, lines: Option<&[DetailLine]>, painter: &mut Painter<'_>) {
    let compare = &model.screens.compare;
    let title = Area { y: area.y.saturating_sub(1), height: 1, ..area };
    let Some(view) = compare.at(index) else {
        painter.row(title, 0, &[("reading …", Role::Muted)]);
        return;
    };
    let (mark, role) = verdict(model, view);
    let name = view.record.content.model.as_ref().map(|name| visible_start(name, 40).into_string()).unwrap_or_default();
    let place = format!("  {} of {}", index + 1, compare.count());
    let id = view.record.id.short();
    painter.row(
        title,
        0,
        &[
            (mark, role),
            (if mark.is_empty() { "" } else { " " }, Role::Text),
            (&id, Role::Strong),
            ("  ", Role::Text),
            (&name, Role::Text),
            (&place, Role::Text),
        ],
    );
    let lines = lines.unwrap_or_default();
    let height = usize::from(area.height);
    for (row, line) in (0..area.height).zip(lines.iter().skip(compare.scroll)) {
        pieces(area, row, line, painter);
    }
    let beside = Area { x: area.x + area.width, width: 1, ..area };
    if compare.scroll > 0 && !lines.is_empty() {
        painter.row(beside, 0, &[("▴", Role::Muted)]);
    }
    if compare.scroll + height < lines.len() {
        painter.row(beside, area.height.saturating_sub(1), &[("▾", Role::Muted)]);
    }
}

fn verdict(model: &Model, view: &RecordView) -> (&'static str, Role) {
    let verdicts = &view.judgements.verdicts;
    let verdict = verdicts.iter().find(|verdict| verdict.reviewer == model.session.reviewer).or(verdicts.last());
    verdict.map_or(("", Role::Muted), |view| (glyph(view.verdict), Role::from(view.verdict)))
}
