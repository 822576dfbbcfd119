//! The bodies of the screens, one file or folder each.

mod checks;
mod compare;
mod criteria;
mod insights;
mod modes;
mod review;
mod welcome;

use super::painter::Painter;
use crate::app::{Model, Screen};

/// Paints the body of the screen.
pub(super) fn draw(model: &Model, painter: &mut Painter<'_>) {
    match model.screen {
        Screen::Review => review::draw(model, painter),
        Screen::Modes => modes::draw(model, painter),
        Screen::Criteria => criteria::draw(model, painter),
        Screen::Checks => checks::draw(model, painter),
        Screen::Insights => insights::draw(model, painter),
        Screen::Compare => compare::draw(model, painter),
        Screen::Welcome => welcome::draw(model, painter),
    }
}
