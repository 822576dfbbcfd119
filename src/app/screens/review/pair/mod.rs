//! Two reviewers who judge the same records blind, on one terminal or on two: who has voted (`state`), voting and
//! revealing (`votes`), settling what was revealed (`settling`), and what is said of it (`words`).
//!
//! Everything that decides is here, so that any way of showing it does the same.

mod settlement;
mod settling;
mod state;
mod votes;
mod words;

pub use state::{Joint, Pair, PairStart, Seats};
pub(crate) use words::{settled_by, settled_words};
