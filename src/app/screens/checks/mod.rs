//! The Checks screen: what each check catches, misses and wrongly rejects.

mod actions;
pub(crate) mod draw;
pub(crate) mod keys;
mod rows;
mod state;

pub use state::Checks;
