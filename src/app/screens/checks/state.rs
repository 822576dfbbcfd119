//! The state of the Checks screen.

use crate::app::overlays::writing::Writing;
use crate::app::screens::ListState;

/// The Checks screen.
#[derive(Debug, Default)]
pub struct Checks {
    /// Cursor and filter.
    pub list: ListState,
    /// The check that was being typed when its records were gone to; its editor opens again here.
    pub(crate) left: Option<Writing>,
}
