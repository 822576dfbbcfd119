//! The state of the Insights screen.

use super::section::Section;
use crate::app::ReadModel;
use crate::app::handler::Context;
use crate::app::screens::ListState;
use crate::app::screens::screen_state::ScreenState;
use crate::domain::RowId;
use crate::views::{Read, Slot};

/// The Insights screen.
#[derive(Debug, Default)]
pub struct Insights {
    /// Cursor and filter.
    pub list: ListState,
    /// The chart on screen.
    pub section: Section,
}

impl ScreenState for Insights {
    fn enter(&mut self, _record: Option<RowId>, cx: &mut Context<'_>) {
        cx.ask(Read::Figures(Slot::empty()));
        self.read(cx);
    }

    fn list(&self) -> Option<&ListState> {
        Some(&self.list)
    }

    fn list_mut(&mut self) -> Option<&mut ListState> {
        Some(&mut self.list)
    }

    fn length(&self, read_model: &ReadModel) -> usize {
        self.lines(read_model).len()
    }
}
