//! The state of the Modes screen.

use crate::app::ReadModel;
use crate::app::handler::Context;
use crate::app::screens::ListState;
use crate::app::screens::screen_state::{ScreenState, shows_list};
use crate::domain::RowId;
use crate::views::{Read, Slot};

/// The Modes screen.
#[derive(Debug, Default)]
pub struct Modes {
    /// Cursor and filter.
    pub list: ListState,
}

impl ScreenState for Modes {
    fn enter(&mut self, _record: Option<RowId>, cx: &mut Context<'_>) {
        cx.ask(Read::Figures(Slot::empty()));
        cx.ask(Read::OpenNotes(Slot::empty()));
    }

    shows_list!();
}
