//! The state of the Criteria screen.

use crate::app::screens::ListState;
use crate::domain::CriterionKey;

/// The Criteria screen.
#[derive(Debug, Default)]
pub struct Criteria {
    /// Cursor and filter.
    pub list: ListState,
    /// The chosen version of the selected criterion.
    pub(super) versions: VersionCursor,
}

/// Which version of a criterion is chosen, and how far its page is scrolled.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub(super) struct VersionCursor {
    pub(super) key: Option<CriterionKey>,
    pub(super) back: usize,
    pub(super) scroll: usize,
}
