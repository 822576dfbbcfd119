//! Records that come in while a screen is open, and how far the reading of their file is.

use crate::domain::RowId;

/// What came in behind a row.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Arrivals {
    /// The records that the filter holds, in import order.
    pub rows: Vec<RowId>,
    /// The last row of the workspace.
    pub last: RowId,
    /// How many records the workspace holds.
    pub total: u64,
}

/// What the journal holds behind a place in it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct NewEvents {
    /// The place of the last event.
    pub last: i64,
    /// The sessions of those behind the place that was asked for; `None` stands for what belongs to no session.
    pub sessions: Vec<Option<i64>>,
}

/// How far the reading of a file is.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ReadingState {
    /// The file, as it was given.
    pub file: String,
    /// Records so far.
    pub records: u64,
    /// Bytes of the file that were read.
    pub bytes: u64,
    /// How many bytes it has, where that is known.
    pub of: Option<u64>,
    /// Whether everything there is was read, and more is waited for.
    pub waits: bool,
}

impl ReadingState {
    /// Returns how much of the file was read, in whole percent; `None` where its length is not known or it is empty.
    #[must_use]
    pub fn percent(&self) -> Option<u64> {
        let of = self.of.filter(|of| *of > 0)?;
        Some(u64::try_from(u128::from(self.bytes) * 100 / u128::from(of)).unwrap_or(100).min(100))
    }
}
