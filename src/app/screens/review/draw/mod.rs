//! The Review screen: its panes and the rules between them.

mod hotkeys;
mod judgement_panel;
mod judges;
mod pair;
mod queue;
mod record;
mod record_title;
mod regrade;
mod settlements;

pub(crate) use judgement_panel::{counted_grade, reason_words};
pub(crate) use judges::words as judge_words;
pub(crate) use record_title::facts;

use crate::app::Model;
use crate::app::geometry::{self, Form};
use crate::ui::painter::Painter;

/// Paints the body of the Review screen.
pub(crate) fn draw(model: &Model, painter: &mut Painter<'_>) {
    let panes = geometry::panes(model.size, model.screens.review.pane, model.present);
    if panes.queue.height > 0 {
        match &model.screens.review.round {
            Some(round) => regrade::progress(model, round, panes.queue, painter),
            None => queue::draw(model, panes.queue, painter),
        }
    }
    if panes.record.height > 0 {
        let (head, record) = model.screens.review.head_and_record(model.size, model.present, &model.read_model);
        if model.screens.review.asked().is_some() {
            regrade::question(model, head, painter);
        } else {
            pair::draw(model, head, painter);
        }
        record::draw(model, record, painter);
    }
    if panes.side.height > 0 {
        judgement_panel::draw(model, panes.side, painter);
    }
    if panes.strips.height > 0 {
        judgement_panel::strips(model, panes.strips, painter);
    }
    if panes.form == Form::Wide {
        if panes.queue.height > 0 {
            painter.column(panes.record.x - 1, panes.body.y, panes.body.height);
        }
        painter.column(panes.side.x - 1, panes.body.y, panes.body.height);
    }
    hotkeys::draw(model, &panes, painter);
}
