//! The state of the Criteria screen.

use crate::app::ReadModel;
use crate::app::handler::Context;
use crate::app::screens::ListState;
use crate::app::screens::screen_state::{ScreenState, shows_list};
use crate::domain::CriterionKey;
use crate::domain::RowId;
use crate::views::{Read, Slot};

/// The Criteria screen.
#[derive(Debug, Default)]
pub struct Criteria {
    /// Cursor and filter.
    pub list: ListState,
    /// The chosen version of the selected criterion.
    pub(super) versions: VersionCursor,
}

impl ScreenState for Criteria {
    fn enter(&mut self, _record: Option<RowId>, cx: &mut Context<'_>) {
        cx.ask(Read::Tallies(Slot::empty()));
        cx.ask(Read::Drift(Slot::empty()));
    }

    shows_list!();
}

/// Which version of a criterion is chosen, and how far its page is scrolled.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub(super) struct VersionCursor {
    pub(super) key: Option<CriterionKey>,
    pub(super) back: usize,
    pub(super) scroll: usize,
}
