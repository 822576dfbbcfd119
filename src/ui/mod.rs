//! The picture: `draw(&Model, &Theme, &mut Frame)`. Mirrors `app/` name for name; changes nothing, reads no store.

pub mod theme;
pub mod transcript;

use ratatui::Frame;

use crate::app::Model;
use theme::Theme;

/// Paints the whole screen.
pub fn draw(model: &Model, theme: &Theme, frame: &mut Frame<'_>) {
    let _ = (model, theme, frame);
}
