//! The Review screen: its panes and the rules between them.

use super::painter::Painter;
use super::{judgement_panel, queue, record, round};
use crate::app::Model;
use crate::app::geometry::{self, Form};

/// Paints the body of the Review screen.
pub(super) fn draw(model: &Model, painter: &mut Painter<'_>) {
    let panes = geometry::panes(model.size, model.review.pane);
    if panes.queue.height > 0 {
        match &model.review.round {
            Some(round) => round::progress(model, round, panes.queue, painter),
            None => queue::draw(model, panes.queue, painter),
        }
    }
    if panes.record.height > 0 {
        let (question, record) = model.question_and_record();
        round::question(model, question, painter);
        record::draw(model, record, painter);
    }
    if panes.side.height > 0 {
        judgement_panel::draw(model, panes.side, painter);
    }
    if panes.strips.height > 0 {
        judgement_panel::strips(model, panes.strips, painter);
    }
    if panes.form == Form::Wide {
        painter.column(panes.record.x - 1, panes.body.y, panes.body.height);
        painter.column(panes.side.x - 1, panes.body.y, panes.body.height);
    }
}
