//! The Compare screen: two answers to one input, side by side.

use super::list::paragraph;
use super::pen::{Pen, inset};
use super::queue::role_of;
use super::theme::Role;
use crate::app::geometry::{Area, panes};
use crate::app::message::RecordView;
use crate::app::{Model, glyph};
use crate::domain::Untrusted;
use crate::text::{visible_block, visible_start};

/// Paints the input and two answers to it.
pub(super) fn draw(model: &Model, pen: &mut Pen<'_>) {
    let body = panes(model.size, model.review.pane).body;
    let compare = &model.lists.compare;
    if compare.length() < 2 {
        let text = "No other record has this input. Import the answers of another model or prompt to compare them.";
        paragraph(inset(body, 1), 0, text, Role::Muted, pen);
        return;
    }
    let question = compare.at(compare.left).map(|view| view.record.content.last_question()).unwrap_or_default();
    let asked = visible_start(&Untrusted::new(question), usize::from(body.width));
    pen.row(inset(body, 1), 0, &[("input  ", Role::Speaker), (asked.as_str(), Role::Text)]);
    let half = body.width / 2;
    let below = Area { y: body.y + 2, height: body.height.saturating_sub(2), ..body };
    pen.rule(0, body.y + 1, body.width);
    pen.column(half, below.y, below.height);
    let left = Area { width: half, ..below };
    let right = Area { x: half + 1, width: body.width - half - 1, ..below };
    answer(model, compare.left, inset(left, 1), pen);
    answer(model, model.list_cursor(), inset(right, 1), pen);
}

fn answer(model: &Model, index: usize, area: Area, pen: &mut Pen<'_>) {
    let compare = &model.lists.compare;
    let Some(view) = compare.at(index) else {
        pen.row(area, 0, &[("reading …", Role::Muted)]);
        return;
    };
    let (mark, role) = verdict(model, view);
    let name = view.record.content.model.as_ref().map(|name| visible_start(name, 40).into_string()).unwrap_or_default();
    let place = format!("  {} of {}", index + 1, compare.length());
    let id = view.record.id.short();
    pen.row(
        area,
        0,
        &[
            (mark, role),
            (" ", Role::Text),
            (&id, Role::Strong),
            ("  ", Role::Text),
            (&name, Role::Muted),
            (&place, Role::Muted),
        ],
    );
    let text = Area { y: area.y + 2, height: area.height.saturating_sub(2), ..area };
    // No more characters than the area can show, so that a long answer costs nothing.
    let room = usize::from(text.width) * usize::from(text.height);
    let start: String = view.document.text(None).chars().take(room).collect();
    paragraph(text, 0, visible_block(&Untrusted::new(start)).as_str(), Role::Text, pen);
}

fn verdict(model: &Model, view: &RecordView) -> (&'static str, Role) {
    let verdicts = &view.judgements.verdicts;
    let own = verdicts.iter().find(|own| own.reviewer == model.sitting.reviewer).or(verdicts.last());
    own.map_or((" ", Role::Muted), |own| (glyph(own.verdict), role_of(own.verdict)))
}
