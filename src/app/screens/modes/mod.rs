//! The Modes screen: what the failure modes are, and how they are renamed, merged and retired.

mod actions;
pub(crate) mod draw;
pub(crate) mod keys;
mod rows;
mod state;

pub(crate) use actions::{add, merge_into};
pub use state::Modes;
