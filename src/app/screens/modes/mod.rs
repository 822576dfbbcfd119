//! The Modes screen: what the failure modes are, and how they are renamed, merged and retired.

mod actions;
mod rows;
mod state;

pub(crate) use actions::{add, merge_into};
pub use state::Modes;
