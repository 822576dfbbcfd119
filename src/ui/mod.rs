//! The picture: `draw(&Model, &Theme, &mut Frame)`. Changes nothing, reads no store. How a screen looks is in its folder
//! in `src/app/screens/`.
//!
//! Colours are in `theme`, the record's rows in `transcript`; everything is put into cells by `painter`.

mod chrome;
pub(crate) mod figures;
mod footer;
mod hint;
mod last_look;
pub mod lines;
pub(crate) mod list;
mod overlays;
pub(crate) mod painter;
pub mod pick;
mod screens;
pub mod theme;
pub mod transcript;

use ratatui::Frame;

use crate::app::Model;
use crate::app::geometry::{self, Form};
use crate::text::under;
use painter::Painter;
use theme::Theme;

/// Paints the whole screen.
pub fn draw(model: &Model, theme: &Theme, frame: &mut Frame<'_>) {
    under(model.covering(), || paint(model, theme, frame));
}

fn paint(model: &Model, theme: &Theme, frame: &mut Frame<'_>) {
    let theme = if model.present { theme.presenting() } else { theme };
    let area = frame.area();
    let buffer = frame.buffer_mut();
    buffer.set_style(area, theme.base());
    let mut painter = Painter { theme, buffer };
    if geometry::form(model.size) == Form::Tiny || area.width < 40 || area.height < 10 {
        footer::one_line(model, &mut painter);
        return;
    }
    chrome::header(model, &mut painter);
    screens::draw(model, &mut painter);
    chrome::pressed_keys(model, &mut painter);
    let cursor = overlays::draw(model, &mut painter);
    footer::footer(model, &mut painter);
    if model.present {
        last_look::cover(model, painter.buffer);
    }
    if let Some(cursor) = cursor.filter(|cursor| area.contains(*cursor)) {
        frame.set_cursor_position(cursor);
    }
}
