//! What was settled on the record, by whom and when, in the column of judgements.

use crate::app::Model;
use crate::app::geometry::Area;
use crate::app::screens::review::{settled_by, settled_words};
use crate::domain::{Judgements, SettleTarget, SettledView};
use crate::layout::wrap_plain;
use crate::ui::painter::Painter;
use crate::ui::theme::Role;

/// Answers whether a settlement holds no more, by the criterion as it is known now.
fn is_stale(model: &Model, settled: &SettledView) -> bool {
    let SettleTarget::Criterion(key) = &settled.target else { return settled.stale };
    let known = model.read_model.codebook.criterion_of(key);
    settled.stale || known.is_some_and(|criterion| criterion.is_stale(settled.version))
}

/// Paints the settlements, each with those who settled it below; returns the row behind them.
pub(super) fn beside(
    model: &Model,
    judgements: &Judgements,
    area: Area,
    mut row: u16,
    title: Role,
    painter: &mut Painter<'_>,
) -> u16 {
    if judgements.settled.is_empty() {
        return row;
    }
    painter.row(area, row, &[("SETTLED", title)]);
    row += 1;
    let width = usize::from(area.width.saturating_sub(3)).max(1);
    for settled in &judgements.settled {
        let mut words = settled_words(&settled.target, settled.answer, &model.read_model);
        let mut role = Role::Strong;
        if is_stale(model, settled) {
            words.push_str(" ⟳ stale");
            role = Role::Warn;
        }
        for line in wrap_plain(&words, width) {
            painter.row(area, row, &[("  ", Role::Text), (&line, role)]);
            row += 1;
        }
        for line in wrap_plain(&settled_by(settled, &model.session, model.present), width) {
            painter.row(area, row, &[("   ", Role::Text), (&line, Role::Text)]);
            row += 1;
        }
    }
    row + 1
}
