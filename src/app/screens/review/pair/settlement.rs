//! What was settled with one key, so that one key takes it back.

use crate::domain::{Change, Name, RecordId, RowId, SettleTarget, SettledAnswer, SettledBy, Verdict};

/// What was settled with one key: each question, with the answer that stood before and the one from then on.
#[derive(Debug, Clone)]
pub(super) struct Settlement {
    pub(super) row: RowId,
    pub(super) record: RecordId,
    pub(super) answers: Vec<(SettleTarget, Option<SettledAnswer>, Option<SettledAnswer>)>,
}

impl Settlement {
    /// Returns the changes that write it, or those that take it back.
    pub(super) fn changes(&self, back: bool, by: &[Name]) -> Vec<Change> {
        let change =
            |(target, before, after): &(SettleTarget, Option<SettledAnswer>, Option<SettledAnswer>)| Change::Settle {
                record: self.record,
                target: target.clone(),
                version: 0,
                answer: if back { *before } else { *after },
                by: by.to_vec(),
                how: SettledBy::Agreement,
            };
        self.answers.iter().map(change).collect()
    }

    /// Returns the verdict that stands once it is written or taken back, where it says something of one.
    pub(super) fn verdict(&self, back: bool) -> Option<Stands> {
        let (_, before, after) = self.answers.iter().find(|(target, ..)| *target == SettleTarget::Verdict)?;
        let answer = if back { before } else { after };
        Some(answer.and_then(SettledAnswer::verdict).map_or(Stands::Nothing, Stands::Verdict))
    }
}

/// What stands for the verdict of a record.
pub(super) enum Stands {
    /// This one was settled.
    Verdict(Verdict),
    /// Nothing was settled.
    Nothing,
}
