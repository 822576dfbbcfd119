//! A list to choose from by typing: failure modes, criteria, commands.

pub mod choice;
mod open;
mod rows;

pub use choice::{Choice, PickFor, PickRow};
pub use open::Picker;
