//! A re-grading round before it begins: what it costs.

use super::frame::frame;
use crate::app::Model;
use crate::app::overlays::regrade_offer::RegradeOffer;
use crate::layout::wrap_plain;
use crate::ui::painter::Painter;
use crate::ui::theme::Role;

/// Paints what a round costs.
pub(super) fn draw(model: &Model, offer: &RegradeOffer, painter: &mut Painter<'_>) {
    let inside = frame(model, 64, 8, "re-grading", painter);
    let cost = offer.cost();
    painter.row(inside, 0, &[(&cost, Role::Strong)]);
    let why = "Your old answers stay hidden until you have answered again. Asking twice tells your own noise from a rule \
               that moved. You can stop at any time: the round goes on where you left it.";
    for (row, line) in (2..).zip(wrap_plain(why, usize::from(inside.width.max(1)))) {
        painter.row(inside, row, &[(&line, Role::Text)]);
    }
}
