//! The state of the Checks screen.

use crate::app::ReadModel;
use crate::app::handler::Context;
use crate::app::overlays::writing::Writing;
use crate::app::screens::ListState;
use crate::app::screens::screen_state::{ScreenState, shows_list};
use crate::domain::RowId;
use crate::views::{Read, Slot};

/// The Checks screen.
#[derive(Debug, Default)]
pub struct Checks {
    /// Cursor and filter.
    pub list: ListState,
    /// The check that was being typed when its records were gone to; its editor opens again here.
    pub(crate) left: Option<Writing>,
}

impl ScreenState for Checks {
    fn enter(&mut self, _record: Option<RowId>, cx: &mut Context<'_>) {
        cx.ask(Read::Tallies(Slot::empty()));
        self.reopen_editor(cx);
    }

    shows_list!();
}
