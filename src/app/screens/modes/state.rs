//! The state of the Modes screen.

use crate::app::screens::ListState;

/// The Modes screen.
#[derive(Debug, Default)]
pub struct Modes {
    /// Cursor and filter.
    pub list: ListState,
}
