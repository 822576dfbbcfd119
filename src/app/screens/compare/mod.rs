//! The Compare screen: the records with one input, two of them side by side.

mod actions;
mod differences;
pub(crate) mod draw;
pub(crate) mod keys;
mod state;

pub use differences::Differences;
pub use state::Compare;
