//! The picture: `draw(&Model, &Theme, &mut Frame)`. Mirrors `app/` name for name; changes nothing, reads no store.
//!
//! Colours stand in `theme`, the record's rows in `transcript`; everything is put into cells by `painter`.

mod charts;
mod check_box;
mod checks;
mod chrome;
mod compare;
mod criteria;
mod figures;
mod help;
mod insights;
mod judgement_panel;
mod judges;
mod list;
mod modes;
mod overlay;
mod painter;
mod picker;
mod preview;
mod queue;
mod record;
mod review;
mod revision;
mod round;
mod suggest;
mod text_entry;
pub mod theme;
pub mod transcript;
mod welcome;

use ratatui::Frame;

use crate::app::geometry::{self, Form};
use crate::app::{Model, Screen};
use painter::Painter;
use theme::Theme;

/// Paints the whole screen.
pub fn draw(model: &Model, theme: &Theme, frame: &mut Frame<'_>) {
    let area = frame.area();
    let buffer = frame.buffer_mut();
    buffer.set_style(area, theme.base());
    let mut painter = Painter { theme, buffer };
    if geometry::form(model.size) == Form::Tiny || area.width < 40 || area.height < 10 {
        chrome::one_line(model, &mut painter);
        return;
    }
    chrome::header(model, &mut painter);
    match model.screen {
        Screen::Review => review::draw(model, &mut painter),
        Screen::Modes => modes::draw(model, &mut painter),
        Screen::Criteria => criteria::draw(model, &mut painter),
        Screen::Checks => checks::draw(model, &mut painter),
        Screen::Insights => insights::draw(model, &mut painter),
        Screen::Compare => compare::draw(model, &mut painter),
        Screen::Welcome => welcome::draw(model, &mut painter),
    }
    chrome::footer(model, &mut painter);
    let cursor = overlay::draw(model, &mut painter);
    if let Some(cursor) = cursor.filter(|cursor| area.contains(*cursor)) {
        frame.set_cursor_position(cursor);
    }
}
