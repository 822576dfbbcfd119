//! What is tried: everything is found and measured without looking at a label, so that shuffled labels are a fair trial.

mod menu;
mod offer;
mod patterns;
mod phrases;
mod pool;
mod shapes;
mod sizes;
mod stated;
mod stems;
mod words;

pub(super) use offer::{Bounds, Candidate, Phrase, at_least, exceeds, portable, run, spec};
pub(super) use pool::Pool;
pub use stated::Stated;
pub(super) use words::words;
