//! The Review screen: a queue, the record under its cursor, and what is being done to it.

mod actions;
pub(crate) mod draw;
mod intents;
mod judging;
pub(crate) mod keys;
mod leaving;
mod navigation;
pub mod page;
pub mod pair;
pub mod queue;
mod reconcile;
pub mod regrade;
pub mod search;
pub mod select;
mod state;

pub use judging::{Reason, TagSuggestion};
pub use page::Page;
pub use pair::{Joint, Pair, PairStart, Seats};
pub(crate) use pair::{settled_by, settled_words};
pub use queue::{Alike, Origin, Progress, QueueList};
pub(crate) use queue::{list_records, stop_looking};
pub use regrade::{Given, Place, Question, Round};
pub use state::Review;
