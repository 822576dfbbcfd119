//! Answering the questions of a re-grading round, and beginning one.

use super::row::{Row, key};

/// Answers the question that is asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[expect(missing_docs, reason = "each row has a title and a sentence")]
pub enum RegradeAction {
    Met,
    NotMet,
    NotApplicable,
    Later,
}

impl RegradeAction {
    /// While a question is asked.
    pub(super) const KEYS: &[Row<Self>] = &[
        key(Self::Met, "AskMet", "p", "met", "Met", "The asked criterion is met; moves on.").rank(1).judges(),
        key(Self::NotMet, "AskNotMet", "f", "not met", "Not met", "The asked criterion is not met; moves on.")
            .rank(2)
            .judges(),
        key(
            Self::NotApplicable,
            "AskNa",
            "-",
            "n/a",
            "Not applicable",
            "The asked criterion does not apply; moves on.",
        )
        .rank(3)
        .judges(),
        key(Self::Later, "AskLater", "d", "later", "Later", "Leaves the question open; moves on.").rank(4),
    ];
}

/// Answers the offer of a round.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[expect(missing_docs, reason = "each row has a title and a sentence")]
pub enum RegradeOfferAction {
    Begin,
}

impl RegradeOfferAction {
    /// While a round is offered.
    pub(super) const KEYS: &[Row<Self>] =
        &[key(Self::Begin, "RoundBegin", "Enter", "begin", "Begin", "Asks the first question of the round.").rank(1)];
}
