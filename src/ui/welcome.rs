//! The Welcome screen: an empty workspace, and the one key that fills it.

use super::pen::{Pen, inset};
use super::theme::Role;
use crate::app::Model;
use crate::app::geometry::panes;
use crate::command::Action;

/// Paints the way in.
pub(super) fn draw(model: &Model, pen: &mut Pen<'_>) {
    let body = inset(panes(model.size, model.review.pane).body, 2);
    let key = model.keyboard.keymap.key(Action::ImportFile).map(|key| key.to_string()).unwrap_or_default();
    pen.row(body, 1, &[("No records yet.", Role::Strong)]);
    pen.row(body, 3, &[(&key, Role::Key), (" imports a log file.", Role::Text)]);
    pen.row(body, 4, &[("gemba demo", Role::Code), (" shows how it feels.", Role::Text)]);
}
