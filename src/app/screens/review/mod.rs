//! The Review screen: a queue, the record under its cursor, and what is being done to it.

mod actions;
mod alike;
mod copying;
pub(crate) mod draw;
mod judge_answers;
mod judging;
mod navigation;
mod notes;
pub mod page;
pub mod queue;
mod reconcile;
pub mod regrade;
pub mod search;
pub mod select;
mod state;

pub use alike::Alike;
pub use judging::TagSuggestion;
pub use page::Page;
pub use queue::{Origin, QueueList};
pub use regrade::{Given, Place, Question, Round};
pub use state::Review;
