//! What every list screen has: a cursor and a filter.

/// A list's cursor and filter.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct ListState {
    /// The selected line, among those shown.
    pub cursor: usize,
    /// Only lines that hold this are shown.
    pub filter: String,
}

impl ListState {
    /// Answers whether a line with this text is shown.
    pub fn holds(&self, text: &str) -> bool {
        self.filter.is_empty() || text.to_lowercase().contains(&self.filter.to_lowercase())
    }

    /// Returns the item under the cursor, or the last one where the cursor is behind it.
    pub(crate) fn selected<T: Copy>(&self, shown: &[T]) -> Option<T> {
        shown.get(self.cursor.min(shown.len().saturating_sub(1))).copied()
    }

    /// Takes another filter, from the first line on.
    pub(crate) fn filter_by(&mut self, filter: String) {
        *self = Self { cursor: 0, filter };
    }
}
