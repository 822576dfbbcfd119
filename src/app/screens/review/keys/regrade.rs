//! Answering the questions of a re-grading round.

use crate::command::actions;

actions! {
    /// Answers the question that is asked.
    RegradeAction:

    /// While a question is asked.
    KEYS = [
        Met("AskMet", "p", "met", "Met", "The asked criterion is met; moves on.").rank(1).judges(),
        NotMet("AskNotMet", "f", "not met", "Not met", "The asked criterion is not met; moves on.").rank(2).judges(),
        NotApplicable("AskNa", "-", "n/a", "Not applicable",
            "The asked criterion does not apply; moves on.").rank(3).judges(),
        Later("AskLater", "d", "later", "Later", "Leaves the question open; moves on.").rank(4),
    ];
}
