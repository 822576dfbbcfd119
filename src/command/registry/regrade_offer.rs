//! The offer of a re-grading round.

use super::row::actions;

actions! {
    /// Answers the offer of a round.
    RegradeOfferAction:

    /// While a round is offered.
    KEYS = [
        Begin("RoundBegin", "Enter", "begin", "Begin", "Asks the first question of the round.").rank(1),
    ];
}
