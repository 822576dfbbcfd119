//! A search in the record: the places found and the one in view.

use crate::domain::Span;

/// A search whose strip shows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Search {
    /// What was typed.
    pub needle: String,
    /// The places, in reading order.
    pub places: Vec<Span>,
    /// The index of the place in view.
    pub at: usize,
    /// Whether there are more places than were looked for.
    pub is_cut: bool,
}

impl Search {
    /// Returns the place in view.
    pub fn current(&self) -> Option<Span> {
        self.places.get(self.at).copied()
    }
}
