//! The reviewer's own verdicts in the workspace, and how much of a queue they are.

use std::collections::HashMap;

use crate::domain::{RowId, Verdict};

/// What the reviewer judged of a queue.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Progress {
    /// The records of the queue.
    pub total: u64,
    /// Those that passed or failed.
    pub judged: u64,
    /// Those that were deferred.
    pub deferred: u64,
    /// Those that were declined.
    pub declined: u64,
}

impl Progress {
    /// Returns how many records have a verdict.
    pub const fn done(&self) -> u64 {
        self.judged + self.deferred + self.declined
    }

    /// Returns how many records have no verdict.
    pub const fn left(&self) -> u64 {
        self.total.saturating_sub(self.done())
    }

    /// Counts a verdict, or its end.
    pub(super) const fn count(&mut self, verdict: Option<Verdict>, is_new: bool) {
        let counter = match verdict {
            None => return,
            Some(Verdict::Pass | Verdict::Fail) => &mut self.judged,
            Some(Verdict::Defer) => &mut self.deferred,
            Some(Verdict::Declined) => &mut self.declined,
        };
        *counter = if is_new { *counter + 1 } else { counter.saturating_sub(1) };
    }
}

/// The reviewer's verdicts in the workspace, as they are shown: also those that are not yet on disk.
#[derive(Debug, Default)]
pub(crate) struct OwnVerdicts {
    pub(super) verdicts: HashMap<RowId, Verdict>,
    /// Whether they were read.
    pub(super) is_known: bool,
    pub(super) progress: Progress,
}

impl OwnVerdicts {
    /// Answers whether the reviewer gave a record a verdict; `None` while that is not known.
    pub(crate) fn has(&self, row: RowId) -> Option<bool> {
        self.is_known.then(|| self.verdicts.contains_key(&row))
    }
}
