//! The Modes screen: what the failure modes are, how they are renamed, merged and retired, and which notes wait to become
//! one.

mod actions;
pub(crate) mod draw;
pub(crate) mod keys;
mod notes;
mod rows;
mod state;

pub(crate) use actions::{add, merge_into};
pub(crate) use notes::{add_to, make_of};
pub use rows::ModesLine;
pub use state::Modes;
