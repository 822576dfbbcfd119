//! The Checks screen: what each check catches, misses and wrongly rejects.

mod actions;
mod rows;
mod state;

pub use state::Checks;
