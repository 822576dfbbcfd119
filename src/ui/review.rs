//! The Review screen: its panes and the rules between them.

use super::pen::Pen;
use super::{queue, record, round, side};
use crate::app::Model;
use crate::app::geometry::{self, Form};

/// Paints the body of the Review screen.
pub(super) fn draw(model: &Model, pen: &mut Pen<'_>) {
    let panes = geometry::panes(model.size, model.review.pane);
    if panes.queue.height > 0 {
        match &model.review.round {
            Some(round) => round::progress(model, round, panes.queue, pen),
            None => queue::draw(model, panes.queue, pen),
        }
    }
    if panes.record.height > 0 {
        let (question, record) = model.question_and_record();
        round::question(model, question, pen);
        record::draw(model, record, pen);
    }
    if panes.side.height > 0 {
        side::draw(model, panes.side, pen);
    }
    if panes.strips.height > 0 {
        side::strips(model, panes.strips, pen);
    }
    if panes.form == Form::Wide {
        pen.column(panes.record.x - 1, panes.body.y, panes.body.height);
        pen.column(panes.side.x - 1, panes.body.y, panes.body.height);
    }
}
