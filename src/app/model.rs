//! The root of the state. Each field is one concern; none knows how it is drawn.

use super::Start;
use super::message::Effect;

/// Everything that the screens show.
#[derive(Debug)]
pub struct Model {
    /// Columns and rows.
    pub size: (u16, u16),
}

impl Model {
    /// The model before the first message, and its first effects.
    pub(super) fn start(start: Start) -> (Self, Vec<Effect>) {
        (Self { size: start.size }, Vec::new())
    }
}
