//! How the Welcome screen looks: an empty workspace, and the one key that fills it.

use crate::app::Model;
use crate::app::geometry::body;
use crate::command::WelcomeAction;
use crate::ui::painter::{Painter, inset};
use crate::ui::theme::Role;

/// Paints the way in.
pub(crate) fn draw(model: &Model, painter: &mut Painter<'_>) {
    let body = inset(body(model.size), 2);
    let key = model.keyboard.keymap.key(WelcomeAction::Import).map(|key| key.to_string()).unwrap_or_default();
    painter.row(body, 1, &[("No records yet.", Role::Strong)]);
    painter.row(body, 3, &[(&key, Role::Key), (" imports a log file.", Role::Text)]);
    painter.row(body, 4, &[("gemba demo", Role::Code), (" shows how it feels.", Role::Text)]);
}
