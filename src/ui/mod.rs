//! The picture: `draw(&Model, &Theme, &mut Frame)`. Mirrors `app/` name for name; changes nothing, reads no store.
//!
//! Colours stand in `theme`, the record's rows in `transcript`; everything is put into cells by `pen`.

mod charts;
mod check_box;
mod checks;
mod chrome;
mod compare;
mod criteria;
mod figures;
mod help;
mod insights;
mod judges;
mod list;
mod modes;
mod overlay;
mod pen;
mod picker;
mod preview;
mod queue;
mod record;
mod review;
mod revision;
mod round;
mod side;
mod suggest;
mod text_entry;
pub mod theme;
pub mod transcript;
mod welcome;

use ratatui::Frame;

use crate::app::geometry::{self, Form};
use crate::app::{Model, Screen};
use pen::Pen;
use theme::Theme;

/// Paints the whole screen.
pub fn draw(model: &Model, theme: &Theme, frame: &mut Frame<'_>) {
    let area = frame.area();
    let buffer = frame.buffer_mut();
    buffer.set_style(area, theme.base());
    let mut pen = Pen { theme, buffer };
    if geometry::form(model.size) == Form::Tiny || area.width < 40 || area.height < 10 {
        chrome::one_line(model, &mut pen);
        return;
    }
    chrome::header(model, &mut pen);
    match model.screen {
        Screen::Review => review::draw(model, &mut pen),
        Screen::Modes => modes::draw(model, &mut pen),
        Screen::Criteria => criteria::draw(model, &mut pen),
        Screen::Checks => checks::draw(model, &mut pen),
        Screen::Insights => insights::draw(model, &mut pen),
        Screen::Compare => compare::draw(model, &mut pen),
        Screen::Welcome => welcome::draw(model, &mut pen),
    }
    chrome::footer(model, &mut pen);
    let cursor = overlay::draw(model, &mut pen);
    if let Some(cursor) = cursor.filter(|cursor| area.contains(*cursor)) {
        frame.set_cursor_position(cursor);
    }
}
