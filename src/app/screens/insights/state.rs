//! The state of the Insights screen.

use super::section::Section;
use crate::app::screens::ListState;

/// The Insights screen.
#[derive(Debug, Default)]
pub struct Insights {
    /// Cursor and filter.
    pub list: ListState,
    /// The chart on screen.
    pub section: Section,
}
