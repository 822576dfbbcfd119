//! A re-grading round before it begins: what it costs.

use crate::app::handler::{Context, ReviewIntent, Then};
use crate::command::RegradeOfferAction;
use crate::domain::{Queue, Sampling};
use crate::measures::drift::round::Cost;

/// A re-grading round before it begins.
#[derive(Debug, Clone)]
pub struct RegradeOffer {
    /// The filter it was drawn by.
    pub filter: String,
    /// Its plan and seed.
    pub sampling: Sampling,
    /// Its records and questions.
    pub queue: Queue,
}

impl RegradeOffer {
    /// Returns what the round costs, in words.
    pub fn cost(&self) -> String {
        Cost::from_asks(&self.queue.asks).words()
    }

    /// Does what a key says.
    pub(crate) fn handle(&self, action: RegradeOfferAction, cx: &mut Context<'_>) -> Then {
        match action {
            RegradeOfferAction::Begin => {
                let Self { filter, sampling, queue } = self.clone();
                cx.review(ReviewIntent::BeginRound(filter, sampling, queue));
                Then::Close
            }
        }
    }
}
